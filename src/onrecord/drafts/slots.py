"""What can be filled in: the fields of a model as slots, each with what may stand in it.

All is read from the models' annotations; nothing about a field is written here a second time.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args

from onrecord.models.base import Model
from onrecord.models.fields import Country, Ref, Term
from onrecord.models.walk import held, key_of
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = ["Form", "Slot", "slot_at", "slots_of"]


class Form(StrEnum):
    """What is typed into a slot."""

    TEXT = "text"
    WORD = "word"
    REFERENCE = "reference"
    TERM = "term"
    COUNTRY = "country"
    DATE = "date"
    DAY = "day"
    NUMBER = "number"
    FLAG = "flag"
    PART = "part"
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One field to fill in: its key, what it means, and what may stand in it.

    ``many`` tells of a list; ``part`` is the model of what a ``PART`` holds, ``words`` the closed
    list of a ``WORD``, ``names`` the kinds or the vocabulary that a reference or a term is of.
    """

    key: str
    form: Form
    many: bool
    required: bool
    description: str
    example: Any
    part: type[Model] | None = None
    words: type[Word] | None = None
    names: tuple[str, ...] = ()


@cache
def slots_of(model: type[Model]) -> tuple[Slot, ...]:
    """The slots of a model in canonical order."""
    by_key = {key_of(model, name): _slot(model, name) for name in model.model_fields}
    return tuple(by_key[key] for key in model.key_order())


def slot_at(model: type[Model], path: Sequence[str | int]) -> Slot | None:
    """The slot at a path through a record (positions in lists count for nothing), or none."""
    found: Slot | None = None
    inside: type[Model] | None = model
    for step in path:
        if isinstance(step, int):
            continue
        if inside is None:
            return found if found is not None and found.form is Form.FREE else None
        found = next((slot for slot in slots_of(inside) if slot.key == step), None)
        if found is None:
            return None
        inside = found.part
    return found


def _slot(model: type[Model], name: str) -> Slot:
    field = model.model_fields[name]
    many, held_type, mark = held(model, name)
    is_class = isinstance(held_type, type)
    part = held_type if is_class and issubclass(held_type, Model) else None
    words = held_type if is_class and issubclass(held_type, Word) else None
    return Slot(
        key=key_of(model, name),
        form=_form(field.annotation, held_type, mark),
        many=many,
        required=field.is_required(),
        description=field.description or "",
        example=field.examples[0] if field.examples else None,
        part=part,
        words=words,
        names=_names(mark),
    )


def _names(mark: Ref | Term | None) -> tuple[str, ...]:
    if isinstance(mark, Ref):
        return mark.kinds
    return (mark.vocabulary,) if isinstance(mark, Term) else ()


def _form(annotation: Any, held_type: Any, mark: Ref | Term | None) -> Form:
    if mark is not None:
        return Form.REFERENCE if isinstance(mark, Ref) else Form.TERM
    if Country in get_args(annotation):
        return Form.COUNTRY
    if isinstance(held_type, type):
        return next((form for cls, form in _FORMS.items() if issubclass(held_type, cls)), Form.FREE)
    return Form.NUMBER if _leaves(held_type) == {int, float} else Form.FREE


# In the order in which they are tried: a word is a text, too.
_FORMS: Final[dict[type, Form]] = {
    Model: Form.PART,
    Word: Form.WORD,
    bool: Form.FLAG,
    str: Form.TEXT,
    Edtf: Form.DATE,
    datetime.date: Form.DAY,
}


def _leaves(union: Any) -> set[Any]:
    """The plain types in a union, whatever is noted on them."""
    found: set[Any] = set()
    for each in get_args(union):
        found |= {each} if isinstance(each, type) else _leaves(each)
        if each in (int, float):
            found.add(each)
    return {each for each in found if isinstance(each, type)}
