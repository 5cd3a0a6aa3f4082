"""A review answered in an editor: one text, read back; a text with mistakes is kept."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from forecasts.cli.output import say
from forecasts.cli.walk import running_clock
from forecasts.errors import BulkError, ForecastsError, InputError, Problem
from forecasts.model.review import Prompt
from forecasts.store import answers, lessons
from tracker.cli.review import asking, chosen
from tracker.cli.review.replies import Recorded, Replies, Reply, Taught, checked, named, record
from tracker.reviews import measures
from tracker.reviews.assembled import Frame
from tracker.reviews.sheet import LESSON, RULE, Card, Filled, Sheet, read_back

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.cli.review.chosen import Opened

LONGEST = 1_000_000


def in_editor(
    store: Store, whose: Forecaster, review: Review, by: str | None, uuid: str | None
) -> None:
    """Open the review in an editor until it can be put on record, or somebody leaves.

    The text is kept beside the record until then, and the next time it is opened as it was left.
    """
    from tracker.cli.review.answer import tell

    opened = chosen.opened(store, Frame.of(store, review), review)
    template = blank(store, opened, named(store, by))
    file = store.path.with_name(f"{store.path.name}.review-{review.id}.txt")
    clock = running_clock()
    if not file.exists():
        file.write_text(template.text, encoding="utf-8")
    while True:
        edit(file)
        try:
            said = replies(file, template, opened)
            done = kept(store, whose, review, said, by, clock(), uuid)
        except ForecastsError as error:
            if not again(error, file):
                raise
            continue
        file.unlink()
        if done is None:
            say("Nothing was written in it: nothing recorded.")
        else:
            tell(done, whose, as_json=False)
        return


def kept(
    store: Store, whose: Forecaster, review: Review, said: Replies, by: str | None, now: datetime,
    uuid: str | None,
) -> Recorded | None:  # fmt: skip
    """Put what was written on record; None where nothing was."""
    if not said.answers and said.lesson is None:
        return None
    return record(store, whose, review, said, by, now, uuid=uuid)


def again(error: ForecastsError, file: Path) -> bool:
    """Say what cannot be read, and ask whether to open the text once more."""
    if not sys.stdin.isatty():
        error.hint = f"{error.hint}\nThe text is kept in {file}; --editor opens it again.".strip()
        return False
    say(f"{error}\nNothing is lost: the text is kept in {file}.")
    try:
        asking.line("Enter opens it again, q leaves.")
    except asking.Left:
        return False
    return True


def edit(file: Path) -> None:
    """Open a file in the editor and wait; raise InputError where that cannot be started."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        done = subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        raise InputError(
            f"the editor {editor!r} cannot be started: {error}.",
            f"Name another in VISUAL or EDITOR. The text is kept in {file}.",
        ) from error
    if done.returncode != 0:
        raise InputError(
            f"the editor {editor!r} ended with {done.returncode}: nothing was recorded.",
            f"The text is kept in {file}; --editor opens it again.",
        )


def blank(store: Store, opened: Opened, speaker: str) -> Sheet:
    """Return the text to be filled in, with what this person answered before."""
    found, review = opened.found, opened.written.review
    assert review is not None  # noqa: S101 - only a review on record is answered
    standing = answers.of_review(store.connection, review.id)
    cards = []
    for one in found.named(review.questions):
        given = {
            answer.prompt: answer.words
            for answer in standing
            if answer.question_id == one.question.id
            and answer.said_by.casefold() == speaker.casefold()
        }
        remarks = asking.card(one, opened).splitlines()
        cards.append(Card(one.question.slug, tuple(remarks), given))
    lead = (
        f"Review of {review.period}, {found.frame.forecaster.name}; {speaker} answers.",
        "Write after the colons, on as many lines as you like; leave empty what you do not answer.",
        "Save and leave the editor to put it on record.",
        f"measure may be one of: {', '.join(measures.MEASURES)}",
    )
    return Sheet(lead, tuple(cards), _rule(store, review))


def _rule(store: Store, review: Review) -> dict[str, str]:
    found = lessons.of_review(store.connection, review.id)
    if found is None:
        return {}
    measure, _, topic = (found.measure or "").partition(":")
    target = ""
    if found.target is not None and found.measure:
        target = measures.target_typed(found.measure, found.target)
    aim = found.aim.value if found.aim else ""
    return dict(zip(RULE, (found.words, measure, topic, aim, target), strict=True))


def replies(file: Path, template: Sheet, opened: Opened) -> Replies:
    """Return what a text says that is new; raise BulkError with every line that cannot be read."""
    with file.open(encoding="utf-8", errors="strict") as text:
        body = text.read(LONGEST)
    slugs = [one.question.slug for one in opened.found.items]
    filled, mistakes = read_back(body, template.remarks, slugs)
    problems = [Problem(file.name, one.line, "", one.why) for one in mistakes]
    before, _ = read_back(template.text, template.remarks, slugs)
    known = {(one.about, one.prompt): one.words for one in before}
    said = []
    for one in filled:
        if one.about == LESSON or known.get((one.about, one.prompt)) == one.words:
            continue
        try:
            prompt = Prompt(one.prompt)
            said.append(Reply(one.about, prompt, checked(prompt, one.words)))
        except InputError as error:
            why = f"{error.message} {error.hint}".strip()
            problems.append(Problem(file.name, one.line, "", why))
    if problems:
        raise BulkError(tuple(sorted(problems, key=lambda one: one.line)))
    return Replies(tuple(said), _taught(filled, known))


def _taught(filled: tuple[Filled, ...], known: dict[tuple[str, str], str]) -> Taught | None:
    rule = {one.prompt: one.words for one in filled if one.about == LESSON}
    before = {prompt: words for (about, prompt), words in known.items() if about == LESSON}
    if not rule or rule == before:
        return None
    return Taught(*(rule.get(name, "") for name in RULE))
