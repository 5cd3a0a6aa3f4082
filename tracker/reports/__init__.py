"""What the judge tells people: one section a file, rendered in four ways."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.reports import (
    calls,
    denominators,
    footer,
    method,
    published,
    record,
    resolved,
    verdict,
    void,
    waiting,
)
from tracker.reports.section import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.reports.material import Material
    from tracker.reports.section import Section

NAME = "Scoring report"
# A report is its sections in reading order; one that has nothing to tell may leave itself out.
REPORTS: Mapping[str, tuple[Callable[[Material], Section | None], ...]] = MappingProxyType(
    {
        "scoring": (
            verdict.section,
            denominators.section,
            waiting.section,
            resolved.section,
            record.section,
            published.section,
            calls.section,
            void.section,
            method.section,
            footer.section,
        )
    }
)


def build(name: str, material: Material) -> Report:
    """Return the report of that name, made from what was gathered."""
    sections = (make(material) for make in REPORTS[name])
    return Report(
        name=NAME,
        title=_title(material),
        subtitle=_subtitle(material),
        topic=material.scope.topic,
        retrospective=material.scope.retrospective,
        as_of=material.as_of,
        made_at=material.now,
        sections=tuple(section for section in sections if section is not None),
    )


def _title(material: Material) -> str:
    """Return the name of the report with what was asked for; nothing where it speaks of all."""
    scope = material.scope
    asked = scope.forecaster is not None and material.subject is not None
    parts = (
        material.subject.name if asked and material.subject else "",
        f"topic {scope.topic}" if scope.topic else "",
        "the retrospective history" if scope.retrospective else "",
    )
    narrowed = ", ".join(part for part in parts if part)
    return f"{NAME}: {narrowed}" if narrowed else NAME


def _subtitle(material: Material) -> str:
    scope = material.scope
    as_of = times.to_minute(material.as_of) if material.as_of else "an empty record"
    parts = (
        f"Data as of {as_of}",
        f"about {material.subject.name}" if material.subject else "",
        f"topic {scope.topic}" if scope.topic else "",
        "the retrospective history" if scope.retrospective else "",
    )
    return " · ".join(part for part in parts if part)
