"""Events to plain data, fast: no places, and no word on what is wrong.

Whatever is out of the ordinary makes :func:`compose` give up; the survey then says what it was.
"""

from __future__ import annotations

from typing import Any, Final

from yaml import YAMLError
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from onrecord.documents.backends import Event, NextEvent
from onrecord.documents.scalars import NUMBER_STARTS, OUT_OF_RANGE, resolve
from onrecord.documents.source import flaws_in_value

__all__ = ["LONGEST_KEY", "Data", "compose", "is_key"]

Data = dict[str, Any]
"""The root of a record: keys to text, numbers, booleans, None, lists and further mappings."""

LONGEST_KEY: Final = 200
"""The most characters that a key may have."""


class _OddError(Exception):
    """Something that only a survey can put into words."""


def is_key(value: object) -> bool:
    """Whether ``value`` may be a key: text on one line, short enough to be read at a glance."""
    return type(value) is str and 0 < len(value) <= LONGEST_KEY and "\n" not in value


def compose(next_event: NextEvent, max_depth: int) -> Data | None:
    """The data of a text; None if it breaks a rule, so that its meaning is in doubt."""
    try:
        next_event()
        _expect(next_event, DocumentStartEvent)
        _expect(next_event, MappingStartEvent)
        data = _mapping(next_event, max_depth)
        _expect(next_event, DocumentEndEvent)
        _expect(next_event, StreamEndEvent)
    except (YAMLError, _OddError, ValueError, OverflowError):
        # PyYAML's own parser calls chr() on whatever number an escape has.
        return None
    return data


def _expect(next_event: NextEvent, wanted: type) -> None:
    event = next_event()
    if not isinstance(event, wanted) or getattr(event, "explicit", False) or not _is_bare(event):
        raise _OddError


def _mapping(next_event: NextEvent, depth: int) -> Data:
    if depth < 1:
        raise _OddError
    made: Data = {}
    while True:
        event = next_event()
        kind: type = type(event)
        if kind is MappingEndEvent:
            return made
        if kind is not ScalarEvent:
            raise _OddError
        is_bare = event.anchor is None and event.tag is None
        key = (_keys.get(event.value) if is_bare else None) or _key(event)
        if key in made:
            raise _OddError
        event = next_event()
        made[key] = (
            _scalar(event)
            if isinstance(event, ScalarEvent)
            else _collection(next_event, event, depth)
        )


# Records have but so many keys. One object for each is checked and hashed once, and what crosses to
# another process is a third less.
_keys: dict[str, str] = {}
_MOST_KEYS: Final = 1000


def _key(event: Event) -> str:
    key = _scalar(event)
    if not is_key(key) or (key == "<<" and not event.style):
        raise _OddError
    found: str = key
    if not event.style and len(_keys) < _MOST_KEYS:
        _keys[found] = found
    return found


def _sequence(next_event: NextEvent, depth: int) -> list[Any]:
    if depth < 1:
        raise _OddError
    made: list[Any] = []
    while True:
        event = next_event()
        kind: type = type(event)
        if kind is ScalarEvent:
            made.append(_scalar(event))
        elif kind is SequenceEndEvent:
            return made
        else:
            made.append(_collection(next_event, event, depth))


def _collection(next_event: NextEvent, event: Event, depth: int) -> Data | list[Any]:
    if not _is_bare(event):
        raise _OddError
    kind: type = type(event)
    if kind is MappingStartEvent:
        return _mapping(next_event, depth - 1)
    if kind is SequenceStartEvent:
        return _sequence(next_event, depth - 1)
    raise _OddError


def _scalar(event: Event) -> Any:
    if event.anchor is not None or event.tag is not None:
        raise _OddError
    value = event.value
    if not event.style:
        if value[:1] not in NUMBER_STARTS:
            return value
        resolved = resolve(value)
        if resolved is OUT_OF_RANGE:
            raise _OddError
        return resolved
    if event.style == '"' and not (value.isascii() and value.isprintable()):
        _refuse_escaped(value)
    return value


def _refuse_escaped(value: str) -> None:
    if any(flaw.code != "Y018" for flaw in flaws_in_value(value, 0, 0)):
        raise _OddError


def _is_bare(event: Event) -> bool:
    # Events outside the root have neither; an alias has an anchor, and no tag at all.
    return getattr(event, "anchor", None) is None and getattr(event, "tag", None) is None
