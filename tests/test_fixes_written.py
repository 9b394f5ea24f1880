"""Edits, fixes and layout as they are written to the disk."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from onrecord.diagnostics import Diagnostic, Edit, Place, Report, Safety
from onrecord.documents import apply_edits, parse, replace_key, replace_value, rewrite
from onrecord.mending import fix, format_records
from onrecord.storage import ChangedMeanwhileError, replace_unchanged
from onrecord.storage.writing import move_unchanged
from onrecord.validation import File, validate
from onrecord.validation.fixing import Fixed, mend

TODAY = datetime.date(2021, 3, 11)
STATEMENT = "statements/2021/2021-03-06-company-left-on-time.yaml"

Files = dict[str, bytes]


def check(files: Any) -> Report:
    return validate(list(files), today=TODAY).report


def mended(files: Files, safety: Safety = Safety.SAFE, wanted: Any = lambda _: True) -> Fixed:
    return mend([File(path, content) for path, content in files.items()], check, wanted, safety)


# Edits


def place() -> Place:
    return Place(file="x", line=1, column=1, end_line=1, end_column=1)


def test_edits_that_overlap_are_refused() -> None:
    edits = [
        Edit(place=place(), start=0, end=3, text="x"),
        Edit(place=place(), start=2, end=4, text=""),
    ]
    with pytest.raises(ValueError, match="two edits at byte 2"):
        apply_edits(b"abcdef", edits)


@pytest.mark.parametrize(
    ("text", "path", "value", "wanted"),
    [
        ("a: b  # c\nd: e\n", ("a",), "x", "a: x  # c\nd: e\n"),
        ("a: [b, 'c']\n", ("a", 1), "x, y", 'a: [b, "x, y"]\n'),
        ("a: >-\n  long\n  text\nd: e\n", ("a",), "x", "a: x\nd: e\n"),
        ("a: >-  # why\n  long\nd: e\n", ("a",), "x", None),
        ("a: {b: c}\n", ("a",), "x", None),
        ("é: 'ü'\n", ("é",), "x", "é: x\n"),
        ("a: b\r\nc: d\r\n", ("c",), "x", "a: b\r\nc: x\r\n"),
        ("\ufeffa: b\n", ("a",), "x", "\ufeffa: x\n"),
        ("a: b\n", ("z",), "x", None),
    ],
)
def test_a_value_is_replaced_and_all_else_stays(
    text: str, path: tuple[str | int, ...], value: str, wanted: str | None
) -> None:
    document = parse(text.encode(), "x.yaml")
    edits = replace_value(document, path, value)
    made = apply_edits(text.encode(), edits).decode() if edits else None
    assert made == wanted


def test_a_key_is_renamed_unless_that_would_hide_another() -> None:
    document = parse(b"ab: 1  # c\ncd: 2\n", "x.yaml")
    assert (
        apply_edits(document.content, replace_key(document, ("ab",), "x")) == b"x: 1  # c\ncd: 2\n"
    )
    assert replace_key(document, ("ab",), "cd") == ()


def test_a_rewrite_touches_only_lines_that_differ() -> None:
    content = b"a: b\nc:   d\ne: f\n"
    (edit,) = rewrite(parse(content, "x.yaml"), lambda _: ())
    assert (edit.start, edit.end, edit.text) == (5, 12, "c: d\n")


# On the disk


def test_fixes_are_written_and_reported(base_folder: Path) -> None:
    path = base_folder / STATEMENT
    text = path.read_text()
    path.write_text(text.replace("act: denial", 'act: "denial"'))
    path.chmod(0o640)
    done = fix(base_folder)
    assert path.read_text() == text
    assert path.stat().st_mode & 0o777 == 0o640
    (mended,) = done.mended
    assert (mended.code, mended.place.file) == ("S013", str(path))
    assert mended.fix is not None
    assert {edit.place.file for edit in mended.fix.edits} == {str(path)}
    assert done.report == validate_folder(base_folder)


def validate_folder(folder: Path) -> Report:
    from onrecord import validate as validate_records

    return validate_records(folder, cache=False)


def test_a_file_that_changes_meanwhile_is_left_as_it_is(base_folder: Path) -> None:
    path = base_folder / STATEMENT
    path.write_text(path.read_text().replace("act: denial", 'act: "denial"'))

    def while_it_works(_: Diagnostic) -> bool:
        path.write_text("note: somebody else was here\n")
        return True

    done = fix(base_folder, wanted=while_it_works)
    assert done.left == (f"{base_folder}/{STATEMENT}",)
    assert done.mended == ()
    assert path.read_text() == "note: somebody else was here\n"
    assert not [one for one in path.parent.iterdir() if one.name.startswith(".")]


def test_a_file_moves_on_the_disk(base_folder: Path) -> None:
    right, wrong = base_folder / STATEMENT, base_folder / STATEMENT.replace("2021/", "1999/", 1)
    wrong.parent.mkdir()
    right.rename(wrong)
    done = fix(base_folder, safety=Safety.UNSAFE)
    assert right.is_file()
    assert not wrong.exists()
    assert list(done.moved.values()) == [f"{base_folder}/{STATEMENT}"]


def test_only_what_is_unchanged_is_replaced_or_moved(tmp_path: Path) -> None:
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_bytes(b"now")
    with pytest.raises(ChangedMeanwhileError, match="changed meanwhile"):
        replace_unchanged(file, b"before", b"after")
    with pytest.raises(ChangedMeanwhileError):
        move_unchanged(file, other, b"before", b"after")
    assert file.read_bytes() == b"now"
    assert not other.exists()
    replace_unchanged(file, b"now", b"after")
    move_unchanged(file, other, b"after", b"then")
    assert [each.name for each in tmp_path.iterdir()] == ["b.yaml"]
    assert other.read_bytes() == b"then"


def test_nothing_is_moved_over_another_file(tmp_path: Path) -> None:
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_bytes(b"one")
    other.write_bytes(b"two")
    with pytest.raises(Exception, match="cannot be written"):
        move_unchanged(file, other, b"one", b"one")
    assert (file.read_bytes(), other.read_bytes()) == (b"one", b"two")


# Format


def test_formatting_is_done_once_and_changes_no_data(base_folder: Path) -> None:
    path = base_folder / STATEMENT
    text = path.read_text()
    path.write_text(
        text.replace("act: denial\n", "").replace("id:", "act:   'denial'  # so\nid:", 1)
    )
    (looked,) = [one for one in format_records([base_folder], write=False) if one.changes]
    assert looked.before == path.read_bytes()
    assert [one.file for one in format_records([base_folder]) if one.changes] == [looked.file]
    assert path.read_text() == text.replace("act: denial", "act: denial  # so")
    assert not any(one.changes for one in format_records([base_folder]))


def test_what_cannot_be_read_is_told_and_left(base_folder: Path) -> None:
    path = base_folder / STATEMENT
    path.write_text("id: [\n")
    (made,) = format_records([path])
    assert made.problem is not None
    assert made.problem.startswith(f"{path}:")
    assert path.read_text() == "id: [\n"


def test_a_single_file_is_laid_out_as_its_kind(
    base_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(base_folder / "actors")
    path = Path("harbour-office.yaml")
    text = path.read_text()
    head, rest = text.split("\n", 1)
    path.write_text(f"{rest}{head}\n")
    (made,) = format_records([path])
    assert made.changes
    assert path.read_text() == text
