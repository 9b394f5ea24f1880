"""Several threads that write one file, or one release: each whole, and nothing left beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from onrecord.storage import write_release
from onrecord.storage.writing import WriteError, write_bytes_atomic

THREADS = 8
TIMES = 10


def test_threads_write_one_file_in_turn(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    start = Barrier(THREADS)

    def write(number: int) -> None:
        start.wait()
        for _ in range(TIMES):
            write_bytes_atomic(target, bytes([number]) * 100_000, lasting=False)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    assert len(set(target.read_bytes())) == 1
    assert target.stat().st_size == 100_000
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_threads_that_write_one_release_leave_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "release"
    start = Barrier(THREADS)

    def write(number: int) -> bool:
        files = {f"{name}.txt": bytes([number]) for name in "abc"}
        names = ", ".join(f'{{"name": "{name}"}}' for name in files)
        files["manifest.json"] = f'{{"files": [{names}]}}'.encode()
        start.wait()
        try:
            write_release(out, files)
        except WriteError:  # another took the place at the same moment
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert any(pool.map(write, range(THREADS)))
    assert len({(out / f"{name}.txt").read_bytes() for name in "abc"}) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["release"]
