"""What is measured, beside what, and the target of each: one function a group of measures.

The targets are ratios, since times belong to one machine. It knows nothing of how they are shown.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.timing import CHECKOUT, Run, environment, importing, inside, run

__all__ = ["GROUPS", "Bench", "Measure"]

_PYTHON: Final = sys.executable
_MANY: Final = 10_000
_KINDS: Final = ("actors", "claims", "events", "sources", "statements", "systems")
_PREPARE: Final = (_PYTHON, "-m", "benchmarks.prepare")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One comparison: our time and the other's in seconds, and the ratio that is asked for.

    The ratio is ours divided by the other's, with the limit ``at_most``; where it is ``faster``,
    the other's divided by ours, with the limit ``at_least``. ``limit_mb`` is one for our memory.
    """

    what: str
    other: str
    ours: float
    theirs: float
    records: int | None = None
    at_most: float | None = None
    at_least: float | None = None
    megabytes: float | None = None
    limit_mb: float | None = None
    faster: bool = False

    @property
    def ratio(self) -> float:
        """How many times the other's time it takes, or is faster where ``faster`` says so."""
        return self.theirs / self.ours if self.faster else self.ours / self.theirs

    @property
    def is_met(self) -> bool | None:
        """Whether every limit is kept; none where there is no limit."""
        kept = [
            self.ratio <= self.at_most if self.at_most is not None else None,
            self.ratio >= self.at_least if self.at_least is not None else None,
            self.megabytes <= self.limit_mb if self.megabytes and self.limit_mb else None,
        ]
        said = [each for each in kept if each is not None]
        return all(said) if said else None


@dataclass(kw_only=True)
class Bench:
    """One run: its sizes, the folder for its files, and the corpora written so far."""

    folder: Path
    sizes: tuple[int, ...]
    peers: tuple[int, ...]
    repeat: int
    _written: dict[int, Path] = field(default_factory=dict)
    _cold: dict[int, Run] = field(default_factory=dict)

    def records(self, size: int) -> Path:
        """The folder of the corpus of a size."""
        if size not in self._written:
            folder = self.folder / f"records-{size}"
            run([*_PREPARE, "records", str(size), str(folder)], repeat=1, warm=False)
            self._written[size] = folder
        return self._written[size]

    def cold(self, size: int) -> Run:
        """A validation of a corpus with nothing kept from before."""
        if size not in self._cold:
            self._cold[size] = run(_validate(self.records(size)), repeat=self.repeat)
        return self._cold[size]

    def package(self, size: int) -> Path:
        """A folder with the package as it is when installed, a corpus compiled into it."""
        folder = self.folder / f"package-{size}"
        compiled = folder / "onrecord/data/dataset.jsonl"
        if not compiled.exists():
            shutil.copytree(CHECKOUT / "src/onrecord", folder / "onrecord")
            compiled.parent.mkdir(exist_ok=True)
            records = str(self.records(size))
            run([*_PREPARE, "compiled", records, str(compiled)], repeat=1, warm=False)
        return folder

    def compiled(self, size: int) -> str:
        """The compiled file in that package."""
        return str(self.package(size) / "onrecord/data/dataset.jsonl")


def _validate(records: Path) -> list[str]:
    return [_PYTHON, "-m", "onrecord", "validate", str(records), "--quiet"]


def _from_many(size: int, limit: float) -> float | None:
    """A limit that is meant for 10,000 records: with fewer, the start of Python counts most."""
    return limit if size >= _MANY else None


def _tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(_PYTHON).parent)) or shutil.which(name)
    if found is None:
        message = f"{name} is not installed: pip install --editable '.[bench]'"
        raise SystemExit(message)
    return found


def floor(bench: Bench) -> Iterator[Measure]:
    """A cold validation beside the least that any validator has to do."""
    for size in bench.sizes:
        cold = bench.cold(size)
        parts = inside("floor", str(bench.records(size)), repeat=bench.repeat)
        yield Measure(
            what="validate, cold, every rule",
            other="floor: read, libyaml, models",
            records=size,
            ours=cold.seconds,
            theirs=sum(parts.values()),
            at_most=_from_many(size, 4),
            megabytes=cold.megabytes,
        )


def peers(bench: Bench) -> Iterator[Measure]:
    """A cold validation beside other validators of YAML; they check structure, or layout, only."""
    for size in bench.peers:
        folder = bench.records(size)
        for name, commands, at_least in (
            ("check-jsonschema", _check_jsonschema(folder), 25),
            ("yamllint", [[_tool("yamllint"), "-d", "relaxed", "."]], 30),
            ("yamale", _yamale(folder), 4),
        ):
            other = run(*commands, repeat=bench.repeat, folder=folder, warm=size <= 1000)
            yield Measure(
                what="validate, cold, every rule",
                other=name,
                records=size,
                ours=bench.cold(size).seconds,
                theirs=other.seconds,
                faster=True,
                at_least=_from_many(size, at_least),
                megabytes=bench.cold(size).megabytes,
            )


def _check_jsonschema(folder: Path) -> list[list[str]]:
    schema = str(CHECKOUT / "schema/{}.schema.json")
    tool = [_tool("check-jsonschema"), "--schemafile"]
    return [
        [
            *tool,
            schema.format(kind[:-1]),
            *(str(path) for path in sorted((folder / kind).rglob("*.yaml"))),
        ]
        for kind in _KINDS
    ]


def _yamale(folder: Path) -> list[list[str]]:
    schemas = CHECKOUT / "benchmarks/yamale"
    tool = [_tool("yamale"), "-n", "2", "-s"]
    return [[*tool, str(schemas / f"{kind}.yaml"), str(folder / kind)] for kind in _KINDS]


def growth(bench: Bench) -> Iterator[Measure]:
    """Ten times the records in about ten times the time."""
    for size in bench.sizes:
        if size * 10 in bench.sizes:
            cold = bench.cold(size * 10)
            yield Measure(
                what=f"validate {size * 10:,} records",
                other=f"validate {size:,} records",
                records=size * 10,
                ours=cold.seconds,
                theirs=bench.cold(size).seconds,
                at_most=11,
                megabytes=cold.megabytes,
                limit_mb=1500 if size * 10 <= 100_000 else None,
            )


def unchanged(bench: Bench) -> Iterator[Measure]:
    """A second validation, with what the first one kept, and one after a change in one record."""
    for size in bench.sizes:
        records = bench.records(size)
        kept = environment(ONRECORD_CACHE_DIR=str(bench.folder / "cache"))
        again = run(_validate(records), repeat=bench.repeat, variables=kept)
        yield Measure(
            what="validate, nothing changed",
            other="validate, cold",
            records=size,
            ours=again.seconds,
            theirs=bench.cold(size).seconds,
            faster=True,
            at_least=_from_many(size, 8),
        )
        changed = _after_a_change(records, bench.repeat, kept)
        yield Measure(
            what="validate, one record changed",
            other="validate, nothing changed",
            records=size,
            ours=changed,
            theirs=again.seconds,
            at_most=_from_many(size, 1.5),
        )


def _after_a_change(records: Path, repeat: int, variables: dict[str, str]) -> float:
    path = records / "actors/harbour-0.yaml"
    before, times = path.read_text(encoding="utf-8"), []
    for number in range(repeat):
        after = before.replace(" Office", f" Office {number}", 1)
        if after == before:
            message = f"{path}: nothing to change"
            raise SystemExit(message)
        path.write_text(after, encoding="utf-8")
        times.append(run(_validate(records), repeat=1, variables=variables, warm=False).seconds)
    path.write_text(before, encoding="utf-8")
    return sorted(times)[len(times) // 2]


def start(bench: Bench) -> Iterator[Measure]:
    """What a fresh process costs, beside one that imports pydantic and stops."""
    many = bench.repeat * 3
    yield Measure(
        what="import onrecord",
        other="import pydantic",
        ours=importing("onrecord", repeat=many),
        theirs=importing("pydantic", repeat=many),
        at_most=0.3,
    )
    pydantic = run([_PYTHON, "-c", "import pydantic"], repeat=many).seconds
    for arguments in (["--help"], ["explain", "R001"]):
        command = run([_PYTHON, "-m", "onrecord", *arguments], repeat=many)
        yield Measure(
            what=f"onrecord {' '.join(arguments)}",
            other="python -c 'import pydantic'",
            ours=command.seconds,
            theirs=pydantic,
            at_most=2,
        )


def load(bench: Bench) -> Iterator[Measure]:
    """The dataset of an installed package: the first record of a fresh process, and all of them."""
    pydantic = run([_PYTHON, "-c", "import pydantic"], repeat=bench.repeat * 3).seconds
    first = "import onrecord; print(next(iter(onrecord.load().statements.values())))"
    for size in bench.sizes:
        installed = environment(PYTHONPATH=str(bench.package(size)))
        fresh = run(
            [_PYTHON, "-c", first],
            repeat=bench.repeat * 3,
            folder=bench.folder,
            variables=installed,
        )
        yield Measure(
            what="fresh process: import, load(), print one record",
            other="python -c 'import pydantic'",
            records=size,
            ours=fresh.seconds,
            theirs=pydantic,
            at_most=2,
            megabytes=fresh.megabytes,
        )
        times = inside("load", bench.compiled(size), repeat=bench.repeat)
        yield Measure(
            what="load() and every record, typed",
            other="pydantic_core on the same JSON",
            records=size,
            ours=times["onrecord"],
            theirs=times["pydantic_core"],
            at_most=2,
        )


def build(bench: Bench) -> Iterator[Measure]:
    """The files of a release from a loaded dataset, beside the same rows from plain writers."""
    for size in bench.sizes:
        times = inside("export", bench.compiled(size), repeat=min(bench.repeat, 3))
        yield Measure(
            what="build: JSON, JSON Lines, Parquet, manifest",
            other="pyarrow and orjson, the same rows",
            records=size,
            ours=times["onrecord"],
            theirs=times["pyarrow_and_orjson"],
            at_most=2,
        )


def edtf(bench: Bench) -> Iterator[Measure]:
    """One date parsed, never the same twice; the target is about 20 µs."""
    times = inside("edtf", "-", repeat=bench.repeat)
    yield Measure(
        what="parse one EDTF date (target: 20 µs)",
        other="the package edtf",
        ours=times["onrecord"] / 1000,
        theirs=times["edtf"] / 50,
        faster=True,
        at_least=400,
    )


GROUPS: dict[str, Callable[[Bench], Iterator[Measure]]] = {
    "start": start,
    "load": load,
    "floor": floor,
    "unchanged": unchanged,
    "growth": growth,
    "peers": peers,
    "build": build,
    "edtf": edtf,
}
"""The groups of measures by name, in the order in which they are taken."""
