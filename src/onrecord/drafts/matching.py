"""What may be typed into a slot, with labels, and what of it a few letters mean.

It knows the dataset, and how it is asked for is not its matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.dataset import Dataset
from onrecord.drafts.slots import Form, Slot
from onrecord.models import Actor, Record, System
from onrecord.values.codes import COUNTRIES
from onrecord.values.ids import nearest

__all__ = ["Candidate", "best", "candidates_for", "is_closed", "matches"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be typed, what it means, and the other names that it is found by."""

    word: str
    label: str
    names: tuple[str, ...] = ()


def candidates_for(slot: Slot, dataset: Dataset) -> tuple[Candidate, ...]:
    """Everything that may stand in a slot; nothing where that is open."""
    if slot.form is Form.WORD and slot.words is not None:
        return tuple(Candidate(word.value, word.meaning) for word in slot.words)
    if slot.form is Form.COUNTRY:
        return tuple(Candidate(code, name) for code, name in COUNTRIES.items())
    if slot.form is Form.TERM:
        vocabulary = dataset.vocabularies.get(slot.names[0])
        terms = vocabulary.terms if vocabulary is not None else ()
        return tuple(Candidate(term.id, term.definition, (term.label,)) for term in terms)
    if slot.form is Form.REFERENCE:
        records = (each for kind in slot.names for each in dataset.of_kind(kind).values())
        return tuple(_of(record) for record in records if record.is_active)
    return ()


def is_closed(slot: Slot) -> bool:
    """Whether a slot holds one of the candidates only."""
    return slot.form in (Form.WORD, Form.COUNTRY, Form.TERM, Form.REFERENCE)


def matches(typed: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates that are meant by what was typed, the likeliest first.

    The one of this word alone if there is one; else those whose word, or a part of it, begins so;
    then those with all that was typed in the word or a name; if there are none of these, those with
    it in the label; else the nearest word.
    """
    wanted = _folded(typed)
    exact = tuple(each for each in candidates if _folded(each.word) == wanted)
    if exact or not wanted:
        return exact or tuple(candidates)
    ranked = [(_rank(wanted, each), each) for each in candidates]
    found = sorted((each for each in ranked if each[0] < _NO), key=lambda each: each[0])
    if found:
        last = max(found[0][0], _IN_NAME)
        return tuple(each for rank, each in found if rank <= last)
    near = nearest(wanted, [each.word for each in candidates])
    return tuple(each for each in candidates if each.word == near)


def best(typed: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one candidate that is surely meant: by its word, its name or its label, else none."""
    wanted = _folded(typed)
    named = [
        each
        for each in candidates
        if wanted in (_folded(each.word), *map(_folded, each.names), _folded(each.label))
    ]
    return named[0] if len({each.word for each in named}) == 1 else None


_IN_NAME = 3
_NO = 9


def _rank(wanted: str, candidate: Candidate) -> int:
    word = _folded(candidate.word)
    names = [_folded(name) for name in candidate.names]
    if wanted in names:
        return 0
    if word.startswith(wanted):
        return 1
    if f"-{wanted.replace(' ', '-')}" in word:
        return 2
    parts = wanted.replace("-", " ").split()
    if all(part in " ".join([word, *names]) for part in parts):
        return _IN_NAME
    return _IN_NAME + 1 if all(part in _folded(candidate.label) for part in parts) else _NO


def _of(record: Record) -> Candidate:
    names: tuple[str, ...] = ()
    if isinstance(record, Actor | System):
        names = tuple(name.text for name in record.names)
    return Candidate(record.id, record.label, names)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.strip().rstrip(".").casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))
