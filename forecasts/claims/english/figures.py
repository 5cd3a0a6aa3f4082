"""Figures of speech by which English speaks of what is to come, whatever they are said of."""

from __future__ import annotations

from forecasts.claims.claim import Kind
from forecasts.claims.english.times import YEAR_AHEAD
from forecasts.claims.grammar import cue

FIGURES = (
    cue(Kind.NO_NUMBER,
        "(?:is|are|as|remains?|the|an?) (?:[a-z]+ )?(?:favou?rite|underdog|front-?runner"
        "|shoo-in)(?= (?:to|for|in|despite|and)|[.,;])", "nailed on", "in the bag",
        "up for (?:renewal|election|re-election|grabs)",
        "(?:well|best|better|ill|badly|poorly|ideally|strongly) (?:placed|positioned)",
        "has (?:an?|the) (?:slight |clear |narrow |decisive )?(?:edge|upper hand)", "touch and go",
        "question is (?:when|how (?:long|soon|far|much))", "the only question is",
        "(?:bumpy|rough|rocky|wild) (?:ride|road|patch)", "choppy waters", "storm clouds",
        "clouds are gathering", "light at the end of the tunnel", "(?:next|last|first) domino",
        "next to fall", "(?:in the|something in the) (?:air|wind)(?= *[.,;])", present=True),
    cue(Kind.NO_NUMBER, "a spent force", "yesterday's (?:man|men|woman)",
        "all over bar the shouting",
        "(?:ticking )?time[ -]bomb", "powder keg", present=True, positive=False),
)  # fmt: skip

# What is said of a course that has turned, or that has an end in it.
_OWN = "(?:its|their|his|her|the)"
VERDICTS = (
    cue(Kind.ASSERTED,
        "(?:(?:may|might|could|should|must) (?:well |now )*have|(?:has|have|'s|'ve))"
        " (?:[a-z]+ly |already |now |almost |all but |perhaps |maybe )*(?:peaked|topped out"
        "|bottomed(?: out)?|plateaued|crested|turned the corner"
        f"|(?:passed|reached|hit|seen) {_OWN} (?:peak|limits?|ceiling|zenith|best days|floor"
        "|worst))",
        around=True),
    cue(Kind.ASSERTED,
        f"(?:has|have|'s|'ve) (?:[a-z]+ly |already |now )?(?:had {_OWN} day|run {_OWN} course)",
        "(?:by no means|far from|anything but) (?:assured|inevitable|settled)", positive=False),
    cue(Kind.ASSERTED,
        "past the point of no return", "nowhere left to (?:go|turn|hide)",
        "(?:has|have|sees?|is|feels?) (?:little|no|scant|not much|precious little) (?:[a-z]+ )?"
        "(?:incentive|appetite|interest|reason|intention|desire|stomach|inclination)"
        " (?:to|in|for|of)",
        "(?:upside|downside) (?:from here )?(?:is|looks|seems) (?:limited|small|capped)",
        "can forget(?: about)? (?:an?|the|any|all)",
        f"on {_OWN} last legs", f"on {_OWN} (?:deathbed|way out)", "dead (?:man|men) walking",
        "dead in the water", "a dead letter", "house of cards", "beginning of the end",
        "end of the (?:road|line)(?= (?:for|is)|[.,;])", "the game is up", "swan ?song",
        "(?:unsustainable|untenable|unwinnable|unelectable|unworkable|short-lived)",
        "beyond (?:its|their|his|her|anyone's) (?:gift|reach|grasp|power)",
        "recipe for (?:disaster|[a-z]+)", "needs? a miracle", positive=False, present=True),
    cue(Kind.ASSERTED,
        "(?:is|are) (?:[a-z]+ly )*(?:done|finished|through)(?: with)? [a-z]+ing",
        "(?:has|have) (?:only )?(?:just|barely|hardly|scarcely) (?:begun|started)",
        "(?:has|have) (?:[a-z]+ ){1,3}(?:left )?to (?:run|go)(?= *[.,;]| before| until| yet)",
        "(?:there is|there's|there are|has|have) (?:[a-z]+ ){1,3}to come", "worse to come",
        "stands? ready to", "(?:is|are|looks?|seems?) (?:very |now )?close(?= *[.,;])",
        "remains? the (?:main|biggest|greatest|chief|key|principal|gravest) (?:threat|risk|danger)",
        "guidance is (?:for|to)", "(?:guides|guiding) (?:for|to)",
        "(?:is|are|looks?|seems?|remains?) (?:all but |now )?assured", "an? (?:mere )?formality",
        "within (?:its|their|his|her|our) (?:grasp|reach)", "draws? (?:near|nearer|closer)",
        rf"an? {YEAR_AHEAD} (?:story|affair|event|matter|problem|question)",
        "leaves? (?:weeks|months|years|decades|a generation) of",
        "(?:man|woman|party|team|name|one|firm|side) to (?:beat|watch)",
        "a safe (?:assumption|guess)", "safe to (?:assume|say|bet|conclude)(?: that)?",
        "(?:path|line) of least resistance", "(?:is|are) content to", "can afford to wait",
        "(?:smart|best|safest|likeliest) bet (?:is|on)",
        "is the (?:smart|best|safest|likeliest) bet",
        "hangs? on (?:the|whether|who|how|an?|one)", "(?:days|weeks|months) at (?:most|best)",
        "the (?:best|most|worst)(?: that)? (?:[a-z]+ ){0,2}(?:can|could|may) (?:be )?(?:hoped?"
        "|expect(?:ed)?|looked?)(?: for)?", "(?:has|have|'ve) pencill?ed in",
        "(?:has|have) (?:every|strong|good|ample|an?) (?:[a-z]+ )?(?:incentive|reason|interest)"
        " (?:to|in)",
        "no (?:other )?(?:choice|option|alternative) but to", "(?:little|scant) choice but to",
        "(?:race|election|vote|seat|contest|argument|game|war) to (?:lose|win)", "for the taking",
        "(?:is|are) (?:[a-z]+ )?(?:over)?due (?:for )?an? [a-z]+", "the die is cast",
        "the tide (?:is turning|has turned)", "(?:is|are) ripe for", "watch this space",
        "the jury is (?:still )?out", "all roads lead to", f"time is (?:not )?on {_OWN} side",
        "(?:has|have) the (?:votes|numbers)(?= to|[.,;])", present=True),
    cue(Kind.ASSERTED,
        "(?:(?:has|have|is|are) (?:been )?)?(?:slipped|pushed (?:back|out)|delayed|postponed"
        "|put (?:back|off)|deferred|brought forward)"
        rf" (?:to|until|till|into) (?:[a-z-]+ ){{0,3}}{YEAR_AHEAD}"),
    cue(Kind.ASSERTED, "^(?:so |and |but )?forget (?:about )?(?:an?|the|any|all)",
        "^(?:so |and |but )?give (?:it|him|her|them) (?:an?|a few|two|three|four|six|until|time)"),
)  # fmt: skip
