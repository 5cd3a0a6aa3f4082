"""Links typed as words, and the worlds that they leave, said once more and plainly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from forecasts.linked.settled import Settled
from forecasts.model import Question, QuestionType, Resolution, ResolutionStatus, Terms
from forecasts.model.link import Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = "abcde"
PLAIN = (
    LinkKind.IMPLIES, LinkKind.EXCLUDES, LinkKind.SAME_EVENT, LinkKind.EARLIER_DEADLINE_OF,
    LinkKind.ALL_OF,
)  # fmt: skip
FORWARD = (LinkKind.IMPLIES, LinkKind.EARLIER_DEADLINE_OF, LinkKind.ALL_OF)
NOW = datetime(2026, 3, 1, tzinfo=UTC)

pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
sets = st.lists(
    st.builds(lambda kind, p: Link(kind=kind, one=p[0], other=p[1]), st.sampled_from(PLAIN), pairs),
    max_size=6,
)
answers = st.dictionaries(st.sampled_from(NAMES), st.booleans(), max_size=4)


def links(text: str) -> list[Link]:
    """Return the links that are typed as `a implies b, b excludes c`."""
    found = []
    for words in text.split(", "):
        one, kind, other = words.split()
        found.append(Link(kind=LinkKind(kind), one=one, other=other))
    return found


def kept(world: Mapping[str, bool], known: Sequence[Link]) -> bool:
    """Return whether a world keeps what the links say of yes and no."""
    parts: dict[str, list[str]] = {}
    for one in known:
        first, second = world[one.one], world[one.other]
        if one.kind is LinkKind.EXCLUDES and first and second:
            return False
        if one.kind is LinkKind.SAME_EVENT and first != second:
            return False
        if one.kind in FORWARD and first and not second:
            return False
        if one.kind is LinkKind.ALL_OF:
            parts.setdefault(one.one, []).append(one.other)
    return all(world[whole] or not all(map(world.get, each)) for whole, each in parts.items())


def worlds(known: Sequence[Link], facts: Mapping[str, bool] | None = None) -> list[dict[str, bool]]:
    """Return every world that keeps the links and the facts."""
    every = (dict(zip(NAMES, said, strict=True)) for said in product((True, False), repeat=5))
    held = (facts or {}).items()
    return [world for world in every if kept(world, known) and held <= world.items()]


def settled(
    slug: str, *rulings: str | None, happened: int | None = None, closes: int = 300, **terms: Any
) -> Settled:
    """Return a question with rulings in their order, at ledger seq 10, 20, ... by their place.

    A ruling is an outcome or a status; None leaves its place empty. happened: days before NOW.
    """
    kind = terms.pop("type", QuestionType.BINARY)
    question = Question(
        id=1, number=1, slug=slug, type=kind, revision=1, revision_id=1,
        terms=Terms(title=slug, opens_at=NOW - timedelta(days=99), resolves_by=NOW,
                    closes_at=NOW + timedelta(days=closes), **terms),
    )  # fmt: skip
    rows = []
    for place, text in enumerate(rulings):
        if text is None:
            continue
        ended = text in {status.value for status in ResolutionStatus}
        from forecasts.model import Interval

        day = NOW - timedelta(days=happened) if happened is not None else None
        rows.append(
            Resolution(
                id=10 * (place + 1), question_id=1, known_at=NOW,
                status=ResolutionStatus(text) if ended else ResolutionStatus.RESOLVED,
                outcome=None if ended else text,
                happened=Interval(day, day + timedelta(days=1)) if day else None,
            )
        )  # fmt: skip
    return Settled(question, rows[-1] if rows else None, tuple(rows))
