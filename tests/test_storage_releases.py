"""Releases on the disk: whole or not at all, and never in the place of something else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from disk import put, unprivileged

from onrecord import storage
from onrecord.storage import WriteError

SOURCE = Path(__file__).parent.parent / "src"


NEW = {
    "manifest.json": json.dumps(
        {"files": [{"name": "a.json"}, {"name": "schema/s.json"}]}
    ).encode(),
    "a.json": b"new" * 100_000,
    "schema/s.json": b"{}",
}
OLD = {
    "manifest.json": json.dumps({"files": [{"name": "a.json"}, {"name": "gone.json"}]}).encode(),
    "a.json": b"old",
    "gone.json": b"old",
}


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def around(out: Path) -> list[str]:
    """What stands in the folder of a release beside it."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def test_a_release_replaces_the_one_before_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep/release"
    storage.write_release(out, OLD)
    assert held(out) == OLD
    storage.write_release(out, NEW)
    assert held(out) == NEW
    assert around(out) == []


def test_an_empty_folder_becomes_a_release(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, ".keep")
    storage.write_release(out, NEW)
    assert held(out) == NEW


def test_a_release_behind_a_link_is_replaced_there(tmp_path: Path) -> None:
    storage.write_release(tmp_path / "real", OLD)
    (tmp_path / "link").symlink_to("real")
    storage.write_release(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == NEW


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"notes.txt": b"mine"}, "holds notes.txt, and is not a release"),
        ({"manifest.json": b'{"name": "an app"}'}, "holds manifest.json, and is not a release"),
        ({"manifest.json": b"[1]"}, "holds manifest.json, and is not a release"),
        ({**OLD, "b/mine.txt": b"mine"}, "holds b/mine.txt, which the release there does not list"),
    ],
    ids=["other", "manifest of another thing", "manifest that is a list", "something added"],
)
def test_what_is_no_release_is_never_replaced(
    tmp_path: Path, files: dict[str, bytes], says: str
) -> None:
    out = tmp_path / "out"
    for name, content in files.items():
        put(out, name, content)
    with pytest.raises(WriteError, match=says):
        storage.check_release_folder(out)
    with pytest.raises(WriteError, match=says):
        storage.write_release(out, NEW)
    assert held(out) == files
    assert around(out) == []


def test_a_file_is_never_replaced_by_a_release(tmp_path: Path) -> None:
    out = put(tmp_path, "out", b"mine")
    with pytest.raises(WriteError, match="this is a file"):
        storage.write_release(out, NEW)
    assert out.read_bytes() == b"mine"


def test_a_folder_that_may_not_be_written_is_said(shared: Path) -> None:
    put(shared, "shut/x").parent.chmod(0o555)
    with (
        unprivileged(),
        pytest.raises(WriteError, match="out: cannot be written: Permission denied"),
    ):
        storage.write_release(shared / "shut/out", NEW)
    (shared / "shut").chmod(0o755)
    assert around(shared / "shut/out") == ["x"]


CALLS = ("open", "write", "fsync", "mkdir", "rename")


class Fault:
    """Raises at the n-th call that changes the disk, before it is done or after."""

    def __init__(self, number: int, error: BaseException, *, after: bool) -> None:
        self.left = number
        self.error = error
        self.after = after

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            if call.__name__ == "open" and not arguments[1] & os.O_CREAT:
                return call(*arguments, **named)
            self.left -= 1
            if self.left == 0 and not self.after:
                raise self.error
            result = call(*arguments, **named)
            if self.left == 0 and self.after:
                raise self.error
            return result

        return called


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("before", [None, OLD], ids=["nothing there", "a release there"])
@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device")], ids=repr
)
def test_a_fault_at_any_call_leaves_the_old_or_the_new_whole(
    tmp_path: Path, error: BaseException, before: dict[str, bytes] | None, *, after: bool
) -> None:
    number = 0
    while True:
        number += 1
        out = tmp_path / str(number) / "out"
        out.parent.mkdir()
        if before is not None:
            storage.write_release(out, before)
        fault = Fault(number, error, after=after)
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, fault.around(getattr(os, name)))
            with suppress(KeyboardInterrupt, WriteError):
                storage.write_release(out, NEW)
        if fault.left > 0:
            break
        assert (held(out) if out.exists() else None) in (before, NEW), number
        assert around(out) == [], number
    assert number > 10


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_release(tiny: Path) -> None:
    out = tiny / "out"
    storage.write_release(out, OLD)
    with pytest.raises(WriteError, match="No space left on device"):
        storage.write_release(out, NEW)
    assert held(out) == OLD
    assert around(out) == []


def test_a_limit_on_file_sizes_leaves_the_old_release(tmp_path: Path) -> None:
    out = tmp_path / "out"
    storage.write_release(out, OLD)
    code = f"""
import resource
from onrecord import storage
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    storage.write_release({str(out)!r}, {{"a": b"x" * 5000}})
except storage.WriteError as error:
    print(error)"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"{out}: cannot be written: File too large"
    assert held(out) == OLD
    assert around(out) == []


def test_ctrl_c_at_any_time_leaves_a_whole_release(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = f"""
import itertools, json
from onrecord import storage
for number in itertools.count():
    names = [f"{{each}}.txt" for each in range(8)]
    files = {{name: str(number).encode() for name in names}}
    files["manifest.json"] = json.dumps({{"files": [{{"name": name}} for name in names]}}).encode()
    storage.write_release({str(out)!r}, files)
    if number == 0:
        print("ready", flush=True)"""
    torn = []
    for turn in range(15):
        with subprocess.Popen(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.0007 * turn)
            writer.send_signal(signal.SIGINT)
        files = held(out)
        numbers = {content for name, content in files.items() if name != "manifest.json"}
        if len(files) != 9 or len(numbers) != 1 or around(out):
            torn.append((sorted(files), numbers, around(out)))
    assert torn == []
