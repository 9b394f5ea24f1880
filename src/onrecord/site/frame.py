"""What every part of the site shares: the dataset, the templates, and how pages link to each other.

It lays out no page of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from onrecord.exports import Snapshot
from onrecord.models import Record
from onrecord.site import texts
from onrecord.site.environment import environment

if TYPE_CHECKING:
    from onrecord.site.pictures.plan import Picture

__all__ = ["Frame"]


class Frame:
    """The dataset of a site, and what makes pages of it.

    ``release`` has the files offered for download by name, ``repository`` the address where
    mistakes are reported, ``pictures`` those to be made; all may be empty. ``env`` is the Jinja
    environment: whatever a template prints is escaped (``texts.marked``), and a name that is not
    there is an error.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        release: Mapping[str, bytes],
        repository: str = "",
        pictures: tuple[Picture, ...] = (),
    ) -> None:
        self.snapshot = snapshot
        self.dataset = snapshot.dataset
        self.release = release
        self.pictures = pictures
        self.repository = repository.rstrip("/") if texts.is_address(repository) else ""
        self.env = environment(snapshot)
        self.env.globals.update(
            frame=self, href=self.href, page_link=self.link, report_url=self.report_url
        )

    def page(
        self,
        template: str,
        *,
        title: str,
        description: str = "",
        hide: Iterable[str] = ("navigation", "toc"),
        search: bool = False,
        **values: Any,
    ) -> bytes:
        """A page: a front matter, and what a template makes of the values as one block of HTML.

        The template's outermost element is a ``div``. ``search`` is whether the documentation's
        own search finds the page; ``hide`` are the parts of the theme that it goes without.
        """
        lines = [
            "---",
            f"title: {_quoted(title)}",
            *([f"description: {_quoted(description)}"] if description else []),
            *([] if search else ["search:", "  exclude: true"]),
            *(["hide:", *(f"  - {part}" for part in hide)] if hide else []),
            "---",
            "",
        ]
        return "\n".join([*lines, self.html(template, **values), ""]).encode()

    def html(self, template: str, **values: Any) -> str:
        """What a template makes of the values, on one line."""
        return texts.one_line(self.env.get_template(template).render(values))

    def href(self, record: str | Record, from_: str = "record") -> str:
        """The relative address of a record's page, from a page in the folder ``from_``.

        ``from_`` is empty for a page that stands in no folder. The record may be named by a former
        id; ``KeyError`` for an id that no record has.
        """
        record_id = record.id if isinstance(record, Record) else self.dataset[record].id
        return self.link(f"record/{record_id}.html", from_)

    def link(self, path: str, from_: str = "record") -> str:
        """The relative address of a page of the site, from a page in the folder ``from_``."""
        folder, _, name = path.rpartition("/")
        if folder == from_:
            return name
        return f"../{path}" if from_ else path

    def report_url(self, record: Record) -> str:
        """Where a mistake in a record is reported; empty if no repository is known."""
        if not self.repository:
            return ""
        query = urlencode({"template": "correction.yml", "record": record.id})
        return f"{self.repository}/issues/new?{query}"


def _quoted(text: str) -> str:
    """A text as the front matter has it: a string of JSON is one of YAML too."""
    return json.dumps(texts.head(text), ensure_ascii=False)
