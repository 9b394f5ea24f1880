"""Origins of what is cited, hops to the speaker, and the dataset as of a day on either clock."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import Dataset, TieKind
from onrecord.dataset.origins import CITING, citations_of
from onrecord.models import RECORD_KINDS, Actor, Event, Record, Source, Statement

ADDED = "2022-03-01"
READ = "2022-02-01"


def outlet(name: str, affiliation: str = "independent", **more: Any) -> Actor:
    data = {"id": name, "type": "media", "affiliation": affiliation, "added": ADDED,
            "names": [{"text": name, "lang": "en", "kind": "primary"}], **more}  # fmt: skip
    return Actor.model_validate(data)


OUTLETS = (
    outlet("wire"),
    outlet("herald"),
    outlet("courier"),
    outlet("owner"),
    outlet("morning", parent="owner"),
    outlet("evening", parent="owner"),
    outlet("radio", "state", country="NO"),
    outlet("television", "state", country="NO"),
    outlet("speaker"),
    Actor.model_validate(
        {"id": "ministry", "type": "government-body", "country": "NO", "added": ADDED,
         "names": [{"text": "Ministry", "lang": "en", "kind": "primary"}]}
    ),
)  # fmt: skip


def source(name: str, publisher: str, **more: Any) -> Source:
    data = {"id": name, "type": "news-article", "publisher": publisher, "published": "2022-01-02",
            "lang": "en", "accessed": READ, "read": "full", "added": ADDED, **more}  # fmt: skip
    return Source.model_validate(data)


def statement(*cited: str | dict[str, Any], **more: Any) -> Statement:
    citations = [
        {"mode": "mention", **({"source": each} if isinstance(each, str) else each)}
        for each in cited
    ]
    data = {"id": "2022-01-01-said", "speakers": [{"actor": "speaker", "capacity": "itself"}],
            "date": "2022-01-01", "medium": "article", "act": "assertion", "summary": "It spoke.",
            "citations": citations, "added": ADDED, **more}  # fmt: skip
    return Statement.model_validate(data)


def dataset(base: Dataset, *records: Record) -> Dataset:
    return Dataset.from_records((*OUTLETS, *records), metadata=base.metadata)


TOGETHER: dict[str, tuple[list[Source], TieKind, str]] = {
    "a reprint": (
        [source("a", "herald"), source("b", "courier", derived_from=["a"])],
        TieKind.DERIVED,
        "a",
    ),
    "two reprints of a third": (
        [source("a", "herald", derived_from=["c"]), source("b", "courier", derived_from=["c"])],
        TieKind.DERIVED,
        "c",
    ),
    "one credits the other": (
        [source("a", "wire"), source("b", "courier", via=["wire"])],
        TieKind.CREDITS,
        "wire",
    ),
    "both credit an agency": (
        [source("a", "herald", via=["wire"]), source("b", "courier", via=["wire"])],
        TieKind.CREDITS,
        "wire",
    ),
    "one publisher": (
        [source("a", "herald"), source("b", "herald")],
        TieKind.PUBLISHER,
        "herald",
    ),
    "one owner": (
        [source("a", "morning"), source("b", "evening")],
        TieKind.OWNERSHIP,
        "owner",
    ),
    "media of one state": (
        [source("a", "radio"), source("b", "television")],
        TieKind.OWNERSHIP,
        "NO",
    ),
    "a state and its media": (
        [source("a", "ministry"), source("b", "television")],
        TieKind.OWNERSHIP,
        "NO",
    ),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_tied_sources_are_one_origin(base: Dataset, case: str) -> None:
    sources, kind, through = TOGETHER[case]
    made = dataset(base, *sources, source("c", "wire"), statement("a", "b"))
    found = made.origins("2022-01-01-said")
    (origin,) = found.origins
    (tie,) = origin.ties
    assert (tie.kind, tie.left, tie.right, tie.through) == (kind, "a", "b", through)
    assert origin.sources == ("a", "b")


def test_others_are_apart(base: Dataset) -> None:
    made = dataset(base, source("a", "herald"), source("b", "courier"), statement("a", "b"))
    found = made.origins("2022-01-01-said")
    assert [(origin.sources, origin.ties) for origin in found.origins] == [
        (("a",), ()),
        (("b",), ()),
    ]


def test_a_citation_credits_too(base: Dataset) -> None:
    cited = {"source": "b", "via": ["wire"]}
    made = dataset(base, source("a", "wire"), source("b", "courier"), statement("a", cited))
    assert made.origins("2022-01-01-said").count == 1


def test_hops_to_the_speaker(base: Dataset) -> None:
    sources = [
        source("own", "speaker"),
        source("primary", "herald"),
        source("report", "herald"),
        source("reprint", "courier", derived_from=["report"]),
        source("copy", "courier", derived_from=["reprint"]),
        source("quoted", "courier", derived_from=["primary"]),
        source("credits", "courier", via=["wire"]),
    ]
    cited = [each.id for each in sources if each.id != "primary"]
    made = dataset(base, *sources, statement(*cited, {"source": "primary", "primary": True}))
    assert dict(made.origins("2022-01-01-said").hops) == {
        "own": 0, "primary": 0, "report": 1, "reprint": 2, "copy": 3, "quoted": 1, "credits": 2,
    }  # fmt: skip


def test_sources_that_are_derived_from_each_other_have_an_end(base: Dataset) -> None:
    sources = [source("a", "radio", derived_from=["b"]), source("b", "herald", derived_from=["a"])]
    made = dataset(base, *sources, statement("a", "b"))
    assert dict(made.origins("2022-01-01-said").hops) == {"a": 3, "b": 3}


def test_what_rests_on_affiliated_media_alone(base: Dataset) -> None:
    sources = [source("a", "radio"), source("b", "television"), source("c", "herald")]
    one = statement("a", "b")
    other = statement("a", "c", id="2022-01-01-other")
    made = dataset(base, *sources, one, other)
    assert made.origins(one).affiliated_only
    assert not made.origins(other).affiliated_only
    assert made.affiliated_only() == (one,)


def test_what_cites_nothing_has_no_origin(base: Dataset) -> None:
    assert base.origins("gazette").count == 0
    for kind in {*RECORD_KINDS} - {*CITING}:
        for record in base.of_kind(kind).values():
            assert citations_of(record) == ()


@given(st.data())
def test_there_are_at_most_as_many_origins_as_sources(base: Dataset, data: st.DataObject) -> None:
    names = [f"s{number}" for number in range(data.draw(st.integers(1, 6)))]
    sources = [
        source(
            name,
            data.draw(st.sampled_from([each.id for each in OUTLETS])),
            derived_from=data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)),
            via=data.draw(st.lists(st.sampled_from(["wire", "radio"]), max_size=1)),
        )
        for name in names
    ]
    found = dataset(base, *sources, statement(*names)).origins("2022-01-01-said")
    assert 1 <= found.count <= len(names)
    assert sorted(each for origin in found.origins for each in origin.sources) == names
    # The ties of an origin are just enough to hold its sources together.
    assert all(len(origin.ties) == len(origin.sources) - 1 for origin in found.origins)
    assert set(found.hops) == set(names)
    assert all(0 <= hops <= len(names) + 1 for hops in found.hops.values())


# As of a day


def test_the_worlds_clock(base: Dataset) -> None:
    made = base.as_of(said="2021-03-05")
    assert list(made.statements) == ["2021-03-05-harbour-master-left-late"]
    assert list(made.sources) == ["2021-03-05-gazette-ferry-left-late"]
    assert list(made.claims) == list(base.claims)
    assert made.former_ids == base.former_ids


def test_a_time_of_day_counts_as_its_day(base: Dataset) -> None:
    noon = datetime.datetime(2021, 3, 5, 12, tzinfo=datetime.UTC)
    assert list(base.as_of(said=noon)) == list(base.as_of(said="2021-03-05"))
    assert list(base.as_of(added=noon)) == list(base.as_of(added=noon.date()))


def test_the_clock_of_the_dataset(base: Dataset) -> None:
    assert len(base.as_of(added="2021-03-09")) == 0
    assert list(base.as_of(added="2021-03-10")) == list(base)
    assert list(base.as_of(added="2021-03")) == list(base)
    assert list(base.as_of(added="2021-03-10", said="2021-03-05").statements) == [
        "2021-03-05-harbour-master-left-late"
    ]


def test_a_later_withdrawal_had_not_happened(base: Dataset) -> None:
    gone = statement("a", status="withdrawn", withdrawn={"date": "2022-04-01", "reason": "Twice."})
    made = dataset(base, source("a", "herald"), gone)
    assert made.as_of(added="2022-03-31").statements[gone.id].is_active
    assert not made.as_of(added="2022-04-01").statements[gone.id].is_active


@pytest.mark.parametrize(
    ("date", "surely", "possibly"),
    [
        ("2022-01-15", "2022-01-15", "2022-01-15"),
        ("2022-01", "2022-01-31", "2022-01-01"),
        ("2022-01-15~", "2022-01-20", "2000-01-01"),  # its source was published on the 20th
        ("2022-02~", "2022-02-28", "2000-01-01"),  # and its own last day counts
    ],
)
def test_a_statement_is_there_from(base: Dataset, date: str, surely: str, possibly: str) -> None:
    made = dataset(base, source("a", "herald", published="2022-01-20"), statement("a", date=date))
    day = datetime.timedelta(days=1)
    for text, kept in ((surely, False), (possibly, True)):
        first = datetime.date.fromisoformat(text)
        assert made.as_of(said=first, possibly=kept).statements
        if first.year > 2000:
            assert not made.as_of(said=first - day, possibly=kept).statements


def test_an_event_is_there_once_it_has_begun(base: Dataset) -> None:
    data = {**base.events["2021-03-harbour-days"].to_dict(), "date": "2021-03/.."}
    made = dataset(base, Event.model_validate(data))
    assert made.as_of(said="2021-03-31").events
    assert not made.as_of(said="2021-03-30").events


def test_an_undated_source_is_there_once_it_was_copied_or_read(base: Dataset) -> None:
    plain = source("a", "herald").to_dict()
    del plain["published"]
    copied = {**plain, "archived": [{"url": "https://example.org/a", "captured": "2022-01-10"}]}
    for data, day in ((plain, "2022-02-01"), (copied, "2022-01-10")):
        made = dataset(base, Source.model_validate(data))
        assert made.as_of(said=day).sources
        before = datetime.date.fromisoformat(day) - datetime.timedelta(days=1)
        assert not made.as_of(said=before).sources
        assert made.as_of(said=before, possibly=True).sources


@pytest.mark.parametrize("day", ["2022-01/..", "no date"])
def test_a_day_that_is_none_is_refused(base: Dataset, day: str) -> None:
    with pytest.raises(ValueError, match=r"no last day|not EDTF|no date"):
        base.as_of(said=day)


@given(st.dates(datetime.date(2021, 2, 1), datetime.date(2021, 4, 1)))
def test_what_is_sure_is_possible_and_stays(base: Dataset, day: datetime.date) -> None:
    surely = {record.id for record in base.as_of(said=day)}
    assert surely <= {record.id for record in base.as_of(said=day, possibly=True)}
    assert surely <= {record.id for record in base.as_of(said=day + datetime.timedelta(days=1))}
    assert {record.id for record in base.as_of(said=day).as_of(said=day)} == surely
