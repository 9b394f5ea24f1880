"""The stances that speakers have taken, claim by claim, in the order in which they were taken.

It keeps of a statement what comparing needs; what is wrong with a stance is for the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from onrecord.dataset import Dataset
from onrecord.diagnostics import RecordPath
from onrecord.models import Act, RelationType, Stance, StanceOnClaim, Statement

__all__ = ["Taken", "facts_of", "taken_in", "ties_of", "turns_from"]

_TURNS = (RelationType.RETRACTS, RelationType.CORRECTS)


class Taken(NamedTuple):
    """One stance: the id of its statement and its position there, the claim, the speakers' ids.

    ``text`` is the stance as JSON: two of the same text speak to the same part of a claim. ``ties``
    are the ids of the statements from which this one says itself that it turns.
    """

    statement: str
    place: int
    claim: str
    text: str
    speakers: frozenset[str]
    ties: frozenset[str]

    @property
    def stance(self) -> StanceOnClaim:
        """The stance itself."""
        return _stance(self.text)

    @property
    def path(self) -> RecordPath:
        """Where it stands in the statement."""
        return ("stances", self.place, "stance")


def facts_of(statement: Statement) -> dict[str, Any] | None:
    """What is kept of a statement, as JSON; nothing of one that says nothing of any claim."""
    if not statement.is_active:
        return None
    retracts = [
        place
        for place, relation in enumerate(statement.relations)
        if relation.type is RelationType.RETRACTS and relation.statement
    ]
    is_admission = statement.act is Act.ADMISSION
    if not statement.stances and not retracts and not is_admission:
        return None
    return {
        "speakers": list(statement.speaker_ids),
        "stances": [
            [stance.claim, stance.stance.value, _as_json(stance)] for stance in statement.stances
        ],
        "ties": ties_of(statement, *_TURNS),
        "turns": bool(retracts) or any(s.stance is Stance.RETRACTS for s in statement.stances),
        "admits": is_admission,
    }


def ties_of(statement: Statement, *types: RelationType) -> list[str]:
    """The ids of the earlier statements to which it is tied so, as they stand there."""
    return [
        relation.statement
        for relation in statement.relations
        if relation.type in types and relation.statement is not None
    ]


def taken_in(
    facts: Mapping[str, Any], dataset: Dataset, *stances: Stance
) -> dict[str, list[Taken]]:
    """The stances of these sorts by the id of the claim, in the order of the facts."""
    found: dict[str, list[Taken]] = {}
    wanted = {stance.value for stance in stances}
    for statement, kept in facts.items():
        if not kept["stances"]:
            continue
        speakers = frozenset(map(dataset.resolve, kept["speakers"]))
        ties = frozenset(map(dataset.resolve, kept["ties"]))
        for place, (claim, stance, text) in enumerate(kept["stances"]):
            if stance in wanted:
                claim = dataset.resolve(claim)
                taken = Taken(statement, place, claim, text, speakers, ties)
                found.setdefault(claim, []).append(taken)
    return found


def turns_from(later: Taken, earlier: Taken) -> bool:
    """Whether the later statement says itself that it takes back or corrects the earlier one."""
    return earlier.statement in later.ties


def _as_json(stance: StanceOnClaim) -> str:
    return stance.model_dump_json(by_alias=True, exclude_unset=True, exclude_none=True)


@lru_cache(maxsize=4096)
def _stance(text: str) -> StanceOnClaim:
    return StanceOnClaim.model_validate_json(text)
