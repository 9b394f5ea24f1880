"""An editor for tests: it speaks to a real server, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

Json = dict[str, Any]

REQUEST_FAILED = -32803
"""The code of the protocol for what could be asked and is refused: editors show the message."""


class Editor:
    """An editor without a window: it speaks to one server, and keeps what the server tells it."""

    def __init__(
        self,
        root: Path,
        *,
        moves: bool = True,
        tree: bool = True,
        command: Sequence[str] = (sys.executable, "-m", "onrecord", "lsp"),
    ) -> None:
        self.root = root
        self.told: dict[str, list[Json]] = {}
        self.texts: dict[str, str] = {}
        self._number = 0
        self._version = 1
        cache = os.environ | {"ONRECORD_CACHE_DIR": str(root.parent / "cache")}
        self.log = root.parent / "server.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=cache
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        edits = {"resourceOperations": ["rename"] * moves}
        symbols = {"hierarchicalDocumentSymbolSupport": tree}
        self.abilities = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.parent.as_uri(),
                "workspaceFolders": [{"uri": root.parent.as_uri(), "name": "here"}],
                "capabilities": {
                    "workspace": {"workspaceEdit": edits},
                    "textDocument": {"documentSymbol": symbols},
                },
            },
        )["capabilities"]
        self.tell("initialized", {})

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]

    def refused(self, method: str, params: Any) -> str:
        """Why the server does not do what it is asked for, which is no failure of its own."""
        try:
            self.ask(method, params)
        except AssertionError as error:
            said: Json = error.args[0]
            assert said["error"].keys() == {"code", "message"}
            assert said["error"]["code"] == REQUEST_FAILED
            return str(said["error"]["message"])
        raise AssertionError(f"{method} was not refused")

    def open(self, path: str, text: str | None = None) -> str:
        """Opens a file, with this text if it is given, and returns the text."""
        said = (self.root / path).read_text(encoding="utf-8") if text is None else text
        self.texts[path] = said
        item = {"uri": self.uri(path), "languageId": "yaml", "version": 1, "text": said}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return said

    def type(self, path: str, text: str) -> None:
        self.texts[path] = text
        self._version += 1
        document = {"uri": self.uri(path), "version": self._version}
        changes = [{"text": text}]
        params = {"textDocument": document, "contentChanges": changes}
        self.tell("textDocument/didChange", params)

    def at(self, path: str, before: str, **more: Any) -> Json:
        """The position after the first place of these words in the text of an open file."""
        text = self.texts[path]
        lines = text[: text.index(before) + len(before)].split("\n")
        units = len(lines[-1].encode("utf-16-le")) // 2
        position = {"line": len(lines) - 1, "character": units}
        return {"textDocument": {"uri": self.uri(path)}, "position": position, **more}

    def settled(self, path: str) -> list[Json]:
        """What the server has told of a file, once it has checked all that was typed."""
        everywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        document = {"uri": self.uri(path)}
        context: Json = {"diagnostics": []}
        params = {"textDocument": document, "range": everywhere, "context": context}
        self.ask("textDocument/codeAction", params)
        return self.told.get(self.uri(path), [])

    def actions(self, path: str, found: Json) -> dict[str, Json]:
        context = {"diagnostics": [found]}
        document = {"uri": self.uri(path)}
        params = {"textDocument": document, "range": found["range"], "context": context}
        return {one["title"]: one for one in self.ask("textDocument/codeAction", params)}

    def labels(self, path: str, before: str) -> list[str]:
        return [item["label"] for item in self.items(path, before)]

    def items(self, path: str, before: str) -> list[Json]:
        found: list[Json] = self.ask("textDocument/completion", self.at(path, before))["items"]
        return found

    def hover(self, path: str, before: str) -> str:
        found = self.ask("textDocument/hover", self.at(path, before))
        return str(found["contents"]["value"]) if found else ""

    def close_all(self) -> None:
        """Closes all files, unsaved, and forgets what was told of them."""
        for path in self.texts:
            self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})
        for path in self.texts:
            self.settled(path)
        self.texts.clear()
        assert not any(self.told.values())
        self.told.clear()

    def close(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        code = self._process.wait(timeout=20)
        self._to.close()
        self._from.close()
        assert code == 0
        assert "Traceback" not in self.log.read_text(encoding="utf-8")

    def _send(self, message: Json) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._to.flush()

    def _receive(self) -> Json:
        size = 0
        while line := self._from.readline().strip():
            name, _, value = line.partition(b":")
            if name == b"Content-Length":
                size = int(value)
        assert size, "the server has gone"
        message: Json = json.loads(self._from.read(size))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message


def written(root: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def applied(text: str, edits: list[Json]) -> str:
    """The text with edits carried out, whose columns count UTF-16."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines) + 1)]

    def offset(place: Json) -> int:
        if place["line"] >= len(lines):
            return len(text)
        line = lines[place["line"]].encode("utf-16-le")[: 2 * place["character"]]
        return starts[place["line"]] + len(line.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
