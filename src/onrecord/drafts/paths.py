"""Values put in their places in a record's data by dotted paths: ``speakers.0.actor``.

It knows slots, and turns what was typed into what a slot holds; whether it is right is for models.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord.diagnostics import OnrecordError
from onrecord.drafts.slots import Form, Slot, slot_at, slots_of
from onrecord.models.base import Model
from onrecord.values.ids import nearest

__all__ = ["DraftError", "assign", "value_of"]

_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,16}(?:\.[0-9]+)?")
_FLAGS: Final = {"true": True, "yes": True, "false": False, "no": False}
_SPLIT: Final = (Form.REFERENCE, Form.TERM, Form.WORD)
"""What lists are split at commas: those whose items have none."""


class DraftError(OnrecordError):
    """What was given cannot be put into a record, or a record cannot be changed as was asked."""


def assign(
    data: Mapping[str, Any], model: type[Model], assignments: Sequence[str]
) -> dict[str, Any]:
    """The data with values put into it, each given as ``path=value``.

    A path that goes through a list without a number means its first entry; an empty value takes out
    what stands there. Raises ``DraftError`` for a path that a record of this model does not have.
    """
    made = dict(data)
    for assignment in assignments:
        path, is_there, text = assignment.partition("=")
        if not is_there:
            raise DraftError(f"{assignment!r} is no assignment: write path=value")
        steps, slot = _steps(model, path.strip())
        made = _put(made, steps, value_of(slot, text, whole=isinstance(steps[-1], str)))
    return made


def value_of(slot: Slot, text: str, *, whole: bool = True) -> Any:
    """What was typed, as the slot holds it; ``None`` for nothing. A list is split if ``whole``."""
    plain = unicodedata.normalize("NFC", text).strip()
    if not plain:
        return None
    if slot.form is Form.PART:
        raise DraftError(f"{slot.key} holds more than one value: name one of its keys")
    if slot.many and whole:
        items = re.split(r"[,\s]+", plain) if slot.form in _SPLIT else [plain]
        return [_scalar(slot, item) for item in items if item]
    return _scalar(slot, plain)


def _scalar(slot: Slot, text: str) -> Any:
    if slot.form is Form.NUMBER:
        digits = re.sub(r"(?<=[0-9])[ ,_](?=[0-9]{3}(?:[^0-9]|$))", "", text)
        if not _NUMBER.fullmatch(digits):
            raise DraftError(f"{slot.key}: {text!r} is no number: write digits, with a point")
        return float(digits) if "." in digits else int(digits)
    if slot.form is Form.FLAG:
        if text.lower() not in _FLAGS:
            raise DraftError(f"{slot.key}: {text!r} is neither true nor false")
        return _FLAGS[text.lower()]
    return text


def _steps(model: type[Model], path: str) -> tuple[list[str | int], Slot]:
    """The steps of a dotted path, with the first of each list where no position is named."""
    inside: type[Model] | None = model
    made: list[str | int] = []
    slot: Slot | None = None
    words = path.split(".")
    while words:
        word = words.pop(0)
        if inside is None and slot is not None and slot.form is Form.FREE and not slot.many:
            return _free(model, made, [word, *words])
        slot = _known(inside, word, path)
        made.append(word)
        inside = slot.part
        if slot.many and (words or slot.part is not None):
            made.append(int(words.pop(0)) if words and words[0].isdecimal() else 0)
    if slot is None:
        raise DraftError("a path names a key")
    return made, slot


def _free(
    model: type[Model], above: list[str | int], words: list[str]
) -> tuple[list[str | int], Slot]:
    """A key of an open mapping, which may have dots: the value is what the field named holds."""
    key = ".".join(words)
    named = slot_at(model, [int(word) if word.isdecimal() else word for word in words])
    return [*above, key], named or Slot(
        key=key, form=Form.TEXT, many=False, required=False, description="", example=None
    )


def _known(inside: type[Model] | None, word: str, path: str) -> Slot:
    slots = {slot.key: slot for slot in slots_of(inside)} if inside is not None else {}
    if word in slots:
        return slots[word]
    near = nearest(word, slots)
    hint = f": did you mean `{near}`?" if near else f": the keys are {', '.join(slots)}"
    raise DraftError(f"{path}: no key is called `{word}` here{hint if slots else ''}")


def _put(data: Any, steps: Sequence[str | int], value: Any) -> Any:
    """The data with a value at the end of the steps; without it where there is no value."""
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = list(data or [])
        if step > len(items):
            raise DraftError(f"entry {step} of a list comes after entry {len(items)}")
        inner = _put(items[step] if step < len(items) else None, rest, value) if rest else value
        return [*items[:step], *([] if inner is None else [inner]), *items[step + 1 :]]
    mapping = dict(data or {})
    inner = _put(mapping.get(step), rest, value) if rest else value
    mapping[step] = inner
    return {key: held for key, held in mapping.items() if held is not None}
