"""Dates of the Solar Hijri calendar as Iranian pages print them, in Gregorian EDTF.

The conversion follows the astronomical rule, with the package ``convertdate`` giving the first day
of a year. Knows nothing of records.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from onrecord.diagnostics import OnrecordError
from onrecord.values.edtf import Edtf
from onrecord.values.numerals import plain_digits
from onrecord.values.spans import any_of

__all__ = ["CalendarError", "agrees", "is_solar_hijri", "parse_solar_hijri"]


class CalendarError(OnrecordError, ValueError):
    """A text that is not a Solar Hijri date; the message says what was expected."""


# Names as printed in Persian, after the letters are made alike, and in Latin letters.
_MONTHS = (
    "فروردین farvardin",
    "اردیبهشت ordibehesht",
    "خرداد khordad",
    "تیر tir",
    "مرداد امرداد mordad amordad",
    "شهریور shahrivar",
    "مهر mehr",
    "ابان aban",
    "اذر azar",
    "دی dey dei",
    "بهمن bahman",
    "اسفند esfand",
)
_MONTH_NUMBERS = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAYS = (
    r"(?:(?:یک|دو|سه|چهار|پنج)?\s?شنبه|جمعه|(?:yek|do|se|chahar|panj)?-?shanbeh?|jomeh"
    r"|(?:satur|sun|mon|tues|wednes|thurs|fri)day)[\s,،]+"
)
_LETTERS = str.maketrans(
    "يكآأ\u200c\u200f\u200e،",
    "یکاا   ,",
)
_YEAR = "(?P<y>1[2-5][0-9]{2})"
_NAME = f"(?P<name>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})(?:\\s?ماه)?"
_DAY = "(?P<d>[0-9]{1,2})"
_OF_YEAR = rf",?\s+(?:سال\s)?{_YEAR}"
_FORMS = (
    f"{_YEAR}([-/.])(?P<m>[0-9]{{1,2}})\\2{_DAY}",
    f"{_DAY}([-/.])(?P<m>[0-9]{{1,2}})\\2{_YEAR}",
    f"{_YEAR}[-/.](?P<m>[0-9]{{1,2}})",
    rf"{_DAY}\s?{_NAME}{_OF_YEAR}",
    rf"{_NAME}\s+{_DAY}{_OF_YEAR}",
    rf"{_NAME}{_OF_YEAR}",
    rf"(?:سال\s)?{_YEAR}",
)


def parse_solar_hijri(text: str) -> Edtf:
    """Return the Gregorian date of a Solar Hijri one: a day, or the interval of a month or a year.

    ``text`` is as Iranian pages print it, in Persian, Arabic or Latin digits, with the month as a
    number or by its Persian or English name, with or without the day of the week (which is not
    checked): ``1401/08/14``, ``14 Aban 1401``, ``۱۴ آبان ۱۴۰۱``, ``آبان ۱۴۰۱``, ``1401``. The year
    is written in full, 1200 to 1599. Raises ``CalendarError`` for other texts, for days that do not
    exist and if ``convertdate`` is not installed.
    """
    match = _match(text)
    parts = match.groupdict()
    year = int(parts["y"])
    month = _MONTH_NUMBERS[parts["name"]] if parts.get("name") else int(parts.get("m") or 0)
    if month == 0 and parts.get("m") is None:
        return _interval(_new_year(year), _new_year(year + 1))
    if not 1 <= month <= 12:
        raise CalendarError(f"{text!r} has no month {month}: months are 1 to 12")
    first = _first_of_month(year, month)
    after = _first_of_month(year, month + 1) if month < 12 else _new_year(year + 1)
    if parts.get("d") is None:
        return _interval(first, after)
    day = int(parts["d"])
    if not 1 <= day <= (after - first).days:
        name = _MONTHS[month - 1].split()[1].capitalize()
        raise CalendarError(f"{text!r} has no day {day}: {name} {year} has {(after - first).days}")
    return Edtf.parse((first + datetime.timedelta(days=day - 1)).isoformat())


def is_solar_hijri(text: str) -> bool:
    """Whether a text has the form of a Solar Hijri date; whether the day exists is not checked."""
    return _form(text) is not None


def agrees(date: Edtf, text: str) -> bool | None:
    """Whether a date and a Solar Hijri text can be of one time: one lies within the other.

    A text without a year, as newspapers print it (``دوشنبه ۲۲ آبان``), is of the year that the date
    is in. False if they share no day, none if it cannot be told or ``convertdate`` is not
    installed. Raises ``CalendarError`` for a text that is not a Solar Hijri date.
    """
    texts = (text,) if _form(text) else _in_full(date, text)
    try:
        import convertdate.persian  # noqa: F401 - only whether it is there
    except ImportError:
        return None
    if texts == (text,):
        return _agree(date, parse_solar_hijri(text))
    return any_of(_agree(date, _if_there_is(each)) for each in texts) if texts else None


def _agree(date: Edtf, other: Edtf | None) -> bool | None:
    if other is None or date.overlaps(other) is False:
        return False
    return True if date.within(other) or other.within(date) else None


def _if_there_is(text: str) -> Edtf | None:
    """Return the date of a text that has been given a year; none if the year has no such day."""
    try:
        return parse_solar_hijri(text)
    except CalendarError:
        return None


def _in_full(date: Edtf, text: str) -> tuple[str, ...]:
    """Return the text with each year that the date may be in; nothing if those are many."""
    form = _form(f"{text} 1400")
    if form is None or not form.groupdict().get("name"):
        _match(text)  # raises what is wrong with it
    first, last = date.earliest, date.latest
    if first is None or last is None or last.year - first.year > 1:
        return ()
    return tuple(f"{text} {year}" for year in range(first.year - 622, last.year - 620))


def _match(text: str) -> re.Match[str]:
    """Return the parts of a text that has the form of a Solar Hijri date."""
    match = _form(text)
    if match is None:
        raise CalendarError(
            f"{text!r} is not a Solar Hijri date; write it as printed, with the year in full:"
            " 1401/08/14, 14 Aban 1401 or ۱۴ آبان ۱۴۰۱"
        )
    return match


def _form(text: str) -> re.Match[str] | None:
    plain = " ".join(plain_digits(text).translate(_LETTERS).casefold().split())
    dated = re.sub(_WEEKDAYS, "", plain, count=1)
    matches = (re.fullmatch(form, dated) for form in _FORMS)
    return next((match for match in matches if match is not None), None)


def _interval(first: datetime.date, after: datetime.date) -> Edtf:
    """Return all days from the first to the one before ``after``."""
    return Edtf.parse(f"{first}/{after - datetime.timedelta(days=1)}")


def _first_of_month(year: int, month: int) -> datetime.date:
    """Return the first day of a month; six months of 31 days come before those of 30."""
    days = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return _new_year(year) + datetime.timedelta(days=days)


@lru_cache(maxsize=512)
def _new_year(year: int) -> datetime.date:
    """Return 1 Farvardin of the year, the day of the March equinox in Tehran; takes about 25 ms."""
    try:
        from convertdate import persian
    except ImportError as error:
        message = "Solar Hijri dates need the package convertdate: install onrecord[cli]"
        raise CalendarError(message) from error
    return datetime.date(*persian.to_gregorian(year, 1, 1))
