"""Ids, code lists and closed words."""

from __future__ import annotations

import re
import time

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.values.codes import COUNTRIES, CURRENCIES
from onrecord.values.edtf import EdtfReason, Kind, Precision
from onrecord.values.ids import ID_MAX_LENGTH, ID_PATTERN, date_prefix, is_id, nearest, slugify
from onrecord.values.quantities import Hedge
from onrecord.values.words import Word


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Amir-Abdollahian’s “limited number” of drones", None),
        ("Łódź, Øre & Straße", "lodz-ore-strasse"),
        ("Shahed-136 (Geran-2)", "shahed-136-geran-2"),
        ("  --  ", ""),
        ("پهپاد", ""),
        ("İstanbul", "istanbul"),
        ("a" * 90, "a" * 80),
        ("word " * 20, "-".join(["word"] * 16)),
    ],
)
def test_slugify(text: str, slug: str | None) -> None:
    expected = "amir-abdollahians-limited-number-of-drones" if slug is None else slug
    assert slugify(text) == expected


@given(st.text())
def test_a_slug_is_an_id(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or is_id(slug)
    assert slugify(slug) == slug


@given(st.from_regex(re.compile(ID_PATTERN), fullmatch=True))
def test_is_id(text: str) -> None:
    assert is_id(text) is (len(text) <= ID_MAX_LENGTH)
    assert not any(is_id(wrong) for wrong in (f"-{text}", f"{text}-", f"{text}\n", "", "A", "é"))


@pytest.mark.parametrize(
    ("record_id", "prefix"),
    [
        ("2022-11-05-limited-number", "2022-11-05"),
        ("2022-11-05", "2022-11-05"),
        ("2022-11-denial", "2022-11"),
        ("2022-31-missiles", "2022"),
        ("2022-11-3-drones", "2022-11"),
        ("2022-11-055", "2022-11"),
        ("20225-x", None),
        ("limited-number-2022", None),
    ],
)
def test_date_prefix(record_id: str, prefix: str | None) -> None:
    assert date_prefix(record_id) == prefix


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("speeker", "speakers"),
        ("STATUS", "status"),
        ("assertoin", "assertion"),
        ("sumary", "summary"),
        ("colour", None),
        ("", None),
    ],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, ["summary", "status", "speakers", "assertion", "admission"]) == found


@given(st.lists(st.text(min_size=1), min_size=1))
def test_nearest_to_a_candidate_is_itself(candidates: list[str]) -> None:
    for candidate in candidates:
        found = nearest(candidate, candidates)
        assert found is not None
        assert found.casefold() == candidate.casefold()


def test_nearest_does_not_depend_on_the_order() -> None:
    assert nearest("ab", ["aa", "bb"], limit=0.5) == nearest("ab", ["bb", "aa"], limit=0.5) == "aa"
    assert nearest("ab", ["aa"]) is None


def test_nearest_is_fast_enough_for_a_message() -> None:
    ids = [f"2022-{n % 12 + 1:02}-{n % 28 + 1:02}-number-{n}-of-drones" for n in range(5_000)]
    start = time.perf_counter()
    assert nearest("2022-05-05-numbr-1012-of-drones", ids) in ids
    assert time.perf_counter() - start < 2


# A shorter name than pycountry's formal one.
OWN_NAMES = {
    "CD": "Democratic Republic of the Congo",
    "FM": "Micronesia",
    "PS": "Palestine",
    "RU": "Russia",
    "VG": "British Virgin Islands",
    "VI": "United States Virgin Islands",
}


def test_countries_are_those_assigned() -> None:
    theirs = {c.alpha_2: getattr(c, "common_name", c.name) for c in pycountry.countries}
    assert theirs | OWN_NAMES == COUNTRIES
    assert list(COUNTRIES) == sorted(COUNTRIES)


def test_currencies_are_those_active() -> None:
    # pycountry keeps the code for tests and the one for no currency.
    theirs = {c.alpha_3: c.name for c in pycountry.currencies if c.alpha_3 not in ("XTS", "XXX")}
    assert theirs == CURRENCIES
    assert list(CURRENCIES) == sorted(CURRENCIES)


@pytest.mark.parametrize("words", [EdtfReason, Hedge, Kind, Precision])
def test_each_word_has_a_meaning(words: type[Word]) -> None:
    for word in words:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", word.value)
        assert str(word) == word.value == word
        assert word.meaning.endswith(".")
        assert words(word.value) is word
