"""When a sentence says that something happens: whole, and nothing that is no time."""

from __future__ import annotations

import pytest

from forecasts.claims import mentions


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The next South Korean government will probably reopen the hotline.", ()),
        ("They will wait for the next president.", ()),
        ("She could be named at the next Party Congress.", ("the next Party Congress",)),
        ("He will likely visit Tokyo in the next 12 months.", ("in the next 12 months",)),
        ("A test is likely in the next l2 months.", ("in the next l2 months",)),
        ("Imports grow over the next three to five years.", ("over the next three to five years",)),
        ("It should recover over the coming year.", ("over the coming year",)),
        ("A summit is possible before the November elections.", ("before the November elections",)),
        ("Kim is expected in Moscow in May or June.", ("in May or June",)),
        ("Fuel is likely to come by June 2O26.", ("by June",)),
        ("Deaths rise before the mid-2030s.", ("before the mid-2030s",)),
        ("They vote in May and again in 2027.", ("in May", "in 2027")),
    ],
)
def test_a_time_is_named_whole_or_not_at_all(sentence: str, told: tuple[str, ...]) -> None:
    assert mentions.dates(sentence, "en") == told
