"""EDTF dates: what they read, what they refuse, and how pydantic sees them."""

from __future__ import annotations

import copy
import datetime
import itertools
import json
import pickle
import re
from pathlib import Path
from typing import Annotated, Any

import jsonschema
import pydantic
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.values.edtf import EDTF_PATTERN, Edtf, EdtfError, EdtfReason, Kind, Precision

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "edtf-loc.yaml").read_text("utf-8"))
MATCH = re.compile(EDTF_PATTERN).fullmatch


def written(ymd: tuple[int, int, int] | None) -> str | None:
    if ymd is None:
        return None
    year, month, day = ymd
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def parses(text: str) -> bool:
    try:
        Edtf.parse(text)
    except EdtfError:
        return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_example_of_the_specification(case: dict[str, Any]) -> None:
    if "refused" not in case:
        date = Edtf.parse(case["text"])
        bounds = (written(date.earliest_ymd), written(date.latest_ymd))
        assert bounds == (case["earliest"], case["latest"])
        return
    with pytest.raises(EdtfError) as caught:
        Edtf.parse(case["text"])
    assert caught.value.reason is EdtfReason.UNSUPPORTED
    assert f"uses {case['refused']}" in str(caught.value)
    assert f"EDTF level {case['level']}" in str(caught.value)


def test_specification_is_whole() -> None:
    assert [sum(case["level"] == level for case in CASES) for level in (0, 1, 2)] == [13, 24, 27]
    assert all(case["level"] == 2 for case in CASES if "refused" in case)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "kind"),
    [
        ("2022-0X", "2022-01-01", "2022-09-30", Precision.YEAR, Kind.INSTANT),
        ("2022-1X", "2022-10-01", "2022-12-31", Precision.YEAR, Kind.INSTANT),
        ("2022-X2", "2022-02-01", "2022-12-31", Precision.YEAR, Kind.INSTANT),
        ("2022-X0", "2022-10-01", "2022-10-31", Precision.YEAR, Kind.INSTANT),
        ("2022-08-1X", "2022-08-10", "2022-08-19", Precision.MONTH, Kind.INSTANT),
        ("2022-02-2X", "2022-02-20", "2022-02-28", Precision.MONTH, Kind.INSTANT),
        ("2024-02-2X", "2024-02-20", "2024-02-29", Precision.MONTH, Kind.INSTANT),
        ("2022-04-3X", "2022-04-30", "2022-04-30", Precision.MONTH, Kind.INSTANT),
        ("2022-XX-31", "2022-01-31", "2022-12-31", Precision.YEAR, Kind.INSTANT),
        ("2023-X2-29", "2023-12-29", "2023-12-29", Precision.YEAR, Kind.INSTANT),
        ("2024-X2-29", "2024-02-29", "2024-12-29", Precision.YEAR, Kind.INSTANT),
        ("20X2-05", "2002-05-01", "2092-05-31", Precision.CENTURY, Kind.INSTANT),
        ("-002X", "-0029-01-01", "-0020-12-31", Precision.DECADE, Kind.INSTANT),
        ("-000X", "-0009-01-01", "-0001-12-31", Precision.DECADE, Kind.INSTANT),
        ("0000-02-29", "0000-02-29", "0000-02-29", Precision.DAY, Kind.INSTANT),
        ("-0004-02-29", "-0004-02-29", "-0004-02-29", Precision.DAY, Kind.INSTANT),
        ("2022-22", "2022-06-01", "2022-08-31", Precision.SEASON, Kind.INSTANT),
        ("2022-23", "2022-09-01", "2022-11-30", Precision.SEASON, Kind.INSTANT),
        ("2023-24", "2023-12-01", "2024-02-29", Precision.SEASON, Kind.INSTANT),
        ("9999-24", "9999-12-01", "10000-02-29", Precision.SEASON, Kind.INSTANT),
        ("2022-08-05/2022-08", "2022-08-05", "2022-08-31", Precision.MONTH, Kind.INTERVAL),
        ("2023/2022-08", "2022-08-01", "2023-12-31", Precision.YEAR, Kind.INTERVAL),
        ("[2022-11-06..2022-11-04]", "2022-11-04", "2022-11-06", Precision.DAY, Kind.ONE_OF),
        ("{2022-11-04,2022-12}", "2022-11-04", "2022-12-31", Precision.MONTH, Kind.ALL_OF),
    ],
)
def test_reading(text: str, earliest: str, latest: str, precision: Precision, kind: Kind) -> None:
    date = Edtf.parse(text)
    bounds = (written(date.earliest_ymd), written(date.latest_ymd))
    assert (*bounds, date.precision, date.kind) == (earliest, latest, precision, kind)


@pytest.mark.parametrize(
    ("text", "reason", "nearest", "words"),
    [
        ("5 November 2022", "not-edtf", "2022-11-05", "not an EDTF date"),
        ("Nov. 5th, 2022", "not-edtf", "2022-11-05", ""),
        ("November 2022", "not-edtf", "2022-11", ""),
        ("2022/11/05", "not-edtf", "2022-11-05", ""),
        ("2022/11", "not-edtf", "2022-11", ""),
        ("2022-11-5", "not-edtf", "2022-11-05", ""),
        ("20221105", "not-edtf", "2022-11-05", ""),
        ("5.11.2022", "not-edtf", "2022-11-05", ""),
        ("25/11/2022", "not-edtf", "2022-11-25", ""),
        ("05/11/2022", "not-edtf", None, "a day as 2022-11-05"),
        ("2022‑11‑05", "not-edtf", "2022-11-05", ""),
        ("2022-11-05\n", "not-edtf", "2022-11-05", ""),
        ("2022-11-05 12:30", "not-edtf", "2022-11-05T12:30:00", ""),
        ("c. 2022", "not-edtf", "2022~", ""),
        ("5 November 2022?", "not-edtf", "2022-11-05?", ""),
        ("2022?~", "not-edtf", "2022%", ""),
        ("1990s", "not-edtf", "199X", ""),
        ("199u", "not-edtf", "199X", ""),
        ("winter 2022", "not-edtf", "2022-24", ""),
        ("12022", "not-edtf", "Y12022", ""),
        ("2022-08 to 2022-10", "not-edtf", "2022-08/2022-10", ""),
        ("from May 2022 until 5 June 2022", "not-edtf", "2022-05/2022-06-05", ""),
        ("2022–2023", "not-edtf", "2022/2023", ""),
        ("2022-2023", "not-edtf", "2022/2023", ""),
        ("2022/open", "not-edtf", "2022/..", ""),
        ("since 2022", "not-edtf", "2022/..", ""),
        ("yesterday", "not-edtf", None, ""),
        ("", "not-edtf", None, "is empty"),
        ("../..", "not-edtf", None, ""),
        ("2021/2022/2023", "not-edtf", None, ""),
        ("2022/Y12345", "not-edtf", None, "of long years"),
        ("-0000", "not-edtf", None, ""),
        ("2022-13", "no-such-day", None, "months are 01 to 12, seasons 21 to 24"),
        ("2022-13-05", "no-such-day", "2022-05-13", "no month 13"),
        ("2023-02-30", "no-such-day", None, "February 2023 has 28 days"),
        ("1900-02-29", "no-such-day", None, "February 1900 has 28 days"),
        ("2022-11-31/2022-12", "no-such-day", None, "November 2022 has 30 days"),
        ("[2022-11-04,2022-11-31]", "no-such-day", None, "November 2022 has 30 days"),
        ("2022-21-05", "no-such-day", "2022-05-21", "a day in a season"),
        ("2022-X4-31", "no-such-day", None, "no day 31"),
        ("2022-11-05T25:00:00", "no-such-day", None, "hours are 00 to 23"),
        ("2022-11-05T24:00:00", "no-such-day", None, "hours are 00 to 23"),
        ("202X-02-29", "unsupported", None, "29 February of a masked year"),
        ("[2022-11?]", "unsupported", None, "is a set (EDTF level 2)"),
        ("[2022..2023-01]", "unsupported", None, "runs of one precision"),
    ],
)
def test_refusal(text: str, reason: str, nearest: str | None, words: str) -> None:
    with pytest.raises(EdtfError) as caught:
        Edtf.parse(text)
    error = caught.value
    assert (error.reason, error.nearest, error.seen) == (reason, nearest, text)
    assert words in str(error)
    assert error.nearest is None or str(error).endswith(f"write {nearest}")
    assert "\n" not in str(error)


@settings(deadline=None)
@given(st.text(max_size=30))
@example("(" * 30)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        date = Edtf.parse(text)
    except EdtfError as error:
        nearest = error.nearest
    else:
        nearest = str(date)
        assert nearest == text
    assert nearest is None or parses(nearest)


def test_value() -> None:
    date = Edtf.parse("2022-11")
    assert (str(date), repr(date)) == ("2022-11", "Edtf('2022-11')")
    assert date == Edtf("2022-11")
    assert hash(date) == hash(Edtf("2022-11"))
    assert date != Edtf("2022-11?")
    assert date != "2022-11"
    assert pickle.loads(pickle.dumps(date)) == date == copy.deepcopy(date)
    with pytest.raises(AttributeError, match="immutable"):
        date.text = "2022-12"
    with pytest.raises(AttributeError, match="immutable"):
        del date.text


@pytest.mark.parametrize(
    "other",
    ["2022-11-15", Edtf.parse("2022-11-15"), datetime.date(2022, 11, 15),
     datetime.datetime(2022, 11, 15, 23, 59)],
    ids=repr,
)  # fmt: skip
def test_compares_with_a_day_and_with_text(other: str | Edtf | datetime.date) -> None:
    date = Edtf.parse("2022-11-05")
    assert Edtf.of(other) == Edtf.parse("2022-11-15")
    assert (date.before(other), date.after(other)) == (True, False)
    assert (date.overlaps(other), date.within(other)) == (False, False)


@pytest.mark.parametrize("question", [Edtf.before, Edtf.after, Edtf.overlaps, Edtf.within])
def test_compares_with_nothing_else(question: Any) -> None:
    date = Edtf.parse("2022-11-05")
    with pytest.raises(EdtfError, match="write 2023-02"):
        question(date, "February 2023")
    for other in (2022, None, b"2022"):
        with pytest.raises(TypeError, match="is no date: give a day or EDTF text, such as"):
            question(date, other)


def test_bounds_outside_the_calendar() -> None:
    assert Edtf.parse("2022-11").earliest == datetime.date(2022, 11, 1)
    assert Edtf.parse("2022-11").latest == datetime.date(2022, 11, 30)
    for text in ("-0001", "0000", "Y12345", "../2022"):
        assert Edtf.parse(text).earliest is None
    for text in ("-0001", "0000", "Y12345", "2022/..", "9999-24"):
        assert Edtf.parse(text).latest is None


def test_flags() -> None:
    names = [name for name in dir(Edtf) if name.startswith("is_")]
    said = {
        "2022": "",
        "2022?": "is_uncertain",
        "2022~": "is_approximate",
        "2022%": "is_uncertain is_approximate",
        "202X": "is_masked",
        "2022~/2023?": "is_interval is_uncertain is_approximate",
        "2022/..": "is_interval is_open_end",
        "../2022": "is_interval is_open_start",
        "2022/": "is_interval is_unknown_end",
        "/2022": "is_interval is_unknown_start",
        "2023/2022": "is_interval is_reversed",
        "2022-08-05/2022-08": "is_interval",
        "[..2022]": "is_set is_open_start",
        "{2021,2022..}": "is_set is_open_end",
        "[2023..2022]": "is_set is_reversed",
    }
    for text, flags in said.items():
        date = Edtf.parse(text)
        assert {name for name in names if getattr(date, name)} == set(flags.split()), text


def test_ends() -> None:
    ends = [(d.start, d.end) for d in map(Edtf.parse, ("2022~/2023", "../2022", "2022/", "2022"))]
    assert ends == [
        (Edtf("2022~"), Edtf("2023")),
        (None, Edtf("2022")),
        (Edtf("2022"), None),
        (None, None),
    ]


# -- the pattern -----------------------------------------------------------------------------------

VALID = st.from_regex(re.compile(EDTF_PATTERN), fullmatch=True)
ALPHABET = "0123456789X-/.[]{},?~%YTZ:+"


@given(VALID)
def test_what_the_pattern_accepts_parses(text: str) -> None:
    assert str(Edtf.parse(text)) == text


@given(VALID, st.data())
@settings(max_examples=300, deadline=None)
def test_pattern_and_parser_agree_on_changed_texts(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    changed = text[:place] + data.draw(st.text(ALPHABET, max_size=2)) + text[place + cut :]
    assert parses(changed) is (MATCH(changed) is not None)


@given(st.text(ALPHABET, max_size=12))
@settings(max_examples=300, deadline=None)
def test_pattern_and_parser_agree_on_any_text(text: str) -> None:
    assert parses(text) is (MATCH(text) is not None)


@pytest.mark.parametrize("year", ["2023", "2024", "1900", "0000", "-0004", "202X", "-0000"])
def test_pattern_and_parser_agree_on_every_month_and_day(year: str) -> None:
    pairs = ["".join(pair) for pair in itertools.product("0123X", "0123456789X")]
    for month, day in itertools.product([*pairs, "4X", "99"], pairs):
        text = f"{year}-{month}-{day}"
        assert parses(text) is (MATCH(text) is not None), text


def test_pattern_and_parser_know_the_calendar() -> None:
    for year in range(10_000):
        leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        for text in (f"{year:04}-02-29", f"[{year:04}-02-29]"):
            assert parses(text) is (MATCH(text) is not None) is leaps, text


def test_pattern_is_portable() -> None:
    """Pydantic's own engine is Rust's; what ECMA-262 lacks or reads otherwise is not in it."""
    assert re.search(r"\(\?|\\[A-Za-z0-9]|[*+?}][+]", EDTF_PATTERN) is None
    pattern = pydantic.StringConstraints(pattern=EDTF_PATTERN)
    adapter = pydantic.TypeAdapter(Annotated[str, pattern])
    for case in CASES:
        if "refused" not in case:
            assert adapter.validate_python(case["text"]) == case["text"]
        else:
            with pytest.raises(pydantic.ValidationError):
                adapter.validate_python(case["text"])


# -- pydantic --------------------------------------------------------------------------------------


class Dated(pydantic.BaseModel):
    date: Edtf
    until: Edtf | None = None


def test_model_reads_and_writes_text() -> None:
    dated = Dated.model_validate({"date": "2022-11", "until": None})
    assert dated.date == Edtf("2022-11")
    assert dated == Dated(date=Edtf("2022-11"))
    assert dated.model_dump() == {"date": "2022-11", "until": None}
    assert dated.model_dump_json() == '{"date":"2022-11","until":null}'
    assert Dated.model_validate_json('{"date":"2022-11"}') == dated


def test_model_refuses_with_what_to_write() -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        Dated.model_validate({"date": "5 November 2022", "until": 2022})
    first, second = caught.value.errors(include_url=False)
    assert (first["type"], first["loc"]) == ("edtf", ("date",))
    assert first["msg"] == "'5 November 2022' is not an EDTF date; write 2022-11-05"
    assert first["ctx"]["reason"] == "not-edtf"
    assert first["ctx"]["nearest"] == "2022-11-05"
    assert first["ctx"]["expected"].startswith("a day as 2022-11-05")
    assert second["msg"] == "2022 is not a text; write the date in quotes"


def test_schema_has_one_definition() -> None:
    schema = Dated.model_json_schema()
    assert schema["properties"]["date"] == {"$ref": "#/$defs/Edtf"}
    assert json.dumps(schema).count('"pattern"') == 1
    definition = schema["$defs"]["Edtf"]
    for text, valid in {"2022-11": True, "2022-13": False, "2022-11\n": False}.items():
        assert (not list(jsonschema.Draft7Validator(definition).iter_errors(text))) is valid
