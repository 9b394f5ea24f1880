"""The pages of records: one for each, its twin for programs, and one for each former id."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.exports import Part
from onrecord.models import Kind, Record
from onrecord.reporters.cards import card_data
from onrecord.site import views
from onrecord.site.frame import Frame

__all__ = ["pages"]


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """A page and a twin for every record, and a page that leads on for every former id."""
    for record in frame.dataset:
        yield f"record/{record.id}.json", Part.of_json(card_data(record, frame.dataset)).content
        if record.kind is not Kind.CLAIM:
            yield f"record/{record.id}.md", _page(frame, record)
    for former, present in frame.dataset.former_ids.items():
        target = frame.href(present)
        html = frame.html("moved.jinja", former=former, present=present, target=target)
        yield f"record/{former}.html", html.encode()


def _page(frame: Frame, record: Record) -> bytes:
    return frame.page(
        f"{record.kind.value}.jinja",
        title=views.shown(frame.dataset, record).text,
        description=views.described(frame.dataset, record),
        record=record,
    )
