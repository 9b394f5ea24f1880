"""Cards of records in memory: what the transcripts of the commands do not come across."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.dataset import Dataset
from onrecord.models import (
    MODELS,
    RECORD_KINDS,
    Actor,
    Claim,
    Event,
    Kind,
    Metadata,
    Record,
    Source,
    Stance,
    Statement,
    System,
)
from onrecord.reporters.cards import CARDS, card_data, render_card
from onrecord.reporters.cards.parts import MOST
from onrecord.reporters.cards.statement import STANCE_MARKS
from onrecord.reporters.listing import HEADS, plain_table, rows_of, table
from onrecord.reporters.terminal import HARMFUL, Look, width_of

METADATA = Metadata.model_validate(
    {
        "format": 1,
        "version": "2024.1.0",
        "title": "Cards",
        "description": "Records for cards.",
        "license": "CC-BY-4.0",
        "maintainers": [{"name": "onrecord contributors"}],
    }
)
ADDED = {"added": "2024-01-02"}
CITED = [{"source": "a-source", "mode": "mention"}]
LOOK = Look(width=80)


def body(record_id: str, name: str) -> Actor:
    return Actor.model_validate(
        {
            "id": record_id,
            "type": "state",
            "names": [{"text": name, "lang": "en", "kind": "primary"}],
            **ADDED,
        }
    )


def statement(record_id: str, stance: str = "affirms", **fields: Any) -> Statement:
    return Statement.model_validate(
        {
            "id": record_id,
            "speakers": [{"actor": "iran", "capacity": "Iran"}],
            "date": record_id[:10],
            "act": "assertion",
            "summary": "Iran spoke.",
            "stances": [{"claim": "a-claim", "stance": stance}],
            "citations": CITED,
            **ADDED,
            **fields,
        }
    )


SOURCE = Source.model_validate(
    {
        "id": "a-source",
        "type": "web-page",
        "publisher": "iran",
        "lang": "fa",
        "accessed": "2024-01-02",
        "read": "excerpt",
        **ADDED,
    }
)
CLAIM = Claim.model_validate(
    {
        "id": "a-claim",
        "text": "Iran supplied drones to Russia.",
        "question": "Did Iran supply drones to Russia?",
        "topics": ["arms-exports"],
        "former_ids": ["an-older-claim"],
        **ADDED,
    }
)
SYSTEM = System.model_validate(
    {
        "id": "shahed-136",
        "names": [
            {"text": "شاهد ۱۳۶", "lang": "fa", "kind": "primary"},
            {"text": "シャヘド136", "lang": "ja", "kind": "transliteration"},
        ],
        "category": "one-way-attack-uav",
        **ADDED,
    }
)
EVENT = Event.model_validate(
    {
        "id": "2022-08-delivery",
        "type": "delivery",
        "title": "A delivery",
        "summary": "Drones were delivered.",
        "date": "2022-08",
        "standing": "alleged",
        "standing_reason": "One side says so.",
        "participants": [{"actor": "iran", "role": "supplier"}],
        "systems": ["shahed-136"],
        "claims": ["a-claim"],
        "citations": CITED,
        **ADDED,
    }
)


def dataset(*more: Record) -> Dataset:
    records = (body("iran", "Iran"), SOURCE, CLAIM, SYSTEM, EVENT, *more)
    return Dataset.from_records(records, metadata=METADATA)


def card(record_id: str, *more: Record, look: Look = LOOK) -> str:
    found = dataset(*more)
    return render_card(found[record_id], found, look)


def test_every_kind_has_a_card_and_a_row() -> None:
    assert tuple(CARDS) == RECORD_KINDS
    assert tuple(HEADS) == RECORD_KINDS
    assert set(STANCE_MARKS) == set(Stance)
    assert len(set(STANCE_MARKS.values())) == len(Stance)


def test_a_claim_tells_its_history_in_order_with_stances() -> None:
    statements = [
        statement("2022-09-02-denial", "denies"),
        statement("2022-09-01-charge", "affirms"),
        statement(
            "2022-11-05-part",
            "partly-affirms",
            stances=[
                {
                    "claim": "an-older-claim",
                    "stance": "partly-affirms",
                    "scope": {"period": "../2022-02-23"},
                }
            ],
        ),
        statement("2022-11-06-silence", "declines-to-comment"),
        statement("2022-11-07-retreat", "retracts"),
    ]
    history = card("a-claim", *statements).partition("History")[2].partition("\nRecord")[0]
    assert history == (
        " (6)\n"
        "  + affirms: 1, − denies: 1, ± partly affirms: 1, ? declines to comment: 1, ×\n"
        "  retracts: 1, • events: 1\n"
        "\n"
        "  2022-08     •  A delivery (alleged, 1 origin)\n"
        "                 2022-08-delivery\n"
        "  2022-09-01  +  Iran\n"
        "                 assertion, 1 origin: Iran spoke.\n"
        "                 2022-09-01-charge\n"
        "                 ▸ uncontested\n"
        "  2022-09-02  −  Iran\n"
        "                 assertion, 1 origin: Iran spoke.\n"
        "                 2022-09-02-denial\n"
        "                 ▸ contested, with 2022-09-01-charge\n"
        "  2022-11-05  ±  Iran\n"
        "                 assertion, 1 origin: Iran spoke.\n"
        "                 partly affirms, for the time: up to 23 February 2022\n"
        "                 (../2022-02-23)\n"
        "                 2022-11-05-part\n"
        "  2022-11-06  ?  Iran\n"
        "                 assertion, 1 origin: Iran spoke.\n"
        "                 2022-11-06-silence\n"
        "  2022-11-07  ×  Iran\n"
        "                 assertion, 1 origin: Iran spoke.\n"
        "                 2022-11-07-retreat\n"
        "                 ▸ retracted, with 2022-11-05-part\n"
    )


def test_a_withdrawn_record_says_so_first() -> None:
    gone = statement(
        "2022-11-04-wrong-day",
        status="withdrawn",
        withdrawn={
            "date": "2024-02-01",
            "reason": "It is of another day.",
            "replaced_by": "2022-11-05-right-day",
        },
    )
    assert card("2022-11-04-wrong-day", gone).startswith(
        "statement  2022-11-04-wrong-day\n\n"
        "  Withdrawn on 1 February 2024: It is of another day.\n"
        "  See 2022-11-05-right-day\n\n"
        "  Iran spoke.\n"
    )


def test_a_statement_shows_figures_differences_and_corrections() -> None:
    figures = [
        {"measure": "arms-exports-value", "best": 10**9, "unit": "USD", "hedge": "almost",
         "period": "2022", "original": "almost $1 billion"},
        {"measure": "uavs", "low": 1700, "high": 2400, "unit": "item", "hedge": "between",
         "counts": "shot-down", "systems": ["shahed-136"], "original": "1,700 to 2,400"},
        {"measure": "uavs", "unit": "item", "hedge": "dozens", "of": "drones",
         "original": "dozens of drones"},
    ]  # fmt: skip
    said = statement(
        "2022-11-05-figures",
        quantities=figures,
        citations=[
            {
                "source": "a-source",
                "mode": "paraphrase",
                "primary": True,
                "via": ["iran"],
                "locator": "p. 7",
                "differs": {"date": "2022-11-04"},
            }
        ],
        corrections=[
            {"date": "2024-02-01", "field": "date", "was": "2022-11-04", "why": "Misread."}
        ],
        waivers=[
            {"rule": "P008", "reason": "It has no title."},
            {"rule": "D001", "of": ["2022-11-05-word"], "reason": "Said anew."},
        ],
        note="A note.",
    )
    shown = card("2022-11-05-figures", said)
    assert shown[shown.index("Figures") :] == (
        "Figures\n"
        "  almost 1,000,000,000 USD  arms-exports-value\n"
        "                            period: 2022\n"
        "                            in words: “almost $1 billion”; below 1,000,000,000\n"
        "                            USD\n"
        "  1,700 to 2,400            uavs, shot down (شاهد ۱۳۶)\n"
        "                            in words: “1,700 to 2,400”; at least 1,700 and at\n"
        "                            most 2,400\n"
        "  dozens                    uavs: drones\n"
        "                            in words: “dozens of drones”; at least 24\n"
        "\n"
        "Sources (1)\n"
        "  1  Iran, no date\n"
        "     paraphrase, the speaker's or issuer's own publication, via Iran, p. 7\n"
        "     differs: date is 2022-11-04 there\n"
        "     a-source\n"
        "  rests on    1 origin; nearest: the speaker's or issuer's own publication\n"
        "\n"
        "Record\n"
        "  added       2024-01-02\n"
        "  note        A note.\n"
        "  corrected   2024-02-01: date was 2022-11-04. Misread.\n"
        "  waived      P008: It has no title.\n"
        "              D001 of 2022-11-05-word: Said anew.\n"
    )


def test_answers_are_shown_both_ways() -> None:
    quoted = {"type": "quotes", "event": "2022-08-delivery"}
    first = statement("2022-11-05-word", relations=[quoted])
    reply = statement(
        "2022-11-06-reply",
        "denies",
        relations=[{"type": "responds-to", "statement": "2022-11-05-word", "note": "By name."}],
    )
    assert (
        "Answers\n"
        "  ←  quotes some day in August 2022, A delivery (alleged)\n"
        "     2022-08-delivery\n"
        "\n"
        "Answered by (1)\n"
        "  →  response, 6 November 2022, Iran: Iran spoke.\n"
        "     2022-11-06-reply\n"
    ) in card("2022-11-05-word", first, reply)
    assert (
        "Answers\n"
        "  ←  responds to 5 November 2022, Iran, assertion: Iran spoke.\n"
        "     2022-11-05-word\n"
        "     By name.\n"
    ) in card("2022-11-06-reply", first, reply)
    assert "  →  quotation, 5 November 2022, Iran" in card("2022-08-delivery", first, reply)


def test_a_long_list_is_cut_and_says_where_the_rest_is() -> None:
    many = [statement(f"2022-11-{day:02}-word") for day in range(1, MOST + 4)]
    shown = card("iran", *many)
    assert f"\nSaid ({MOST + 3})\n" in shown
    assert "  …  3 earlier ones: onrecord list statements --speaker iran\n" in shown
    assert "2022-11-03-word" not in shown
    assert "2022-11-04-word" in shown


def test_what_a_record_names_may_be_missing() -> None:
    lost = statement("2022-11-05-lost", audience=["nobody"], occasion="no-event")
    shown = card("2022-11-05-lost", lost)
    assert "  at          no-event (no-event)\n" in shown
    assert "  to          nobody (nobody)\n" in shown


def test_nothing_in_a_record_disturbs_the_terminal() -> None:
    evil = statement(
        "2022-11-05-evil", summary="a\u202eb\x1b[31m", note="c\x07", stances=[], medium="letter"
    )
    found = dataset(evil)
    for record in found:
        assert not HARMFUL.search(render_card(record, found, LOOK).replace("\n", ""))
    rows = rows_of([evil], found)
    assert rows[0][-1] == "a<U+202E>b<U+001B>[31m"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_cards_and_tables_keep_to_the_width(width: int) -> None:
    found = dataset(statement("2022-11-05-word", summary="word " * 50 + "end."))
    for record in found:
        lines = render_card(record, found, Look(width=width)).splitlines()
        assert all(width_of(line) <= width for line in lines)
    for kind in RECORD_KINDS:
        rows = rows_of(list(found.of_kind(kind).values()), found)
        lines = table(HEADS[kind], rows, Look(width=width)).splitlines()
        assert lines
        assert all(width_of(line) <= width for line in lines)


def test_columns_are_aligned_in_every_script() -> None:
    rows = [("a", "日本", "x"), ("bb", "شاهد", "y")]
    assert plain_table(rows) == "a   日本  x\nbb  شاهد  y\n"
    assert plain_table([]) == ""
    assert table(("id", "name", "last"), rows, Look(width=40)) == (
        "id  name  last\na   日本  x\nbb  شاهد  y\n"
    )


def test_data_of_a_record_has_what_names_it() -> None:
    found = dataset(statement("2022-11-05-word"))
    data = card_data(found["a-claim"], found)
    assert data["kind"] == "claim"
    assert MODELS[Kind.CLAIM].model_validate(data["record"]) == CLAIM
    assert data["used_by"] == [
        {"kind": "statement", "id": "2022-11-05-word", "path": ["stances", 0, "claim"]},
        {"kind": "event", "id": "2022-08-delivery", "path": ["claims", 0]},
    ]
