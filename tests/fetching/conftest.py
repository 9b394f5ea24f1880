"""What tests of fetching share: the server, what it serves, a cache of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from wire import (
    HOST,
    QUICK,
    SMALL,
    Answers,
    Handler,
    put,
)

from onrecord import channels
from onrecord.fetch import Policy


@pytest.fixture
def server() -> Iterator[Answers]:
    answers = Answers()
    made = type("Bound", (Handler,), {"answers": answers})
    with ThreadingHTTPServer((HOST, 0), made) as httpd:
        httpd.daemon_threads = True
        answers.url = f"http://{HOST}:{httpd.server_address[1]}"
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield answers
        httpd.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and neither a proxy nor a channel from outside."""
    monkeypatch.setenv("ONRECORD_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "ONRECORD_CHANNEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs with little patience."""
    monkeypatch.setattr(channels, "Policy", lambda allow_hosts: QUICK if allow_hosts else Policy())


@pytest.fixture
def served(server: Answers) -> Answers:
    put(server, SMALL)
    return server
