"""What an editor shows that reads our JSON Schemas: VS Code's server for YAML, with our settings.

It runs where ``ONRECORD_YAML_LANGUAGE_SERVER`` names the program yaml-language-server.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editor import Editor, Json, written

from onrecord.dataset import Dataset
from onrecord.exports.schemas import schema_files

SERVER = os.environ.get("ONRECORD_YAML_LANGUAGE_SERVER", "")
SETTINGS = Path(__file__).parent.parent / ".vscode/settings.json"
STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"

pytestmark = pytest.mark.skipif(not SERVER, reason="ONRECORD_YAML_LANGUAGE_SERVER is not set")


class YamlEditor(Editor):
    """An editor that answers for its settings, and waits for what it is told of a text."""

    def __init__(self, root: Path) -> None:
        settings = json.loads(SETTINGS.read_text(encoding="utf-8"))
        ours = {key.removeprefix("yaml."): value for key, value in settings.items()}
        usual = {"validate": True, "completion": True, "hover": True}
        self._settings = {**usual, "schemaStore": {"enable": False}, **ours}
        super().__init__(root, command=[SERVER, "--stdio"])

    def found(self, path: str, text: str) -> list[str]:
        """What is found in a text with something wrong, with its line."""
        if path in self.texts:
            self.type(path, text)
        else:
            self.open(path, text)
        self.told.pop(self.uri(path), None)
        patience = threading.Timer(60, self._process.kill)
        patience.start()
        while not self.told.get(self.uri(path)):
            self._receive()
        patience.cancel()
        said = self.told[self.uri(path)]
        return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in said]

    def _receive(self) -> Json:
        message = super()._receive()
        if "id" in message and "method" in message:
            asked: list[Json] = message["params"].get("items", []) if message["params"] else []
            answer: list[Any] = [
                self._settings if one["section"] == "yaml" else {} for one in asked
            ]
            self._send({"id": message["id"], "result": answer})
            return {}
        return message


@pytest.fixture(scope="module")
def editor(
    tmp_path_factory: pytest.TempPathFactory, base_files: dict[str, bytes], base: Dataset
) -> Iterator[YamlEditor]:
    folder = tmp_path_factory.mktemp("checkout")
    written(folder / "schema", schema_files(base))
    made = YamlEditor(written(folder / "records", base_files))
    yield made
    made.close()


def test_what_is_wrong_is_shown_in_words(editor: YamlEditor, base_files: dict[str, bytes]) -> None:
    text = base_files[STATEMENT].decode()
    wrong = text.replace("actor: harbour-master", "actor: nobody")
    line = 1 + wrong[: wrong.index("nobody")].count("\n")
    said = "Not an id of an actor that there was when this schema was written."
    assert editor.found(STATEMENT, wrong) == [f"{line}: {said}"]
    wrong = text.replace("added: 2021-03-10", "added: 10 March")
    (day,) = editor.found(STATEMENT, wrong)
    assert day.endswith(": Not a day of the years 1800 to 2099, as 2026-11-25.")
    (word,) = editor.found(STATEMENT, text.replace("act: accusation", "act: accusing"))
    assert '"accusation"' in word
    found = editor.found(STATEMENT, text.replace("act:", "acts:"))
    assert [one.partition(": ")[2] for one in found] == [
        'Missing property "act".',
        "Property acts is not allowed.",
    ]


def test_ids_are_offered_with_their_names(
    editor: YamlEditor, base_files: dict[str, bytes], base: Dataset
) -> None:
    text = base_files[STATEMENT].decode()
    editor.found(STATEMENT, text.replace("actor: harbour-master", "actor: "))
    items = {one["label"]: one for one in editor.items(STATEMENT, "actor: ")}
    assert items.keys() >= base.actors.keys()
    assert items["ferry-company"]["documentation"] == base.actors["ferry-company"].label


def test_the_settings_name_a_schema_for_every_kind_of_file(
    editor: YamlEditor, base_files: dict[str, bytes]
) -> None:
    for path, content in base_files.items():
        broken = content.decode() + "no_such_key: 1\n"
        if path != STATEMENT:
            assert any("no_such_key is not allowed" in one for one in editor.found(path, broken)), (
                path
            )
