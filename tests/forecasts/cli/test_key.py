"""Keys and signing at the desk: made, used, changed, lost, and never on record."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from forecasts.cli import options, run, signing
from forecasts.errors import FAILED, OK, USAGE
from forecasts.store import forecasts, open_store
from tests.conftest import NOW, ONE

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the private keys of a user without any are kept."""
    place = tmp_path / "config"
    monkeypatch.setattr(click, "get_app_dir", lambda name: str(place / name))
    signing.at_hand.cache_clear()
    return place / "forecasts" / "keys"


@pytest.fixture
def said(small_record: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Return a function that runs a command on a record whose one key nobody has."""
    del folder

    def ran(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([*argv, "--db", str(small_record)])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert ran("forecaster", "add", "ben")[0] == OK
    return ran


def told(said: Said, *argv: str) -> dict[str, Any]:
    code, out, err = said(*argv, "--json")
    assert code == OK, err
    return dict(json.loads(out))


def test_a_key_is_made_used_and_changed(said: Said, folder: Path, small_record: Path) -> None:
    code, _, err = said("predict", "snow", "10%", "--as", "ben", "--sign")
    assert (code, "ben has no key to sign with." in err) == (FAILED, True)
    first = told(said, "key", "new", "--as", "ben")
    assert list(first) == ["forecaster", "key", "public_key", "replaces", "vouched_for", "file",
                           "receipt"]  # fmt: skip
    assert (first["replaces"], first["vouched_for"]) == (None, False)
    done = told(said, "predict", "snow", "12%", "--as", "ben", "--sign")
    assert done["signed"] == first["key"] == first["public_key"][:16]
    assert f"forecast of ben on snow, signed by the key {first['key']}" in said(
        "receipt", "check", done["receipt"])[1]  # fmt: skip
    second = told(said, "key", "new", "--as", "ben")
    assert (second["replaces"], second["vouched_for"]) == (first["key"], True)
    assert told(said, "predict", "snow", "13%", "--as", "ben", "--sign")["signed"] == second["key"]
    assert told(said, "predict", "snow", "14%", "--as", "ben")["signed"] is None
    shown = told(said, "show", "snow", "--as", "ben")["forecasts"]
    assert [row["signed"] for row in shown] == [first["key"], second["key"], None]
    words = " ".join(said("show", "snow", "--as", "ben")[1].split())
    assert f"a signature by the key {second['key']}, which verify --full checks" in words
    private = [(folder / f"{key['key']}.pem") for key in (first, second)]
    assert [file.stat().st_mode & 0o777 for file in private] == [0o600, 0o600]
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in private:
        assert file.read_bytes().split(b"\n")[1] not in small_record.read_bytes()


def test_full_checks_signatures_and_the_quick_form_does_not(said: Said) -> None:
    told(said, "key", "new", "--as", "ben")
    told(said, "predict", "snow", "12%", "--as", "ben", "--sign")
    assert told(said, "verify")["signatures"] is None
    # The small record has a key and a signature that are neither.
    code, out, _ = said("verify", "--full", "--json")
    found = json.loads(out)
    assert (code, found["code"], found["signatures"]) == (3, "forged", 1)
    assert [each["table"] for each in found["findings"]] == ["keys", "signatures"]


def test_what_is_signed_is_struck_by_who_can_sign_alone(said: Said, small_record: Path) -> None:
    key = told(said, "key", "new", "--as", "ben")["key"]
    told(said, "predict", "snow", "12%", "--as", "ben", "--sign")
    code, _, err = said("predict", "snow", "99%", "--fix", "--as", "ben")
    assert code == FAILED
    assert f"the last entry is signed by the key {key}: who cannot sign cannot strike it" in err
    fixed = told(said, "predict", "snow", "21%", "--fix", "--as", "ben", "--sign")
    assert fixed["signed"] == key
    assert "strikes row" not in said("verify", "--full")[2]
    with closing(open_store(small_record)) as store:
        row = forecasts.by_id(store.connection, int(fixed["id"]))
        with store.append(datetime.now(UTC), "predict") as batch:
            bad = forecasts.record(batch, replace(row, id=None, strikes=row.id))
    assert (
        f"not signed: forecasts row {bad} strikes row {fixed['id']}, which is signed, and is not"
        in said("verify", "--full")[2]
    )


def test_the_setting_signs_whatever_is_typed(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    key = told(said, "key", "new", "--as", "ben")["key"]
    monkeypatch.setenv("FORECASTS_SIGN", "1")
    assert told(said, "predict", "snow", "12%", "--as", "ben")["signed"] == key
    done = told(said, "predict", "snow", "12%", "--as", "ben", "--no-sign")
    assert done["signed"] is None
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("20%\nq\n"))
    assert told(said, "predict", "--walk", "--as", "ben")["signed"] == key


def test_a_lost_key_is_told_and_a_new_one_stands_alone(said: Said, folder: Path) -> None:
    first = told(said, "key", "new", "--as", "ben")
    (folder / f"{first['key']}.pem").unlink()
    signing.at_hand.cache_clear()
    for command in (
        ("predict", "snow", "12%", "--as", "ben", "--sign"),
        ("key", "new", "--as", "ben"),
    ):
        code, _, err = said(*command)
        assert (code, "--lost" in err) == (FAILED, True)
    second = told(said, "key", "new", "--as", "ben", "--lost", "the disk died")
    assert (second["replaces"], second["vouched_for"]) == (first["key"], False)
    assert "key not vouched for: keys row" in said("verify", "--full")[2]


def test_a_revoked_key_signs_no_more(said: Said, folder: Path) -> None:
    key = told(said, "key", "new", "--as", "ben")["key"]
    done = told(said, "key", "revoke", "--as", "ben", "--why", "stolen")
    assert (done["key"], done["signed"]) == (key, True)
    assert said("predict", "snow", "12%", "--as", "ben", "--sign")[0] == FAILED
    assert said("key", "revoke", "--as", "ben", "--why", "again")[0] == FAILED
    told(said, "key", "new", "--as", "ben", "--lost", "stolen")
    (folder / f"{told(said, 'key', 'new', '--as', 'ben')['key']}.pem").unlink()
    assert told(said, "key", "revoke", "--as", "ben", "--why", "lost")["signed"] is False


def test_the_list_says_from_when_to_when_each_key_was_in_force_and_why_no_longer(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, command in enumerate((
        ("key", "new", "--as", "ben"), ("key", "new", "--as", "ben"),
        ("key", "new", "--as", "ben", "--lost", "the disk died"),
        ("key", "revoke", "--as", "ben", "--why", "the laptop was stolen"),
        ("key", "new", "--as", "ben"),
    ), 1):  # fmt: skip
        monkeypatch.setattr(options, "now", lambda day=day: NOW + timedelta(days=day))
        code, _, err = said(*command)
        assert code == OK, err
    rows = [json.loads(line) for line in said("key", "list", "--json")[1].splitlines()]
    days = [(row["state"], row["since"][:10], (row["until"] or "")[:10], row["why"])
            for row in rows]  # fmt: skip
    assert days == [
        ("in force", "2026-11-01", "", None),  # the small record's
        ("replaced", "2026-11-02", "2026-11-03", None),
        ("lost", "2026-11-03", "2026-11-04", "the disk died"),
        ("revoked", "2026-11-04", "2026-11-05", "the laptop was stolen"),
        ("in force", "2026-11-06", "", None),
    ]
    shown = said("key", "list")[1]
    assert shown.splitlines()[0].split() == [
        "forecaster", "key", "state", "since", "until", "why"]  # fmt: skip
    assert "the laptop was stolen" in shown


@pytest.mark.parametrize("words", ["", " "])
def test_a_reason_has_words(said: Said, words: str) -> None:
    key = told(said, "key", "new", "--as", "ben")["key"]
    for command in (("key", "new", "--lost"), ("key", "revoke", "--why")):
        code, _, err = said(*command, words, "--as", "ben")
        assert (code, "is empty; the reason goes on record" in err) == (USAGE, True)
    code, _, err = said("key", "revoke", "--as", "ben")
    assert (code, "--why" in err) == (USAGE, True)
    rows = [json.loads(line) for line in said("key", "list", "--json")[1].splitlines()]
    assert [row["state"] for row in rows if row["key"] == key] == ["in force"]


def test_a_key_may_have_a_passphrase(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(signing.PASSPHRASE, "long words")
    made = told(said, "key", "new", "--as", "ben", "--passphrase")
    assert b"ENCRYPTED" in Path(made["file"]).read_bytes()
    assert told(said, "predict", "snow", "12%", "--as", "ben", "--sign")["signed"] == made["key"]
    signing.at_hand.cache_clear()
    monkeypatch.setenv(signing.PASSPHRASE, "other words")
    code, _, err = said("predict", "snow", "12%", "--as", "ben", "--sign")
    assert (code, "a wrong passphrase?" in err) == (USAGE, True)
    monkeypatch.delenv(signing.PASSPHRASE)
    code, _, err = said("predict", "snow", "12%", "--as", "ben", "--sign")
    assert (code, "has a passphrase" in err) == (USAGE, True)


def test_a_key_that_others_may_read_is_refused(said: Said, folder: Path) -> None:
    key = told(said, "key", "new", "--as", "ben")["key"]
    (folder / f"{key}.pem").chmod(0o644)
    signing.at_hand.cache_clear()
    code, _, err = said("predict", "snow", "12%", "--as", "ben", "--sign")
    assert (code, "chmod 600" in err) == (FAILED, True)


def test_another_key_under_its_name_is_refused(said: Said, folder: Path) -> None:
    first, second = (told(said, "key", "new", "--as", "ben")["key"] for _ in range(2))
    (folder / f"{second}.pem").write_bytes((folder / f"{first}.pem").read_bytes())
    signing.at_hand.cache_clear()
    code, _, err = said("predict", "snow", "12%", "--as", "ben", "--sign")
    assert (code, "holds another key" in err) == (FAILED, True)


def test_a_key_that_is_not_recorded_leaves_no_file(said: Said, folder: Path) -> None:
    first = told(said, "key", "new", "--as", "ben", "--uuid", ONE)
    assert said("key", "new", "--as", "ben", "--uuid", ONE)[0] == OK  # a retry
    assert [file.name for file in folder.iterdir()] == [f"{first['key']}.pem"]
    assert said("key", "new", "--as", "nobody")[0] == FAILED


def test_who_does_not_sign_loads_nothing_for_it(small_record: Path) -> None:
    code = (
        "import sys; from forecasts.cli import run\n"
        f"code = run(['predict', 'snow', '12%', '--as', 'ana', '--db', {str(small_record)!r}])\n"
        "loaded = [m for m in ('cryptography', 'forecasts.cli.signing', 'forecasts.store.keys',"
        " 'forecasts.store.signatures') if m in sys.modules]\n"
        "sys.exit(f'{code} {loaded}' if code or loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_words_for_people(said: Said) -> None:
    code, out, _ = said("key", "new", "--as", "ben")
    assert (code, "by nobody: tell the others its name" in " ".join(out.split())) == (OK, True)
    code, out, _ = said("key", "new", "--as", "ben")
    assert (code, "by the key before it" in out) == (OK, True)
    code, out, _ = said("key", "list")
    assert [line.split()[0] for line in out.splitlines()] == ["forecaster", "ana", "ben", "ben"]
    code, out, _ = said("key", "revoke", "--as", "ben", "--why", "stolen")
    assert (code, out.splitlines()[0].startswith("Revoked ")) == (OK, True)
    assert "Signed" not in said("predict", "snow", "12%", "--as", "ben")[1]


def test_a_record_without_keys_says_how_to_get_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "new.db")
    assert run(["init", "--db", db]) == OK
    assert run(["key", "list", "--db", db]) == OK
    assert "forecasts key new" in capsys.readouterr().out


def test_without_the_library_it_is_said_what_to_install(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(said, "key", "new", "--as", "ben")
    signing.at_hand.cache_clear()
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)
    for argv in (
        ("key", "new", "--as", "ana", "--lost", "gone"),
        ("predict", "snow", "12%", "--as", "ben", "--sign"),
        ("verify", "--full"),
    ):
        code, _, err = said(*argv)
        assert (code, "forecasts[sign]" in err) == (FAILED, True), argv
    assert said("verify")[0] == OK
    assert said("predict", "snow", "12%", "--as", "ben")[0] == OK


def test_forecasts_that_were_not_signed_though_a_key_was_in_force_are_told(said: Said) -> None:
    """Whoever put a number in ben's name could not have signed it."""

    def say(p: str, *how: str) -> int:
        return int(told(said, "predict", "snow", p, "--as", "ben", *how)["id"])

    def unsigned() -> dict[str, Any] | None:
        _, out, _ = said("verify", "--full", "--json")
        found = [each for each in json.loads(out)["findings"] if each["code"] == "unsigned"
                 and " ben," in each["words"]]  # fmt: skip
        return found[0] if found else None

    say("10%")  # before there was a key
    told(said, "key", "new", "--as", "ben")
    say("11%", "--sign")
    assert unsigned() is None
    first = say("12%")
    told(said, "key", "new", "--as", "ben")
    say("13%")
    told(said, "key", "revoke", "--as", "ben", "--why", "stolen")
    say("14%")  # nothing to sign with
    found = unsigned()
    assert found is not None
    assert (found["table"], found["seq"], found["rows"]) == ("forecasts", first, 2)
    assert found["words"] == (
        f"forecasts row {first} is of ben, who had a key in force, and carries no signature"
    )
    assert f"not signed: {found['words']} (2 such rows)" in said("verify", "--full")[2]
    assert "not signed" not in said("verify")[1]  # which looks at no signatures


def test_an_unsigned_forecast_is_no_failure(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(tmp_path / "data.db")]
    for command in (
        ["init"], ["ask", "Rain?", "--slug", "rain", "--closes", "2030-01-01"],
        ["forecaster", "add", "ben"], ["key", "new", "--as", "ben"],
        ["predict", "rain", "12%", "--as", "ben"],
    ):  # fmt: skip
        assert run([*command, *db]) == OK
    assert list(folder.iterdir())
    capsys.readouterr()
    assert run(["verify", "--full", *db]) == OK
    assert "not signed: forecasts row " in capsys.readouterr().out


@pytest.mark.parametrize("name", ["one", "", "2001-01-01", "7f0e3c7a-0000-4000-8000-00000000000g"])
def test_a_name_of_an_entry_is_a_uuid(said: Said, name: str) -> None:
    for command in (("predict", "snow", "12%", "--as", "ben"), ("key", "new", "--as", "ben"),
                    ("forecaster", "add", "dee"), ("anchor",)):  # fmt: skip
        code, out, err = said(*command, "--uuid", name)
        assert (code, out, "is no UUID." in err) == (USAGE, "", True)


def test_a_uuid_is_one_however_it_is_spelt(said: Said) -> None:
    first = told(said, "predict", "snow", "12%", "--as", "ben", "--uuid", ONE.upper())
    code, _, err = said("predict", "snow", "12%", "--as", "ben", "--uuid", f"{{{ONE}}}")
    assert (code, f"already on record: {ONE}" in err) == (OK, True)
    assert first["receipt"]
