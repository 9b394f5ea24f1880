"""Citation templates of the English Wikipedia: ``{{Cite news}}``, ``{{Cite web}}`` and others."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from onrecord.dataset.citing.work import Sort, Work, day_parts
from onrecord.models import SourceType
from onrecord.values.edtf import Edtf

__all__ = ["escaped", "wiki"]

_TEMPLATES: dict[Sort, str] = {
    None: "Citation",
    SourceType.NEWS_ARTICLE: "Cite news",
    SourceType.PRESS_RELEASE: "Cite press release",
    SourceType.OFFICIAL_REPORT: "Cite report",
    SourceType.THINK_TANK_REPORT: "Cite report",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPECIAL = str.maketrans(
    {
        "|": "{{!}}", "{": "&#123;", "}": "&#125;", "[": "&#91;", "]": "&#93;", "<": "&lt;",
        ">": "&gt;", "\n": " ",
    }
)  # fmt: skip


def escaped(text: str) -> str:
    """The text with every character that means something to a wiki written out."""
    plain = text.replace("&", "&amp;").translate(_SPECIAL)
    # One apostrophe or tilde is text; two and three of them are italics and a signature.
    return plain.replace("''", "&#39;&#39;").replace("~~~", "&#126;&#126;&#126;")


def wiki(work: Work) -> str:
    """The template, on one line."""
    fields = " ".join(f"|{name}={value}" for name, value in _fields(work))
    return f"{{{{{_TEMPLATES.get(work.sort, 'Cite web')} {fields}}}}}"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield from _authors(work)
    yield "title", escaped(work.title or f"({work.what})")
    if work.title_translated and work.title:
        yield "trans-title", escaped(work.title_translated)
    if work.url:
        yield "url", _address(work.url)
    is_body = work.sort is not None and _TEMPLATES.get(work.sort) != "Cite news"
    yield ("publisher" if is_body else "work"), escaped(work.container)
    date = _date(work.date)
    if date:
        yield "date", date
    if work.lang and not work.lang.startswith("en"):
        yield "language", escaped(work.lang)
    if work.url and work.accessed:
        yield "access-date", str(work.accessed)
    if work.url and work.archived and _date(work.archived[1]):
        yield "archive-url", _address(work.archived[0])
        yield "archive-date", _date(work.archived[1])
    if work.version:
        yield "version", work.version
        yield "id", work.id


def _authors(work: Work) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(work.authors, start=1):
        yield f"author{'' if len(work.authors) == 1 else number}", escaped(name)


def _date(date: Edtf | None) -> str:
    """The date as the templates take it; nothing where they could not take it."""
    parts = day_parts(date)
    if date is None or len(parts) != 1:
        return ""
    year, *rest = parts[0]
    words = [*reversed([str(each) for each in rest[1:]]), *([_MONTHS[rest[0] - 1]] if rest else [])]
    # The templates take "circa" before a year alone.
    about = "c. " if (date.is_approximate or date.is_uncertain) and not rest else ""
    return about + " ".join([*words, str(year)])


def _address(url: str) -> str:
    return "".join(quote(each) if each in "|{}[]<>\"' \\" else each for each in url)
