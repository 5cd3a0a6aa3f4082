"""What the record holds: frozen dataclasses, valid from the moment they are made."""

from forecasts.model.forecast import Action, Forecast, Origin, Stated, standing
from forecasts.model.forecaster import Forecaster, ForecasterKind
from forecasts.model.question import (
    Criteria,
    Question,
    QuestionType,
    ReferenceClass,
    Status,
    Terms,
    slug_of,
    status_at,
    status_of,
)
from forecasts.model.resolution import Interval, Resolution, ResolutionStatus
from forecasts.model.source import Source

__all__ = [
    "Action",
    "Criteria",
    "Forecast",
    "Forecaster",
    "ForecasterKind",
    "Interval",
    "Origin",
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
