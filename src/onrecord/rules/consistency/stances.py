"""C001, C003: what one speaker says of one claim, and of claims that exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.dataset.claims.scopes import AFFIRMING, Scopes
from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import Claim, Kind, Stance
from onrecord.rules.registry import Context, Stage, rule
from onrecord.rules.taken import Taken, facts_of, taken_in, turns_from

__all__: list[str] = []

Findings = Iterator[Finding]

_STANDING = (*AFFIRMING, Stance.DENIES, Stance.RETRACTS)


@rule(
    "C001",
    "opposite-stances",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.STATEMENT],
    gather=facts_of,
)
def opposite_stances(context: Context) -> Findings:
    """One speaker affirms and denies the same claim, and no relation says that it is a turn.

    Why:
        Either the second statement takes back or corrects the first, which is worth a relation; or
        the two speak of different parts of the claim, which is what a scope is for; or one of the
        stances is wrong.
    Wrong:
        # the same speaker denied the claim in 2022-10
        date: 2022-11-05
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: affirms
    Right:
        date: 2022-11-05
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: partly-affirms
            scope:
              period: ../2022-02-23
        relations:
          - type: corrects
            statement: 2022-10-03-amir-abdollahian-no-drones-to-russia
    """
    scopes = Scopes(context.dataset)
    facts = context.gathered("C001")
    for claim, stances in taken_in(facts, context.dataset, *_STANDING).items():
        said: dict[str, _Said] = {}
        for new in stances:
            opposed: Taken | None = None
            for speaker in sorted(new.speakers):
                opposed = said.setdefault(speaker, _Said(scopes)).add(new) or opposed
            if opposed is not None:
                verb = "denied" if opposed.stance.stance is Stance.DENIES else "affirmed"
                yield Finding(
                    code="C001",
                    record=new.statement,
                    path=new.path,
                    message=f"the same speaker {verb} `{claim}` in `{opposed.statement}`",
                    seen=new.stance.stance.value,
                    expected="a relation `retracts` or `corrects`, or scopes that do not overlap",
                    related=(_related(opposed, f"{verb} here"),),
                )


def _excluded(claim: Claim) -> list[str]:
    return list(claim.excludes) if claim.is_active else []


@rule(
    "C003",
    "excluded-claims-affirmed",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.CLAIM],
    gather=_excluded,
)
def excluded_claims_affirmed(context: Context) -> Findings:
    """One speaker affirms two claims that cannot be true together.

    Why:
        A speaker may say both, and that is worth finding; more often one of the two stances
        belongs to another claim or needs a scope.
    Wrong:
        # the first claim excludes the second
        stances:
          - claim: drones-were-supplied-before-the-war-only
            stance: affirms
          - claim: drones-were-supplied-during-the-war
            stance: affirms
    Right:
        stances:
          - claim: drones-were-supplied-before-the-war-only
            stance: affirms
    """
    scopes = Scopes(context.dataset)
    facts, exclusions = context.gathered("C001"), tuple(_exclusions(context))
    sorts = (*AFFIRMING, Stance.RETRACTS)
    taken = taken_in(facts, context.dataset, *sorts) if exclusions else {}
    for claim, other in exclusions:
        first, second = (_affirmed(taken.get(each, ())) for each in (claim, other))
        for speaker in sorted(first.keys() & second.keys()):
            pair = _common(first[speaker], second[speaker], scopes, context)
            if pair is not None:
                earlier, later = pair
                yield Finding(
                    code="C003",
                    record=later.statement,
                    path=(*later.path[:-1], "claim"),
                    message=f"`{claim}` and `{other}`, affirmed by `{speaker}`, exclude each other",
                    seen=later.stance.claim,
                    expected="one of the two, or scopes that do not overlap",
                    related=(_related(earlier, "the other one"),),
                )


@dataclass(slots=True)
class _Said:
    """What one speaker has said of one claim so far: the last stance for each scope."""

    scopes: Scopes
    affirmed: dict[str, Taken] = field(default_factory=dict)
    denied: dict[str, Taken] = field(default_factory=dict)

    def add(self, new: Taken) -> Taken | None:
        """Takes in a stance; the earlier one that it surely opposes, without saying so."""
        match new.stance.stance:
            case Stance.RETRACTS:
                self._drop(self.affirmed, new)
                self._drop(self.denied, new)
                return None
            case Stance.DENIES:
                mine, opposite = self.denied, self.affirmed
            case Stance.AFFIRMS | Stance.PARTLY_AFFIRMS:
                mine, opposite = self.affirmed, self.denied
            case _:
                return None
        mine[new.text] = new
        opposed = self._drop(opposite, new)
        return opposed[-1] if opposed else None

    def _drop(self, stances: dict[str, Taken], new: Taken) -> list[Taken]:
        """Takes out what the stance turns away from, so that each turn is told once."""
        met = {
            key: earlier
            for key, earlier in stances.items()
            if self.scopes.overlap(earlier.stance, new.stance) is True
        }
        for key in met:
            del stances[key]
        return [each for each in met.values() if not turns_from(new, each)]


def _exclusions(context: Context) -> Iterator[tuple[str, str]]:
    """Every two claims that exclude each other, once."""
    seen: set[frozenset[str]] = set()
    for claim, excluded in context.gathered("C003").items():
        for other in map(context.dataset.resolve, excluded):
            pair = frozenset((claim, other))
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                yield claim, other


def _affirmed(stances: Iterable[Taken]) -> dict[str, list[Taken]]:
    """For each speaker what it affirms, the first stance of each scope; not what it took back."""
    found: dict[str, dict[str, Taken]] = {}
    for taken in stances:
        for speaker in taken.speakers:
            if taken.stance.stance is Stance.RETRACTS:
                found.pop(speaker, None)
            elif taken.stance.stance in AFFIRMING:
                found.setdefault(speaker, {}).setdefault(taken.text, taken)
    return {speaker: list(by_scope.values()) for speaker, by_scope in found.items()}


def _common(
    first: Iterable[Taken], second: list[Taken], scopes: Scopes, context: Context
) -> tuple[Taken, Taken] | None:
    """Two stances that surely speak to a common part, neither of which turns from the other."""
    for one in first:
        for other in second:
            if turns_from(one, other) or turns_from(other, one):
                continue
            if scopes.overlap(one.stance, other.stance) is True:
                return (one, other) if _age(one, context) <= _age(other, context) else (other, one)
    return None


def _age(taken: Taken, context: Context) -> tuple[object, str, int]:
    statement = context.dataset.statements[taken.statement]
    return (statement.date.sort_key, taken.statement, taken.place)


def _related(taken: Taken, message: str) -> Related:
    return Related(record=taken.statement, path=taken.path, message=message)
