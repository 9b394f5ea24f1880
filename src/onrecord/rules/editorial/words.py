"""Which texts of a record are the project's own, and which words they had better not have.

The words are data: one line each. It knows nothing of findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.diagnostics import RecordPath
from onrecord.models import Actor, Claim, Event, Record, Statement

__all__ = ["LOADED", "Loaded", "has_one_of", "own_words", "unquoted"]

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_ATTRIBUTED = re.compile(
    r"(?<![\w-])(?:call(?:s|ed|ing)?|describ(?:es|ed|ing)|label(?:s|l?ed|l?ing))\b"
    r"(?! (?:up)?on\b| for\b)"
)
_LISTED = r"\b(?:designat|list|counter-?terror|sponsor|financ|Global|Foreign)\w*"
_RULES = (
    r"(?:sanctions?|control|inspections?|restrictions?|licen[cs]ing|legal|embargo|verification"
    r"|proliferation|export|drones?|missiles?|monitoring|safeguards)"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A word that takes a side, and what to write instead.

    ``pattern`` is how it occurs, ``unless`` what makes it harmless in a text. ``stem`` is in every
    occurrence, in lower case: whoever searches many texts asks for it first.
    """

    stem: str
    instead: str
    pattern: str
    unless: str = ""

    def find(self, text: str) -> str | None:
        """The word as a text has it, if it has it as a word of its own."""
        plain = unquoted(text)
        if _ATTRIBUTED.search(plain) or (self.unless and re.search(self.unless, plain)):
            return None
        found = re.search(rf"\b(?:{self.pattern})\b", plain)
        return found[0] if found else None


LOADED: tuple[Loaded, ...] = (
    Loaded("regime", "government", "[Rr]egimes?", rf"(?i){_RULES} (?:\w+ )?regime"),
    Loaded("terror", "armed group, attack", "terror(?:ists?|ism)?", _LISTED),
    Loaded("so-called", "the name alone, or who calls it so", "so-called"),
    Loaded("brutal", "what was done", "brutal(?:ly|ity)?"),
    Loaded("notorious", "what it is known for", "notorious(?:ly)?"),
    Loaded("infamous", "what it is known for", "infamous(?:ly)?"),
    Loaded("puppet", "government", "puppets?"),
    Loaded("aggressor", "the name of the state", "aggressors?"),
    Loaded("zionist", "Israel, Israeli", "Zionists?"),
    Loaded("mullah", "government of Iran", "mullahs?"),
    Loaded("martyr", "killed", "martyr(?:s|ed|dom)?"),
    Loaded("propaganda", "what was said, or the speaker’s words in quotation marks", "propaganda"),
    Loaded("kamikaze", "one-way attack drone", "[Kk]amikaze"),
    Loaded("suicide", "one-way attack drone", "[Ss]uicide (?:drone|UAV)s?"),
    Loaded("claimed", "said", "claimed (?:that|to)"),
    Loaded("confess", "said", "confess(?:es|ed|ing)?"),
    Loaded("slam", "criticised", "slam(?:s|med|ming)?"),
    Loaded("reveal", "said, showed", "reveal(?:s|ed|ing) that"),
)
"""Words that one of the parties would object to, each with what to write instead."""


def unquoted(text: str) -> str:
    """A text without what stands in quotation marks: those words are another's."""
    if "“" in text or '"' in text or "«" in text:
        return _QUOTED.sub(" ", text)
    return text


_last: list[tuple[Record, str]] = []


def has_one_of(record: Record, stems: Iterable[str]) -> bool:
    """Whether one of these stands anywhere in the record's own texts, whatever the case."""
    # Rules look at one record in turn: its texts are put together once for all of them.
    if not _last or _last[0][0] is not record:
        _last[:] = [(record, "\n".join([text for _, text in own_words(record)]).casefold())]
    texts = _last[0][1]
    return any(stem in texts for stem in stems)


def own_words(record: Record) -> Iterator[tuple[RecordPath, str]]:
    """Every text of a record that the project wrote itself, and where it stands."""
    match record:
        case Statement():
            yield ("summary",), record.summary
            yield from _limits(record)
        case Event():
            yield ("title",), record.title
            yield ("summary",), record.summary
            if record.standing_reason is not None:
                yield ("standing_reason",), record.standing_reason
        case Claim():
            yield ("text",), record.text
            yield ("question",), record.question
        case Actor() if record.affiliation_reason is not None:
            yield ("affiliation_reason",), record.affiliation_reason
    if record.note is not None:
        yield ("note",), record.note


def _limits(statement: Statement) -> Iterator[tuple[RecordPath, str]]:
    """What limits its stances, and what its relations rest on, in words."""
    for place, stance in enumerate(statement.stances):
        if stance.scope is not None and stance.scope.note is not None:
            yield ("stances", place, "scope", "note"), stance.scope.note
    for place, relation in enumerate(statement.relations):
        if relation.note is not None:
            yield ("relations", place, "note"), relation.note
