"""Numbers as they are printed in running text, in the languages of the sources.

Knows nothing of quantities; it answers only whether a number can be read in a text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["number_in_text", "plain_digits", "plain_number"]

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200c\u202f", " "))
_YEH_KAF = str.maketrans("يك", "یک")

# No figure is larger. A text can say a multiplier a thousand times, and floats end at 1e308.
_LARGEST = 10**30

_NUMBER = "[0-9]+(?:(?:[.,'’]|[ ](?=[0-9]{3}(?![0-9])))[0-9]+)*"
_NEXT_WORD = r"[\s-]*([^\W\d_]+)\.?"
# Between the two figures of "from 1 to 2 billion" the first one lacks its multiplier.
_JOINED = (
    r"\s*(?:-|–|—|to|and|or|bis|und|oder|à|et|ou|a|e|o|y|до|и|или|та|або|تا|و|یا|إلى|أو)\s*"
    r"[$€£]?\s*"
)

_THOUSAND, _MILLION, _MILLIARD, _BILLION = (10**3,), (10**6,), (10**9,), (10**12,)
# "Billion" is a thousand millions in English and a million millions in German and French.
_EITHER_BILLION = (10**9, 10**12)
_MULTIPLIERS: tuple[tuple[tuple[int, ...], str], ...] = (
    (_THOUSAND, "k mil mila mille mii bin ezer тыс тис هزار ألف آلاف"),
    (_MILLION, "m mm mn mio mln млн میلیون مليون ملايين"),
    (_MILLIARD, "b bn md mds mld mrd mrds млрд میلیارد مليار مليارات بلیون"),
    (_BILLION, "t tn трлн تریلیون"),
    ((12,), "dozen"),
    ((100,), "hundred"),
)
# Beginnings of words, for languages that inflect them; the first that fits counts.
_STEMS: tuple[tuple[tuple[int, ...], str], ...] = (
    (_THOUSAND, "thousand tausend tusen duizend tisíc tysi тысяч тисяч хиляд"),
    (_MILLIARD, "milliard miliard миллиард мільярд bilhão bilhões"),
    (_MILLION, "million milion millón milhão milhões миллион мільйон"),
    (_BILLION, "trillion trilión trilhão trilhões триллион трильйон billón bilion bilião biliões"),
    (_EITHER_BILLION, "billion"),
)

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_UNITS.split())} | {
    word: number for number, word in zip(range(30, 100, 10), _TENS.split(), strict=True)
}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}


def plain_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits and separators as Latin ones."""
    return text.translate(_DIGITS)


def plain_number(text: str) -> str | None:
    """Return the number that a text is, as YAML has it; none if it is none or could be two.

    Of ``7,000``, ``۷۰۰۰``, ``1 000 000`` and ``3.5 million`` one number can be read, of ``1.500``
    and ``1 billion`` two.
    """
    plain = plain_digits(text).translate(_SPACES).strip()
    match = re.match(_NUMBER, plain)
    if match is None:
        return None
    end, factors = _multiplied(plain, match.end())
    values = {value * factor for value in _values(match[0]) for factor in factors or (1,)}
    if re.fullmatch("[0-9]{1,3}([, ][0-9]{3})+", match[0]) and not factors:
        values = {float(re.sub("[, ]", "", match[0]))}
    if len(values) != 1 or plain[end:].strip():
        return None
    return format(values.pop(), ".15g")


def number_in_text(number: float, text: str) -> bool | None:
    """Whether ``text`` has the number, in digits or in English words; none if it cannot be told.

    Digits may be Latin, Persian or Arabic, grouped and with a decimal point or comma, and followed
    by a multiplier ("almost $1 billion", "۷ هزار شرکت", "7 тысяч", "1,5 Mrd."). A text that reads
    in two ways ("1.500") has both numbers. Without any digit it cannot be told that a number is
    missing: it may be in the words of another language.
    """
    plain = plain_digits(text).translate(_SPACES)
    if any(math.isclose(number, found, rel_tol=1e-9) for found in _numbers(plain)):
        return True
    return False if re.search("[0-9]", plain) else None


def _numbers(text: str) -> Iterator[float]:
    """Yield every number that can be read in the text."""
    pending: tuple[int, set[float]] | None = None
    for match in re.finditer(_NUMBER, text):
        values = _values(match[0])
        yield from values
        end, factors = _multiplied(text, match.end())
        yield from (value * factor for value in values for factor in factors)
        if pending is not None and re.fullmatch(_JOINED, text[pending[0] : match.start()]):
            yield from (value * factor for value in pending[1] for factor in factors)
        pending = (end, values) if not factors else None
    yield from _spelled(text)


def _values(digits: str) -> set[float]:
    """Return what digits with separators can mean."""
    parts = digits.split(" ")
    found = {value for part in parts if len(parts) > 1 for value in _values(part)}
    joined = re.sub("[ '’]", "", digits)
    separators = re.findall("[.,]", joined)
    grouped = float(re.sub("[.,]", "", joined))
    if not separators:
        return found | {grouped}
    head, _, tail = joined.rpartition(separators[-1])
    decimal = float(re.sub("[.,]", "", head) + "." + tail)
    if len(set(separators)) > 1 or (len(separators) == 1 and len(tail) != 3):
        return found | {decimal}
    return found | ({grouped} if len(separators) > 1 else {grouped, decimal})


def _multiplied(text: str, position: int) -> tuple[int, tuple[int, ...]]:
    """Return where the multipliers that follow a number end, and what they may multiply it by."""
    factors: tuple[int, ...] = ()
    while (match := re.match(_NEXT_WORD, text[position:])) is not None:
        found = _factors(_folded(match[1]))
        products = {a * b for a in factors or (1,) for b in found}
        if not products or max(products) > _LARGEST:
            break
        factors = tuple(sorted(products))
        position += match.end()
    return position, factors


@lru_cache(maxsize=1024)
def _factors(word: str) -> tuple[int, ...]:
    """Return what a folded word may multiply by, nothing if it is not a multiplier."""
    for factors, words in _MULTIPLIERS:
        if word in _folded(words).split():
            return factors
    beginnings = ((tuple(_folded(stems).split()), factors) for factors, stems in _STEMS)
    return next((factors for stems, factors in beginnings if word.startswith(stems)), ())


def _folded(word: str) -> str:
    """Return a word without case, accents and the Arabic forms of Persian letters."""
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_YEH_KAF))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _spelled(text: str) -> Iterator[float]:
    """Yield the numbers that English words spell: "two dozen", "seven thousand five hundred"."""
    total, current = 0, None
    for word in [*re.findall("[a-z]+|[^a-z\\s-]+", text.lower()), ""]:
        if word in _SMALL:
            current = (current or 0) + _SMALL[word]
        elif word in _SCALES and (scale := _SCALES[word]) < 1_000:
            current = min((current or 1) * scale, _LARGEST)
        elif word in _SCALES:
            total, current = total + (current or 1) * scale, None
        elif word != "and" and (total or current is not None):
            yield total + (current or 0)
            total, current = 0, None
