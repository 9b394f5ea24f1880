"""The server for editors: a real one, in a process of its own, spoken to as an editor does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor import Editor, applied, written

from onrecord import api
from onrecord.cli import run
from onrecord.diagnostics import Report
from onrecord.mending import format_records

STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
MASTER = "actors/harbour-master.yaml"
CLAIM = "claims/ferry-left-on-time.yaml"
TOPICS = "vocabularies/topics.yaml"

Json = dict[str, Any]


@pytest.fixture
def own_editor(base_folder: Path) -> Iterator[Editor]:
    """An editor that has the folder above the small dataset open, which the test may change."""
    made = Editor(base_folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def one_editor(
    tmp_path_factory: pytest.TempPathFactory, base_files: dict[str, bytes]
) -> Iterator[Editor]:
    """One for all tests that save nothing: a server takes a second to start."""
    made = Editor(written(tmp_path_factory.mktemp("shared") / "records", base_files))
    yield made
    made.close()


@pytest.fixture
def editor(one_editor: Editor) -> Iterator[Editor]:
    """The same with no file open, before and after."""
    yield one_editor
    one_editor.close_all()


def told_of(report: Report, folder: Path, path: str) -> list[tuple[str, int, int]]:
    """What a report has of a file, as an editor would place it if all of it were ASCII."""
    file = f"{folder}/{path}"
    return [
        (one.code, one.place.line - 1, one.place.column - 1)
        for one in report.diagnostics
        if one.place.file == file
    ]


def told_to(found: list[Json]) -> list[tuple[str, int, int]]:
    places = ((one["code"], one["range"]["start"]) for one in found)
    return [(code, start["line"], start["character"]) for code, start in places]


# What is found


def test_the_findings_are_those_of_validate_before_anything_is_saved(
    own_editor: Editor, base_folder: Path
) -> None:
    text = own_editor.open(STATEMENT)
    assert own_editor.settled(STATEMENT) == []
    wrong = text.replace("actor: harbour-master", "actor: harbour-mastr").replace("act:", "acts:")
    wrong = wrong.replace("lang: en", "lang: xx-nonsense-tag")
    for typed in (wrong, wrong.replace("acts:", "act:"), text):
        own_editor.type(STATEMENT, typed)
        found = told_to(own_editor.settled(STATEMENT))
        (base_folder / STATEMENT).write_text(typed, encoding="utf-8")
        assert found == told_of(api.validate(base_folder, cache=False), base_folder, STATEMENT)
        assert bool(found) is (typed is not text)


def test_what_is_typed_in_one_file_is_seen_in_another(editor: Editor) -> None:
    text = editor.open(CLAIM)
    editor.type(CLAIM, text.replace("id: ferry-left-on-time", "id: ferry-left-in-time"))
    editor.settled(CLAIM)
    told = editor.told[editor.uri(STATEMENT)]
    assert [one["code"] for one in told] == ["R001"]
    editor.tell("textDocument/didClose", {"textDocument": {"uri": editor.uri(CLAIM)}})
    editor.settled(CLAIM)
    assert editor.told[editor.uri(STATEMENT)] == []


def test_a_file_that_changes_on_the_disk_is_read_again(
    own_editor: Editor, base_folder: Path
) -> None:
    own_editor.open(CLAIM)
    own_editor.settled(CLAIM)
    (base_folder / MASTER).unlink()
    change = {"uri": own_editor.uri(MASTER), "type": 3}
    own_editor.tell("workspace/didChangeWatchedFiles", {"changes": [change]})
    own_editor.settled(CLAIM)
    assert [one["code"] for one in own_editor.told[own_editor.uri(STATEMENT)]] == ["R001"]


def test_a_new_record_counts_before_it_is_saved(editor: Editor) -> None:
    statement = editor.open(STATEMENT).replace("claim: ferry-left-on-time", "claim: ferry-sank")
    editor.type(STATEMENT, statement)
    assert [one["code"] for one in editor.settled(STATEMENT)] == ["R001"]
    claim = (editor.root / CLAIM).read_text(encoding="utf-8")
    editor.open("claims/ferry-sank.yaml", claim.replace("ferry-left-on-time", "ferry-sank"))
    assert "R001" not in [one["code"] for one in editor.settled(STATEMENT)]


def test_columns_count_utf_16(editor: Editor) -> None:
    text = editor.open(MASTER)
    note = "note: کشتی 🚢🚢 دیر \u202eرفت\n"
    editor.type(MASTER, text.replace("added:", f"{note}added:"))
    (found,) = editor.settled(MASTER)
    before = note.partition("\u202e")[0]
    units = len(before.encode("utf-16-le")) // 2
    assert units == len(before) + 2
    assert found["range"]["start"]["character"] == units
    assert found["range"]["end"]["character"] == units + 1
    (action,) = editor.actions(MASTER, found).values()
    (edits,) = action["edit"]["changes"].values()
    assert applied(editor.texts[MASTER], edits) == editor.texts[MASTER].replace("\u202e", "")


def test_half_a_character_is_found_and_nothing_falls_over(editor: Editor) -> None:
    text = editor.open(MASTER)
    editor.type(MASTER, text.replace("added:", "note: a \ud83d b\nadded:"))
    assert "Y001" in [one["code"] for one in editor.settled(MASTER)]
    editor.type(MASTER, text)
    assert editor.settled(MASTER) == []


def test_files_that_are_no_records_are_left_alone(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("a: [\n", encoding="utf-8")
    for uri in ((tmp_path / "notes.yaml").as_uri(), "untitled:Untitled-1", editor.uri("a.txt")):
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": "a: [\n"}
        editor.tell("textDocument/didOpen", {"textDocument": item})
        where = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}}
        assert editor.ask("textDocument/hover", where) is None
        assert editor.ask("textDocument/completion", where) is None
        assert editor.ask("textDocument/definition", where) is None
        context = {"includeDeclaration": True}
        assert editor.ask("textDocument/references", {**where, "context": context}) is None
        options = {"tabSize": 2, "insertSpaces": True}
        assert editor.ask("textDocument/formatting", {**where, "options": options}) is None
    editor.open(CLAIM)
    assert editor.settled(CLAIM) == []
    assert editor.told == {}


# What is offered


def test_ids_are_offered_with_their_labels(editor: Editor) -> None:
    text = editor.open(STATEMENT).replace("actor: harbour-master", "actor: ")
    editor.type(STATEMENT, text)
    items = {item["label"]: item for item in editor.items(STATEMENT, "actor: ")}
    assert list(items) == ["ferry-company", "gazette", "harbour-master", "harbour-office"]
    assert items["harbour-master"]["detail"] == "The Harbour Master"
    editor.type(STATEMENT, text.replace("actor: ", "actor: the master"))
    (found,) = editor.items(STATEMENT, "actor: the master")
    assert applied(editor.texts[STATEMENT], [found["textEdit"]]) == text.replace(
        "actor: ", "actor: harbour-master"
    )


def test_keys_are_offered_where_they_are_missing(editor: Editor) -> None:
    text = editor.open(STATEMENT).replace("    capacity: Harbour Master\n", "    \n")
    editor.type(STATEMENT, text)
    (capacity, behalf) = editor.items(STATEMENT, "actor: harbour-master\n    ")
    assert (capacity["label"], capacity["detail"]) == ("capacity", "required")
    assert "Minister of Foreign Affairs" in capacity["documentation"]["value"]
    assert applied(text, [capacity["textEdit"]]) == text.replace("\n    \n", "\n    capacity: \n")
    assert behalf["label"] == "on_behalf_of"
    assert "medium" in editor.labels(STATEMENT, "\nact")


def test_words_and_terms_are_offered_with_their_meanings(editor: Editor) -> None:
    editor.open(STATEMENT)
    stances = {item["label"]: item for item in editor.items(STATEMENT, "stance: d")}
    assert {"denies", "affirms", "retracts"} <= set(stances)
    assert stances["denies"]["detail"]
    measure = {item["label"]: item for item in editor.items(STATEMENT, "measure: p")}
    assert measure["passengers"]["detail"] == "Passengers"
    claim = editor.open(CLAIM)
    topics = {item["label"]: item for item in editor.items(CLAIM, "topics: [")}
    said = topics["ferries"]["documentation"]["value"]
    assert (topics["ferries"]["detail"], said) == ("Ferries", "Boats that carry people across.")
    editor.type(CLAIM, claim.replace("topics: [ferries]", "topics: "))
    item = next(each for each in editor.items(CLAIM, "topics: ") if each["label"] == "ferries")
    assert applied(editor.texts[CLAIM], [item["textEdit"]]) == claim


def test_units_are_those_of_the_measure(editor: Editor) -> None:
    text = editor.open(STATEMENT)
    assert editor.labels(STATEMENT, "unit: ") == ["item"]
    editor.type(STATEMENT, text.replace("measure: passengers", "measure: fare"))
    units = {item["label"]: item["detail"] for item in editor.items(STATEMENT, "unit: ")}
    assert (units["ISK"], "item" in units) == ("Iceland Krona", False)


def test_a_day_and_a_rule_are_offered(editor: Editor) -> None:
    text = editor.open(STATEMENT)
    editor.type(STATEMENT, text.replace("added: ", "waivers:\n  - rule: \nadded: "))
    (today,) = editor.items(STATEMENT, "added: ")
    assert today["detail"] == "today"
    rules = {item["label"]: item["detail"] for item in editor.items(STATEMENT, "rule: ")}
    assert rules["R001"] == "unknown-id"


def test_hover_tells_what_a_key_and_an_id_are(editor: Editor) -> None:
    editor.open(STATEMENT)
    key = editor.hover(STATEMENT, "capaci")
    assert key.startswith("**capacity** (required)\n\nThe office")
    assert "```yaml\ncapacity: " in key
    card = editor.hover(STATEMENT, "actor: harbour")
    assert card.startswith("**The Harbour Master**\n\nactor `harbour-master`\n\n- type: person")
    assert "contested" in editor.hover(STATEMENT, "claim: ferry-left")
    assert editor.hover(STATEMENT, "act: accus").startswith("`accusation`: ")
    assert editor.hover(STATEMENT, "measure: pass").startswith("**Passengers**\n\n")
    assert editor.hover(STATEMENT, "date: 2021") == "**5 March 2021**"
    assert editor.hover(STATEMENT, "summary: The harbour") == ""
    editor.type(STATEMENT, editor.texts[STATEMENT].replace("date: 2021-03-05", "date: 2021-03/.."))
    assert editor.hover(STATEMENT, "date: 2021").endswith(
        "the first day it can be: 2021-03-01, the last: open"
    )


# Where it leads


def test_definition_and_references_cross_files(editor: Editor) -> None:
    editor.open(STATEMENT)
    place = editor.at(STATEMENT, "claim: ferry-left")
    there = editor.ask("textDocument/definition", place)
    assert there["uri"] == editor.uri(CLAIM)
    assert there["range"]["start"] == {"line": 0, "character": 4}
    context = {"includeDeclaration": True}
    found = editor.ask("textDocument/references", {**place, "context": context})
    files = [Path(one["uri"]).name for one in found]
    assert files[0] == Path(CLAIM).name
    assert Path(STATEMENT).name in files[1:]
    for one in found:
        path = one["uri"].removeprefix(editor.root.as_uri() + "/")
        line = (
            (editor.root / path)
            .read_text(encoding="utf-8")
            .split("\n")[one["range"]["start"]["line"]]
        )
        start, end = (one["range"][side]["character"] for side in ("start", "end"))
        assert line[start:end] == "ferry-left-on-time"


def test_a_key_leads_to_all_that_names_the_record_of_the_file(editor: Editor) -> None:
    editor.open(MASTER)
    context = {"includeDeclaration": False}
    found = editor.ask("textDocument/references", editor.at(MASTER, "id: har", context=context))
    assert editor.uri(STATEMENT) in [one["uri"] for one in found]
    assert editor.uri(MASTER) not in [one["uri"] for one in found]


def test_a_term_leads_to_its_vocabulary_and_back(editor: Editor) -> None:
    editor.open(CLAIM)
    there = editor.ask("textDocument/definition", editor.at(CLAIM, "[ferr"))
    assert there["uri"] == editor.uri(TOPICS)
    editor.open(TOPICS)
    context = {"includeDeclaration": False}
    asked = editor.at(TOPICS, "id: ferr", context=context)
    found = editor.ask("textDocument/references", asked)
    assert editor.uri(CLAIM) in [one["uri"] for one in found]


# What mends


def test_a_quick_fix_writes_what_is_nearest(editor: Editor) -> None:
    text = editor.open(STATEMENT)
    editor.type(STATEMENT, text.replace("actor: harbour-master", "actor: harbour-mastr"))
    found = next(one for one in editor.settled(STATEMENT) if one["code"] == "R001")
    action = editor.actions(STATEMENT, found)["Write `harbour-master` for `harbour-mastr`"]
    (edits,) = action["edit"]["changes"].values()
    assert applied(editor.texts[STATEMENT], edits) == text


def test_a_quick_fix_moves_a_file(own_editor: Editor) -> None:
    path = "statements/2020/2021-03-05-harbour-master-left-late.yaml"
    text = (own_editor.root / STATEMENT).read_text(encoding="utf-8")
    (own_editor.root / STATEMENT).unlink()
    own_editor.open(path, text)
    found = next(one for one in own_editor.settled(path) if "folder" in one["message"])
    moves = [
        change
        for action in own_editor.actions(path, found).values()
        for change in action["edit"].get("documentChanges", [])
    ]
    assert [move["newUri"] for move in moves] == [own_editor.uri(STATEMENT)]


def test_formatting_is_that_of_fmt(own_editor: Editor, base_folder: Path) -> None:
    text = own_editor.open(STATEMENT)
    untidy = text.replace("act: accusation\n", "").replace(
        "date: 2021-03-05\n", "act:   'accusation' # 🚢 so they said\ndate:   2021-03-05\n"
    )
    own_editor.type(STATEMENT, untidy)
    options = {"tabSize": 2, "insertSpaces": True}
    params = {"textDocument": {"uri": own_editor.uri(STATEMENT)}, "options": options}
    edits = own_editor.ask("textDocument/formatting", params)
    (base_folder / STATEMENT).write_text(untidy, encoding="utf-8")
    (made,) = format_records([base_folder / STATEMENT], write=False)
    assert made.changes
    assert applied(untidy, edits).encode() == made.after
    own_editor.type(STATEMENT, untidy + "x: [\n")
    assert own_editor.ask("textDocument/formatting", params) == []


# The command


def test_without_the_extra_a_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "onrecord.lsp.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    assert run(["lsp"]) == 2
    assert capsys.readouterr().err == "error: this needs pygls: pip install 'onrecord[lsp]'\n"


def test_it_ends_when_the_editor_is_gone() -> None:
    command = [sys.executable, "-m", "onrecord", "lsp"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
