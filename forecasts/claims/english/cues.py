"""The words by which English speaks of the future: a table for each construction."""

from __future__ import annotations

import re

from forecasts.claims.claim import Kind
from forecasts.claims.english.present import CONDITIONALS, EVENTS, SCHEDULES
from forecasts.claims.grammar import cue

_ADV = (
    "(?:(?:[a-z]+ly|now|also|still|then|soon|even|just|well|yet|already|again|instead|thus|both|all"
    "|all but|once again|almost|at last|at present) )*"
)
_IS = rf"(?:is|are|'s|'re|am|be|being|remains?|looks?|seems?|appears?) {_ADV}"
_ISNT = rf"(?:(?:is|are|remains?) {_ADV}(?:not|no longer|hardly|scarcely)|isn't|aren't) {_ADV}"
_OUR = "(?:my|our|the|its|their|his|her)"
_NOBODY = r"(?:nobody|no one|none|nothing|neither|few)(?: (?!will|would|the|an?)[a-z]+){0,4}"

RANKS = (
    cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) (?:most (?:likely|probable)|likeliest)",
         "the best (?:chance|odds)"),
    cue(Kind.SUPERLATIVE, r"(?:the|its|their|his|her|our) least (?:likely|probable)",
         positive=False),
    cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?more (?:likely|probable)(?! than not)",
         r"increasingly (?:likely|probable)", "likelier"),
    cue(Kind.COMPARATIVE, r"(?:far |much |even |slightly )?less (?:likely|probable)",
         r"increasingly (?:unlikely|improbable)", r"more (?:unlikely|improbable)", positive=False),
)  # fmt: skip

LIKELIHOOD = (
    cue(Kind.NO_NUMBER, "more likely than not", "most likely", "most probably",
         "in all (?:likelihood|probability)", "(?:fairly|quite|reasonably|rather) likely",
         around=True),
    cue(Kind.NO_NUMBER, "(?:fairly|quite|rather) unlikely", "not (?:very|particularly|too) likely",
         "highly doubtful", "doubtful", positive=False, around=True),
)  # fmt: skip

DOUBTS = (
    cue(Kind.NO_NUMBER, rf"(?:nobody|no one|few)(?: (?!should|can)[a-z]+){{0,4}} {_ADV}"
        r"(?:expects?|believes?|thinks?)", positive=False, present=True),
    cue(Kind.NO_NUMBER, r"(?:nobody|no one|few)(?: [a-z]+){0,4} (?:should (?:expect|count|bet|bank"
        r"|hope)|can (?:expect|hope))", positive=False),
    cue(Kind.NO_NUMBER, r"(?:hard|difficult) to (?:see|imagine|envisage|picture|believe|foresee"
        r"|avoid|prevent"
        r"|stop|escape|sustain|reverse)", "nowhere near",
        r"(?:little|scant|slim|slender|not much|dim|poor|no(?: real| realistic)?|almost no|low)"
        r" (?:chances?|prospects?|likelihood|hope|odds)(?! to)",
        rf"(?:chances?|prospects?|odds|likelihood|hopes?)(?: (?:of|for|that) [^,;.]{{3,60}})? {_IS}"
        r"(?:slim|slender|remote|dim|bleak|poor|low|negligible|minimal|vanishing|fading|grim|small"
        r"|receding|nil|zero)",
        r"(?:little|no) reason to (?:expect|think|believe)", rf"(?:I|i|we) {_ADV}doubt",
        r"(?:not|never|don't|doesn't|can't|wouldn't) (?:[a-z]+ly )?(?:expect|anticipate|foresee"
        r"|envisage|bet on|count on"
        r"|bank on|see (?:how|any|much|a)|hold your breath)",
        rf"(?:I|i|we) (?:do not|don't|cannot|can't) {_ADV}(?:see|expect|think|believe|imagine)",
        r"(?:little|nothing|not much) (?:here )?(?:suggests|indicates|points to)",
        r"not (?:guaranteed|assured|a given)", "no guarantee",
        r"(?:sceptical|skeptical|pessimistic|unconvinced)(?: (?:that|about|of))?",
        positive=False),
    cue(Kind.ASSERTED, "non-starter", "out of the question", "inconceivable", "unthinkable",
        r"(?:no|not a|zero|nil) (?:chance|prospect)(?! to)", "off the (?:table|agenda|cards)",
        r"not (?:in|on) the cards", "(?:a )?pipe dream", "dead on arrival", "a lost cause",
        r"no (?:way back|going back|turning back|end in sight|sign of|signs of|let-up|quick fix"
        r"|path (?:back )?to|question of|time soon)", "any time soon", "anytime soon",
        r"shows? (?:no|few"
        r"|little) signs? of", "wishful thinking", "fanciful", "far-fetched", r"is (?:a"
        r"|an) (?:fantasy|mirage|illusion|delusion|bridge too far"
        r"|stretch|tall order)", r"(?:nowhere|not|no [a-z]+ is) in sight",
        r"(?:beyond|out of) reach", "a long shot", "going nowhere", rf"{_IS}(?:doomed|numbered)",
        positive=False),
)  # fmt: skip

CERTAINTIES = (
    cue(Kind.ASSERTED, r"(?:was|were) (?:projected|expected|forecast|seen|judged) (?:to|as|at)"
        r"(?=[^.;]{0,90}\b(?:20(?:2[7-9]|[3-9]\d)|next year|over the coming|the medium term))"),
    cue(Kind.ASSERTED, "what is (?:certain|likely|sure|probable|more likely)", present=True),
    cue(Kind.ASSERTED, "inevitab(?:le|ly|ility)", "unavoidabl[ey]", "inexorabl[ey]",
        "unstoppable", "irreversibl[ey]", "imminent(?:ly)?", "foregone conclusion",
        "as good as (?:certain|over|won|lost|done|dead|gone|settled)",
        "a done deal", r"(?:a |near |virtual |racing |dead )+certainty", "without (?:a )?doubt",
        "no doubt", "undoubtedly", "surely", r"(?:is|are|seems?|looks?) (?:all but |virtually "
        r"|anything "
        r"but |far from |by no means |not )?certain(?! to)",
        r"(?:a|only|just|merely) (?:matter|question) of (?:time|when|days|weeks|months|years)",
        "(?:when,? not if|not if,? but when)", "sooner (?:or later|rather than later)",
        "here to stay", "for good", "should be (?:surprised|shocked|astonished)",
        r"(?:should|must) not be (?:written off|underestimated|ruled out|discounted|dismissed"
        r"|overestimated|excluded)", "quite capable of", r"never (?:more than"
        r"|far) [^.;]{0,30}away", r"(?:prediction|guess) is",
        r"in no (?:hurry|rush|mood|position) to", r"(?:has|have|is"
        r"|leaves?) (?:[a-z]+ ){0,2}(?:room|scope)"
        r" (?:to|for)", r"ha(?:s|ve) a (?:habit|way) of [a-z]+ing",
        "something has to give", "nothing (?:can"
        "|is going to) stop", "one way or (?:another|the other)", "either way"),
    cue(Kind.ASSERTED,
        r"(?:certain|sure|bound|destined|poised|set|about|doomed|fated|guaranteed|primed|apt"
        r"|liable|condemned|slated|on (?:course|track|schedule)|expected|forecast|projected"
        r"|scheduled"
        r"|predicted)(?:, [^,;]{2,40},)? (?:not )?to(?= [a-z]+)",
        r"on (?:course|track) for", r"(?:on|to) the (?:verge|brink|cusp|point|eve|threshold) of",
        "close to [a-z]+ing", r"in (?:line|store) for", "in for (?:an?|more|another|some|hard"
        "|lean|rough|tough|turbulent|[a-z]+er)"),
)  # fmt: skip

_FORECASTERS = (
    r"(?:we|i|they|staff|economists|analysts|forecasters|models?|markets?|investors|officials"
    r"|experts|planners|bookmakers|traders|simulations?|polls|(?:the|its|whose) (?:bank|fund|agency"
    r"|ministry|commission|office|treasury|model|company|government|institute))"
)
FORECASTS = (
    cue(Kind.ASSERTED, rf"{_FORECASTERS} {_ADV}(?:assess|see|reckon|guess|assume"
        rf"|suspect)s?(?! (?:the"
        r"|their) (?:own|data|damage))", alone=True),
    cue(Kind.ASSERTED, rf"{_ISNT}(?:expected|forecast|projected|predicted|scheduled|due|slated"
        r"|planned|anticipated|set|about|going|seen) (?:to|for|in|on|by|at|until|before)",
        positive=False),
    cue(Kind.ASSERTED,
        rf"{_IS}(?:expected|forecast|projected|predicted|scheduled|due|slated|planned|tipped"
        r"|earmarked|anticipated|pencilled in|booked)"
        r" (?:to(?! (?:the|have|an?)\b)|for|in|on|by|at|out|back|next|this|before|within|over"
        r"|between)",
        rf"{_IS}(?:set|bound|destined|ripe|braced|primed|ready) for",
        rf"{_IS}seen (?:at|[a-z]+ing|as (?:likely|certain))",
        r"(?:expect|anticipate|foresee|predict|envisage|envision|foretell)s?(?! (?:of|from)\b)",
        rf"{_FORECASTERS} {_ADV}(?:forecast|project|bet|wager|fear|pencil)s?",
        r"(?:forecasts?|projections?|estimates?|consensus) (?:that|is|are|sees?|points?|shows?"
        r"|implies|imply|has|have|puts?|calls?|now|still|for|growth|an?|assumes?|remains?)(?= )",
        r"(?:markets?|traders|investors|swaps|futures|curves?|is|are) (?:[a-z]+ ){0,2}(?:pric(?:es?"
        r"|ing) in"
        r"|priced)", r"expectations? (?:of|that|for|is|are)",
        r"(?:bets?|betting|wagers?) (?:on|that|against)", r"(?:reckon|count|bank|bet)s? on",
        r"(?:i|we|to|i'd|we'd|would) (?:bet|wager)(?= |[.,;])", "fears? (?:that|the worst|an?)"),
    cue(Kind.NO_NUMBER, rf"{_OUR} (?:own |best )?(?:guess|bet|hunch|best estimate|suspicion)",
        rf"{_OUR} (?:[a-z]+ )?(?:central|base|baseline|main|working|modal|core|default)"
        r"(?: |-)(?:case|scenario|projection|forecast|estimate|expectation|view|assumption"
        r"|outlook)",
        r"our (?:[a-z]+ )?(?:projection|forecast|expectation|view|judgement|judgment) (?:is|for"
        r"|of)",
        r"(?:low|moderate|medium|high|little|great|greater|some|no|every|limited|less|more)"
        r" confidence (?:that|in)", r"(?:am|are|remain|is) (?:[a-z]+ly )?(?:confident|optimistic"
        r"|hopeful)", r"every (?:reason|sign|indication|chance|prospect|likelihood|expectation)",
        r"(?:all|most|many) (?:the )?(?:signs|indicators|indications|evidence) (?:point|suggest)",
        r"(?:good|strong|ample|some) reason to (?:expect|think|believe|fear)",
        r"(?:points?|pointing) to(?:wards?)? (?:an?|more|further|slower|higher|lower|weaker"
        r"|stronger|another|continued|fewer|less|trouble)", present=True),
    cue(Kind.ASSERTED, r"(?:^|(?<=[:;] ))(?:so |but |and |then |instead,? )?(?:watch|look|brace"
        r"|prepare|reckon"
        r"|wait|stand by) (?:out )?(?:for|on|with)", r"^(?:so |but |and )?(?:mark my words"
        r"|make no mistake|rest assured)"),
)  # fmt: skip

# Planned, and near enough to be told as if it were so.
PLANS = (
    cue(Kind.ASSERTED, rf"(?:is|are) {_ADV}(?:not )?to (?!blame|date|say|some|the|an?"
        rf"|be (?:found|seen|had"
        r"|blamed|congratulated|commended|welcomed|sure|fair|clear)|its|their|this|that|what|which)"
        r"(?=[a-z]+)", rf"{_IS}(?:preparing|gearing up|getting ready|bracing|readying|waiting)"
        r" (?:itself |themselves )?(?:to|for)",
        rf"{_IS}(?:heading|headed|drifting|sliding|edging|inching|creeping|hurtling|sleepwalking"
        r"|marching|moving|lurching|barrelling|careering|slipping) (?:back )?(?:closer |nearer )?"
        r"(?:for|towards?|into|to)",
        r"(?:heads|drifts|slides|edges|inches|creeps|hurtles|sleepwalks|marches|lurches) (?:closer "
        r"|nearer )?(?:for|towards?|into)",
        rf"{_IS}(?:coming(?! (?:from|under|to terms))|running (?:out|dry|low|short)|not going away"
        r"|on (?:its|their|his|her|the) way(?: (?:out|in|back|up|down|to))?)",
        r"(?:runs?|run) (?:out|dry)(?= (?:of|in|by|before|soon|within|next)|[.,;])", present=True),
)  # fmt: skip

MODALS = (
    cue(Kind.ASSERTED, rf"{_NOBODY} (?:will|would|is going to|are going to|shall)", positive=False),
    cue(Kind.ASSERTED, rf"(?:will|shall|'ll) {_ADV}(?:not|never|no longer|hardly|scarcely|barely)",
        "won't", "shan't", rf"(?:is|are|'s|'re) {_ADV}not {_ADV}going to",
        "(?:isn't|aren't) going to", positive=False),
    cue(Kind.NO_NUMBER, r"by (?:this time|then|the time|next|the end|20\d\d)[^;.]{0,80}? "
        r"(?:may|might|could|should|would) (?:well )?have [a-z]+",
        r"(?:may|might|could) (?:well )?have [a-z]+(?= (?:[a-z]+ ){0,6}by (?:then|the end|next))"),
    cue(Kind.ASSERTED, "will", "shall", "'ll", rf"(?:is|are|'re|'s|'m|am) {_ADV}going to"),
    cue(Kind.ASSERTED, rf"would {_ADV}(?:not|never|hardly|scarcely|barely)", "wouldn't",
        positive=False),
    cue(Kind.ASSERTED, "would"),
    cue(Kind.NO_NUMBER, rf"(?:could|may|might) {_ADV}(?:not|never)", "can only",
        "can (?:hardly|scarcely)", "(?:cannot|can't)(?! be (?:ruled out|excluded|discounted"
        "|dismissed))", positive=False),
    cue(Kind.NO_NUMBER, "could", "may", "might", "potentially", "possibly", "perhaps", "maybe",
        "(?:in)?conceivabl[ey]", "(?:im)?plausibl[ey]", "possible that",
        rf"{_IS}(?:not )?(?:im)?possible",
        r"can (?:be )?(?:expected?|relied|counted|count|reckon|look forward)(?: up)?(?:on)?",
        "almost surely", "far from (?:certain|assured|clear that)",
        "(?:cannot|can't|don't|not) (?:be )?(?:ruled? out|excluded?|discounted?|dismiss(?:ed)?)"),
    cue(Kind.NO_NUMBER, rf"should {_ADV}(?:not )?(?:fall|rise|ease|slow|grow|reach|recover|steady"
        r"|stabili[sz]e|improve|decline|drop|climb|shrink|narrow|widen|peak|average|stay|remain"
        r"|become|arrive|suffice|last|hold|help|prove|mean|lead|follow|come|pick up|begin|bring"
        r"|continue|return|cut|lift|boost|reduce|lower|push|open|end|pass|see|win|be (?:able|over"
        r"|complete|completed|ready|enough|finished|available|back|well|clear|easier|possible|in"
        r"|at|up|down|through|under way|operational|open|cheaper"
        r"|lower|higher|smaller|larger|on (?:course|track|stream)))",
        unless=re.compile(r"\b(?:governments?|ministers?|policymakers|donors|states|regulators?"
        r"|we|leaders|officials|parliament|congress|diplomats|washington|brussels|london|berlin"
        r"|europe|allies|the (?:west|president|chancellor|bank|commission|treasury)) should\b")),
)  # fmt: skip

NOUNS_OF_CHANCE = (
    cue(Kind.NO_NUMBER, r"chances(?! to)", r"(?:an?|some|every|the|little|no|any|real|good|fair"
        r"|strong|decent|reasonable|outside|remote|fighting|better) (?:[a-z]+ )?chance(?! to)",
        "(?:stands?|has|have) (?:an?|no|little|some|every) (?:[a-z]+ )?chance",
        r"(?<!at )odds(?! with)", "odds-on", "likelihood", "probability",
        r"(?:an?|some|every|the|any) (?:[a-z]+ ){0,2}(?:risk|possibility|prospect|danger)",
        r"prospects?(?= (?:of|for|that|is|are|remains?|looks?))", "in prospect",
        r"(?:[a-z]+-)?(?:term|run)? prospects", r"outlook(?= (?:for|is|remains|has|looks))",
        r"risks? (?:of|that|to the|lies?|remain|abound|are|is)(?! (?:management|premia|mapped))",
        "at risk", r"risks? [a-z]+ing", r"dangers? (?:of|that|is|are|lies?)", "in danger",
        r"possibilit(?:y|ies) (?:of|that)", r"(?:spectre|specter|prospect|shadow) of",
        r"(?:worst|best|base)[ -]case", r"(?:scenario|outcome|course of action) (?:is|remains"
        r"|looks|involves|sees|has)", "(?:downside|upside|tail) risks?", present=True),
)  # fmt: skip

# Figures of speech that stand for what is to come, whatever they are said of.
FIGURES = (
    cue(Kind.NO_NUMBER, r"(?:is|are|as|remains?|the|an?) (?:[a-z]+ )?(?:favou?rite|underdog"
        r"|front-?runner|shoo-in)(?= (?:to|for|in|despite|and)|[.,;])", "nailed on", "in the bag",
        r"(?:well|best|better|ill|badly|poorly|ideally|strongly) (?:placed|positioned)",
        r"has (?:an?|the) (?:slight |clear |narrow |decisive )?(?:edge|upper hand)",
        "touch and go", r"question is (?:when|how (?:long|soon|far|much))", "the only question is",
        r"(?:bumpy|rough|rocky|wild) (?:ride|road|patch)", "choppy waters", "storm clouds",
        "clouds are gathering", "light at the end of the tunnel", "(?:next|last|first) domino",
        "next to fall", "(?:in the|something in the) (?:air|wind)(?= *[.,;])", present=True),
    cue(Kind.NO_NUMBER, "a spent force", "yesterday's (?:man|men|woman)", r"has (?:had its day"
        r"|run its"
        r" course)", "all over bar the shouting", "(?:ticking )?time[ -]bomb", "powder keg",
        present=True, positive=False),
)  # fmt: skip

SIGNS = (
    cue(Kind.ASSERTED, r"(?:promises|threatens|stands|risks) to (?=[a-z]+)"),
    cue(Kind.ASSERTED, r"looms?(?: large)?(?! over| large over)(?= *[.,;]| in| at| on| for| next"
        r"| as| when| and| if)", "looming(?! over)", present=True),
    cue(Kind.ASSERTED, r"awaits?"
        r"(?! (?:trial|sentence|sentencing|approval|news|word))", "beckons?",
        r"(?:outlasts?|outlives?)", "barring (?:an?|some|any|another|further|unforeseen)"),
    cue(Kind.ASSERTED,
        r"lies? (?:in wait|ahead|in store)", r"threatens?(?: to)?", "threatening to",
        r"promises? (?:to|more|little|another|an?)", r"(?:portend|augur|bode|herald|foreshadow"
        r"|presage|forebode)s?", r"spells? (?:trouble|doom|disaster|the end|an end|more)",
        r"(?:paves?|opens?|clears?|sets?) the (?:way|door|floodgates|stage)", r"stands? to",
        r"faces? (?:more|further|another|growing|fresh|new|years|months|an? (?:long|hard|difficult"
        r"|rough|bumpy|tough|bleak|reckoning|squeeze|shortage)|an (?:uphill|uncertain)|certain"
        r"|defeat|collapse|insolvency|default|the prospect|extinction|ruin"
        r"|(?:[a-z]+ ){0,2}(?:closure|bankruptcy|cuts|losses|shortages?|delays|famine"
        r"|hunger|starvation|recession|stagnation|oblivion))",
        r"(?:have|has) (?:[a-z]+ )?(?:further|farther|some way|a long way|a way|room|nowhere) to"
        r" (?:go|fall|climb|rise|run|grow|drop|cut)", r"(?:only )?one way to go",
        r"(?:yet|still) to come", r"(?:worst|best|hardest part) (?:is|lies) (?:yet|still|over"
        r"|behind|ahead)", "more to come", r"(?:is|are) (?:only |just )?the (?:beginning|start)",
        r"(?:days|time) (?:is|are) (?:numbered|up|running out)", "borrowed time",
        "clock is ticking", "(?:hand)?writing is on the wall", r"(?:his|hers|theirs"
        r"|ours) to (?:lose|win)",
        r"'s to (?:lose|win)",
        r"takes? (?:years|months|decades|time|a generation|longer|a long time|a while)",
        r"gets? (?:still |ever |even )?(?:worse|better|harder|easier|[a-z]{3,}er)(?: still)?",
        r"stays? (?:above|below|near|around|where|put|on hold|high|low|elevated|stuck|there"
        r"|out)", r"stays?(?= *[.,;])", r"(?:little|no|any"
        r"|much) future", "a big if", "brewing", r"(?:is|are|comes?) next(?= (?:on|in|to|for)"
        r"|[.,;])", r"too late (?:for|to)",
        r"remains? an? (?:threat|danger|risk|possibility)", r"(?:has|have) (?:an?|no"
        r"|little) (?:[a-z]+ )?"
        r"future", r"(?:most|much|everything|nothing) to (?:fear|lose|gain)", "realistic (?:path"
        "|hope|option|alternative|chance)",
        r"(?:one|an?) [a-z ]{3,30} away from",
        r"(?:this|that|which|it|all) (?:means|implies|spells) (?:more|less|fewer|higher|lower"
        r"|another"
        r"|further|years|months|slower|weaker|an? (?:longer|slower|weaker|bigger|harder|hard"
        r"|long))",
        r"(?:don't|do not) (?:look|wait|hope|bank|be fooled|write)", r"(?:in|under"
        r"|on) no (?:circumstances|account|scenario)",
        "some way off", "wide open",
        r"(?:closer|nearer|further off|further away) than", "next in line", "scope for",
        r"(?:best|most|worst)(?: that)? (?:can|could|one can|anyone can|we can) (?:be )?hoped? for",
        r"models? (?:show|point|suggest|imply|have|puts?)s?", "behind (?:us|them|it)(?= *[.,;])",
        r"(?:has|have) not (?:yet )?[a-z]+(?: yet)?(?= *[.,;])(?<=yet)", "not yet [a-z]+ed",
        r"(?:is|are|isn't|aren't) (?:all but |nearly |far from |not |not yet |by no means |now )?"
        r"(?:over|finished|done for|dead|at an end|history|toast)(?= *[.,;]| and| for| until"
        r"| unless| by)", r"gives? [^,;.]{2,30} (?:an?|two|three|four|five|six|ten|twelve"
        r"|\d+) (?:days"
        r"|weeks?|months?|years?)", r"(?:looks?|is|are|seems?) (?:misplaced|premature|overdone"
        r"|overblown|exaggerated|too"
        r" (?:optimistic|pessimistic|sanguine|gloomy|rosy|hopeful))",
        r"(?:does|do) not (?:stay|last|end|go away|come back|return|survive)", "sees? out the",
        r"looks? (?:achievable|attainable|unattainable|feasible|realistic|ambitious"
        r"|too optimistic)",
        "too close to call", r"hangs? in the balance", "up for grabs", r"any(?:body|one)'s guess",
        "collision course", "all bets are off", "not far off", "(?:just )?around the corner",
        r"(?:on|over) the horizon", r"within (?:reach|sight|striking distance)", "in the (?:cards"
        "|offing|pipeline|works|making|wings)", "on the cards", "in store",
        r"(?:the |an? )?(?:smart money|safe bet|good bet|fair bet|favou?rites? (?:to|for)"
        r"|front-?runners?)", r"money is on", r"(?:depends?|hinges?|turns|rests) (?:largely |mostly"
        r" |heavily )?(?:on|upon) (?:whether|who|how|what)", "(?:much|everything"
        "|a lot) depends", "hinges", "in sight",
        r"future (?:of [^,;.]{3,40} )?(?:is|looks|depends|hinges|lies|rests)",
        r"looks? (?:bleak|grim|shaky|precarious|fragile|safe|secure|vulnerable|ominous|bright)",
        "no longer term", present=True),
    cue(Kind.ASSERTED, r"(?:has|have) yet to (?:peak|bite|hit|be felt|materiali[sz]e|arrive|come"
        r"|show|work|filter|feed|reach|play|unfold)", r"remains? to be seen",
        r"(?:is|are) (?:now )?(?:near|nigh|nearing|approaching|at hand)", "under threat",
        r"in (?:jeopardy|peril|doubt)", "hangs? by a thread", "on (?:the ropes|life support)",
        r"fate is sealed", r"(?:a |some )?(?:long|far) (?:way )?(?:off|away)(?! from)",
        r"potential (?:for|to)(?= )", r"on an? (?:[a-z]+ ){1,2}(?:path|trajectory|course)",
        r"looks? like (?:being|[a-z]+ing)", r"be (?:surprised|shocked|astonished|amazed"
        r"|caught out) (?:if|when|to see|by)",
        r"(?:market pricing|swaps|futures|options) (?:points?|impl(?:y|ies)|suggests?)",
        "no matter (?:who|what|how)", "regardless of (?:who|what|how|which|whether)",
        "with (?:any |a little )?luck", present=True),
    cue(Kind.ASSERTED, "(?:history|experience|precedent|past form) (?:suggests|argues|teaches)",
        r"if (?:history|the past|precedent|experience|past [a-z]+) is (?:any|a) guide",
        r"on (?:present|current|past|existing|unchanged|recent) (?:trends?|form|policies|plans"
        r"|rates?|showing|performance|projections?|evidence)", r"at (?:this|that|the current"
        r"|current|the present|present|its current|today's) (?:rates?|pace|speed)",
        r"(?:in|on|under|by) (?:our|its|their|the|this|these|that|any"
        r"|those) (?:[a-z]+ )?(?:baseline"
        r"|base case|scenarios?|numbers|projections?|forecasts?|models?|reckoning|assumptions?)",
        "as things stand", r"all (?:else|other things) (?:being )?equal",
        r"left (?:unchecked|untreated|to (?:itself|themselves))",
        r"shows? (?:every|some|clear) signs? of [a-z]+ing", present=True),
)  # fmt: skip

CUES = (
    *RANKS, *LIKELIHOOD, *DOUBTS, *CERTAINTIES, *FORECASTS, *PLANS, *MODALS, *NOUNS_OF_CHANCE,
    *FIGURES, *SIGNS, *EVENTS, *SCHEDULES, *CONDITIONALS,
)  # fmt: skip
