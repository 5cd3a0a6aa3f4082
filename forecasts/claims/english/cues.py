"""The words by which English speaks of the future: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.english.figures import FIGURES, VERDICTS
from forecasts.claims.english.notices import PLEDGED
from forecasts.claims.english.present import CONDITIONALS, EVENTS, SCHEDULES
from forecasts.claims.grammar import cue

_ADV = (
    "(?:(?:[a-z]+ly|now|also|still|then|soon|even|just|well|yet|already|again|instead|thus|both|all"
    "|all but|once again|almost|at last|at present) )*"
)
_IS = rf"(?:is|are|'s|'re|am|be|being|remains?|looks?|seems?|appears?) {_ADV}"
_ISNT = rf"(?:(?:is|are|remains?) {_ADV}(?:not|no longer|hardly|scarcely)|isn't|aren't) {_ADV}"
_TURN = (
    "(?:slowdown|slump|rise|fall|pause|drop|decline|recovery|rebound|upturn|downturn|surge|squeeze"
    "|increase|reduction|delay|relapse|return|retreat|contraction|expansion|correction|widening"
    "|narrowing|lull|dip|jump|crisis|collapse)s?"
)
_OUR = "(?:my|our|the|its|their|his|her)"
_NOBODY = (
    r"(?:nobody|no one|none|nothing|neither|few)(?: (?!will|would|the|an?|thought|expected|believed"
    r"|knew|said|imagined|foresaw|guessed|dreamt|dreamed|feared)[a-z]+){0,4}"
)

RANKS = (
    cue(Kind.SUPERLATIVE, "(?:the|its|their|his|her|our) (?:most (?:likely|probable)|likeliest)",
        "the best (?:chance|odds)"),
    cue(Kind.SUPERLATIVE, "(?:the|its|their|his|her|our) least (?:likely|probable)",
        positive=False),
    cue(Kind.COMPARATIVE, "(?:far |much |even |slightly )?more (?:likely|probable)(?! than not)",
        "increasingly (?:likely|probable)", "likelier"),
    cue(Kind.COMPARATIVE, "(?:far |much |even |slightly )?less (?:likely|probable)",
        "increasingly (?:unlikely|improbable)", "more (?:unlikely|improbable)", positive=False),
)  # fmt: skip

LIKELIHOOD = (
    cue(Kind.NO_NUMBER, "more likely than not", "most likely", "most probably",
        "in all (?:likelihood|probability)", "(?:fairly|quite|reasonably|rather) likely",
        around=True),
    cue(Kind.NO_NUMBER, "(?:fairly|quite|rather) unlikely", "not (?:very|particularly|too) likely",
        "highly doubtful", "doubtful", positive=False, around=True),
    cue(Kind.NO_NUMBER,
        "(?:about|roughly|just|only|nearly|almost|every bit|broadly) as (?:likely|probable"
        "|plausible) as(?! not\\b|(?: [a-z]+){1,4} to\\b)", around=True),
)  # fmt: skip

DOUBTS = (
    cue(Kind.NO_NUMBER,
        f"(?:nobody|no one|few)(?: (?!should|can)[a-z]+){{0,4}} {_ADV}"
        "(?:expects?|believes?|thinks?)", positive=False, present=True),
    cue(Kind.NO_NUMBER,
        "(?:nobody|no one|few)(?: [a-z]+){0,4} (?:should (?:expect|count|bet|bank|hope)"
        "|can (?:expect|hope))", positive=False),
    cue(Kind.NO_NUMBER,
        "(?:hard|difficult) to (?:see|imagine|envisage|picture|believe|foresee|avoid|prevent"
        "|stop|escape|sustain|reverse)", "nowhere near",
        "(?:little|scant|slim|slender|not much|dim|poor|no(?: real| realistic)?|almost no"
        "|low) (?:chances?|prospects?|likelihood|hope|odds)(?! to)",
        "(?:chances?|prospects?|odds|likelihood|hopes?)(?: (?:of|for"
        f"|that) [^,;.]{{3,60}})? {_IS}"
        "(?:slim|slender|remote|dim|bleak|poor|low|negligible|minimal|vanishing|fading|grim"
        "|small|receding|nil|zero)", "(?:little|no) reason to (?:expect|think|believe)",
        f"(?:I|i|we) {_ADV}doubt",
        "(?:not|never|don't|doesn't|can't|wouldn't) (?:[a-z]+ly )?(?:expect|anticipate|foresee"
        "|envisage|bet on|count on|bank on|see (?:how|any|much|a)|hold your breath)",
        f"(?:I|i|we) (?:do not|don't|cannot|can't) {_ADV}(?:see|expect|think|believe|imagine)",
        "(?:little|nothing|not much) (?:here )?(?:suggests|indicates|points to)",
        "not (?:guaranteed|assured|a given)", "no guarantee",
        "(?:bet|betting|wager|wagering|odds are|money is) against",
        f"{_ISNT}(?:coming|on the way|going anywhere|going away)(?= *[.,;]| any| soon| this| back)",
        f"{_ISNT}(?:near|nigh|at hand|imminent|inevitable|around the corner|in prospect)",
        "(?:sceptical|skeptical|pessimistic|unconvinced)(?: (?:that|about|of))?", positive=False),
    cue(Kind.ASSERTED, "non-starter", "out of the question", "inconceivable", "unthinkable",
        "(?:no|not a|zero|nil) (?:chance|prospect)(?! to)", "off the (?:table|agenda|cards)",
        "not (?:in|on) the cards", "(?:a )?pipe dream", "dead on arrival", "a lost cause",
        "no (?:way back|going back|turning back|end in sight|sign of|signs of|let-up|quick fix"
        "|path (?:back )?to|question of|time soon)", "any time soon", "anytime soon",
        "shows? (?:no|few|little) signs? of", "wishful thinking", "fanciful", "far-fetched",
        "(?:is|are|remains?) (?:an?|but a) (?:dream|fantasy|mirage|illusion|delusion"
        "|bridge too far|stretch|tall order)", "(?:nowhere|not|no [a-z]+ is) in sight",
        "(?:beyond|out of) reach", "a long shot", "going nowhere", f"{_IS}(?:doomed|numbered)",
        positive=False),
)  # fmt: skip

CERTAINTIES = (
    cue(Kind.ASSERTED,
        "(?:was|were) (?:projected|expected|forecast|seen|judged) (?:to|as"
        r"|at)(?=[^.;]{0,90}\b(?:20(?:2[7-9]|[3-9]\d)|next year|over the coming"
        "|the medium term))"),
    cue(Kind.ASSERTED, "what is (?:certain|likely|sure|probable|more likely)", present=True),
    cue(Kind.ASSERTED, "inevitab(?:le|ly|ility)", "unavoidabl[ey]", "inexorabl[ey]", "unstoppable",
        "irreversibl[ey]", "imminent(?:ly)?", "foregone conclusion",
        "as good as (?:certain|over|won|lost|done|dead|gone|settled)", "a done deal",
        "(?:a |near |virtual |racing |dead )+certainty", "without (?:a )?doubt", "no doubt",
        "undoubtedly", "(?:almost )?surely",
        "(?:is|are|seems?|looks?) (?:all but |virtually )?certain(?! to)",
        "(?:a|only|just|merely) (?:matter|question) of (?:time|when|days|weeks|months|years)",
        "(?:when,? not if|not if,? but when)", "sooner (?:or later|rather than later)",
        "here to stay", "for good", "should be (?:surprised|shocked|astonished)",
        "(?:should|must) not be (?:written off|underestimated|ruled out|discounted|dismissed"
        "|overestimated|excluded)", "quite capable of", "never (?:more than|far) [^.;]{0,30}away",
        "(?:prediction|guess) is", "in no (?:hurry|rush|mood|position) to",
        "(?:has|have|is|leaves?) (?:[a-z]+ ){0,2}(?:room|scope) (?:to|for)",
        "ha(?:s|ve) a (?:habit|way) of [a-z]+ing", "something has to give",
        "nothing (?:can|is going to) stop", "one way or (?:another|the other)", "either way"),
    cue(Kind.ASSERTED,
        "(?:far from|by no means|anything but|not|hardly) (?:certain|sure|guaranteed|bound|destined"
        "|fated|condemned) to",
        "(?:is|are|seems?|looks?) (?:anything but|far from|by no means|not) certain(?! to)",
        positive=False),
    cue(Kind.ASSERTED,
        "(?:all but |virtually |nearly |almost )?(?:certain|sure|bound|destined|poised|set|about"
        "|doomed|fated|guaranteed|primed|apt|liable|condemned|slated|on (?:course|track|schedule)"
        "|expected|forecast|projected|scheduled|predicted)(?:, [^,;]{2,40},)? (?:not )?to"
        "(?= [a-z]+)",
        "on (?:course|track) for", "(?:on|to) the (?:verge|brink|cusp|point|eve|threshold) of",
        "close to [a-z]+ing", "in (?:line|store) for",
        "in for (?:an?|more|another|some|hard|lean|rough|tough|turbulent|[a-z]+er)"),
)  # fmt: skip

_FORECASTERS = (
    r"(?:we|i|they|staff|economists|analysts|forecasters|models?|markets?|investors|officials"
    r"|experts|planners|bookmakers|traders|simulations?|polls|(?:the|its|whose) (?:bank|fund|agency"
    r"|ministry|commission|office|treasury|model|company|government|institute))"
)
FORECASTS = (
    cue(Kind.ASSERTED,
        f"{_FORECASTERS} {_ADV}(?:assess|see|reckon|guess|assume"
        "|suspect)s?(?! (?:the|their) (?:own|data|damage))", alone=True),
    cue(Kind.ASSERTED,
        f"{_ISNT}(?:expected|forecast|projected|predicted|scheduled|due|slated"
        "|planned|anticipated|set|about|going|seen) (?:to|for|in|on|by|at|until|before)",
        positive=False),
    cue(Kind.ASSERTED,
        f"{_IS}(?:expected|forecast|projected|predicted|scheduled|due|slated|planned|tipped"
        r"|earmarked|anticipated|pencilled in|booked) (?:to(?! (?:the|have|an?)\b)|for|in|on|by"
        "|at|out|back|next|this|before|within|over|between|shortly|soon|any day)",
        f"{_IS}(?:set|bound|destined|ripe|braced|primed|ready) for",
        f"{_IS}seen (?:at|[a-z]+ing|as (?:likely|certain))",
        r"(?:expect|anticipate|foresee|predict|envisage|envision|foretell)s?(?! (?:of|from)\b)",
        f"{_FORECASTERS} {_ADV}(?:forecast|project|bet|wager|fear|pencil)s?",
        "(?:forecasts?|projections?|estimates?|consensus) (?:that"
        r"|(?:is|are)(?= (?:that|for|now|still|at|around|about|to|of|unchanged|\d))|sees?|points?"
        "|shows?"
        "|implies|imply|has|have|puts?|calls?|now|still|for|growth|an?|assumes?|remains?)(?= )",
        "(?:markets?|traders|investors|swaps|futures|curves?|is"
        "|are) (?:[a-z]+ ){0,2}(?:pric(?:es?|ing) in|priced)",
        "expectations? (?:of|that|for|is|are)", "(?:bets?|betting|wagers?) (?:on|that|against)",
        "(?:reckon|count|bank|bet)s? on", "(?:i|we|to|i'd|we'd|would) (?:bet|wager)(?= |[.,;])",
        "fears? (?:that|the worst|an?)",
        "(?:we|i|they|and) look for (?:[a-z-]+ ){1,4}to(?= [a-z])"),
    cue(Kind.NO_NUMBER, f"{_OUR} (?:own |best )?(?:guess|bet|hunch|best estimate|suspicion)",
        f"{_OUR} (?:[a-z]+ )?(?:central|base|baseline|main|working|modal|core|default)"
        "(?: |-)(?:case|scenario|projection|forecast|estimate|expectation|view|assumption"
        "|outlook)",
        "our (?:[a-z]+ )?(?:projection|forecast|expectation|view|judgement|judgment) (?:is|for"
        "|of)",
        "(?:low|moderate|medium|high|little|great|greater|some|no|every|limited|less"
        "|more) confidence (?:that|in)",
        "(?:am|are|remain|is) (?:[a-z]+ly )?(?:confident|optimistic|hopeful)",
        "(?:we|i) (?:are|am|remain|stay|turn) (?:[a-z]+ )?(?:bearish|bullish|cautious|constructive"
        "|upbeat|gloomy) (?:on|about|over)",
        "(?:fears|worries|hopes|odds|chances) (?:of|that|for) [^,;.]{3,60} (?:are|is) (?:growing"
        "|rising|mounting|fading|dwindling|receding|falling|evaporating)",
        "every (?:reason|sign|indication|chance|prospect|likelihood|expectation)",
        "(?:all|most|many) (?:the )?(?:signs|indicators|indications|evidence) (?:point|suggest)",
        "(?:good|strong|ample|some) reason to (?:expect|think|believe|fear)",
        "(?:points?|pointing) to(?:wards?)? (?:an?|more|further|slower|higher|lower|weaker"
        "|stronger|another|continued|fewer|less|trouble)", present=True),
    cue(Kind.ASSERTED,
        "(?:^|(?<=[:;] ))(?:so |but |and |then |instead,? )?(?:watch|look|brace|prepare|reckon"
        "|wait|stand by) (?:out )?(?:for|on|with)",
        "^(?:so |but |and )?(?:mark my words|make no mistake|rest assured)"),
)  # fmt: skip

# Planned, and near enough to be told as if it were so.
PLANS = (
    cue(Kind.ASSERTED,
        f"(?:is|are) {_ADV}(?:not )?to (?!blame|date|say|some|the|an?"
        "|be (?:found|seen|had|blamed|congratulated|commended|welcomed|sure|fair|clear)|its"
        "|their|this|that|what|which)(?=[a-z]+)",
        f"{_IS}(?:preparing|gearing up|getting ready|bracing|readying|waiting)"
        " (?:itself |themselves )?(?:to|for)",
        f"{_IS}(?:heading|headed|drifting|sliding|edging|inching|creeping|hurtling|sleepwalking"
        "|marching|moving|lurching|barrelling|careering|slipping) (?:back )?(?:closer "
        "|nearer )?(?:for|towards?|into|to)",
        f"{_IS}(?:heading|headed) (?:lower|higher|south|north|downwards?|upwards?|nowhere)",
        "(?:heads|drifts|slides|edges|inches|creeps|hurtles|sleepwalks|marches"
        "|lurches) (?:closer |nearer )?(?:for|towards?|into)",
        f"{_IS}(?:coming(?! (?:from|under|to terms))|running (?:out|dry|low|short)"
        "|not going away|on (?:its|their|his|her|the) way(?: (?:out|in|back|up|down|to))?)",
        "(?:runs?|run) (?:out|dry)(?= (?:of|in|by|before|soon|within|next)|[.,;])", present=True),
)  # fmt: skip

MODALS = (
    cue(Kind.ASSERTED, f"{_NOBODY} (?:will|would|is going to|are going to|shall)", positive=False),
    cue(Kind.ASSERTED, f"(?:will|shall|'ll) {_ADV}(?:not|never|no longer|hardly|scarcely|barely)",
        "won't", "shan't", f"(?:is|are|'s|'re) {_ADV}not {_ADV}going to",
        "(?:isn't|aren't) going to", positive=False),
    cue(Kind.NO_NUMBER,
        r"by (?:this time|then|the time|next|the end|20\d\d)[^;.]{0,80}? (?:may|might|could"
        "|should|would) (?:well )?have [a-z]+",
        "(?:may|might|could) (?:well )?have [a-z]+(?= (?:[a-z]+ ){0,6}by (?:then|the end|next))"),
    cue(Kind.ASSERTED, "will", "shall", "'ll", f"(?:is|are|'re|'s|'m|am) {_ADV}going to"),
    cue(Kind.ASSERTED, f"would {_ADV}(?:not|never|hardly|scarcely|barely)", "wouldn't",
        positive=False),
    cue(Kind.ASSERTED, "would", "'d (?:be|take|go|mean|need|lose|win|make|come|cost|get|have to)"),
    cue(Kind.NO_NUMBER, "(?:may|might|could) or (?:may|might|could) not"),
    cue(Kind.NO_NUMBER, f"(?:could|may|might) {_ADV}(?:not|never)",
        "can (?:hardly|scarcely)",
        "(?:cannot|can't)(?! be (?:ruled out|excluded|discounted|dismissed))", positive=False),
    cue(Kind.NO_NUMBER, "could", "may", "might", "can only", "potentially", "possibly", "perhaps",
        "maybe",
        "(?:in)?conceivabl[ey]", "(?:im)?plausibl[ey]", "possible that",
        f"{_IS}(?:not )?(?:im)?possible",
        "can (?:be )?(?:expected?|relied|counted|count|reckon|look forward)(?: up)?(?:on)?",
        "almost surely", "far from (?:certain|assured|clear that)",
        "(?:cannot|can't|don't|not) (?:be )?(?:ruled? out|excluded?|discounted?|dismiss(?:ed)?)"),
    cue(Kind.NO_NUMBER,
        "(?:this|that|which|these|both) should (?:not )?(?!be [a-z]+ed|not|stop|worry|concern"
        "|surprise|come as|serve|remind|give us)[a-z]+"),
    cue(Kind.NO_NUMBER,
        f"(?:should|ought to) {_ADV}(?:not )?(?:fall|rise|ease|slow|grow|reach|recover|steady"
        "|stabili[sz]e|improve|decline|drop|climb|shrink|narrow|widen|peak|average|stay|remain"
        "|become|arrive|suffice|last|hold|help|prove|mean|lead|follow|come|pick up|begin|bring"
        "|keep|push|pull|top|exceed|double|triple|halve|strengthen|weaken|deepen|accelerate"
        "|decelerate|moderate|normali[sz]e|rebound|subside|taper|soften|firm|flatten|sail|clear"
        "|grind|drift|edge|creep|dip|bounce|tick|inch|slide|trend|gain|print|settle|prompt"
        "|continue|return|cut|lift|boost|reduce|lower"
        "|push|open|end|pass|see|win|be (?:able|over|complete|completed|ready|enough|finished"
        "|available|back|well|clear|easier|possible|in|at|up|down|through|under way|operational"
        "|open|cheaper|lower|higher|smaller|larger|on (?:course|track|stream)))",
        unless=re.compile(
            r"\b(?:governments?|ministers?|policymakers|donors|states|regulators?|we|leaders"
            "|officials|parliament|congress|diplomats|washington|brussels|london|berlin|europe"
            r"|allies|the (?:west|president|chancellor|bank|commission|treasury)) should\b")),
)  # fmt: skip

# What ought to be done is a duty; what things are to undergo on a condition, or with ease, is not.
_UNDERGO = (
    rf"should {_ADV}be (?!consulted|informed|asked|allowed|required|invited|considered|treated"
    rf"|noted|remembered|said|stressed|borne|recalled|[a-z]+ed to\b)[a-z]+"
    "(?:ed|en|[^l]lt|ught|ld|ut|aid|ept|de|ne)"
)
UNDERGOING = (
    cue(Kind.NO_NUMBER, _UNDERGO, unless=re.compile(
        r"^(?!.*\b(?:provided|providing|assuming|barring|absent|so long as|as long as)\b)")),
    cue(Kind.NO_NUMBER,
        "should (?:easily|comfortably|smoothly) be [a-z]+(?:ed|en|ld|ut|aid)",
        f"{_UNDERGO} (?:without (?:much |great |any |undue |serious )?(?:difficulty|trouble|strain"
        "|delay|fuss|loss)|comfortably|easily|smoothly|with (?:ease|room to spare))",
        rf"should {_ADV}be (?:felt|offset|outweighed|absorbed|dwarfed|eclipsed|cushioned|exhausted"
        "|followed by|buoyed|underpinned)"),
)  # fmt: skip

NOUNS_OF_CHANCE = (
    cue(Kind.NO_NUMBER, "chances(?! to)",
        "(?:an?|some|every|the|little|no|any|real|good|fair|strong|decent|reasonable|outside"
        "|remote|fighting|better) (?:[a-z]+ )?chance(?! to)",
        "(?:stands?|has|have) (?:an?|no|little|some|every) (?:[a-z]+ )?chance",
        "(?<!at )odds(?! with)", "odds-on", "likelihood", "probability",
        "(?:an?|some|every|the|any) (?:(?![a-z]+(?<!ou)s )[a-z]+ ){0,2}(?:risk(?! (?:premi|manag"
        "|appetite|aversion|weight|assets?|committee|officer|map|profile|register|factor))"
        "|possibility|prospect|danger)",
        "prospects?(?= (?:of|for|that|is|are|remains?|looks?))", "in prospect",
        "(?:[a-z]+-)?(?:term|run)? prospects", "outlook(?= (?:for|is|remains|has|looks))",
        "(?<!at high )(?<!at low )(?<!at moderate )(?<!at medium )(?<!at elevated )"
        "risks? (?:of|that"
        "|to the|lies?|remain|abound|are|is)(?! (?:management|premia|mapped))",
        "at risk", "risks? [a-z]+ing", "dangers? (?:of|that|is|are|lies?)", "in danger",
        "possibilit(?:y|ies) (?:of|that)", "(?:spectre|specter|prospect|shadow) of",
        "(?:worst|best|base)[ -]case",
        "(?:scenario|outcome|course of action) (?:is|remains|looks|involves|sees|has)",
        "(?:downside|upside|tail) risks?", present=True),
)  # fmt: skip

SIGNS = (
    cue(Kind.ASSERTED, "(?:threatens|stands|risks) to (?=[a-z]+)"),
    cue(Kind.ASSERTED, "promises? (?:to|more|little|another|an?)", present=True, unless=PLEDGED),
    cue(Kind.ASSERTED,
        "looms?(?: large)?(?! over| large over)(?= *[.,;]| in| at| on| for| next| as| when| and"
        "| if)", "looming(?! over)", present=True),
    cue(Kind.ASSERTED, "awaits?(?! (?:trial|sentence|sentencing|approval|news|word))", "beckons?",
        "(?:outlasts?|outlives?)", "barring (?:an?|some|any|another|further|unforeseen)"),
    cue(Kind.ASSERTED, "lies? (?:in wait|ahead|in store)", "threatens?(?: to)?", "threatening to",
        "(?:portend|augur|bode|herald|foreshadow|presage|forebode)s?",
        "spells? (?:trouble|doom|disaster|the end|an end|more)",
        "(?:paves?|opens?|clears?|sets?) the (?:way|door|floodgates|stage)", "stands? to",
        "faces? (?:more|further|another|growing|fresh|new|years|months|an? (?:long|hard"
        "|difficult|rough|bumpy|tough|bleak|reckoning|squeeze|shortage)|an (?:uphill|uncertain)"
        "|certain|defeat|collapse|insolvency|default|the prospect|extinction|ruin"
        "|(?:[a-z]+ ){0,2}(?:closure|bankruptcy|cuts|losses|shortages?|delays|famine|hunger"
        "|starvation|recession|stagnation|oblivion))",
        "(?:have|has) (?:[a-z]+ )?(?:further|farther|some way|a long way|a way|room"
        "|nowhere) to (?:go|fall|climb|rise|run|grow|drop|cut)", "(?:only )?one way to go",
        "(?:yet|still) to come",
        "(?:worst|best|hardest part) (?:is|lies) (?:yet|still|over|behind|ahead)", "more to come",
        "(?:is|are) (?:only |just )?the (?:beginning|start)",
        "(?:days|time) (?:is|are) (?:numbered|up|running out)", "borrowed time",
        "clock is ticking", "(?:hand)?writing is on the wall",
        "(?:his|hers|theirs|ours) to (?:lose|win)", "'s to (?:lose|win)",
        "takes? (?:years|months|decades|time|a generation|longer|a long time|a while"
        r"|(?:at least |another |a further |some )+(?:[a-z\d]+ )?(?:months?|years?|decades?))",
        "gets? (?:still |ever |even )?(?:worse|better|harder|easier|[a-z]{3,}er)(?: still)?",
        "stays? (?:above|below|near|around|where|put|on hold|high|low|elevated|stuck|there|out)",
        "stays?(?= *[.,;])", "(?:little|no|any|much) future", "a big if", "brewing",
        "(?:is|are|comes?) next(?= (?:on|in|to|for)|[.,;])", "too late (?:for|to)",
        "remains? an? (?:threat|danger|risk|possibility)",
        "(?:has|have) (?:an?|no|little) (?:[a-z]+ )?future",
        "(?:most|much|everything|nothing) to (?:fear|lose|gain)",
        "realistic (?:path|hope|option|alternative|chance)", "(?:one|an?) [a-z ]{3,30} away from",
        "(?:this|that|which|it|all) (?:means|implies|spells) (?:more|less|fewer|higher|lower"
        "|another|further|years|months|slower|weaker|an? (?:longer|slower|weaker|bigger|harder"
        "|hard|long))", "(?:don't|do not) (?:look|wait|hope|bank|be fooled|write)",
        "(?:in|under|on) no (?:circumstances|account|scenario)", "some way off", "wide open",
        "(?:closer|nearer|further off|further away) than", "next in line", "scope for",
        "(?:best|most|worst)(?: that)? (?:can|could|one can|anyone can"
        "|we can) (?:be )?hoped? for", "models? (?:show|point|suggest|imply|have|puts?)s?",
        "behind (?:us|them|it)(?= *[.,;])",
        "(?:has|have) not (?:yet )?[a-z]+(?: yet)?(?= *[.,;])(?<=yet)", "not yet [a-z]+ed",
        "(?:is|are|isn't|aren't) (?:all but |nearly |far from |not |not yet |by no means "
        "|now )?(?:over|finished|done for|dead|at an end|history|toast)(?= *[.,;]| and| for"
        "| until| unless| by)",
        r"gives? [^,;.]{2,30} (?:an?|two|three|four|five|six|ten|twelve|\d+) (?:days|weeks?"
        "|months?|years?)",
        "(?:looks?|is|are|seems?) (?:misplaced|premature|overdone|overblown|exaggerated"
        "|too (?:optimistic|pessimistic|sanguine|gloomy|rosy|hopeful))",
        "(?:does|do) not (?:stay|last|end|go away|come back|return|survive)", "sees? out the",
        "looks? (?:achievable|attainable|unattainable|feasible|realistic|ambitious"
        "|too optimistic)", "too close to call", "hangs? in the balance", "up for grabs",
        "any(?:body|one)'s guess", "collision course", "all bets are off", "not far off",
        "(?:just )?around the corner", "(?:on|over) the horizon",
        "within (?:reach|sight|striking distance)",
        "in the (?:cards|offing|pipeline|works|making|wings)", "on the cards", "in store",
        "(?:the |an? )?(?:smart money|safe bet|good bet|fair bet|favou?rites? (?:to|for)"
        "|front-?runners?)", "money is on",
        "(?:depends?|hinges?|turns|rests) (?:largely |mostly |heavily )?(?:on|upon) (?:whether"
        "|who|how|what)", "(?:much|everything|a lot) depends", "hinges", "in sight",
        "future (?:of [^,;.]{3,40} )?(?:is|looks|depends|hinges|lies|rests)",
        "looks? (?:bleak|grim|shaky|precarious|fragile|safe|secure|vulnerable|ominous|bright)",
        "no longer term", present=True),
    cue(Kind.ASSERTED,
        "(?:has|have) yet to (?:peak|bite|hit|be felt|materiali[sz]e|arrive|come|show|work"
        "|filter|feed|reach|play|unfold)", "remains? to be seen",
        "(?:is|are) (?:now )?(?:near|nigh|nearing|approaching|at hand)", "under threat",
        "in (?:jeopardy|peril|doubt)", "hangs? by a thread", "on (?:the ropes|life support)",
        "fate is sealed", "(?:a |some )?(?:long|far) (?:way )?(?:off|away)(?! from)",
        "potential (?:for|to)(?= )", "on an? (?:[a-z]+ ){1,2}(?:path|trajectory|course)",
        "looks? like (?:being|[a-z]+ing)",
        "be (?:surprised|shocked|astonished|amazed|caught out) (?:if|when|to see|by)",
        "(?:market pricing|swaps|futures|options) (?:points?|impl(?:y|ies)|suggests?)",
        "no matter (?:who|what|how)", "regardless of (?:who|what|how|which|whether)",
        "with (?:any |a little )?luck", present=True),
    cue(Kind.ASSERTED, "(?:history|experience|precedent|past form) (?:suggests|argues|teaches)",
        "(?:past|previous|earlier|historical|prior|recent) (?!reports|studies|surveys|papers"
        "|audits|data|figures)(?:[a-z]+ ){1,3}(?:suggest|point to"
        "|imply|argue for|foreshadow|augur|herald)s?,?(?: [a-z ]{2,20},)? (?:an?|another|further"
        "|more) "
        f"(?:[a-z]+ ){{0,2}}{_TURN}",
        "if (?:history|the past|precedent|experience|past [a-z]+) is (?:any|a) guide",
        "on (?:present|current|past|existing|unchanged|recent) (?:trends?|form|policies|plans"
        "|rates?|showing|performance|projections?|evidence)",
        "at (?:this|that|the current|current|the present|present|its current|today's) (?:rates?"
        "|pace|speed)",
        "(?:in|on|under|by) (?:our|its|their|the|this|these|that|any"
        "|those) (?:[a-z]+ )?(?:baseline|base case|scenarios?|numbers|projections?|forecasts?"
        "|models?|reckoning|assumptions?)", "as things stand",
        "all (?:else|other things) (?:being )?equal",
        "left (?:unchecked|untreated|to (?:itself|themselves))",
        "shows? (?:every|some|clear) signs? of [a-z]+ing", present=True),
)  # fmt: skip

CUES = (
    *RANKS, *LIKELIHOOD, *DOUBTS, *CERTAINTIES, *FORECASTS, *PLANS, *MODALS, *UNDERGOING,
    *NOUNS_OF_CHANCE,
    *FIGURES, *VERDICTS, *SIGNS, *EVENTS, *SCHEDULES, *CONDITIONALS,
)  # fmt: skip
