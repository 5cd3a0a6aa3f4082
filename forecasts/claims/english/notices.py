"""What English documents say of themselves and of the calendar, and what others promise."""

from __future__ import annotations

import re

_OWN = (
    r"(?:the (?:rating|(?:[a-z]+ )?level)|readers|(?:data|figures|minutes)(?: (?:for|on"
    r"|of) [^,;.]{2,40})?|(?:this|these|our|the (?:next|present|full|following|final|updated"
    r"|revised)) (?:[a-z]+ ){0,2}"
    r"(?:papers?|reports?|assessments?|brief(?:ing)?s?|notes?|updates?|editions?|issues?|bulletins?"
    r"|forecasts?|judgements?|ratings?|level|documents?|analys[ie]s|datasets?|outlook|newsletter))"
)
_TREATED = (
    r"(?:reviewed|revised|updated|published|released|reissued|issued|reassessed|re-assessed"
    r"|revisited|refreshed|circulated|superseded|withdrawn|posted|discussed|examined|available|out)"
)
_AUTHOR = (
    r"(?:we|i|staff|(?:the|our) (?:authors?|team|mission|desk|unit|secretariat|analysts)"
    r"|this (?:desk|team|unit|office|column|series))"
)
_TREATS = (
    r"(?:monitor|publish|update|review|revise|revisit|report(?! (?:an?|higher|lower)\b)|return to"
    r"|watch|track|follow|examine|reassess|re-examine|circulate|issue|post|present|set out"
    r"|come back|keep (?:an eye|track|watch|(?:the|our|this) [a-z]+ under|readers|you|watching"
    r"|monitoring)|look (?:at|out|into))"
)
_HEDGED = (
    r"(?![^.]*\b(?:will|may|could|might|would|likely|unlikely|probably|should|if|unless|but|though"
    r"|chance|risk|odds)\b)"
)
_TIME = (
    r"(?:\d|[a-z]+day|next|the|early|mid|late|end|spring|summer|autumn|winter|january|february"
    r"|march|april|may|june|july|august|september|october|november|december)"
)

# The day on which the document itself is to be looked at again, what its author means to do, and
# days of the calendar with no word on what they bring.
NOTICE = (
    rf"\b{_OWN} (?:will|shall|is|are|is to|are to) (?:next |then |again |also )?"
    rf"(?:be |due to be |due for |scheduled to be |to be )?(?:next |then |again )?(?:{_TREATED}"
    r"|appear|follow|due|review)\b"
    rf"|(?:^|[,;] |\band ){_AUTHOR}(?:'ll| (?:will|shall|would|plan to|intend to|are going to"
    rf"|propose to)) (?:[a-z]+ly |also |continue to |then |therefore |next |now )*{_TREATS}\b"
    r"|\b(?:lead|cause|prompt|oblige|make) us (?:to )?(?:raise|lower|revise|change|review"
    r"|reconsider|rethink|update|withdraw|revisit)\b"
    rf"|^{_HEDGED}[^,;:]*\b(?:is|are|(?:has|have) been) (?:[a-z]+ly |now |also )*"
    r"(?:scheduled|timetabled|calendared|convened|called|fixed|set|booked)"
    rf" (?:to (?:take place |be held |meet |convene ))?(?:for|on) {_TIME}[^;:]*$"
)

# Whoever can give his word promises it; a season or a reform that promises something does not.
_ACTORS = (
    r"(?:he|she|they|we|i|governments?|ministers?|ministry|president|chancellor|candidates?"
    r"|part(?:y|ies)"
    r"|leaders?|officials?|authorities|company|firms?|bank|chief|commission|cabinet|coalition|mayor"
    r"|opposition|generals?|junta|king|regulators?|union|manifesto|who|washington|london|paris"
    r"|berlin"
    r"|brussels|moscow|beijing|tokyo|ottawa|delhi|ankara|tehran|kyiv|rome|madrid|warsaw|riyadh"
    r"|canberra|seoul|pretoria|nairobi|jakarta|brasilia|[a-z]+'s (?:leader|minister|president))"
)
PLEDGED = re.compile(rf"\b{_ACTORS} (?:[a-z]+ly |now |also |again |still |even )*promises?\b")
