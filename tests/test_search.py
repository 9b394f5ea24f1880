"""Search: what is found, how words are folded, what is marked; and that no word is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.dataset import Dataset, Hit, SearchError
from onrecord.dataset.folding import fold, words
from onrecord.models import Claim, Kind, Statement
from onrecord.reporters import Look
from onrecord.reporters.found import hits_data, render_hits

HARBOUR = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.record.id for hit in hits]


def marked(hit: Hit) -> dict[str, list[str]]:
    """The words marked, by the field in which they stand."""
    return {
        ".".join(map(str, match.path)): [match.text[start:end] for start, end in match.spans]
        for match in hit.matches
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("late passengers", [HARBOUR]),
        ('"left late"', [HARBOUR, "2021-03-05-gazette-ferry-left-late"]),
        ('"late left"', []),
        ("passeng*", [HARBOUR, "ferry-carried-over-200"]),
        ("passeng", []),
        ('"ferry comp"*', [COMPANY, "ferry-company", "2021-03-04-departure"]),
        ("late nonesuch", []),
        ("accusation", [HARBOUR]),
        ("دفتر", ["harbour-office", "2021-03-05-press-conference"]),  # whose host it is
    ],
)
def test_what_a_query_finds(base: Dataset, query: str, found: list[str]) -> None:
    assert set(ids(base.search(query))) == set(found)


def test_the_words_found_are_marked(base: Dataset) -> None:
    hit = base.search("ferry late", kinds=["statement"])[0]
    assert hit.record is base[HARBOUR]
    assert marked(hit) == {"summary": ["ferry", "late"], "quotes.0.text": ["ferry", "late"]}
    (phrase,) = base.search('"about 240 people"')
    assert marked(phrase) == {"quantities.0.original": ["about", "240", "people"]}


def test_kinds_and_languages_narrow_it_down(base: Dataset) -> None:
    assert {hit.record.kind for hit in base.search("ferry", kinds=["claim"])} == {Kind.CLAIM}
    assert {hit.record.kind for hit in base.search("ferry", kinds=[Kind.CLAIM])} == {Kind.CLAIM}
    assert ids(base.search("دفتر", lang="fa-IR", kinds=["actor"])) == ["harbour-office"]
    assert base.search("دفتر", lang="en") == ()
    assert ids(base.search("harbour", lang="en", kinds=["actor"])) != []
    assert base.search("harbour", lang="fa", kinds=["actor"]) == ()
    with pytest.raises(ValueError, match="'ferry' is no kind of record"):
        base.search("ferry", kinds=["ferry"])


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("persian", "'persian' is no language tag; did you mean 'fa'?"),
        ("FA", "'FA' is no language tag; did you mean 'fa'?"),
        ("fa_IR", "'fa_IR' is no language tag; did you mean 'fa-IR'?"),
        ("fas", "'fas' is no language tag; did you mean 'fa'?"),
        ("farsi", "'farsi' is no language tag; there are texts in en, fa"),
        ("", "'' is no language tag; there are texts in en, fa"),
    ],
)
def test_what_is_no_language_is_told_with_what_is(base: Dataset, lang: str, said: str) -> None:
    with pytest.raises(SearchError) as caught:
        base.search("ferry", lang=lang)
    assert str(caught.value) == said
    assert base.search("ferry", lang="sv") == ()  # a language, of which there are no texts


@pytest.mark.parametrize("query", ["", '"', "*", "()", ' "" ', "-", "⟦⟧‖"])
def test_a_query_without_a_word_is_refused(base: Dataset, query: str) -> None:
    with pytest.raises(SearchError, match="no word to look for"):
        base.search(query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Éric", "eric"),
        ("Straße", "STRASSE"),
        ("ёлка", "ЕЛКА"),
        ("علي", "علی"),  # Arabic and Persian yeh
        ("كابل", "کابل"),  # and kaf
        ("می\u200cشود", "میشود"),
        ("مُحَمَّد", "محمد"),
        ("۱۴۰۱", "1401"),
        ("٢٠٢٢", "2022"),
        ("Łódź", "lodz"),
    ],
)
def test_spellings_that_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


def test_words_and_their_places() -> None:
    text = "Iran's “Shahed-136”, می\u200cشود"
    assert [text[word.start : word.end] for word in words(text)] == [
        "Iran", "s", "Shahed", "136", "می\u200cشود",
    ]  # fmt: skip


texts = st.text(
    st.one_of(
        st.characters(categories=["L", "N", "P", "Zs", "S", "Mn"]),
        st.sampled_from("ab éÉİßي ك\u200c'’‖⟦⟧\"*½⑴"),
    ),
    min_size=1,
    max_size=40,
)


@given(texts)
@example("⑴ ½ İstanbul")
def test_every_word_of_a_text_finds_it(base: Dataset, text: str) -> None:
    data = {**base.claims["ferry-left-on-time"].to_dict(), "text": "x", "question": "y"}
    claim = Claim.model_validate(data).model_copy(update={"text": text})
    made = Dataset.from_records([claim], metadata=base.metadata)
    found = list(words(text))
    for word in found:
        (hit,) = made.search(text[word.start : word.end])
        (match,) = (each for each in hit.matches if each.path == ("text",))
        assert (word.start, word.end) in match.spans
    if found:
        phrase = text.replace('"', " ")
        assert ids(made.search(f'"{phrase}"')) == [claim.id]
        assert ids(made.search(f"{text[found[0].start : found[0].end]}*")) == [claim.id]


def test_every_word_of_every_summary_finds_it(base: Dataset) -> None:
    for record in base.statements.values():
        for word in words(record.summary):
            assert record.id in ids(base.search(record.summary[word.start : word.end]))


def test_what_was_withdrawn_is_not_found(base: Dataset) -> None:
    gone = Statement.model_validate(
        {**base.statements[HARBOUR].to_dict(), "status": "withdrawn",
         "withdrawn": {"date": "2021-04-01", "reason": "Twice."}}
    )  # fmt: skip
    made = Dataset.from_records([gone], metadata=base.metadata)
    assert made.search("late") == ()


def test_what_programs_are_told(base: Dataset) -> None:
    (hit,) = base.search("passengers", kinds=["claim"])
    (data,) = hits_data([hit])
    text = "The ferry of 4 March 2021 carried more than 200 passengers."
    start = text.index("passengers")
    assert {**data, "matches": data["matches"][:1]} == {
        "kind": "claim",
        "id": "ferry-carried-over-200",
        "label": text,
        "score": round(hit.score, 3),
        "matches": [{"path": ["text"], "lang": "en", "text": text, "spans": [[start, start + 10]]}],
    }


def test_a_long_passage_is_shown_around_what_was_found(base: Dataset) -> None:
    text = f"{'before ' * 40}needle {'after ' * 40}".strip()
    claim = base.claims["ferry-left-on-time"].model_copy(update={"text": text})
    made = Dataset.from_records([claim], metadata=base.metadata)
    shown = render_hits(made.search("needle"), made, Look(width=60))
    assert "needle" in shown
    assert shown.count("…") == 2
    assert len(shown) < len(text)
