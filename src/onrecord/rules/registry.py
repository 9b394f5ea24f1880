"""What a rule is, and the one table of all rules."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from onrecord.diagnostics import OnrecordError, Safety, Severity
from onrecord.models import RECORD_KINDS, Kind, Record, Term
from onrecord.models.fields import Ref
from onrecord.models.walk import Marked, marked, named
from onrecord.values.ids import is_sure, nearest

if TYPE_CHECKING:
    from onrecord.dataset import Dataset, Parties

__all__ = [
    "DOUBT",
    "FAMILIES",
    "Context",
    "Mend",
    "Rule",
    "Stage",
    "UnknownRuleError",
    "all_rules",
    "find_rule",
    "rule",
    "rules_of",
]

FAMILIES = {
    "Y": ("syntax", "YAML"),
    "S": ("structure", "Structure"),
    "R": ("reference", "References"),
    "T": ("time", "Time"),
    "Q": ("quantity", "Quotes and quantities"),
    "P": ("provenance", "Provenance"),
    "C": ("consistency", "Consistency"),
    "D": ("duplicate", "Duplicates"),
    "E": ("editorial", "Editorial"),
    "V": ("volume", "Volume"),
}
"""The families of rules: letter, module, name for people."""


class Stage(StrEnum):
    """When a rule runs, and so what its function takes.

    ``parse``: a ``documents.Problem``, and gives its message. The others yield findings:
    ``structure`` from a ``Fit`` of one document and its model, ``record`` from a record and the
    context, ``dataset`` from the context alone, ``release`` from the context too, where there is an
    earlier dataset in it, ``whole`` from what only the run as a whole knows.
    """

    PARSE = "parse"
    STRUCTURE = "structure"
    RECORD = "record"
    DATASET = "dataset"
    RELEASE = "release"
    WHOLE = "whole"


class Mend(StrEnum):
    """How a fix mends what a rule finds."""

    REPLACE = "replace"
    """What is nearest is put in the place of the key or value that the finding points at."""

    REMOVE = "remove"
    """The key or the item of a list that the finding points at is taken out."""

    REMOVE_ITEM = "remove item"
    """The item of a list in which the finding points at a key is taken out."""

    CANONICAL = "canonical"
    """The file is brought into canonical form."""

    MOVE = "move"
    """The file goes to the folder that the finding names as nearest."""

    TEXT = "text"
    """The characters are mended where they stand."""


DOUBT: Final = "a doubtful name"
"""What a record has that names something which is not plainly there (see ``Context.is_doubtful``):
rules that look at names need it, as others need a field.
"""

MOST_ADVICE = 100
"""For how many ids that lead nowhere the nearest one is looked for."""

References = tuple[tuple[Marked, Ref], ...]
"""References with what each of them may name."""


class _Names(NamedTuple):
    """What a record names: ids with what they may be of, and terms with their vocabularies."""

    record: Record
    ids: list[tuple[Ref, str]]
    terms: list[tuple[str, str]]


def _names(record: Record) -> _Names:
    ids: list[tuple[Ref, str]] = []
    terms: list[tuple[str, str]] = []
    for mark, value in named(record):
        if isinstance(mark, Ref):
            ids.append((mark, value))
        else:
            terms.append((mark.vocabulary, value))
    return _Names(record, ids, terms)


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the record: the dataset, the day, and what could not be read.

    ``unread`` holds, by id, the content of files that failed earlier: naming one of them is no
    dangling reference, and one of them may name what nobody else does. ``earlier`` is the dataset
    that this one is held against, if there is one.
    """

    dataset: Dataset
    today: datetime.date
    unread: Mapping[str, bytes] = field(default_factory=dict)
    earlier: Dataset | None = None
    _terms: dict[str, Mapping[str, Term]] = field(default_factory=dict)
    _nearest: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict)
    _named: dict[str, _Names] = field(default_factory=dict)
    _sure: dict[tuple[str, tuple[str, ...]], bool] = field(default_factory=dict)
    _gathered: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def terms(self, vocabulary: str) -> Mapping[str, Term]:
        """The terms of a vocabulary by their id; none where there is no such vocabulary."""
        if vocabulary not in self._terms:
            found = self.dataset.vocabularies.get(vocabulary)
            self._terms[vocabulary] = {term.id: term for term in found.terms} if found else {}
        return self._terms[vocabulary]

    def references(self, record: Record) -> References:
        """Every reference in a record, with what it may name."""
        marks = ((mark, mark.mark) for mark in marked(record))
        return tuple((mark, ref) for mark, ref in marks if isinstance(ref, Ref))

    def term_marks(self, record: Record) -> tuple[Marked, ...]:
        """Every term of a vocabulary in a record."""
        return tuple(mark for mark in marked(record) if not isinstance(mark.mark, Ref))

    def _names(self, record: Record) -> _Names:
        # A record is walked once, for all rules and for all that is named.
        names = self._named.get(record.id)
        if names is None or names.record is not record:
            names = self._named[record.id] = _names(record)
        return names

    def is_doubtful(self, record: Record) -> bool:
        """Whether a record names something else than terms, and others that count by their id."""
        names, get = self._names(record), self.dataset.get
        if record.former_ids:
            return True
        for ref, id_ in names.ids:
            target = get(id_)
            if target is None or target is record or target.kind not in ref.kinds:
                return True
            if target.id != id_ or not target.is_active:
                return True
        return any(term not in self.terms(vocabulary) for vocabulary, term in names.terms)

    def asks(self, record: Record) -> Iterator[str]:
        """The ids and the vocabularies on which it depends whether a record is doubtful."""
        names = self._names(record)
        yield from (id_ for _, id_ in names.ids)
        yield from (vocabulary for vocabulary, _ in names.terms)

    def rules_on(self, record: Record) -> tuple[Rule, ...]:
        """The rules that may find something in a record: those that need nothing that it lacks."""
        given = record.model_fields_set
        return rules_of(
            Stage.RECORD,
            record.kind,
            frozenset((*given, DOUBT) if self.is_doubtful(record) else given),
        )

    @cached_property
    def parties(self) -> Parties:
        """For whom each speaker speaks."""
        from onrecord.dataset import Parties

        return Parties(self.dataset)

    def gathered(self, code: str) -> Mapping[str, Any]:
        """What the rule of this code gathers from records, by their ids; of none that has none."""
        if code not in self._gathered:
            rule = all_rules()[code]
            records = (each for kind in rule.kinds for each in self.dataset.of_kind(kind).values())
            found = ((record.id, rule.gathered(record)) for record in records)
            self._gathered[code] = {id_: facts for id_, facts in found if facts}
        return self._gathered[code]

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids that another record names, whether there is such a record or not."""
        former = self.dataset.former_ids
        found: set[str] = set()
        for record in self.dataset:
            targets = {former.get(id_, id_) for _, id_ in self._names(record).ids}
            found |= targets - {record.id}
        return frozenset(found)

    @cached_property
    def _advised(self) -> frozenset[str]:
        # To look for the nearest id takes milliseconds, and where thousands lead nowhere it is not
        # a slip of the pen. The first by name: so it does not matter who asks first.
        return frozenset(sorted(id_ for id_ in self.named if id_ not in self.dataset)[:MOST_ADVICE])

    def nearest_id(self, word: str, kinds: tuple[str, ...]) -> str | None:
        """The id of a record of these kinds that is most like a word, if one is like enough.

        Looked for only for the first hundred ids that are named and lead nowhere.
        """
        if word not in self._advised and word in self.named:
            return None
        if (word, kinds) not in self._nearest:
            ids = (known for kind in kinds for known in self.dataset.of_kind(kind))
            self._nearest[word, kinds] = nearest(word, ids)
        return self._nearest[word, kinds]

    def is_sure(self, word: str, near: str | None, kinds: tuple[str, ...]) -> bool:
        """Whether no other id of these kinds is nearly as like a word as the nearest one."""
        if near is None:
            return False
        if (word, kinds) not in self._sure:
            ids = (known for kind in kinds for known in self.dataset.of_kind(kind))
            self._sure[word, kinds] = is_sure(word, near, ids)
        return self._sure[word, kinds]


Check = Callable[..., Any]


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, how much it weighs, when it runs and what it says of itself.

    ``needs`` has fields of which a record must give one for the rule to find anything in it; so it
    is asked of those records alone. Of a ``Fit`` it has the attributes that must not be empty.
    """

    code: str
    name: str
    severity: Severity
    stage: Stage
    check: Check
    kinds: tuple[Kind, ...] = RECORD_KINDS
    needs: tuple[str, ...] = ()
    gather: Callable[[Any], Any] | None = None
    fix: Safety | None = None
    by: Mend = Mend.REPLACE

    def gathered(self, record: Record) -> Any:
        """What the rule keeps of a record, as JSON; nothing of a record that does not matter."""
        return self.gather(record) if self.gather and record.kind in self.kinds else None

    @cached_property
    def _parts(self) -> dict[str, str]:
        text = cleandoc(self.check.__doc__ or "")
        title, *rest = re.split(r"^(Why|Wrong|Right):\n", text, flags=re.MULTILINE)
        parts = zip(rest[::2], rest[1::2], strict=True)
        return {"title": title.strip()} | {name: cleandoc("\n" + part) for name, part in parts}

    @property
    def title(self) -> str:
        """What is wrong, in a sentence."""
        return self._parts["title"]

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._parts["Why"]

    @property
    def wrong(self) -> str:
        """An example that the rule finds fault with, as YAML."""
        return self._parts["Wrong"]

    @property
    def right(self) -> str:
        """The same, mended."""
        return self._parts["Right"]

    @property
    def family(self) -> str:
        """The family's name for people."""
        return FAMILIES[self.code[0]][1]


class UnknownRuleError(OnrecordError):
    """No rule has this code or name."""


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    *,
    stage: Stage = Stage.RECORD,
    severity: Severity = Severity.ERROR,
    kinds: Iterable[Kind] = RECORD_KINDS,
    needs: Iterable[str] = (),
    gather: Callable[[Any], Any] | None = None,
    fix: Safety | None = None,
    by: Mend = Mend.REPLACE,
) -> Callable[[Check], Check]:
    """Registers a function as a rule; its docstring is title, ``Why:``, ``Wrong:``, ``Right:``.

    A rule of the stage ``dataset`` that looks at all records may ``gather`` what it needs of each
    as JSON, and read it with ``context.gathered``: that is kept until the record changes, so that
    not all have to be made again when one has. ``fix`` says that what the rule finds can be mended,
    and ``by`` what means.
    """

    def register(check: Check) -> Check:
        if code in _RULES and _RULES[code].check.__qualname__ != check.__qualname__:
            message = f"two rules have the code {code}"
            raise ValueError(message)
        about = (tuple(kinds), tuple(needs), gather, fix, by)
        _RULES[code] = Rule(code, name, severity, stage, check, *about)
        return check

    return register


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code, in order."""
    for letter in FAMILIES:
        _import_family(letter)
    return dict(sorted(_RULES.items()))


def _import_family(letter: str) -> None:
    import_module(f"onrecord.rules.{FAMILIES[letter][0]}")


@lru_cache(maxsize=4096)  # records have but so many sets of fields
def rules_of(
    stage: Stage, kind: Kind | None = None, given: frozenset[str] | None = None
) -> tuple[Rule, ...]:
    """The rules that run at a stage (and on a kind, where these fields are given), by code."""
    return tuple(
        found
        for found in all_rules().values()
        if found.stage is stage
        and (kind is None or kind in found.kinds)
        and (given is None or not found.needs or not given.isdisjoint(found.needs))
    )


def find_rule(code_or_name: str) -> Rule:
    """The rule with this code (``R001``, in any case) or name; ``UnknownRuleError`` if none has."""
    code = code_or_name.upper()
    if code[:1] in FAMILIES:
        _import_family(code[:1])  # the other families are not needed to know one rule
    found = _RULES.get(code)
    if found is None:
        rules = all_rules().values()
        found = next((each for each in rules if each.name == code_or_name.lower()), None)
    if found is None:
        message = f"no rule is called {code_or_name!r}"
        raise UnknownRuleError(message)
    return found
