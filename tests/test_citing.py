"""Citations in every style: whole texts, escapes, and what CSL-JSON must be."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import cite as cite_command
from onrecord.dataset import Dataset
from onrecord.dataset.citing import STYLES, work_of
from onrecord.dataset.citing.bibtex import escaped as for_tex
from onrecord.dataset.citing.wiki import escaped as for_wiki
from onrecord.dataset.citing.work import day_parts
from onrecord.models import Source, SourceType
from onrecord.values.edtf import Edtf

GAZETTE = "2021-03-05-gazette-ferry-left-late"
HARBOUR = "2021-03-05-harbour-master-left-late"
URL = "https://example.org/gazette/ferry-left-late"


def source(base: Dataset, **fields: Any) -> Source:
    """The source of the small dataset with fields set otherwise (``None`` leaves one out)."""
    data = {**base.sources[GAZETTE].to_dict(), **fields}
    return Source.model_validate({key: v for key, v in data.items() if v is not None})


def test_a_source_is_cited_itself(base: Dataset) -> None:
    cited = {style: base.cite(GAZETTE, style) for style in STYLES if style != "csl-json"}
    assert cited == {
        "apa": f"The Gazette. (2021, March 5). Ferry left late, harbour master says. {URL}",
        "chicago": f"The Gazette. “Ferry left late, harbour master says.” March 5, 2021. {URL}.",
        "bibtex": "\n".join(
            (
                "@misc{2021-03-05-gazette-ferry-left-late,",
                "  author = {{The Gazette}},",
                "  title = {{Ferry left late, harbour master says}},",
                "  howpublished = {The Gazette},",
                "  year = {2021},",
                "  month = mar,",
                "  day = {5},",
                f"  url = {{{URL}}},",
                "  urldate = {2021-03-09},",
                "  language = {en},",
                "}",
            )
        ),
        "wiki": (
            f"{{{{Cite news |title=Ferry left late, harbour master says |url={URL} "
            "|work=The Gazette |date=5 March 2021 |access-date=2021-03-09}}"
        ),
    }
    assert base.cite(GAZETTE) == cited["apa"]


def test_a_record_is_cited_with_the_version(base: Dataset) -> None:
    summary = "The harbour master said that the ferry had left late, with about 240 passengers"
    makers = " & ".join(each.name for each in base.metadata.maintainers)
    title, version = base.metadata.title, base.metadata.version
    assert base.cite(HARBOUR, "apa") == (
        f"{makers}. (2021). {summary} (Record {HARBOUR}) [Data set record]. "
        f"In {title} (Version {version})."
    )
    for style in STYLES:
        cited = base.cite(base[HARBOUR], style)
        assert version in cited
        assert HARBOUR in cited
        assert summary in cited


def test_authors_titles_and_copies(base: Dataset) -> None:
    record = source(
        base,
        type="official-report",
        title="کشتی",
        title_translated="The ferry",
        authors=["A. Writer", "B. Reader", "C. Owner"],
        lang="fa",
        archived=[{"url": "https://example.org/a|b", "captured": "2021-04"}],
    )
    assert base.cite(record, "apa") == (
        "A. Writer, B. Reader, & C. Owner. (2021, March 5). کشتی [The ferry]. The Gazette. " + URL
    )
    assert base.cite(record, "chicago") == (
        "A. Writer, B. Reader, and C. Owner. “کشتی” [The ferry]. The Gazette, March 5, 2021. "
        f"{URL}."
    )
    assert base.cite(record, "bibtex").startswith("@techreport{")
    assert "author = {{A. Writer} and {B. Reader} and {C. Owner}}" in base.cite(record, "bibtex")
    assert base.cite(record, "wiki") == (
        "{{Cite report |author1=A. Writer |author2=B. Reader |author3=C. Owner |title=کشتی "
        f"|trans-title=The ferry |url={URL} |publisher=The Gazette |date=5 March 2021 |language=fa "
        "|access-date=2021-03-09 |archive-url=https://example.org/a%7Cb |archive-date=April 2021}}"
    )


def test_what_has_neither_title_nor_date(base: Dataset) -> None:
    record = source(base, title=None, published=None)
    assert base.cite(record, "apa") == (
        f"The Gazette. (n.d.). [News article]. Retrieved March 9, 2021, from {URL}"
    )
    assert base.cite(record, "chicago") == (
        f"The Gazette. News article. n.d. Accessed March 9, 2021. {URL}."
    )
    assert "year" not in base.cite(record, "bibtex")
    assert "|date=" not in base.cite(record, "wiki")


@pytest.mark.parametrize(
    ("published", "apa", "chicago", "wiki_date"),
    [
        ("2021-03", "2021, March", "March 2021", "March 2021"),
        ("2021", "2021", "2021", "2021"),
        ("2021~", "ca. 2021", "ca. 2021", "c. 2021"),
        ("2021-03?", "ca. 2021, March", "ca. March 2021", "March 2021"),
        ("2021/2022", "2021–2022", "2021–2022", ""),
        ("202X", "202X", "202X", ""),
    ],
)
def test_dates_say_no_more_than_is_known(
    base: Dataset, published: str, apa: str, chicago: str, wiki_date: str
) -> None:
    record = source(base, published=published)
    assert f"({apa})." in base.cite(record, "apa")
    assert f"” {chicago}. http" in base.cite(record, "chicago")
    assert (f"|date={wiki_date} " in base.cite(record, "wiki")) is bool(wiki_date)


def test_a_word_that_is_no_style_is_refused(base: Dataset) -> None:
    with pytest.raises(ValueError, match="'mla' is no style: it must be one of apa, chicago"):
        base.cite(GAZETTE, "mla")
    with pytest.raises(KeyError):
        base.cite("nonesuch")


def test_the_command_offers_every_style() -> None:
    assert tuple(STYLES) == cite_command.STYLES


# Escapes

lines = st.text(
    st.one_of(
        st.characters(categories=["L", "N", "P", "S", "Zs"]),
        st.sampled_from("\\{}$&#%_^~|[]<>'"),
    ),
    max_size=30,
)
TEX = {r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~"}


@given(lines)
def test_tex_reads_what_was_written(text: str) -> None:
    written = for_tex(text)
    read = re.sub(
        r"\\text[a-z]+\{\}|\\([{}$&#%_])", lambda found: TEX.get(found[0]) or found[1], written
    )
    assert read == text
    plain = re.sub(r"\\text[a-z]+\{\}|\\[{}$&#%_]", "", written)
    assert not set(plain) & set("\\{}$&#%_^~")


@given(lines)
def test_a_wiki_reads_what_was_written(text: str) -> None:
    written = for_wiki(text)
    read = written.replace("{{!}}", "|")
    for code, sign in (("&#123;", "{"), ("&#125;", "}"), ("&#91;", "["), ("&#93;", "]"),
                       ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#126;", "~"),
                       ("&amp;", "&")):  # fmt: skip
        read = read.replace(code, sign)
    assert read == text
    plain = written.replace("{{!}}", "")
    assert not set(plain) & set("|{}[]<>")
    assert "''" not in plain
    assert "~~~" not in plain


@given(lines.filter(str.strip))
def test_no_title_breaks_an_entry(base: Dataset, title: str) -> None:
    record = base.sources[GAZETTE].model_copy(update={"title": title})
    entry = base.cite(record, "bibtex")
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    (line,) = base.cite(record, "wiki").splitlines()
    fields = line.removeprefix("{{Cite news ").removesuffix("}}").replace("{{!}}", "").split("|")
    assert [field.partition("=")[0] for field in fields[1:]] == [
        "title", "url", "work", "date", "access-date",
    ]  # fmt: skip
    (item,) = json.loads(base.cite(record, "csl-json"))
    assert item["title"] == title


def test_addresses_cannot_break_out(base: Dataset) -> None:
    record = base.sources[GAZETTE].model_copy(update={"url": "https://example.org/a}|b c%20_{d"})
    assert "url = {https://example.org/a%7D|b c%20_%7Bd}" in base.cite(record, "bibtex")
    assert "|url=https://example.org/a%7D%7Cb%20c%20_%7Bd " in base.cite(record, "wiki")


# CSL-JSON: the parts of its schema (1.0.2) that we use, and no key beyond them

_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"},
            },
        },
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
}  # fmt: skip
_TEXTS = ("title", "container-title", "publisher", "URL", "archive_location", "language",
          "version", "genre", "note")  # fmt: skip
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {
                "enum": [
                    "article-newspaper", "dataset", "document", "entry", "legislation",
                    "motion_picture", "post", "report", "webpage",
                ],
            },
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"literal": {"type": "string"}},
                    "required": ["literal"],
                    "additionalProperties": False,
                },
            },
            "issued": _DATE,
            "accessed": _DATE,
            **{name: {"type": "string"} for name in _TEXTS},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}  # fmt: skip


def test_csl_json_is_what_programs_take(base: Dataset) -> None:
    validator = jsonschema.Draft202012Validator(CSL)
    for record in base:
        items = json.loads(base.cite(record, "csl-json"))
        validator.validate(items)
        assert items[0]["id"] == record.id


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2021-03-05", {"date-parts": [[2021, 3, 5]]}),
        ("2021-03~", {"date-parts": [[2021, 3]], "circa": True}),
        ("2021/2022-05", {"date-parts": [[2021], [2022, 5]]}),
        ("2021-0X", {"literal": "2021-0X"}),
        ("2021/..", {"literal": "2021/.."}),
        (None, None),
    ],
)
def test_csl_dates(base: Dataset, published: str | None, issued: Any) -> None:
    (item,) = json.loads(base.cite(source(base, published=published), "csl-json"))
    jsonschema.validate([item], CSL)
    assert item.get("issued") == issued


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2021-03-05T10:00:00Z", ((2021, 3, 5),)),
        ("[2021,2022]", ()),
        ("-0044", ()),
        ("2021-21", ()),
    ],
)
def test_only_plain_dates_have_parts(date: str, parts: tuple[Any, ...]) -> None:
    assert day_parts(Edtf.parse(date)) == parts


def test_every_sort_of_source_can_be_cited(base: Dataset) -> None:
    for sort in SourceType:
        record = source(base, type=sort.value)
        assert work_of(record, base).what
        jsonschema.validate(json.loads(base.cite(record, "csl-json")), CSL)
        assert base.cite(record, "wiki").startswith("{{Cite ")
