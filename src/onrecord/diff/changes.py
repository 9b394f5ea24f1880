"""The values that say what changed: a change for each record, and what follows from it.

It knows records and nothing of how two datasets are compared or of how changes are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from onrecord.diff.fields import FieldChange, in_order
from onrecord.diff.wording import is_wording
from onrecord.models import MODELS, Kind, Metadata, Record, Vocabulary
from onrecord.values.words import Word

__all__ = ["Change", "Changes", "Consequence", "Entry"]

Entry = Record | Vocabulary
"""What a dataset is made of."""


class Consequence(Word):
    """What a change means to those who use the record; the gravest first."""

    REMOVED = "removed", "An id that was found before leads nowhere. No release may do that."
    FACTS = "facts", "Something that the record says is another than before."
    ADDED = "added", "The record is new."
    WITHDRAWN = "withdrawn", "The record does not count any more, for the reason given."
    REINSTATED = "reinstated", "The record was withdrawn, and counts again."
    REDIRECTED = "redirected", "The id leads to a record that has another one now."
    WORDING = "wording", "Nothing but words that carry no fact."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one record, or of one vocabulary.

    ``before`` and ``after`` are the record on each side, or ``None``; they differ in id where it
    was renamed. ``leads_to`` is the id of the record that the id of ``before`` leads to now, and
    ``led_to`` the one that the id of ``after`` led to. ``lost`` are ids that led to it and lead
    nowhere now; ``gained`` those that led nowhere and lead to it now. ``follows`` tells that it
    says the same, and names by their new ids records that were renamed.
    """

    kind: Kind
    before: Entry | None
    after: Entry | None
    leads_to: str | None
    led_to: str | None
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    follows: bool = False

    @property
    def entry(self) -> Entry:
        """The record as it is now; as it was, where it is gone."""
        found = self.after if self.after is not None else self.before
        assert found is not None  # one side is always there
        return found

    @property
    def id(self) -> str:
        """The id that the record has now; the one that it had, where it is gone."""
        return self.entry.id

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What follows from the change, at least one, the gravest first."""
        found = tuple(self._consequences())
        return found or (Consequence.WORDING,)

    @property
    def facts(self) -> tuple[FieldChange, ...]:
        """The fields in which what is said differs."""
        return () if self.follows else tuple(each for each in self.fields if self._is_fact(each))

    def mirror(self) -> Change:
        """The same the other way round."""
        return Change(
            kind=self.kind,
            before=self.after,
            after=self.before,
            leads_to=self.led_to,
            led_to=self.leads_to,
            lost=self.gained,
            gained=self.lost,
            fields=in_order(each.mirror() for each in self.fields),
            follows=self.follows,
        )

    def _consequences(self) -> Iterator[Consequence]:
        if self._is_removed:
            yield Consequence.REMOVED
        if self.before is None:
            yield Consequence.ADDED
            return
        if self.after is not None:
            if self.facts:
                yield Consequence.FACTS
            was, now = _counts(self.before), _counts(self.after)
            if was != now:
                yield Consequence.WITHDRAWN if was else Consequence.REINSTATED
        if self.leads_to not in (None, self.before.id):
            yield Consequence.REDIRECTED

    @property
    def _is_removed(self) -> bool:
        if self.before is None:
            return False
        gone = self.after is None and self.leads_to in (None, self.before.id)
        return gone or bool(self.lost)

    def _is_fact(self, change: FieldChange) -> bool:
        if change.reordered or is_wording(self.kind, change.path):
            return False
        # The withdrawal as a whole comes and goes with the status, which says it already.
        return change.path != ("withdrawn",)


def _counts(entry: Entry) -> bool:
    return not isinstance(entry, Record) or entry.is_active


_KINDS = {kind: place for place, kind in enumerate(MODELS)}


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Everything that differs between two datasets, by kind and then by id.

    ``before`` and ``after`` are what the two say of themselves; ``metadata`` are the differences in
    that, the version among them.
    """

    before: Metadata
    after: Metadata
    metadata: tuple[FieldChange, ...] = ()
    records: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "records", tuple(sorted(self.records, key=_order)))

    def __repr__(self) -> str:
        counts = ", ".join(f"{each} {count}" for each, count in self.counts.items() if count)
        return f"<Changes {self.before.version} → {self.after.version}: {counts or 'none'}>"

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.records or self.metadata)

    def of(self, consequence: Consequence | str) -> tuple[Change, ...]:
        """The changes with this consequence; a change that has two is found under both."""
        return self._by_consequence.get(Consequence(consequence), ())

    @property
    def counts(self) -> dict[Consequence, int]:
        """How many records each consequence concerns, 0 for none, the gravest first."""
        found = Counter(each for change in self.records for each in change.consequences)
        return {consequence: found[consequence] for consequence in Consequence}

    @property
    def lost_ids(self) -> tuple[str, ...]:
        """The ids that lead nowhere now, or to a record of another kind, sorted."""
        lost = {each for change in self.records for each in change.lost}
        removed = (each.before for each in self.of(Consequence.REMOVED) if each.after is None)
        return tuple(sorted(lost | {each.id for each in removed if each is not None}))

    def mirror(self) -> Changes:
        """The same the other way round."""
        return Changes(
            before=self.after,
            after=self.before,
            metadata=in_order(each.mirror() for each in self.metadata),
            records=tuple(each.mirror() for each in self.records),
        )

    @cached_property
    def _by_consequence(self) -> dict[Consequence, tuple[Change, ...]]:
        found: dict[Consequence, list[Change]] = {}
        for change in self.records:
            for consequence in change.consequences:
                found.setdefault(consequence, []).append(change)
        return {consequence: tuple(changes) for consequence, changes in found.items()}


def _order(change: Change) -> tuple[int, str, bool]:
    """By kind and id; where a record is gone and another took its id, what is gone comes first."""
    return (_KINDS[change.kind], change.id, change.before is None)
