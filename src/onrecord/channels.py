"""A release channel, wherever it is: a folder here, or one that is served over HTTPS.

What was fetched is kept in the user's cache under its SHA-256, and a version that was found once is
found again without the network, since versions never change. It joins the network and the disk, and
leaves both to the modules that know them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from onrecord.fetch import FetchError, Policy, fetch_bytes, fetch_into
from onrecord.releases import ChannelError, Index, ListedFile, Version, parse_index
from onrecord.releases.channel import INDEX, MAX_INDEX
from onrecord.storage import cache_folder
from onrecord.storage.blobs import Blobs, passing_blobs
from onrecord.storage.releases import read_bounded

__all__ = ["CHANNEL_VARIABLE", "Channel", "open_channel"]

CHANNEL_VARIABLE: Final = "ONRECORD_CHANNEL"
"""The environment variable that names the channel where none is given."""


@dataclass(frozen=True)
class Channel:
    """A channel to read from; ``place`` is an address or a folder."""

    place: str
    policy: Policy
    blobs: Blobs

    @property
    def is_remote(self) -> bool:
        """Whether it is read over the network."""
        return urlsplit(self.place).scheme in ("http", "https")

    def find(self, version: str | None = None) -> Version:
        """What the channel lists of a version, or of the newest.

        A version that was found before is found without the network. Raises ``ChannelError`` where
        it is not there, and ``FetchError`` where the channel cannot be read.
        """
        known = self._known
        if version is not None and known is not None:
            for each in known.versions:
                if each.version == version:
                    return each
        try:
            return self.index().find(version)
        except FetchError as error:
            if known is None or not known.versions:
                raise
            newest = known.versions[0].version
            hint = f"the newest that was seen here is {newest}; ask for it by name"
            raise FetchError(f"{error}; {hint}") from error

    def index(self) -> Index:
        """The index as it is now. Raises ``ChannelError`` for what is not one."""
        if not self.is_remote:
            return parse_index(read_bounded(Path(self.place, INDEX), MAX_INDEX))
        content = fetch_bytes(f"{self.place}/{INDEX}", MAX_INDEX, self.policy)
        index = parse_index(content)
        self._check_unchanged(index)
        self.blobs.put_note(self._note, content)
        return index

    def read(self, version: Version, file: ListedFile) -> bytes:
        """A file of a release, held against its size and SHA-256.

        Raises ``FetchError`` or ``ChannelError`` where it does not come, or comes otherwise.
        """
        if not self.is_remote:
            path = Path(self.place, version.version, file.name)
            return _matching(read_bounded(path, file.size), file, str(path))
        kept = self.blobs.get(file.sha256)
        if kept is not None:
            return _matching(kept, file, file.name)
        url = f"{self.place}/{version.version}/{quote(file.name)}"
        self._fetch(url, file)
        content = self.blobs.get(file.sha256)
        if content is None:
            raise FetchError(f"{url}: could not be kept")
        return content

    def _fetch(self, url: str, file: ListedFile) -> None:
        with self.blobs.growing(file.sha256) as growing:
            resumed = growing.size > 0
            fetch_into(url, growing, file.size, self.policy)
            if growing.digest() == file.sha256:
                return
            growing.restart()
            if resumed:  # what an earlier process left may have been spoilt
                fetch_into(url, growing, file.size, self.policy)
                if growing.digest() == file.sha256:
                    return
                growing.restart()
            raise FetchError(f"{url}: its SHA-256 is not the one in the index")

    def _check_unchanged(self, index: Index) -> None:
        """Raises ``ChannelError`` where a version that was seen before has other files now."""
        seen = {each.version: each for each in self._known.versions} if self._known else {}
        for each in index.versions:
            if each != seen.get(each.version, each):
                raise ChannelError(
                    f"{self.place}: version {each.version} is not what it was when it was first "
                    "seen here; a version never changes"
                )

    @cached_property
    def _known(self) -> Index | None:
        """The index as it was seen last."""
        content = self.blobs.note(self._note) if self.is_remote else None
        try:
            return parse_index(content) if content is not None else None
        except ChannelError:
            return None

    @property
    def _note(self) -> str:
        return blake2b(self.place.encode("utf-8"), digest_size=16).hexdigest()


def _matching(content: bytes, file: ListedFile, shown: str) -> bytes:
    if len(content) != file.size or sha256(content).hexdigest() != file.sha256:
        raise ChannelError(f"{shown}: is not what the index says")
    return content


@contextmanager
def open_channel(
    source: str | os.PathLike[str] | None = None,
    *,
    allow_hosts: tuple[str, ...] = (),
    policy: Policy | None = None,
) -> Iterator[Channel]:
    """A channel at an address or in a folder; that of ``ONRECORD_CHANNEL`` if none is given.

    ``allow_hosts`` are hosts that may have a private address and be spoken to without encryption.
    Without a cache, what is fetched goes with the ``with`` block.
    """
    given = os.fspath(source) if source is not None else os.environ.get(CHANNEL_VARIABLE, "")
    if not given:
        raise ChannelError(f"no channel is given: name one, or set {CHANNEL_VARIABLE}")
    place = given.removesuffix(INDEX).rstrip("/") or "/"
    wanted = policy or Policy(allow_hosts=frozenset(allow_hosts))
    above = cache_folder()
    if above is not None:
        yield Channel(place, wanted, Blobs(above / "releases"))
        return
    with passing_blobs() as blobs:
        yield Channel(place, wanted, blobs)
