"""From a reference to the record, and from a record or a term to all that names it.

It knows where records stand; only files that have the word in them are looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lsprotocol import types

from onrecord.diagnostics import Place
from onrecord.documents import parse
from onrecord.lsp.folder import Folder
from onrecord.lsp.positions import Lines, as_bytes
from onrecord.lsp.telling import Under, under
from onrecord.models import Kind, Model
from onrecord.models.fields import Ref
from onrecord.models.walk import marked
from onrecord.rules.fit import kind_at

__all__ = ["Found", "definition", "references"]

Found = tuple[str, Place]
"""The path of a file below the root, and a place in it."""

Named = tuple[str | None, str]
"""What is looked for: an id of a record (``None``), or a term of the vocabulary named."""


def definition(folder: Folder, path: str, lines: Lines, position: types.Position) -> Found | None:
    """Where that stands which is named at a position: a record by its id, or a term."""
    found = under(path, folder.text(path), lines, position)
    if found is None or found.field is None or found.value is None or folder.view is None:
        return None
    if found.field.kinds:
        record = folder.view.dataset.get(found.value)
        home = folder.view.homes.get(record.id) if record is not None else None
        return (home, _place(folder, home, ("id",))) if home is not None else None
    if found.field.vocabulary is not None:
        return _term(folder, found.field.vocabulary, found.value)
    return None


def references(
    folder: Folder, path: str, lines: Lines, position: types.Position, *, with_itself: bool
) -> Iterator[Found]:
    """Every place that names what is named, or what stands, at a position."""
    if folder.view is None:
        return
    vocabulary, name = _meant(folder, path, lines, position)
    names = {name}
    itself: Found | None = None
    if vocabulary is not None:
        itself = _term(folder, vocabulary, name)
    elif (record := folder.view.dataset.get(name)) is not None:
        names = {record.id, *record.former_ids}
        home = folder.view.homes.get(record.id)
        itself = (home, _place(folder, home, ("id",))) if home is not None else None
    if with_itself and itself is not None:
        yield itself
    yield from _naming(folder, vocabulary, names)


def _meant(folder: Folder, path: str, lines: Lines, position: types.Position) -> Named:
    """What is at the position; without a reference there, the record of the file itself."""
    found = under(path, folder.text(path), lines, position)
    if found is not None and found.field is not None and found.value is not None:
        if found.field.kinds:
            return None, found.value
        if found.field.vocabulary is not None:
            return found.field.vocabulary, found.value
        if kind_at(path) is Kind.VOCABULARY and _is_term(found):
            return _own(path), found.value
    return None, _own(path)


def _is_term(found: Under) -> bool:
    return len(found.path) == 3 and found.path[0] == "terms" and found.path[2] == "id"


def _own(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _naming(folder: Folder, vocabulary: str | None, names: set[str]) -> Iterator[Found]:
    assert folder.view is not None
    words = [name.encode() for name in names]
    is_meant = _meaning(vocabulary, names)
    for id_, path in sorted(folder.view.homes.items(), key=lambda home: home[1]):
        content = folder.view.files[path].content
        if not any(word in content for word in words):
            continue
        record: Model | None = folder.view.dataset.get(id_)
        for mark in marked(record) if record is not None else ():
            if is_meant(mark.mark, mark.value):
                yield path, _place(folder, path, mark.path)


def _meaning(vocabulary: str | None, names: set[str]) -> Callable[[object, str], bool]:
    def is_meant(mark: object, value: str) -> bool:
        of = None if isinstance(mark, Ref) else getattr(mark, "vocabulary", None)
        return of == vocabulary and value in names

    return is_meant


def _term(folder: Folder, vocabulary: str, name: str) -> Found | None:
    assert folder.view is not None
    found, home = (
        folder.view.dataset.vocabularies.get(vocabulary),
        folder.view.homes.get(vocabulary),
    )
    if found is None or home is None:
        return None
    places = [place for place, term in enumerate(found.terms) if term.id == name]
    return (home, _place(folder, home, ("terms", places[0], "id"))) if places else None


def _place(folder: Folder, path: str, where: tuple[str | int, ...]) -> Place:
    return parse(as_bytes(folder.text(path)), path).place(where)
