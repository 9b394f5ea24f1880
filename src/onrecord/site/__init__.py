"""The site: ``Dataset → (path, bytes)``, pages that a builder of documentation lays out.

Pages are Markdown files with a front matter and one block of HTML; with them come what a page
offers to programs, pictures and downloads. It reaches neither the disk nor the network, and knows
of no subject: every name and word comes from the data. Needs the packages of the extra ``site``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from onrecord.dataset import Dataset
from onrecord.exports import Snapshot
from onrecord.site import browse, claims, downloads, explorer, front, pictures, records
from onrecord.site.frame import Frame
from onrecord.site.pictures.plan import Picture

__all__ = ["FOLDERS", "PAGES", "PARTS", "Frame", "Pages", "site_files"]

Pages = Callable[[Frame], Iterator[tuple[str, bytes]]]
"""What makes files of the site: their paths below the documentation's folder, and contents."""

PARTS: tuple[Pages, ...] = (
    records.pages,
    claims.pages,
    browse.pages,
    explorer.pages,
    pictures.pages,
    downloads.pages,
    front.pages,
)
"""All that makes files of the site. A part is a module here, and one entry."""

FOLDERS = ("record", "browse", "pictures", "downloads", "explore", "front")
"""The folders that parts may write to."""

PAGES = ("explore.md", "downloads.md")
"""The pages beside them."""


def site_files(
    dataset: Dataset,
    *,
    release: Mapping[str, bytes] | None = None,
    repository: str = "",
    plan: tuple[Picture, ...] = (),
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, one after another, each path once.

    ``release`` has the files of a release of the same dataset, to be offered for download;
    ``repository`` is the address where mistakes are reported, if there is one; ``plan`` has the
    pictures to be made.
    """
    frame = Frame(Snapshot(dataset), release=release or {}, repository=repository, pictures=plan)
    for part in PARTS:
        yield from part(frame)
