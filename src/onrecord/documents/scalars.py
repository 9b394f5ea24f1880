"""Plain scalars: which unquoted words of YAML are null, true, a number, and which are text.

The YAML 1.2 core schema with one tightening: a number with a leading zero stays text, as typed.
This module knows nothing of files, of places or of what a word stands for in a record.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

__all__ = ["INT64", "NUMBER_STARTS", "OUT_OF_RANGE", "Scalar", "resolve"]

Scalar = str | int | float | bool | None
"""What a scalar node can hold."""

OUT_OF_RANGE: Final = object()
"""What :func:`resolve` gives for a number that JSON and 64 bits cannot carry."""

_WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
NUMBER_STARTS: Final = frozenset(["", "~", "n", "N", "t", "T", "f", "F", *"+-.0123456789"])
"""The first characters (and the empty text) of every plain scalar that may not be text."""

_DECIMAL: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII
)
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_INTEGER: Final = 20
INT64: Final = range(-(2**63), 2**63)
"""The integers that a record can hold: what columns of a table and other languages carry."""


@lru_cache(maxsize=4096)  # the days and figures of one record are those of its neighbours
def resolve(text: str) -> Scalar | object:
    """The value of a plain scalar: :data:`OUT_OF_RANGE` for a number that cannot be carried."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _DECIMAL.fullmatch(text):
        return _integer(text, 10)
    if _BASED.fullmatch(text):
        return _integer(text, 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else OUT_OF_RANGE
    return OUT_OF_RANGE if _NOT_FINITE.fullmatch(text) else text


def _integer(text: str, base: int) -> int | object:
    # The length comes first: Python refuses to convert thousands of digits.
    if base == 10 and len(text) > _LONGEST_INTEGER:
        return OUT_OF_RANGE
    number = int(text, base)
    return number if number in INT64 else OUT_OF_RANGE
