"""Scored pairs read for a table: what is not shown is not computed, and changes nothing else."""

from __future__ import annotations

import numpy as np

from tests.tracker.conftest import Recorder
from tracker import columns


def test_without_peer_points_every_other_column_is_the_same(record: Recorder) -> None:
    for slug, outcome in (("q0", "yes"), ("q1", "0.25")):
        record.ask(slug)
        for day, who in enumerate(("ana", "bob", "eve")):
            record.say(who, slug, day, 0.2 + day / 7)
        record.resolve(slug, outcome)
    connection = record.store.connection
    ids = columns.resolved(connection)
    whole = columns.from_facts(connection, ids)
    without = columns.from_facts(connection, ids, peer=False)
    assert len(whole.question) == 6
    assert not np.isnan(whole.peer).any()
    assert np.isnan(without.peer).all()
    for name in set(whole.__slots__) - {"peer"}:
        assert getattr(whole, name).tobytes() == getattr(without, name).tobytes(), name
