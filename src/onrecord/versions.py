"""The verbs on versions of the dataset: differences, verify, publish, download.

Each joins the layers below, and none does their work.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import api, storage
from onrecord.diagnostics import InvalidRecordsError, OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.dataset import Dataset
    from onrecord.diff import Changes
    from onrecord.releases import ListedFile, Version
    from onrecord.releases.verifying import Verification

__all__ = [
    "Downloaded",
    "Published",
    "dataset_at",
    "differences",
    "download",
    "publish",
    "verify",
]

PathLike = str | os.PathLike[str]


def dataset_at(place: PathLike, *, folder: str = "records") -> Dataset:
    """The dataset at a place: a folder of records, a release or its ``onrecord.json``, a revision.

    What exists on the disk comes before a revision of the checkout that one works in; ``folder`` is
    where the records are in a revision. Rules may object to the records, but every file must be
    read whole: else ``InvalidRecordsError``.
    """
    path = Path(place)
    if path.is_file():
        return _in_file(path)
    if path.is_dir():
        from onrecord.storage.releases import is_release

        if is_release(path):
            return api.release_dataset(path)
        root = storage.dataset_root(path)
        return _all_read(storage.read_records(root), os.fspath(place))
    from onrecord.storage.revisions import read_revision

    return _all_read(read_revision(os.fspath(place), folder=folder), os.fspath(place))


def _in_file(path: Path) -> Dataset:
    from onrecord.releases import dataset_in
    from onrecord.releases.channel import LARGEST_FILE
    from onrecord.storage.releases import read_bounded

    return dataset_in(read_bounded(path, LARGEST_FILE), name=os.fspath(path))


def _all_read(files: Iterable[storage.RecordFile], shown: str) -> Dataset:
    found = api.read_whole(tuple(files), shown)
    report = found.report
    read = sum(report.records.values())
    if found.dataset is not None and read == report.files:
        return found.dataset
    number = report.files - read
    what = "1 file" if number == 1 else f"{number:,} files"
    raise InvalidRecordsError(f"{shown}: {what} cannot be read as records", report)


def differences(old: PathLike, new: PathLike, *, folder: str = "records") -> Changes:
    """What changed from one place to another; see ``dataset_at`` for what a place can be."""
    from onrecord.diff import compare

    return compare(dataset_at(old, folder=folder), dataset_at(new, folder=folder))


def verify(
    release: PathLike, *, records: PathLike | None = None, previous: PathLike | None = None
) -> Verification:
    """Everything that a release says, held against what is in it.

    ``previous`` is the folder of the release before it: what changed since is worked out again.
    ``records`` is the folder of the records it was made of: it is built again, and must have the
    same bytes, which takes the same versions of this library and of pyarrow.
    """
    from onrecord.releases.verifying import verify_files
    from onrecord.storage.releases import read_release

    files = read_release(release)
    if previous is None:
        rebuilt = None if records is None else api.release_files(dataset_at(records))
        return verify_files(files, rebuilt=rebuilt)
    old = api.release_dataset(previous)
    rebuilt = None if records is None else api.release_files(dataset_at(records), old)
    told = _told(files, old)
    return verify_files(files, previous=read_release(previous), told=told, rebuilt=rebuilt)


def _told(files: Mapping[str, bytes], old: Dataset) -> Mapping[str, bytes]:
    """The files in which a release should tell what changed.

    None, where it cannot be read, or another version of the library wrote it in its own words.
    """
    from importlib.metadata import version

    from onrecord.releases import ReleaseError, dataset_in, parse_manifest
    from onrecord.releases.reading import DATA, MANIFEST

    try:
        if parse_manifest(files.get(MANIFEST, b"")).package != version("onrecord"):
            return {}
        new = dataset_in(files.get(DATA, b""))
    except ReleaseError:
        return {}
    return {name: part.content for name, part in api.change_parts(old, new).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release that was laid into a channel: its folder there, and its size in bytes."""

    version: str
    out: str
    files: int
    size: int
    data_hash: str


def publish(release: PathLike, channel: PathLike) -> Published:
    """Lays a release into a channel, a folder that any web server can serve as it stands.

    It is verified first. A version that is there is never rewritten, and none is added that is
    older than the newest, or in which an id of the newest leads nowhere. Raises ``ReleaseError``,
    ``ChannelError`` or ``WriteError``.
    """
    from onrecord.releases import Index, ReleaseError, parse_index, parse_manifest
    from onrecord.releases.reading import MANIFEST
    from onrecord.releases.verifying import verify_files
    from onrecord.storage.releases import add_release, read_release

    files = read_release(release)
    found = verify_files(files)
    if not found.ok:
        raise ReleaseError(f"{os.fspath(release)}: {found.problems[0]}; see 'onrecord verify'")
    data_hash = parse_manifest(files[MANIFEST]).data_hash
    version = _entry(files, found.version, data_hash)

    def index(old: bytes | None) -> bytes:
        before = Index() if old is None else parse_index(old)
        made = before.with_version(version)
        if before.versions:
            _check_ids(before.versions[0], Path(channel), files)
        return made.to_json()

    add_release(channel, version.version, files, index)
    return Published(
        version=version.version,
        out=os.fspath(Path(channel, version.version)),
        files=len(files),
        size=version.size,
        data_hash=data_hash,
    )


def _check_ids(newest: Version, channel: Path, files: Mapping[str, bytes]) -> None:
    """Raises ``ReleaseError`` where an id of the newest release would lead nowhere."""
    from onrecord.diff import compare
    from onrecord.models import FORMAT
    from onrecord.releases import dataset_in
    from onrecord.releases.composing import check_succession
    from onrecord.releases.reading import DATA

    if newest.format == FORMAT:  # of another format, the records could not be read
        old = api.release_dataset(channel / newest.version)
        check_succession(compare(old, dataset_in(files[DATA])))


def _entry(files: Mapping[str, bytes], version: str, data_hash: str) -> Version:
    from onrecord.models import FORMAT
    from onrecord.releases import ReleaseError, Version
    from onrecord.releases.reading import is_file_name

    for name in files:
        if not is_file_name(name):
            raise ReleaseError(f"{name!r} cannot be the name of a file in a channel")
    listed = tuple(_listed(name, files[name]) for name in sorted(files))
    return Version(version=version, format=FORMAT, data_hash=data_hash, files=listed)


def _listed(name: str, content: bytes) -> ListedFile:
    from hashlib import sha256

    from onrecord.releases import ListedFile

    return ListedFile(name=name, size=len(content), sha256=sha256(content).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A release that was fetched: its files with their sizes in bytes.

    ``out`` is the folder that it was written into; ``None`` where it is kept in the cache alone.
    """

    version: str
    files: Mapping[str, int]
    data_hash: str
    out: str | None


def download(
    version: str | None = None,
    *,
    source: PathLike | None = None,
    out: PathLike | None = None,
    allow_hosts: tuple[str, ...] = (),
) -> Downloaded:
    """Fetches a release from a channel, the newest if no version is given, whole or not at all.

    It is kept in the user's cache, where ``load(version=…, source=…)`` finds it without a network,
    and written into ``out`` if that is given. An interrupted download goes on where it ended.
    Raises ``OnrecordError``; see ``load`` for ``source`` and ``allow_hosts``.
    """
    from onrecord.channels import open_channel

    if out is not None:
        storage.check_release_folder(out)
    elif storage.cache_folder() is None:
        raise OnrecordError("there is no cache to keep it in; give a folder to write it into")
    with open_channel(source, allow_hosts=allow_hosts) as channel:
        found = channel.find(version)
        found.check_format()
        files = {each.name: channel.read(found, each) for each in found.files}
    if out is not None:
        storage.write_release(out, files)
    return Downloaded(
        version=found.version,
        files={name: len(content) for name, content in files.items()},
        data_hash=found.data_hash,
        out=None if out is None else os.fspath(out),
    )
