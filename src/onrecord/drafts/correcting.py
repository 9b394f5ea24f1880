"""One value of a record put right, as an edit of its very span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.diagnostics import Edit, RecordPath
from onrecord.documents import Document, apply_edits, parse, replace_value
from onrecord.drafts.paths import DraftError, value_of
from onrecord.drafts.slots import Form, Slot, slot_at
from onrecord.models import MODELS, Kind

__all__ = ["Corrected", "corrected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The file with the value put right, or the ``problem`` that leaves it to be done by hand.

    ``was`` is the value until now, and ``seen`` the same as text.
    """

    content: bytes | None = None
    was: Any = None
    problem: str = ""

    @property
    def seen(self) -> str:
        """The value until now as text; empty if there was none."""
        return "" if self.was is None else str(self.was)


def corrected(document: Document, kind: Kind, field: str, value: str) -> Corrected:
    """A record's file with another value in the field at a dotted path."""
    path: RecordPath = tuple(int(step) if step.isdecimal() else step for step in field.split("."))
    slot = slot_at(MODELS[kind], path)
    if slot is None:
        return Corrected(problem=f"a {kind.value} has no field {field!r}: find out what is meant")
    was = _held(document.data, path)
    if was is None:
        return Corrected(problem=f"{field} is not given in the record: add {value!r} by hand")
    if isinstance(was, dict | list):
        return Corrected(problem=f"{field} holds more than one value: change it by hand")
    try:
        new = value_of(slot, value, whole=False)
    except DraftError as error:
        return Corrected(was=was, problem=str(error))
    if new == was:
        return Corrected(was=was, problem=f"{field} says {value!r} already")
    edits = _edits(document, path, slot, new)
    if not edits:
        return Corrected(was=was, problem=f"{field} is laid out so that it is changed by hand")
    return Corrected(content=apply_edits(document.content, edits), was=was)


def _edits(document: Document, path: RecordPath, slot: Slot, new: Any) -> tuple[Edit, ...]:
    if isinstance(new, str):
        return replace_value(document, path, new)
    if slot.form not in (Form.NUMBER, Form.FLAG):
        return ()
    span, source = document.spans()[path], document.source()
    start, end = (len(source.text[:at].encode()) for at in (span.start, span.end))
    text = str(new).lower()
    edit = Edit(place=source.place(span.start, span.end), start=start, end=end, text=text)
    made = parse(apply_edits(document.content, (edit,)), document.file)
    return (edit,) if _held(made.data, path) == new else ()


def _held(data: Any, path: RecordPath) -> Any:
    for step in path:
        is_item = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not is_item and not (isinstance(data, dict) and step in data):
            return None
        data = data[step]
    return data
