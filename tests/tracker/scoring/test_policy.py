"""Names of time policies: read, written again in one form, and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.scoring import DAY_US, DEFAULT_POLICIES, NEVER, Policy
from tracker.scoring.policy import Kind


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("scheduled", "scheduled"),
        ("open", "open"),
        ("last", "last"),
        ("spot", "spot"),
        (" last ", "last"),
        ("before-close:7d", "before-close:7d"),
        ("before-close:168h", "before-close:7d"),
        ("before-close:1w", "before-close:7d"),
        ("before-close:36h", "before-close:36h"),
        ("before-close:007d", "before-close:7d"),
    ],
)
def test_a_policy_has_one_name(typed: str, name: str) -> None:
    assert str(Policy.parse(typed)) == name
    assert Policy.parse(typed) == Policy.parse(name)


@pytest.mark.parametrize(
    "typed",
    [
        "", "Open", "opened", "open:", "open:7d", "spot:3d", "before-close", "before-close:",
        "before-close:0d", "before-close:000h", "before-close:-1d", "before-close:7",
        "before-close:1.5d", "before-close:7m", "before-close:7 d", "before-close:\u0667d",
        "before-close:123456d", "after-close:7d",
    ],
)  # fmt: skip
def test_another_name_is_refused_with_those_there_are(typed: str) -> None:
    with pytest.raises(ValueError, match="scheduled, open, last, spot or before-close:7d"):
        Policy.parse(typed)


@given(hours=st.integers(1, 99_999))
def test_reading_what_was_written_gives_the_policy_again(hours: int) -> None:
    policy = Policy(Kind.BEFORE_CLOSE, hours)
    assert Policy.parse(str(policy)) == policy


def test_the_instant_of_a_snapshot() -> None:
    times = (0, 30 * DAY_US, 12 * DAY_US, 5 * DAY_US)
    found = {name: Policy.parse(name).instant_us(*times) for name in ("last", "spot")}
    assert found == {"last": 12 * DAY_US - 1, "spot": 5 * DAY_US}
    assert Policy.parse("before-close:7d").instant_us(*times) == 23 * DAY_US
    assert Policy.parse("before-close:1h").instant_us(*times) == 30 * DAY_US - DAY_US // 24
    assert Policy.parse("spot").instant_us(0, 1, 1, NEVER) == NEVER
    assert Policy.parse("scheduled").instant_us(DAY_US, 2 * DAY_US, 2 * DAY_US, NEVER) == DAY_US


def test_one_instant_of_all_questions_is_shown_and_never_typed() -> None:
    # 2026-11-01T12:00:00Z is 1,793,534,400 s after the epoch (date -u -d ... +%s).
    policy = Policy(Kind.AT, at_us=1_793_534_400_000_000)
    assert str(policy) == "at:2026-11-01T12:00:00.000000Z"
    assert policy.instant_us(0, 1, 1, NEVER) == 1_793_534_400_000_000
    with pytest.raises(ValueError, match="is no policy"):
        Policy.parse(str(policy))


def test_the_default_policies_are_the_three_that_need_nothing_more() -> None:
    assert [str(policy) for policy in DEFAULT_POLICIES] == ["scheduled", "open", "last"]
