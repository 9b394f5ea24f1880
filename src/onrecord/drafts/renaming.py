"""A record under another id: its own file and every reference to it, as edits of the very spans.

Comments and all else stay byte for byte; a file that was in canonical form is in it afterwards. It
works on bytes by path, and whether the outcome is right is for validation to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.dataset import Dataset
from onrecord.diagnostics import Edit, RecordPath
from onrecord.documents import Document, apply_edits, canonical, parse, replace_value, rewrite
from onrecord.drafts.drafting import place_of
from onrecord.drafts.paths import DraftError
from onrecord.drafts.slots import Form, slot_at
from onrecord.models import MODELS, Kind, Record
from onrecord.models.walk import key_order
from onrecord.rules.fit import kind_at
from onrecord.values.ids import ID_MAX_LENGTH, is_id, nearest

__all__ = ["Renaming", "former_ids_after", "places_naming", "rename"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What renaming a record changes: each file's content afterwards, by its path.

    ``old_path`` is the record's file until now, and ``path`` the one that takes its place;
    ``references`` counts the places that name the record, in ``naming`` other records.
    """

    old: str
    new: str
    old_path: str
    path: str
    files: Mapping[str, bytes]
    references: int
    naming: int


def rename(files: Mapping[str, bytes], dataset: Dataset, old: str, new: str) -> Renaming:
    """The files that change when the record with the id ``old`` is called ``new``.

    ``files`` are all files of the dataset by path. Raises ``DraftError`` where there is no such
    record, where ``new`` is no id or is another record's, and where a file cannot be edited.
    """
    record = _record(dataset, old, new)
    changed: dict[str, bytes] = {}
    references = naming = 0
    here = None
    for path, other in _maybe_naming(files, dataset, old):
        if other.id == old:
            here = path
            continue
        places = places_naming(other, old)
        references += len(places)
        naming += bool(places)
        if places:
            changed[path] = _edited(files[path], path, places, new)
    if here is None:
        raise DraftError(f"the file of {old!r} is not called {old}.yaml: rename the file first")
    own_places = places_naming(record, old)
    references += len(own_places)
    renamed = _with_identity(_edited(files[here], here, own_places, new), here, old, new)
    path = place_of(record.kind, parse(renamed, here))
    return Renaming(
        old=old,
        new=new,
        old_path=here,
        path=path,
        files={**changed, path: renamed},
        references=references,
        naming=naming,
    )


def former_ids_after(former: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """The former ids of a record that gets a new id: the one it had takes the place of the new."""
    if new in former:
        return tuple(old if each == new else each for each in former)
    return (*former, old)


def places_naming(record: Record, target: str) -> tuple[RecordPath, ...]:
    """Every path in a record at which the id of another stands as such.

    That is every reference, what replaces a withdrawn record, what a waiver is of, and what a
    citation says that a source has in the place of a reference.
    """
    return tuple(_naming(record.to_dict(), (), type(record), target))


def _naming(data: Any, path: RecordPath, model: type[Record], target: str) -> Iterator[RecordPath]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _naming(value, (*path, key), model, target)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from _naming(value, (*path, position), model, target)
    elif data == target and _is_reference(path, model):
        yield path


def _is_reference(path: RecordPath, model: type[Record]) -> bool:
    keys = [step for step in path if isinstance(step, str)]
    if keys in (["withdrawn", "replaced_by"], ["waivers", "of"]):
        return True
    if "differs" in keys:
        keys = keys[keys.index("differs") + 1].split(".")
    slot = slot_at(model, [int(key) if key.isdecimal() else key for key in keys])
    return slot is not None and slot.form is Form.REFERENCE


def _maybe_naming(
    files: Mapping[str, bytes], dataset: Dataset, target: str
) -> Iterator[tuple[str, Record]]:
    """The records that may name one, and it itself, each with the path of its file."""
    word = target.encode()
    for path, content in files.items():
        if word not in content and b"\\" not in content:  # an escape may hide it
            continue
        id_ = path.rpartition("/")[2].removesuffix(".yaml")
        record = dataset.get(id_)
        if record is not None and record.id == id_ and record.kind is kind_at(path):
            yield path, record


def _record(dataset: Dataset, old: str, new: str) -> Record:
    record = dataset.get(old)
    if record is None:
        near = nearest(old, [each.id for each in dataset])
        hint = f"; did you mean {near!r}?" if near else ""
        raise DraftError(f"no record that can be read whole has the id {old!r}{hint}")
    if record.id != old:
        raise DraftError(f"{old!r} is a former id: the record has the id {record.id!r} now")
    if not is_id(new):
        raise DraftError(
            f"{new!r} is no id: lowercase letters and digits in words joined by hyphens, at most"
            f" {ID_MAX_LENGTH} characters"
        )
    holder = dataset.get(new)
    if new == old:
        raise DraftError(f"the record has the id {new!r} already")
    if holder is not None and (holder.id == new or holder.id != old):
        was = "is" if holder.id == new else "was"
        raise DraftError(f"{new!r} {was} the id of the {holder.kind.value} {holder.label!r}")
    return record


def _edited(content: bytes, path: str, places: tuple[RecordPath, ...], new: str) -> bytes:
    """The content with a new id in these places."""
    if not places:
        return content
    document = parse(content, path)
    edits: list[Edit] = []
    for place in places:
        found = replace_value(document, place, new)
        if not found:
            raise _unedited(path)
        edits += found
    return _settled(document, apply_edits(content, edits), path)


def _with_identity(content: bytes, path: str, old: str, new: str) -> bytes:
    """The content of a record's file with its new id and its former one."""
    document = parse(content, path)
    assert document.data is not None
    former = tuple(document.data.get("former_ids", ()))
    if new in former:
        added = replace_value(document, ("former_ids", former.index(new)), old)
    else:
        added = (_added_id(document, len(former), old),)
    edits = (*replace_value(document, ("id",), new), *added)
    made = apply_edits(content, edits)
    wanted = {
        **document.data,
        "id": new,
        "former_ids": list(former_ids_after(former, old, new)),
    }
    if len(edits) != 2 or parse(made, path).data != wanted:
        raise _unedited(path)
    return _settled(document, made, path)


def _added_id(document: Document, count: int, old: str) -> Edit:
    """The edit that adds a former id: after the last one, else on a line of its own."""
    spans = document.spans()
    if count:
        last = spans["former_ids", count - 1]
        in_flow = document.source().text[spans[("former_ids",)].start] == "["
        if in_flow:
            return _insertion(document, last.end, f", {old}")
        at = _line_end(document, last.end)
        margin = " " * (document.source().column(spans[("former_ids",)].start) - 1)
        return _insertion(document, at, f"\n{margin}- {old}")
    order = key_order(MODELS[_kind(document)])(())
    before = [key for key in order[: order.index("former_ids")] if (key,) in spans]
    at = _line_end(document, max(spans[(key,)].end for key in before))
    return _insertion(document, at, f"\nformer_ids: [{old}]")


def _kind(document: Document) -> Kind:
    kind = kind_at(document.file)
    assert kind is not None
    return kind


def _line_end(document: Document, at: int) -> int:
    text = document.source().text
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _insertion(document: Document, at: int, text: str) -> Edit:
    source = document.source()
    start = len(source.text[:at].encode())
    return Edit(place=source.place(at, at), start=start, end=start, text=text)


def _settled(before: Document, content: bytes, path: str) -> bytes:
    """The content in canonical form, if the file was in it before."""
    order = key_order(MODELS[_kind(before)])
    if canonical(before, order).encode() != before.content:
        return content
    after = parse(content, path)
    return apply_edits(content, rewrite(after, order))


def _unedited(path: str) -> DraftError:
    return DraftError(f"{path} cannot be edited as it is laid out: run 'onrecord fmt' on it first")
