"""What is measured within a process, after imports: ``python -m benchmarks.inside JOB …``.

Each job yields named pieces of work; their medians are printed, one a line, in seconds.
"""

from __future__ import annotations

import gc
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["JOBS", "main"]

Work = Callable[[], object]
Job = Callable[[Path], Iterator[tuple[str, Work]]]


def floor(records: Path) -> Iterator[tuple[str, Work]]:
    """What no validator of YAML in Python can do without: read, libyaml alone, the models alone."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # not listed in its stubs

    from onrecord.api import check

    contents: list[bytes] = []
    dataset = check(records).dataset
    assert dataset is not None
    plain = [(type(record), record.to_dict()) for record in dataset]

    def read() -> None:
        contents[:] = _contents(os.fspath(records))

    def parse() -> None:
        for content in contents:
            CParser(content).raw_parse()

    def models() -> None:
        for model, data in plain:
            model.__pydantic_validator__.validate_python(data)

    yield "read", read
    yield "libyaml", parse
    yield "models", models


def _contents(folder: str) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _contents(entry.path)
                continue
            handle = os.open(entry.path, os.O_RDONLY)
            yield os.read(handle, entry.stat().st_size)
            os.close(handle)


def load(compiled: Path) -> Iterator[tuple[str, Work]]:
    """All records of a compiled dataset, typed, beside pydantic-core on the same JSON."""
    from onrecord.dataset import open_compiled

    content = compiled.read_bytes()
    warm = open_compiled(content)
    lines = [(type(record), line) for record, line in zip(warm, _lines(content), strict=True)]

    def ours() -> object:
        return list(open_compiled(compiled.read_bytes()))

    def core() -> object:
        return [model.__pydantic_validator__.validate_json(line) for model, line in lines]

    yield "onrecord", ours
    yield "pydantic_core", core


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines()[1:]


def export(compiled: Path) -> Iterator[tuple[str, Work]]:
    """A release made in memory, beside pyarrow and orjson writing the same rows."""
    import orjson
    import pyarrow as pa
    import pyarrow.parquet as pq

    from onrecord import exports
    from onrecord.dataset import open_compiled

    dataset = open_compiled(compiled.read_bytes())
    list(dataset)
    formats = ("json", "jsonl", "parquet")
    files = exports.export(dataset, package_version="0", formats=formats)
    tables = [
        pq.read_table(io.BytesIO(content))
        for name, content in files.items()
        if name.endswith(".parquet")
    ]
    rows = [(table.to_pylist(), table.schema) for table in tables]
    plain = [record.to_dict() for record in dataset]

    def ours() -> object:
        return exports.export(dataset, package_version="0", formats=formats)

    def theirs() -> None:
        for data, schema in rows:
            pq.write_table(pa.Table.from_pylist(data, schema), io.BytesIO(), compression="zstd")
        b"\n".join([orjson.dumps(record) for record in plain])
        orjson.dumps(plain)

    yield "onrecord", ours
    yield "pyarrow and orjson", theirs


def edtf(_: Path) -> Iterator[tuple[str, Work]]:
    """A thousand dates of the common forms, all different; for the package every twentieth."""
    from edtf import parse_edtf

    from onrecord.values.edtf import Edtf

    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(2000, 2020)
        for month in range(1, 11)
        for day in (7, 9)
    ]
    texts = [
        *days,
        *(f"{day}/{day[:4]}-12" for day in days[:300]),
        *(f"{day[:7]}~" for day in days[:200]),
        *(f"{day[:3]}X" for day in days[:100]),
    ]

    def ours() -> object:
        return [Edtf(text) for text in texts]

    def theirs() -> object:
        return [parse_edtf(text) for text in texts[::20]]

    yield "onrecord", ours
    yield "edtf", theirs


JOBS: dict[str, Job] = {"floor": floor, "load": load, "export": export, "edtf": edtf}
"""The jobs by name; each takes a path."""


def main(job: str, path: str, repeat: str) -> None:
    """Does a job and prints its medians."""
    for name, work in JOBS[job](Path(path)):
        seconds = statistics.median(_timed(work) for _ in range(int(repeat)))
        print(name.replace(" ", "_"), seconds)


def _timed(work: Work) -> float:
    gc.collect()
    started = time.perf_counter()
    result: Any = work()
    seconds = time.perf_counter() - started
    del result
    return seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
