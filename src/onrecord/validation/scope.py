"""Which files a change in some can touch: those themselves, and those that name their records.

Where a file cannot be read whole, any word in it counts for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any, Final

from onrecord.models import Kind, Record
from onrecord.models.fields import Term
from onrecord.models.walk import marked
from onrecord.rules.fit import kind_at
from onrecord.validation.reading import File, fit_of
from onrecord.validation.workers import each

__all__ = ["touched"]

_WORD: Final = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID: Final = re.compile(rb"^(?:id|former_ids) *: *(.*)$", re.MULTILINE)


def touched(files: Iterable[File], changed: Set[str]) -> set[str]:
    """The paths of what changed, and of all files that name a record or a vocabulary there.

    What a text says is no name; the field of another record that a citation gives otherwise is.
    """
    there = list(files)
    ids = {path.rpartition("/")[2].removesuffix(".yaml").encode() for path in changed}
    for file in there:
        if file.path in changed:
            ids.update(word for said in _ID.findall(file.content) for word in _WORD.findall(said))
    # Who uses a term names its vocabulary without a word.
    is_any = any(kind_at(path) is Kind.VOCABULARY for path in changed)
    maybe = [
        file
        for file in there
        if file.path not in changed and (is_any or not ids.isdisjoint(_WORD.findall(file.content)))
    ]
    wanted = {id_.decode() for id_ in ids}
    named = zip(maybe, each(names_in, maybe), strict=True)
    return {file.path for file, names in named if not wanted.isdisjoint(names)} | changed


def names_in(file: File) -> frozenset[str]:
    """The ids that a file names, and those of the vocabularies of which it uses a term.

    Its own former ids are among them: another record may have been given one.
    """
    _, model = fit_of(file, "")
    if not isinstance(model, Record):
        is_read = model is not None
        return frozenset() if is_read else frozenset(map(bytes.decode, _WORD.findall(file.content)))
    found = {
        mark.mark.vocabulary if isinstance(mark.mark, Term) else mark.value
        for mark in marked(model)
    }
    if model.withdrawn is not None and model.withdrawn.replaced_by is not None:
        found.add(model.withdrawn.replaced_by)
    return frozenset(found.union(model.former_ids, _given_otherwise(model.to_dict())))


def _given_otherwise(plain: Any) -> Iterator[str]:
    """The texts that citations have in the place of what a record says."""
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _texts(value) if key == "differs" else _given_otherwise(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _given_otherwise(value)


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from _texts(value)
