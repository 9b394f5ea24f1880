"""A real server on 127.0.0.1 that does what a test of fetching wants, and what it serves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

from onrecord import versions
from onrecord.fetch import Policy
from onrecord.models import FORMAT

HOST = "127.0.0.1"
QUICK = Policy(allow_hosts=frozenset({HOST}), timeout=0.4, tries=2, pause=0.01)
VERSION = "2021.3.0"


@dataclass
class Answers:
    """What the server does: by default it serves ``files``, with ranges."""

    files: dict[str, bytes] = field(default_factory=dict)
    special: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    answers: ClassVar[Answers]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wanted = self.headers["Range"]
        self.answers.asked.append((self.path, wanted))
        if self.path in self.answers.special:
            self.answers.special[self.path](self)
        elif self.path in self.answers.files:
            send(self, self.answers.files[self.path], wanted)
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests keep what was asked."""


def send(handler: BaseHTTPRequestHandler, content: bytes, wanted: str | None = None) -> None:
    start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
    handler.send_response(206 if wanted else 200)
    if wanted:
        last = len(content) - 1
        handler.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
    handler.send_header("Content-Length", str(len(content) - start))
    handler.end_headers()
    handler.wfile.write(content[start:])


def entry(files: dict[str, bytes], version: str = VERSION, **more: Any) -> dict[str, Any]:
    return {
        "version": version,
        "format": FORMAT,
        "data_hash": "0" * 64,
        "bytes": sum(map(len, files.values())),
        "files": [
            {"name": name, "bytes": len(each), "sha256": hashlib.sha256(each).hexdigest()}
            for name, each in files.items()
        ],
        **more,
    }


def index(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"channel": 1, "versions": list(entries)}).encode()


BIG = bytes(range(256)) * 4096
SMALL = {"a.txt": b"alpha", "schema/b.json": b"{}", "big.bin": BIG}


def put(server: Answers, files: dict[str, bytes], version: str = VERSION) -> None:
    server.files["/index.json"] = index(entry(files, version))
    server.files |= {f"/{version}/{name}": content for name, content in files.items()}


def download(server: Answers, version: str | None = None, **more: Any) -> versions.Downloaded:
    return versions.download(version, source=server.url, allow_hosts=(HOST,), **more)


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def parts(cache: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in cache.rglob("*.part")}
