"""Values that records hold: dates, ids, figures, languages, codes.

They are immutable, parse and print themselves, and know nothing of records.
"""

from __future__ import annotations

from onrecord.values.calendars import CalendarError, agrees, parse_solar_hijri
from onrecord.values.codes import COUNTRIES, CURRENCIES
from onrecord.values.edtf import EDTF_PATTERN, Edtf, EdtfError, EdtfReason, Kind, Precision
from onrecord.values.ids import ID_MAX_LENGTH, ID_PATTERN, date_prefix, is_id, nearest, slugify
from onrecord.values.languages import (
    LANG_PATTERN,
    expected_scripts,
    is_lang,
    is_registered,
    script_fits,
    scripts_of,
)
from onrecord.values.numerals import number_in_text
from onrecord.values.quantities import Bounds, Hedge, bounds, disjoint
from onrecord.values.words import Word

__all__ = [
    "COUNTRIES",
    "CURRENCIES",
    "EDTF_PATTERN",
    "ID_MAX_LENGTH",
    "ID_PATTERN",
    "LANG_PATTERN",
    "Bounds",
    "CalendarError",
    "Edtf",
    "EdtfError",
    "EdtfReason",
    "Hedge",
    "Kind",
    "Precision",
    "Word",
    "agrees",
    "bounds",
    "date_prefix",
    "disjoint",
    "expected_scripts",
    "is_id",
    "is_lang",
    "is_registered",
    "nearest",
    "number_in_text",
    "parse_solar_hijri",
    "script_fits",
    "scripts_of",
    "slugify",
]
