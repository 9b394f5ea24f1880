"""What a record in the making can be given without asking: the day, and an id from its own words.

An id is the date as far as known, then who, then the gist; curators may write a better one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.dataset import Dataset
from onrecord.models import Actor, ActorType, Kind
from onrecord.values.ids import date_prefix, slugify

__all__ = ["propose_id", "with_proposals"]

_DATES: Final = {Kind.STATEMENT: "date", Kind.EVENT: "date", Kind.SOURCE: "published"}
_GISTS: Final = {
    Kind.STATEMENT: "summary",
    Kind.EVENT: "title",
    Kind.SOURCE: "title",
    Kind.CLAIM: "text",
}
_WORDS: Final = 5
_LONGEST: Final = 64
# fmt: off
_IDLE: Final = frozenset([
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "but", "by", "did", "do", "for", "from", "had", "has", "have", "he", "her", "his",
    "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "one", "or", "over", "per",
    "said", "says", "she", "than", "that", "the", "their", "them", "there", "these", "they",
    "this", "those", "to", "told", "was", "were", "when", "which", "while", "who", "will", "with",
    "would",
])
# fmt: on
_SAID: Final = re.compile(r"^.{0,90}?\b(?:said|told|announced|stated)\b(?: that)?")
_KEPT: Final = frozenset(["no", "not", "never", "none"])


def with_proposals(
    kind: Kind, data: Mapping[str, Any], dataset: Dataset, today: datetime.date
) -> dict[str, Any]:
    """The data with the days of today and an id, where it has none of its own."""
    made = {"added": today.isoformat(), **data}
    if kind is Kind.SOURCE:
        made = {"accessed": today.isoformat(), **made}
    if "id" not in made:
        proposed = propose_id(kind, made, dataset)
        made = {"id": proposed, **made} if proposed else made
    return made


def propose_id(kind: Kind, data: Mapping[str, Any], dataset: Dataset) -> str:
    """An id for a record with this data that no record has or had; empty if nothing says one."""
    parts = [_date(kind, data), _who(kind, data, dataset)]
    gist = _gist(kind, data, set("-".join(parts).split("-")))
    base = _joined([*parts, *gist]) if any(gist) else ""
    if not base:
        return ""
    return next(each for each in _numbered(base) if each not in dataset)


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in range(2, 10_000):
        yield f"{base}-{number}"


def _joined(parts: list[str]) -> str:
    """The parts as one id, as many as fit."""
    made = ""
    for part in filter(None, parts):
        longer = f"{made}-{part}" if made else part
        if len(longer) > _LONGEST:
            break
        made = longer
    return made or slugify(" ".join(parts))


def _date(kind: Kind, data: Mapping[str, Any]) -> str:
    said = data.get(_DATES.get(kind, ""))
    if not isinstance(said, str):
        return ""
    return date_prefix(re.split(r"[/?~%,]|\.\.", said.strip("[]{}"))[0]) or ""


def _who(kind: Kind, data: Mapping[str, Any], dataset: Dataset) -> str:
    if kind is Kind.SOURCE:
        return str(data.get("publisher", ""))
    if kind is not Kind.STATEMENT:
        return ""
    speakers = data.get("speakers")
    first = speakers[0] if isinstance(speakers, list) and speakers else {}
    actor_id = str(first.get("actor", "")) if isinstance(first, Mapping) else ""
    actor = dataset.get(actor_id)
    is_person = isinstance(actor, Actor) and actor.type is ActorType.PERSON
    # Of a person the family name: what follows the first of the names.
    return actor_id.partition("-")[2] or actor_id if is_person else actor_id


def _gist(kind: Kind, data: Mapping[str, Any], known: set[str]) -> list[str]:
    """The words of the gist; names are told whole, other texts by the words that carry them."""
    if kind not in _GISTS:
        return [slugify(_name(data))]
    words = slugify(_content(str(data.get(_GISTS[kind], "")))).split("-")
    if kind is Kind.SOURCE and not any(words):
        words = slugify(_slug_of(str(data.get("url", "")))).split("-")
    telling = [each for each in words if each and (each not in _IDLE or each in _KEPT)]
    return [each for each in telling if each not in known][:_WORDS]


def _slug_of(url: str) -> str:
    """The last part of an address that has words in it, without its ending."""
    parts = re.sub(r"^https?://[^/]*|[?#].*$", "", url).split("/")
    return next((re.sub(r"[.][a-z]{2,5}$", "", each) for each in parts[::-1] if "-" in each), "")


def _content(text: str) -> str:
    """What was said, without who said it: ``X said that Y`` is told by Y."""
    return (
        re.sub(r"^.{0,90}?\b(?:said|says|told|denied|announced|stated)\b(?: that)?", "", text)
        or text
    )


def _name(data: Mapping[str, Any]) -> str:
    """The first name that has Latin letters, the English one if there is one."""
    names = data.get("names")
    found = [name for name in names if isinstance(name, Mapping)] if isinstance(names, list) else []
    found.sort(key=lambda name: not str(name.get("lang", "")).startswith("en"))
    return next((str(name["text"]) for name in found if slugify(str(name.get("text", "")))), "")
