"""Holds a release against itself, against the one before it, and against a build of its records.

It gets files as bytes, finds all that does not agree, and raises for nothing that is in them. A
check that needs a package of the extra ``release`` is skipped where that is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from pydantic_core import from_json

from onrecord.dataset import Dataset
from onrecord.diff import DeltaError, apply, parse_delta
from onrecord.exports import Snapshot, data_hash
from onrecord.models import RECORD_KINDS
from onrecord.models.fields import Ref
from onrecord.models.walk import Marked, marked
from onrecord.releases.reading import (
    DATA,
    MANIFEST,
    SUMS,
    Manifest,
    ReleaseError,
    dataset_in,
    parse_manifest,
)
from onrecord.releases.rows import parquet_problems
from onrecord.values.words import Word

__all__ = ["DELTA", "Check", "Problem", "Verification", "verify_files"]

DELTA = "delta.jsonl"
"""The file that makes this release of the one before it."""


class Check(Word):
    """One thing that is held to be true of a release."""

    MANIFEST = "manifest", "manifest.json can be read, and its record format is the library's."
    SUMS = "sums", "Every file is there with the size and SHA-256 of the manifest, and no other."
    DATA = "data", "onrecord.json can be read whole, and its metadata is the manifest's."
    ROWS = "rows", "Every file has as many rows as the manifest says, and so has every kind."
    REFERENCES = "references", "Every id and term that a record names is in the release."
    HASH = "hash", "data_hash is that of the records."
    LINES = "lines", "The JSON Lines hold the same records as onrecord.json, in the same order."
    PARQUET = "parquet", "The Parquet files hold the same records as onrecord.json."
    DELTA = "delta", "The release before it and delta.jsonl give this one; what changed is told so."
    REBUILD = "rebuild", "The records, built again, give the same bytes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not hold: which check, in which file, and what was seen."""

    check: Check
    message: str
    file: str | None = None

    def __str__(self) -> str:
        return f"{self.file}: {self.message}" if self.file else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of verifying a release.

    ``skipped`` has the reason for each check that was not made. ``version`` is empty where the
    manifest cannot be read.
    """

    version: str = ""
    files: int = 0
    problems: tuple[Problem, ...] = ()
    skipped: Mapping[Check, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether all checks that were made hold."""
        return not self.problems

    def of(self, check: Check) -> tuple[Problem, ...]:
        """The problems that one check found."""
        return tuple(each for each in self.problems if each.check is check)


@dataclass(frozen=True)
class _Release:
    """The files of a release, with the parts that several checks want."""

    files: Mapping[str, bytes]
    manifest: Manifest
    before: Mapping[str, bytes] | None
    told: Mapping[str, bytes]
    rebuilt: Mapping[str, bytes] | None

    @cached_property
    def dataset(self) -> Dataset:
        return dataset_in(self.files[DATA])

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.dataset)


def verify_files(
    files: Mapping[str, bytes],
    *,
    previous: Mapping[str, bytes] | None = None,
    told: Mapping[str, bytes] | None = None,
    rebuilt: Mapping[str, bytes] | None = None,
) -> Verification:
    """Makes every check that can be made of a release's files, by their names.

    ``previous`` are the files of the release before it, ``told`` those in which this one should
    tell what changed since, ``rebuilt`` all that its records give when they are built again.
    """
    try:
        manifest = parse_manifest(files.get(MANIFEST, b""))
    except ReleaseError as error:
        problem = Problem(check=Check.MANIFEST, message=str(error))
        later = dict.fromkeys(tuple(Check)[1:], "the manifest cannot be read")
        return Verification(files=len(files), problems=(problem,), skipped=later)
    release = _Release(files, manifest, previous, told or {}, rebuilt)
    skipped: dict[Check, str] = {}
    problems = [problem for check in _CHECKS for problem in _made(check, release, skipped)]
    return Verification(
        version=manifest.metadata.version,
        files=len(files),
        problems=tuple(problems),
        skipped=skipped,
    )


class _SkippedError(Exception):
    """A check cannot be made, for the reason that is the message."""


def _made(check: Check, release: _Release, skipped: dict[Check, str]) -> Iterator[Problem]:
    try:
        for file, message in _CHECKS[check](release):
            yield Problem(check=check, file=file, message=message)
    except _SkippedError as reason:
        skipped[check] = str(reason)
    except ImportError as error:
        skipped[check] = f"{error.name} is not installed: pip install 'onrecord[release]'"


_Found = Iterable[tuple[str | None, str]]


def _sums(release: _Release) -> _Found:
    listed = {each.name: each for each in release.manifest.files}
    for name, each in listed.items():
        content = release.files.get(name)
        if content is None:
            yield name, "listed in the manifest and not there"
        elif len(content) != each.size:
            yield name, f"has {len(content):,} bytes, and {each.size:,} in the manifest"
        elif sha256(content).hexdigest() != each.sha256:
            yield name, "its SHA-256 is not the one in the manifest"
    for name in sorted(set(release.files) - set(listed) - {MANIFEST, SUMS}):
        yield name, "there and not listed in the manifest"
    if len(listed) != len(release.manifest.files):
        yield MANIFEST, "lists a file twice"
    yield from _sums_file(release)


def _sums_file(release: _Release) -> _Found:
    content = release.files.get(SUMS)
    if content is None:
        yield SUMS, "is not there"
        return
    others = sorted(set(release.files) - {SUMS})
    expected = [f"{sha256(release.files[name]).hexdigest()}  {name}" for name in others]
    lines = content.decode("utf-8", "replace").splitlines()
    for line in sorted(set(lines) - set(expected)):
        yield SUMS, f"does not hold: {line[:160]}"
    for line in sorted(set(expected) - set(lines)):
        yield SUMS, f"has no right line for {line.partition('  ')[2]}"


def _data(release: _Release) -> _Found:
    if DATA not in release.files:
        yield DATA, "is not there"
        return
    try:
        metadata = release.dataset.metadata
    except ReleaseError as error:
        yield None, str(error)
        return
    if metadata != release.manifest.metadata:
        yield DATA, "its metadata is not that of the manifest"


def _needs_data(release: _Release) -> None:
    try:
        _ = release.dataset
    except (ReleaseError, KeyError) as error:
        raise _SkippedError(f"{DATA} cannot be read") from error


def _rows(release: _Release) -> _Found:
    for each in release.manifest.files:
        content = release.files.get(each.name)
        if content is not None and each.name.endswith(".jsonl"):
            count = content.count(b"\n")
            if count != each.rows:
                yield each.name, f"has {count:,} lines, and {each.rows} rows in the manifest"
    _needs_data(release)
    for kind in RECORD_KINDS:
        count, said = len(release.dataset.of_kind(kind)), release.manifest.records.get(kind.value)
        if count != said:
            yield DATA, f"has {count:,} {kind.folder}, and the manifest says {said}"


def _references(release: _Release) -> _Found:
    _needs_data(release)
    dataset = release.dataset
    for entry in (*dataset, *dataset.vocabularies.values()):
        for mark in marked(entry):
            wrong = _unresolved(dataset, mark)
            if wrong:
                path = ".".join(map(str, mark.path))
                yield DATA, f"{entry.kind} {entry.id}: {path} names {wrong}"


def _unresolved(dataset: Dataset, mark: Marked) -> str:
    """What is wrong with a name, or nothing."""
    if isinstance(mark.mark, Ref):
        target = dataset.get(mark.value)
        if target is None:
            return f"{mark.value!r}, which is not there"
        return "" if target.kind in mark.mark.kinds else f"{mark.value!r}, a {target.kind}"
    vocabulary = dataset.vocabularies.get(mark.mark.vocabulary)
    terms = {term.id for term in vocabulary.terms} if vocabulary is not None else set()
    return "" if mark.value in terms else f"{mark.value!r}, no term of {mark.mark.vocabulary}"


def _hash(release: _Release) -> _Found:
    _needs_data(release)
    found = data_hash(release.dataset)
    if found != release.manifest.data_hash:
        yield MANIFEST, f"data_hash is {release.manifest.data_hash}, and that of {DATA} {found}"


def _lines(release: _Release) -> _Found:
    _needs_data(release)
    for kind, made in release.snapshot.lines.items():
        name = f"{kind.folder}.jsonl"
        lines = release.files.get(name, b"").splitlines()
        for number, expected in enumerate(made, start=1):
            if number > len(lines) or not _same(lines[number - 1], expected):
                record = from_json(expected)["id"]
                yield name, f"line {number} is not the record {record} of {DATA}"
                break
        if len(lines) > len(made):
            yield name, f"has {len(lines):,} lines for {len(made):,} in {DATA}"


def _same(line: bytes, expected: bytes) -> bool:
    try:
        return line == expected or bool(from_json(line) == from_json(expected))
    except ValueError:
        return False


def _parquet(release: _Release) -> _Found:
    _needs_data(release)
    yield from parquet_problems(release.files, release.snapshot, release.manifest.files)


def _delta(release: _Release) -> _Found:
    if release.before is None:
        why = "no release before it was given" if DELTA in release.files else "it has no delta"
        raise _SkippedError(why)
    if DELTA not in release.files:
        yield DELTA, "is not there"
        return
    _needs_data(release)
    try:
        old = dataset_in(release.before.get(DATA, b""), name=f"{DATA} of the release before it")
        delta = parse_delta(release.files[DELTA])
        seen = data_hash(old)
        if (seen, old.version) != (delta.hash_from, delta.version_from):
            begins, there = _short(delta.version_from, delta.hash_from), _short(old.version, seen)
            yield DELTA, f"begins at {begins}, and the release before it is {there}"
            return
        new = apply(old, delta)
    except (DeltaError, ReleaseError) as error:
        yield DELTA, str(error)
        return
    if data_hash(new) != release.manifest.data_hash or new.metadata != release.manifest.metadata:
        yield DELTA, "what it makes of the release before it is not this release"
    for name, content in release.told.items():
        if release.files.get(name) != content:
            yield name, "does not tell what changed since the release before it"


def _short(version: str, digest: str) -> str:
    return f"{version} ({digest[:12]})"


def _rebuild(release: _Release) -> _Found:
    if release.rebuilt is None:
        raise _SkippedError("no records were given")
    for name in sorted(set(release.rebuilt) | set(release.files)):
        if name not in release.files:
            yield name, "made when built again, and not in the release"
        elif name not in release.rebuilt:
            yield name, "in the release, and not made when built again"
        elif release.files[name] != release.rebuilt[name]:
            yield name, "built again, it has other bytes"


_CHECKS: dict[Check, Callable[[_Release], _Found]] = {
    Check.SUMS: _sums,
    Check.DATA: _data,
    Check.ROWS: _rows,
    Check.REFERENCES: _references,
    Check.HASH: _hash,
    Check.LINES: _lines,
    Check.PARQUET: _parquet,
    Check.DELTA: _delta,
    Check.REBUILD: _rebuild,
}
