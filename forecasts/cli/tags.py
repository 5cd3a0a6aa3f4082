"""Anchors as tags of a git repository, which others fetch and keep."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from forecasts.errors import InputError, RefusedError
from forecasts.store import anchors

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.store import Receipt
    from forecasts.store.anchors import Anchor

PREFIX = "forecasts-anchor-"
WAIT_S = 60
REFS = f"refs/tags/{PREFIX}*"


def tag(folder: Path, receipt: Receipt, line: str) -> str:
    """Tag the newest commit with an anchor, and return the tag's name.

    Raises RefusedError where git refuses, InputError where the folder is no repository.
    """
    name = f"{PREFIX}{receipt.seq}-{receipt.head.hex()[: anchors.LEAST_DIGITS]}"
    _git(folder, "tag", "--annotate", "--force", "--message", line, name)
    return name


def read(folder: Path) -> list[Anchor]:
    """Return the anchors among a repository's tags; raise InputError where there are none."""
    names = _git(folder, "for-each-ref", "--format=%(refname)", REFS).split()
    found = []
    for name in names:
        place = f"the tag {name.removeprefix('refs/tags/')} of {folder}"
        there = anchors.of_text(_git(folder, "for-each-ref", "--format=%(contents)", name), place)
        says = re.fullmatch(rf"refs/tags/{PREFIX}([0-9]+)-([0-9a-f]{{16}})", name)
        if says is None or [(str(a.seq), a.head[:16]) for a in there] != [says.groups()]:
            raise InputError(f"{place} does not hold the anchor that its name says.", "git tag -n9")
        found += there
    if not found:
        raise InputError(
            f"{folder} has no tags of anchors.", f"forecasts anchor --git {folder}, or git fetch"
        )
    return found


def _git(folder: Path, *words: str) -> str:
    """Return what git answers in a folder."""
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(  # noqa: S603 - our own words and a folder
            command, capture_output=True, text=True, check=False, timeout=WAIT_S
        )
    except FileNotFoundError as error:
        raise RefusedError("git is not installed here.", "Anchor to a file: --file PATH") from error
    except subprocess.TimeoutExpired as error:
        raise RefusedError(f"git did not answer in {folder}.", "Try it: git tag") from error
    if done.returncode:
        why = done.stderr.strip().removeprefix("fatal: ").removeprefix("error: ")
        raise RefusedError(f"git refuses in {folder}: {why}", "Name a repository with a commit.")
    return done.stdout
