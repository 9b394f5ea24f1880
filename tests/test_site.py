"""The site: a page for every record, linked both ways, in which no text acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.exports import Snapshot
from onrecord.exports.jsonld import CONTEXT, node_of
from onrecord.models import MODELS, RECORD_KINDS, Kind, Model, Record, Source, Statement
from onrecord.models.fields import Ref
from onrecord.models.walk import held, key_of
from onrecord.reporters.cards import card_data
from onrecord.site import FOLDERS, PAGES, Frame, explorer, lists, site_files, texts, uses, views
from onrecord.storage.site import write_site
from onrecord.storage.writing import WriteError

MASTER = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"
GAZETTE = "2021-03-05-gazette-ferry-left-late"


@pytest.fixture(scope="module")
def site(base: Dataset, base_release: dict[str, bytes]) -> dict[str, bytes]:
    return dict(site_files(base, release=base_release))


@pytest.fixture(scope="module")
def frame(base: Dataset) -> Frame:
    return Frame(Snapshot(base), release={})


def made_of(dataset: Dataset, *changed: Record) -> Dataset:
    """The dataset with these records, new ones and others in the place of those of the same id."""
    ids = {record.id for record in changed}
    return Dataset.from_records(
        [*(record for record in dataset if record.id not in ids), *changed],
        metadata=dataset.metadata,
        vocabularies=dataset.vocabularies.values(),
    )


def changed(record: Record, **fields: Any) -> Any:
    return type(record).model_validate({**record.to_dict(), **fields})


def page_of(dataset: Dataset, record_id: str, **options: Any) -> str:
    return dict(site_files(dataset, **options))[f"record/{record_id}.md"].decode()


# What is made


def test_every_record_has_a_page_and_a_twin(base: Dataset, site: dict[str, bytes]) -> None:
    for record in base:
        assert site[f"record/{record.id}.md"]
        assert json.loads(site[f"record/{record.id}.json"]) == json.loads(
            json.dumps(card_data(record, base))
        )


def test_each_path_is_made_once_and_in_a_folder_of_the_site(
    base: Dataset, base_release: dict[str, bytes]
) -> None:
    paths = [path for path, _ in site_files(base, release=base_release)]
    assert len(paths) == len(set(paths))
    assert {path.partition("/")[0] for path in paths} <= {*FOLDERS, *PAGES}


def test_the_same_records_make_the_same_bytes(base: Dataset, site: dict[str, bytes]) -> None:
    again = Dataset.from_records(
        reversed(list(base)), metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    of_release = ("downloads.md", "front/numbers.html")
    pages = {path: each for path, each in site_files(again) if path not in of_release}
    assert {path: site[path] for path in pages} == pages


def test_a_former_id_leads_to_the_present_one(base: Dataset) -> None:
    named = changed(base.actors["gazette"], former_ids=["the-gazette"])
    files = dict(site_files(made_of(base, named)))
    moved = files["record/the-gazette.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=gazette.html">' in moved
    assert '<a href="gazette.html">' in moved
    assert "record/the-gazette.md" not in files


def test_a_page_says_what_it_is_before_its_one_block_of_html(site: dict[str, bytes]) -> None:
    head, _, body = site[f"record/{MASTER}.md"].decode().rpartition("---\n")
    assert "search:\n  exclude: true\n" in head
    assert "title: " in head
    assert body.strip().startswith("<div class=")
    assert "\n" not in body.strip()


@pytest.mark.parametrize(
    ("record_id", "described"),
    [
        (MASTER, "Statement by The Harbour Master, 5 March 2021: what it says"),
        ("2021-03-04-departure", "Event, 4 March 2021: "),
        (GAZETTE, "Source: The Gazette, 5 March 2021. Where it can be read"),
        ("harbour-office", "Government body, Iceland: what is on record from it"),
        ("north-ferry", "Boat: what is said of it"),
        ("ferry-left-on-time", "Did the ferry of 4 March 2021 leave on time? Contested: 3 "),
    ],
)
def test_a_page_is_described_for_who_finds_it_elsewhere(
    site: dict[str, bytes], record_id: str, described: str
) -> None:
    head = site[f"record/{record_id}.md"].decode().partition("\n---\n")[0]
    assert f'description: "{described}' in head


def test_the_linked_data_of_a_page_are_those_of_the_release(
    base: Dataset, site: dict[str, bytes]
) -> None:
    snapshot = Snapshot(base)
    for record in base:
        text = site[f"record/{record.id}.md"].decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert found is not None
        assert json.loads(found[1]) == json.loads(
            json.dumps({"@context": CONTEXT, **node_of(snapshot, record)})
        )


# Links


def _references(model: type[Model], above: str = "") -> Iterator[str]:
    for name in model.model_fields:
        field = held(model, name)
        path = f"{above}{key_of(model, name)}"
        if isinstance(field.mark, Ref):
            yield path
        elif isinstance(field.type, type) and issubclass(field.type, Model):
            yield from _references(field.type, f"{path}.")


def test_every_field_that_refers_to_a_record_has_a_heading_for_the_way_back() -> None:
    fields = {path for kind in RECORD_KINDS for path in _references(MODELS[kind])}
    assert fields == set(uses.HEADINGS)


def test_both_ends_of_every_reference_link_to_the_other(
    base: Dataset, site: dict[str, bytes]
) -> None:
    links = {
        record.id: set(
            re.findall(r'href="([a-z0-9-]+)\.html', site[f"record/{record.id}.md"].decode())
        )
        for record in base
    }
    for record in base:
        for other in base.references_of(record):
            assert other.id in links[record.id], f"{record.id} → {other.id}"
            if other.kind is not Kind.CLAIM or record.kind in ("statement", "event"):
                assert record.id in links[other.id], f"{other.id} ← {record.id}"


def test_addresses_are_relative_to_the_folder_of_the_page(frame: Frame) -> None:
    assert frame.href("gazette") == "gazette.html"
    assert frame.href("gazette", "browse") == "../record/gazette.html"
    assert frame.href("gazette", "") == "record/gazette.html"
    assert frame.link("explore.html", "browse") == "../explore.html"
    assert frame.link("explore.html", "") == "explore.html"
    with pytest.raises(KeyError):
        frame.href("nobody")


def _many(base: Dataset, count: int) -> Dataset:
    said = base.statements[MASTER].to_dict()
    more = [
        Statement.model_validate({**said, "id": f"2021-03-05-said-{number}", "relations": []})
        for number in range(count)
    ]
    return made_of(base, *more)


def test_a_long_list_of_what_names_a_record_is_cut_and_whole_on_pages_of_its_own(
    base: Dataset,
) -> None:
    files = dict(site_files(_many(base, 300)))
    page = files["record/harbour-master.md"].decode()
    said = page.split("<h2>Said ")[1].split("</section>")[0]
    assert said.count("<li>") == uses.MOST
    assert 'href="../browse/harbour-master--speakers-actor.html"' in said
    assert 'href="../explore.html#speaker=harbour-master"' in said
    slug = "browse/harbour-master--speakers-actor"
    parts = [files[f"{slug}{end}.md"].decode() for end in ("", "-2", "-3")]
    assert f"{slug}-4.md" not in files
    assert [part.count("<li>") for part in parts] == [lists.MOST, lists.MOST, 301 - 2 * lists.MOST]
    found = {name for part in parts for name in re.findall(r"record/(2021[a-z0-9-]+)\.html", part)}
    assert found == {MASTER, *(f"2021-03-05-said-{number}" for number in range(300))}


def test_every_record_is_in_a_list(base: Dataset, site: dict[str, bytes]) -> None:
    pages = "".join(text.decode() for path, text in site.items() if path.startswith("browse/"))
    for record in base:
        assert f'href="../record/{record.id}.html"' in pages


# What a page says


def test_a_quote_stands_in_its_own_language_and_direction(base: Dataset) -> None:
    quotes = [{"text": "دیر رفت", "lang": "fa", "source": GAZETTE}]
    page = page_of(made_of(base, changed(base.statements[MASTER], quotes=quotes)), MASTER)
    assert '<blockquote lang="fa" dir="rtl"><p>دیر رفت</p></blockquote>' in page
    assert "Persian, as said, in " in page


def test_a_scope_is_told_in_words(base: Dataset) -> None:
    said = base.statements[MASTER].to_dict()["stances"][0]
    scope = {"period": "../2021-03-05", "systems": ["north-ferry"], "note": "Of that day alone."}
    named = changed(base.statements[MASTER], stances=[{**said, "scope": scope}])
    page = page_of(made_of(base, named), MASTER)
    assert "For the time: up to 5 March 2021. For: <a " in page
    assert "</a>. <bdi>Of that day alone.</bdi>" in page
    assert "../2021-03-05" not in page.partition("<script")[0]


def test_a_language_that_is_not_known_is_said_in_words() -> None:
    assert views.language("und") == "a language not known"
    assert views.language("fa") == "Persian"


def test_the_office_of_a_person_is_said_and_not_that_it_is_one(base: Dataset) -> None:
    assert "A human being" not in page_of(base, "harbour-master")


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Iran denied it.", "Iran", " denied it."),
        ("Iran’s mission denied it.", "Iran", "’s mission denied it."),
        ("Iranian officials denied it.", "Iran", None),
        ("The mission denied it.", "Iran", None),
    ],
)
def test_a_name_at_the_beginning_is_not_said_twice(text: str, name: str, rest: str | None) -> None:
    assert texts.after(text, name) == rest


def test_a_source_has_its_address_its_copies_and_what_differs(base: Dataset) -> None:
    copy = {"url": "https://archive.example/1", "captured": "2021-04"}
    source = changed(base.sources[GAZETTE], archived=[copy])
    said = base.statements[MASTER].to_dict()
    said["citations"][0]["differs"] = {"date": "2021-03-04"}
    page = page_of(made_of(base, source, Statement.model_validate(said)), MASTER)
    assert source.url is not None
    assert f'<a class="or-out" href="{source.url}" rel="noopener nofollow external">' in page
    assert 'href="https://archive.example/1"' in page
    assert "Archived copy of some day in April 2021" in page
    assert "<code>date</code> is <bdi>2021-03-04</bdi> in this source" in page
    assert f"the record has <bdi>{base.statements[MASTER].date}</bdi>" in page


def test_a_withdrawn_record_says_why_and_what_took_its_place(base: Dataset) -> None:
    gone = changed(
        base.statements[MASTER],
        status="withdrawn",
        withdrawn={"date": "2026-11-25", "reason": "Told twice.", "replaced_by": COMPANY},
    )
    page = page_of(made_of(base, gone), MASTER)
    assert "Withdrawn on 25 November 2026." in page
    assert "Told twice." in page
    assert f'See <a href="{COMPANY}.html">' in page


def test_a_correction_says_what_was_there_before(base: Dataset) -> None:
    wrong = {"date": "2026-11-25", "field": "date", "was": "2021-03-04", "why": "Misread."}
    record = changed(base.statements[MASTER], corrections=[wrong], note="A note.")
    page = page_of(made_of(base, record), MASTER)
    assert "<code>date</code> was <bdi>2021-03-04</bdi>. <bdi>Misread.</bdi>" in page
    assert "<bdi>A note.</bdi>" in page


def test_a_page_says_how_to_cite_it_and_where_a_mistake_is_reported(base: Dataset) -> None:
    page = page_of(base, MASTER)
    assert base.cite(MASTER, "wiki").partition("|")[0].strip("{ ") in page
    assert 'href="../contribute.html#a-mistake-or-a-dispute"' in page
    page = page_of(base, MASTER, repository="https://code.example/project/")
    address = "https://code.example/project/issues/new?template=correction.yml&amp;record="
    assert f'href="{address}{MASTER}"' in page
    assert 'href="javascript' not in page_of(base, MASTER, repository="javascript:alert(1)")


def test_a_source_without_a_title_is_told_by_publisher_and_date(base: Dataset) -> None:
    data = base.sources[GAZETTE].to_dict()
    del data["title"]
    source = Source.model_validate(data)
    name = views.shown(made_of(base, source), source)
    publisher = base.actors[source.publisher].label
    assert name == views.Shown(f"{publisher}, 5 March 2021", "en")


# The explorer, the lists


def test_the_explorer_offers_statements_first_and_sources_last(base: Dataset) -> None:
    ids = explorer.data(base)["id"]
    kinds = [base[id_].kind for id_ in ids]
    assert list(dict.fromkeys(kinds)) == [
        Kind.STATEMENT, Kind.EVENT, Kind.CLAIM, Kind.ACTOR, Kind.SYSTEM, Kind.SOURCE,
    ]  # fmt: skip
    said = [base.statements[id_].date for id_ in ids if id_ in base.statements]
    assert len(said) > 1
    assert said == sorted(said, key=lambda date: date.sort_key, reverse=True)


def test_what_has_only_an_end_is_listed_in_the_month_of_its_end(base: Dataset) -> None:
    data = {**base.statements[MASTER].to_dict(), "date": "/2021-03-06"}
    data.pop("original_date", None)
    early = Statement.model_validate(data)
    page = dict(site_files(made_of(base, early)))["browse/statements-2021.md"].decode()
    assert page.count("<h2>March 2021</h2>") == page.count("<h2>") == 1
    assert early.label in page


# Downloads


def test_downloads_have_the_sizes_and_sums_of_the_files(
    site: dict[str, bytes], base_release: dict[str, bytes]
) -> None:
    page = site["downloads.md"].decode()
    for name, content in base_release.items():
        assert site[f"downloads/{name}"] == content
        assert f'<a href="downloads/{name}" download>' in page
        assert sha256(content).hexdigest() in page


def test_without_a_release_the_page_of_downloads_says_so(base: Dataset) -> None:
    files = dict(site_files(base))
    assert "made without a release" in files["downloads.md"].decode()
    assert not [path for path in files if path.startswith("downloads/")]


# Texts


def test_a_text_of_a_page_acts_as_nothing() -> None:
    text = "<b>\"'&`{{1}}\n--8<-- \u202egnp \u200c\u200f"
    assert str(texts.marked(text)) == (
        "&lt;b&gt;&#34;&#39;&amp;&#96;&#123;&#123;1}}&#10;--8&lt;-- &lt;U+202E&gt;gnp \u200c\u200f"
    )


def test_data_in_a_script_cannot_end_it_and_are_the_same() -> None:
    data = {"text": "</script><!-- & \u2028 `"}
    written = str(texts.in_json(data))
    assert not set("<>&`\u2028") & set(written)
    assert json.loads(written) == data


def test_a_title_has_no_tag_however_often_entities_are_resolved() -> None:
    title = texts.head('a <b> &lt;script&gt; &amp;lt; "q"\u202e\nb')
    assert title == "a ‹b› &amp;lt;script&amp;gt; &amp;amp;lt; ”q” b"


@pytest.mark.parametrize(
    ("lang", "direction"),
    [("fa", "rtl"), ("ar", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("en", "ltr"), ("fa-Latn", "ltr")],
)
def test_a_language_has_a_direction(lang: str, direction: str) -> None:
    assert texts.direction(lang) == direction


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/", False),
        ("https://", False),
        ("https://exa\u202emple.org/", False),
        ("https://[", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, leads: bool) -> None:
    assert texts.is_address(url) is leads


# Writing


def test_files_of_others_stay_and_own_ones_go_when_no_longer_made(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("by hand")
    (tmp_path / "record").mkdir()
    (tmp_path / "record/mine.md").write_text("by hand")
    write_site(tmp_path, [("record/a.md", b"1"), ("record/b.md", b"2")])
    before = (tmp_path / "record/a.md").stat().st_mtime_ns
    assert write_site(tmp_path, [("record/a.md", b"1")]) == {"record/a.md": 1}
    assert (tmp_path / "record/a.md").stat().st_mtime_ns == before
    assert not (tmp_path / "record/b.md").exists()
    assert (tmp_path / "index.md").read_text() == "by hand"
    assert (tmp_path / "record/mine.md").read_text() == "by hand"


def test_a_file_of_another_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "downloads.md").write_text("by hand")
    with pytest.raises(WriteError, match="was not written by 'onrecord site'"):
        write_site(tmp_path, [("record/a.md", b"1"), ("downloads.md", b"2")])
    assert (tmp_path / "downloads.md").read_text() == "by hand"
    assert write_site(tmp_path, [("record/b.md", b"1")]) == {"record/b.md": 1}
    assert not (tmp_path / "record/a.md").exists()


def test_the_list_of_own_files_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "precious").write_text("stays")
    (tmp_path / "docs/.onrecord-site").write_text(f"../precious\n{tmp_path}/precious\n")
    write_site(tmp_path / "docs", [])
    assert (tmp_path / "precious").read_text() == "stays"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="there is no such folder"):
        write_site(tmp_path / "docs", [])


def test_the_command_writes_pages_and_tells_how_many(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    assert run(["site", str(base_folder), "--docs", str(docs), "--without-release"]) == 0
    assert re.fullmatch(
        rf"wrote \d+ files, \d+ of them pages, [\d,]+ bytes, to {re.escape(str(docs))}\n",
        capsys.readouterr().out,
    )
    assert (docs / f"record/{MASTER}.md").is_file()


def test_records_with_an_error_make_no_site(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (base_folder / "actors/gazette.yaml").unlink()
    assert run(["site", str(base_folder), "--docs", str(tmp_path)]) == 1
    assert "onrecord validate" in capsys.readouterr().err
    assert not (tmp_path / "record").exists()
