"""What a date written otherwise would be in EDTF.

Reads the common ways to write a date in English text and in other formats. It must not know what is
accepted: the caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["MONTHS", "mended"]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""English names of the months, January first."""

_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_NAME = "(?P<name>" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in MONTHS) + r"|Sept)\.?"
_ABOUT = r"(?:(?P<about>c\.?|ca\.?|circa|about|around|approx(?:imately|\.)?|~)\s*)?"
_YEAR = "(?P<y>[0-9]{4})"
_MONTH = "(?P<m>[0-9]{1,2})"
_DAY = "(?P<d>[0-9]{1,2})"
_NTH = f"{_DAY}(?:st|nd|rd|th)?"
_TAIL = (
    r"(?:,?[T\s]+(?P<time>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?))?"
)

_FORMS = tuple(
    re.compile(_ABOUT + form + _TAIL, re.IGNORECASE)
    for form in (
        f"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}",
        f"{_YEAR}[-/.]{_MONTH}",
        "(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        rf"{_NTH}\s+(?:of\s+)?{_NAME},?\s+{_YEAR}",
        rf"{_NAME}\s+{_NTH},?\s+{_YEAR}",
        rf"{_NAME},?\s+{_YEAR}",
        rf"{_YEAR}[-\s]{_NAME}(?:[-\s]{_NTH})?",
        rf"{_DAY}[-/]{_NAME}[-/]{_YEAR}",
        rf"{_DAY}\.\s?{_MONTH}\.\s?{_YEAR}",
        # With slashes the order is known only where one number cannot be a month.
        f"(?P<d>1[3-9]|2[0-9]|3[01])[-/]{_MONTH}[-/]{_YEAR}",
        f"{_MONTH}[-/](?P<d>1[3-9]|2[0-9]|3[01])[-/]{_YEAR}",
        rf"(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?,?\s+{_YEAR}",
        _YEAR,
    )
)
_REWRITES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile("(?:the )?([0-9]{3})0s"), lambda m: f"{m[1]}X"),
    (re.compile("([0-9ux]{4}(?:-[0-9ux]{2}){0,2})"), lambda m: re.sub("[ux]", "X", m[1])),
    (re.compile(r"(.+?)(?:\?~|~\?)"), lambda m: f"{m[1]}%"),
    (re.compile(r"(.+?)\s*(?:\(\?\)|\?)"), lambda m: f"{m[1]}?"),
    (re.compile("y?(-?[1-9][0-9]{4,15})"), lambda m: f"Y{m[1]}"),
    (re.compile("(?:since|from|after) (.+)", re.IGNORECASE), lambda m: f"{m[1]}/.."),
    (re.compile("(?:until|till|up to|to) (.+)", re.IGNORECASE), lambda m: f"../{m[1]}"),
)
_BETWEEN = re.compile(
    r"(?:from |between )?(?P<start>.+?)(?: to | until | and | ?[–—] ?| - |--|/)(?P<end>.+)",
    re.IGNORECASE,
)
_YEARS = re.compile("(?P<start>[0-9]{4})-(?P<end>[0-9]{4})")
_WORDS = {"open": "..", "now": "..", "present": "..", "unknown": ""}


def mended(text: str, is_accepted: Callable[[str], bool]) -> str | None:
    """Return the EDTF that ``text`` was probably meant to be, if that is clear and accepted."""
    spaced = " ".join(text.split())
    for candidate in (spaced, re.sub("[‐‑‒–−]", "-", spaced), *_candidates(spaced)):
        if is_accepted(candidate):
            return candidate
    for form in (_YEARS, _BETWEEN):
        match = form.fullmatch(spaced)
        if match is not None:
            ends = (_end(match[end], is_accepted) for end in ("start", "end"))
            interval = "/".join("?!" if end is None else end for end in ends)
            return interval if is_accepted(interval) else None
    return None


def _end(text: str, is_accepted: Callable[[str], bool]) -> str | None:
    """Return the end of an interval in EDTF: a date, open or unknown."""
    if text.strip().lower() in _WORDS:
        return _WORDS[text.strip().lower()]
    candidates = (text.strip(), *_candidates(text.strip()))
    return next((candidate for candidate in candidates if is_accepted(candidate)), None)


def _candidates(text: str) -> list[str]:
    """Return what the text may mean, the likeliest first."""
    found = [_written(m) for form in _FORMS if (m := form.fullmatch(text)) is not None]
    for form, rewrite in _REWRITES:
        match = form.fullmatch(text)
        if match is not None:
            whole = rewrite(match)
            inner = [_written(m) for f in _FORMS if (m := f.fullmatch(match[1])) is not None]
            found += [whole, *(whole.replace(match[1], date) for date in inner)]
    return found


def _written(match: re.Match[str]) -> str:
    """Return the EDTF of a match of one of the forms."""
    part = match.groupdict()
    date = part["y"]
    if part.get("season"):
        date += f"-{_SEASONS[part['season'].lower()]}"
    if month := part.get("m") or _number(part.get("name")):
        date += f"-{month:0>2}"
    if day := part.get("d"):
        date += f"-{day:0>2}"
    if time := part.get("time"):
        date += f"T{_time(time)}"
    return f"{date}~" if part.get("about") else date


def _number(name: str | None) -> str | None:
    """Return the number of the month by its name or the first three letters of it."""
    if name is None:
        return None
    return str(next(n for n, month in enumerate(MONTHS, 1) if month[:3] == name[:3].capitalize()))


def _time(text: str) -> str:
    """Return a time of day with two-digit hours and with seconds."""
    clock, zone = re.fullmatch("([0-9:]+)(.*)", text).groups()  # type: ignore[union-attr]
    parts = [*clock.split(":"), "00"][:3]
    return ":".join(f"{part:0>2}" for part in parts) + zone
