"""A claim's status, computed from the stances taken on it one after another.

The status says how the parties stand to each other on record, and never who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.dataset.claims.scopes import AFFIRMING, Scopes, is_whole
from onrecord.dataset.parties import Party
from onrecord.models import Act, RelationType, Stance, StanceOnClaim, Statement
from onrecord.values.words import Word

__all__ = ["ClaimStatus", "Ledger", "Standing"]


class ClaimStatus(Word):
    """How those who speak on a claim stand to each other."""

    UNADDRESSED = "unaddressed", "Nobody on record says that it is so, or that it is not."
    UNCONTESTED = "uncontested", "It is affirmed, and nobody on record denies what is affirmed."
    DENIED = "denied", "It is denied, and nobody on record affirms it."
    CONTESTED = "contested", "It is affirmed and denied for a common scope."
    ADMITTED_IN_PART = "admitted-in-part", "The side accused affirms a part of it."
    ADMITTED = "admitted", "The side accused affirms it as a whole."
    RETRACTED = "retracted", "All who affirmed it have taken that back."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status with the statements that make it so, in order of date.

    ``certain`` is false where it rests on scopes of which it cannot be told that they overlap.
    """

    status: ClaimStatus
    certain: bool
    because: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """Who speaks: ``names`` are speakers and their bodies, ``whole`` parties spoken for as such.

    A state is among the names only where it speaks itself.
    """

    names: frozenset[str]
    parties: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, speakers: Iterable[str], parties: Sequence[Party]) -> _Voice:
        """The voice of speakers, with the party of each."""
        return cls(
            names=frozenset((*speakers, *(body for party in parties for body in party.bodies))),
            parties=frozenset(party.id for party in parties),
            whole=frozenset(party.id for party in parties if party.whole),
        )

    def is_one_with(self, other: _Voice) -> bool:
        """Whether they share a speaker or a body, or one of them is for all of a common party."""
        shared = self.parties & other.parties
        return bool(self.names & other.names or shared & (self.whole | other.whole))


@dataclass(slots=True, kw_only=True)
class _Stand:
    """One stance as it stands: whose it is, if it was taken back, if it is an admission."""

    statement: Statement
    stance: StanceOnClaim
    voice: _Voice
    answers: _Stand | None = None
    admits: bool = False
    certain: bool = True
    taken_back: Statement | None = None


@dataclass(slots=True, kw_only=True)
class Ledger:
    """The stances taken so far; each is added in its turn, and ``standing`` tells where that leads.

    ``side`` holds the parties that the claim is about: an admission is made by one of them.
    """

    scopes: Scopes
    side: frozenset[str]
    stands: list[_Stand] = field(default_factory=list)
    # The first pair known to oppose each other, surely and possibly: looked for among the new ones
    # alone, as a claim may have thousands of stances.
    _opposed: dict[bool, tuple[_Stand, _Stand]] = field(default_factory=dict)

    def add(
        self,
        statement: Statement,
        stances: Iterable[StanceOnClaim],
        *,
        speakers: Iterable[str],
        parties: Sequence[Party],
    ) -> None:
        """Takes in the stances of one statement."""
        voice = _Voice.of(speakers, parties)
        for relation in statement.relations:
            if relation.type is RelationType.RETRACTS and relation.statement:
                self._take_back(statement, voice, relation.statement)
        for stance in stances:
            self._add(_Stand(statement=statement, stance=stance, voice=voice))

    def _add(self, new: _Stand) -> None:
        match new.stance.stance:
            case Stance.RETRACTS:
                for stand, sure in self._met(new, self._of_same_voice(new)):
                    stand.taken_back = new.statement
                    stand.certain = stand.certain and sure
                self._look_again()
                return
            case Stance.DENIES:
                for stand, sure in self._met(new, self._standing(AFFIRMING)):
                    if stand.voice.parties & new.voice.parties:
                        stand.admits = stand.admits and not sure
            case Stance.AFFIRMS | Stance.PARTLY_AFFIRMS:
                self._weigh(new)
            case _:
                return
        self._oppose(new)
        self.stands.append(new)

    def _oppose(self, new: _Stand) -> None:
        """Looks for a stance that opposes the new one, unless a pair is known to do so."""
        wanted = AFFIRMING if new.stance.stance is Stance.DENIES else (Stance.DENIES,)
        for stand in self._standing(wanted) if True not in self._opposed else ():
            answer = self.scopes.overlap(stand.stance, new.stance)
            if answer is not False:
                self._opposed.setdefault(answer is True, (stand, new))
            if answer:
                return

    def _look_again(self) -> None:
        """Looks for opposed pairs anew, where a stance of one was taken back."""
        stands, self.stands, self._opposed = self.stands, [], {}
        for stand in stands:
            if stand.taken_back is None:
                self._oppose(stand)
            self.stands.append(stand)

    def _of_same_voice(self, new: _Stand) -> list[_Stand]:
        live = (stand for stand in self.stands if stand.taken_back is None)
        return [stand for stand in live if stand.voice.is_one_with(new.voice)]

    def _met(self, new: _Stand, stands: Iterable[_Stand]) -> Iterator[tuple[_Stand, bool]]:
        """Those of the stances that it may meet, and whether it surely does."""
        for stand in stands:
            answer = self.scopes.overlap(stand.stance, new.stance)
            if answer is not False:
                yield stand, answer is True

    def _take_back(self, by: Statement, voice: _Voice, target: str) -> None:
        for stand in self.stands:
            is_meant = target == stand.statement.id or target in stand.statement.former_ids
            if is_meant and stand.voice.is_one_with(voice):
                stand.taken_back = by
        self._look_again()

    def _weigh(self, new: _Stand) -> None:
        """Whether it is an admission: by its act, or because the same voice denied it before.

        Where only others of its party denied it, the party speaks with two voices, and has not
        admitted anything.
        """
        if self.side and not self.side & new.voice.parties:
            return
        denials = [
            each
            for each in self._standing((Stance.DENIES,))
            if each.voice.parties & new.voice.parties
        ]
        denied = list(self._met(new, denials))
        own = [(stand, sure) for stand, sure in denied if stand.voice.is_one_with(new.voice)]
        surely = [stand for stand, sure in own if sure]
        last = (surely or [stand for stand, _ in own])[-1:]
        new.answers = last[0] if last else None
        if new.statement.act is Act.ADMISSION:
            new.admits = bool(own) or not denied
        elif own and self.side:
            new.admits, new.certain = True, bool(surely)

    def _standing(self, stances: Iterable[Stance]) -> list[_Stand]:
        return [
            stand
            for stand in self.stands
            if stand.taken_back is None and stand.stance.stance in stances
        ]

    def standing(self) -> Standing:
        """The status as of now, and what makes it so."""
        affirmed = self._standing(AFFIRMING)
        denied = self._standing((Stance.DENIES,))
        admitted = [stand for stand in affirmed if stand.admits]
        if admitted:
            return self._admitted(admitted)
        if affirmed and denied:
            return self._contested(affirmed)
        if affirmed:
            return _standing(ClaimStatus.UNCONTESTED, affirmed[:1])
        gone = [stand for stand in self.stands if stand.stance.stance in AFFIRMING]
        if gone:
            last = [stand.taken_back for stand in gone if stand.taken_back]
            certain = all(stand.certain for stand in gone)
            return _standing(ClaimStatus.RETRACTED, gone[-1:], *last[-1:], certain=certain)
        if denied:
            return _standing(ClaimStatus.DENIED, denied[:1])
        return _standing(ClaimStatus.UNADDRESSED, [])

    def _admitted(self, admitted: list[_Stand]) -> Standing:
        whole = [stand for stand in admitted if is_whole(stand.stance)]
        status = ClaimStatus.ADMITTED if whole else ClaimStatus.ADMITTED_IN_PART
        counted = whole or admitted
        first = next((stand for stand in counted if stand.certain), counted[0])
        answered = [first.answers] if first.answers else []
        return _standing(status, [*answered, first], certain=first.certain)

    def _contested(self, affirmed: list[_Stand]) -> Standing:
        for certain in (True, False):
            pair = self._opposed.get(certain)
            if pair is not None:
                return _standing(ClaimStatus.CONTESTED, list(pair), certain=certain)
        return _standing(ClaimStatus.UNCONTESTED, affirmed[:1])


def _standing(
    status: ClaimStatus, stands: list[_Stand], *more: Statement, certain: bool = True
) -> Standing:
    found = {each.id: each for each in (*(stand.statement for stand in stands), *more)}
    because = sorted(found.values(), key=lambda each: (each.date.sort_key, each.id))
    return Standing(status=status, certain=certain, because=tuple(because))
