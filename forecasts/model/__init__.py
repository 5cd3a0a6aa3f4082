"""What the record holds: frozen dataclasses, valid from the moment they are made.

Each is loaded when it is first named, since a dataclass takes about half a millisecond to make and
a command needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecasts.model.forecast import Forecast, Stated, standing
    from forecasts.model.forecaster import Forecaster
    from forecasts.model.kinds import (
        Action,
        ForecasterKind,
        Origin,
        QuestionType,
        ResolutionStatus,
        Status,
        status_at,
    )
    from forecasts.model.proposal import Objection, Proposal
    from forecasts.model.question import (
        Criteria,
        Question,
        ReferenceClass,
        Terms,
        slug_of,
        status_of,
    )
    from forecasts.model.resolution import Confirmation, Interval, Resolution
    from forecasts.model.source import Source

__all__ = [
    "Action",
    "Confirmation",
    "Criteria",
    "Forecast",
    "Forecaster",
    "ForecasterKind",
    "Interval",
    "Objection",
    "Origin",
    "Proposal",
    "Question",
    "QuestionType",
    "ReferenceClass",
    "Resolution",
    "ResolutionStatus",
    "Source",
    "Stated",
    "Status",
    "Terms",
    "slug_of",
    "standing",
    "status_at",
    "status_of",
]
_ROOMS = {
    "forecast": ("Forecast", "Stated", "standing"),
    "forecaster": ("Forecaster",),
    "kinds": (
        "Action", "ForecasterKind", "Origin", "QuestionType", "ResolutionStatus", "Status",
        "status_at",
    ),
    "question": ("Criteria", "Question", "ReferenceClass", "Terms", "slug_of", "status_of"),
    "proposal": ("Objection", "Proposal"),
    "resolution": ("Confirmation", "Interval", "Resolution"),
    "source": ("Source",),
}  # fmt: skip
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _ROOM_OF:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
        globals()[name] = value
        return value
