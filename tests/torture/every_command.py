"""Every command that writes, typed once, and a record on which each of them has something to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from forecasts.cli import run
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAME = "7f0e3c7a-0000-4000-8000-000000000001"
UUID = ("--uuid", SAME)
NO_SOURCE = ("--no-source", "seen", "--known", "2026-10-31")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command line, and when it is typed.

    made: the file that is whole once it has its name, and then stays.
    """

    words: tuple[str, ...]
    made: str = ""
    at: datetime = NOW


def _once(*words: str) -> Typed:
    """Return a command whose entry has a name, so that a retry adds nothing."""
    return Typed((*words, *UUID))


COMMANDS = {
    "init": Typed(("init", "--db", "new.db"), made="new.db"),
    "ask": _once("ask", "Will it hail by Friday?", "--closes", "2027-06-30", "--slug", "hail"),
    "revise": _once("revise", "snow", "--background", "It is cold.", "--anyway"),
    "predict": _once("predict", "snow", "12%", "--as", "ana", "--why", "Clouds."),
    "predict --fix": _once("predict", "dew", "13%", "--as", "ana", "--fix"),
    "predict same": _once("predict", "dew", "same", "--as", "ana"),
    "predict --sign": _once("predict", "snow", "12%", "--as", "cy", "--sign"),
    "withdraw": _once("withdraw", "dew", "--as", "ana", "--why", "No longer."),
    "forecaster add": _once("forecaster", "add", "dee"),
    "forecaster alias": _once("forecaster", "alias", "ben", "b."),
    "forecaster retire": _once("forecaster", "retire", "ben"),
    "forecaster allow": _once("forecaster", "allow", "house", "ana"),
    "source add": _once("source", "add", "more.md", "--published", "2026-10-20"),
    "claims accept": _once("claims", "accept", "1", "--of", "note", "--question", "snow"),
    "claims dismiss": _once("claims", "dismiss", "2", "--of", "note", "--why", "no measure"),
    "claims same": _once("claims", "same", "2", "1", "--of", "kept"),
    "link": _once("link", "snow", "implies", "dew"),
    "link --remove": _once("link", "rain", "implies", "snow", "--remove"),
    "baserate --record": _once("baserate", "visits.csv", "--kind", "visit", "--from", "2019",
                               "--question", "frost", "--record"),
    "baserate update": _once("baserate", "update"),
    "evidence add": _once("evidence", "add", "snow", "A front.", "--likelihood-ratio", "3"),
    "evidence remove": _once("evidence", "remove", "snow", "{evidence}"),
    "watch add": _once("watch", "add", "snow", "clouds", "--every", "2w"),
    "watch record": _once("watch", "record", "dew", "drops", "3"),
    "watch end": _once("watch", "end", "dew", "drops"),
    "agenda": Typed(("agenda", "--markdown", "agenda.md")),
    "round open": _once("round", "open", "W46", "--question", "dew", "--forecaster", "ben"),
    "round sheet": Typed(("round", "sheet", "--round", "W45", "--folder", "sheets"), made="sheets"),
    "round enter": _once("round", "enter", "W45-ben.csv", "--as", "ben", "--round", "W45"),
    "round close": _once("round", "close", "W45"),
    "resolve": _once("resolve", "snow", "no", *NO_SOURCE),
    "resolve --confirm": _once("resolve", "rain", "--confirm", "--by", "cy"),
    "resolve --dispute": _once("resolve", "rain", "no", "--dispute", "The gauge was full.",
                               "--decide-by", "2026-12-01"),
    "resolver": _once("resolver", "snow", "--unless-objected", "7d"),
    "resolver --remove": _once("resolver", "frost", "--remove"),
    "score": Typed(("score",)),
    "tracker tick": Typed(("tracker", "tick")),
    "tracker tick, a report": Typed(("tracker", "tick"), at=NOW + timedelta(days=8)),
    "tracker schedule add": Typed(("tracker", "schedule", "add", "korea", "--report", "monthly",
                                   "--topic", "weather")),
    "report --html": Typed(("report", "--html", "report.html")),
    "report --markdown": Typed(("report", "--markdown", "report.md")),
    "review start": _once("review", "start", "--forecaster", "ana", "--period", "2026-10",
                           "--again"),
    "review answer": _once("review", "answer", "rain", "--knew", "Clouds.", "--forecaster", "ana"),
    "review lesson": _once("review", "lesson", "Look up.", "--forecaster", "ana"),
    "review close": _once("review", "close", "--forecaster", "ana", "--html", "review.html"),
    "import tables": _once("import", "tables", "tables"),
    "import tables --init": _once("import", "tables", "first", "--init", "--db", "new.db"),
    "import ledger": Typed(("import", "ledger", "longer.jsonl")),
    "import ledger --init": Typed(("import", "ledger", "longer.jsonl", "--init", "--db", "new.db")),
    "import ledger, blanked": Typed(("import", "ledger", "blanked.jsonl")),
    "export tables": Typed(("export", "tables", "out"), made="out"),
    "export ledger": Typed(("export", "ledger", "out.jsonl"), made="out.jsonl"),
    "export calendar": Typed(("export", "calendar", "due.ics")),
    "backup": Typed(("backup", "copy.db"), made="copy.db"),
    "restore": Typed(("restore", "longer.db")),
    "restore, gone": Typed(("restore", "longer.db", "--db", "new.db")),
    "restore, blanked": Typed(("restore", "before.db", "--lose-newer", "--db", "blanked.db")),
    "redact": _once("redact", "--search", "ouest", "--why", "a name", "--yes"),
    "anchor": _once("anchor", "--file", "anchors.txt"),
    "key new": _once("key", "new", "--as", "ben"),
    "key revoke": _once("key", "revoke", "--as", "cy", "--why", "stolen"),
}  # fmt: skip
FILES = {
    "note.md": "# A note\n\nIt is likely that it will snow before 2027.\n\n"
    "A thaw is possible in 2027.\n",
    "kept.md": "# Kept\n\nIt will probably snow in 2027. Snow will probably fall in 2027.\n",
    "more.md": "# More\n\nIt may rain in 2027.\n",
    "visits.csv": "date,kind\n" + "".join(f"{year}-05-01,visit\n" for year in range(2019, 2026)),
    "tables/forecasts.csv": "question,forecaster,made_at,probability\n"
    "snow,ben,2026-10-20T00:00Z,0.4\n",
    "first/questions.csv": "question,title,type,opens_at,closes_at\n"
    "hail,Will it hail?,binary,2026-01-01T00:00Z,2027-06-01T00:00Z\n",
}
BEFORE = (
    ("forecaster", "add", "ben"), ("forecaster", "add", "cy"),
    ("forecaster", "add", "house", "--kind", "team"),
    ("forecaster", "add", "base-rate", "--kind", "baseline"),
    ("key", "new", "--as", "cy"),
    ("ask", "Will there be dew?", "--slug", "dew", "--closes", "2027-06-30"),
    ("ask", "Will there be frost?", "--slug", "frost", "--closes", "2027-06-30",
     "--base-rate", "3/40"),
    ("predict", "dew", "20%", "--as", "ana"),
    ("source", "add", "kept.md", "--published", "2026-10-20"),
    ("claims", "accept", "1", "--question", "snow"),
    ("source", "add", "note.md", "--published", "2026-10-20"),
    ("watch", "add", "dew", "drops", "--every", "2w"),
    ("resolver", "frost", "--unless-objected", "7d"),
    ("round", "open", "W45", "--question", "frost", "--forecaster", "ben"),
    ("round", "sheet", "--round", "W45"),
    ("review", "start", "--forecaster", "ana", "--period", "2026-10", "--again"),
    ("tracker", "schedule", "set", "weekly", "--cron", "0 7 * * mon"),
    ("evidence", "add", "snow", "A low.", "--likelihood-ratio", "2"),
)  # fmt: skip
LONGER = ("predict", "snow", "22%", "--as", "ana")
BLANKED = ("redact", "--search", "measured", "--why", "a name", "--yes")


def typed(*words: str, db: str = "data.db") -> None:
    """Type a command that must pass."""
    assert run([*words, "--db", db], now=NOW) == 0, words


def made_base(folder: Path, record: Path, evidence: Callable[[], int]) -> dict[str, Typed]:
    """Fill an empty working folder with all that the commands need; return them, ready to type.

    `evidence` returns the number that the commands before printed last.
    """
    shutil.copy(record, "data.db")
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    for words in BEFORE:
        typed(*words)
    number = evidence()
    sheet = folder / "W45-ben.csv"
    sheet.write_text(sheet.read_text().replace(",ben,,", ",ben,30%,Dry."))
    for name in ("longer.db", "before.db", "blanked.db"):
        shutil.copy("data.db", name)
    typed(*LONGER, db="longer.db")
    typed(*BLANKED, db="blanked.db")
    for name in ("longer", "blanked"):
        typed("export", "ledger", f"{name}.jsonl", db=f"{name}.db")
    for left in folder.glob("*.lock"):
        left.unlink()
    return {name: _ready(one, number) for name, one in COMMANDS.items()}


def _ready(one: Typed, number: int) -> Typed:
    words = tuple(word.replace("{evidence}", str(number)) for word in one.words)
    return replace(one, words=words if "--db" in words else (*words, "--db", "data.db"))
