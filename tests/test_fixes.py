"""Fixes: they change what they say and nothing else, bring in nothing new, and come to an end."""

from __future__ import annotations

import datetime
import random
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.diagnostics import Diagnostic, Report, Safety
from onrecord.documents import parse
from onrecord.rules import all_rules
from onrecord.validation import File, validate
from onrecord.validation.fixing import Fixed, mend

TODAY = datetime.date(2021, 3, 11)
STATEMENT = "statements/2021/2021-03-06-company-left-on-time.yaml"
SOURCE = "sources/2021/2021-03-06-gazette-company-answers.yaml"
OFFICE = "actors/harbour-office.yaml"

Files = dict[str, bytes]


def check(files: Any) -> Report:
    return validate(list(files), today=TODAY).report


def mended(files: Files, safety: Safety = Safety.SAFE, wanted: Any = lambda _: True) -> Fixed:
    return mend([File(path, content) for path, content in files.items()], check, wanted, safety)


def contents(fixed: Fixed) -> Files:
    return {path: file.content for path, file in fixed.files.items()}


def kinds_of(report: Report) -> set[tuple[str, str | None]]:
    return {(found.code, found.record) for found in report.diagnostics}


# What a careless editor does to a file without changing what it says


def _marked(text: str, _chance: random.Random) -> str:
    return text if text.startswith("\ufeff") else "\ufeff" + text


def _with_crlf(text: str, _chance: random.Random) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _quoted(text: str, chance: random.Random) -> str:
    plain = list(re.finditer(r"(?m)^( *[a-z_]+: )([a-z][a-z -]*)$", text))
    if not plain:
        return text
    one = chance.choice(plain)
    return f"{text[: one.start(2)]}'{one[2]}'{text[one.end(2) :]}"


def _turned(text: str, chance: random.Random) -> str:
    parts = re.split(r"(?m)^(?=[a-z])", text)
    place = chance.randrange(len(parts))
    return "".join([*parts[:place], *parts[place + 1 :], parts[place]])


def _spaced(text: str, chance: random.Random) -> str:
    keys = list(re.finditer(r"(?m)^( *[a-z_]+:) (?=[a-z])", text))
    if not keys:
        return text
    one = chance.choice(keys)
    return f"{text[: one.end(1)]}   {text[one.end() :]}"


def _decomposed(text: str, _chance: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


CARELESS = (_marked, _with_crlf, _quoted, _turned, _spaced, _decomposed)


@given(seed=st.integers(0, 2**32), times=st.integers(1, 8))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_carelessness_is_undone_and_nothing_else(base_files: Files, seed: int, times: int) -> None:
    chance = random.Random(seed)
    files = dict(base_files)
    notes: list[tuple[str, str]] = []
    for number in range(times):
        path = chance.choice([STATEMENT, SOURCE, OFFICE])
        careless: Callable[[str, random.Random], str] = chance.choice(CARELESS)
        made = careless(files[path].decode(), chance)
        if chance.random() < 0.4:
            remark = f"# remark {number}"
            lines = made.split("\n")
            place = chance.randrange(len(lines))
            made = "\n".join([*lines[:place], remark, *lines[place:]])
            notes.append((path, remark))
        wanted = parse(base_files[path], path).data
        said = parse(made.encode(), path).data
        if said is not None and _composed(said) == wanted:
            files[path] = made.encode()
        elif notes and notes[-1][1] == f"# remark {number}":
            notes.pop()
    fixed = mended(files)
    for path, content in base_files.items():
        now = fixed.files[path].content
        assert parse(now, path).data == parse(content, path).data
        assert b"\r" not in now
    for path, remark in notes:
        assert fixed.files[path].content.decode().count(remark) == 1
    assert fixed.report == _without_remarks(base_files)
    again = mended(contents(fixed))
    assert contents(again) == contents(fixed)
    assert again.mended == []


def _composed(data: Any) -> Any:
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, dict):
        return {key: _composed(value) for key, value in data.items()}
    return [_composed(value) for value in data] if isinstance(data, list) else data


def _without_remarks(files: Files) -> Report:
    return check([File(path, content) for path, content in files.items()])


@given(seed=st.integers(0, 2**32), times=st.integers(1, 4), unsafe=st.booleans())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_wrong_fixes_end_and_safe_ones_bring_nothing_new(
    base_files: Files, seed: int, times: int, unsafe: bool
) -> None:
    chance = random.Random(seed)
    files = dict(base_files)
    for _ in range(times):
        path = chance.choice(sorted(files))
        text = files[path].decode()
        words = re.findall(r"[a-z-]{4,}", text)
        word = chance.choice(words)
        place = chance.randrange(len(word))
        slip = word[:place] + chance.choice("abcdefgh-: #'") + word[place + chance.randrange(2) :]
        files[path] = text.replace(word, slip, chance.choice([1, -1])).encode()
    before = check([File(path, content) for path, content in files.items()])
    fixed = mended(files, Safety.UNSAFE if unsafe else Safety.SAFE)
    assert len(fixed.files) == len(files)
    assert not [one for one in fixed.report.diagnostics if _is_left(one, unsafe=unsafe)]
    for path, origin in fixed.origins.items():
        if parse(files[origin], origin).data is not None:
            assert parse(fixed.files[path].content, path).data is not None
    if not unsafe:
        assert kinds_of(fixed.report) <= kinds_of(before)
        for path, content in files.items():
            assert parse(fixed.files[path].content, path).data == parse(content, path).data


def _is_left(found: Diagnostic, *, unsafe: bool) -> bool:
    """Whether a fix that could have been made was not; ids and places may be taken."""
    held = found.code in ("S010", "S011")
    return found.fix is not None and not held and (unsafe or found.fix.safety is Safety.SAFE)


SAFE = [
    (STATEMENT, "act: denial", 'act:  "denial"  # so', "act: denial  # so", "S013"),
    (SOURCE, "lang: en\n", "lang: en\n\n", "lang: en\n", "S013"),
]
UNSAFE = [
    (STATEMENT, "summary:", "sumary:", "S001"),
    (STATEMENT, "act: denial", "act: denail", "S004"),
    (STATEMENT, "actor: ferry-company", "actor: ferry-compny", "R001"),
    (STATEMENT, "date: 2021-03-06\nm", "date: 6 March 2021\nm", "T001"),
    (STATEMENT, "id: 2021-03-06-company-left-on-time", "id: 2021-03-06-company-left", "S010"),
]


@pytest.mark.parametrize(("path", "before", "after", "wanted", "code"), SAFE)
def test_safe_fixes(
    base_files: Files, path: str, before: str, after: str, wanted: str, code: str
) -> None:
    text = base_files[path].decode()
    assert before in text
    fixed = mended(base_files | {path: text.replace(before, after, 1).encode()})
    assert fixed.files[path].content.decode() == text.replace(before, wanted, 1)
    assert {one.code for one in fixed.mended} == {code}


@pytest.mark.parametrize(("path", "right", "wrong", "code"), UNSAFE)
def test_unsafe_fixes_are_made_when_asked_for(
    base_files: Files, path: str, right: str, wrong: str, code: str
) -> None:
    text = base_files[path].decode()
    assert right in text
    files = base_files | {path: text.replace(right, wrong, 1).encode()}
    assert mended(files).files[path].content == files[path]
    fixed = mended(files, Safety.UNSAFE)
    assert contents(fixed) == base_files
    assert code in {one.code for one in fixed.mended}
    other = mended(files, Safety.UNSAFE, lambda found: found.code != code)
    assert code in {found.code for found in other.report.diagnostics}


def test_a_file_goes_to_its_folder(base_files: Files) -> None:
    files = dict(base_files)
    wrong = STATEMENT.replace("/2021/", "/1999/")
    files[wrong] = files.pop(STATEMENT)
    assert set(mended(files).files) == set(files)
    fixed = mended(files, Safety.UNSAFE)
    assert contents(fixed) == base_files
    assert fixed.origins[STATEMENT] == wrong


def test_a_file_takes_no_other_files_place(base_files: Files) -> None:
    wrong = STATEMENT.replace("/2021/", "/1999/")
    files = base_files | {wrong: base_files[STATEMENT]}
    assert set(mended(files, Safety.UNSAFE).files) == set(files)


def test_an_id_that_others_name_is_not_changed(base_files: Files) -> None:
    text = base_files[OFFICE]
    files = {path: one for path, one in base_files.items() if path != OFFICE}
    files["actors/harbour-bureau.yaml"] = text
    fixed = mended(files, Safety.UNSAFE)
    assert fixed.files["actors/harbour-bureau.yaml"].content == text


def test_what_could_be_two_things_is_not_guessed(base_files: Files) -> None:
    text = base_files[OFFICE].decode()
    files = base_files | {
        f"actors/{name}.yaml": text.replace("harbour-office", name).encode()
        for name in ("port-office-a", "port-office-b")
    }
    content = base_files[STATEMENT].decode().replace("ferry-company", "port-office-c", 1)
    files[STATEMENT] = content.encode()
    found = [one for one in check(_files(files)).diagnostics if one.code == "R001"]
    assert [one.nearest for one in found] == ["port-office-a"]
    assert [one.fix for one in found] == [None]


def test_words_that_differ_in_a_digit_are_no_slip(base_files: Files) -> None:
    content = base_files[STATEMENT].decode()
    wrong = content.replace("2021-03-06-gazette-company", "2021-03-07-gazette-company", 1)
    files = base_files | {STATEMENT: wrong.encode()}
    found = [one for one in check(_files(files)).diagnostics if one.code == "R001"]
    assert [(one.nearest is not None, one.fix) for one in found] == [(True, None)]


def _files(files: Files) -> list[File]:
    return [File(path, content) for path, content in files.items()]


def test_rules_that_say_so_have_a_fix_and_no_others(base_files: Files) -> None:
    files = base_files | {path: wrong.encode() for path, wrong in _wrongs(base_files)}
    for found in check(_files(files)).diagnostics:
        rule = all_rules()[found.code]
        assert found.fix is None or found.fix.safety is rule.fix


def _wrongs(files: Files) -> list[tuple[str, str]]:
    return [
        (path, files[path].decode().replace(right, wrong, 1)) for path, right, wrong, _ in UNSAFE
    ]
