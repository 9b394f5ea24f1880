"""Words as a search compares them: one spelling for letters that readers take for the same.

It knows characters and nothing of records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["ALIKE", "Word", "fold", "words"]

ALIKE: Mapping[str, str] = MappingProxyType(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ؤ": "و",
        "أ": "ا", "إ": "ا", "ٱ": "ا", "ı": "i", "ł": "l", "ø": "o", "đ": "d",
        "ـ": "",
    }
)  # fmt: skip
"""Letters that keyboards for Arabic and Persian have in two forms, and what is only ornament or
shape: the tatweel, which searches leave out as they do the joiners."""

_ALIKE = str.maketrans(dict(ALIKE))

# A word may have joiners within (می‌شود) and marks on its letters; an apostrophe ends it (Iran's).
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[\u200c\u200d](?=[^\W_]))*")


class Word(NamedTuple):
    """A word in a text: where it stands, the end exclusive, and how it is compared."""

    start: int
    end: int
    folded: str


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The word without case, diacritics, joiners and variants of letters.

    The digits of all scripts become those from 0 to 9.
    """
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_ALIKE)).translate(_ALIKE)
    return "".join(_digit(letter) for letter in plain if letter.isalnum())


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def words(text: str) -> Iterator[Word]:
    """Every word of a text."""
    for found in _WORD.finditer(text):
        folded = fold(found[0])
        if folded:
            yield Word(found.start(), found.end(), folded)
