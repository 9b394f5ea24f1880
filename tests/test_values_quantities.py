"""Figures: hedges, bounds, and numbers in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.values.numerals import number_in_text, plain_number
from onrecord.values.quantities import Bounds, Hedge, bounds, disjoint


@pytest.mark.parametrize(
    ("hedge", "expected"),
    [
        (Hedge.EXACT, Bounds(100, 100)),
        (Hedge.ABOUT, Bounds(None, None)),
        (Hedge.ALMOST, Bounds(None, 100, high_inclusive=False)),
        (Hedge.OVER, Bounds(100, None, low_inclusive=False)),
        (Hedge.AT_LEAST, Bounds(100, None)),
        (Hedge.AT_MOST, Bounds(None, 100)),
        (Hedge.UP_TO, Bounds(None, 100)),
        (Hedge.BETWEEN, Bounds(None, None)),
        (Hedge.DOZENS, Bounds(24, None)),
        (Hedge.HUNDREDS, Bounds(200, None)),
        (Hedge.THOUSANDS, Bounds(2_000, None)),
    ],
)
def test_bounds_that_follow_from_a_hedge(hedge: Hedge, expected: Bounds) -> None:
    assert bounds(100, hedge=hedge) == expected


def test_typed_bounds_narrow() -> None:
    assert bounds(None, 1_000, 3_000, Hedge.BETWEEN) == Bounds(1_000, 3_000)
    assert bounds(2_000, 1_000, 3_000, Hedge.ABOUT) == Bounds(1_000, 3_000)
    assert bounds(100, 50, None, Hedge.ALMOST) == Bounds(50, 100, high_inclusive=False)
    assert bounds(100, 100, 200, Hedge.OVER) == Bounds(100, 200, low_inclusive=False)
    assert bounds(100, 150, None, Hedge.OVER) == Bounds(150, None)
    assert bounds(None, None, 90, Hedge.DOZENS) == Bounds(24, 90)
    assert bounds(5, 7).is_empty
    assert bounds(5, None, 5, Hedge.OVER).is_empty
    assert not bounds(5, 5, 5).is_empty


NUMBERS = st.integers(0, 6) | st.none()
BOUNDS = st.builds(Bounds, NUMBERS, NUMBERS, st.booleans(), st.booleans())
# Halves lie between the numbers that the bounds are made of.
POINTS = [half / 2 for half in range(-4, 20)]


def holds(b: Bounds, point: float) -> bool:
    above = b.low is None or point > b.low or (point == b.low and b.low_inclusive)
    return above and (b.high is None or point < b.high or (point == b.high and b.high_inclusive))


@given(BOUNDS, BOUNDS)
def test_disjoint_means_that_no_number_is_in_both(a: Bounds, b: Bounds) -> None:
    assert disjoint(a, b) is not any(holds(a, p) and holds(b, p) for p in POINTS)
    assert a.is_empty is not any(holds(a, p) for p in POINTS)
    assert all(a.allows(p) is holds(a, p) for p in POINTS)


@given(st.integers(0, 6), NUMBERS, NUMBERS, st.sampled_from(Hedge))
def test_typed_bounds_never_widen(
    best: int, low: int | None, high: int | None, hedge: Hedge
) -> None:
    narrowed = bounds(best, low, high, hedge)
    for point in POINTS:
        inside = (low is None or point >= low) and (high is None or point <= high)
        assert holds(narrowed, point) is (inside and holds(bounds(best, hedge=hedge), point))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e9, "almost $1 billion"),
        (1e12, "1 billion d'euros"),
        (7_000, "7,000 companies"),
        (7_000, "7.000 Firmen"),
        (7_000, "7 000 sociétés"),
        (7_000, "7\u00a0000"),
        (7_000, "7’000"),
        (7_000, "۷ هزار شرکت"),
        (7_000, "۷۰۰۰"),
        (7_000, "٧٬٠٠٠"),
        (7_000, "7 тысяч"),
        (7_000, "7 тыс. компаний"),
        (7_000, "7 тисяч"),
        (375_000, "375 tisíc dolarů"),
        (6_000, "6 tysięcy sztuk"),
        (2_000, "2 bin adet"),
        (7_000, "7k"),
        (7_000, "7,000-strong"),
        (7_500, "seven thousand five hundred drones"),
        (1.5e9, "1,5 Mrd. Euro"),
        (1.5e9, "1.5bn"),
        (1.5e9, "۱٫۵ میلیارد دلار"),
        (3e9, "3 مليارات"),
        (3e3, "3 آلاف"),
        (3e6, "3 мільйони"),
        (3e6, "3 milhões"),
        (3e6, "3 millones"),
        (5e9, "5 mil millones"),
        (5e9, "5 miliardi"),
        (174_600_000, "€174.6 million"),
        (1_234_567.5, "1.234.567,50"),
        (300, "in 2022 300 drones"),
        (1e9, "between 1 and 2 billion"),
        (1e9, "$1–$2 billion"),
        (24, "two dozen"),
        (12, "a dozen"),
        (43, "forty-three"),
        (240, "two hundred and forty"),
        (0, "zero"),
    ],
)
def test_number_in_text(number: float, text: str) -> None:
    assert number_in_text(number, text) is True


@pytest.mark.parametrize(
    ("number", "text", "answer"),
    [
        (8, "some 9 drones", False),
        (100, "1,000 drones", False),
        (7, "700", False),
        (1e6, "1 billion", False),
        (2e9, "1 drone and 3 billion", False),
        (7_000, "семь тысяч", None),
        (7_000, "seven hundred", None),
        (200, "hundreds of drones", None),
        (1, "", None),
    ],
)
def test_number_not_in_text(number: float, text: str, answer: bool | None) -> None:
    assert number_in_text(number, text) is answer


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}", "about {:_} drones"]))
def test_a_printed_number_is_found(number: int, form: str) -> None:
    text = form.format(number)
    assert number_in_text(number, text.replace("_", " "))
    assert number_in_text(number, text.replace("_", ".").replace(",", "."))


@given(st.text(), st.integers())
def test_any_text_can_be_searched(text: str, number: int) -> None:
    assert number_in_text(number, text) in (True, False, None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,000", "7000"),
        ("1 000 000", "1000000"),
        ("۷۰۰۰", "7000"),
        ("٧٬٠٠٠", "7000"),
        ("0,5", "0.5"),
        ("3.5 million", "3500000"),
        ("1.500", None),  # a thousand and a half, or one and a half
        ("1 billion", None),  # in English or in German
        ("12 drones", None),
        ("about 7", None),
        ("", None),
    ],
)
def test_the_number_that_a_text_is(text: str, number: str | None) -> None:
    assert plain_number(text) == number
