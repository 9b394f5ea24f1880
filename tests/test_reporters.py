"""Reports as people and programs get them: whole outputs compared, in every script and width."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from onrecord.diagnostics import Diagnostic, Place, Report, Severity
from onrecord.reporters import FORMATS, Look, render
from onrecord.reporters.dates import as_period, in_short, in_words
from onrecord.reporters.snippet import Snippet, snippet
from onrecord.reporters.terminal import clip, flow, pad, visible, width_of, wrap
from onrecord.values.edtf import Edtf

FILE = "records/statements/2022/2022-11-05-some-statement.yaml"

# Text that never reaches a terminal as it is, and text that does.
HARMFUL = (
    "\x00\x07\x08\x1b\x7f\x85\x9b\u200e\u200f\u202a\u202e\u2066\u2069\u2028\ufeff\ud800\U000e0041"
)
ANSI = re.compile("\x1b\\[[0-9;]*m")
ANY_TEXT = st.text(st.characters(codec=None))


def place(line: int, column: int, end: int, end_line: int | None = None) -> Place:
    return Place(file=FILE, line=line, column=column, end_line=end_line or line, end_column=end)


def diagnostic(**parts: object) -> Diagnostic:
    given_parts: dict[str, object] = {
        "code": "S004",
        "rule": "not-in-code-list",
        "severity": Severity.ERROR,
        "message": "`afirms` is no stance",
        "place": place(12, 13, 19),
        "source_line": "    stance: afirms",
        **parts,
    }
    return Diagnostic(**given_parts)  # type: ignore[arg-type]


def test_text_shows_place_line_and_mend() -> None:
    report = Report(
        diagnostics=(
            diagnostic(
                expected="one of `affirms`, `denies`, `partly-affirms`, `retracts`",
                nearest="affirms",
                related=((place(3, 1, 5), "the claim is named here"),),
            ),
        ),
        files=163,
        records={"statement": 100, "event": 52},
    )
    assert render(report, "text", Look(width=60)) == (
        "error[S004]: `afirms` is no stance\n"
        f"  --> {FILE}:12:13\n"
        "   |\n"
        "12 |     stance: afirms\n"
        "   |             ^^^^^^\n"
        "   = expected: one of `affirms`, `denies`, `partly-affirms`,\n"
        "               `retracts`\n"
        "   = help: did you mean `affirms`?\n"
        f"   = related: {FILE}:3:1:\n"
        "              the claim is named here\n"
        "   = rule: not-in-code-list, see 'onrecord explain S004'\n"
        "\n"
        "checked 152 records in 163 files: 1 error\n"
    )


def test_seen_is_told_only_where_the_line_does_not_show_it() -> None:
    shown = render(Report(diagnostics=(diagnostic(seen="afirms"),)))
    assert "= seen" not in shown
    folded = diagnostic(source_line="    stance: >-", message="no stance", seen="afirms")
    assert "   = seen: afirms\n" in render(Report(diagnostics=(folded,)))


def test_a_file_without_lines_has_no_snippet() -> None:
    empty = diagnostic(place=place(1, 1, 1), source_line="", message="the file is empty")
    assert render(Report(diagnostics=(empty,), files=1)) == (
        "error[S004]: the file is empty\n"
        f" --> {FILE}:1:1\n"
        "  = rule: not-in-code-list, see 'onrecord explain S004'\n"
        "\n"
        "checked 0 records in 1 file: 1 error\n"
    )


def test_errors_come_last_and_many_findings_are_counted_by_rule() -> None:
    warnings = tuple(
        diagnostic(severity=Severity.WARNING, code="R007", rule="named-by-nobody")
        for _ in range(11)
    )
    text = render(Report(diagnostics=(diagnostic(), *warnings), files=2, records={"event": 1}))
    assert text.index("warning[R007]") < text.index("error[S004]")
    assert text.endswith(
        "\n\n  11 x R007 named-by-nobody\n   1 x S004 not-in-code-list\n\n"
        "checked 1 record in 2 files: 1 error, 11 warnings\n"
    )


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({"event": 1, "dataset": 1}, "1 record and dataset.yaml"),
        ({"event": 3, "source": 997, "vocabulary": 1}, "1,000 records and 1 vocabulary"),
        ({"claim": 2, "vocabulary": 5, "dataset": 1}, "2 records, 5 vocabularies and dataset.yaml"),
        ({"dataset": 1}, "0 records and dataset.yaml"),
    ],
)
def test_what_was_read_is_told_by_what_it_is(records: dict[str, int], said: str) -> None:
    report = Report(files=9, records=records)
    assert render(report) == f"checked {said} in 9 files: all clean\n"


def test_all_clean() -> None:
    report = Report(files=3, records={"source": 1_234})
    assert render(report) == "checked 1,234 records in 3 files: all clean\n"


def test_colours_change_nothing_but_colours() -> None:
    report = Report(diagnostics=(diagnostic(nearest="affirms"),), files=1)
    plain = render(report, "text", Look(width=70))
    coloured = render(report, "text", Look(width=70, colour=True))
    assert "\x1b[1;31merror[S004]\x1b[0m" in coloured
    assert "\x1b" not in plain
    assert ANSI.sub("", coloured) == plain


@pytest.mark.parametrize("name", FORMATS)
@given(text=ANY_TEXT)
def test_nothing_harmful_reaches_the_terminal(name: str, text: str) -> None:
    found = diagnostic(
        message=text,
        source_line=text.replace("\n", " "),
        place=place(1, 1, 2),
        seen=text,
        expected=text,
        nearest=text,
        related=((place(1, 1, 1), text),),
    )
    shown = render(Report(diagnostics=(found,)), name)
    shown.encode("utf-8")
    assert not set(shown) & set(HARMFUL)


def test_json_is_one_object_with_its_keys_in_order() -> None:
    found = diagnostic(path=("stances", 0, "stance"), record="some-id", nearest="affirms")
    report = Report(diagnostics=(found,), files=2, records={"statement": 1})
    text = render(report, "json")
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "version": 1,
        "summary": {
            "ok": False,
            "files": 2,
            "records": {"statement": 1},
            "errors": 1,
            "warnings": 0,
            "notes": 0,
        },
        "diagnostics": [
            {
                "code": "S004",
                "rule": "not-in-code-list",
                "severity": "error",
                "message": "`afirms` is no stance",
                "file": FILE,
                "line": 12,
                "column": 13,
                "end_line": 12,
                "end_column": 19,
                "record": "some-id",
                "path": ["stances", 0, "stance"],
                "seen": None,
                "expected": None,
                "nearest": "affirms",
                "related": [],
                "fix": None,
            }
        ],
    }
    keys = ["version", "summary", "diagnostics", "code", "file", "record", "seen"]
    assert sorted(keys, key=lambda key: text.index(f'"{key}":')) == keys


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "marks"),
    [
        ("date: 2022", 7, 11, "date: 2022", "      ^^^^"),
        ("date: 2022", 7, 7, "date: 2022", "      ^"),
        ("date:", 6, 6, "date:", "     ^"),
        ("date:", 40, 41, "date:", "     ^"),
        ("\tname: x", 2, 6, "    name: x", "    ^^^^"),
        ("a\tb", 3, 4, "a   b", "    ^"),
        ("名: 日本語", 4, 6, "名: 日本語", "    ^^^^"),
        ("e\u0301a", 3, 4, "e\u0301a", " ^"),
        ("e\u0301a", 2, 3, "e\u0301a", "^"),
        ("x \u202eabc\u202c", 3, 4, "x <U+202E>abc<U+202C>", "  ^^^^^^^^"),
        ("text: مهدي فرحی", 10, 11, "text: مهدي فرحی", "         ^ ي (U+064A)"),
        ("text: مهدی فرحی", 7, 16, "text: مهدی فرحی", "      ^^^^^^^^^"),
        ("text: می‌خواهم", 9, 10, "text: می‌خواهم", "       ^ \u200c (U+200C)"),
    ],
)
def test_carets_stand_under_the_span(
    line: str, start: int, end: int, shown: str, marks: str
) -> None:
    assert snippet(line, place(1, start, end), 60) == Snippet(line=shown, marks=marks)


def test_a_span_over_lines_is_marked_to_the_end_of_the_first() -> None:
    found = snippet("summary: >-", place(1, 10, 4, end_line=3), 60)
    assert found == Snippet(line="summary: >-", marks="         ^^")


@pytest.mark.parametrize(
    ("start", "end", "shown", "marks"),
    [
        (1, 3, "aa bb cc dd ee ff g…", "^^"),
        (28, 30, "…h ii jj kk ll mm n…", "      ^^"),
        (58, 60, "… oo pp qq rr ss tt", "                 ^^"),
        (1, 60, "aa bb cc dd ee ff g…", "^" * 19),
    ],
)
def test_a_long_line_is_cut_around_the_span(start: int, end: int, shown: str, marks: str) -> None:
    line = " ".join(letter * 2 for letter in "abcdefghijklmnopqrst")
    found = snippet(line, place(1, start, end), 20)
    assert found == Snippet(line=shown, marks=marks)


@given(
    line=ANY_TEXT.map(lambda text: text.replace("\n", "")),
    start=st.integers(1, 300),
    size=st.integers(0, 50),
    width=st.integers(10, 120),
)
def test_a_snippet_keeps_to_its_width(line: str, start: int, size: int, width: int) -> None:
    found = snippet(line, place(1, start, start + size), width)
    assert width_of(found.line) <= width
    assert "^" in found.marks
    assert width_of(found.marks.partition("^ ")[0]) <= width + 1


@pytest.mark.parametrize(
    "text",
    ["plain", "日本語", "مهدی فرحی", "می‌خواهم", "Шахід-136", "e\u0301", "ｆｕｌｌ", "“…”", "한국"],
)
def test_widths_are_those_of_rich(text: str) -> None:
    assert width_of(text) == cell_len(text)


@given(ANY_TEXT)
def test_visible_text_is_harmless_and_settled(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & set(HARMFUL)
    assert visible(shown) == shown


def test_visible_leaves_persian_and_its_joiners_alone() -> None:
    assert visible("می‌خواهم — ۱۴ آبان") == "می‌خواهم — ۱۴ آبان"
    assert visible("a\u202eb\x1b[2J") == "a<U+202E>b<U+001B>[2J"


@given(ANY_TEXT, st.integers(2, 60))
def test_clipped_text_fits_and_padded_text_fills(text: str, width: int) -> None:
    cut = clip(visible(text), width)
    assert width_of(cut) <= width
    assert width_of(pad(cut, width)) == width


@given(st.lists(st.text("ab日م", min_size=1, max_size=9), max_size=30), st.integers(1, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words: list[str], width: int) -> None:
    lines = list(wrap(" ".join(words), width))
    assert " ".join(lines) == " ".join(words)
    assert all(width_of(line) <= width or " " not in line for line in lines)


def test_pieces_flow_together() -> None:
    pieces = ["one (", ("name", "two"), ") three ", ("strong", "four five")]
    assert list(flow(pieces, 12, Look())) == ["one (two)", "three four", "five"]
    painted = list(flow(pieces, 12, Look(colour=True)))
    assert painted[0] == "one (\x1b[36mtwo\x1b[0m)"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2022-11-05", "5 November 2022"),
        ("2022-11", "some day in November 2022"),
        ("2022", "some day in 2022"),
        ("2022-08/2022-10", "August 2022 to October 2022"),
        ("2022-08/..", "from August 2022 on"),
        ("../2022-02-23", "up to 23 February 2022"),
        ("/2022-08", "no later than August 2022"),
        ("2022-08/", "August 2022 to an unknown day"),
        ("2022-11?", "November 2022, uncertain"),
        ("2022~", "about 2022"),
        ("2022-11-05%", "about 5 November 2022, uncertain"),
        ("202X", "some day in the 2020s"),
        ("20XX", "some day in the years 2000 to 2099"),
        ("2022-0X", "between 1 January 2022 and 30 September 2022"),
        ("2022-08-1X", "between 10 August 2022 and 19 August 2022"),
        ("2022-08-XX", "some day in August 2022"),
        ("2022-XX", "some day in 2022"),
        ("2022-XX-15", "between 15 January 2022 and 15 December 2022"),
        ("2022-21", "some day in spring 2022"),
        ("[2022-11-04,2022-11-05]", "4 November 2022 or 5 November 2022"),
        ("{2022-10,2022-12}", "October 2022 and December 2022"),
        ("{2022..2024}", "2022 to 2024"),
        ("[..2022-11]", "some day, November 2022 or before"),
        ("[2022-11..]", "some day, November 2022 or after"),
        ("2022-11-05T12:30:00Z", "5 November 2022, 12:30:00 UTC"),
        ("2022-11-05T12:30:00+03:30", "5 November 2022, 12:30:00 UTC+03:30"),
        ("-0044-03-15", "15 March 45 BC"),
        ("Y12000", "some day in 12000"),
    ],
)
def test_dates_in_words(date: str, words: str) -> None:
    assert in_words(Edtf.parse(date)) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [("2022-11", "November 2022"), ("2022-08/..", "from August 2022 on"), ("202X", "the 2020s")],
)
def test_dates_as_periods(date: str, words: str) -> None:
    assert as_period(Edtf.parse(date)) == words


def test_every_date_on_record_has_words() -> None:
    records = Path(__file__).parents[1] / "records"
    written = re.compile("^ *(?:date|published|period|from|to): (\\S+)$", re.MULTILINE)
    files = (path for path in records.rglob("*.yaml") if path.parent.name != "vocabularies")
    texts = [path.read_text("utf-8") for path in files]
    dates = {date for text in texts for date in written.findall(text)}
    assert dates
    for date in dates:
        assert in_words(Edtf.parse(date.strip("'\""))) != date


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2022-11-05", "2022-11-05"),
        ("2022", "2022"),
        ("2024-09-07/2024-09-08", "2024-09-07 to 2024-09-08"),
        ("/2023-11-30", "no later than 30 November 2023"),
        ("2024-05/..", "from May 2024 on"),
        ("2022-10-09?", "9 October 2022, uncertain"),
        ("2022-21", "some day in spring 2022"),
    ],
)
def test_dates_in_short(date: str, words: str) -> None:
    assert in_short(Edtf.parse(date)) == words


def test_an_annotation_says_what_is_expected_once() -> None:
    found = diagnostic(expected="https://example.org/", nearest="https://example.org/")
    said = render(Report(diagnostics=(found,)), "github")
    assert said.count("https://example.org/") == 1
    other = diagnostic(expected="an address", nearest="https://example.org/")
    assert "did you mean https://example.org/?" in render(Report(diagnostics=(other,)), "github")
