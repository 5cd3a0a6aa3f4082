"""The script that draws a page's charts anew, so that they answer to the pointer."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

HERE = Path(__file__).parent
LIBRARY = "window.vegaEmbed=vegaEmbed;"


@dataclass(frozen=True, slots=True)
class Script:
    """One script for a page, and the source by which its Content-Security-Policy lets it run."""

    text: str
    source: str


def started() -> Future[Script]:
    """Return the script in the making: a second of work, done while the charts are drawn."""
    pool = ThreadPoolExecutor(1)
    script = pool.submit(made)
    pool.shutdown(wait=False)
    return script


def made() -> Script:
    """Return the libraries with the notice of their licences, and what draws with them."""
    import vl_convert

    notice = (HERE / "notice.txt").read_text(encoding="utf-8")
    ours = (HERE / "report.js").read_text(encoding="utf-8")
    text = f"\n/*!\n{notice}*/\n{vl_convert.javascript_bundle(LIBRARY)}\n{ours}"
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError("the library cannot stand inside a page")
    digest = hashlib.sha256(text.encode()).digest()
    return Script(text, f"'sha256-{b64encode(digest).decode()}'")


def data(specs: Sequence[dict[str, Any]]) -> str:
    r"""Return the specifications of one chart as JSON for a page: what they share, once.

    >>> data([{"a": "</script>", "width": 1}, {"a": "</script>", "width": 2}])
    '{"spec":{"a":"\\u003c/script\\u003e"},"sizes":[{"width":1},{"width":2}]}'
    """
    first, *others = specs
    shared = {key: part for key, part in first.items() if all(o[key] == part for o in others)}
    sizes = [{key: part for key, part in spec.items() if key not in shared} for spec in specs]
    text = json.dumps({"spec": shared, "sizes": sizes}, separators=(",", ":"), allow_nan=False)
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
