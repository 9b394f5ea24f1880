"""The pages of claims: where things are drawn, how a history is cut into pages, what they say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import Dataset
from onrecord.exports import Snapshot
from onrecord.models import Kind, RelationType, Statement
from onrecord.site import Frame, claims
from onrecord.site.claims.answers import answers_of
from onrecord.site.claims.extents import Extent, Lanes, bar_of, extent_of, year_scale
from onrecord.site.claims.layout import chapters, places
from onrecord.site.claims.lines import LineKind, Lines
from onrecord.site.claims.overview import overview_of
from onrecord.site.claims.sides import Side, side_of, sign_of, sign_words
from onrecord.site.claims.story import (
    clashes,
    figures_apart,
    oppositions,
    party_rows,
    sides_in_brief,
    turns,
)
from onrecord.values.edtf import Edtf

CLAIM = "ferry-left-on-time"
DENIAL = "2021-03-05-harbour-master-left-late"
ANSWER = "2021-03-06-company-left-on-time"
KNOWN = datetime.date(2023, 5, 1)
MOST = 150_000
THEME = 45_000
"""What the theme around a page weighs at most, navigation and all."""

WithRecord = Callable[[Dataset, Kind, dict[str, Any]], Dataset]


def site_of(dataset: Dataset) -> dict[str, str]:
    frame = Frame(Snapshot(dataset), release={})
    return {path: content.decode() for path, content in claims.pages(frame)}


def said_again(
    dataset: Dataset, record_id: str, date: str, *, of: str = ANSWER, **more: Any
) -> Statement:
    """A statement like the one ``of``, on another day."""
    data = {**dataset.statements[of].to_dict(), "id": record_id, "date": date, **more}
    data.pop("original_date", None)
    return Statement.model_validate(data)


def with_more(dataset: Dataset, more: Sequence[Statement]) -> Dataset:
    return Dataset.from_records(
        [*dataset, *more], metadata=dataset.metadata, vocabularies=dataset.vocabularies.values()
    )


def long_history(base: Dataset, entries: int) -> Dataset:
    """A claim of which so many statements speak, over five years, on both sides."""
    first, every = datetime.date(2021, 4, 1), 1800 // entries
    days = [first + datetime.timedelta(days=every * number) for number in range(entries)]
    more = [
        said_again(
            base,
            f"{day}-said-once-more-by-the-harbour-{number}",
            str(day),
            of=DENIAL if number % 3 else ANSWER,
            summary=f"It was said once more that the ferry had or had not left on time: {number}.",
        )
        for number, day in enumerate(days)
    ]
    return with_more(base, more)


@pytest.fixture(scope="module")
def long(base: Dataset) -> Dataset:
    return long_history(base, 300)


# Dates as they are drawn


@pytest.mark.parametrize(
    ("date", "words", "days"),
    [
        ("2022-11-05", ("day",), ("2022-11-05", "2022-11-05")),
        ("2022-11", ("band",), ("2022-11-01", "2022-11-30")),
        ("2022-11-05~", ("day", "rough"), ("2022-11-05", "2022-11-05")),
        ("2022?", ("band", "doubtful"), ("2022-01-01", "2022-12-31")),
        ("2022-11-05/..", ("day", "fades-after"), ("2022-11-05", "2022-11-05")),
        ("/2022-11-05", ("day", "fades-before"), ("2022-11-05", "2022-11-05")),
        ("2022-11-05/2023-01", ("band",), ("2022-11-05", "2023-01-31")),
        ("Y17000", ("day", "fades-before", "fades-after"), ("2023-05-01", "2023-05-01")),
    ],
)
def test_what_is_drawn_of_a_date(date: str, words: Sequence[str], days: Sequence[str]) -> None:
    extent = extent_of(Edtf.parse(date), KNOWN)
    first, last = (datetime.date.fromisoformat(day).toordinal() for day in days)
    assert extent.words == words
    assert (extent.first, extent.last) == (first, last)
    assert extent.is_day == (words == ("day",))


def test_a_month_is_a_band_on_the_calendar_of_its_year() -> None:
    bar = bar_of(extent_of(Edtf.parse("2022-11"), KNOWN))
    assert (bar.start, bar.end, bar.cells, bar.label) == (83.3, 91.5, 12, "2022")


def test_two_years_have_a_cell_each_and_an_unknown_end_reaches_out() -> None:
    bar = bar_of(extent_of(Edtf.parse("2021-07/2022"), KNOWN))
    assert (bar.cells, bar.label, bar.end) == (2, "2021–2022", 100.0)
    known = bar_of(extent_of(Edtf.parse("2022-06-30"), KNOWN))
    unknown = bar_of(extent_of(Edtf.parse("2022-06-30/"), KNOWN))
    assert unknown.end > known.end
    assert unknown.start == known.start


DAYS = st.integers(datetime.date(1990, 1, 1).toordinal(), datetime.date(2030, 1, 1).toordinal())


@given(st.lists(DAYS, min_size=1, max_size=30))
def test_a_later_day_never_stands_before_an_earlier_one(days: list[int]) -> None:
    scale = year_scale(days, least=30, each=5, most=200, gap=20)
    found = [scale.at(day) for day in sorted(days)]
    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] <= scale.length
    ends = [(each.start, each.start + each.length) for each in scale.stretches]
    assert all(abs(one[1] - two[0]) < 1e-6 for one, two in pairwise(ends))


def test_years_without_anything_are_one_gap() -> None:
    days = [datetime.date(year, 6, 1).toordinal() for year in (2010, 2011, 2020)]
    scale = year_scale(days, least=30, each=5, most=200, gap=20)
    assert [each.label for each in scale.stretches] == ["2010", "2011", "2012–2019", "2020"]
    assert [each.is_gap for each in scale.stretches] == [False, False, True, False]


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 90)), max_size=40))
def test_no_mark_lies_on_another(spans: list[tuple[float, float]]) -> None:
    lanes = Lanes(2)
    found: dict[int, list[tuple[float, float]]] = {}
    for start, length in spans:
        found.setdefault(lanes.place(start, start + length), []).append((start, start + length))
    for taken in found.values():
        ordered = sorted(taken)
        assert all(one[1] <= two[0] for one, two in pairwise(ordered))


# Rows and pages


@given(st.lists(st.sampled_from(Side), max_size=60))
def test_rows_follow_the_order_and_never_overlap_on_a_side(sides: list[Side]) -> None:
    found = places(sides)
    rows = [place.row for place in found]
    assert rows == sorted(rows)
    taken: set[tuple[Side, int]] = set()
    for side, place in zip(sides, found, strict=True):
        both = (Side.FOR, Side.AGAINST) if side is Side.BETWEEN else (side,)
        mine = {(each, row) for each in both for row in range(place.row, place.end)}
        assert not mine & taken
        taken |= mine


def test_a_long_year_is_cut_and_no_entry_is_lost(long: Dataset) -> None:
    entries = long.history(CLAIM).entries
    found = chapters(entries, [1000] * len(entries), 20_000)
    assert [entry for chapter in found for entry in chapter.entries] == list(entries)
    assert max(len(chapter.entries) for chapter in found) == 20
    assert [chapter.name for chapter in found][:4] == ["2021-1", "2021-2", "2021-3", "2022-1"]
    assert found[0].title == "2021, 1 of 3"


# The drawing of a history


def test_each_entry_is_on_its_side_of_the_axis(base: Dataset) -> None:
    history = base.history(CLAIM)
    drawn = overview_of(history)
    assert drawn is not None
    assert len(drawn.marks) == len(history.entries) == 3
    for mark in drawn.marks:
        if mark.side is Side.FOR:
            assert mark.x < drawn.axis
        else:
            assert mark.x > drawn.axis
        assert drawn.head <= mark.top <= mark.bottom <= drawn.height
    assert {mark.sign for mark in drawn.marks} == {"+", "−", "•"}
    assert [part.status for part in drawn.segments] == ["denied", "contested"]
    assert drawn.segments[0].bottom == drawn.segments[1].top


def test_a_month_is_longer_than_a_day(base: Dataset) -> None:
    dataset = with_more(base, [said_again(base, "2021-05-some-day", "2021-05")])
    drawn = overview_of(dataset.history(CLAIM))
    assert drawn is not None
    length = {mark.entry.record.id: mark.bottom - mark.top for mark in drawn.marks}
    assert length["2021-05-some-day"] > length[DENIAL]


def test_a_claim_of_which_nobody_spoke_has_no_drawing(base: Dataset) -> None:
    silent = Dataset.from_records(
        [record for record in base if record.kind not in (Kind.STATEMENT, Kind.EVENT)],
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    )
    history = silent.history(CLAIM)
    assert overview_of(history) is None
    assert answers_of(silent, history) is None
    page = site_of(silent)[f"record/{CLAIM}.md"]
    assert "Nobody on record says that it is so" in page
    assert "<svg" not in page


def test_who_answers_whom(base: Dataset) -> None:
    found = answers_of(base, base.history(CLAIM))
    assert found is not None
    assert [row.entry.record.id for row in found.rows] == [DENIAL, ANSWER]
    (line,) = found.answers
    assert (line.later.entry.record.id, line.earlier.entry.record.id) == (ANSWER, DENIAL)
    assert line.path.startswith(f"M{line.later.x:g} {line.later.y:g}C")
    assert line.path.endswith(f"{line.earlier.x:g} {line.earlier.y:g}")
    assert found.types == (RelationType.RESPONDS_TO,)
    assert len(found.parties) == 2


def test_sides_signs_and_counts(base: Dataset) -> None:
    entries = base.history(CLAIM).entries
    assert [(side_of(each).value, sign_of(each)) for each in entries] == [
        ("between", "•"),
        ("against", "−"),
        ("for", "+"),
    ]
    assert sign_words(entries) == [("+", "affirms", 1), ("−", "denies", 1), ("•", "event", 1)]


# What is told around it


def test_turns_parties_and_oppositions(base: Dataset) -> None:
    history = base.history(CLAIM)
    assert [(turn.word, str(turn.by)) for turn in turns(history)] == [
        ("denied", "2021-03-05"),
        ("contested", "2021-03-06"),
    ]
    rows = party_rows(base, history)
    assert [(row.name, dict(row.counts)) for row in rows] == [
        ("Ferry Company", {"affirms": 1}),
        ("Iceland", {"denies": 1}),
    ]
    (pair,) = oppositions(base, history, base.contradictions())
    assert (pair.affirming, pair.denying, pair.pairs) == ("Ferry Company", "Iceland", 1)


def test_a_page_begins_with_who_says_so_who_denies_it_and_since_when(base: Dataset) -> None:
    again = said_again(base, "2021-04-01-denied-again", "2021-04", of=DENIAL)
    dataset = with_more(base, [again])
    sides = sides_in_brief(dataset.history(CLAIM))
    assert [(side.stance, str(side.first), str(side.last)) for side in sides] == [
        ("affirms", "2021-03-06", "2021-03-06"),
        ("denies", "2021-03-05", "2021-04"),
    ]
    head = site_of(dataset)[f"record/{CLAIM}.md"].partition("</header>")[0]
    told = re.sub(r"<[^>]*>", "", head.partition("or-brief")[2])
    assert re.search(r"Say that it is so\s*Ferry Company\s*6 March 2021\s", told)
    assert re.search(
        r"Say that it is not so\s*Iceland\s*first 5 March 2021, last .*April 2021", told
    )


def test_one_who_says_both_is_told_once_with_all_that_speaks_against(base: Dataset) -> None:
    more = [
        said_again(base, f"2021-04-0{day}-denies", f"2021-04-0{day}", stances=stances(CLAIM))
        for day in (1, 2, 3)
    ]
    dataset = with_more(base, more)
    (clash,) = clashes(dataset.contradictions())
    assert [each.id for each in clash.records] == [ANSWER]
    assert [each.id for each in clash.others] == [each.id for each in more]
    assert "The same speaker otherwise" in site_of(dataset)[f"record/{CLAIM}.md"]


def test_two_who_are_contradicted_by_the_same_are_told_together(base: Dataset) -> None:
    said = said_again(base, "2021-03-20-on-time-again", "2021-03-20")
    denied = [
        said_again(base, f"2021-04-0{day}-denies", f"2021-04-0{day}", stances=stances(CLAIM))
        for day in (1, 2, 3)
    ]
    dataset = with_more(base, [said, *denied])
    (clash,) = clashes(dataset.contradictions())
    assert [each.id for each in clash.records] == [ANSWER, said.id]
    assert [each.id for each in clash.others] == [each.id for each in denied]
    page = site_of(dataset)[f"record/{CLAIM}.md"]
    told = page.partition("One side, two answers")[2].partition("</section>")[0]
    assert "3 times for each of these" in told
    assert told.count("2021-04-01</span>") == 1


def stances(claim: str) -> list[dict[str, str]]:
    return [{"claim": claim, "stance": "denies"}]


def test_figures_of_a_claim_that_cannot_both_be_right(base: Dataset) -> None:
    claim = "ferry-carried-over-200"
    figure = {**base.statements[DENIAL].quantities[0].to_dict(), "hedge": "exact"}
    more = [
        said_again(
            base,
            f"2021-04-0{day}-counted",
            f"2021-04-0{day}",
            stances=[{"claim": claim, "stance": "affirms"}],
            quantities=[{**figure, "best": best, "original": f"{best} people"}],
        )
        for day, best in ((1, 250), (2, 310))
    ]
    dataset = with_more(base, more)
    (clash,) = figures_apart(dataset.history(claim), dataset.contradictions())
    both = (*clash.records, *clash.others)
    assert {each.id for each in both} == {each.id for each in more}
    site = site_of(dataset)
    assert {f"pictures/claims/{claim}.light.svg", f"pictures/claims/{claim}.dark.svg"} <= set(site)
    assert "Figures that cannot both be right" in site[f"record/{claim}.md"]
    assert "310 people" in site[f"record/{claim}.md"]


# The pages


def test_a_page_says_who_when_what_and_on_what_it_rests(base: Dataset) -> None:
    page = site_of(base)[f"record/{CLAIM}.md"]
    assert re.search(r'<li id="2021-03-05-harbour-master-left-late" class="[^"]*against', page)
    assert re.search(r'<li id="2021-03-06-company-left-on-time" class="[^"]*or-side--for', page)
    assert "1 independent origin<" in page
    assert f'answers <a href="#{DENIAL}">' in page
    assert "The ferry left late." in page
    assert "Now <" not in page
    assert "Now contested" in page


def test_a_turn_names_who_spoke_once_and_the_day_in_words(base: Dataset) -> None:
    summary = "Ferry Company said that the ferry had left on time."
    page = page_with(said_again(base, ANSWER, "/2021-03-20", summary=summary), base)
    told = page.partition("How the status came about")[2].partition("</section>")[0]
    assert "no later than 20 March 2021</span> <a " in told
    assert "Ferry Company</bdi></a><bdi> said that the ferry had left on time.</bdi>" in told


def test_what_of_a_claim_a_stance_is_on_is_told_in_words(base: Dataset) -> None:
    stance = base.statements[ANSWER].to_dict()["stances"][0]
    scoped = {**stance, "scope": {"period": "2021-03", "note": "In that month."}}
    page = page_with(said_again(base, ANSWER, "2021-03-06", stances=[scoped]), base)
    assert "affirms, for the time: March 2021. In that month.</bdi>" in page


def page_with(said: Statement, base: Dataset) -> str:
    """The page of the claim, with a statement in the place of the one of its id."""
    others = [record for record in base if record.id != said.id]
    dataset = Dataset.from_records(
        [*others, said], metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    return site_of(dataset)[f"record/{CLAIM}.md"]


def test_words_from_right_to_left_stand_so(base: Dataset) -> None:
    quote = {"text": "شناور دیر رفت", "lang": "fa", "source": "2021-03-06-gazette-company-answers"}
    english = {**quote, "text": "It left late", "lang": "en", "translation_of": "fa"}
    dataset = with_more(
        base, [said_again(base, "2021-04-01-fa", "2021-04-01", quotes=[english, quote])]
    )
    page = site_of(dataset)[f"record/{CLAIM}.md"]
    assert '<blockquote class="or-said-quote" lang="fa" dir="rtl"><p>شناور دیر رفت</p>' in page
    assert "in Persian, as said" in page
    assert "translated from Persian" in page


def test_a_long_history_is_told_in_short_and_whole_on_the_pages_of_its_years(long: Dataset) -> None:
    site = site_of(long)
    pages = {path: text for path, text in site.items() if CLAIM in path}
    whole = pages.pop(f"record/{CLAIM}.md")
    ids = [entry.record.id for entry in long.history(CLAIM).entries]
    anchors = [each for text in pages.values() for each in re.findall(r'<li id="([^"]+)"', text)]
    assert anchors == ids
    assert re.search(r">290? more in between<|\d+ more in between", whole)
    for name in pages:
        assert PurePosixPath(name).stem + ".html" in whole


@pytest.mark.parametrize("entries", [40, 190, 300, 900])
def test_no_page_is_heavy_however_long_the_history(base: Dataset, entries: int) -> None:
    site = site_of(long_history(base, entries))
    weights = {path: len(text.encode()) for path, text in site.items() if path.endswith(".md")}
    assert max(weights.values()) + THEME < MOST, max(weights, key=lambda path: weights[path])


@pytest.mark.parametrize("name", ["base", "long"])
def test_each_link_to_an_entry_leads_to_one(request: pytest.FixtureRequest, name: str) -> None:
    site = site_of(request.getfixturevalue(name))
    pages = {PurePosixPath(path).stem: text for path, text in site.items() if path.endswith(".md")}
    for stem, text in pages.items():
        for href in re.findall(r'href="([^"]*#[^"]*)"', text):
            page, _, anchor = href.partition("#")
            if page.startswith("../"):
                continue
            target = pages[page.removesuffix(".html") or stem]
            if not anchor.startswith("or-"):
                assert f'id="{anchor}"' in target, (stem, href)


def test_nothing_in_a_record_acts(base: Dataset) -> None:
    text = "</li><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} `x` \u202egnp\n# h"
    claim = base.claims[CLAIM].model_copy(update={"text": text, "question": text})
    speaker = {"actor": "ferry-company", "capacity": text}
    scope = {"note": text}
    quote = {"text": text, "lang": "fa", "source": "2021-03-06-gazette-company-answers"}
    said = said_again(
        base,
        "2021-04-01-hostile",
        "2021-04",
        summary=text,
        speakers=[speaker],
        quotes=[quote],
        stances=[{"claim": CLAIM, "stance": "denies", "scope": scope}],
    )
    records = [record for record in base if record.id != CLAIM]
    dataset = Dataset.from_records(
        [*records, claim, said], metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    for path, page in site_of(dataset).items():
        body = re.sub(
            r'<script type="application/ld\+json">.*?</script>', "", page.split("\n---\n")[1]
        )
        assert "<script" not in body, path
        assert "<img src=x" not in body, path
        assert "\u202e" not in body, path
        assert "{{" not in body, path
        assert "\n# h" not in body, path
    assert "<bdi>&lt;/li&gt;&lt;script&gt;" in site_of(dataset)[f"record/{CLAIM}.md"]


def test_lines_tell_years_turns_and_what_is_left_out(long: Dataset) -> None:
    history = long.history(CLAIM)
    lines = Lines(dataset=long, history=history, where=lambda record_id: f"#{record_id}")
    entries = (*history.entries[:3], history.entries[-1])
    kinds = [line.kind for line in lines.of(entries)]
    assert kinds == [
        *(LineKind.YEAR, LineKind.ENTRY, LineKind.ENTRY, LineKind.TURN, LineKind.ENTRY),
        *(LineKind.TURN, LineKind.LEFT_OUT, LineKind.YEAR, LineKind.ENTRY),
    ]
    left_out = next(line for line in lines.of(entries) if line.kind is LineKind.LEFT_OUT)
    assert left_out.text == f"{len(history.entries) - 4} more"
    assert left_out.href == f"#{history.entries[3].record.id}"


def test_a_day_is_one_day_only() -> None:
    assert Extent(first=5, last=5).is_day
    assert not Extent(first=5, last=5, rough=True).is_day
