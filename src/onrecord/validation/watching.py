"""What a rule asks for while it judges one record, noted: a dataset and a context that watch.

What is asked by id is noted by id; whatever else is asked for counts as everything. It knows
nothing of what is done with the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, Generic, TypeVar, cast

from onrecord.dataset import Dataset, Parties
from onrecord.diagnostics import Finding
from onrecord.models import RECORD_KINDS, Kind, Record
from onrecord.rules import Context, Rule

__all__ = [
    "ADVICE",
    "EVERYTHING",
    "STATES",
    "UNREAD",
    "Watcher",
    "gathered_note",
    "kind_note",
    "named_note",
]

EVERYTHING: Final = "*"
"""The note for all records."""

ADVICE: Final = "*advice"
"""The note for the nearest id, which depends on all ids and on all that is named."""

UNREAD: Final = "*unread"
"""The note for the content of the files that could not be read."""

STATES: Final = "*states"
"""The note for which actors are states, and of which countries."""

V = TypeVar("V")

_FOLDERS: Final = {kind.folder: kind for kind in RECORD_KINDS}


def named_note(record_id: str) -> str:
    """The note for whether another record names this one."""
    return f">{record_id}"


def kind_note(kind: Kind) -> str:
    """The note for all records of a kind."""
    return f"+{kind.value}"


def gathered_note(code: str) -> str:
    """The note for what the rule of this code gathers from all records."""
    return f"#{code}"


class Watcher:
    """Carries out rules one after the other, and notes for each what it asked for."""

    def __init__(self, context: Context) -> None:
        self._asked: set[str] = set()
        self._context = context

    def judge(self, record: Record) -> tuple[list[tuple[str, Finding]], tuple[str, ...]]:
        """What the rules find in a record, with the code of each, and what they asked for."""
        self._asked.clear()
        watched = cast("Context", _Watched(self._context, self._asked))
        self._asked.update(self._context.asks(record))
        found = [
            (rule.code, finding)
            for rule in self._context.rules_on(record)
            for finding in rule.check(record, watched)
        ]
        return found, tuple(self._asked)

    def run(self, rule: Rule) -> tuple[list[Finding], tuple[str, ...]]:
        """What a rule on the whole dataset finds, and what it asked for."""
        self._asked.clear()
        found = list(rule.check(cast("Context", _Watched(self._context, self._asked))))
        return found, tuple(self._asked)


class _Watched:
    """A context that notes what is asked for."""

    def __init__(self, context: Context, asked: set[str]) -> None:
        self._context = context
        self._asked = asked
        self.today = context.today
        self.references = context.references
        self.term_marks = context.term_marks
        self.dataset = _WatchedDataset(context.dataset, asked)
        self.unread = _Noting(context.unread, asked, UNREAD)

    def terms(self, vocabulary: str) -> Any:
        self._asked.add(vocabulary)
        return self._context.terms(vocabulary)

    def nearest_id(self, word: str, kinds: tuple[str, ...]) -> str | None:
        self._asked.add(ADVICE)
        return self._context.nearest_id(word, kinds)

    def is_sure(self, word: str, near: str | None, kinds: tuple[str, ...]) -> bool:
        self._asked.add(ADVICE)
        return self._context.is_sure(word, near, kinds)

    def gathered(self, code: str) -> Mapping[str, Any]:
        self._asked.add(gathered_note(code))
        return self._context.gathered(code)

    @property
    def named(self) -> _Named:
        return _Named(self._context.named, self._asked)

    @cached_property
    def parties(self) -> Parties:
        # One for each record: what another has found out already would be asked for unseen.
        return Parties(cast("Dataset", self.dataset))

    def __getattr__(self, name: str) -> Any:
        self._asked.add(EVERYTHING)
        return getattr(self._context, name)


class _WatchedDataset:
    """A dataset that notes which records are asked for."""

    def __init__(self, dataset: Dataset, asked: set[str]) -> None:
        self._dataset = dataset
        self._asked = asked

    # Where an id leads is noted by nobody: when that changes nothing that was kept is relied on.

    @property
    def former_ids(self) -> Mapping[str, str]:
        return self._dataset.former_ids

    def resolve(self, record_id: str) -> str:
        return self._dataset.resolve(record_id)

    @cached_property
    def vocabularies(self) -> Mapping[str, Any]:
        return _Noting(self._dataset.vocabularies, self._asked, kind_note(Kind.VOCABULARY))

    @property
    def states(self) -> Mapping[str, str]:
        self._asked.add(STATES)
        return self._dataset.states

    def of_kind(self, kind: Kind | str) -> Mapping[str, Any]:
        records = self._dataset.of_kind(kind)
        return _Noting(records, self._asked, kind_note(Kind(kind)))

    def origins(self, record: str | Record) -> Any:
        from onrecord.dataset.origins import origins_of

        found = record if isinstance(record, Record) else self[record]
        return origins_of(cast("Dataset", self), found)

    def get(self, record_id: str) -> Record | None:
        self._asked.add(record_id)
        return self._dataset.get(record_id)

    def __getitem__(self, record_id: str) -> Record:
        self._asked.add(record_id)
        return self._dataset[record_id]

    def __contains__(self, record_id: object) -> bool:
        self._asked.add(str(record_id))
        return record_id in self._dataset

    def __iter__(self) -> Iterator[Record]:
        self._asked.add(EVERYTHING)
        return iter(self._dataset)

    def __len__(self) -> int:
        self._asked.add(EVERYTHING)
        return len(self._dataset)

    def __getattr__(self, name: str) -> Any:
        if name in _FOLDERS:
            return self.of_kind(_FOLDERS[name])
        self._asked.add(EVERYTHING)
        return getattr(self._dataset, name)


class _Named:
    """The ids that are named, of which each that is asked for is noted."""

    def __init__(self, named: frozenset[str], asked: set[str]) -> None:
        self._named = named
        self._asked = asked

    def __contains__(self, record_id: object) -> bool:
        self._asked.add(named_note(str(record_id)))
        return record_id in self._named

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERYTHING)
        return iter(self._named)


class _Noting(Mapping[str, V], Generic[V]):
    """A mapping that notes the keys that are asked for, and ``whole`` where all of them are."""

    def __init__(self, mapping: Mapping[str, V], asked: set[str], whole: str) -> None:
        self._mapping = mapping
        self._asked = asked
        self._whole = whole

    def __getitem__(self, key: str) -> V:
        self._asked.add(key)
        return self._mapping[key]

    def __contains__(self, key: object) -> bool:
        self._asked.add(str(key))
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._asked.add(self._whole)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._asked.add(self._whole)
        return len(self._mapping)

    def __getattr__(self, name: str) -> Any:
        self._asked.add(EVERYTHING)
        return getattr(self._mapping, name)
