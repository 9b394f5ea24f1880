"""The pictures: what is chosen, where it is drawn, and that the drawings are whole and safe."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onrecord import api
from onrecord.dataset import Dataset
from onrecord.documents import parse
from onrecord.exports import Snapshot
from onrecord.exports.tables import tables
from onrecord.models import Quantity, Statement
from onrecord.site import Frame, pictures
from onrecord.site.pictures.counts import bodies, within_days
from onrecord.site.pictures.events import chart_of_events, happenings
from onrecord.site.pictures.figures import Figure, chart_of_figures, figures_in, main_unit, span_of
from onrecord.site.pictures.look import (
    DARK,
    LIGHT,
    Look,
    in_look,
    label,
    pictures_of,
    rendered,
)
from onrecord.site.pictures.plan import Picture, PlanError, Row, read_plan
from onrecord.storage.site import PLAN

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
PASSENGERS = Picture(
    id="passengers",
    kind="counts",
    title="Passengers",
    lead="How many were carried.",
    measures=("passengers",),
    days=(1, 2),
)
DEPARTURES = Picture(
    id="departures",
    kind="events",
    title="Departures",
    lead="What happened.",
    rows=(
        Row(label="Boats", types=("departure",)),
        Row(label="Words", types=("press-conference",)),
    ),
)
FIGURES = PASSENGERS.model_copy(update={"id": "each", "kind": "figures", "days": None})
FARES = FIGURES.model_copy(update={"id": "fares", "measures": ("fare",)})


def quantity(**more: Any) -> Quantity:
    plain = {"measure": "passengers", "unit": "item", "hedge": "exact", "original": "so many"}
    return Quantity.model_validate({**plain, **more})


def said_with(base: Dataset, *more: Quantity, **fields: Any) -> Statement:
    data = base.statements["2021-03-05-harbour-master-left-late"].to_dict()
    quantities = [each.to_dict() for each in more]
    return Statement.model_validate({**data, "quantities": quantities, **fields})


def figures_of(base: Dataset, *more: Quantity, **fields: Any) -> tuple[Figure, ...]:
    return tuple(figures_in(base, [said_with(base, *more, **fields)], ("passengers", "fare")))


def site_of(base: Dataset, *plan: Picture) -> dict[str, bytes]:
    return dict(pictures.pages(Frame(Snapshot(base), release={}, pictures=plan)))


# What is chosen


def test_each_word_of_our_own_plan_is_one_of_the_vocabularies() -> None:
    plan = read_plan((ROOT / "docs" / PLAN).read_bytes(), PLAN)
    assert plan
    for field, vocabulary in (
        ("measures", "measures"),
        ("topics", "topics"),
        ("types", "event-types"),
    ):
        content = (ROOT / "records" / "vocabularies" / f"{vocabulary}.yaml").read_bytes()
        known = {term["id"] for term in (parse(content, vocabulary).data or {})["terms"]}
        used = {
            word
            for picture in plan
            for part in (picture, *picture.rows)
            for word in getattr(part, field, ())
        }
        assert used <= known, vocabulary


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pictures: [", "pictures.yaml: "),
        ("- a", "pictures.yaml: "),
        ("pictures:\n  - id: A b\n", "pictures.0"),
        ("pictures: []\nmore: 1\n", "more: Extra inputs"),
    ],
)
def test_a_plan_that_cannot_be_read_names_the_place(text: str, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(text.encode(), PLAN)
    assert words in str(caught.value)


def test_the_plan_beside_the_documentation_is_followed(base_folder: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    plan = "pictures:\n  - id: each\n    kind: figures\n    title: Each\n    lead: All.\n"
    (docs / PLAN).write_text(f"{plan}    measures: [passengers]\n", encoding="utf-8")
    written = api.site(base_folder, docs, with_release=False)
    assert {"pictures/each.md", "pictures/each.csv", "pictures/each.dark.svg"} <= set(written)


def test_figures_are_those_that_count_and_name_the_body(base: Dataset) -> None:
    (figure,) = figures_in(base, base.statements.values(), ("passengers",))
    assert (figure.who, figure.body, figure.place) == ("The Harbour Master", "Harbour Office", 0)
    assert tuple(map(str, figure.period or ())) == ("2021-03-04", "2021-03-04")


def test_only_figures_for_a_time_of_that_length_are_counts(base: Dataset) -> None:
    found = figures_of(
        base,
        quantity(best=1, period="2021-03-04"),
        quantity(best=2, period="2021-03-04/2021-03-05"),
        quantity(best=3, period="2021-03"),
        quantity(best=4, period="2021-03-04/.."),
        quantity(hedge="dozens", period="2021-03-04"),
        quantity(best=6),
    )
    assert [each.quantity.best for each in within_days(found, (1, 2))] == [1, 2]
    assert [each.quantity.best for each in within_days(found, (27, 32))] == [3]
    assert [each.quantity.best for each in within_days(found, None)] == [1, 2, 3]


def test_bodies_with_few_figures_share_a_row(base: Dataset) -> None:
    found = figures_of(base, *[quantity(best=n, period="2021-03-04") for n in (1, 2, 3)])
    assert bodies(found) == {"Harbour Office": "Harbour Office"}
    assert bodies(found[:2]) == {"Harbour Office": "Others"}


def test_the_unit_of_most_figures_is_the_axis(base: Dataset) -> None:
    found = figures_of(
        base,
        quantity(best=1, measure="fare", unit="USD"),
        quantity(best=2, measure="fare", unit="EUR"),
        quantity(best=3, measure="fare", unit="USD"),
    )
    assert main_unit(found) == "USD"
    assert main_unit(found[:2]) == "EUR"


# Where it is drawn


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"best": 5}, (5, 5, 5, "")),
        ({"best": 5, "hedge": "over"}, (5, 5, None, "up")),
        ({"best": 5, "hedge": "almost"}, (5, None, 5, "down")),
        ({"best": 5, "hedge": "about"}, (5, None, None, "both")),
        ({"low": 5, "high": 8, "hedge": "between"}, (None, 5, 8, "")),
        ({"hedge": "dozens"}, (None, 24, None, "up")),
    ],
)
def test_how_far_words_reach(given: dict[str, Any], expected: Sequence[Any]) -> None:
    span = span_of(quantity(**given))
    assert (span.best, span.low, span.high, span.open) == tuple(expected)


def test_a_row_for_each_figure_with_its_bar_and_its_point(base: Dataset) -> None:
    found = figures_of(
        base,
        quantity(best=5),
        quantity(best=5, hedge="about"),
        quantity(low=5, high=8, hedge="between"),
        quantity(hedge="dozens"),
    )
    drawn = chart_of_figures(found, LIGHT, axis="Passengers").to_dict()
    marks = [(row["row"], row["look"]) for row in drawn["data"]["values"]]
    assert marks == [
        *((0, "point"), (1, "down"), (1, "up"), (1, "point")),
        *((2, "range"), (3, "up")),
    ]
    assert all(row.get("to", row["at"]) >= row["at"] for row in drawn["data"]["values"])


def test_labels_are_for_readers_of_newspapers(base: Dataset) -> None:
    found = figures_of(base, quantity(best=2e7), quantity(best=1e9), date="/2021-03-30")
    drawn = rendered(lambda look: chart_of_figures(found, look, axis="USD"), LIGHT).decode()
    labels = re.findall(r"<text[^>]*>([^<]+)</text>", drawn)
    assert {"20 m", "50 m", "100 m", "200 m", "500 m", "1 bn"} == {
        each for each in labels if re.fullmatch("[0-9.]+ (m|bn)", each)
    }
    assert [each for each in labels if each.endswith("no later than 30 March 2021")]


def test_figures_that_are_not_drawn_are_counted(base: Dataset) -> None:
    said = said_with(
        base,
        quantity(best=1, measure="fare", unit="USD"),
        quantity(best=2, measure="fare", unit="USD"),
        quantity(best=3, measure="fare", unit="EUR"),
    )
    others = [record for record in base if record.id != said.id]
    dataset = Dataset.from_records(
        [*others, said], metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    page = site_of(dataset, FARES)["pictures/fares.md"].decode()
    assert "1 of the figures is not drawn, but in the table" in page
    assert "3 figures, version" in page
    assert "not drawn" not in site_of(base, FIGURES)["pictures/each.md"].decode()


def test_what_is_near_in_time_stands_above(base: Dataset) -> None:
    found = happenings(base, DEPARTURES.rows, ())
    assert {each.event.id: each.row for each in found} == {
        "2021-03-04-departure": "Boats",
        "2021-03-05-press-conference": "Words",
        "2021-03-harbour-days": "Words",
    }
    drawn = chart_of_events(found, LIGHT, rows=DEPARTURES.rows).to_dict()
    assert [part["title"] for part in drawn["vconcat"]] == ["Boats", "Words"]
    rows = [row for part in drawn["vconcat"] for row in part["data"]["values"]]
    bands = {row["lane"]: row["band"] for row in rows if row["standing"] == "undisputed"}
    assert sorted(bands) == [0, 1]
    assert set(bands.values()) == {True, False}


def test_events_may_be_chosen_by_topic(base: Dataset) -> None:
    found = happenings(base, DEPARTURES.rows, ("ferries",))
    assert [each.event.id for each in found] == ["2021-03-04-departure"]


# The drawings


def test_drawings_are_the_same_each_time_and_fit_their_scheme(base: Dataset) -> None:
    found = figures_of(base, quantity(best=5, hedge="over"), quantity(best=7, hedge="almost"))

    def draw(look: Look) -> Any:
        return chart_of_figures(found, look, axis="x")

    light = rendered(draw, LIGHT)
    assert light == rendered(draw, LIGHT) == in_look(light, LIGHT)
    assert light != rendered(draw, DARK) == in_look(light, DARK)
    named = dict(pictures_of("a", draw))
    assert named == {"a.light.svg": light, "a.dark.svg": rendered(draw, DARK)}


def test_every_picture_has_two_drawings_a_table_and_a_page(base: Dataset) -> None:
    site = site_of(base, PASSENGERS, DEPARTURES, FIGURES, FARES)
    names = {"passengers", "departures", "each"}
    kinds = ("light.svg", "dark.svg", "csv", "md")
    expected = {f"pictures/{name}.{kind}" for name in names for kind in kinds}
    assert set(site) == {*expected, "pictures/index.md"}
    for path, content in site.items():
        if path.endswith(".svg"):
            root = ElementTree.fromstring(content)
            tags = {element.tag.removeprefix(SVG) for element in root.iter()}
            assert not tags & {"script", "image", "foreignObject", "a"}
            assert root.findall(f".//{SVG}path")
        if path.endswith(".md") and "index" not in path:
            page = content.decode()
            assert "<figcaption>" in page
            assert "<table" in page
            assert "#only-light" in page
            assert page.count(" alt=") == 2


def test_a_site_without_a_plan_has_an_empty_page_of_pictures(base: Dataset) -> None:
    assert set(site_of(base)) == {"pictures/index.md"}


def test_names_in_drawings_are_plain_and_short() -> None:
    assert label("a \u202e b\n c") == "a <U+202E> b c"
    assert label("word " * 40) == f"{'word ' * 10}…"
    assert label("w" * 80) == f"{'w' * 54} …"


def test_a_name_in_a_drawing_is_text_and_no_markup(base: Dataset) -> None:
    (figure,) = figures_of(base, quantity(best=5))
    name = "</text><script>'\"]+alert(1)</script>"
    hostile = Figure(
        record=figure.record,
        place=0,
        quantity=figure.quantity,
        who=name,
        body=name,
        day=figure.day,
    )
    drawn = rendered(lambda look: chart_of_figures([hostile], look, axis=name), LIGHT)
    root = ElementTree.fromstring(drawn)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert any((element.text or "").startswith("</text><script>'") for element in root.iter())


def test_the_table_of_figures_can_be_joined_with_that_of_a_release(base: Dataset) -> None:
    rows = list(csv.DictReader(io.StringIO(site_of(base, FIGURES)["pictures/each.csv"].decode())))
    (table,) = (each for each in tables(Snapshot(base)) if each.name == "quantities")
    columns = {
        column.name: values for column, values in zip(table.columns, table.values, strict=True)
    }
    own = {"date", "who", "body"}
    assert set(rows[0]) - own <= set(columns)
    for row in rows:
        place = columns["record"].index(row["record"])
        for name in set(row) - own:
            value = columns[name][place]
            assert row[name] == ("" if value is None else str(value)), name
