"""What linked questions came to: read with their questions, and by their rulings alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from forecasts.linked.conditions import conditionals
from forecasts.model import Question, QuestionType, Resolution, ResolutionStatus, Terms
from forecasts.model.link import Link, LinkKind
from forecasts.store import Batch, create_store, links, questions, resolutions
from forecasts.store.settled import settled

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LINKS = (
    Link(kind=LinkKind.GIVEN, one="a", other="b"),
    Link(kind=LinkKind.GIVEN, one="a", other="c"),
    Link(kind=LinkKind.GIVEN, one="c", other="b"),
)
RULINGS = (
    ("b", "no"), ("a", "annulled"), ("c", "annulled"), ("b", "reopened"), ("c", "reopened"),
    ("b", "yes"), ("c", "yes"), ("b", "disputed"), ("b", "yes"), ("a", "reopened"), ("a", "yes"),
    ("c", "no"),
)  # fmt: skip


def ask(batch: Batch, slug: str, *, second_person: bool = False) -> Question:
    terms = Terms(title=slug, opens_at=NOW, closes_at=NOW + timedelta(days=9),
                  resolves_by=NOW + timedelta(days=9), second_person=second_person)  # fmt: skip
    return questions.add(batch, slug, QuestionType.BINARY, terms)


def rule(batch: Batch, question: Question, text: str) -> None:
    ended = text in {status.value for status in ResolutionStatus}
    status = ResolutionStatus(text) if ended else ResolutionStatus.RESOLVED
    outcome = None if ended else text
    row = Resolution(question_id=question.id, status=status, outcome=outcome, known_at=NOW)
    resolutions.record(batch, row)


def test_rulings_alone_say_what_whole_questions_say(tmp_path: Path) -> None:
    store = create_store(tmp_path / "data.db")
    with store.append(NOW, "test") as batch:
        asked = {slug: ask(batch, slug) for slug in "abc"}
        for link in LINKS:
            links.add(batch, link)
    for slug, text in RULINGS:
        with store.append(NOW, "test") as batch:
            rule(batch, asked[slug], text)
        light, whole = links.answers(store.connection), settled(store.connection, LINKS)
        seqs = range(store.receipt().seq + 2)
        for name in "abc":
            assert (light[name].answer, light[name].seq) == (whole[name].answer, whole[name].seq)
            told = [light[name].answer_before(seq) for seq in seqs]
            assert told == [whole[name].answer_before(seq) for seq in seqs]
        assert conditionals(LINKS, light) == conditionals(LINKS, whole)
    store.close()


def test_what_awaits_a_second_person_is_no_answer_and_what_is_not_linked_is_left_out(
    tmp_path: Path,
) -> None:
    store = create_store(tmp_path / "data.db")
    with store.append(NOW, "test") as batch:
        held = ask(batch, "b", second_person=True)
        for slug in ("a", "c", "d"):
            ask(batch, slug)
        for link in LINKS:
            links.add(batch, link)
        rule(batch, held, "no")
    assert links.answers(store.connection)["b"].answer is None
    assert settled(store.connection, LINKS)["b"].answer is None
    assert sorted(links.answers(store.connection)) == ["a", "b", "c"]
    store.close()
