"""Forged anchors, receipts, keys and signatures: the verifier accepts none of them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forecasts.errors import InputError
from forecasts.model import (
    Action,
    Forecast,
    Forecaster,
    ForecasterKind,
    QuestionType,
    Stated,
    Terms,
)
from forecasts.store import (
    Batch,
    Receipt,
    Store,
    create_store,
    forecasters,
    forecasts,
    keys,
    open_store,
    questions,
    receipts,
    signatures,
)
from forecasts.store import anchors as kept
from forecasts.store.findings import Code
from forecasts.store.verification import verify
from tests.forecasts.store.tampering import unguarded

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EACH = 1_000 if os.environ.get("TORTURE") else 70  # anchors, and as many receipts
HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Pen:
    """A private key."""

    private: Ed25519PrivateKey

    @property
    def public_key(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def pen(number: int) -> Pen:
    return Pen(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


ANA, ANA_2, BEN, EVE = (pen(number) for number in (1, 2, 3, 4))


@dataclass
class World:
    """A record in which ana and ben sign, and ana has changed her key once."""

    store: Store
    people: dict[str, Forecaster]
    question: int
    revision: int

    def say(self, batch: Batch, who: str, p: float) -> int:
        row = Forecast(
            question_id=self.question, revision_id=self.revision,
            forecaster_id=self.people[who].id, action=Action.FORECAST, made_at=NOW,
            stated=Stated(p, f"{p:.0%}"),
        )  # fmt: skip
        return forecasts.record(batch, row)

    def signed(self, who: str, by: Pen, p: float) -> int:
        with self.store.append(NOW, "predict") as batch:
            id_ = self.say(batch, who, p)
            signatures.add(batch, self.people[who], by)
        return id_

    def head(self, seq: int) -> bytes:
        row = self.store.connection.execute("SELECT hash FROM ledger WHERE seq = ?", (seq,))
        return bytes(row.fetchone()[0])

    def key(self, who: str, place: int = -1) -> keys.Key:
        own = [k for k in keys.everyones(self.store.connection)
               if k.forecaster_id == self.people[who].id]  # fmt: skip
        return own[place]


def world(path: Path) -> World:
    store = create_store(path)
    with store.append(NOW, "ask") as batch:
        end = NOW + timedelta(days=30)
        opens_at = NOW - timedelta(days=3)
        terms = Terms(title="Rain?", opens_at=opens_at, closes_at=end, resolves_by=end)
        rain = questions.add(batch, "rain", QuestionType.BINARY, terms)
        people = {name: forecasters.add(batch, name, ForecasterKind.PERSON) for name in
                  ("ana", "ben", "eve")}  # fmt: skip
    made = World(store, people, rain.id, rain.revision_id)
    for who, new, old in (("ana", ANA, None), ("ben", BEN, None)):
        with store.append(NOW, "key new") as batch:
            keys.add(batch, people[who], new, old, "", who)
    made.signed("ana", ANA, 0.2)
    made.signed("ben", BEN, 0.3)
    with store.append(NOW, "key new") as batch:
        keys.add(batch, people["ana"], ANA_2, ANA, "a new laptop", "ana")
    made.signed("ana", ANA_2, 0.4)
    return made


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path / "signed.db")
    yield made
    made.store.close()


def test_what_is_signed_holds(here: World) -> None:
    verdict = verify(here.store, full=True)
    assert (verdict.findings, verdict.signed) == ((), 3)


# Each forges rows on the chain itself, as somebody can who has the file and this program.
Forgery = Callable[[World], None]


def put(
    here: World, signature: bytes | str, *, by: keys.Key, before: int = 0, between: bool = False
) -> None:
    """Add a forecast with a signature row; `before` moves it to an older one."""
    text = signature if isinstance(signature, str) else signature.hex()
    with here.store.append(NOW, "predict") as batch:
        id_ = before or here.say(batch, "ana", 0.77)
        if not between:
            batch.add("signatures", {"fact_id": id_, "key_id": by.id, "signature": text})
    if between:
        with here.store.append(NOW, "predict") as batch:
            batch.add("signatures", {"fact_id": id_, "key_id": by.id, "signature": text})


def over_new(here: World, by: Pen, key: keys.Key, who: str = "ana", tag: bytes = b"") -> None:
    """Sign a new forecast as the program would, by some key and in some name."""
    with here.store.append(NOW, "predict") as batch:
        id_ = here.say(batch, who, 0.77)
        made = by.sign((tag or signatures.SIGNED_FACT) + batch.head).hex()
        batch.add("signatures", {"fact_id": id_, "key_id": key.id, "signature": made})


def stolen(here: World, place: int) -> str:
    rows = here.store.connection.execute("SELECT signature FROM signatures ORDER BY id")
    return str(rows.fetchall()[place][0])


def late(here: World) -> None:
    """Sign, with the right key, a forecast that was recorded unsigned before."""
    with here.store.append(NOW, "predict") as batch:
        id_ = here.say(batch, "ana", 0.1)
    made = ANA_2.sign(signatures.SIGNED_FACT + here.head(id_))
    put(here, made, by=here.key("ana"), before=id_)


def twice(here: World) -> None:
    """Sign a forecast that is signed, past the guard."""
    fact, key, text = here.store.connection.execute(
        "SELECT fact_id, key_id, signature FROM signatures ORDER BY id DESC LIMIT 1"
    ).fetchone()
    with here.store.append(NOW, "predict") as batch:
        batch.connection.execute("DROP TRIGGER signatures_insert")
        batch.add("signatures", {"fact_id": fact, "key_id": key, "signature": text})


def after_revocation(here: World) -> None:
    with here.store.append(NOW, "key revoke") as batch:
        keys.revoke(batch, here.key("ana"), ANA_2, "stolen", "ana")
    over_new(here, ANA_2, here.key("ana", -2))


def by_the_revoking_row(here: World) -> None:
    with here.store.append(NOW, "key revoke") as batch:
        keys.revoke(batch, here.key("ana"), ANA_2, "stolen", "ana")
    over_new(here, ANA_2, here.key("ana"))


def key_row(
    here: World,
    new: Pen,
    *,
    by: Pen | None,
    replaces: int | None,
    who: str = "ana",
    revoked: bool = False,
    head: bytes | None = None,
    tag: bytes = b"",
) -> None:
    with here.store.append(NOW, "key new") as batch:
        said = keys.message(head or batch.head, here.people[who].id, new.public_key,
                            revoked=revoked)  # fmt: skip
        row = {"forecaster_id": here.people[who].id, "public_key": new.public_key.hex(),
               "replaces": replaces, "revoked": 1 if revoked else None,
               "signature": by.sign(tag + said).hex() if by else None}  # fmt: skip
        batch.add("keys", row)


def elsewhere(here: World) -> None:
    """Take a signature of ana's own from another record of hers."""
    apart = world(here.store.path.with_name("apart.db"))
    apart.signed("ana", ANA_2, 0.77)
    text = stolen(apart, -1)
    apart.store.close()
    put(here, text, by=here.key("ana"))


def on_another_fact(here: World) -> None:
    """Sign a row that is no forecast."""
    with here.store.append(NOW, "predict") as batch:
        id_ = batch.add("redactions", {"text_id": "none", "why": "a name"})
        made = ANA_2.sign(signatures.SIGNED_FACT + batch.head).hex()
        row = {"fact_id": id_, "key_id": here.key("ana").id, "signature": made}
        batch.add("signatures", row)


FORGERIES: dict[str, Forgery] = {
    "zeros": lambda w: put(w, bytes(64), by=w.key("ana")),
    "nothing": lambda w: put(w, "", by=w.key("ana")),
    "no hex": lambda w: put(w, "zz" * 64, by=w.key("ana")),
    "too short": lambda w: put(w, stolen(w, 2)[:-2], by=w.key("ana")),
    "too long": lambda w: put(w, stolen(w, 2) + "00", by=w.key("ana")),
    "replayed, her own": lambda w: put(w, stolen(w, 2), by=w.key("ana")),
    "replayed, her old": lambda w: put(w, stolen(w, 0), by=w.key("ana", 0)),
    "replayed, of another": lambda w: put(w, stolen(w, 1), by=w.key("ben")),
    "from another record": elsewhere,
    "moved to an older row": lambda w: put(w, stolen(w, 2), by=w.key("ana"), before=7),
    "of another, in her name": lambda w: over_new(w, BEN, w.key("ana")),
    "of another, by his key": lambda w: over_new(w, BEN, w.key("ben")),
    "of hers, by his key": lambda w: over_new(w, ANA_2, w.key("ben")),
    "of nobody's key": lambda w: over_new(w, EVE, w.key("ana")),
    "by the key before": lambda w: over_new(w, ANA, w.key("ana", 0)),
    "by the key before, as the new": lambda w: over_new(w, ANA, w.key("ana")),
    "after it was revoked": after_revocation,
    "by the row that revokes": by_the_revoking_row,
    "over something else": lambda w: over_new(w, ANA_2, w.key("ana"), tag=keys.SIGNED_KEY),
    "without its tag": lambda w: over_new(w, ANA_2, w.key("ana"), tag=b"\0"),
    "later": late,
    "in the next entry": lambda w: put(w, stolen(w, 2), by=w.key("ana"), between=True),
    "a second time": twice,
    "of a row that is no forecast": on_another_fact,
    "a key that another vouches for": lambda w: key_row(w, EVE, by=BEN, replaces=w.key("ana").id),
    "a key that an old one vouches for": lambda w: key_row(
        w, EVE, by=ANA, replaces=w.key("ana").id),
    "a key that nobody signed": lambda w: key_row(w, EVE, by=None, replaces=w.key("ana").id),
    "a key that replaces an older one": lambda w: key_row(
        w, EVE, by=ANA, replaces=w.key("ana", 0).id),
    "a second first key": lambda w: key_row(w, EVE, by=EVE, replaces=None),
    "a first key signed by another": lambda w: key_row(w, EVE, by=BEN, replaces=None, who="eve"),
    "a key of somebody else's": lambda w: key_row(w, EVE, by=BEN, replaces=w.key("ben").id),
    "vouched for at another row": lambda w: key_row(
        w, EVE, by=ANA_2, replaces=w.key("ana").id, head=bytes(32)),
    "revoked by another": lambda w: key_row(
        w, ANA_2, by=BEN, replaces=w.key("ana").id, revoked=True),
    "another key revoked": lambda w: key_row(
        w, EVE, by=ANA_2, replaces=w.key("ana").id, revoked=True),
    "a word for it that says something else": lambda w: key_row(
        w, EVE, by=ANA_2, replaces=w.key("ana").id, tag=b"\0"),
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("forged") / "signed.db"
    made = world(path)
    made.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.store.close()
    return path.read_bytes()


def copied(base: bytes, path: Path) -> World:
    path.write_bytes(base)
    store = open_store(path)
    store.connection.execute("PRAGMA synchronous = OFF")
    people = {who.name: who for who in forecasters.everyone(store.connection)}
    (rain,) = questions.everything(store.connection)
    return World(store, people, rain.id, rain.revision_id)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_signature_or_key_is_not_accepted(name: str, base: bytes, tmp_path: Path) -> None:
    here = copied(base, tmp_path / "forged.db")
    with closing(here.store.connection):
        before, _ = signatures.check(here.store.connection)
        FORGERIES[name](here)
        good, found = signatures.check(here.store.connection)
        assert good == before == 3
        assert Code.FORGED in {each.code for each in found}
        assert verify(here.store, full=True).faults


def test_a_flipped_bit_of_a_signature_is_not_accepted(base: bytes, tmp_path: Path) -> None:
    here = copied(base, tmp_path / "flipped.db")
    with closing(here.store.connection):
        made = bytes.fromhex(stolen(here, 2))
        head = here.head(here.store.connection.execute(
            "SELECT max(fact_id) FROM signatures").fetchone()[0])  # fmt: skip
    message = signatures.SIGNED_FACT + head
    assert keys.verified(ANA_2.public_key, made, message)
    for bit in range(0, 512, 5):
        flipped = bytearray(made)
        flipped[bit // 8] ^= 1 << bit % 8
        assert not keys.verified(ANA_2.public_key, bytes(flipped), message)


def test_a_key_that_nobody_vouches_for_is_told_and_is_no_failure(here: World) -> None:
    with here.store.append(NOW, "key new") as batch:
        keys.add(batch, here.people["ana"], EVE, None, "the old one is lost", "eve")
    here.signed("ana", EVE, 0.5)
    verdict = verify(here.store, full=True)
    assert (verdict.faults, verdict.signed) == ((), 4)
    (told,) = verdict.findings
    assert (told.code, told.seq) == (Code.KEYS, here.key("ana").id)


def test_a_rewritten_chain_breaks_every_signature(here: World) -> None:
    from tests.forecasts.store.tampering import rehashed

    with unguarded(here.store.path) as raw:
        raw.execute("UPDATE questions SET slug = 'snow'")
    rehashed(here.store.path)
    assert verify(here.store).faults == ()
    codes = Counter(each.code for each in verify(here.store, full=True).faults)
    assert codes[Code.FORGED] == 6  # three signatures, and three keys


def test_a_receipt_says_who_signed_and_forged_ones_count_for_nothing(here: World) -> None:
    id_ = here.signed("ana", ANA_2, 0.6)
    assert signatures.said_by(here.store.connection, [id_]) == {id_: here.key("ana").fingerprint}
    over_new(here, BEN, here.key("ana"))
    last = here.store.connection.execute("SELECT max(id) FROM forecasts").fetchone()[0]
    assert signatures.check(here.store.connection, [id_])[0] == 1
    assert signatures.check(here.store.connection, [last])[0] == 0


def forged(receipt: Receipt, random: Random, last: int) -> tuple[object, str]:
    """Return a seq and a head that are near those of a receipt, and not they."""
    seq, head = receipt.seq, receipt.head.hex()
    place = random.randrange(16)
    digit = random.choice(HEX.replace(head[place], ""))
    wrong = head[:place] + digit + head[place + 1 :]
    return random.choice([
        (seq, wrong), (seq, wrong[:16]), (seq, wrong[:40]), (seq, "0" * 64), (seq, head[:15]),
        (seq, ""), (seq, head + "0"), (seq, head[::-1]), (last + random.randint(1, 99), head),
        (0, head), (-seq, head), (seq, head[1:]), (f"{seq}.0", head), (10**30, head),
        (seq, f"{head[:8]} {head[8:]}"), (seq, head[:16] + "g"), ("", head), ("٣", head),
    ])  # fmt: skip


def written(seq: object, head: str, random: Random, path: Path) -> None:
    """Write a head into a file, in one of the forms that are read."""
    path.write_text(random.choice([
        f"forecasts-anchor/1 seq={seq} head={head} at=2026-11-01T12:00:00.000000Z\n",
        f"<dl><dt>Ledger head</dt><dd><span>{seq}:{head}</span></dd></dl>\n",
        f"- **Ledger head:** {seq}:{head}\n",
        json.dumps({"report": "scoring", "footer": {"head": f"{seq}:{head}"}}),
        json.dumps({"ok": True, "seq": seq, "head": head}),
        json.dumps({"receipt": f"{seq}:{head}"}),
    ]))  # fmt: skip


def is_accepted(connection: sqlite3.Connection, found: list[kept.Anchor]) -> bool:
    held, faults = kept.against(connection, found)
    return bool(held) and not faults


def test_forged_anchors_and_receipts_are_not_accepted(here: World, tmp_path: Path) -> None:
    connection, random, file = here.store.connection, Random(7), tmp_path / "kept.txt"
    rows = [Receipt(*row) for row in connection.execute("SELECT seq, hash FROM ledger")]
    counts: Counter[str] = Counter()
    while counts.total() < 2 * EACH:
        true = random.choice(rows)
        seq, head = forged(true, random, rows[-1].seq)
        kind = ("receipt", "anchor")[counts.total() % 2]
        counts[kind] += 1
        try:
            if kind == "receipt":
                found = [kept.parsed(f"{seq}:{head}", "typed")]
            else:
                written(seq, head, random, file)
                found = kept.read(file)
        except InputError:
            continue
        if found[0].head == true.head.hex()[: len(found[0].head)] and found[0].seq == true.seq:
            raise AssertionError(f"{seq}:{head} was read as the true {true}")
        assert not is_accepted(connection, found), (kind, seq, head)
        if kind == "receipt":
            assert receipts.check(connection, found[0]).faults
    for true in rows:  # and the true ones all are, in every form
        written(true.seq, true.head.hex(), random, file)
        assert is_accepted(connection, kept.read(file))
        assert not receipts.check(
            connection, kept.parsed(f"{true.seq}:{true.head.hex()}", "")
        ).faults
    total = counts.total() + len(FORGERIES) + 103
    print(f"\n{total:,} forged: {dict(counts)}, signatures and keys {len(FORGERIES) + 103}")  # noqa: T201 - for -s
