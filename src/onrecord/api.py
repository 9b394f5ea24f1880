"""The verbs: load, validate, build. Each joins the layers below, and none does their work."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import storage
from onrecord.diagnostics import (
    InvalidRecordsError,
    Report,
    Severity,
)
from onrecord.keeping import kept_key, kept_report, report_to_keep

# Records and rules are imported where they are needed: what nothing changed in needs neither.
if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.exports import Part
    from onrecord.validation import Checked, File, Progress

__all__ = [
    "Built",
    "as_files",
    "build",
    "change_parts",
    "check",
    "compile_records",
    "ledger_key",
    "load",
    "read_whole",
    "release_dataset",
    "release_files",
    "shown_root",
    "site",
    "validate",
]

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build wrote: the folder, its files with their sizes in bytes, and the data's hash."""

    out: str
    files: Mapping[str, int]
    data_hash: str
    report: Report
    dataset: Dataset


def load(
    path: PathLike | None = None,
    *,
    version: str | None = None,
    source: PathLike | None = None,
    allow_hosts: tuple[str, ...] = (),
) -> Dataset:
    """The dataset in the installed package, that of a folder of records, or a release.

    Without a path nothing is parsed and nothing written: the package carries the dataset in one
    compiled file (a checkout that is installed in place reads its own folder of records instead).
    With a path, the folder is validated, and kept compiled in the user's cache under the hash of
    its content, so that it is read fast until a file in it changes.

    With ``source``, the address or the folder of a release channel, or with ``version``, the
    dataset is that of a release there: of this version, or of the newest. It is held against the
    sums in the channel's index and kept, and a version that is kept needs no network. Without a
    ``source`` the channel is that of the environment's ``ONRECORD_CHANNEL``. Only public addresses
    are asked, over HTTPS, but for ``allow_hosts``.

    Raises ``InvalidRecordsError``, with the report, where a record has an error, and
    ``OnrecordError`` where there are no records (a folder without dataset.yaml is not read) or no
    such release to read.
    """
    from onrecord.dataset import compile_dataset, open_compiled

    if version is not None or source is not None:
        return _released(path, version, source, allow_hosts)
    if path is None:
        content = storage.installed_dataset()
        if content is not None:
            return open_compiled(content)
        path = storage.checkout_records()
    root = storage.dataset_root(path)
    files = tuple(storage.read_records(root))
    key = storage.cache_key(files)
    kept = _cached(key)
    if kept is not None:
        return kept
    content = compile_dataset(_clean(_checked(files, root), path))
    storage.store(key, content)
    return open_compiled(content)


def validate(
    path: PathLike,
    *,
    progress: Progress | None = None,
    cache: bool = True,
    against: Dataset | None = None,
) -> Report:
    """Everything that is to be said of a folder of records: errors, warnings and notes.

    What was found out is kept in the user's cache: as long as no file changes nothing is checked
    again, and after a change only what it can touch. The report is the same without (``cache``).
    ``against`` is an earlier dataset, from which this one should not have strayed far; then nothing
    is kept. Raises ``OnrecordError`` where there are no records to read, as in a folder without
    dataset.yaml; wrong records raise nothing.
    """
    if against is not None:
        return check(path, progress=progress, against=against).report
    root = storage.dataset_root(path)
    files = tuple(storage.read_records(root))
    if not cache or storage.cache_folder() is None:
        return _checked(files, root, progress).report
    digests = storage.digests(files)
    key = kept_key("report", shown_root(root), storage.key_of(digests))
    report = kept_report(storage.cached(key))
    if report is None:
        report = _revalidated(files, digests, root, progress)
        storage.store(key, report_to_keep(report))
    elif progress is not None:
        progress(len(files), len(files))
    return report


def check(
    path: PathLike, *, progress: Progress | None = None, against: Dataset | None = None
) -> Checked:
    """The report on a folder of records, and the dataset of all that could be read whole.

    ``against`` is as in ``validate``.
    """
    root = storage.dataset_root(path)
    return _checked(storage.read_records(root), root, progress, against)


def read_whole(files: Iterable[storage.RecordFile], shown: str) -> Checked:
    """The same for files from anywhere; ``shown`` is what the report calls their root."""
    return _checked(files, Path(shown))


def compile_records(path: PathLike) -> bytes:
    """The dataset of a folder of records, compiled to one file.

    Raises ``InvalidRecordsError``, with the report, where a record has an error.
    """
    from onrecord.dataset import compile_dataset

    return compile_dataset(_clean(check(path), path))


def build(
    path: PathLike,
    out: PathLike,
    *,
    previous: PathLike | None = None,
    progress: Progress | None = None,
) -> Built:
    """Writes a release of a folder of records into the folder ``out``, whole or not at all.

    ``previous`` is the folder of the release before it: the new one then says what changed since,
    in ``CHANGES.md``, ``changes.json`` and ``delta.jsonl``.

    Raises ``InvalidRecordsError``, with the report, where a record has an error, and
    ``OnrecordError`` where the folder cannot be written, the version is not a later one than the
    previous, or an id of the previous would lead nowhere; an earlier release then stays as it was.
    """
    storage.check_release_folder(out)
    before = None if previous is None else release_dataset(previous)
    checked = check(path, progress=progress)
    dataset = _clean(checked, path)
    files = release_files(dataset, before)
    storage.write_release(out, files)
    return Built(
        out=os.fspath(out),
        files={name: len(content) for name, content in files.items()},
        data_hash=json.loads(files["manifest.json"])["data_hash"],
        report=checked.report,
        dataset=dataset,
    )


def site(
    path: PathLike,
    docs: PathLike,
    *,
    with_release: bool = True,
    repository: str = "",
    progress: Progress | None = None,
) -> dict[str, int]:
    """Writes the pages of a site for a folder of records below ``docs``; their sizes by path.

    ``with_release`` offers a release for download, ``repository`` is the address where mistakes are
    reported, if there is one. Which pictures there are stands in ``pictures.yaml`` in ``docs``. A
    builder of documentation makes the site of ``docs`` afterwards.

    Raises ``InvalidRecordsError``, with the report, where a record has an error, and
    ``OnrecordError`` where a file stands in the way. Needs the packages of the extra ``site``.
    """
    from onrecord.site import site_files
    from onrecord.site.pictures import read_plan
    from onrecord.storage.site import PLAN, read_plan_of, write_site

    dataset = _clean(check(path, progress=progress), path)
    release = release_files(dataset) if with_release else None
    listed = read_plan_of(docs)
    plan = () if listed is None else read_plan(listed, PLAN)
    files = site_files(dataset, release=release, repository=repository, plan=plan)
    return write_site(docs, files)


def release_dataset(folder: PathLike) -> Dataset:
    """The dataset of the release in a folder, from its ``onrecord.json``."""
    from onrecord.releases.reading import DATA, ReleaseError, dataset_in
    from onrecord.storage.releases import read_release

    files = read_release(folder)
    if DATA not in files:
        raise ReleaseError(f"{os.fspath(folder)}: holds no {DATA}; give the folder of a release")
    return dataset_in(files[DATA], name=f"{os.fspath(folder)}/{DATA}")


def release_files(dataset: Dataset, previous: Dataset | None = None) -> dict[str, bytes]:
    """Every file of a release by its name; with what changed since the previous, if one is given.

    Raises ``ReleaseError`` where the one may not follow the other.
    """
    from importlib.metadata import version

    from onrecord import exports
    from onrecord.diff import compare
    from onrecord.releases.composing import check_succession, with_parts

    package = version("onrecord")
    if previous is None:
        return exports.export(dataset, package_version=package)
    check_succession(compare(previous, dataset))
    files = exports.export(dataset, package_version=package)
    return with_parts(files, change_parts(previous, dataset))


def change_parts(old: Dataset, new: Dataset) -> dict[str, Part]:
    """The files in which a release tells what changed since the one before it."""
    from onrecord.diff import compare, delta_of
    from onrecord.exports import Part, data_hash
    from onrecord.reporters.changes import changes_data, render_changes

    changes = compare(old, new)
    before, after = data_hash(old), data_hash(new)
    delta = delta_of(changes, hash_from=before, hash_to=after)
    data = changes_data(changes, hash_from=before, hash_to=after)
    return {
        "CHANGES.md": Part(content=render_changes(changes, "markdown").encode()),
        "changes.json": Part.of_json(data),
        "delta.jsonl": Part(content=delta.to_lines(), rows=1 + len(delta.edits)),
    }


def _released(
    path: PathLike | None, version: str | None, source: PathLike | None, hosts: tuple[str, ...]
) -> Dataset:
    from onrecord.channels import open_channel
    from onrecord.dataset import compile_dataset, open_compiled
    from onrecord.releases.reading import DATA, ReleaseError, dataset_in

    if path is not None:
        raise ReleaseError("give a folder of records, or the version of a release, not both")
    with open_channel(source, allow_hosts=hosts) as channel:
        found = channel.find(version)
        found.check_format()
        file = found.file(DATA)
        key = kept_key("release", file.sha256, storage.code_key())
        kept = _cached(key)
        if kept is not None:
            return kept
        dataset = dataset_in(channel.read(found, file), name=f"{DATA} of {found.version}")
    if dataset.version != found.version:
        raise ReleaseError(f"{DATA} of {found.version} is that of version {dataset.version}")
    content = compile_dataset(dataset)
    storage.store(key, content)
    return open_compiled(content)


def _revalidated(
    files: Iterable[storage.RecordFile],
    digests: Mapping[str, str],
    root: os.PathLike[str],
    progress: Progress | None,
) -> Report:
    from onrecord.validation import revalidate

    key = ledger_key(root)
    there = as_files(files, digests)
    report, to_keep = revalidate(
        there, storage.cached(key), root=shown_root(root), progress=progress
    )
    if to_keep is not None:
        storage.store(key, to_keep)
    return report


def ledger_key(root: os.PathLike[str]) -> str:
    """The key of what is kept of a folder of records, to check only changes again."""
    return kept_key("ledger", os.path.realpath(root), shown_root(root), storage.code_key())


def shown_root(root: os.PathLike[str]) -> str:
    """What stands before every path in a report."""
    above = os.fspath(root)
    return "" if above == "." else f"{above.rstrip('/')}/"


def _checked(
    files: Iterable[storage.RecordFile],
    root: os.PathLike[str],
    progress: Progress | None = None,
    against: Dataset | None = None,
) -> Checked:
    from onrecord.validation import validate as validate_files

    return validate_files(
        as_files(files), root=shown_root(root), progress=progress, against=against
    )


def _clean(checked: Checked, path: PathLike) -> Dataset:
    if checked.dataset is None or not checked.report.ok:
        raise InvalidRecordsError(_refusal(checked.report, path), checked.report)
    return checked.dataset


def _refusal(report: Report, path: PathLike) -> str:
    """How many errors there are, and where and what the first is."""
    errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
    count = "1 error" if len(errors) == 1 else f"{len(errors):,} errors"
    message = f"{os.fspath(path)}: {count} in the records"
    for first in errors[:1]:
        message += f"; the first is {first.code} at {first.place}: {first.message}"
    return message


def as_files(
    files: Iterable[storage.RecordFile], digests: Mapping[str, str] | None = None
) -> Iterator[File]:
    """Files that were read, as validation takes them, with their digests if somebody has them."""
    from onrecord.rules.fit import Trouble
    from onrecord.validation import File

    for file in files:
        trouble = None
        if file.problem is not None:
            code = "S018" if file.problem is storage.FileProblem.CASE_CLASH else "S014"
            trouble = Trouble(code, _because(file.problem, file.detail))
        digest = digests[file.path] if digests is not None else ""
        yield File(file.path, file.content, trouble, digest)


def _cached(key: str) -> Dataset | None:
    from onrecord.dataset import CompiledFormatError, open_compiled

    content = storage.cached(key)
    if content is None:
        return None
    try:
        return open_compiled(content)
    except CompiledFormatError:
        return None


def _because(problem: storage.FileProblem, detail: str) -> str:
    reason = problem.meaning.rstrip(".")
    return f"{reason[0].lower()}{reason[1:]} ({detail})"
