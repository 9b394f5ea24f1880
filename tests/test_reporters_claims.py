"""Contradictions and timelines as text: what the transcripts of the commands do not come across."""

from __future__ import annotations

import pytest

from onrecord.dataset import Dataset
from onrecord.models import Claim, Record, Statement
from onrecord.reporters import Look
from onrecord.reporters.opposed import contradictions_data, render_contradictions
from onrecord.reporters.timeline import render_timeline

LOOK = Look(width=70)
HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"


def with_records(base: Dataset, *records: Record) -> Dataset:
    new = {record.id: record for record in (*base, *records)}
    return Dataset.from_records(
        new.values(), metadata=base.metadata, vocabularies=base.vocabularies.values()
    )


def test_contradictions_are_summed_up_by_claim_and_party(base: Dataset) -> None:
    assert render_contradictions(base.contradictions(), base, LOOK) == (
        "Between parties (1)\n"
        "  •  The ferry of 4 March 2021 left on time.\n"
        "     ferry-left-on-time\n"
        "     affirmed by Ferry Company 1\n"
        "     denied by IS 1\n"
        "     1 pair, surely of a common scope\n"
        "\n"
        "Sources that have another value than the record (1)\n"
        f"  •  {COMPANY}\n"
        "     date: 2021-03-06; but 2021-03-05 in The Gazette\n"
    )


@pytest.fixture
def more(base: Dataset) -> Dataset:
    """The small dataset with a harbour master who says otherwise later, and counts otherwise."""
    plain = base.statements[HARBOUR].to_dict()
    first = {**plain, "quantities": [{**plain["quantities"][0], "hedge": "exact"}]}
    later = {
        **plain,
        "id": "2021-03-09-harbour-master-on-time",
        "date": "2021-03-09",
        "summary": "He said that it left on time.",
        "stances": [
            {"claim": "ferry-left-on-time", "stance": "affirms", "scope": {"note": "By my watch."}}
        ],
        "quantities": [{**plain["quantities"][0], "best": 90, "hedge": "exact"}],
    }
    del later["original_date"]
    return with_records(base, *map(Statement.model_validate, (first, later)))


def test_one_speaker_and_figures(more: Dataset) -> None:
    found = [each for each in more.contradictions() if each.kind in ("speaker", "figures")]
    assert [each["certain"] for each in contradictions_data(found)] == [False, True]
    assert render_contradictions(found, more, LOOK, pairs=True) == (
        "One speaker, opposite stances (1)\n"
        "  •  The ferry of 4 March 2021 left on time.\n"
        "     ferry-left-on-time\n"
        "  2021-03-05  −  The harbour master said that the ferry had left late,\n"
        "                 with about 240 passengers.\n"
        "                 2021-03-05-harbour-master-left-late\n"
        "  2021-03-09  +  The Harbour Master: He said that it left on time.\n"
        "                 affirms; note: By my watch.\n"
        "                 2021-03-09-harbour-master-on-time\n"
        "                 It cannot be told that the scopes overlap.\n"
        "\n"
        "Figures that cannot both be right (1)\n"
        "  •  Passengers\n"
        "  2021-03-05   “about 240 people”, for 4 March 2021 (2021-03-04)\n"
        "               exactly 240; The Harbour Master\n"
        "               2021-03-05-harbour-master-left-late\n"
        "  2021-03-09   “about 240 people”, for 4 March 2021 (2021-03-04)\n"
        "               exactly 90; The Harbour Master\n"
        "               2021-03-09-harbour-master-on-time\n"
    )


def test_a_timeline_is_by_month(more: Dataset) -> None:
    records = [*more.statements.values(), *more.events.values()]
    records.sort(key=lambda record: (record.date.sort_key, record.id))
    assert render_timeline(records, more, LOOK, claim="ferry-left-on-time") == (
        "March 2021 (6)\n"
        "  2021-03     •  The harbour days (undisputed) 2021-03-harbour-days\n"
        "  2021-03-04  •  The ferry leaves (disputed) 2021-03-04-departure\n"
        "  2021-03-05  −  accusation: The harbour master said that the ferry\n"
        "                 had left late, with about 240 passengers.\n"
        "                 2021-03-05-harbour-master-left-late\n"
        "  2021-03-05  •  The harbour office speaks to journalists (undisputed)\n"
        "                 2021-03-05-press-conference\n"
        "  2021-03-06  +  Ferry Company, denial: The ferry company said that\n"
        "                 the ferry had left on time.\n"
        "                 2021-03-06-company-left-on-time\n"
        "  2021-03-09  +  The Harbour Master, accusation: He said that it left\n"
        "                 on time. 2021-03-09-harbour-master-on-time\n"
    )


def test_nothing_is_shown_of_nothing(base: Dataset) -> None:
    assert render_timeline([], base, LOOK) == ""
    assert render_contradictions([], base, LOOK) == (
        "  No contradiction of this sort is on record.\n"
    )


def test_statements_of_one_speaker_stand_once(more: Dataset) -> None:
    found = [each for each in more.contradictions() if each.kind == "speaker"]
    assert render_contradictions(found, more, LOOK) == (
        "One speaker, opposite stances (1)\n"
        "  •  The ferry of 4 March 2021 left on time.\n"
        "     ferry-left-on-time\n"
        "  2021-03-05  −  The harbour master said that the ferry had left late,\n"
        "                 with about 240 passengers.\n"
        "                 2021-03-05-harbour-master-left-late\n"
        "  2021-03-09  +  The Harbour Master: He said that it left on time.\n"
        "                 affirms; note: By my watch.\n"
        "                 2021-03-09-harbour-master-on-time\n"
        "                 1 pair, none surely and 1 possibly of a common scope\n"
    )


def test_stances_on_two_claims_name_both(base: Dataset) -> None:
    ferry = base.claims["ferry-left-on-time"].to_dict()
    first = {**ferry, "id": "ferry-left", "text": "The ferry left.", "excludes": ["ferry-stayed"]}
    stayed = {**ferry, "id": "ferry-stayed", "text": "The ferry stayed."}
    wider = {**ferry, "broader": ["ferry-left"]}
    plain = base.statements[HARBOUR].to_dict()
    denies = {**plain, "stances": [{"claim": "ferry-left", "stance": "denies"}]}
    affirms = {
        **plain,
        "id": "2021-03-09-harbour-master-on-time",
        "summary": "He said that it left on time.",
        "stances": [{"claim": "ferry-left-on-time", "stance": "affirms"}],
    }
    says_it_stayed = {
        **base.statements[COMPANY].to_dict(),
        "stances": [{"claim": "ferry-stayed", "stance": "affirms"}],
    }
    made = with_records(
        base,
        *map(Claim.model_validate, (first, stayed, wider)),
        *map(Statement.model_validate, (denies, affirms, says_it_stayed)),
    )
    found = [each for each in made.contradictions() if each.other]
    assert [(each["subject"], each["other"]) for each in contradictions_data(found)] == [
        ("ferry-left", "ferry-left-on-time"),
        ("ferry-left-on-time", "ferry-stayed"),
    ]
    assert render_contradictions(found, made, LOOK) == (
        "One speaker, opposite stances (1)\n"
        "  •  The ferry left.\n"
        "     ferry-left\n"
        "     follows from: The ferry of 4 March 2021 left on time.\n"
        "     ferry-left-on-time\n"
        "  2021-03-05  −  The harbour master said that the ferry had left late,\n"
        "                 with about 240 passengers.\n"
        "                 2021-03-05-harbour-master-left-late\n"
        "  2021-03-05  +  The Harbour Master: He said that it left on time.\n"
        "                 on the other claim\n"
        "                 2021-03-09-harbour-master-on-time\n"
        "                 1 pair, surely of a common scope\n"
        "\n"
        "Between parties (1)\n"
        "  •  The ferry of 4 March 2021 left on time.\n"
        "     ferry-left-on-time\n"
        "     not so together with: The ferry stayed.\n"
        "     ferry-stayed\n"
        "     affirmed by IS 1\n"
        "     the other affirmed by Ferry Company 1\n"
        "     1 pair, surely of a common scope\n"
    )
