"""The regular expression of the EDTF that records may use, built from its parts.

It accepts exactly what the parser accepts, month lengths and leap years included, so that the JSON
Schemas alone refuse a day that does not exist. It must not know what a date means. Only constructs
that ECMA-262, Python and Rust read alike are used: no look-around, no back-reference, no class
escape. That makes it long: what stands three times in the language is written three times.
"""

from __future__ import annotations

__all__ = ["EDTF_PATTERN"]

# Two digits divisible by four, but for 00: years of a century, and centuries, that leap.
_FOURS = "(0[48]|[13579][26]|[2468][048])"
_LEAP = f"[0-9]{{2}}{_FOURS}|{_FOURS}00"

# Year 0000 exists and leaps; -0000 does not (ISO 8601-1), which costs the long spelling.
_NOT_ZERO = "[0-9X]{3}[1-9X]|[0-9X]{2}[1-9X]0|[0-9X][1-9X]00|[1-9X]000"

# A masked day is fine if the digits fit one month and day that exist in a common year.
_MASKED = (
    "([0X][1-9X]|1[0-2X]|X0)(-([0X][1-9X]|1[0-9X]|2[0-8X]|X0))?|2[1-4]"
    "|(0[13-9X]|1[0-2X]|X[0-9X])-(29|3[0X])|([0X][13578X]|1[02X]|X[02])-31"
)
_SOME_DAY = f"((0000|-?({_NOT_ZERO}))(-({_MASKED}))?|(0000|-?({_LEAP}))-02-29)[?~%]?"

_YEAR = "[0-9]{4}"
_MONTH = f"{_YEAR}-(0[1-9]|1[0-2])"
_DAYS = "(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
_DAY = f"({_YEAR}-({_DAYS})|({_LEAP}|0000)-02-29)"
_TIME = r"T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(Z|[+-](0[0-9]|1[0-4])(:[0-5][0-9])?)?"

# In a set both sides of ".." have one precision; only its ends may be open.
_PLAIN = f"({_YEAR}(-(0[1-9]|1[0-2]))?|{_DAY})"
_PLAINS = (_YEAR, _MONTH, _DAY)
_FIRST = "|".join(rf"(({plain})?\.\.)?{plain}" for plain in _PLAINS)
_MEMBER = "|".join(rf"{plain}(\.\.{plain})?" for plain in _PLAINS)
_MEMBERS = rf"({_FIRST})(,({_MEMBER}))*(,{_PLAIN}\.\.)?|{_PLAIN}\.\."

_FORMS = (
    rf"((\.\.|{_SOME_DAY})?/)?{_SOME_DAY}",
    rf"{_SOME_DAY}/(\.\.)?",
    "Y-?[1-9][0-9]{4,15}[?~%]?",
    _DAY + _TIME,
    rf"\[({_MEMBERS})\]",
    rf"\{{({_MEMBERS})\}}",
)

EDTF_PATTERN: str = f"^({'|'.join(_FORMS)})$"
"""Accepts a text exactly if ``Edtf.parse`` does.

In Python use it with ``re.fullmatch``: Python's ``$`` also matches before a newline at the end.
"""
