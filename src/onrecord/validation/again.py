"""Validation that keeps what it found out, so that a next run does only what a change asks for.

A file is read again when its content changed, a record judged again when something that its rules
asked for changed; the report is the same as that of a run from the beginning. It reaches neither
the disk nor the network: what is kept comes in and goes out as bytes.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from typing import Any, Final

from onrecord.dataset import Dataset
from onrecord.diagnostics import Diagnostic, Finding, Report
from onrecord.models import (
    MODELS,
    RECORD_KINDS,
    Actor,
    ActorType,
    Kind,
    Metadata,
    Model,
    Record,
    Vocabulary,
)
from onrecord.models.fields import Ref
from onrecord.models.walk import marked
from onrecord.rules import Context, Rule, Stage, all_rules, rules_of
from onrecord.rules.fit import DATASET_FILE
from onrecord.rules.waivers import Waivers, not_looked_for
from onrecord.validation.changes import changed_notes
from onrecord.validation.judging import Judgment, no_metadata
from onrecord.validation.lazily import Gathered, Placed, Texts, Unmade
from onrecord.validation.ledger import Entry, Ledger, Ruling, read_ledger
from onrecord.validation.reading import File, Reading, fit_of, read
from onrecord.validation.watching import Watcher
from onrecord.validation.workers import each

__all__ = ["Rerun"]

_FEW: Final = 3000
"""Up to how many files all that is kept is written anew after any change."""

_SHARE: Final = 50
"""With more files, one in so many has to have been looked at again."""

Progress = Callable[[int, int], None]


class Rerun(Judgment):
    """One run over files, with what an earlier run kept (``None`` if there was none)."""

    def __init__(self, kept: bytes | None, root: str, today: datetime.date) -> None:
        super().__init__(root)
        ledger = read_ledger(kept)
        # Time only makes what lay in the future past: a day before the last run turns that round.
        self._ledger = ledger if ledger.day <= today.isoformat() else Ledger()
        self._today = today
        self._is_new_day = self._ledger.day != today.isoformat()
        self._entries: list[Entry] = []
        self._fresh: list[Entry] = []
        self._standing: dict[str, Entry] = {}
        self._made: dict[str, Model] = {}
        self._looked_at = 0

    def report(self, files: Sequence[File], progress: Progress | None) -> Report:
        """The report on files, which come in order of their paths."""
        self._take(files, progress)
        changed = changed_notes(self._ledger, self._entries, self._fresh)
        found = [one for entry in self._entries for one in entry.found]
        found += self._found_in_files()
        found += self._unwaived([*self._of_records(changed), *self._of_dataset(changed)])
        counts = Counter(entry.kind for entry in self._entries if entry.whole)
        return Report(
            diagnostics=tuple(sorted(found, key=Diagnostic.sort_key)),
            files=len(self._entries),
            records={kind.value: counts[kind] for kind in MODELS if counts[kind]},
        )

    def kept(self) -> bytes | None:
        """What the next run can use; ``None`` where it is as well off with what there was."""
        many = len(self._entries)
        looked_at = len(self._fresh) + self._looked_at
        if many > _FEW and looked_at * _SHARE < many and not self._is_new_day:
            return None
        self._ledger.day = self._today.isoformat()
        others = (entry for entry in self._entries if not self._is_standing(entry))
        return self._ledger.to_bytes([*others, *self._in_order])

    # Files ------------------------------------------------------------------------------------

    def _take(self, files: Sequence[File], progress: Progress | None) -> None:
        digests = [_digest(file) for file in files]
        old = [self._ledger.entries.get(file.path) for file in files]
        fresh = [
            file
            for file, digest, entry in zip(files, digests, old, strict=True)
            if entry is None or entry.digest != digest
        ]
        readings = each(partial(read, root=self._root), fresh)
        for done, (file, digest, entry) in enumerate(zip(files, digests, old, strict=True), 1):
            if entry is None or entry.digest != digest:
                entry = self._read(file, digest, next(readings))
                self._fresh.append(entry)
            self._put(file, entry)
            if progress is not None:
                progress(done, len(files))

    def _read(self, file: File, digest: str, reading: Reading) -> Entry:
        model = reading.model()
        entry = Entry(
            path=file.path,
            digest=digest,
            id=reading.id,
            number=self._ledger.number(reading.id),
            kind=reading.kind,
            whole=model is not None,
            names=[],
            order=[],
            found=reading.found,
            waived=reading.waived,
        )
        if isinstance(model, Record):
            self._describe(entry, model)
        if model is not None:
            self._made[file.path] = model
        return entry

    def _describe(self, entry: Entry, record: Record) -> None:
        """Put down what the dataset and the rules on it need of a record."""
        names = {mark.value for mark in marked(record) if isinstance(mark.mark, Ref)}
        entry.names = [self._ledger.number(name) for name in sorted(names)]
        entry.order = _order(record)
        entry.waives = bool(record.waivers)
        entry.former = list(record.former_ids)
        if isinstance(record, Actor) and record.type is ActorType.STATE and record.is_active:
            entry.state = record.country
        gathered = ((rule.code, rule.gathered(record)) for rule in rules_of(Stage.DATASET))
        facts = {code: said for code, said in gathered if said}
        if facts:
            text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"
            entry.gathered = text.encode("utf-8", "surrogatepass")

    def _put(self, file: File, entry: Entry) -> None:
        self._entries.append(entry)
        self._has_description |= file.path == DATASET_FILE
        id_ = entry.id
        if entry.waived:
            holder = DATASET_FILE if entry.kind is Kind.DATASET else id_
            self._waived += ((holder, (code, tuple(of))) for code, of in entry.waived)
        if not entry.whole:
            self._unread.setdefault(id_, file.content)
        elif entry.kind is Kind.DATASET:
            model = self._model(file)
            assert isinstance(model, Metadata)
            self.metadata = model
            self._files[DATASET_FILE] = file
        elif id_ in self._files:
            entry.ruling = None
            self._twice.append((file, self._files[id_]))
        else:
            self._files[id_] = file
            self._standing[id_] = entry

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self._ledger)

    def _is_standing(self, entry: Entry) -> bool:
        return self._standing.get(entry.id) is entry

    def _model(self, file: File) -> Model:
        """What a file holds that was read whole, in this run or another."""
        made = self._made.get(file.path)
        if made is None:
            made = self._made[file.path] = _whole(fit_of(file, self._root)[1])
        return made

    # The dataset ------------------------------------------------------------------------------

    @cached_property
    def _in_order(self) -> list[Entry]:
        """The entries of the dataset, in its order."""
        if self._is_in_old_order():
            there = {entry.path: entry for entry in self._standing.values()}
            return [there[path] for path in self._ledger.entries if path in there]
        return sorted(self._standing.values(), key=lambda entry: (entry.order, entry.id))

    def _is_in_old_order(self) -> bool:
        """Whether all that is there was in the dataset before, at the places where it is now."""
        kept = self._ledger.entries
        for entry in self._standing.values():
            old = kept.get(entry.path)
            if old is None or (old.ruling is None and old.kind in _RECORDS):
                return False
            if old is not entry and (old.id, old.order) != (entry.id, entry.order):
                return False
        return True

    @cached_property
    def _records(self) -> list[Entry]:
        return [entry for entry in self._in_order if entry.kind in _RECORDS]

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset of all records that were read whole, each made when it is asked for."""
        ids: dict[Kind, list[str]] = {kind: [] for kind in RECORD_KINDS}
        former: dict[str, str] = {}
        words = []
        for entry in self._in_order:
            id_ = entry.id
            if entry.kind in ids:
                ids[entry.kind].append(id_)
                former.update(dict.fromkeys(entry.former, id_))
            else:
                words.append(id_)
        vocabularies = (self._record(id_) for id_ in sorted(words, key=self._path))
        present = {id_ for some in ids.values() for id_ in some} if former else set()
        dataset = Dataset(
            metadata=self.metadata or no_metadata(),
            vocabularies={one.id: one for one in vocabularies if isinstance(one, Vocabulary)},
            records={kind: Unmade(some, self._record) for kind, some in ids.items()},
            former={old: new for old, new in former.items() if old not in present},
        )
        states = ((entry.state, entry.id) for entry in reversed(self._records))
        dataset.states = {country: id_ for country, id_ in states if country is not None}
        return dataset

    def _path(self, id_: str) -> str:
        return self._files[id_].path

    def _record(self, id_: str) -> Any:
        return self._model(self._files[id_])

    @cached_property
    def _context(self) -> Context:
        gathered = Gathered(self._gathered)
        context = Context(self.dataset, self._today, self._unread, _gathered=gathered)
        vars(context)["named"] = self._named()  # else it would be found out from all records
        return context

    def _gathered(self, code: str) -> Mapping[str, Any]:
        found = self._of_kind
        return {
            entry.id: entry.facts[code]
            for kind in all_rules()[code].kinds
            for entry in found.get(kind, ())
            if code in entry.facts
        }

    @cached_property
    def _of_kind(self) -> Mapping[Kind | None, list[Entry]]:
        found: dict[Kind | None, list[Entry]] = {}
        for entry in self._records:
            found.setdefault(entry.kind, []).append(entry)
        return found

    def _named(self) -> frozenset[str]:
        former = self.dataset.former_ids
        numbers: set[int] = set()
        found: set[str] = set()
        for entry in self._records:
            if entry.former or entry.number in entry.names:
                resolved = {former.get(name, name) for name in self._texts.of(entry.names)}
                found |= resolved - {entry.id}
            else:
                numbers.update(entry.names)
        return frozenset(found.union(former.get(name, name) for name in self._texts.of(numbers)))

    # Judging ----------------------------------------------------------------------------------

    def _of_records(self, changed: set[int] | None) -> Iterator[Diagnostic]:
        due = [entry for entry in self._records if self._is_due(entry.ruling, changed)]
        if due:
            self._looked_at += len(due)
            records = [self._record(entry.id) for entry in due]
            judged = each(Watcher(self._context).judge, records)
            for entry, (found, asked) in zip(due, judged, strict=True):
                rules = all_rules()
                entry.ruling = self._ruling([(rules[code], one) for code, one in found], asked)
        for entry in self._records:
            if entry.ruling is not None:
                yield from entry.ruling.found

    def _of_dataset(self, changed: set[int] | None) -> Iterator[Diagnostic]:
        for rule in rules_of(Stage.DATASET):
            kept = self._ledger.rulings.get(rule.code)
            if kept is None or self._is_due(kept, changed):
                found, asked = Watcher(self._context).run(rule)
                placed = Placed(kept, changed, self._ledger.numbers)
                kept = self._ruling([(rule, finding) for finding in found], asked, placed)
                self._ledger.rulings[rule.code] = kept
            yield from kept.found

    def _is_due(self, ruling: Ruling | None, changed: set[int] | None) -> bool:
        if ruling is None or changed is None or (self._is_new_day and ruling.found):
            return True
        return not changed.isdisjoint(ruling.asked)

    def _ruling(
        self,
        found: Sequence[tuple[Rule, Finding]],
        asked: Iterable[str],
        known: Placed | None = None,
    ) -> Ruling:
        # Where a finding stands depends on the files that it and what belongs to it stand in.
        notes = set(asked)
        for _, finding in found:
            notes.add(finding.record)
            notes.update(other.record for other in finding.related)
        placed = (
            (known and known.get(finding)) or self._placed(rule, finding) for rule, finding in found
        )
        return Ruling(found=tuple(placed), asked=[self._ledger.number(note) for note in notes])

    def _unwaived(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What no waiver of its record covers, and what is found of waivers that cover nothing."""
        waiving = (entry.id for entry in self._records if entry.waives)
        holders = [(id_, self._record(id_).waivers) for id_ in waiving]
        if self.metadata is not None:
            holders.append((DATASET_FILE, self.metadata.waivers))
        waivers = Waivers(holders)
        for id_, (code, of) in self._waived:
            waivers.cover(id_, code, of)
        for one in found:
            if not waivers.cover(one.record or "", one.code, one.of):
                yield one
        for rule, finding in waivers.unused(not_looked_for()):
            yield self._placed(rule, finding)


_RECORDS: Final = frozenset(RECORD_KINDS)


def _whole(model: Model | None) -> Model:
    assert model is not None, "a file that was read whole is whole"
    return model


def _digest(file: File) -> str:
    if file.digest:
        return file.digest
    whole = blake2b(file.content, digest_size=16)
    if file.trouble is not None:
        whole.update(f"\0{file.trouble.code}\0{file.trouble.message}".encode("utf-8", "replace"))
    return whole.hexdigest()


def _order(record: Record) -> list[Any]:
    """What puts a record in its place, as JSON: infinity stands as a number past all years."""
    if record.when is None:
        return [True]
    first, last, text = record.when.sort_key
    return [False, *map(_finite, first), *map(_finite, last), text]


def _finite(number: float) -> float:
    return number if math.isfinite(number) else math.copysign(99_999, number)
