"""Releases from a channel: over a real server that lies, breaks off, drips and sends us elsewhere.

The server is on 127.0.0.1, which has to be allowed by name: nothing else here reaches a network.
"""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

import onrecord
from onrecord import channels, fetch, versions
from onrecord.diagnostics import OnrecordError
from onrecord.fetch import FetchError, Policy, fetch_bytes
from onrecord.models import FORMAT
from onrecord.releases import ChannelError, ReleaseError, Version, parse_index
from onrecord.releases.reading import DATA
from onrecord.storage.blobs import Blobs

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


@pytest.fixture
def served(server: Answers) -> Answers:
    put(server, SMALL)
    return server


def download(server: Answers, version: str | None = None, **more: Any) -> versions.Downloaded:
    return versions.download(version, source=server.url, allow_hosts=(HOST,), **more)


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def parts(cache: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in cache.rglob("*.part")}


# What works


@pytest.mark.usefixtures("quick")
def test_a_release_is_fetched_whole_and_then_needs_no_network(
    served: Answers, tmp_path: Path
) -> None:
    got = download(served, out=tmp_path / "out")
    assert got.version == VERSION
    assert held(tmp_path / "out") == SMALL
    served.files.clear()
    served.asked.clear()
    download(served, VERSION, out=tmp_path / "again")
    assert held(tmp_path / "again") == SMALL
    assert served.asked == []


@pytest.mark.usefixtures("quick")
def test_the_newest_needs_the_network_and_the_error_names_what_is_kept(served: Answers) -> None:
    download(served)
    served.files.clear()
    with pytest.raises(FetchError, match=rf"404 .*; the newest that was seen here is {VERSION}"):
        download(served)


@pytest.mark.usefixtures("quick")
def test_an_address_may_name_the_index_and_end_in_a_slash(served: Answers) -> None:
    for place in (f"{served.url}/index.json", f"{served.url}/"):
        assert versions.download(source=place, allow_hosts=(HOST,)).version == VERSION
    assert served.paths().count("/index.json") == 2


def test_a_folder_is_a_channel_too(tmp_path: Path) -> None:
    for name, content in SMALL.items():
        path = tmp_path / "channel" / VERSION / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "channel/index.json").write_bytes(index(entry(SMALL)))
    got = versions.download(source=tmp_path / "channel", out=tmp_path / "out")
    assert got.files == {name: len(content) for name, content in SMALL.items()}
    assert held(tmp_path / "out") == SMALL
    (tmp_path / "channel" / VERSION / "a.txt").write_bytes(b"omega")
    with pytest.raises(ChannelError, match=r"a\.txt: is not what the index says"):
        versions.download(source=tmp_path / "channel", out=tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.usefixtures("quick")
def test_the_channel_of_the_environment_is_read(
    served: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_CHANNEL", served.url)
    assert versions.download(allow_hosts=(HOST,)).version == VERSION


def test_without_a_channel_that_is_said() -> None:
    with pytest.raises(ChannelError, match="no channel is given"):
        versions.download(VERSION)


@pytest.mark.usefixtures("quick")
def test_without_a_cache_a_folder_is_needed(
    served: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE_DIR", "")
    with pytest.raises(OnrecordError, match="no cache to keep it in"):
        download(served)
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL


# Load


@pytest.mark.usefixtures("quick")
def test_load_reads_a_version_and_keeps_it(served: Answers, base: onrecord.Dataset) -> None:
    from onrecord.exports import export

    put(served, {DATA: export(base, package_version="1")[DATA]}, base.version)
    loaded = onrecord.load(version=base.version, source=served.url, allow_hosts=(HOST,))
    assert list(loaded) == list(base)
    served.files.clear()
    served.asked.clear()
    again = onrecord.load(version=base.version, source=served.url, allow_hosts=(HOST,))
    assert list(again) == list(base)
    assert served.asked == []


@pytest.mark.usefixtures("quick")
def test_load_refuses_another_version_than_the_index_says(
    served: Answers, base: onrecord.Dataset
) -> None:
    from onrecord.exports import export

    put(served, {DATA: export(base, package_version="1")[DATA]}, "2031.1.0")
    with pytest.raises(ReleaseError, match=f"of 2031.1.0 is that of version {base.version}"):
        onrecord.load(source=served.url, allow_hosts=(HOST,))


def test_load_takes_a_path_or_a_version(base_folder: Path) -> None:
    with pytest.raises(ReleaseError, match="not both"):
        onrecord.load(base_folder, version=VERSION)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (FORMAT + 1, f"record format is {FORMAT + 1}, .* reads {FORMAT}; install a newer onrecord"),
        (0, "no version of the record format"),
    ],
)
@pytest.mark.usefixtures("quick")
def test_another_record_format_is_refused_before_anything_is_fetched(
    server: Answers, number: int, says: str
) -> None:
    server.files["/index.json"] = index(entry({DATA: b"{}"}, format=number))
    with pytest.raises(ReleaseError, match=says):
        onrecord.load(source=server.url, allow_hosts=(HOST,))
    assert server.paths() == ["/index.json"]


# What breaks off


def cut(content: bytes, at: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """Says how much will come, sends less, and hangs up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:at])
        handler.wfile.flush()
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    return answer


@pytest.mark.usefixtures("quick")
def test_a_truncated_file_is_not_kept_and_goes_on_where_it_ended(
    served: Answers, cache: Path, tmp_path: Path
) -> None:
    path = f"/{VERSION}/big.bin"
    served.special[path] = cut(BIG, 300_000)
    with pytest.raises(FetchError, match=r"big.bin: "):
        download(served, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    digest = hashlib.sha256(BIG).hexdigest()
    left = parts(cache)[f"{digest}.part"]
    assert left == 300_000
    assert not (cache / "releases" / digest).exists()
    del served.special[path]
    served.asked.clear()
    download(served, out=tmp_path / "out")
    assert (path, f"bytes={left}-") in served.asked
    assert held(tmp_path / "out") == SMALL


@pytest.mark.usefixtures("quick")
def test_a_second_try_in_the_same_run_goes_on_too(served: Answers, tmp_path: Path) -> None:
    path = f"/{VERSION}/big.bin"

    def once(handler: BaseHTTPRequestHandler) -> None:
        del served.special[path]
        cut(BIG, 200_000)(handler)

    served.special[path] = once
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL
    assert [wanted for asked, wanted in served.asked if asked == path] == [None, "bytes=200000-"]


@pytest.mark.usefixtures("quick")
def test_a_server_without_ranges_sends_it_all_again(served: Answers, tmp_path: Path) -> None:
    path = f"/{VERSION}/big.bin"
    served.special[path] = cut(BIG, 100_000)
    with pytest.raises(FetchError):
        download(served)
    served.special[path] = lambda handler: send(handler, BIG)
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL


@pytest.mark.usefixtures("quick")
def test_what_was_left_spoilt_is_fetched_anew(served: Answers, cache: Path, tmp_path: Path) -> None:
    blobs = Blobs(cache / "releases")
    digest = hashlib.sha256(BIG).hexdigest()
    with blobs.growing(digest) as growing:
        growing.append(b"x" * 1000)
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL


@pytest.mark.usefixtures("quick")
def test_what_was_kept_and_then_spoilt_is_fetched_anew(
    served: Answers, cache: Path, tmp_path: Path
) -> None:
    download(served)
    kept = cache / "releases" / hashlib.sha256(BIG).hexdigest()
    kept.write_bytes(BIG[:-1] + b"x")
    download(served, out=tmp_path / "out")
    assert held(tmp_path / "out") == SMALL
    assert kept.read_bytes() == BIG


def test_an_interruption_leaves_what_has_come(served: Answers, cache: Path) -> None:
    """Ctrl-C in the midst of a file: the next process goes on there."""
    path = f"/{VERSION}/big.bin"
    stop = threading.Event()

    def stall(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BIG)))
        handler.end_headers()
        handler.wfile.write(BIG[:500_000])
        handler.wfile.flush()
        stop.wait(30)

    served.special[path] = stall
    options = f"source={served.url!r}, allow_hosts=({HOST!r},)"
    code = f"from onrecord import versions; versions.download({options})"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 20
        small = len(SMALL["a.txt"])
        while max(parts(cache).values(), default=0) <= small and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(2)
        _, err = process.communicate(timeout=20)
    stop.set()
    assert b"KeyboardInterrupt" in err
    (left,) = parts(cache).values()
    assert 0 < left <= 500_000
    del served.special[path]
    download(served)
    assert (path, f"bytes={left}-") in served.asked


@pytest.mark.usefixtures("quick")
def test_two_at_once_fetch_it_once(served: Answers, tmp_path: Path) -> None:
    def slowly(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)
        send(handler, BIG)

    path = f"/{VERSION}/big.bin"
    served.special[path] = slowly
    failed: list[BaseException] = []

    def run(name: str) -> None:
        try:
            download(served, out=tmp_path / name)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert held(tmp_path / "one") == held(tmp_path / "two") == held(tmp_path / "three") == SMALL
    assert served.paths().count(path) == 1


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
