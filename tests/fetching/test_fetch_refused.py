"""What is refused of a server that lies, drips and sends us elsewhere, and of a hostile index.

The server is on 127.0.0.1, which has to be allowed by name: nothing else here reaches a network.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from wire import (
    BIG,
    HOST,
    SMALL,
    VERSION,
    Answers,
    download,
    entry,
    held,
    index,
    parts,
    put,
)

from onrecord import channels, fetch, versions
from onrecord.fetch import FetchError, Policy, fetch_bytes
from onrecord.releases import ChannelError, Version, parse_index

# What is wrong


@pytest.mark.usefixtures("quick")
def test_a_corrupted_file_is_refused_and_not_kept(
    served: Answers, cache: Path, tmp_path: Path
) -> None:
    served.files[f"/{VERSION}/big.bin"] = BIG[:-1] + b"x"
    with pytest.raises(FetchError, match="its SHA-256 is not the one in the index"):
        download(served, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert set(parts(cache).values()) == {0}


@pytest.mark.parametrize("length", [True, False], ids=["said", "not said"])
@pytest.mark.usefixtures("quick")
def test_more_than_the_index_says_is_refused(served: Answers, cache: Path, *, length: bool) -> None:
    def more(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if length:
            handler.send_header("Content-Length", "1000000000")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"y" * 100_000)
        handler.close_connection = True

    served.special[f"/{VERSION}/a.txt"] = more
    with pytest.raises(FetchError, match=r"bytes, and 5 in the index|more than the 5 bytes"):
        download(served)
    assert all(size <= 5 for size in parts(cache).values())


@pytest.mark.usefixtures("quick")
def test_a_missing_file_is_named(served: Answers) -> None:
    del served.files[f"/{VERSION}/a.txt"]
    with pytest.raises(FetchError, match=rf"/{VERSION}/a.txt: the server answers 404"):
        download(served)
    assert served.paths().count(f"/{VERSION}/a.txt") == 1


@pytest.mark.usefixtures("quick")
def test_a_server_that_is_busy_is_asked_again(served: Answers) -> None:
    path = f"/{VERSION}/a.txt"

    def busy(handler: BaseHTTPRequestHandler) -> None:
        del served.special[path]
        handler.send_error(503)

    served.special[path] = busy
    download(served)
    assert served.paths().count(path) == 2


@pytest.mark.usefixtures("quick")
def test_a_silent_server_is_given_up(served: Answers) -> None:
    stop = threading.Event()
    served.special["/index.json"] = lambda _: stop.wait(5) and None
    began = time.monotonic()
    with pytest.raises(FetchError, match="no answer in time"):
        download(served)
    stop.set()
    assert time.monotonic() - began < 4


@pytest.mark.usefixtures("quick")
def test_a_server_that_drips_is_given_up(served: Answers) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BIG)))
        handler.end_headers()
        try:
            for byte in BIG[:100]:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    served.special[f"/{VERSION}/big.bin"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"bytes in [0-9] seconds"):
        download(served)
    assert time.monotonic() - began < 4


@pytest.mark.usefixtures("quick")
def test_a_server_whose_head_drips_is_given_up(served: Answers) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(60):
                handler.wfile.write(b"x: y\r\n")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    served.special["/index.json"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match="no answer in time"):
        download(served)
    assert time.monotonic() - began < 4


@pytest.mark.usefixtures("quick")
def test_a_packed_answer_is_refused(served: Answers) -> None:
    def packed(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b"alpha")

    served.special[f"/{VERSION}/a.txt"] = packed
    with pytest.raises(FetchError, match="packs what was to come as it is"):
        download(served)


@pytest.mark.usefixtures("quick")
def test_a_version_that_changed_since_it_was_seen_is_refused(served: Answers) -> None:
    download(served)
    put(served, {**SMALL, "a.txt": b"other"})
    with pytest.raises(ChannelError, match=f"version {VERSION} is not what it was"):
        download(served)


# Where it leads


def sent_to(place: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@pytest.mark.usefixtures("quick")
def test_a_redirect_is_followed(served: Answers, tmp_path: Path) -> None:
    served.special[f"/{VERSION}/a.txt"] = sent_to("/elsewhere")
    served.files["/elsewhere"] = b"alpha"
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("https://127.0.0.2/x", "127.0.0.2 is a private address"),
        ("https://10.0.0.1/x", "10.0.0.1 is a private address"),
        ("https://169.254.169.254/latest/meta-data", "169.254.169.254 is a private address"),
        ("https://[::1]/x", "::1 is a private address"),
        ("https://[::ffff:10.0.0.1]/x", "is a private address"),
        ("https://[64:ff9b::7f00:1]/x", "is a private address"),
        ("https://[fe80::1]/x", "is a private address"),
        ("https://localhost/x", "is a private address"),
        ("https://0x7f.1/x", "is a private address"),
        ("http://example.org/x", "only https is fetched"),
        ("file:///etc/passwd", "not an address|only https"),
        ("ftp://127.0.0.1/x", "only https"),
        ("https://user:secret@127.0.0.2/x", "a password in it is not asked"),
        ("https://[bad/x", "not an address"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_a_redirect_out_of_bounds_is_refused(served: Answers, place: str, says: str) -> None:
    served.special[f"/{VERSION}/a.txt"] = sent_to(place)
    with pytest.raises(FetchError, match=says):
        download(served)


@pytest.mark.usefixtures("quick")
def test_a_circle_of_redirects_ends(served: Answers) -> None:
    served.special["/index.json"] = sent_to("/index.json")
    with pytest.raises(FetchError, match="sent on more than 5 times"):
        download(served)


@pytest.mark.parametrize("place", ["http://127.0.0.1:9", "https://127.0.0.1:9", "https://[::1]:9"])
def test_a_private_channel_is_refused_unless_it_is_allowed(place: str) -> None:
    with pytest.raises(FetchError, match=r"only https|private address"):
        versions.download(source=place)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fc00::1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_a_name_is_judged_by_the_address_it_leads_to(
    address: str, monkeypatch: pytest.MonkeyPatch, *, is_public: bool
) -> None:
    reached: list[str] = []

    def connect(place: tuple[str, int], *_: object, **__: object) -> socket.socket:
        reached.append(place[0])
        raise ConnectionRefusedError(111, "refused")

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    says = "refused" if is_public else "is a private address"
    with pytest.raises(FetchError, match=says):
        fetch_bytes("https://channel.example/index.json", 100, Policy(tries=1))
    assert reached == ([address] if is_public else [])


def test_a_proxy_is_used_for_what_is_not_allowed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with socket.create_server((HOST, 0)) as listener:
        monkeypatch.setenv("https_proxy", f"http://{HOST}:{listener.getsockname()[1]}")

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                asked.append(connection.recv(1000))
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(FetchError, match="403"):
            fetch_bytes("https://channel.example/index.json", 100, Policy(tries=1))
        thread.join()
        with pytest.raises(FetchError, match="private address"):
            fetch_bytes("https://10.1.2.3/index.json", 100, Policy(tries=1))
    assert asked[0].startswith(b"CONNECT channel.example:443 ")


# A hostile index


def spoilt(**change: Any) -> bytes:
    """An index whose one file has something else in its entry."""
    made = entry({"a.txt": b"alpha"})
    made["files"][0] |= change
    return index(made)


@pytest.mark.parametrize(
    "name",
    [
        "../x", "/etc/passwd", "a/../../x", "a\\..\\x", "C:x", ".hidden", "a/.b", "", "a//b", "a/",
        "x\x00y", "x\ny", "con", "aux.txt", "a.", "é.txt", "a" * 101, 5, None,
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: Any) -> None:
    with pytest.raises(ChannelError, match="cannot be the name of a file"):
        parse_index(spoilt(name=name))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (spoilt(bytes=10**13), "at most"),
        (spoilt(bytes=-1), "not a number of bytes"),
        (spoilt(bytes=True), "not a number of bytes"),
        (spoilt(bytes="5"), "not a number of bytes"),
        (spoilt(sha256="0" * 63), "not a SHA-256"),
        (spoilt(sha256="../" * 21 + "x"), "not a SHA-256"),
        (index(entry({"a": b"1", "A": b"2"})), "two files have one name"),
        (index(entry({"a": b"1", "a/b": b"2"})), "a file and a folder"),
        (index(entry({})), "not a list of 1 to"),
        (index(entry({"a": b""}), entry({"a": b""})), "a version comes twice"),
        (index(entry({"a": b""}, "../2021.3.0")), "is no version"),
        (index(entry({"a": b""}, "2021.13.0")), "is no version"),
        (index(entry({"a": b""}, format="1")), "not of its type"),
        (b"[]", "not the index of a channel"),
        (b"{", "not the index of a channel"),
        (b"<html>", "not the index of a channel"),
        (b'{"channel": 1}', "'versions' is missing"),
        (b'{"channel": 2, "versions": []}', "layout 2, and this library reads 1; install a newer"),
        (b'{"channel": true, "versions": []}', "channel is True"),
        (b'{"channel": 1, "versions": {}}', "not a list"),
        (b"[" * 100_000, "not the index of a channel"),
    ],
)
def test_an_index_that_cannot_be_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(ChannelError, match=says):
        parse_index(content)


@pytest.mark.usefixtures("quick")
def test_an_index_without_end_is_refused(server: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MAX_INDEX", 10_000)
    server.files["/index.json"] = b" " * 10_001
    with pytest.raises(FetchError, match="at most 10,000 are taken"):
        download(server)


def test_a_version_that_is_not_there_is_said_with_the_nearest() -> None:
    found = parse_index(index(entry({"a": b""}, "2021.3.0"), entry({"a": b""}, "2021.10.0")))
    assert [each.version for each in found.versions] == ["2021.10.0", "2021.3.0"]
    assert found.find().version == "2021.10.0"
    with pytest.raises(ChannelError, match=r"no release 2021.3.1; did you mean 2021.3.0\?"):
        found.find("2021.3.1")


def test_an_index_is_read_as_it_was_written() -> None:
    found = parse_index(index(entry(SMALL), entry({"a": b""}, "2021.4.0")))
    assert parse_index(found.to_json()) == found
    assert isinstance(found.versions[0], Version)


def test_only_one_module_reaches_the_network() -> None:
    source = Path(fetch.__file__).parent
    reaching = ("import socket", "http.client", "urllib.request", "import ssl", "requests", "httpx")
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import ", "from ")) and any(each in line for each in reaching)
    }
    assert found == {"fetch.py"}
