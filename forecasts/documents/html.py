"""A web page: its words by paragraph, without what stands round them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from forecasts.documents import imprint
from forecasts.documents.document import Document
from forecasts.documents.plain import decoded

SKIPPED = frozenset({"script", "style", "nav", "footer", "aside", "form", "noscript", "template",
                     "svg", "button", "select"})  # fmt: skip
INLINE = frozenset({"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "s", "small",
                    "span", "strong", "sub", "sup", "time", "u"})  # fmt: skip
EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                   "source", "track", "wbr"})  # fmt: skip
CELLS = frozenset({"td", "th"})
BLANKS = re.compile(r"(?<=\n)[ \t]+|[ \t]+(?=\n)")
GAPS = re.compile(r"\n{3,}")
POINT = "\u2022 "
TOLD = {
    "author": "author", "article:author": "author", "og:title": "title", "citation_title": "title",
    "citation_author": "author", "og:site_name": "publisher", "citation_publisher": "publisher",
    "article:published_time": "published", "date": "published", "dc.date": "published",
    "citation_publication_date": "published",
}  # fmt: skip
REMARKS = (("<!--", "-->"), ("<!", ">"), ("<?", ">"))
LONE = re.compile(r"<(?=[^<>]*(?:<|\Z))")
CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read(content: bytes) -> Document:
    """Return the words of a page; what it tells of itself stands in its head."""
    page = _Page()
    declared = CHARSET.search(content[:4096])
    remarks: tuple[str, ...] = ()
    try:
        text = content.decode(declared[1].decode()) if declared else ""
    except (LookupError, UnicodeError):
        text = ""
    if not text:
        text, remarks = decoded(content)
    try:
        page.feed(_without_remarks(text))
        page.close()
    except AssertionError as error:  # what the parser of the library says of some nonsense
        msg = "it is no page that can be read"
        raise ValueError(msg) from error
    told = page.told
    return Document(
        text=GAPS.sub("\n\n", BLANKS.sub("", "".join(page.words))).strip(),
        title=told.get("title") or " ".join("".join(page.title).split()) or None,
        author=told.get("author"),
        publisher=told.get("publisher"),
        published=imprint.day(told.get("published", "")),
        remarks=remarks,
    ).completed()


def _without_remarks(text: str) -> str:
    """Return a page without comments and declarations, and with each lone "<" as a sign.

    The library's parser takes a time that grows as the square of their number if they never end.
    """
    kept = []
    at = 0
    while (start := text.find("<", at)) >= 0:
        mark = next((end for sign, end in REMARKS if text.startswith(sign, start)), None)
        if mark is None:
            kept.append(text[at : start + 1])
            at = start + 1
            continue
        kept.append(text[at:start])
        end = text.find(mark, start)
        at = len(text) if end < 0 else end + len(mark)
    kept.append(text[at:])
    return LONE.sub("&lt;", "".join(kept))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.title: list[str] = []
        self.told: dict[str, str] = {}
        self.skipping: list[str] = []
        self.in_title = False
        self.cells: list[int] = []  # where in the words each open cell of a table begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "meta":
            name = (known.get("name") or known.get("property") or "").lower()
            if name in TOLD and known.get("content"):
                self.told.setdefault(TOLD[name], str(known["content"]).strip())
        elif tag == "title" and not self.title:
            self.in_title = True
        elif tag in SKIPPED:
            self.skipping.append(tag)
        elif tag not in INLINE:
            self._part(tag)

    def _part(self, tag: str) -> None:
        """Begin what stands on lines of its own."""
        if tag in CELLS or tag == "tr":
            self._end_cell()
        if self.words[-1:] != [POINT]:  # a paragraph within a point of a list stays on its line
            self.words.append("\n" if tag == "br" else "\n\n")
        if tag == "li":
            self.words.append(POINT)
        elif tag in CELLS:
            self.cells.append(len(self.words))

    def _end_cell(self) -> None:
        """Set bars round a cell that is one paragraph, as a table on paper has lines."""
        if not self.cells:
            return
        start = self.cells.pop()
        words = "".join(self.words[start:]).strip()
        if words and "\n\n" not in words:
            self.words[start:] = [f"| {_inline(words)} |\n"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        elif tag in SKIPPED and tag in self.skipping:
            del self.skipping[self.skipping.index(tag) :]
        elif tag not in INLINE and tag not in EMPTY:
            if tag in CELLS or tag == "table":
                self._end_cell()
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif not self.skipping:
            self.words.append(" ".join(data.split()) if data.isspace() else _inline(data))


def _inline(data: str) -> str:
    """Return words on one line, with the blanks at their ends."""
    return re.sub(r"\s+", " ", data)
