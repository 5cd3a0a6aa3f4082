"""Markdown: the words without their marks, and what the lines before the text tell."""

from __future__ import annotations

import re

from forecasts.documents import imprint
from forecasts.documents.document import Document
from forecasts.documents.plain import decoded

FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
FIELD = re.compile(r"^(title|author|publisher|date)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
# An address may have brackets within it, one deep: .../Korea_(disambiguation)
TARGET = r"\((?:[^()]|\([^()]*\))*\)"
# What stands in place of each mark; the words between the marks stay.
MARKS = (
    (re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE), ""),
    (re.compile(rf"!\[[^\[\]]*\]{TARGET}"), ""),
    (re.compile(rf"\[([^\[\]]*)\]{TARGET}"), r"\1"),
    (re.compile(r"^ {0,3}\[[^\[\]^]+\]:[ \t]*\S.*$", re.MULTILINE), ""),
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE), r"\n\1\n"),
    (re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^>\s?", re.MULTILINE), ""),
    (re.compile(r"\[\^[^\[\]]+\]:?"), ""),
    (re.compile(r"(?<![\w*])(_{1,3})(?=[^\s_])([^\n]{1,300}?)(?<=[^\s_])\1(?![\w*])"), r"\2"),
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"<[^<>\n]{1,200}>"), ""),
)


def read(content: bytes) -> Document:
    """Return the words of a Markdown file."""
    text, remarks = decoded(content)
    told: dict[str, str] = {}
    if front := FRONT.match(text):
        told = {name: words for name, words in FIELD.findall(front[1]) if words}
        text = text[front.end() :]
    for mark, words in MARKS:
        text = mark.sub(words, text)
    return Document(
        text=text,
        title=told.get("title"),
        author=told.get("author"),
        publisher=told.get("publisher"),
        published=imprint.day(told["date"]) if "date" in told else None,
        remarks=remarks,
    ).completed()
