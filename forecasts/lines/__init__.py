"""Plain tables, read and written line by line; the importers and exporters share it."""

from forecasts.lines.problems import Problems
from forecasts.lines.table import Line, OnRecord, Part, RowError, Table, identity
from forecasts.lines.tables import (
    FORECASTERS,
    FORECASTS,
    LINKS,
    QUESTIONS,
    RESOLUTIONS,
    ForecasterLine,
    ForecastLine,
    LinkLine,
    QuestionLine,
    ResolutionLine,
    Tables,
)

__all__ = [
    "FORECASTERS",
    "FORECASTS",
    "LINKS",
    "QUESTIONS",
    "RESOLUTIONS",
    "ForecastLine",
    "ForecasterLine",
    "Line",
    "LinkLine",
    "OnRecord",
    "Part",
    "Problems",
    "QuestionLine",
    "ResolutionLine",
    "RowError",
    "Table",
    "Tables",
    "identity",
]
