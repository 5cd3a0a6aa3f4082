"""Which of the resolved questions are drawn: on one page the newest, else what the calls leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports import calls, moved
from tracker.reports.lives import life_of
from tracker.reports.paths import members
from tracker.reports.statements import is_yes_no

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.material import Material
    from tracker.reports.section import Figure

CHARTS = 4  # of numbers and of what the calls leave out


def charts(material: Material, slugs: Sequence[str]) -> dict[str, Figure]:
    """Return slug -> chart of some of these questions, which stand newest first.

    Of those that are no yes/no question, but for those of the calls; on one page, which tells no
    calls, of every kind.
    """
    page = material.window is not None and material.window.is_page
    called: tuple[int, ...] = ()
    if not page:
        called = calls.told(material.asked, material.scored, material.names, material.subject)
    stories = [
        story
        for story in material.stories.values()
        if story.asked.question.slug in slugs
        and (page or not is_yes_no(story.asked.question))
        and story.asked.question.id not in called
        and members(story.tracks)
    ]
    most = moved.drawn(material)[1] if page else CHARTS
    newest = sorted(stories, key=lambda story: slugs.index(story.asked.question.slug))[:most]
    subject = material.subject.name if material.subject else None
    return {
        story.asked.question.slug: calls.figure_of(
            life_of(story, subject, material.now), story.asked.question.title, story
        )
        for story in newest
    }
