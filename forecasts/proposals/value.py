"""One value out of a CSV or JSON document."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    from forecasts.proposals.rule import Reading

LONGEST = 200  # characters of a value: an outcome is short


def value_in(document: bytes, rule: Reading) -> str | None:
    """Return the text of the value that a rule names; None where it is not there yet.

    Raises ForecastsError for a document that is not what the rule takes it for.
    """
    try:
        text = document.decode("utf-8-sig")
        found = _pointed(text, rule.pointer) if rule.pointer is not None else _cell(text, rule)
    except (ValueError, csv.Error, RecursionError) as error:  # such as a number too long to read
        kind = "JSON" if rule.pointer is not None else "CSV"
        raise ForecastsError(f"{rule.place} is no {kind} document: {error}.") from error
    if found is not None and len(found) > LONGEST:
        raise ForecastsError(f"what {rule.place} holds there is longer than {LONGEST} characters.")
    return found or None


def _cell(text: str, rule: Reading) -> str | None:
    rows = csv.DictReader(io.StringIO(text))
    names = rows.fieldnames or ()
    missing = [name for name in (rule.column, *dict(rule.where)) if name not in names]
    if missing:
        raise ForecastsError(
            f"{rule.place} has no column {missing[0]!r}.", f"It has: {', '.join(names)}."
        )
    found = None
    for row in rows:
        if all((row[name] or "").strip() == value for name, value in rule.where):
            found = (row[str(rule.column)] or "").strip()
    return found


def _pointed(text: str, pointer: str) -> str | None:
    """Return the value that an RFC 6901 pointer names, as text; None where it leads nowhere."""
    found = json.loads(text)
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and key.isascii() and key.isdigit() and int(key) < len(found):
            found = found[int(key)]
        elif isinstance(found, dict) and key in found:
            found = found[key]
        else:
            return None
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, list | dict):
        raise ForecastsError(
            "what the pointer names is a list or an object.", "Point to one value in it."
        )
    return None if found is None else str(found)
