"""BibTeX entries, which BibLaTeX reads too."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from onrecord.dataset.citing.work import Work, day_parts
from onrecord.models import SourceType

__all__ = ["bibtex", "escaped"]

_REPORTS = (SourceType.OFFICIAL_REPORT, SourceType.THINK_TANK_REPORT)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
        "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    }
)  # fmt: skip


def escaped(text: str) -> str:
    """The text with every character that means something to TeX written out."""
    return text.translate(_SPECIAL)


def bibtex(work: Work) -> str:
    """The entry, under the record's id; a report is a ``techreport``, all else ``misc``."""
    kind = "techreport" if work.sort in _REPORTS else "misc"
    lines = [f"  {name} = {value}," for name, value in _fields(work)]
    return "\n".join([f"@{kind}{{{work.id},", *lines, "}"])


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    # Braces within keep BibTeX from splitting a body's name, and from lowering capitals.
    yield "author", f"{{{' and '.join(f'{{{escaped(name)}}}' for name in work.by)}}}"
    yield "title", f"{{{{{escaped(work.title or f'[{work.what.capitalize()}]')}}}}}"
    where = "institution" if work.sort in _REPORTS else "howpublished"
    yield where, f"{{{escaped(work.container)}}}"
    yield from _date(work)
    if work.version:
        yield "version", f"{{{work.version}}}"
    if work.url:
        yield "url", f"{{{_address(work.url)}}}"
    if work.url and work.accessed:
        yield "urldate", f"{{{work.accessed}}}"
    note = [f"in English: {work.title_translated}"] if work.title_translated else []
    note += [f"record {work.id}"] if work.version else []
    if note:
        yield "note", f"{{{escaped('; '.join(note))}}}"
    if work.lang:
        yield "language", f"{{{escaped(work.lang)}}}"


def _date(work: Work) -> Iterator[tuple[str, str]]:
    parts = day_parts(work.date)
    if work.date is None:
        return
    if len(parts) != 1 or work.date.is_approximate or work.date.is_uncertain:
        yield "year", f"{{{escaped(work.date.text)}}}"
        return
    yield "year", f"{{{parts[0][0]}}}"
    if parts[0][1:]:
        yield "month", _MONTHS[parts[0][1] - 1]
    if parts[0][2:]:
        yield "day", f"{{{parts[0][2]}}}"


def _address(url: str) -> str:
    """The address as it is, but for what would end the field."""
    return "".join(quote(each) if each in "{}\\" else each for each in url)
