"""Another id for a record, asked for in an editor; and finding a record or a part of one there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor import Editor, applied, written

from onrecord import curating, validate

STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
MASTER = "actors/harbour-master.yaml"
CLAIM = "claims/ferry-left-on-time.yaml"
TOPICS = "vocabularies/topics.yaml"

Json = dict[str, Any]


@pytest.fixture
def own(base_folder: Path) -> Iterator[Editor]:
    """An editor of the small dataset, which the test may change."""
    made = Editor(base_folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory, base_files: dict[str, bytes]) -> Iterator[Editor]:
    made = Editor(written(tmp_path_factory.mktemp("shared") / "records", base_files))
    yield made
    made.close()


@pytest.fixture
def editor(one: Editor) -> Iterator[Editor]:
    """One for all tests that save nothing, with no file open before and after."""
    yield one
    one.close_all()


def carried_out(root: Path, edit: Json, texts: dict[str, str]) -> None:
    """What an editor does with the edit of a workspace: texts first, then files are moved."""
    for change in edit["documentChanges"]:
        if change.get("kind") == "rename":
            old, new = (root / change[key].partition("/records/")[2] for key in _MOVE)
            assert not new.exists()
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
            continue
        document = change["textDocument"]
        path = document["uri"].partition("/records/")[2]
        assert (document["version"] is not None) is (path in texts)
        file = root / path
        text = texts.get(path, file.read_text(encoding="utf-8"))
        file.write_text(applied(text, change["edits"]), encoding="utf-8")


_MOVE = ("oldUri", "newUri")


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yaml")}


# Renaming


@pytest.mark.parametrize(
    ("path", "before", "old", "new"),
    [
        (STATEMENT, "actor: harbour-", "harbour-master", "master-of-the-harbour"),
        (STATEMENT, "claim: ferry", "ferry-left-on-time", "ferry-was-on-time"),
        (MASTER, "id: h", "harbour-master", "harbour-captain"),
        (
            STATEMENT,
            "id: 2021",
            "2021-03-05-harbour-master-left-late",
            "2021-03-05-harbour-master-ferry-late",
        ),
    ],
)
def test_it_is_what_the_command_does(
    own: Editor, base_folder: Path, path: str, before: str, old: str, new: str
) -> None:
    by_command = base_folder.parent / "other" / "records"
    shutil.copytree(base_folder, by_command)
    curating.rename(curating.open_desk(by_command), old, new)

    own.open(path)
    place = own.at(path, before)
    ready = own.ask("textDocument/prepareRename", place)
    assert ready["placeholder"] == old
    line = own.texts[path].split("\n")[ready["range"]["start"]["line"]]
    start, end = (ready["range"][side]["character"] for side in ("start", "end"))
    assert line[start:end] == old
    edit = own.ask("textDocument/rename", {**place, "newName": new})
    carried_out(base_folder, edit, own.texts)

    assert contents(base_folder) == contents(by_command)
    assert validate(base_folder, cache=False).diagnostics == ()
    (moved,) = [one for one in edit["documentChanges"] if one.get("kind") == "rename"]
    own.tell("textDocument/didClose", {"textDocument": {"uri": own.uri(path)}})
    changes = [{"uri": moved["oldUri"], "type": 3}, {"uri": moved["newUri"], "type": 1}]
    own.tell("workspace/didChangeWatchedFiles", {"changes": changes})
    own.settled(path)
    assert not any(own.told.values())


def test_what_was_typed_and_not_saved_is_renamed_too(own: Editor, base_folder: Path) -> None:
    text = own.open(STATEMENT)
    own.open(CLAIM)
    own.type(STATEMENT, text.replace("added:", "note: 🚢 harbour-master said so.\nadded:"))
    place = own.at(STATEMENT, "actor: harbour-")
    edit = own.ask("textDocument/rename", {**place, "newName": "harbour-captain"})
    carried_out(base_folder, edit, {STATEMENT: own.texts[STATEMENT]})
    said = (base_folder / STATEMENT).read_text(encoding="utf-8")
    assert "actor: harbour-captain" in said
    assert "note: 🚢 harbour-master said so." in said


def test_an_editor_may_go_on_in_a_file_that_it_moved(own: Editor, base_folder: Path) -> None:
    text = own.open(MASTER)
    edit = own.ask("textDocument/rename", {**own.at(MASTER, "id: h"), "newName": "harbour-captain"})
    carried_out(base_folder, edit, own.texts)
    moved = "actors/harbour-captain.yaml"
    own.type(moved, text.replace("id: harbour-master", "id: harbour-captain"))
    own.tell("textDocument/didClose", {"textDocument": {"uri": own.uri(MASTER)}})
    own.settled(moved)
    assert not any(own.told.values())
    own.type(moved, "id: [\n")
    assert [one["code"] for one in own.settled(moved)] == ["Y020"]


def test_a_former_id_leads_to_the_record_and_its_present_one(editor: Editor) -> None:
    text = editor.open(MASTER)
    editor.type(MASTER, text.replace("type:", "former_ids: [port-master]\ntype:"))
    text = editor.open(STATEMENT)
    editor.type(STATEMENT, text.replace("actor: harbour-master", "actor: port-master"))
    ready = editor.ask("textDocument/prepareRename", editor.at(STATEMENT, "actor: port"))
    assert ready["placeholder"] == "harbour-master"


@pytest.mark.parametrize("before", ["summary: The", "act: accu", "capac", "measure: pass"])
def test_what_is_no_record_is_not_renamed(editor: Editor, before: str) -> None:
    editor.open(STATEMENT)
    place = editor.at(STATEMENT, before)
    assert editor.ask("textDocument/prepareRename", place) is None
    assert editor.ask("textDocument/rename", {**place, "newName": "another"}) is None


def test_a_vocabulary_keeps_its_name(editor: Editor) -> None:
    editor.open(TOPICS)
    assert editor.ask("textDocument/prepareRename", editor.at(TOPICS, "id: top")) is None


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("Not An Id", "is no id"),
        ("gazette", "'gazette' is the id of the actor"),
        ("harbour-master", "already"),
    ],
)
def test_why_not_is_said(editor: Editor, new: str, said: str) -> None:
    editor.open(STATEMENT)
    place = editor.at(STATEMENT, "actor: harbour-")
    assert said in editor.refused("textDocument/rename", {**place, "newName": new})


def test_nothing_is_renamed_while_a_file_that_names_it_has_errors(editor: Editor) -> None:
    text = editor.open(STATEMENT)
    editor.type(STATEMENT, text.replace("act: accusation", "act: accusing"))
    place = editor.at(STATEMENT, "actor: harbour-")
    said = editor.refused("textDocument/rename", {**place, "newName": "harbour-captain"})
    assert said.startswith("harbour-master: not renamed, since files that name it have errors: ")
    assert f"{STATEMENT}:" in said


def test_an_editor_that_moves_no_files_is_told_of_the_command(base_folder: Path) -> None:
    editor = Editor(base_folder, moves=False)
    editor.open(STATEMENT)
    place = editor.at(STATEMENT, "actor: harbour-")
    said = editor.refused("textDocument/rename", {**place, "newName": "harbour-captain"})
    assert said.endswith("use 'onrecord rename'")
    editor.close()


# Finding


def names(found: list[Json]) -> list[str]:
    return [one["name"] for one in found]


def test_records_are_found_by_id_and_by_label(editor: Editor) -> None:
    editor.open(STATEMENT)
    editor.settled(STATEMENT)
    by_id = names(editor.ask("workspace/symbol", {"query": "harbour-m"}))
    assert by_id[0] == "harbour-master: The Harbour Master"
    assert all("harbour-m" in name for name in by_id)
    by_label = editor.ask("workspace/symbol", {"query": "the master"})
    assert len(by_label) == 2
    (found,) = [one for one in by_label if one["name"] == "harbour-master: The Harbour Master"]
    assert found["location"]["uri"] == editor.uri(MASTER)
    assert found["location"]["range"]["start"] == {"line": 0, "character": 0}
    assert found["containerName"] == "actor"
    everything = editor.ask("workspace/symbol", {"query": ""})
    assert len(everything) > len(by_id)
    assert editor.ask("workspace/symbol", {"query": "no such thing"}) == []


def test_terms_are_found_where_they_stand(editor: Editor) -> None:
    (found,) = editor.ask("workspace/symbol", {"query": "Ferries"})
    assert (found["name"], found["containerName"]) == ("ferries: Ferries", "topics")
    line = (
        (editor.root / TOPICS).read_text().split("\n")[found["location"]["range"]["start"]["line"]]
    )
    assert line.strip() == "- id: ferries"


def test_the_entries_of_a_file_are_listed(editor: Editor) -> None:
    text = editor.open(STATEMENT)
    params = {"textDocument": {"uri": editor.uri(STATEMENT)}}
    symbols = editor.ask("textDocument/documentSymbol", params)
    keys = [line.partition(":")[0] for line in text.split("\n") if line and line[0].isalpha()]
    assert names(symbols) == keys
    by_name = {one["name"]: one for one in symbols}
    assert by_name["act"]["detail"] == "accusation"
    assert names(by_name["speakers"]["children"]) == ["harbour-master"]
    (speaker,) = by_name["speakers"]["children"]
    assert [(one["name"], one["detail"]) for one in speaker["children"]] == [
        ("actor", "harbour-master"),
        ("capacity", "Harbour Master"),
    ]
    for one in symbols:
        for part in (one, *(one.get("children") or ())):
            assert one["range"]["start"]["line"] <= part["selectionRange"]["start"]["line"]
            assert part["selectionRange"]["end"]["line"] <= one["range"]["end"]["line"]


def test_half_a_file_is_listed_as_far_as_it_can_be_read(editor: Editor) -> None:
    text = editor.open(CLAIM)
    editor.type(CLAIM, text.replace("topics: [ferries]", "topics: [ferries"))
    params = {"textDocument": {"uri": editor.uri(CLAIM)}}
    found = names(editor.ask("textDocument/documentSymbol", params))
    assert found[:2] == ["id", "text"]
    editor.type(CLAIM, "")
    assert editor.ask("textDocument/documentSymbol", params) == []


def test_an_editor_without_a_tree_gets_a_list(base_folder: Path) -> None:
    editor = Editor(base_folder, tree=False)
    editor.open(CLAIM)
    params = {"textDocument": {"uri": editor.uri(CLAIM)}}
    found = editor.ask("textDocument/documentSymbol", params)
    assert {"id", "topics", "ferries"} <= set(names(found))
    (topic,) = [one for one in found if one["name"] == "ferries"]
    assert topic["containerName"] == "topics"
    assert topic["location"]["uri"] == editor.uri(CLAIM)
    editor.close()
