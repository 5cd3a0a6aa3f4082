"""Work shared out among processors, whatever the platform says of them."""

from __future__ import annotations

import os

import pytest

from tracker.rules.shares import MOST, in_shares

PARTS = [slice(start, start + 2) for start in range(0, 20, 2)]


@pytest.mark.parametrize(("processors", "shares"), [(1, 1), (3, 3), (64, min(MOST, 10)), (None, 1)])
def test_every_part_is_in_one_share_and_a_share_is_for_one_processor(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, shares: int
) -> None:
    # As on macOS and Windows, which say how many there are and not how many one may use.
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    found = in_shares(PARTS, list)
    assert [part for share in found for part in share] == PARTS
    assert len(found) == shares
    assert max(map(len, found)) - min(map(len, found)) <= 1


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this platform does not say")
def test_no_more_shares_than_processors_that_may_be_used() -> None:
    assert len(in_shares(PARTS, list)) == min(len(os.sched_getaffinity(0)), MOST, len(PARTS))


def test_the_first_share_that_fails_is_heard() -> None:
    with pytest.raises(ZeroDivisionError):
        in_shares(PARTS, lambda share: 1 // (share[0].start - share[0].start))
