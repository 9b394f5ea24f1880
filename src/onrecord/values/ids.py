"""Ids of records: what they look like, how to make one from words, and the nearest known one.

Knows nothing of the kinds of records; whether an id must begin with a date is not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["ID_MAX_LENGTH", "ID_PATTERN", "date_prefix", "is_id", "is_sure", "nearest", "slugify"]

ID_PATTERN: str = "^[a-z0-9]+(-[a-z0-9]+)*$"
"""Lowercase ASCII letters and digits in words joined by single hyphens."""

ID_MAX_LENGTH: int = 80
"""The most characters that an id may have, so that a file name fits everywhere."""

_DATE_PREFIX = "([0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)(?![^-])"
# Letters that no accent can be taken off.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


_MUCH = 0.8
_MARGIN = 0.1


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of an id."""
    return len(text) <= ID_MAX_LENGTH and re.fullmatch(ID_PATTERN, text) is not None


def slugify(text: str) -> str:
    """Return an id made of the Latin letters and digits of ``text``, cut at a word to fit.

    Accents are taken off, apostrophes vanish, all else separates words. A text without a Latin
    letter or digit gives the empty text, which is not an id.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘ʼʿʾ`")
    slug = "-".join(re.findall("[a-z0-9]+", kept))
    if len(slug) <= ID_MAX_LENGTH:
        return slug
    cut = slug[: ID_MAX_LENGTH + 1]
    return cut.rpartition("-")[0] or slug[:ID_MAX_LENGTH]


def date_prefix(record_id: str) -> str | None:
    """Return the date that an id begins with, as long as it is given: ``2022``, ``2022-11-05``.

    The longest prefix that looks like a date is taken; whether the day exists is not checked.
    """
    match = re.match(_DATE_PREFIX, record_id)
    return match[1] if match is not None else None


def nearest(word: str, candidates: Iterable[str], limit: float = 0.7) -> str | None:
    """Return the candidate most like ``word``, or nothing if none is like enough.

    ``limit`` is the least likeness, from 0 to 1 (as ``difflib`` measures it). Case does not count;
    of equally like candidates the first in order is taken.
    """
    from difflib import SequenceMatcher

    folded = word.casefold()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)
    best, found = limit, None
    for candidate in sorted(candidates):
        other = candidate.casefold()
        if _most(folded, other) < best:
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() < best:
            continue
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and found is None):
            best, found = ratio, candidate
    return found


def is_sure(word: str, near: str, candidates: Iterable[str]) -> bool:
    """Return whether ``near`` is much like ``word``, and more so than every other candidate.

    Words that differ in a digit are never the same thing misspelt.
    """
    from difflib import SequenceMatcher

    folded = word.casefold()
    if re.findall("[0-9]+", folded) != re.findall("[0-9]+", near.casefold()):
        return False
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(folded)

    def is_like(other: str, limit: float) -> bool:
        matcher.set_seq1(other.casefold())
        return matcher.quick_ratio() > limit and matcher.ratio() > limit

    matcher.set_seq1(near.casefold())
    best = matcher.ratio()
    limit = best - _MARGIN
    others = (each for each in candidates if each != near and _most(folded, each) > limit)
    return best >= _MUCH and not any(is_like(each, limit) for each in others)


def _most(one: str, other: str) -> float:
    """Return the most likeness that the lengths allow."""
    total = len(one) + len(other)
    return 2 * min(len(one), len(other)) / total if total else 1.0
