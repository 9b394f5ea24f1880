"""The types that fields are made of: what one value may look like, in models and in JSON Schema.

Each constraint here can be said in JSON Schema too, so that models and schemas accept the same
documents. Patterns keep to what ECMA-262, Python and Rust read alike.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    Strict,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError

from onrecord.values.codes import COUNTRIES
from onrecord.values.ids import ID_MAX_LENGTH, ID_PATTERN
from onrecord.values.languages import LANG_PATTERN

__all__ = [
    "Code",
    "Country",
    "Day",
    "Flag",
    "Id",
    "LangTag",
    "Latitude",
    "LongText",
    "Longitude",
    "Number",
    "Pattern",
    "Ref",
    "Slug",
    "Summary",
    "Term",
    "Text",
    "Title",
    "Url",
    "Wikidata",
]

WHOLE = r"$(?!\n)"
"""The end of a text in JSON Schema: Python's ``$`` alone would let a final newline pass."""


class Pattern(NamedTuple):
    """Closes a pattern's end in the JSON Schema (see ``WHOLE``), and says what it asks for.

    ``form`` is for people: what editors show in the place of the pattern.
    """

    form: str | None = None

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core_schema)
        schema["pattern"] = schema["pattern"].removesuffix("$") + WHOLE
        return {**schema, "patternErrorMessage": self.form} if self.form else schema


class Ref(NamedTuple):
    """Marks a field that holds the id of another record; ``kinds`` are the kinds it may be."""

    kinds: tuple[str, ...]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core_schema), "x-refers-to": list(self.kinds)}


class Term(NamedTuple):
    """Marks a field that holds a term of a vocabulary, named by the vocabulary's id."""

    vocabulary: str

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core_schema), "x-term-of": self.vocabulary}


Slug = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=ID_MAX_LENGTH),
    Pattern("Not an id: lowercase letters and digits, in words joined by hyphens."),
]
Id = Slug
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=20000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$"), Pattern()]
Wikidata = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]{0,9}$"), Pattern()]
LangTag = Annotated[str, StringConstraints(pattern=LANG_PATTERN), Pattern()]

Flag = Annotated[bool, Strict()]

_BIGGEST = 2**53 - 1


class _NumberSchema(NamedTuple):
    minimum: int = -_BIGGEST
    maximum: int = _BIGGEST

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "number", "minimum": self.minimum, "maximum": self.maximum}


Number = Annotated[
    Annotated[int, Strict(), Field(ge=-_BIGGEST, le=_BIGGEST)]
    | Annotated[float, Strict(), Field(ge=-_BIGGEST, le=_BIGGEST, allow_inf_nan=False)],
    Field(union_mode="left_to_right"),
    _NumberSchema(),
]
"""A whole number stays an ``int``, any other is a ``float``; both are less than 2^53 from zero."""

Latitude = Annotated[Number, Field(ge=-90, le=90), _NumberSchema(-90, 90)]
Longitude = Annotated[Number, Field(ge=-180, le=180), _NumberSchema(-180, 180)]


class _CountrySchema:
    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "enum": sorted(COUNTRIES)}


def _country(text: str) -> str:
    if text not in COUNTRIES:
        raise PydanticCustomError(
            "country", "not an ISO 3166-1 alpha-2 code: {seen}", {"seen": text}
        )
    return text


Country = Annotated[str, Strict(), AfterValidator(_country), _CountrySchema()]

_LONG_MONTHS = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_SHORT_MONTHS = r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_FEBRUARY = r"02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP_DAY = r"(?:20(?:[02468][048]|[13579][26])|1[89](?:0[48]|[2468][048]|[13579][26]))-02-29"
_DAY_PATTERN = (
    rf"^(?:(?:1[89]|20)[0-9]{{2}}-(?:{_LONG_MONTHS}|{_SHORT_MONTHS}|{_FEBRUARY})|{_LEAP_DAY})$"
)


class _DaySchema:
    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": _DAY_PATTERN.removesuffix("$") + WHOLE,
            "patternErrorMessage": "Not a day of the years 1800 to 2099, as 2026-11-25.",
        }


@lru_cache(maxsize=4096)
def _parse_day(text: str) -> datetime.date:
    if not re.fullmatch(_DAY_PATTERN, text):
        raise PydanticCustomError(
            "day", "not a day of the years 1800 to 2099: {seen}", {"seen": text}
        )
    return datetime.date.fromisoformat(text)


def _day(value: Any) -> datetime.date:
    if isinstance(value, str):
        return _parse_day(value)
    if type(value) is datetime.date:
        return value
    raise PydanticCustomError("string_type", "Input should be a valid string")


Day = Annotated[
    datetime.date,
    PlainValidator(_day),
    PlainSerializer(datetime.date.isoformat, return_type=str),
    _DaySchema(),
]
"""A full day, ``2026-11-25``: when somebody here did something, never uncertain."""
