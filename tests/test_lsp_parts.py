"""The parts of the server for editors: right on half a record, and never at a loss on any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from onrecord.documents import parse
from onrecord.lsp.completing import complete
from onrecord.lsp.cursor import cursor_at
from onrecord.lsp.folder import Folder, path_below
from onrecord.lsp.mending import formatting
from onrecord.lsp.navigating import definition, references
from onrecord.lsp.positions import Lines, as_bytes
from onrecord.lsp.telling import hover

STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, base_files: dict[str, bytes]) -> Folder:
    """The small dataset, checked."""
    root = tmp_path_factory.mktemp("half") / "records"
    for path, content in base_files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    made = Folder(root)
    made.read()
    made.check()
    return made


def ask_everything(folder: Folder, path: str, text: str, line: int, character: int) -> None:
    folder.put(path, text)
    lines, position = Lines(text), types.Position(line=line, character=character)
    complete(folder, path, lines, position)
    hover(folder, path, lines, position)
    definition(folder, path, lines, position)
    list(references(folder, path, lines, position, with_itself=True))
    formatting(path, text, lines)
    folder.drop(path)


def test_nothing_fails_on_any_beginning_of_a_record(
    folder: Folder, base_files: dict[str, bytes]
) -> None:
    text = base_files[STATEMENT].decode()
    for end in range(0, len(text), 3):
        typed = text[:end]
        last = typed.rpartition("\n")[2]
        ask_everything(folder, STATEMENT, typed, typed.count("\n"), len(last))


@given(
    st.text(st.sampled_from("ab: -\n[]{},'\"#|>&*!\t\r\ufeff\u2028é🚢ک\ud800"), max_size=40),
    st.integers(0, 8),
    st.integers(0, 12),
)
def test_nothing_fails_on_any_text(folder: Folder, text: str, line: int, character: int) -> None:
    ask_everything(folder, STATEMENT, text, line, character)
    folder.put(STATEMENT, text)
    folder.check()
    folder.drop(STATEMENT)


@pytest.mark.parametrize(
    ("text", "path", "word", "is_bare", "keys"),
    [
        ("|", (), "", True, []),
        ("id: x\nac|", (), "ac", True, ["id"]),
        ("id: x\nac|: y\nadded: z", (), "ac", True, ["added", "id"]),
        ("act: den|", ("act",), "den", False, []),
        ("speakers:\n  - |", ("speakers",), "", True, []),
        ("speakers:\n  - actor: a\n    cap|", ("speakers",), "cap", True, ["actor"]),
        ("speakers:\n- actor: a\n  cap|", ("speakers",), "cap", True, ["actor"]),
        ("speakers:\n- actor: |", ("speakers", "actor"), "", False, []),
        ("a:\n  - b: 1\n    c:\n      d: |", ("a", "c", "d"), "", False, []),
        ("a:\n  - b: 1\n  - c|", ("a",), "c", True, []),
        ("a:\n  b: 1\nc: |", ("c",), "", False, ["a"]),
        ("a:\n  - b:\n      c: 1\n    d|", ("a",), "d", True, ["b"]),
        ("topics: [a, b|", ("topics",), "b", True, []),
        ("about: {actors: [a], topics: [b, |", ("about", "topics"), "", True, []),
        ("about: {actors: [a], to|", ("about",), "to", True, ["actors"]),
        ("act: 'den|", ("act",), "den", False, []),
        ("a: b\n\n  # c\nd|", (), "d", True, ["a"]),
    ],
)
def test_a_cursor_knows_where_it_is(
    text: str, path: tuple[str, ...], word: str, is_bare: bool, keys: list[str]
) -> None:
    before, _, after = text.partition("|")
    lines = (before + after).split("\n")
    number = before.count("\n")
    found = cursor_at(lines, number + 1, len(before.rpartition("\n")[2]) + 1)
    assert found is not None
    assert (found.path, found.word, found.is_bare) == (path, word, is_bare)
    assert sorted(found.others.keys() - {word}) == keys


@pytest.mark.parametrize("text", ["# a|", "a: b # c|", "a:|", "\ta|", "a: [b] |"])
def test_a_cursor_is_nowhere(text: str) -> None:
    before = text.partition("|")[0]
    assert cursor_at([before], 1, len(before) + 1) is None


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_position_leads_back_to_its_place(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    marked = 1 if text.startswith("\ufeff") else 0
    for number, line in enumerate(lines.all, start=1):
        for column in range(1, len(line) + 2 - (marked if number == 1 else 0)):
            position = lines.position(number, column)
            assert lines.place(position) == (number, column)
            units = line[: column - 1 + (marked if number == 1 else 0)]
            width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
            name = encoding if encoding == "utf-8" else f"{encoding}-le"
            assert position.character == len(units.encode(name)) // width


def test_lines_are_those_of_the_document() -> None:
    text = "id: a\x85b\u2028c\r\nx: \x0bd\n"
    lines = Lines(text)
    assert len(lines) == 3
    place = parse(as_bytes(text), "x").place(("x",))
    assert lines.range(place).start == types.Position(line=1, character=3)


def test_only_record_files_have_a_path_below_the_root(tmp_path: Path) -> None:
    assert path_below(tmp_path, tmp_path / "actors/a.yaml") == "actors/a.yaml"
    assert path_below(tmp_path, tmp_path / "actors/a.yml") is None
    assert path_below(tmp_path, tmp_path / ".git/a.yaml") is None
    assert path_below(tmp_path / "records", tmp_path / "a.yaml") is None
