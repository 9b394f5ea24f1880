"""EDTF dates in English words: ``2022-11`` is "some day in November 2022".

It says what the date says, in full, and knows nothing of who dates what.
"""

from __future__ import annotations

import re

from onrecord.values.edtf import Edtf, Kind, Precision

__all__ = ["as_period", "in_short", "in_words"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DATE = re.compile(r"(?P<year>Y?-?[0-9X]+)(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?")
_BARE = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_TIME = re.compile(r"(?P<date>[^T]+)T(?P<clock>[0-9:]+)(?P<zone>.*)")
_QUALIFIED = {
    "?": "{}, uncertain",
    "~": "about {}",
    "%": "about {}, uncertain",
}


def in_words(date: Edtf) -> str:
    """The date in words, with what is open, unknown, uncertain or approximate about it."""
    match date.kind:
        case Kind.INTERVAL:
            return _interval(*date.text.split("/"))
        case Kind.ONE_OF | Kind.ALL_OF:
            return _set(date)
        case _:
            return _instant(date)


def as_period(date: Edtf) -> str:
    """The date in words as a stretch of time, all of it: ``2022-11`` is "November 2022"."""
    if date.kind is Kind.INSTANT and date.precision is not Precision.TIME:
        return _plain(date.text)
    return in_words(date)


def in_short(date: Edtf) -> str:
    """The date for a table or a label: in figures where these say it all, else in words.

    ``2022-11`` stays, ``2024-09-07/2024-09-08`` is "2024-09-07 to 2024-09-08".
    """
    ends = date.text.split("/")
    if all(map(_BARE.fullmatch, ends)):
        return " to ".join(ends)
    return in_words(date)


def _instant(date: Edtf) -> str:
    if date.precision is Precision.TIME:
        return _moment(date.text)
    if date.precision is Precision.DAY or date.is_uncertain or date.is_approximate:
        return _plain(date.text)
    words = _plain(date.text)
    return words if words.startswith("between ") else f"some day in {words}"


def _moment(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    zone = {"": "", "Z": " UTC"}.get(found["zone"], f" UTC{found['zone']}")
    return f"{_plain(found['date'])}, {found['clock']}{zone}"


def _plain(text: str) -> str:
    """One date as a period: a day, a month, a year and so on, with its qualifier."""
    if text[-1] in _QUALIFIED:
        return _QUALIFIED[text[-1]].format(_plain(text[:-1]))
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = found["year"], found["month"], found["day"]
    if month and "X" in month and month != "XX":
        return _between(text)
    if month == "XX" or "X" in year:
        return _between(text) if day not in (None, "XX") or _is_fixed(month) else _year(year)
    if month is None:
        return _year(year)
    if month in _SEASONS:
        return f"{_SEASONS[month]} {_year(year)}"
    words = f"{_MONTHS[int(month) - 1]} {_year(year)}"
    if day is None or day == "XX":
        return words
    return _between(text) if "X" in day else f"{int(day)} {words}"


def _is_fixed(month: str | None) -> bool:
    return month not in (None, "XX")


def _year(text: str) -> str:
    if "X" not in text:
        number = int(text.removeprefix("Y"))
        return f"{number}" if number > 0 else f"{1 - number} BC"
    if re.fullmatch("[0-9]{3}X", text):
        return f"the {text[:3]}0s"
    low, high = text.replace("X", "0"), text.replace("X", "9")
    return f"the years {int(low)} to {int(high)}"


def _between(text: str) -> str:
    """What a mask leaves possible; the mask itself, which may say more, stands beside it."""
    date = Edtf.parse(text)
    if date.earliest is None or date.latest is None:
        return text
    first, last = (_plain(day.isoformat()) for day in (date.earliest, date.latest))
    return f"between {first} and {last}"


def _interval(start: str, end: str) -> str:
    if start == "..":
        return f"up to {_plain(end)}"
    if end == "..":
        return f"from {_plain(start)} on" if start else "from an unknown day on"
    if not start:
        return f"no later than {_plain(end)}" if end else "an unknown time"
    return f"{_plain(start)} to {_plain(end) if end else 'an unknown day'}"


def _set(date: Edtf) -> str:
    members = [_member(item) for item in date.text[1:-1].split(",")]
    if len(members) == 1:
        return members[0] if date.kind is Kind.ALL_OF else f"some day, {members[0]}"
    word = "or" if date.kind is Kind.ONE_OF else "and"
    return f"{', '.join(members[:-1])} {word} {members[-1]}"


def _member(item: str) -> str:
    start, dots, end = item.partition("..")
    if not dots:
        return _plain(item)
    if not start:
        return f"{_plain(end)} or before"
    return f"{_plain(start)} to {_plain(end)}" if end else f"{_plain(start)} or after"
