"""The verbs that write records: a new one, another id for one, what an issue asks for.

Each joins the layers below. Nothing is written that could not be read again, nothing is
overwritten, and what is written is written whole.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import storage
from onrecord.api import as_files, ledger_key, shown_root
from onrecord.dataset import Dataset
from onrecord.diagnostics import Diagnostic, InvalidRecordsError, OnrecordError, Report, Severity
from onrecord.drafts import Draft, DraftError, Renaming
from onrecord.models import Kind
from onrecord.storage.together import FileChange, change_files

if TYPE_CHECKING:
    from onrecord.drafts.issues import Request
    from onrecord.validation import File, Progress

__all__ = [
    "Desk",
    "complaints",
    "create",
    "findings",
    "open_desk",
    "read_issue",
    "read_partial",
    "rename",
    "request_findings",
    "today",
    "write_request",
]

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, kw_only=True)  # without slots, for the contents that are picked out once
class Desk:
    """A folder of records as it was read: all there is by path, the records in it, what was found.

    ``kept`` is what a check of these files gave to be kept, with paths as they are shown here: with
    it only what a change asks for is checked again.
    """

    root: Path
    there: Mapping[str, File]
    dataset: Dataset
    report: Report
    kept: bytes | None = None

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The content of each file that can be read."""
        return {path: file.content for path, file in self.there.items() if file.trouble is None}

    def shown(self, path: str) -> str:
        """A path below the root as reports show it."""
        return f"{shown_root(self.root)}{path}"


def open_desk(path: PathLike, *, progress: Progress | None = None) -> Desk:
    """Reads and checks a folder of records, to write in it.

    What was found out is kept in the user's cache, as by ``validate``. Raises ``OnrecordError``
    where there are no records, or their ``dataset.yaml`` has errors.
    """
    from onrecord.validation.session import check_once

    root = storage.dataset_root(path)
    read = tuple(storage.read_records(root))
    files = as_files(read, storage.digests(read))
    key = ledger_key(root)
    kept = storage.cached(key)
    view, to_keep = check_once(files, kept, root=shown_root(root), progress=progress)
    if not view.is_described:
        raise OnrecordError(f"{root}: dataset.yaml is missing or wrong: see 'onrecord validate'")
    if to_keep is not None:
        storage.store(key, to_keep)
    return Desk(
        root=root,
        there=view.files,
        dataset=view.dataset,
        report=view.report,
        kept=to_keep or kept,
    )


def today() -> datetime.date:
    """The day on which a record is added, in UTC as in validation."""
    return datetime.datetime.now(datetime.UTC).date()


def read_partial(text: str, name: str) -> dict[str, Any]:
    """The data of a record in the making, from YAML that need not be whole.

    Raises ``DraftError`` where it cannot be read.
    """
    from onrecord.documents import parse

    document = parse(text.encode(), name)
    if document.data is None:
        problem = document.problems[0]
        raise DraftError(f"{problem.place}: {problem.message}")
    return dict(document.data)


def complaints(kind: Kind, data: Mapping[str, Any], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """What is wrong with the form of what stands at a path in unfinished data, in words."""
    from onrecord.documents import dump
    from onrecord.validation import File
    from onrecord.validation.reading import read

    whole = {"id": "draft", **data}
    try:
        content = dump(whole).encode()
    except ValueError as error:
        return (str(error),)
    found = read(File(f"{kind.folder}/{whole['id']}.yaml", content), "").found
    at = [each for each in found if each.path[: len(path)] == path and _is_error(each)]
    return tuple(
        each.message + (f" (did you mean {each.nearest}?)" if each.nearest else "") for each in at
    )


def findings(desk: Desk, changes: Mapping[str, bytes | None]) -> Report:
    """What would be found in changed files (``None`` for one that is gone), and newly elsewhere.

    Nothing is written.
    """
    from onrecord.validation import File, revalidate

    files = [file for path, file in desk.there.items() if path not in changes]
    files += [File(path, content) for path, content in changes.items() if content is not None]
    checked, _ = revalidate(files, desk.kept, root=shown_root(desk.root))
    here = {desk.shown(path) for path in changes}
    known = {_key(each) for each in desk.report.diagnostics}
    found = tuple(
        each for each in checked.diagnostics if each.place.file in here or _key(each) not in known
    )
    return Report(diagnostics=found, files=len(here), records=_counts(changes))


def create(desk: Desk, draft: Draft) -> Report:
    """Writes a draft as a new file, and returns what is found in it.

    Raises ``DraftError`` where its id is taken, ``InvalidRecordsError`` where it is no whole
    record, and ``WriteError`` where it cannot be written; then nothing is.
    """
    from onrecord.validation import File
    from onrecord.validation.reading import read

    _refuse_taken(desk, draft)
    report = findings(desk, {draft.path: draft.content})
    if read(File(draft.path, draft.content), "").data is None:
        message = f"{desk.shown(draft.path)}: not written, since it is no whole record yet"
        raise InvalidRecordsError(message, report)
    change_files(desk.root, [FileChange(path=draft.path, before=None, after=draft.content)])
    return report


def rename(desk: Desk, old: str, new: str, *, write: bool = True) -> Renaming:
    """Gives a record another id: its file, its id and every reference, all files or none.

    The old id becomes a former id. Raises ``DraftError`` where that cannot be, and
    ``InvalidRecordsError`` where a file in question has errors, or would have after.
    """
    from onrecord import drafts

    renaming = drafts.rename(desk.files, desk.dataset, old, new)
    _refuse_errors(desk, renaming)
    changes: dict[str, bytes | None] = {**renaming.files}
    if renaming.path != renaming.old_path:
        changes[renaming.old_path] = None
        if renaming.path in desk.files:
            raise DraftError(f"{desk.shown(renaming.path)} is there already")
    report = findings(desk, changes)
    if not report.ok:
        raise InvalidRecordsError(f"{old}: not renamed, since errors would follow", report)
    if write:
        change_files(desk.root, _changes(desk, changes))
    return renaming


def read_issue(desk: Desk, text: str, form: str | None = None) -> Request:
    """What a filled form asks for: drafts of records, a change in one, and what is left to do.

    Raises ``DraftError`` where the text is no such form.
    """
    from onrecord.drafts.issues import read_request

    return read_request(text, desk.dataset, desk.files, today(), form)


def request_findings(desk: Desk, request: Request) -> Report:
    """What would be found in the files that a request asks for."""
    return findings(desk, _contents(request))


def write_request(desk: Desk, request: Request) -> tuple[str, ...]:
    """Writes the drafts and changes of a request, all or none, and returns their paths.

    Raises ``DraftError`` where the id of a draft is taken, and ``WriteError`` where that fails.
    """
    for draft in request.drafts:
        _refuse_taken(desk, draft)
    change_files(desk.root, _changes(desk, _contents(request)))
    return tuple(_contents(request))


def _contents(request: Request) -> dict[str, bytes | None]:
    drafts = {draft.path: draft.content for draft in request.drafts}
    return {**drafts, **(request.changes or {})}


def _refuse_taken(desk: Desk, draft: Draft) -> None:
    holder = desk.dataset.get(draft.id)
    if holder is not None:
        was = "is" if holder.id == draft.id else "was"
        raise DraftError(f"{draft.id!r} {was} the id of the {holder.kind.value} {holder.label!r}")


def _refuse_errors(desk: Desk, renaming: Renaming) -> None:
    """Refuses where a file that changes, or one that may name the record unseen, has errors."""
    changing = {desk.shown(path) for path in (*renaming.files, renaming.old_path)}
    word = renaming.old.encode()
    changing |= {desk.shown(path) for path, content in desk.files.items() if word in content}
    found = tuple(
        each for each in desk.report.diagnostics if each.place.file in changing and _in_way(each)
    )
    if found:
        message = f"{renaming.old}: not renamed, since files that name it have errors"
        raise InvalidRecordsError(message, Report(diagnostics=found, files=len(changing)))


def _in_way(found: Diagnostic) -> bool:
    return _is_error(found) or found.code in ("Y002", "Y003")


def _changes(desk: Desk, changes: Mapping[str, bytes | None]) -> Iterable[FileChange]:
    for path, after in changes.items():
        yield FileChange(path=path, before=desk.files.get(path), after=after)


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return (found.code, found.place.file, found.message)


def _counts(changes: Mapping[str, bytes | None]) -> dict[str, int]:
    from onrecord.rules.fit import kind_at

    kinds = [kind_at(path) for path, content in changes.items() if content is not None]
    return {kind.value: kinds.count(kind) for kind in Kind if kind in kinds}
