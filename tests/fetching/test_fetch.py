"""Releases from a channel over a real server: fetched whole, kept, loaded, and gone on with.

The server is on 127.0.0.1, which has to be allowed by name: nothing else here reaches a network.
"""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

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
    send,
)

import onrecord
from onrecord import versions
from onrecord.diagnostics import OnrecordError
from onrecord.fetch import FetchError
from onrecord.models import FORMAT
from onrecord.releases import ChannelError, ReleaseError
from onrecord.releases.reading import DATA
from onrecord.storage.blobs import Blobs

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
