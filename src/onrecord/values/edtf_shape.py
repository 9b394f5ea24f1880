"""Reading EDTF text: what a date says, as plain parts.

It knows the forms of the Extended Date/Time Format (Library of Congress, 4 February 2019, and ISO
8601-2:2019) that records may use; it must not know why a text is refused (``edtf_advice`` does).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from onrecord.values.spans import FIRST, LAST, Day, Span
from onrecord.values.words import Word

__all__ = ["Kind", "Precision", "Shape", "days_in_month", "read"]


class Kind(Word):
    """How a date stands in time."""

    INSTANT = "instant", "One day, or one moment, though it may not be known which."
    INTERVAL = "interval", "A stretch of time with a start and an end."
    ONE_OF = "one-of", "One of the dates listed, not known which."
    ALL_OF = "all-of", "All of the dates listed."


class Precision(Word):
    """The finest part of a date that is certain, counted from the year."""

    TIME = "time", "The time of day is given."
    DAY = "day", "The day is given."
    MONTH = "month", "The month is given, the day is not."
    SEASON = "season", "The season is given."
    YEAR = "year", "The year is given, the month is not."
    DECADE = "decade", "The last digit of the year is masked: 202X."
    CENTURY = "century", "The last two digits of the year are masked: 20XX."
    MILLENNIUM = "millennium", "The last three digits of the year are masked: 2XXX."
    UNKNOWN = "unknown", "Not even the first digit of the year is given."

    @property
    def rank(self) -> int:
        """0 for the finest."""
        return _RANKS[self]


_RANKS = {precision: rank for rank, precision in enumerate(Precision)}


class Shape(NamedTuple):
    """What a date says: its kind, its bounds as written, and the stretches of days it stands for.

    ``spans`` are what comparisons use (a qualified date may be any day there, while ``first`` and
    ``last`` are those of the date as written), one for each member of a set. ``periods`` are the
    same read as periods: the whole of November for ``2022-11``. ``clock`` is set for a date-time:
    whether it has a zone, and its seconds since the epoch, in UTC if it has.
    """

    kind: Kind
    precision: Precision
    first: Day
    last: Day
    spans: tuple[Span, ...]
    periods: tuple[Span, ...]
    qualifiers: str = ""
    is_reversed: bool = False
    clock: tuple[bool, int] | None = None
    start: str = ""
    end: str = ""


_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Compiled on first use, so that importing stays light.
_SOME_DATE = "(-?[0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)"
_LONG_YEAR = "Y(-?[1-9][0-9]{4,15})([?~%]?)"
_DATE_TIME = (
    "([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    "(?:(Z)|([+-])(0[0-9]|1[0-4])(?::([0-5][0-9]))?)?"
)
_PLAIN_DATE = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_GAP = "X.*[0-9]"
_MASKED_YEARS = (
    Precision.YEAR,
    Precision.DECADE,
    Precision.CENTURY,
    Precision.MILLENNIUM,
    Precision.UNKNOWN,
)
_ANYTIME = Span(FIRST, LAST, FIRST, LAST)
_NO_DATE = ("", "..")
_BRACKETS = {"[]": Kind.ONE_OF, "{}": Kind.ALL_OF}

# The first month of each season. EDTF leaves the months open; these are the meteorological seasons
# of the northern hemisphere (World Meteorological Organization): winter 2022 is December 2022 to
# February 2023.
_SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}


def read(text: str) -> Shape | None:
    """Return what ``text`` says, or nothing if it is not a date that records may use."""
    if (match := re.fullmatch(_SOME_DATE, text)) is not None:
        return _some_date(match)
    if "/" in text:
        return _interval(text)
    if text[:1] in ("[", "{"):
        return _set(text)
    if (match := re.fullmatch(_LONG_YEAR, text)) is not None:
        return _long_year(match)
    if (match := re.fullmatch(_DATE_TIME, text)) is not None:
        return _date_time(match)
    return None


def days_in_month(year: float, month: int) -> int:
    """Return how many days the month has."""
    leaps = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leaps else _MONTH_DAYS[month]


def _some_date(match: re.Match[str]) -> Shape | None:
    """Read a date with or without masks and a qualifier."""
    year, month, day, _ = match.groups()
    if year == "-0000":
        return None
    low, high = _years(year)
    if month is None:
        return _instant(match, _masked(year), (low, 1, 1), (high, 12, 31))
    if day is None and month in _SEASONS:
        return _season(match, low, high)
    months, days = _fitting(month, 12), _fitting(day or "XX", 31)
    first, last = _first(low, months, days), _last(high, months, days)
    # A masked year is judged as a common one: its digits would decide whether 29 February exists.
    if first is None or last is None or ("X" in year and not _first(1, months, days)):
        return None
    return _instant(match, _precision(year, month, day), first, last)


def _instant(match: re.Match[str], precision: Precision, first: Day, last: Day) -> Shape:
    """Return the shape of one date from its bounds."""
    spans = periods = (Span.instant(first, last),)
    if match[4]:
        spans = periods = (_ANYTIME,)
    elif re.search(_GAP, match[0]) is None:
        periods = (Span.whole(first, last),)
    return Shape(Kind.INSTANT, precision, first, last, spans, periods, match[4])


def _season(match: re.Match[str], low: int, high: int) -> Shape:
    """Return the shape of a season: three whole months, winter ending in the next year."""
    month = _SEASONS[match[2]]
    end_year, end_month = (high + 1, 2) if month == 12 else (high, month + 2)
    last = (end_year, end_month, days_in_month(end_year, end_month))
    return _instant(match, Precision.SEASON, (low, month, 1), last)


def _years(mask: str) -> tuple[int, int]:
    """Return the lowest and highest year that fit the mask."""
    digits = mask.lstrip("-")
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    return (-high, -max(low, 1)) if mask[0] == "-" else (low, high)


def _masked(year: str) -> Precision:
    """Return the precision of a year by its first masked digit."""
    digits = year.lstrip("-")
    return _MASKED_YEARS[4 - digits.index("X")] if "X" in digits else Precision.YEAR


def _precision(year: str, month: str, day: str | None) -> Precision:
    """Return the finest part that is certain from the left."""
    if "X" in year or "X" in month:
        return _masked(year)
    return Precision.MONTH if day is None or "X" in day else Precision.DAY


@lru_cache(maxsize=512)
def _fitting(mask: str, most: int) -> tuple[int, ...]:
    """Return the numbers from 1 to ``most`` whose two digits fit the mask."""
    fits = re.compile(mask.replace("X", "[0-9]")).fullmatch
    return tuple(number for number in range(1, most + 1) if fits(f"{number:02d}"))


def _first(year: int, months: tuple[int, ...], days: tuple[int, ...]) -> Day | None:
    """Return the first day of the year in these months and on these days of the month."""
    for month in months:
        if days and days[0] <= days_in_month(year, month):
            return (year, month, days[0])
    return None


def _last(year: int, months: tuple[int, ...], days: tuple[int, ...]) -> Day | None:
    """Return the last day of the year in these months and on these days of the month."""
    for month in reversed(months):
        length = days_in_month(year, month)
        for day in reversed(days):
            if day <= length:
                return (year, month, day)
    return None


def _long_year(match: re.Match[str]) -> Shape:
    """Read a year of more than four digits."""
    year, qualifier = int(match[1]), match[2]
    first, last = (year, 1, 1), (year, 12, 31)
    if qualifier:
        spans = periods = (_ANYTIME,)
    else:
        spans, periods = (Span.instant(first, last),), (Span.whole(first, last),)
    return Shape(Kind.INSTANT, Precision.YEAR, first, last, spans, periods, qualifier)


def _date_time(match: re.Match[str]) -> Shape | None:
    """Read a day with a time of day; it stands for the day as written."""
    date, hour, minute, second, utc, sign, zone_hour, zone_minute = match.groups()
    shape = _plain(date)
    if shape is None:
        return None
    seconds = _ordinal(date) * 86_400 + int(hour) * 3_600 + int(minute) * 60 + int(second)
    offset = int(zone_hour or 0) * 3_600 + int(zone_minute or 0) * 60
    clock = (utc is not None or sign is not None, seconds + (offset if sign == "-" else -offset))
    return shape._replace(precision=Precision.TIME, clock=clock)


def _ordinal(date: str) -> int:
    """Return the number of days from 1 March of year 0 to a full date."""
    year, month, day = (int(part) for part in date.split("-"))
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day


def _plain(text: str) -> Shape | None:
    """Read a date of four-digit year without masks, season or qualifier."""
    match = re.fullmatch(_SOME_DATE, text) if re.fullmatch(_PLAIN_DATE, text) else None
    shape = _some_date(match) if match is not None else None
    return None if shape is None or shape.precision is Precision.SEASON else shape


def _interval(text: str) -> Shape | None:
    """Read a start and an end, at least one of them a date."""
    start, _, end = text.partition("/")
    left, right = _end(start), _end(end)
    if (left is None and start not in _NO_DATE) or (right is None and end not in _NO_DATE):
        return None
    if left is None and right is None:
        return None
    given = [shape for shape in (left, right) if shape is not None]
    first = left.first if left else FIRST
    last = right.last if right else LAST
    is_reversed = first > last
    if is_reversed and left and right:
        first, last = right.first, left.last
    spans = (_ANYTIME if is_reversed else _stretch(start, left, end, right),)
    return Shape(
        kind=Kind.INTERVAL,
        precision=max((shape.precision for shape in given), key=lambda p: p.rank),
        first=first,
        last=last,
        spans=spans,
        periods=spans,
        qualifiers="".join(shape.qualifiers for shape in given),
        is_reversed=is_reversed,
        start=start,
        end=end,
    )


def _end(text: str) -> Shape | None:
    """Read the start or end of an interval."""
    match = re.fullmatch(_SOME_DATE, text)
    return _some_date(match) if match is not None else None


def _stretch(start: str, left: Shape | None, end: str, right: Shape | None) -> Span:
    """Return the span of an interval: open means without a bound, nothing means not known."""
    starts = (FIRST, FIRST) if start == ".." else (FIRST, LAST)
    ends = (LAST, LAST) if end == ".." else (FIRST, LAST)
    if left is not None and not left.qualifiers:
        starts = (left.first, left.last)
    if right is not None and not right.qualifiers:
        ends = (right.first, right.last)
    return Span(*starts, *ends).tightened()


def _set(text: str) -> Shape | None:
    """Read a list of dates and of runs of dates, open at its ends if so written."""
    kind = _BRACKETS.get(text[0] + text[-1])
    if kind is None:
        return None
    items = text[1:-1].split(",")
    runs: list[tuple[Shape | None, Shape | None]] = []
    for position, item in enumerate(items):
        run = _run(item, is_first=position == 0, is_last=position == len(items) - 1)
        if run is None:
            return None
        runs.append(run)
    return _of_runs(kind, runs)


def _run(item: str, *, is_first: bool, is_last: bool) -> tuple[Shape | None, Shape | None] | None:
    """Read a member of a set: its first and last date, none where it is open."""
    start, dots, end = item.partition("..")
    left, right = _plain(start), _plain(end)
    if not dots:
        return (left, left) if left else None
    if start == "":
        return (None, right) if right and is_first else None
    if end == "":
        return (left, None) if left and is_last else None
    return (left, right) if left and right and len(start) == len(end) else None


def _of_runs(kind: Kind, runs: list[tuple[Shape | None, Shape | None]]) -> Shape:
    """Return the shape of a set from its members."""
    spans, periods, is_reversed = [], [], False
    for left, right in runs:
        first, last = left.first if left else FIRST, right.last if right else LAST
        if left and right and first > last:
            first, last, is_reversed = right.first, left.last, True
        whole, instant = Span.whole(first, last), Span.instant(first, last)
        is_run = left is not right
        spans.append(whole if is_run and kind is Kind.ALL_OF else instant)
        periods.append(instant if is_run and kind is Kind.ONE_OF else whole)
    return Shape(
        kind=kind,
        precision=max((s.precision for run in runs for s in run if s), key=lambda p: p.rank),
        first=min(span.start_from for span in spans),
        last=max(span.end_to for span in spans),
        spans=tuple(spans),
        periods=tuple(periods),
        is_reversed=is_reversed,
    )
