"""Closed sets of words, each with its meaning.

Knows nothing of the words themselves: an enum elsewhere is a subclass of ``Word``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = ["Word"]


class Word(StrEnum):
    """A word of a closed list with its meaning, written ``NAME = "value", "What it means."``.

    A member is its value (``str(member)``, ``==``, hash) and has ``meaning``: one sentence for
    people, from which the documentation and the descriptions in the schema are made.
    """

    meaning: str

    # The default is for type checkers, which take ``Word("value")``, a look-up, for this call.
    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make the member whose value is ``value``."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member
