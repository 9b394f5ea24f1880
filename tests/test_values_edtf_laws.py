"""Comparison of EDTF dates: laws, an oracle by brute force, and other people's parsers."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.values.edtf import EDTF_PATTERN, Edtf

DATES = st.from_regex(re.compile(EDTF_PATTERN), fullmatch=True).map(Edtf.parse)
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "edtf-loc.yaml").read_text("utf-8"))


# -- laws ------------------------------------------------------------------------------------------


@given(DATES, DATES)
def test_laws(a: Edtf, b: Edtf) -> None:
    assert a.after(b) is b.before(a)
    assert a.overlaps(b) is b.overlaps(a)
    if a.before(b):
        assert b.before(a) is False
        assert a.overlaps(b) is False
    if a.within(b):
        assert a.overlaps(b) is not False
        assert a.before(b) is not True
    if a.overlaps(b):
        assert a.before(b) is False
        assert a.after(b) is False


@given(DATES, DATES, DATES)
def test_order_is_transitive(a: Edtf, b: Edtf, c: Edtf) -> None:
    # A date-time with a zone compares by its moment with its like and by its day with others.
    if a.before(b) and b.before(c) and not any("T" in date.text for date in (a, b, c)):
        assert a.before(c)


@given(DATES, DATES)
def test_sort_key_respects_before(a: Edtf, b: Edtf) -> None:
    assert (a.sort_key == b.sort_key) is (a == b)
    if a.before(b) and "T" not in a.text:
        assert a.sort_key < b.sort_key


@given(DATES)
def test_earliest_is_not_after_latest(date: Edtf) -> None:
    earliest, latest, _ = date.sort_key
    assert earliest <= latest
    assert date.before(date) is not True


@given(st.dates(), st.dates())
def test_days_compare_as_days(a: Any, b: Any) -> None:
    one, other = Edtf.parse(a.isoformat()), Edtf.parse(b.isoformat())
    assert (one.earliest, one.latest) == (a, a)
    assert one.before(other) is (a < b)
    assert one.overlaps(other) is one.within(other) is (a == b)


# -- an oracle -------------------------------------------------------------------------------------

# Days are numbers from 28 January 2022 on; the first and the last stand for what has no bound.
PAST, FUTURE = -1_000, 1_000
WORLD = [PAST, *range(1, 16), FUTURE]
DAYS = {f"2022-01-{day}": [day - 27] for day in (29, 30, 31)}
DAYS |= {f"2022-02-0{day}": [day + 4] for day in (1, 2, 3)}
DAYS |= {"2022-01-3X": [3, 4], "2022-02-0X": list(range(5, 14))}

Span = tuple[int, int]
Case = frozenset[int]


def filled(start: int, end: int) -> Case:
    return frozenset(day for day in WORLD if start <= day <= end)


def ends(text: str, *, is_start: bool) -> list[int]:
    if text == "..":
        return [PAST if is_start else FUTURE]
    return DAYS.get(text, WORLD)  # unknown, or qualified: any day


def cases(text: str, *, whole: bool = False) -> set[Case]:
    """Return every set of days that the date can stand for; of a period, all its days."""
    if "/" in text:
        start, end = text.split("/")
        firsts, lasts = ends(start, is_start=True), ends(end, is_start=False)
        return {filled(s, e) for s, e in itertools.product(firsts, lasts) if s <= e}
    if text[0] == "[":
        return set().union(*(cases(item, whole=whole) for item in text[1:-1].split(",")))
    if text[0] == "{":
        days = [cases(item, whole=whole) for item in text[1:-1].split(",")]
        return {frozenset().union(*choice) for choice in itertools.product(*days)}
    if whole and text in DAYS:
        return {frozenset(DAYS[text])}
    if whole:  # a period that is not known, as its date is qualified
        return cases("/")
    return {frozenset([day]) for day in DAYS.get(text, WORLD)}


def truth(test: Callable[[Case, Case], bool], lefts: set[Case], rights: set[Case]) -> bool | None:
    answers = {test(left, right) for left, right in itertools.product(lefts, rights)}
    return answers.pop() if len(answers) == 1 else None


NAMED = st.sampled_from(sorted(DAYS))
QUALIFIED = st.builds("{}{}".format, NAMED, st.sampled_from(["", "", "", "?", "~", "%"]))
STARTS = st.one_of(QUALIFIED, st.sampled_from(["", ".."]))
INTERVALS = st.one_of(
    st.builds("{}/{}".format, STARTS, QUALIFIED), st.builds("{}/{}".format, QUALIFIED, STARTS)
).filter(lambda text: not Edtf.parse(text).is_reversed)
SETS = st.lists(st.sampled_from([d for d in sorted(DAYS) if "X" not in d]), min_size=1, max_size=3)
ONE_OF = SETS.map(lambda days: f"[{','.join(days)}]")
ALL_OF = SETS.map(lambda days: f"{{{','.join(days)}}}")
SIMPLE = st.one_of(QUALIFIED, INTERVALS, ONE_OF)


def answers(a: str, b: str) -> list[tuple[bool | None, bool | None]]:
    """Return what the dates say and what all cases say, for each question."""
    one, other = Edtf.parse(a), Edtf.parse(b)
    return [
        (one.before(other), truth(lambda x, y: max(x) < min(y), cases(a), cases(b))),
        (one.overlaps(other), truth(lambda x, y: bool(x & y), cases(a), cases(b))),
        (one.within(other), truth(lambda x, y: x <= y, cases(a), cases(b, whole=True))),
    ]


@given(SIMPLE, SIMPLE)
@settings(max_examples=300, deadline=None)
def test_comparison_says_all_that_is_certain(a: str, b: str) -> None:
    for said, true in answers(a, b):
        assert said is true


@given(st.one_of(SIMPLE, ALL_OF), ALL_OF)
@settings(max_examples=200, deadline=None)
def test_comparison_with_all_of_a_set_says_only_what_is_certain(a: str, b: str) -> None:
    for said, true in (*answers(a, b), *answers(b, a)):
        assert said is None or said is true


@pytest.mark.parametrize(
    ("a", "b", "before", "overlaps", "within"),
    [
        ("2022-11-05", "2022-11", None, None, True),
        ("2022-11", "2022-11-05", None, None, None),
        ("2022-10", "2022-11", True, False, False),
        ("2022-11", "2022", None, None, True),
        ("2022-11-05", "202X", None, None, True),
        ("2022-11-05", "2022~", None, None, None),
        ("2022-11-05", "2017/..", False, True, True),
        ("2022-11-05", "2017/", False, None, None),
        ("2022-11-05", "2017/2022", False, None, None),
        ("2022-11-05", "2017/2023", False, True, True),
        ("2017-03-01", "2017/2023", None, None, None),
        ("2022-11-05", "2023/2022", None, None, None),
        ("2022-11-05", "2022-XX-05", None, None, None),
        ("2022-12-05", "2022-XX-05", False, None, None),
        ("2023-01-05", "2022-XX-05", False, False, False),
        ("2022-11-05/2022-11-06", "{2022-11-05,2022-11-06}", False, True, None),
        ("2022-11-05", "[2022-11-04,2022-11-06]", None, False, False),
        ("2022-11-05", "{2022-11-04,2022-11-06}", False, False, False),
        ("2022-11-05", "{2022-11-04..2022-11-06}", False, True, True),
        ("2022-11-05T10:00:00Z", "2022-11-05T12:00:00+03:30", False, False, False),
        ("2022-11-05T08:30:00Z", "2022-11-05T12:00:00+03:30", False, True, True),
        ("2022-11-05T23:00:00-05", "2022-11-06T01:00:00+03", False, False, False),
        ("2022-11-05T10:00:00", "2022-11-05T10:00:01", True, False, False),
        ("2022-11-05T10:00:00", "2022-11-05T12:00:00Z", False, True, True),
        ("2022-11-05T10:00:00Z", "2022-11-05", False, True, True),
        ("2022-11-05T10:00:00Z", "2022-11-06", True, False, False),
        ("Y-170000002", "-9999", True, False, False),
    ],
)
def test_comparison(
    a: str, b: str, before: bool | None, overlaps: bool | None, within: bool | None
) -> None:
    one, other = Edtf.parse(a), Edtf.parse(b)
    said = (one.before(other), one.overlaps(other), one.within(other))
    assert said == (before, overlaps, within)


# -- other parsers ---------------------------------------------------------------------------------

# ``edtf`` invents ten years for an unknown end, fails with ``TypeError`` on open ends and with
# ``AttributeError`` on a masked month, and takes the months of seasons from its settings. So it is
# asked only for the bounds of what it can read.
EDTF_FAILS = re.compile(r"^\.\.|\.\.$|^/|/$|\[\.\.|\{\.\.|\.\.\]|\.\.\}|^1984-1X$|-2[1-4]$")


def bounds_elsewhere(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import edtf

        date = edtf.parse_edtf(text)
        return tuple(date.lower_strict()[:3]), tuple(date.upper_strict()[:3])


@pytest.mark.parametrize(
    "text", [c["text"] for c in CASES if "refused" not in c and not EDTF_FAILS.search(c["text"])]
)
def test_edtf_package_gives_the_same_bounds(text: str) -> None:
    date = Edtf.parse(text)
    assert bounds_elsewhere(text) == (date.earliest_ymd, date.latest_ymd)


def is_valid_elsewhere(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf_validate.valid_edtf import is_valid  # type: ignore[import-untyped]

        return bool(is_valid(text))


@pytest.mark.parametrize("text", [case["text"] for case in CASES if "refused" not in case])
def test_edtf_validate_accepts_what_records_take(text: str) -> None:
    assert is_valid_elsewhere(text)


# No qualifier: ``edtf_validate`` lets 2022-02-30? by, as it does not check qualified days.
@given(
    st.builds(
        "{:04}-{:02}{}".format,
        st.integers(0, 9999),
        st.integers(0, 13),
        st.one_of(st.just(""), st.integers(0, 32).map("-{:02}".format)),
    )
)
@settings(max_examples=60, deadline=None)
def test_edtf_validate_agrees_on_dates(text: str) -> None:
    try:
        Edtf.parse(text)
    except ValueError:
        assert not is_valid_elsewhere(text)
    else:
        assert is_valid_elsewhere(text)
