"""What the judge tells people: one section a file, rendered in four ways."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.reports import (
    against_before,
    calls,
    closing,
    confidence,
    denominators,
    footer,
    leaderboard,
    method,
    moved,
    page_verdict,
    people,
    process,
    published,
    record,
    resolved,
    updating,
    verdict,
    void,
    waiting,
    watched,
    where_wrong,
)
from tracker.reports.section import PeriodTold, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.reports.material import Material
    from tracker.reports.section import Section

NAME = "Scoring report"
# What a director reads, and the long tables below it.
SUMMARY = (
    verdict.section,
    denominators.section,
    leaderboard.section,
    confidence.section,
    where_wrong.section,
    updating.section,
    process.section,
    people.section,
    void.section,
)
DETAIL = (
    calls.section,
    waiting.section,
    watched.section,
    resolved.section,
    record.section,
    published.section,
    method.section,
    footer.section,
)
# A report is its sections in reading order; one that has nothing to tell may leave itself out.
REPORTS: Mapping[str, tuple[Callable[[Material], Section | None], ...]] = MappingProxyType(
    {
        "scoring": (*SUMMARY, *DETAIL),
        "page": (
            page_verdict.section,
            waiting.section,
            closing.section,
            moved.section,
            watched.section,
            resolved.section,
            published.brief,
            void.section,
            footer.section,
        ),
        "period": (*SUMMARY, against_before.section, *DETAIL),
    }
)


def build(name: str, material: Material) -> Report:
    """Return the report of that name, made from what was gathered."""
    sections = (make(material) for make in REPORTS[name])
    return Report(
        name=_name(material),
        title=_title(material),
        subtitle=_subtitle(material),
        topic=material.scope.topic,
        retrospective=material.scope.retrospective,
        as_of=material.as_of,
        made_at=material.now,
        period=_period(material),
        sections=tuple(section for section in sections if section is not None),
    )


def _name(material: Material) -> str:
    window = material.window
    if window is None or not window.is_page:
        return NAME
    return f"{window.period.length.value.capitalize()} report"


def _period(material: Material) -> PeriodTold | None:
    window = material.window
    if window is None:
        return None
    return PeriodTold(
        name=window.period.name,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        timezone=window.timezone,
        so_far=window.so_far,
        seq=window.seq,
        late=window.late_at is not None,
        owned=tuple(
            one.question.slug for one in material.asked if one.question.id in material.owned
        ),
    )


def _title(material: Material) -> str:
    """Return the name of the report with what was asked for; nothing where it speaks of all."""
    scope, window = material.scope, material.window
    asked = scope.forecaster is not None and material.subject is not None
    parts = (
        window.title if window else "",
        material.subject.name if asked and material.subject else "",
        f"topic {scope.topic}" if scope.topic else "",
        "the retrospective history" if scope.retrospective else "",
    )
    narrowed = ", ".join(part for part in parts if part)
    return f"{_name(material)}: {narrowed}" if narrowed else _name(material)


def _subtitle(material: Material) -> str:
    scope = material.scope
    as_of = times.to_minute(material.as_of) if material.as_of else "an empty record"
    parts = (
        material.window.days if material.window else "",
        f"Data as of {as_of}",
        f"about {material.subject.name}" if material.subject else "",
        f"topic {scope.topic}" if scope.topic else "",
        "the retrospective history" if scope.retrospective else "",
    )
    return " · ".join(part for part in parts if part)
