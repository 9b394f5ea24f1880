"""Fixes that take something out, or write the nearest name: of keys, items, marks and waivers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.diagnostics import RecordPath, Report, Safety
from onrecord.documents import apply_edits, dump, mend_problem, parse, remove_entry
from onrecord.validation import File, validate
from onrecord.validation.fixing import Fixed, mend

TODAY = datetime.date(2021, 3, 11)
STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
ANSWER = "statements/2021/2021-03-06-company-left-on-time.yaml"
CLAIM = "claims/ferry-left-on-time.yaml"
TOPICS = "vocabularies/topics.yaml"

Files = dict[str, bytes]


def check(files: Any) -> Report:
    return validate(list(files), today=TODAY).report


def mended(files: Files, safety: Safety) -> Fixed:
    return mend([File(path, each) for path, each in files.items()], check, lambda _: True, safety)


def changed(files: Files, path: str, right: str, wrong: str) -> Files:
    text = files[path].decode()
    assert right in text
    return files | {path: text.replace(right, wrong, 1).encode()}


def contents(fixed: Fixed) -> Files:
    return {path: file.content for path, file in fixed.files.items()}


# What fixes of findings do

WAIVER = "waivers:\n  - rule: {}\n    reason: Seen, and meant.\nadded: "
CORRECTION = 'corrections:\n  - date: 2021-03-11\n    field: {}\n    was: "1"\n    why: Misread.\n'

TAKEN_OUT = [
    ("S009", STATEMENT, "added: ", "note:\nadded: "),
    ("S009", STATEMENT, "act: accusation\n", "act: accusation\nabout: {}\n"),
    ("S009", STATEMENT, "    hedge: about\n", "    counts: null\n    hedge: about\n"),
    ("S009", CLAIM, "topics: [ferries]", "topics: [ferries, null]"),
    ("S009", CLAIM, "added: ", "broader: [null]\nadded: "),
    ("S021", STATEMENT, "added: ", WAIVER.format("T005")),
]
LEFT = [
    ("S009", STATEMENT, "capacity: Harbour Master", 'capacity: ""'),
    ("S009", STATEMENT, "added: ", "note:  # ask the archive\nadded: "),
    ("S009", CLAIM, "topics: [ferries]", "topics: [null, ferries]"),
    ("S021", STATEMENT, "added: ", WAIVER.format("T099")),
    ("S021", STATEMENT, "added: ", WAIVER.format("T005  # until the archive answers")),
]
NEAREST = [
    ("R011", TOPICS, "broader: transport", "broader: transports"),
    ("P001", ANSWER, "      date: 2021-03-05\n", "      dates: 2021-03-05\n"),
    ("Q008", STATEMENT, "unit: item", "unit: items"),
]


@pytest.mark.parametrize(("code", "path", "right", "wrong"), TAKEN_OUT + NEAREST)
def test_what_is_likely_meant_is_done_when_asked_for(
    base_files: Files, code: str, path: str, right: str, wrong: str
) -> None:
    files = changed(base_files, path, right, wrong)
    safely = mended(files, Safety.SAFE).files[path]
    assert parse(safely.content, path).data == parse(files[path], path).data
    fixed = mended(files, Safety.UNSAFE)
    assert contents(fixed) == base_files
    assert code in {one.code for one in fixed.mended}


@pytest.mark.parametrize(("code", "path", "right", "wrong"), LEFT)
def test_what_might_lose_something_is_left(
    base_files: Files, code: str, path: str, right: str, wrong: str
) -> None:
    files = changed(base_files, path, right, wrong)
    found = [one for one in check(_files(files)).diagnostics if one.code == code]
    assert [one.fix for one in found] == [None]


def test_the_field_of_a_correction_is_set_right(base_files: Files) -> None:
    right = CORRECTION.format("quantities.0.best") + "added: "
    files = changed(base_files, STATEMENT, "added: ", right)
    wrong = changed(files, STATEMENT, "field: quantities", "field: quantitys")
    assert contents(mended(wrong, Safety.UNSAFE)) == files


def test_of_two_waivers_the_one_that_waives_nothing_goes(base_files: Files) -> None:
    broader = "broader: [no-such-claim]\nadded: "
    files = changed(base_files, CLAIM, "added: ", broader)
    used = "waivers:\n  - rule: R001\n    reason: Not on record yet.\n"
    unused = "  - rule: R002\n    reason: Not on record yet.\n"
    wanted = changed(files, CLAIM, "added: ", f"{used}added: ")
    wrong = changed(files, CLAIM, "added: ", f"{used}{unused}added: ")
    assert contents(mended(wrong, Safety.UNSAFE)) == wanted


MARKED = [
    ("---\n{}", "{}"),
    ("{}...\n", "{}"),
    ("%YAML 1.2\n---\n{}...\n", "{}"),
    ("--- # first\n{}", "# first\n{}"),
    ("\ufeff---\n{}", "{}"),
]


@pytest.mark.parametrize(("wrong", "right"), MARKED)
def test_the_marks_of_the_one_document_are_taken_out(
    base_files: Files, wrong: str, right: str
) -> None:
    text = base_files[CLAIM].decode()
    fixed = mended(base_files | {CLAIM: wrong.format(text).encode()}, Safety.SAFE)
    said = fixed.files[CLAIM].content.decode()
    assert parse(said.encode(), CLAIM).data == parse(text.encode(), CLAIM).data
    assert said.replace("\n\n", "\n") == right.format(text)
    assert "Y010" in {one.code for one in fixed.mended}


@pytest.mark.parametrize(
    "text",
    ["a: 1\n---\nb: 2\n", "a: 1\n---\n", "---\n", "--- |\n x\n", "---\na: 1\na: 2\n", "--- a\n"],
)
def test_the_marks_of_others_are_left(text: str) -> None:
    document = parse(text.encode(), "x.yaml")
    marks = [one for one in document.problems if one.code == "Y010"]
    assert marks
    assert [mend_problem(document, one) for one in marks] == [()] * len(marks)


# What is taken out of a text


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("a: 1\nb:\nc: 2\n", ("b",), "a: 1\nc: 2\n"),
        ("a: [x, null, y]\n", ("a", 1), "a: [x, y]\n"),
        ("a: [null, y]\n", ("a", 0), "a: [y]\n"),
        ("a: {b: c, d: e}\n", ("a", "b"), "a: {d: e}\n"),
        ("a:\n  - b\n  -\n  - c\n", ("a", 1), "a:\n  - b\n  - c\n"),
        ("a:\n  - b:\n    c: 1\n", ("a", 0, "b"), "a:\n  - c: 1\n"),
        ("a:\n  - b: 1\n    c: 2\n  - d: 2\n", ("a", 0), "a:\n  - d: 2\n"),
        ("a: 1\r\nb: >-\r\n  x\r\n  y\r\nc: 2\r\n", ("b",), "a: 1\r\nc: 2\r\n"),
        ("a:\n  -\n    b: 1\n  - d: 2\n", ("a", 0), None),
        ("a: 1\n# why\nb: 2\n", ("b",), None),
        ("a: [x,\n  null, # why\n  y]\n", ("a", 1), None),
        ("a: 1\n", ("z",), None),
    ],
)
def test_an_entry_is_taken_out_and_all_else_stays(
    text: str, path: RecordPath, wanted: str | None
) -> None:
    document = parse(text.encode(), "x.yaml")
    edits = remove_entry(document, path)
    made = apply_edits(text.encode(), edits).decode() if edits else None
    assert made == wanted


WORDS = st.sampled_from(["a", "bc", "two words", "", "x: y", "#", "-", "- a", "null", "a\nb\n"])
DATA = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abcdef"), DATA, min_size=2), st.randoms())
def test_what_is_taken_out_is_gone_and_nothing_else(data: dict[str, Any], chance: Any) -> None:
    document = parse(dump(data).encode(), "x.yaml")
    path = chance.choice([each for each in document.spans() if each])
    edits = remove_entry(document, path)
    if not edits:
        return
    made = parse(apply_edits(document.content, edits), "x.yaml")
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    assert made.data == data


def _files(files: Files) -> list[File]:
    return [File(path, content) for path, content in files.items()]
