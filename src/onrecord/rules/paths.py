"""Dotted paths, as citations and corrections name a field: ``quantities.0.best``."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from onrecord.models import Model
from onrecord.models.walk import key_of, submodel
from onrecord.values.ids import is_sure, nearest

__all__ = ["MISSING", "is_field", "nearest_field", "value_at"]

MISSING: Final = object()
"""What stands at a path that leads nowhere."""


@cache
def is_field(model: type[Model], path: str) -> bool:
    """Whether a path names a field of a model, of a part of it or of an entry of a list."""
    part: type[Model] | None = model
    many = False
    for step in path.split("."):
        if step.isdecimal():
            if not many:
                return False
            many = False
            continue
        names = {key_of(part, name): name for name in part.model_fields} if part else {}
        if part is None or step not in names:
            return False
        many, part = submodel(part, names[step])
    return True


@cache
def nearest_field(model: type[Model], path: str) -> tuple[str | None, bool]:
    """The field that a path most likely means, and whether no other is nearly as likely.

    One step of it may be misspelt, or it may go on where nothing is within.
    """
    steps = path.split(".")
    part: type[Model] | None = model
    for place, step in enumerate(steps):
        names = {key_of(part, name): name for name in part.model_fields} if part else {}
        if part is not None and step in names:
            _, part = submodel(part, names[step])
        elif part is None:
            return ".".join(steps[:place]), False
        elif not step.isdecimal():
            near = nearest(step, names) or step
            meant = ".".join([*steps[:place], near, *steps[place + 1 :]])
            is_meant = is_field(model, meant)
            return (meant if is_meant else None), is_meant and is_sure(step, near, names)
    return None, False


def value_at(plain: Any, path: str) -> Any:
    """The value at a path in plain data, ``MISSING`` where there is none."""
    for step in path.split("."):
        if isinstance(plain, dict) and step in plain:
            plain = plain[step]
        elif isinstance(plain, list) and step.isdecimal() and int(step) < len(plain):
            plain = plain[int(step)]
        else:
            return MISSING
    return plain
