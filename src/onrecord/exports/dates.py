"""Dates for formats that know no doubt: what of an EDTF date they can say without adding to it.

A date that is uncertain, approximate, masked or one of several has no such form, and gives none.
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.values.edtf import Edtf

__all__ = ["plain_date", "plain_ends"]

_PLAIN: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?(?=T|$)")
"""A year, a month or a day; a season (``2022-21``) is an EDTF month that no other reader knows."""


def plain_date(date: Edtf | None) -> str | None:
    """The date as ISO 8601 to the year, month or day, where it is one and without qualifiers."""
    found = _PLAIN.match(date.text) if date else None
    return found[0] if found else None


def plain_ends(date: Edtf | None) -> tuple[str | None, str | None]:
    """The first and the last end of an interval in that form; a single date is the first end."""
    if date is None:
        return None, None
    if not date.is_interval:
        return plain_date(date), None
    return plain_date(date.start), plain_date(date.end)
