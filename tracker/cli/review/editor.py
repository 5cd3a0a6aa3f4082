"""A review answered in an editor: one text, read back; a text with mistakes is kept."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

from forecasts.cli.output import safe, say
from forecasts.cli.walk import running_clock
from forecasts.errors import ForecastsError, InputError, Problem
from forecasts.model.review import Prompt
from forecasts.store import answers, lessons
from tracker.cli.review import asking, chosen
from tracker.cli.review.recording import Recorded, named, record
from tracker.cli.review.replies import Replies, Reply, Taught
from tracker.reviews import measures, targets
from tracker.reviews.assembled import Frame
from tracker.reviews.sheet import LESSON, RULE, Card, Filled, Sheet, read_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.cli.review.chosen import Opened
    from tracker.reviews.assembled import Reviewed

LONGEST = 1_000_000
WIDTH = 96  # of a remark, in every terminal: a text that was kept is read by its remarks


def in_editor(
    store: Store, whose: Forecaster, review: Review, by: str | None, uuid: str | None
) -> None:
    """Open the review in an editor until it can be put on record, or somebody leaves.

    The text is kept beside the record until then, and the next time it is opened as it was left.
    """
    from tracker.cli.review.answer import tell

    opened, speaker = chosen.opened(store, Frame.of(store, review), review), named(store, by)
    template = blank(store, opened, speaker)
    file = store.path.with_name(f"{store.path.name}.review-{review.id}-{_plain(speaker)}.txt")
    anew = chosen.command(review, whose, "answer", " --editor")
    clock = running_clock()
    if not file.exists():
        file.write_text(template.text, encoding="utf-8")
    while True:
        edit(file, anew)
        try:
            said = replies(file, template, opened)
            done = kept(store, whose, review, said, by, clock(), uuid)
        except ForecastsError as error:
            if not again(error, file, anew):
                raise
            continue
        file.unlink()
        if done is None:
            say("Nothing was written in it: nothing recorded.")
        else:
            tell(done, whose, as_json=False)
        return


def _plain(name: str) -> str:
    """Return a name as the name of a file may hold it.

    >>> _plain("Ana B./x")
    'Ana_B._x'
    """
    return re.sub(r"[^\w.-]", "_", name)


def kept(
    store: Store, whose: Forecaster, review: Review, said: Replies, by: str | None, now: datetime,
    uuid: str | None,
) -> Recorded | None:  # fmt: skip
    """Put what was written on record; None where nothing was."""
    if not said.answers and said.lesson is None and not said.problems:
        return None
    return record(store, whose, review, said, by, now, uuid=uuid)


def again(error: ForecastsError, file: Path, anew: str) -> bool:
    """Say what cannot be read, and ask whether to open the text once more."""
    if not sys.stdin.isatty():
        error.hint = f"{error.hint}\nThe text is kept in {file}; to go on: {anew}".strip()
        return False
    say(f"{error}\nNothing is lost: the text is kept in {file}.")
    try:
        asking.line("Enter opens it again, q leaves.")
    except asking.Left:
        return False
    return True


def edit(file: Path, anew: str) -> None:
    """Open a file in the editor and wait; raise InputError unless it ended well and left a text."""
    kept_in = f"The text is kept in {file}; to go on: {anew}"
    variable, argv = _argv(anew)
    try:
        done = subprocess.run([*argv, str(file)], check=False)  # noqa: S603 - the user's own editor
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        why = "is not on this machine" if missing else "is no program that can be run"
        raise InputError(
            f"the editor {argv[0]!r} {why}.", f"Name another: {variable}=nano {anew}"
        ) from error
    if done.returncode != 0:
        raise InputError(
            f"the editor {argv[0]!r} {_ended(done.returncode)}, so its text was not read:"
            " nothing was recorded.",
            kept_in if file.exists() else f"To go on: {anew}",
        )
    if not file.is_file():
        raise InputError(
            f"the editor {argv[0]!r} removed the text: nothing was recorded.",
            f"Save it where it was opened, {file}; to begin again: {anew}",
        )


def _argv(anew: str) -> tuple[str, list[str]]:
    """Return the variable that names the editor, and the editor with its arguments.

    Raises InputError where a quote in it is left open.
    """
    for name in ("VISUAL", "EDITOR"):
        typed = os.environ.get(name, "").strip()
        try:
            if typed and (argv := shlex.split(typed)):
                return name, argv
        except ValueError as error:
            raise InputError(
                f"{name} is {typed!r}, in which a quote is left open.",
                f"Name another: {name}=nano {anew}",
            ) from error
    return "EDITOR", ["vi"]


def _ended(code: int) -> str:
    """Return how a program ended that did not end well.

    >>> _ended(1), _ended(-15)
    ('ended with an error (1)', 'was stopped (SIGTERM)')
    """
    if code > 0:
        return f"ended with an error ({code})"
    known = {one.value: one.name for one in signal.Signals}
    return f"was stopped ({known.get(-code, -code)})"


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
        cards.append(Card(one.question.slug, tuple(_remarks(one, opened)), given))
    lead = (
        f"Review of {review.period}, {found.frame.forecaster.name}; {speaker} answers.",
        "Write after the colons, on as many lines as you like; leave empty what you do not answer.",
        "Save and leave the editor to put it on record.",
        "The lesson may be words alone, or have a measure, and a target such as 0.15, 80%, 3 days.",
        "The measures, and which side of each is better:",
        *(f"{name}{words}" for name, words in measures.listed()),
    )
    return Sheet(lead, tuple(cards), _rule(store, review))


def _remarks(one: Reviewed, opened: Opened) -> list[str]:
    """Return the card of a question in lines of one width."""
    lines = []
    for first, text in asking.card(one, opened):
        lead = first
        for part in safe(text, lines=True).splitlines() or [""]:
            lines += textwrap.wrap(
                part, WIDTH, initial_indent=lead, subsequent_indent=" " * len(first),
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
            lead = " " * len(first)
    return lines


def _rule(store: Store, review: Review) -> dict[str, str]:
    found = lessons.of_review(store.connection, review.id)
    if found is None:
        return {}
    measure, _, topic = (found.measure or "").partition(":")
    target = ""
    if found.target is not None and found.measure:
        target = targets.target_typed(found.measure, found.target)
    aim = found.aim.value if found.aim else ""
    return dict(zip(RULE, (found.words, measure, topic, aim, target), strict=True))


def replies(file: Path, template: Sheet, opened: Opened) -> Replies:
    """Return what a text says that is new, with every line that cannot be read."""
    slugs = [one.question.slug for one in opened.found.items]
    filled, mistakes = read_back(_text(file), template.remarks, slugs)
    before, _ = read_back(template.text, template.remarks, slugs)
    known = {(one.about, one.prompt): one.words for one in before}
    said = [
        Reply(one.about, Prompt(one.prompt), one.words, line=one.line)
        for one in filled
        if one.about in slugs and known.get((one.about, one.prompt)) != one.words
    ]
    problems = tuple(Problem(file.name, one.line, "", one.why) for one in mistakes)
    return Replies(tuple(said), _taught(filled, known), file.name, problems)


def _text(file: Path) -> str:
    """Return the text of a file; raise InputError for a longer one, and for what is no text."""
    try:
        with file.open(encoding="utf-8-sig") as text:
            body = text.read(LONGEST + 1)
    except UnicodeDecodeError as error:
        raise InputError(f"{file.name} is no text in UTF-8.", "Save it as UTF-8.") from error
    if len(body) > LONGEST:
        raise InputError(f"{file.name} holds more than a million characters.", "Shorten it.")
    return body


def _taught(filled: Sequence[Filled], known: dict[tuple[str, str], str]) -> Taught | None:
    rule = {one.prompt: one for one in filled if one.about == LESSON}
    words = {prompt: one.words for prompt, one in rule.items()}
    before = {prompt: said for (about, prompt), said in known.items() if about == LESSON}
    if not rule or words == before:
        return None
    lines = tuple(rule[name].line if name in rule else 0 for name in RULE)
    text, measure, topic, aim, target = (words.get(name, "") for name in RULE)
    return Taught(text, measure, topic, aim, target, lines)
