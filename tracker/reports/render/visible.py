"""Text made harmless to show: nothing in it can move a cursor or turn a line around."""

from __future__ import annotations

import json

from forecasts.parse import hidden_characters


def visible(text: str) -> str:
    r"""Return the text on one line, every control and invisible character written as its code.

    >>> visible("a\x1b[2Jb\u202ec\nd")
    'a\\u001b[2Jb\\u202ec d'
    """
    line = " ".join(text.split("\n"))
    return line if line.isprintable() else _written_out(line)


def visible_json(text: str) -> str:
    r"""Return JSON text of the same value in which no hidden character stands unescaped.

    >>> visible_json('"a\u202e"')
    '"a\\u202e"'
    """
    return text if text.isprintable() else _written_out(text)


def _written_out(text: str) -> str:
    return "".join(json.dumps(c)[1:-1] if hidden_characters(c) else c for c in text)
