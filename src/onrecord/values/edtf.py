"""Dates as records write them: the Extended Date/Time Format, parsed, printed and compared.

Levels 0 and 1 whole, and of level 2 the masks (``2022-0X``, ``2022-XX-15``) and the sets
(``[2022-11-04,2022-11-05]``, ``{2022..2024}``). Knows nothing of records or of other calendars.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from onrecord.values.edtf_error import EdtfError, EdtfReason
from onrecord.values.edtf_pattern import EDTF_PATTERN
from onrecord.values.edtf_shape import Kind, Precision, Shape, read
from onrecord.values.spans import FIRST, LAST, Day, Span, all_of, any_of, same_in_all

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["EDTF_PATTERN", "Edtf", "EdtfError", "EdtfReason", "Kind", "Precision"]

_DESCRIPTION = (
    "A date in the Extended Date/Time Format (EDTF, ISO 8601-2): a day 2022-11-05, a month 2022-11,"
    " a year 2022, an interval 2022-08/2022-10, an open one 2022-08/.., an uncertain date 2022-11?,"
    " an approximate one 2022~, a decade 202X."
)


class Edtf:
    """A date, an interval or a set of dates, with what is known of it and no more.

    Two are equal if they are written alike. ``earliest`` and ``latest`` bound the date as written;
    a qualifier (``?``, ``~``, ``%``) says that it may be wrong by an unknown margin, so that a
    qualified date compares as if it could be any day.

    Comparison is by whole days and three-valued: ``None`` means that it cannot be told. An instant
    less precise than a day (``2022-11``) is one unknown day of that period; ``within`` reads its
    right-hand side as the whole period. The end ``..`` is without a bound, an end left out exists
    but is not known. A reversed interval parses (``is_reversed``) and compares as unknown. A
    date-time counts as its day as written; two date-times compare to the second if both or neither
    have a zone. What it is compared with may be a day or text, too: ``EdtfError`` where that is not
    EDTF.
    """

    __slots__ = ("_shape", "text")

    text: str
    """The date as it was written."""

    def __init__(self, text: str) -> None:
        shape = read(text)
        if shape is None:
            from onrecord.values.edtf_advice import advise

            raise advise(text)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "_shape", shape)

    _shape: Shape

    @classmethod
    def parse(cls, text: str) -> Edtf:
        """Return the date that ``text`` writes; equal texts may give the same object.

        Raises ``EdtfError`` if the text is not EDTF, names a day that does not exist, or uses a
        feature of level 2 that records do not.
        """
        return _parse(text)

    @classmethod
    def of(cls, date: str | Edtf | datetime.date) -> Edtf:
        """Return the date that is meant by one, by a day or by text; of a time of day, its day.

        Raises ``EdtfError`` for text that is not EDTF, and ``TypeError`` for what is no date.
        """
        if isinstance(date, Edtf):
            return date
        if isinstance(date, datetime.datetime):
            date = date.date()
        if isinstance(date, datetime.date):
            return _parse(date.isoformat())
        if isinstance(date, str):
            return _parse(date)
        message = f"{date!r} is no date: give a day or EDTF text, such as '2022-11'"
        raise TypeError(message)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __reduce__(self) -> tuple[Callable[[str], Edtf], tuple[str]]:
        return _parse, (self.text,)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Edtf) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Edtf({self.text!r})"

    @property
    def kind(self) -> Kind:
        """Whether it is an instant, an interval or a set."""
        return self._shape.kind

    @property
    def precision(self) -> Precision:
        """The finest part that is certain; of intervals and sets, that of the coarsest member."""
        return self._shape.precision

    @property
    def earliest(self) -> datetime.date | None:
        """The first day it can be as written; none if unbounded, unknown or not in years 1-9999."""
        return _date(self._shape.first)

    @property
    def latest(self) -> datetime.date | None:
        """The last day it can be as written; none if unbounded, unknown or not in years 1-9999."""
        return _date(self._shape.last)

    @property
    def earliest_ymd(self) -> tuple[int, int, int] | None:
        """Year, month and day of ``earliest`` for any year (0 is 1 BC); none if it has no bound."""
        return _ymd(self._shape.first)

    @property
    def latest_ymd(self) -> tuple[int, int, int] | None:
        """Year, month and day of ``latest`` for any year (0 is 1 BC); none if it has no bound."""
        return _ymd(self._shape.last)

    @property
    def start(self) -> Edtf | None:
        """The date at which an interval starts; none if open, unknown or not an interval."""
        return None if self._shape.start in ("", "..") else _parse(self._shape.start)

    @property
    def end(self) -> Edtf | None:
        """The date at which an interval ends; none if open, unknown or not an interval."""
        return None if self._shape.end in ("", "..") else _parse(self._shape.end)

    @property
    def is_interval(self) -> bool:
        """Whether it has a start and an end."""
        return self._shape.kind is Kind.INTERVAL

    @property
    def is_set(self) -> bool:
        """Whether it lists dates: one of them, or all of them."""
        return self._shape.kind in (Kind.ONE_OF, Kind.ALL_OF)

    @property
    def is_masked(self) -> bool:
        """Whether it has unspecified digits (``X``)."""
        return "X" in self.text

    @property
    def is_uncertain(self) -> bool:
        """Whether it, or an end of it, is marked ``?`` or ``%``: its source is doubtful."""
        return "?" in self._shape.qualifiers or "%" in self._shape.qualifiers

    @property
    def is_approximate(self) -> bool:
        """Whether it, or an end of it, is marked ``~`` or ``%``: an estimate, about right."""
        return "~" in self._shape.qualifiers or "%" in self._shape.qualifiers

    @property
    def is_open_start(self) -> bool:
        """Whether it goes back without a bound: ``../2022``, ``[..2022]``."""
        return self._shape.start == ".." or (self.is_set and self._shape.first == FIRST)

    @property
    def is_open_end(self) -> bool:
        """Whether it goes on without a bound: ``2022/..``, ``[2022..]``."""
        return self._shape.end == ".." or (self.is_set and self._shape.last == LAST)

    @property
    def is_unknown_start(self) -> bool:
        """Whether it has a start that is not known: ``/2022``."""
        return self.is_interval and self._shape.start == ""

    @property
    def is_unknown_end(self) -> bool:
        """Whether it has an end that is not known: ``2022/``."""
        return self.is_interval and self._shape.end == ""

    @property
    def is_reversed(self) -> bool:
        """Whether an interval, or a run in a set, as written starts after its end."""
        return self._shape.is_reversed

    @property
    def sort_key(self) -> tuple[Day, Day, str]:
        """What orders dates: the earliest day, then the latest, then the text; a total order.

        Where the start is open or unknown the latest day stands for it, so that ``/2022-11-30``
        stands at the end of that November and not before all history.
        """
        first, last = self._shape.first, self._shape.last
        return (last if first == FIRST else first, last, self.text)

    def before(self, other: str | Edtf | datetime.date) -> bool | None:
        """Whether all of it lies on days before all of the other."""
        that: Edtf = other if type(other) is Edtf else Edtf.of(other)
        clocks = _clocks(self._shape, that._shape)
        if clocks is not None:
            return clocks[0] < clocks[1]
        return _ask(self._shape, that._shape, that._shape.spans, Span.before, all_of, all_of)

    def after(self, other: str | Edtf | datetime.date) -> bool | None:
        """Whether all of it lies on days after all of the other."""
        return Edtf.of(other).before(self)

    def overlaps(self, other: str | Edtf | datetime.date) -> bool | None:
        """Whether the two share a day."""
        that: Edtf = other if type(other) is Edtf else Edtf.of(other)
        clocks = _clocks(self._shape, that._shape)
        if clocks is not None:
            return clocks[0] == clocks[1]
        return _ask(self._shape, that._shape, that._shape.spans, Span.overlaps, any_of, any_of)

    def within(self, other: str | Edtf | datetime.date) -> bool | None:
        """Whether all of it lies in the other, which is read as a whole period."""
        that: Edtf = other if type(other) is Edtf else Edtf.of(other)
        clocks = _clocks(self._shape, that._shape)
        if clocks is not None:
            return clocks[0] == clocks[1]
        periods = that._shape.periods
        answer = _ask(self._shape, that._shape, periods, Span.within, all_of, any_of)
        if answer is False and that._shape.kind is Kind.ALL_OF:
            # What lies in no one member may still lie in two that adjoin.
            apart = _ask(self._shape, that._shape, periods, Span.overlaps, any_of, any_of) is False
            return False if apart else None
        return answer

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read text to ``Edtf`` and write it as text, with one shared definition in a schema."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            _validator(),
            ref="onrecord.values.edtf.Edtf",
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the pattern, closed against a newline at the end, which Python's ``$`` lets by."""
        return {
            "type": "string",
            "title": "EDTF date",
            "description": _DESCRIPTION,
            "pattern": EDTF_PATTERN.removesuffix("$") + r"$(?!\n)",
            "patternErrorMessage": "Not a date in EDTF, as 2022-11-05, 2022-11 or 2022/2023.",
        }


@lru_cache(maxsize=65_536)
def _parse(text: str) -> Edtf:
    return Edtf(text)


def _date(day: Day) -> datetime.date | None:
    year, month, number = day
    return datetime.date(int(year), month, number) if 1 <= year <= 9999 else None


def _ymd(day: Day) -> tuple[int, int, int] | None:
    year, month, number = day
    return None if day in (FIRST, LAST) else (int(year), month, number)


def _clocks(left: Shape, right: Shape) -> tuple[int, int] | None:
    """Return the seconds of two date-times if they are on comparable clocks."""
    if left.clock is None or right.clock is None or left.clock[0] is not right.clock[0]:
        return None
    return left.clock[1], right.clock[1]


def _ask(
    left: Shape,
    right: Shape,
    others: tuple[Span, ...],
    question: Callable[[Span, Span], bool | None],
    left_fold: Callable[..., bool | None],
    right_fold: Callable[..., bool | None],
) -> bool | None:
    """Put the question to each member of the left and of the right, and fold the answers."""
    if len(left.spans) == 1 and len(others) == 1:
        return question(left.spans[0], others[0])
    over_left = same_in_all if left.kind is Kind.ONE_OF else left_fold
    over_right = same_in_all if right.kind is Kind.ONE_OF else right_fold
    return over_left(over_right(question(mine, other) for other in others) for mine in left.spans)


@lru_cache(maxsize=1)
def _validator() -> Callable[[object], Edtf]:
    """Return the function that pydantic calls; made on first use so that importing stays light."""
    from pydantic_core import PydanticCustomError

    def validate(value: object) -> Edtf:
        if isinstance(value, Edtf):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError(
                "edtf",
                "{seen} is not a text; write the date in quotes",
                {
                    "seen": repr(value),
                    "reason": str(EdtfReason.NOT_EDTF),
                    "expected": "a date in quotes",
                    "nearest": None,
                },
            )
        try:
            return _parse(value)
        except EdtfError as error:
            context = {
                "message": str(error),
                "reason": str(error.reason),
                "expected": error.expected,
                "nearest": error.nearest,
            }
            raise PydanticCustomError("edtf", "{message}", context) from error

    return validate
