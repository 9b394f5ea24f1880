"""Why a text is not a date that records may use, and what to write instead.

Called only for texts that were refused; it must not decide what is accepted.
"""

from __future__ import annotations

import re

from onrecord.values.edtf_error import EdtfError, EdtfReason
from onrecord.values.edtf_mend import MONTHS, mended
from onrecord.values.edtf_pattern import EDTF_PATTERN
from onrecord.values.edtf_shape import days_in_month
from onrecord.values.numerals import plain_digits

__all__ = ["advise"]


_ANY_DATE = (
    "a day as 2022-11-05, a month as 2022-11, a year as 2022, an interval as 2022-08/2022-10"
)
# No date that a person wrote is longer; what is, is not worth the search.
_LONGEST = 200
_REAL = "a date that exists"
_ACCEPTED = re.compile(EDTF_PATTERN)

# What EDTF has and records do not: the form, its name, what to write instead.
_FEATURES = (
    (r"Y-?[0-9]+E[0-9]+(S[0-9]+)?", "an exponential year (EDTF level 2)", "the year in digits"),
    (r"Y?-?[0-9]+S[0-9]+", "significant digits (EDTF level 2)", "a mask as 195X"),
    (
        r"-?[0-9X]{4}-(2[5-9]|3[0-9]|4[01])[?~%]?",
        "a sub-year grouping, 25 to 41 (EDTF level 2)",
        "a season, 21 to 24, or an interval of months",
    ),
    (
        r"(?=.*[?~%][^?~%])[?~%]?-?[0-9X]{4}[?~%]?(-[?~%]?[0-9X]{2}[?~%]?){0,2}",
        "a qualifier on a part of a date (EDTF level 2)",
        "one qualifier at the end, for the whole date",
    ),
    (
        r"-?(?=[0-9X]{4}-)[0-9]*X[0-9X]*-(02|X2)-29[?~%]?",
        "29 February of a masked year (EDTF level 2)",
        "the year in digits",
    ),
)
# The years 1300 to 1499 of Iran, 1921 to 2120 elsewhere: what is on record is younger than ours.
_OF_IRAN = re.compile("(?<![0-9])1[34][0-9]{2}(?![0-9])")
_DATE = re.compile("(-?[0-9X]{4})-([0-9X]{2})(?:-([0-9X]{2}))?[?~%]?(?:T(.*))?")
_CLOCK = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}(:[0-9]{2})?)?")


def advise(text: str) -> EdtfError:
    """Return the error for a text that was refused."""
    if (hijri := _solar_hijri(text)) is not None:
        return hijri
    nearest = mended(plain_digits(text), _is_accepted) if len(text) <= _LONGEST else None
    for token in re.split(r"[/,\[\]{}]|[.]{2}", text):
        if token and not _is_accepted(token):
            error = _unsupported(text, token) or _no_such_day(text, token)
            if error is not None:
                return error
    reason, problem, expected = _form(text)
    return EdtfError(text, problem, reason=reason, expected=expected, nearest=nearest)


def _solar_hijri(text: str) -> EdtfError | None:
    """Return the error for a date as Iranian pages print it: the same day has another year here.

    Without ``convertdate`` it is told what the text is, and not what to write.
    """
    if _OF_IRAN.search(plain_digits(text)) is None:
        return None
    from onrecord.values.calendars import CalendarError, is_solar_hijri, parse_solar_hijri

    if not is_solar_hijri(text):
        return None
    try:
        nearest = str(parse_solar_hijri(text))
    except CalendarError:
        nearest = None
    return EdtfError(
        text,
        "is a date of the Solar Hijri calendar",
        reason=EdtfReason.NOT_EDTF,
        expected="the day in the Gregorian one, and the text as printed under `original_date`",
        nearest=nearest,
    )


def _is_accepted(text: str) -> bool:
    return _ACCEPTED.fullmatch(text) is not None


def _unsupported(text: str, token: str) -> EdtfError | None:
    """Return the error if the token is a feature of EDTF that records do not have."""
    for form, feature, instead in _FEATURES:
        if re.fullmatch(form, token) is not None:
            problem = f"uses {feature}, which records do not"
            reason = EdtfReason.UNSUPPORTED
            return EdtfError(text, problem, reason=reason, expected=instead, nearest=None)
    return None


def _no_such_day(text: str, token: str) -> EdtfError | None:
    """Return the error if the token names a month, day or hour that does not exist."""
    match = _DATE.fullmatch(token)
    if match is None:
        return None
    year, month, day, clock = match.groups()
    nearest = None
    if (problem := _month_problem(month, day)) is not None:
        swapped = f"{year}-{day}-{month}"
        nearest = swapped if _is_accepted(swapped) and text == token else None
    elif day is not None:
        problem = _day_problem(year, month, day)
    if problem is None and clock is not None and _CLOCK.fullmatch(clock):
        problem = "has a time that does not exist: hours are 00 to 23, zones up to 14:59"
    if problem is None:
        return None
    reason = EdtfReason.NO_SUCH_DAY
    return EdtfError(text, problem, reason=reason, expected=_REAL, nearest=nearest)


def _month_problem(month: str, day: str | None) -> str | None:
    """Return what is wrong with a month, or nothing."""
    if month in ("21", "22", "23", "24"):
        return None if day is None else "gives a day in a season"
    if re.fullmatch("[0X][1-9X]|1[0-2X]|X0", month):
        return None
    return f"has no month {month}: months are 01 to 12, seasons 21 to 24"


def _day_problem(year: str, month: str, day: str) -> str | None:
    """Return what is wrong with a day, or nothing."""
    if _is_accepted(f"{year}-{month}-{day}"):
        return None
    if "X" in year + month + day or year == "-0000":
        return f"has no day {day}: no month that fits has it"
    length = days_in_month(int(year), int(month))
    return f"has no day {day}: {MONTHS[int(month) - 1]} {year} has {length} days"


def _form(text: str) -> tuple[EdtfReason, str, str]:
    """Return the reason, the problem and what to write for a text whose parts may each be right."""
    if not text.strip():
        return EdtfReason.NOT_EDTF, "is empty", _ANY_DATE
    tokens = [token for token in re.split(r"[/,\[\]{}]|[.]{2}", text) if token]
    if not tokens or not all(_is_accepted(token) for token in tokens):
        return EdtfReason.NOT_EDTF, "is not an EDTF date", _ANY_DATE
    if text[0] in "[{":
        expected = (
            "four-digit years, months and days, runs of one precision, as [2022-11-04..2022-11-06]"
        )
        return (
            EdtfReason.UNSUPPORTED,
            "is a set (EDTF level 2) of another form than records use",
            expected,
        )
    if text.count("/") == 1 and len(tokens) == 2:
        expected = "an interval between years, months, seasons or days"
        return EdtfReason.NOT_EDTF, "is an interval of times or of long years", expected
    return EdtfReason.NOT_EDTF, "is not an EDTF date", _ANY_DATE
