"""Texts to break readers with: grammar and noise joined at random, and valid texts bent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

# ruff: noqa: RUF001 - letters that look like others are what this file is about
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "௦௧௨௩௪௫௬௭௮௯", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NASTY = (
    "\0", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\x0b", "\x1c", "\ud800",
    "NaN", "nan", "Infinity", "-Infinity", "inf", "1e999", "-1e999", "1e-999", "1e308", "5e-324",
    "9" * 30, "9" * 400, "9" * 5_000, "0." + "0" * 400 + "1", "0.99999999999999999", "-0", "-0.0",
    "+1", "1_000", "0x10", "1e", "1E5", "½", "²", "٪", "%", "٫", "null", "true", "false", "None",
    "[" * 5_000, '{"a":' * 3_000, "(" * 50, "[[", "]]", "{}", "[]", '""', "''", '"""', "'", '"',
    "\\", "\\u0000", '"\\ud800"', "\n", "\r", "\r\n", "\t", ",", ";", ":", "=", "==", "#", "/", "-",
    "x" * 2_000, " " * 300, "é", "𓀀", "İ", "ſ", "K", "0001-01-01", "9999-12-31", "0000-00-00",
    "2026-02-30", "2026-13-01", "24:00", "23:59:60", "+24:00", "-23:59", "+99:99", "Z", "T", "W01",
)  # fmt: skip


def texts(examples: Sequence[str], grammar: Sequence[str], seed: int) -> Callable[[], str]:
    """Return a source of texts, the same for the same seed: a few valid, most nearly so."""
    luck = Random(seed)

    def noise() -> str:
        if luck.random() < 0.6:
            return luck.choice(NASTY)
        letters = (
            chr(luck.choice((luck.randrange(32, 127), luck.randrange(0xD000)))) for _ in "12"
        )
        return "".join(letters)

    def joined() -> str:
        parts = (luck.choice(grammar) if luck.random() < 0.85 else noise() for _ in range(9))
        return luck.choice(("", " ", "")).join([*parts][: luck.randrange(1, 10)])

    def bent(text: str) -> str:
        if not text:
            return noise()
        at = luck.randrange(len(text))
        to = min(len(text), at + luck.choice((1, 1, 2, 5, 20, 200)))
        return luck.choice((
            lambda: text[:at] + text[to:],
            lambda: text[:to] + text[at:],
            lambda: text[:at] + noise() + text[at:],
            lambda: text[:at] + noise() + text[to:],
            lambda: text[:at] + luck.choice(grammar) + text[to:],
            lambda: text[:at] + luck.choice(examples)[at:],
            lambda: text.translate(dict(zip(range(48, 58), luck.choice(DIGITS), strict=True))),
            text.swapcase,
            lambda: text[:to],
        ))()  # fmt: skip

    def text() -> str:
        if luck.random() < 0.25:
            return joined()
        found = luck.choice(examples)
        for _ in range(luck.choice((0, 1, 1, 1, 2, 3))):
            found = bent(found)
        return found

    return text
