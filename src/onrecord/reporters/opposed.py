"""Contradictions for people and for programs: what speaks against what, with no verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from onrecord.dataset import Contradiction, ContradictionKind, Dataset, Parties, Use
from onrecord.models import Citation, Quantity, Stance, StanceOnClaim, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.figures import bounds_in_words
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.cards.statement import STANCE_MARKS, stance_words
from onrecord.reporters.terminal import Look

__all__ = ["contradictions_data", "render_contradictions"]

_HEADINGS = {
    ContradictionKind.SPEAKER: "One speaker, opposite stances",
    ContradictionKind.PARTY: "One party, opposite stances",
    ContradictionKind.PARTIES: "Between parties",
    ContradictionKind.FIGURES: "Figures that cannot both be right",
    ContradictionKind.SOURCE: "Sources that have another value than the record",
}
_Claims = tuple[str, str | None]
_DAY = len("2022-11-05~")
_MOST = 8


def render_contradictions(
    found: Sequence[Contradiction], dataset: Dataset, look: Look, *, pairs: bool = False
) -> str:
    """The contradictions as text, by kind.

    Unless ``pairs`` asks for each pair, stances between parties are summed up by claim and party,
    and those of one speaker or party stand once each under their claim.
    """
    page = Page(look)
    by_kind = {kind: [each for each in found if each.kind is kind] for kind in ContradictionKind}
    for kind, some in by_kind.items():
        if not some:
            continue
        page.section(_HEADINGS[kind], len(some))
        lay_out = _LAYOUTS[kind] if pairs else _SHORT.get(kind, _LAYOUTS[kind])
        lay_out(page, dataset, some)
    if not found:
        page.lead(["No contradiction of this sort is on record."])
    return page.text()


def _sides(page: Page, dataset: Dataset, found: Sequence[Contradiction]) -> None:
    """For each claim who affirms and who denies, with how many statements, and how many pairs."""
    parties = Parties(dataset)
    for claims, some in _by_claims(found).items():
        sure = sum(each.certain for each in some)
        stands = {(use.record.id, use.path): use for c in some for use in (c.left, c.right)}
        _on(page, dataset, claims, some)
        said: dict[str, Counter[str]] = defaultdict(Counter)
        for use in stands.values():
            said[_side(dataset, claims, use)].update(_names(dataset, parties, use))
        for word in sorted(said):
            page.entry(" ", [("faint", f"{word} by "), _listing(said[word])])
        page.entry(" ", [("faint", _counted(len(some), sure))])


def _side(dataset: Dataset, claims: _Claims, use: Use) -> str:
    """What a stance does to the claims that are set side by side."""
    word = "denied" if _stance(use).stance is Stance.DENIES else "affirmed"
    return word if _speaks_to_first(dataset, claims, use) else f"the other {word}"


def _speaks_to_first(dataset: Dataset, claims: _Claims, use: Use) -> bool:
    return dataset.resolve(_stance(use).claim) == claims[0]


def _on(page: Page, dataset: Dataset, claims: _Claims, some: Sequence[Contradiction]) -> None:
    """The claim; and the other, where the stances are on two."""
    claim, other = claims
    page.entry("•", [parts.label_of(dataset, claim)], [("name", claim)])
    if other is not None:
        is_denied = any(
            _stance(each).stance is Stance.DENIES for each in (some[0].left, some[0].right)
        )
        tie = "follows from: " if is_denied else "not so together with: "
        page.entry(" ", [("faint", tie), parts.label_of(dataset, other)], [("name", other)])


def _counted(pairs: int, sure: int) -> str:
    word = "pair" if pairs == 1 else "pairs"
    if sure == pairs:
        return f"{pairs} {word}, surely of a common scope"
    return f"{pairs} {word}, {sure or 'none'} surely and {pairs - sure} possibly of a common scope"


def _listing(said: Counter[str]) -> str:
    shown = [f"{name} {count}" for name, count in said.most_common(_MOST)]
    more = len(said) - len(shown)
    return ", ".join([*shown, *([f"{more} more"] if more else [])])


def _names(dataset: Dataset, parties: Parties, use: Use) -> Iterator[str]:
    statement = _statement(use)
    found = (parties.of_speaker(each, statement.date).id for each in statement.speakers)
    return (parts.label_of(dataset, party) for party in dict.fromkeys(found))


def _by_claims(found: Sequence[Contradiction]) -> dict[_Claims, list[Contradiction]]:
    grouped: dict[_Claims, list[Contradiction]] = defaultdict(list)
    for each in found:
        grouped[each.subject, each.other].append(each)
    return grouped


def _by_subject(found: Sequence[Contradiction]) -> dict[str, list[Contradiction]]:
    grouped: dict[str, list[Contradiction]] = defaultdict(list)
    for each in found:
        grouped[each.subject].append(each)
    return grouped


def _stances(page: Page, dataset: Dataset, found: Sequence[Contradiction]) -> None:
    for claims, some in _by_claims(found).items():
        _on(page, dataset, claims, some)
        for each in some:
            for use in (each.left, each.right):
                _stand(page, dataset, claims, use)
            _end(page, each, "the scopes overlap", width=_DAY + 2)


def _once(page: Page, dataset: Dataset, found: Sequence[Contradiction]) -> None:
    """For each claim the statements that contradict each other, each once, and how many pairs."""
    for claims, some in _by_claims(found).items():
        _on(page, dataset, claims, some)
        uses = {(use.record.id, use.path): use for c in some for use in (c.left, c.right)}
        for use in sorted(uses.values(), key=lambda use: _statement(use).date.sort_key):
            _stand(page, dataset, claims, use)
        sure = sum(each.certain for each in some)
        page.entry("", [("faint", _counted(len(some), sure))], width=_DAY + 2)
        page.lead()


def _stand(page: Page, dataset: Dataset, claims: _Claims, use: Use) -> None:
    mark = f"{_statement(use).date.text:<{_DAY}} {STANCE_MARKS[_stance(use).stance]}"
    lines = list(_taken(dataset, use))
    if not _speaks_to_first(dataset, claims, use):
        lines.insert(-1, [("faint", "on the other claim")])
    page.entry(("figure", mark), *lines, width=_DAY + 2)


def _end(page: Page, each: Contradiction, what: str, *, width: int) -> None:
    """What cannot be told of a pair, and an empty line that sets it apart from the next."""
    if not each.certain:
        page.entry("", [("faint", f"It cannot be told that {what}.")], width=width)
    page.lead()


def _taken(dataset: Dataset, use: Use) -> Iterator[Line]:
    statement, stance = _statement(use), _stance(use)
    who = parts.who(dataset, statement)
    named = "" if statement.summary.casefold().startswith(who.casefold()) else f"{who}: "
    yield [("strong", named), statement.summary]
    if stance.scope is not None:
        yield [("faint", stance_words(dataset, stance))]
    yield [("name", statement.id)]


def _figures(page: Page, dataset: Dataset, found: Sequence[Contradiction]) -> None:
    for measure, some in _by_subject(found).items():
        page.entry("•", [parts.term(dataset, "measures", measure)])
        for each in some:
            for use in (each.left, each.right):
                date = use.record.when.text if use.record.when else ""
                page.entry(("figure", date), *_figure(dataset, use), width=_DAY)
            _end(page, each, "they are for one time", width=_DAY)


def _figure(dataset: Dataset, use: Use) -> Iterator[Line]:
    quantity: Quantity = _at(use)
    record = use.record
    who = parts.who(dataset, record) if isinstance(record, Statement) else record.label
    period = f", for {parts.lasting(quantity.period)}" if quantity.period else ""
    yield [("strong", f"“{quantity.original}”"), period]
    yield [("faint", f"{bounds_in_words(quantity)}; {who}")]
    yield [("name", record.id)]


def _values(page: Page, dataset: Dataset, found: Sequence[Contradiction]) -> None:
    by_record: dict[str, list[Contradiction]] = defaultdict(list)
    for each in found:
        by_record[each.left.record.id].append(each)
    for record, some in by_record.items():
        page.entry("•", [("name", record)])
        for each in some:
            page.entry(" ", list(_value(dataset, each)))


def _value(dataset: Dataset, each: Contradiction) -> Iterator[Any]:
    citation: Citation = _at(Use(each.right.record, each.right.path[:-2]))
    source = dataset.sources.get(citation.source)
    publisher = parts.label_of(dataset, source.publisher) if source else citation.source
    yield ("strong", each.subject)
    yield f": {_plain(_at(each.left))}; "
    yield ("faint", "but ")
    yield f"{_plain(citation.differs[each.subject])} "
    yield ("faint", f"in {publisher}")


def _plain(value: object) -> str:
    if value is None or value == ():
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


_LAYOUTS: dict[ContradictionKind, Callable[[Page, Dataset, Sequence[Contradiction]], None]] = {
    ContradictionKind.SPEAKER: _stances,
    ContradictionKind.PARTY: _stances,
    ContradictionKind.PARTIES: _stances,
    ContradictionKind.FIGURES: _figures,
    ContradictionKind.SOURCE: _values,
}


_SHORT = {
    ContradictionKind.SPEAKER: _once,
    ContradictionKind.PARTY: _once,
    ContradictionKind.PARTIES: _sides,
}
"""What stands for many pairs, where not each of them is asked for."""


def _statement(use: Use) -> Statement:
    return cast("Statement", use.record)


def _stance(use: Use) -> StanceOnClaim:
    stance: StanceOnClaim = _at(use)
    return stance


def _at(use: Use) -> Any:
    """What stands at a place; none where the record leaves the field out."""
    value: Any = use.record
    for step in use.path:
        if isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
        if value is None:
            return None
    return value


def contradictions_data(found: Sequence[Contradiction]) -> list[dict[str, Any]]:
    """The contradictions as plain data, each with both of its places."""
    return [
        {
            "kind": each.kind.value,
            "subject": each.subject,
            "other": each.other,
            "certain": each.certain,
            "left": _place(each.left),
            "right": _place(each.right),
        }
        for each in found
    ]


def _place(use: Use) -> dict[str, Any]:
    return {"kind": use.record.kind.value, "id": use.record.id, "path": list(use.path)}
