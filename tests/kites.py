"""A small world in which North and South speak of kites that were sold, for tests of claims."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from onrecord.dataset import Dataset
from onrecord.models import Actor, Claim, Record, Source, Stance, Statement, System

ADDED = "2026-01-01"


def actor(name: str, type_: str = "state", **fields: Any) -> Actor:
    """An actor of that id."""
    names = [{"text": name.title(), "lang": "en", "kind": "primary"}]
    data = {"id": name, "type": type_, "names": names, "added": ADDED, **fields}
    return Actor.model_validate(data)


def minister(name: str, body: str, **held: str) -> Actor:
    """A person with an office in a body."""
    positions = [{"title": "Minister", "body": body, **held}]
    return actor(name, "person", positions=positions)


ACTORS = (
    actor("north", country="NO"),
    actor("south", country="ZA"),
    actor("north-ministry", "government-body", country="NO", parent="north"),
    actor("north-army", "armed-force", country="NO"),
    actor("north-paper", "media", country="NO", parent="north", affiliation="state"),
    minister("nora", "north-ministry"),
    minister("nils", "north-ministry", **{"from": "2020", "to": "2021"}),
    minister("sam", "south"),
)
SYSTEMS = tuple(
    System.model_validate(
        {"id": name, "names": [{"text": name, "lang": "en", "kind": "primary"}],
         "category": "uav", "added": ADDED, **more}
    )
    for name, more in (("kite", {}), ("kite-2", {"variant_of": "kite"}), ("boat", {}))
)  # fmt: skip
CLAIM = Claim.model_validate(
    {"id": "sold", "text": "North sold kites.", "question": "Did North sell kites?",
     "topics": ["sales"], "about": {"actors": ["north"]}, "added": ADDED}
)  # fmt: skip
SOURCE = Source.model_validate(
    {"id": "paper", "type": "web-page", "publisher": "north-paper", "published": "2022-06-01",
     "lang": "en", "accessed": ADDED, "read": "full", "added": ADDED}
)  # fmt: skip


def said(day: str, who: str, stance: str | None, act: str = "assertion", **more: Any) -> Statement:
    """A statement with one stance on the claim; ``scope`` and other fields by keyword."""
    scope = {"scope": more.pop("scope")} if "scope" in more else {}
    data = {
        "id": f"2022-{who}-{stance or 'silent'}-{more.pop('number', 0)}",
        "speakers": [{"actor": who, "capacity": "Minister", **more.pop("speaker", {})}],
        "date": day,
        "medium": "speech",
        "act": act,
        "summary": f"{who} spoke.",
        "stances": [{"claim": "sold", "stance": stance, **scope}] if stance else [],
        "citations": [{"source": "paper", "mode": "mention"}],
        "added": ADDED,
        **more,
    }
    return Statement.model_validate(data)


def dataset(base: Dataset, *records: Record) -> Dataset:
    """The world with these records; the vocabularies are those of the small dataset."""
    return Dataset.from_records(
        (*ACTORS, *SYSTEMS, CLAIM, SOURCE, *records),
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    )


ACCUSED = said("2022-01-01", "sam", "affirms", "accusation")
DENIED = said("2022-01-02", "nora", "denies", "denial")

PERIODS = ("2021", "../2021-06-30", "2021-07/..", "2021-05?")
scopes = st.one_of(
    st.none(),
    st.builds(lambda period: {"period": period}, st.sampled_from(PERIODS)),
    st.builds(lambda system: {"systems": [system]}, st.sampled_from(("kite", "kite-2", "boat"))),
    st.just({"note": "In words."}),
)
DAYS = ("2022-01-01", "2022-01-02", "2022-01", "2022-01-03?", "2022", "2022-01-02/2022-02-01")


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """A few statements with any stances, speakers, scopes and days."""
    made = []
    for number in range(draw(st.integers(0, 9))):
        scope = draw(scopes)
        made.append(
            said(
                draw(st.sampled_from(DAYS)),
                draw(st.sampled_from(("sam", "nora", "nils", "north-army", "north-paper"))),
                draw(st.sampled_from([each.value for each in Stance])),
                draw(st.sampled_from(("assertion", "admission"))),
                number=number,
                **({"scope": scope} if scope else {}),
            )
        )
    return made
