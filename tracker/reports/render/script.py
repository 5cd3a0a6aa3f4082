"""The script that draws a page's charts anew, so that they answer to the pointer."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.reports.render import artist

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

HERE = Path(__file__).parent
BESIDE = 8  # pixels from a name to the plot
LIBRARY = "window.vegaEmbed=vegaEmbed;"


@dataclass(frozen=True, slots=True)
class Script:
    """One script for a page, and the source by which its Content-Security-Policy lets it run."""

    text: str
    source: str


@cache
def started() -> Future[Script]:
    """Return the script in the making, once: a second of work, done while others are done."""
    pool = ThreadPoolExecutor(1)
    script = pool.submit(made)
    pool.shutdown(wait=False)
    return script


def made() -> Script:
    """Return the libraries with the notice of their licences, and what draws with them."""
    notice = (HERE / "notice.txt").read_text(encoding="utf-8")
    ours = (HERE / "report.js").read_text(encoding="utf-8")
    text = f"\n/*!\n{notice}*/\n{artist.bundle(LIBRARY)}\n{ours}"
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("the library cannot stand inside a page")
    digest = hashlib.sha256(text.encode()).digest()
    return Script(text, f"'sha256-{b64encode(digest).decode()}'")


def data(specs: Sequence[dict[str, Any]]) -> str:
    r"""Return the specifications of one chart as JSON for a page: what they share, once.

    >>> rows = {"a": ["</script>"]}
    >>> data([{"datasets": rows, "width": 1}, {"datasets": rows, "width": 2}])[:47]
    '{"spec":{"datasets":{"a":["\\u003c/script\\u003e"'
    """
    kept, own = _shared([spec["datasets"] for spec in specs])
    spec, sizes = _shared(
        [{key: part for key, part in s.items() if key != "datasets"} for s in map(_measured, specs)]
    )
    found = {
        "spec": {"datasets": kept, **spec},
        "sizes": [{"datasets": rows, **size} for rows, size in zip(own, sizes, strict=True)],
    }
    text = json.dumps(found, separators=(",", ":"), allow_nan=False)
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _measured(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose names take all the room there is: here the page's own font measures."""
    if "params" not in spec:
        return spec
    room = {param["name"]: param["value"] for param in spec["params"]}
    room["fitting"] = max(room["fitting"], room["names"] - BESIDE)
    return {**spec, "params": [{"name": name, "value": room[name]} for name in room]}


def _shared(parts: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what all of them hold alike, and what each holds besides."""
    first, *others = parts
    same = {key: part for key, part in first.items() if all(one[key] == part for one in others)}
    return same, [{key: part for key, part in one.items() if key not in same} for one in parts]
