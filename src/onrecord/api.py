"""The verbs: load, validate, build. Each joins the layers below, and none does their work."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import storage
from onrecord.dataset import CompiledFormatError, Dataset, compile_dataset, open_compiled
from onrecord.diagnostics import InvalidRecordsError, Report

if TYPE_CHECKING:
    from onrecord.validation import Checked, File, Progress

__all__ = ["Built", "build", "check", "compile_records", "load", "validate"]

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build wrote: the folder, its files with their sizes in bytes, and the data's hash."""

    out: str
    files: Mapping[str, int]
    data_hash: str
    report: Report
    dataset: Dataset


def load(path: PathLike | None = None) -> Dataset:
    """The dataset in the installed package, or that of a folder of records.

    Without a path nothing is parsed and nothing written: the package carries the dataset in one
    compiled file (a checkout that is installed in place reads its own folder of records instead).
    With a path, the folder is validated, and kept compiled in the user's cache under the hash of
    its content, so that it is read fast until a file in it changes.

    Raises ``InvalidRecordsError``, with the report, where a record has an error, and
    ``OnrecordError`` where there are no records to read.
    """
    if path is None:
        content = storage.installed_dataset()
        if content is not None:
            return open_compiled(content)
        path = storage.checkout_records()
    root = storage.records_root(path)
    files = tuple(storage.read_records(root))
    key = storage.cache_key(files)
    kept = _cached(key)
    if kept is not None:
        return kept
    content = compile_dataset(_clean(_checked(files, root), path))
    storage.store(key, content)
    return open_compiled(content)


def validate(path: PathLike, *, progress: Progress | None = None) -> Report:
    """Everything that is to be said of a folder of records: errors, warnings and notes.

    That there is nothing to be said is kept in the user's cache, until a file changes. Raises
    ``OnrecordError`` where there are no records to read; wrong records raise nothing.
    """
    root = storage.records_root(path)
    files = tuple(storage.read_records(root))
    key = _report_key(storage.cache_key(files))
    kept = storage.cached(key)
    if kept is not None:
        if progress is not None:
            progress(len(files), len(files))
        return Report(files=len(files), records=json.loads(kept))
    report = _checked(files, root, progress).report
    if not report.diagnostics:
        storage.store(key, json.dumps(report.records).encode())
    return report


def check(path: PathLike, *, progress: Progress | None = None) -> Checked:
    """The report on a folder of records, and the dataset of all that could be read whole."""
    root = storage.records_root(path)
    return _checked(storage.read_records(root), root, progress)


def compile_records(path: PathLike) -> bytes:
    """The dataset of a folder of records, compiled to one file.

    Raises ``InvalidRecordsError``, with the report, where a record has an error.
    """
    return compile_dataset(_clean(check(path), path))


def build(path: PathLike, out: PathLike, *, progress: Progress | None = None) -> Built:
    """Writes a release of a folder of records into the folder ``out``, whole or not at all.

    Raises ``InvalidRecordsError``, with the report, where a record has an error, and
    ``OnrecordError`` where the folder cannot be written; an earlier release then stays as it was.
    """
    from onrecord import __version__, exports

    storage.check_release_folder(out)
    checked = check(path, progress=progress)
    dataset = _clean(checked, path)
    files = exports.export(dataset, package_version=__version__)
    storage.write_release(out, files)
    return Built(
        out=os.fspath(out),
        files={name: len(content) for name, content in files.items()},
        data_hash=exports.data_hash(dataset),
        report=checked.report,
        dataset=dataset,
    )


def _report_key(key: str) -> str:
    """The key of a report; some rules look less closely where a package is not installed."""
    from hashlib import blake2b
    from importlib.util import find_spec

    there = [name for name in ("convertdate", "langcodes") if find_spec(name) is not None]
    return blake2b(f"report {key} {there}".encode(), digest_size=32).hexdigest()


def _checked(
    files: Iterable[storage.RecordFile], root: os.PathLike[str], progress: Progress | None = None
) -> Checked:
    from onrecord.validation import validate as validate_files

    above = os.fspath(root)
    shown = "" if above == "." else f"{above.rstrip('/')}/"
    return validate_files(_files(files), root=shown, progress=progress)


def _clean(checked: Checked, path: PathLike) -> Dataset:
    if checked.dataset is None or not checked.report.ok:
        errors = sum(each.severity == "error" for each in checked.report.diagnostics)
        message = (
            f"{os.fspath(path)}: {errors} {'error' if errors == 1 else 'errors'} in the records"
        )
        raise InvalidRecordsError(message, checked.report)
    return checked.dataset


def _files(files: Iterable[storage.RecordFile]) -> Iterator[File]:
    from onrecord.rules.fit import Trouble
    from onrecord.validation import File

    for file in files:
        trouble = None
        if file.problem is not None:
            code = "S018" if file.problem is storage.FileProblem.CASE_CLASH else "S014"
            trouble = Trouble(code, _because(file.problem, file.detail))
        yield File(file.path, file.content, trouble)


def _cached(key: str) -> Dataset | None:
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
