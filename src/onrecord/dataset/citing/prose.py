"""APA (7th edition) and Chicago (17th edition, bibliography) as plain text, without italics."""

from __future__ import annotations

import datetime

from onrecord.dataset.citing.work import Work, day_parts

__all__ = ["apa", "chicago"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def apa(work: Work) -> str:
    """The reference as APA has it: author, date, title, site, address."""
    title = work.title or f"[{work.what.capitalize()}]"
    if work.title_translated and work.title:
        title += f" [{work.title_translated}]"
    parts = [_closed(_listed(work.by, "&")), f"({_apa_date(work)})."]
    if work.version:
        parts += [f"{title.rstrip('.')} (Record {work.id}) [Data set record]."]
        parts += [f"In {work.container} (Version {work.version})."]
    else:
        parts += [_closed(title)]
        parts += [_closed(work.container)] if work.authors else []
    return " ".join([*parts, *_apa_address(work)])


def _apa_date(work: Work) -> str:
    if work.date is None:
        return "n.d."
    ends = [_year_first(parts) for parts in day_parts(work.date)]
    if not ends:
        return work.date.text
    about = "ca. " if work.date.is_approximate or work.date.is_uncertain else ""
    return about + "–".join(dict.fromkeys(ends))


def _year_first(parts: tuple[int, ...]) -> str:
    year, *rest = parts
    words = " ".join([_MONTHS[rest[0] - 1], *map(str, rest[1:])]) if rest else ""
    return f"{year}, {words}" if words else f"{year}"


def _apa_address(work: Work) -> list[str]:
    if work.url is None:
        return []
    # A page without a date may be another one tomorrow: then the day it was read belongs to it.
    if work.date is None and work.accessed is not None:
        return [f"Retrieved {_american(work.accessed)}, from {work.url}"]
    return [work.url]


def chicago(work: Work) -> str:
    """The reference as a Chicago bibliography has it: author, title, publisher, date, address."""
    title = f"“{_closed(work.title)}”" if work.title else f"{work.what.capitalize()}."
    if work.title_translated and work.title:
        title = f"“{work.title}” [{work.title_translated}]."
    parts = [_closed(_listed(work.by, "and")), title]
    if work.version:
        parts += [f"Record {work.id}. In {work.container}, version {work.version},"]
        return " ".join([*parts, f"{_chicago_date(work)}."])
    where = [work.container] if work.authors else []
    parts += [_closed(", ".join([*where, _chicago_date(work)]))]
    if work.date is None and work.accessed is not None:
        parts += [f"Accessed {_american(work.accessed)}."]
    return " ".join([*parts, *([f"{work.url}."] if work.url else [])])


def _chicago_date(work: Work) -> str:
    if work.date is None:
        return "n.d."
    ends = [_month_first(parts) for parts in day_parts(work.date)]
    if not ends:
        return work.date.text
    about = "ca. " if work.date.is_approximate or work.date.is_uncertain else ""
    return about + "–".join(dict.fromkeys(ends))


def _month_first(parts: tuple[int, ...]) -> str:
    year, *rest = parts
    if not rest:
        return f"{year}"
    month = _MONTHS[rest[0] - 1]
    return f"{month} {rest[1]}, {year}" if rest[1:] else f"{month} {year}"


def _american(day: datetime.date) -> str:
    return _month_first((day.year, day.month, day.day))


def _listed(names: tuple[str, ...], word: str) -> str:
    if len(names) == 1:
        return names[0]
    comma = "," if len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} {word} {names[-1]}"


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
