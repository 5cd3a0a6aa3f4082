"""A report as one JSON object: what every section holds for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.reports.render.visible import visible_json

if TYPE_CHECKING:
    from tracker.reports.section import Report


def as_json(report: Report) -> str:
    """Return the report as one line: name, period, as_of, made_at, an object for each section."""
    found: dict[str, object] = {
        "report": report.name,
        "topic": report.topic,
        "retrospective": report.retrospective,
        "period": plain(report.period),
        "as_of": times.maybe_to_text(report.as_of),
        "made_at": times.to_text(report.made_at),
    }
    found |= {section.key: plain(section.data) for section in report.sections}
    return visible_json(json.dumps(found, ensure_ascii=False, allow_nan=False))


def plain(value: object) -> object:
    """Return a value that JSON can hold: dataclasses as objects, instants and infinities as text.

    >>> plain((math.inf, datetime.fromisoformat("2026-11-03T05:00Z")))
    ['Infinity', '2026-11-03T05:00:00.000000Z']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return times.to_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return value
