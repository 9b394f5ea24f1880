"""A record asked for field by field: prompts on standard error, answers as plain data.

It knows slots and candidates; what an answer may be is for the models, and nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.dataset import Dataset
    from onrecord.drafts import Candidate, Slot
    from onrecord.models import Kind, Model

__all__ = ["Asker", "Complain"]

Complain = Callable[[Mapping[str, Any], tuple[str | int, ...]], Sequence[str]]
"""What is wrong with what stands at a path in unfinished data."""

_SHOWN = 12
_OFTEN = 0.5
_NEVER_ASKED = frozenset(
    ["id", "status", "withdrawn", "former_ids", "waivers", "corrections", "added"]
)
_GUIDE = """\
{title}
Enter leaves out what is optional; ? lists what may stand there, a few letters find it, and !word
names a record that is yet to be made. Ctrl-C stops, and nothing is written.
"""


class Asker:
    """Asks for the fields of one record; ``data`` holds what is known so far."""

    def __init__(
        self, kind: Kind, data: Mapping[str, Any], dataset: Dataset, complain: Complain
    ) -> None:
        from onrecord.models import MODELS

        self.data: Any = dict(data)
        self._model = MODELS[kind]
        self._kind = kind
        self._dataset = dataset
        self._complain = complain
        self._candidates: dict[tuple[Any, ...], tuple[Candidate, ...]] = {}

    def ask(self) -> dict[str, Any]:
        """Asks for what is required, then for what most records have, then for what else there is.

        Gives the data; Ctrl-C and the end of input raise ``click.Abort``.
        """
        _say(_GUIDE.format(title=(self._model.__doc__ or "").splitlines()[0]))
        usual = _usual(self._kind, self._dataset)
        slots = [slot for slot in self._slots(self._model) if slot.key not in _NEVER_ASKED]
        for wanted in (True, False):
            for slot in slots:
                is_asked = slot.required is wanted and (wanted or slot.key in usual)
                if not is_asked or slot.key in self.data or slot.key == "accessed":
                    continue
                if slot.part is None or wanted or _confirm(f"{slot.key}? {slot.description}"):
                    self._slot(slot, ())
        self._more(slots, ())
        return dict(self.data)

    def ask_id(self, proposal: str) -> str:
        """The id for the record: the one proposed, or what is typed instead."""
        _say("\nThe id is the file's name, for good.")
        while True:
            typed = _prompt("id", proposal)
            self.data = {**self.data, "id": typed}
            problem = "it is taken" if typed in self._dataset else self._problem(("id",))
            if typed and problem is None:
                return typed
            _say(f"  {typed!r}: {problem or 'an id is needed'}")

    def _slots(self, model: type[Model]) -> tuple[Slot, ...]:
        from onrecord.drafts import slots_of

        return slots_of(model)

    def _more(self, slots: Sequence[Slot], path: tuple[str | int, ...]) -> None:
        """Asks which of the fields left out so far are to be filled, until it is none."""
        from onrecord.drafts import Candidate, matches

        while True:
            held = _at(self.data, path) or {}
            left = [slot for slot in slots if not slot.required and slot.key not in held]
            if not left:
                return
            where = f" of {_name(path)}" if path else ""
            _say(f"\nMore{where}? {', '.join(slot.key for slot in left)}")
            typed = _prompt("field (Enter: no more)")
            if not typed:
                return
            found = matches(typed, [Candidate(slot.key, slot.description) for slot in left])
            if typed == "?" or len(found) != 1:
                _list(found or [Candidate(slot.key, slot.description) for slot in left])
                continue
            self._slot(next(slot for slot in left if slot.key == found[0].word), path)

    def _slot(self, slot: Slot, path: tuple[str | int, ...]) -> None:
        from onrecord.drafts import Form

        here = (*path, slot.key)
        if slot.form is Form.FREE:
            _say("  this is best written in the file itself")
        elif slot.part is None:
            self._value(slot, here)
        elif not slot.many:
            self._part(slot, here)
        else:
            self._parts(slot, here)

    def _parts(self, slot: Slot, path: tuple[str | int, ...]) -> None:
        position = len(_at(self.data, path) or ())
        while True:
            self._part(slot, (*path, position))
            position = len(_at(self.data, path) or ())
            if not _confirm(f"another of {slot.key}?"):
                return

    def _part(self, slot: Slot, path: tuple[str | int, ...]) -> None:
        assert slot.part is not None
        _say(f"\n{_name(path)}: {slot.description}")
        inner = self._slots(slot.part)
        for each in inner:
            if each.required:
                self._slot(each, path)
        self._more(inner, path)

    def _value(self, slot: Slot, path: tuple[str | int, ...]) -> None:
        """Asks for one value until it is one, or until it is left out."""
        _say(f"\n{slot.description}" + (f"  (such as: {_example(slot)})" if slot.example else ""))
        before = self.data
        while True:
            typed = _prompt(_name(path) + ("" if slot.required else " (optional)"))
            if not typed and not slot.required:
                return
            value = self._understood(slot, typed)
            if value is None:
                continue
            self.data = _put(before, path, value)
            problem = self._problem(path)
            if problem is None:
                self._known_page(path, value)
                return
            _say(f"  {problem}")
            self.data = before

    def _known_page(self, path: tuple[str | int, ...], value: Any) -> None:
        """Says at once that a page is on record, before more is typed in vain."""
        if path != ("url",):
            return
        for source in self._dataset.sources.values():
            if source.url is not None and source.url.rstrip("/") == str(value).rstrip("/"):
                _say(f"  the page is on record already, as {source.id}: Ctrl-C, and cite that one")

    def _understood(self, slot: Slot, typed: str) -> Any:
        """What was meant by what was typed; ``None`` to ask again, once it was said why."""
        from onrecord.drafts import DraftError
        from onrecord.drafts.matching import is_closed
        from onrecord.drafts.paths import value_of

        if not typed:
            _say("  this one is required; ? shows what may stand here")
            return None
        if not is_closed(slot):
            if typed == "?":
                _say(f"  {slot.description} Such as: {_example(slot)}")
                return None
            try:
                return value_of(slot, typed)
            except DraftError as error:
                _say(f"  {error}")
                return None
        words = typed.split(",") if slot.many else [typed]
        chosen = [self._chosen(slot, word.strip()) for word in words if word.strip()]
        if not chosen or None in chosen:
            return None
        return chosen if slot.many else chosen[0]

    def _chosen(self, slot: Slot, typed: str) -> str | None:
        from onrecord.drafts import Form, candidates_for, matches

        if typed.startswith("!") and slot.form is Form.REFERENCE:
            return typed[1:]
        key = (slot.form, slot.names, slot.words)
        if key not in self._candidates:
            self._candidates[key] = candidates_for(slot, self._dataset)
        found = matches("" if typed == "?" else typed, self._candidates[key])
        if not found:
            new = f"; !{typed} names one yet to be made" if slot.form is Form.REFERENCE else ""
            _say(f"  nothing here is called {typed!r}{new}")
            return None
        if len(found) == 1 and typed != "?":
            if found[0].word != typed:
                _say(f"  = {found[0].word}  {found[0].label}")
            return found[0].word
        return _pick(found)

    def _problem(self, path: tuple[str | int, ...]) -> str | None:
        found = self._complain(self.data, path)
        return found[0] if found else None


def _pick(found: Sequence[Candidate]) -> str | None:
    """Shows several candidates with numbers, and takes the one whose number is typed."""
    _list(found)
    shown = found[:_SHOWN]
    typed = _prompt("  number (Enter: ask again)")
    if typed.isdecimal() and 1 <= int(typed) <= len(shown):
        return shown[int(typed) - 1].word
    return next((each.word for each in found if each.word == typed), None)


def _list(found: Sequence[Candidate]) -> None:
    from onrecord.reporters.terminal import clip, visible

    width = console.look().width
    for number, each in enumerate(found[:_SHOWN], start=1):
        _say(clip(f"  {number:>2}  {visible(each.word)}  {visible(each.label)}", width))
    if len(found) > _SHOWN:
        _say(f"      and {len(found) - _SHOWN} more: type more letters")


def _usual(kind: Kind, dataset: Dataset) -> frozenset[str]:
    """The keys that at least every other record of a kind has."""
    records = list(dataset.of_kind(kind).values())
    held = [key for record in records for key in record.model_fields_set]
    return frozenset(key for key in set(held) if held.count(key) >= _OFTEN * len(records))


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def _example(slot: Slot) -> str:
    example = slot.example
    return ", ".join(map(str, example)) if isinstance(example, list) else str(example)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        inside = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not inside and not (isinstance(data, dict) and step in data):
            return None
        data = data[step]
    return data


def _put(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The data with a value at a path; a position past the end of a list adds to it."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(data or [])
        inner = _put(items[step] if step < len(items) else None, rest, value)
        return [*items[:step], inner, *items[step + 1 :]]
    mapping = dict(data or {})
    return {**mapping, step: _put(mapping.get(step), rest, value)}


def _prompt(text: str, default: str = "") -> str:
    answer: str = click.prompt(text, default=default, show_default=bool(default), err=True)
    return answer.strip()


def _confirm(text: str) -> bool:
    return click.confirm(f"\n{text}", default=False, err=True)


def _say(text: str) -> None:
    from onrecord.reporters.terminal import visible

    console.write("\n".join(map(visible, text.split("\n"))) + "\n", to_errors=True)
