"""What takes the future from a cue in English: the past, hearsay, what did not happen."""

from __future__ import annotations

import re

from forecasts.claims.english.notices import NOTICE
from forecasts.claims.english.present import HAPPENS
from forecasts.claims.grammar import ANY, Clauses

_PAST = (
    r"agreed|[a-z]+[^e\W]ed|spoke|met|knew|saw|heard|was|were|had|went|came|took|gave|made|said"
    r"|told"
    r"|thought|found|lost|won|led|held|kept|left|began|became|fell|rose|grew|wrote|ran|sent|built"
)

# A year that is gone to a text of the tables' year.
_GONE = r"(?:1\d{3}|20(?:[01]\d|2[0-4]))"

# What stands before a cue and puts it into the past, or makes a noun or a question of it:
# which cues, and what stands there.
BEFORE = (
    (ANY, re.compile(
        r"\b(?:was|were|had been|has been|have been|seemed|appeared|looked)"
        r"(?: [a-z]+ly)?,? (?:not |also |never |always |long |still |widely )?$"
        r"|(?<!^)\b(?:what|whether) [^,;]{0,80}$")),
    # "Whether it holds is doubtful" doubts it; "whether it is likely to hold" asks.
    (re.compile(r"(?!(?:highly )?doubtful|far from|any(?:body|one)'s|depends?|hinges?|remains?)"),
     re.compile(r"^whether [^,;]{0,80}$")),
    (re.compile(r"would"), re.compile(
        r"\b(?:failed|had|was|were|[a-z]{2,}ed)\b[^.;]* that (?:[a-z]+ly )?$")),
    (re.compile("may|might|cannot$|can't$"), re.compile(r"(?:^|\W)i $")),
    # What somebody would not do in days gone by.
    (re.compile("(?:[a-z]+ ){0,5}would"), re.compile(
        r"(?:^|, |\bwho |\bwhich |\bthat )(?:for (?:[a-z]+ )?(?:years|decades|months|weeks"
        r"|centuries|generations)(?! to come| ahead)|in those days|back then|in the old days),?"
        r" (?:[a-z]+ ){0,3}$")),
    (re.compile("would|could|might"), re.compile(
        r"(?:^|(?<!this )(?<!that )(?<!the )(?<!no )(?<!each )(?<!next )\b)(?:one|you) $"
        rf"|^(?:in|by|after|since|from|during) (?:[a-z]+ ){{0,2}}{_GONE}\b[^;]*$")),
    (re.compile(r"will"), re.compile(
        r"\b(?:political|good|free|popular|national|strong|own|his|her|its|their|of|last|[a-z]+'s"
        r"|the|a|no) $")),
    (re.compile(r"may"), re.compile(r"\b(?:in|of|since|by|on|from|until|\d{1,2}) $")),
    (re.compile("may"), re.compile(
        r"\b(?:constitution|statutes?|laws?|rules?|rulebook|articles?|treaty|charter|code|act|bill"
        r"|regulations?|directive|clause|protocol|licen[cs]e)\b[^.;]{0,30}"
        r"\b(?:says?|states?|allows?|provides?|permits?|stipulates?|under which)\b[^.;]*$"
        r"|\b(?:under|according to) (?:the |its |their )?(?:[a-z]+ )?(?:constitution|statutes?"
        r"|laws?"
        r"|rules?|article|treaty|charter|code|act|regulations?|directive)\b[^.;]*$")),
    (re.compile("could|would|might"), re.compile(
        rf"\b(?:who|i|we|he|she|they|it|you) (?:[a-z]+ly )?(?:{_PAST})\b[^,;]*$")),
    (re.compile("will|would|may|might"), re.compile(
        r"^(?:this|the present|the following) (?:paper|report|assessment|brief|briefing|chapter"
        r"|article|section|note|study|essay|column)\b[^,;.]{0,20}$")),
)  # fmt: skip

# What stands right behind it and does the same.
BEHIND = (
    (re.compile("may|might|could"), re.compile(
        r"^(?: (?:well|also|not))? be (?:right|wrong|true|false|mistaken|correct)\b")),
    (re.compile("would|could|may|might"), re.compile(
        r"^(?: (?:also|not|never))? be (?:a mistake|wrong|unwise|better|best|tempting"
        r"|premature|rash|fair|naive|foolish|good|nice|easy|absurd|an error) to\b"
        r"|^ do (?:well|better) to\b|^ (?:by )?now (?:be|have)\b")),
    (re.compile("(?!will|shall|'ll|won't)"), re.compile(
        r"^(?: (?:also|well|still|already|never|not|only|simply|even|[a-z]+ly))*"
        r" (?:have(?! (?:to|an?|the|no|little|some|any|more|fewer|its|their|his|her"
        r"|serious|consequences|implications|repercussions)\b)|has|had|'ve|was|were|did"
        r"|because|due to|the result|a result|a reaction"
        r"|in response|in the (?:belief|hope)|as a|explains?|reflects?|(?!need|embed|speed"
        r"|exceed|proceed|succeed|feed|shed|spread|limited|continued|increased|renewed|sustained"
        r"|prolonged|mixed|muted|subdued|heightened)[a-z]{2,}ed\b(?! to\b)|went|came|made"
        r"|took|led|began|sent|saw|gave)\b")),
    (re.compile("may"), re.compile(
        r"^[^.;]{0,80}\b(?:with(?:out)? the (?:consent|approval|agreement|assent)|by decree"
        r"|up to \d"
        r"|once in|months' notice|under article|on request|only (?:at|if|when|with|in|after|once"
        r"|by))\b"
        r"|^(?: (?:also|then|only))? (?:impose|dissolve"
        r"|appoint|levy|fine|refer|revoke|request|apply"
        r"|appeal|opt out|derogate|grant|delegate|be (?:appealed|used|read|found|seen|downloaded"
        r"|obtained|viewed|consulted|quoted|cited|copied|revoked|fined|amended|levied))\b")),
    (re.compile("cannot|can't"), re.compile(
        r"^ (?:[a-z]+ly )?(?:determine|verify|confirm|say|tell|know|explain|judge|recall|assess"
        r"|identify|establish|remember|speak|help|agree|decide|afford to|understand|prove"
        r"|see (?:who"
        r"|why)|be (?:verified|confirmed|determined|explained|found|seen|known|blamed|measured"
        r"|separated|understood|reduced to|compared|overstated|read))\b")),
    (re.compile("could (?:[a-z]+ly )?(?:not|never)$"), re.compile(
        r"^(?![^;.]*\b(?:another|without|if|unless|even|survive|withstand|last|cope|sustain|ever"
        r"|more|before|by|until|again|next|any longer|for long|win|be)\b)")),
    (re.compile("(?:could|can) ?(?:not|never|hardly)"), re.compile(
        r"^ (?:[a-z]+ly )?be (?:[a-z]+ly )?(?:confirmed|verified|reached"
        r"|determined|established|found|explained|identified|corroborated)\b")),
    (re.compile("(?:may|might|could|would)$"), re.compile(
        r"^ (?:well |also )?be (?:argued|objected|said|asked|noted|added)\b")),
    (re.compile("will|may|might"), re.compile(
        r"^ (?:well |also |still )?(?:remember|recall|recogni[sz]e"
        r"|(?:object|ask|wonder|notice) (?:why|whether|how|that|if))\b")),
    (re.compile("(?:[a-z]+ )*(?:un|im)?(?:likely|possible|probable|plausible|certain|conceivable)"),
     re.compile(
        r"^ that (?:the |its |their |his |her )?[a-z'-]+ (?:[a-z]+ly )?(?:was|were|had|has|have|did"
        r"|knew|lied|meant|took|made|(?!need|exceed|succeed|proceed)[a-z]{2,}ed)\b(?! to\b)")),
    (re.compile("may|might|could|would"), re.compile(
        r"^(?: (?:also|well))? (?:be forgiven for|(?:want|wish|like|care) to)\b")),
    (re.compile("would"), re.compile(
        rf"^[^.;]*\b(?:in|by|until) {_GONE}\b|^[^.;]*\b(?:before|until) (?:[a-z]+ ){{1,4}}"
        r"(?:came|was|were|fell|ended|returned|did)\b")),
    (re.compile("would|'d"), re.compile(
        r"^(?:-be\b| (?:later|subsequently|go on to|be forgiven|argue|say|agree|suggest|add|note"
        r"|like|love"
        r"|prefer|rather|call|urge"
        r"|recommend|speak|talk|comment|confirm|admit"
        r"|advise|welcome|have you|seem|appear|explain)\b)")),
    (re.compile("will|shall|'ll|won't"), re.compile(
        r"^ (?:say|comment|disclose|reveal|be drawn|argue|discuss|examine"
        r"|repeat|rehearse|dwell|see(?=,| in (?:section|chapter))"
        r"|be familiar|describe|see below)\b")),
    # Two kinds of people compared.
    (re.compile("(?:[a-z]+ )*(?:likely|probable)"), re.compile(r"^ as (?:[a-z]+ ){1,4}to\b")),
    (re.compile("perhaps|maybe|possibly|probably"), re.compile(
        r"^,? (?:[a-z]+ ){1,3}(?:was|were|had|did|(?:would|could|might) have)\b")),
)  # fmt: skip

# What somebody once believed or said would come.
REPORTED = re.compile(
    r"\b(?:in the (?:belief|hope|expectation)|(?<!is )(?<!are )(?:had |was |were )?(?:believed"
    r"|believing"
    r"|hoped|hoping|thought|feared|assumed|calculated|said|declared|announced|promised"
    r"|pledged|vowed|warned|claimed|insisted|knew|expected|concluded"
    r"|used to [a-z]+))\b(?: [^,;:]*)?$"
    r"|\b(?:says?|claims?|insists?|vows?|promises?) (?:that )?(?:it|they|he|she) $"
    r"|\b(?:told|assured|informed|warned|promised|confided to|whispered to) (?!that\b)[^;:]*?"
    r"\bthat [^,;:]*$"
    r"|\b(?:media|press|papers|newspapers?|outlets?|tabloids?|broadcasters?|bloggers?|websites?"
    r"|channels?|sources|agencies|insiders|diplomats)(?: (?:close to|in|at|near|inside"
    r"|within) [^,;:]{2,30}?)? (?:[a-z]+ly |also |now )?(?:claim|report|say"
    r"|allege|speculate|whisper)s? (?:(?!, (?:but|yet|though|while)\b)[^;:])*$"
    r"|\b(?:rumou?rs?|rumou?red|gossip|whispers?|whispered|reports|allegations|talk) that\b[^;:]*$"
    r"|\b(?:(?:rumou?r|gossip|word) has it|some say|asked if|(?<!few )(?<!nobody )(?<!can )"
    r"den(?:y|ies|ied) that)\b[^;:]*$"
)

# What did not happen, and what would have followed.
COUNTERFACTUAL = re.compile(
    r"\bif [^,;.]{2,60} had (?:not |only |ever )?(?!to\b|an?\b|the\b|no\b|more\b|enough\b"
    r"|any\b)[a-z]+\b|^had [^,;.]{3,80},"
    r"|\bwere it not for\b|\bhad (?:it|they|he|she|we|i) (?:not |only |ever )?(?:been|gone|come|won"
    r"|lost|held|kept|paid|known|done|[a-z]{2,}ed)\b"
    r"|[\"\u201d],? (?:[a-z'-]+ ){1,5}(?:said|told|declared|wrote|warned|vowed)\b"
    rf"[^.;]*\bin {_GONE}|{NOTICE}"
)

# "probably" and its like speak of what comes only with a verb that does.
ADVERB = re.compile(
    r"(?<!\bmore )(?<!\bless )(?<!\bmost )(?:probably|likely|certainly|possibly|perhaps|maybe)$"
)

COMING = re.compile(
    r"\| ?[.;]|(?:\b(?:is|are|remains?|looks?|seems?|appears?|also)|'s|'re) (?:[a-z]+ly |now |not "
    r"|still |more |less |too )*\| ?(?:[(:,-]|$)|\b(?:an?|the|one|its|their|another)"
    r" \| (?!cause|reason|explanation|culprit|motive"
    r"|origin|suspect|author|perpetrator|source of the)|\b(?:will|would|shall|won't|to (?!the"
    r"|an?|its|his|her)[a-z]+|going to"
    r"|over(?= *[.,;])|that|by|before|until|future|next|further|once|if|unless|when|again|never"
    r"|source|candidate|outcome|scenario|coming|ahead|eventually|soon|remain|continue"
    rf"|{HAPPENS}|comes|goes|gets|ends|begins|starts|opens|brings|follows|reaches|keeps|stays"
    r"|lead|within|this (?:year|decade)|in 20(?:2[7-9]|[3-9]\d))"
    r"\b"
)

# How a clause is seen to be of the past, or a duty, a habit, a wish.
CLAUSES = Clauses(
    ends=re.compile(
        r"[;:]| - |^with [^,;:]{3,60},"
        r"| (?:than|as) (?:they|it|he|she|we|in|at|was|were|did|before|when)\b|,? (?:but"
        r"|while|although|though|whereas|yet|because)\b|, (?:and|which|who|where|so|as)\b"
    ),
    past=re.compile(
        r"\b(?:was|were|had|did|didn't|wasn't|weren't|hadn't|went|came|became|began|broke|chose"
        r"|drew|drove|fell|gave|grew|knew|ran|rose|sank|sat|saw|shook|spoke|stood|threw|took|tore"
        r"|withdrew|woke|wore|wrote|flew|swore|ate|forgot|froze|rode|sang|stole|couldn't"
        r"|could not|died|happened|occurred|arrived|appeared|disappeared|vanished|emerged|resigned"
        r"|existed|lasted|remained|seemed|belonged|survived)\b"
        # "cut" is of the past behind one who does it, of the present behind many.
        r"|(?<!s )(?<!are )(?<!be )(?<!been )(?<!\bto )(?<!ll )(?<!uld )(?<!may )(?<!might )"
        r"(?<!can )(?<!not )(?<!the )(?<!\ba )(?<!and )(?<!rate )(?<!tax )(?<!of )(?<!they )"
        r"(?<!we )(?<!price )\b"
        r"(?:(?:put|set|cost)(?= (?:its|the|an?|his|her|their|rates|some|by|\d))"
        r"|(?:cut|hit|shut)(?= (?!to|of|in|for|and|from|or)[a-z\d]))"
    ),
    either=re.compile(
        r"(?<!-)\b(?:agreed|decreed|freed|guaranteed|brought|built|bought|fought|found|got|heard"
        r"|held|hid|kept|laid|led|left(?! (?:of|to|for (?:it|them|us))\b|[-.,;])|lost"
        r"|made|meant"
        r"|met|paid|said|sent|shot|slept|sold|sought|spent|struck|burnt|learnt|dealt|crept|swept"
        r"|leapt|lent|bent|dug|hung|clung|stuck|spun|fled|bred|slid"
        r"|lit|taught|thought|told|understood"
        r"|won"
        r"|(?!(?:hundr|unit|shar|shed|fed|embed|kindr|sacr|nak|wick|relat|interest|alleg)ed\b)"
        r"[a-z]+[^e\W]ed)\b(?! to be\b)"
    ),
    participle=re.compile(
        r"(?:^|[,(\"'] ?|\b(?:is|are|am|be|been|being|has|have|remains?|looks?|seems?|gets?"
        r"|getting|an?|the"
        r"|its|their|his|her|our|this|these|those|of|by|with|in|for|on|at|to|from|or|most|more|less"
        r"|any|another|no|not|all|as|if|when|once|until|unless|such|some|many|few|two|three|newly"
        r"|best"
        r"|well|ill|better|badly|just) "
        r"(?:not |also |now |long |still |[a-z]+ly )?)$"
    ),
    aside=re.compile(
        rf"{NOTICE}|\bbetween {_GONE} and {_GONE}\b|\bfrom {_GONE} to {_GONE}\b|"
        rf"^(?:in|by) {_GONE}\b|\bas (?:of|at) (?:the (?:close|end|time|start)|\d|[a-z]+ \d)|"
        r"\b(?:should|must|ought|needs? to|ha(?:s|ve) to|let us|aims?|wants?|hopes? (?:to|that)"
        r"|wish(?:es)?|calls? for|demands? (?:that"
        r"|an?|the"
        r"|more)|requires?|obliges?"
        r"|urges?|proposes?|recommends?)\b"
        r"|^(?:this|the present|our|the) (?:paper|report|assessment|brief|briefing|chapter|article"
        r"|section|note|study|essay|column|analysis|appendix|annex) [a-z]+s\b"
        r"|\b(?:an?|the|last|recent|its|his|her) (?:[a-z]+ )?(?:survey|poll|speech|interview|study"
        r"|letter|article|census|statement) (?:in|on|from|of) "
        r"|\b(?:chapter|section|table|figure|box|annex|part) \d+ (?:[a-z]+ly )?(?:examines"
        r"|describes|lists"
        r"|shows|presents|sets out|reviews|discusses|covers|gives|summari[sz]es|analyses|explains"
        r"|looks at|deals|turns)\b|\b(?:up|down|compared) (?:from|with|on|to) [^,;]{0,40} in "
    ),
    perfect=re.compile(
        r"\b(?:usually|often|normally|typically|traditionally|sometimes|always|every (?:day|week"
        r"|month"
        r"|year|spring|summer|autumn|winter|morning|time))\b|\b(?:has|have|'ve) (?:not |never "
        r"|already |also |now |just |since |long |[a-z]+ly )*"
        r"(?:been|agreed|[a-z]+[^e]ed|become|come|gone|fallen|risen|grown|taken|given|made|led"
        r"|lost|won"
        r"|kept|held|seen|begun|run|cut|put|set|built|brought|bought|found|left|met|paid|said|sent"
        r"|sold|spent|told|written|shown|drawn|driven|broken|chosen)\b"
    ),
)
