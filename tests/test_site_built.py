"""The site as the builder lays it out: every link leads somewhere, and no text of a record acts.

It is built of the small dataset, with HTML, scripts, templates, Markdown and bidi in every field
that takes them. ``ONRECORD_SITE`` may name the folder of a site that was built of other records:
what holds of any site is looked at there too.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from pydantic import ValidationError

from onrecord.dataset import Dataset
from onrecord.models import Record
from onrecord.site import site_files, texts
from onrecord.storage.site import write_site

ROOT = Path(__file__).parent.parent
MOST_BYTES = 150_000
HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} \\ "
    "[link](javascript:alert(3)) ![i](https://other.example/i.png) `code` <!-- <div> -->\n"
    '# heading\n```\nfence\n```\n--8<-- "LICENSE"\n\n</div></body>&lt;&amp;lt; \u202egnp.exe'
)


def hostile(record: Record) -> Record:
    """The record with such a text in every field that takes it."""
    data: Any = record.to_dict()
    for path in list(_texts(data, ())):
        changed = _with(data, path)
        try:
            type(record).model_validate(changed)
        except ValidationError:
            continue  # a date, an id, a word of a closed list: it takes no such text
        data = changed
    return type(record).model_validate(data)


def _texts(data: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    match data:
        case dict():
            for key, value in data.items():
                yield from _texts(value, (*path, key))
        case list():
            for place, value in enumerate(data):
                yield from _texts(value, (*path, place))
        case str():
            yield path


def _with(data: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return HOSTILE
    step, *rest = path
    if isinstance(data, dict):
        return {**data, step: _with(data[step], tuple(rest))}
    return [_with(each, tuple(rest)) if at == step else each for at, each in enumerate(data)]


@pytest.fixture(scope="session")
def small(
    base: Dataset,
    base_release: dict[str, bytes],
    build_site: Callable[[Callable[[Path], object]], Path],
) -> Path:
    """The folder of a site of the small dataset, with a hostile text wherever one can stand."""
    dataset = Dataset.from_records(
        map(hostile, base), metadata=base.metadata, vocabularies=base.vocabularies.values()
    )
    return build_site(lambda docs: write_site(docs, site_files(dataset, release=base_release)))


def _sites() -> list[str]:
    return ["small", *filter(None, [os.environ.get("ONRECORD_SITE")])]


@pytest.fixture(params=_sites())
def site(request: pytest.FixtureRequest) -> Path:
    """The small site, and another one if the environment names it."""
    if request.param == "small":
        built: Path = request.getfixturevalue("small")
        return built
    return Path(request.param)


# What holds of any site

_NAMED = re.compile(rb'\s(?:id|name)="([^"]*)"')
_LINK = re.compile(rb'<[a-z]+\s(?:[^>]*\s)?(?:href|src)="([^"]*)"')
_LOADED = re.compile(rb'<(?:link|script|img|iframe|source|use)\s(?:[^>]*\s)?(?:href|src)="([^"]*)"')


@cache
def _anchors(page: Path) -> frozenset[str]:
    return frozenset(html.unescape(each.decode()) for each in _NAMED.findall(page.read_bytes()))


def _found(pattern: re.Pattern[bytes], page: Path) -> set[str]:
    return {html.unescape(each.decode()) for each in pattern.findall(page.read_bytes())}


def _pages(site: Path) -> list[Path]:
    return list(site.rglob("*.html"))


def _leads(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return parts.scheme in ("http", "https", "mailto")
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return False
    if not parts.fragment or target.suffix != ".html" or target.name == "explore.html":
        return True  # of pictures it says when to show them, in the explorer what was chosen
    return unquote(parts.fragment) in _anchors(target)


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    broken = [
        f"{page.relative_to(site)}: {link}"
        for page in _pages(site)
        for link in _found(_LINK, page)
        if not _leads(page, link)
    ]
    if str(site) != os.environ.get("ONRECORD_SITE"):
        # Pages by hand lead to records that the small dataset has not got.
        broken = [each for each in broken if not re.match(r"[a-z]+\.html: record/", each)]
    assert broken == []


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    loaded = {each for page in _pages(site) for each in _found(_LOADED, page)}
    assert {each for each in loaded if urlsplit(each).netloc} == set()


def test_no_page_is_larger_than_a_phone_can_take(site: Path) -> None:
    own = [page for page in _pages(site) if page.relative_to(site).parts[0] != "reference"]
    large = {str(page.relative_to(site)): page.stat().st_size for page in own}
    assert {page: size for page, size in large.items() if size > MOST_BYTES} == {}


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two pages that knows its own address."""
    pytest.importorskip("material", reason="mkdocs-material is not installed: onrecord[docs]")
    folder = tmp_path_factory.mktemp("home")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Ferries\n")
    (folder / "docs" / "north.md").write_text(
        '---\ntitle: "North ”&amp;”"\ndescription: "What is said of it."\n---\n# North\n'
    )
    settings = {
        "site_name": "harbours",
        "site_description": "Who said what on harbours.",
        "site_url": "https://harbours.example/record/",
        "use_directory_urls": False,
        "plugins": [],
        "theme": {"name": "material", "font": False, "custom_dir": str(ROOT / "docs/overrides")},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "site"


def test_whole_addresses_are_told_where_the_site_has_one(at_home: Path) -> None:
    page = _Read(at_home / "north.html")
    said = {each.get("property"): each.get("content") for tag, each in page.tags if tag == "meta"}
    home = "https://harbours.example/record/"
    assert said["og:url"] == f"{home}north.html"
    assert (said["og:title"], said["og:description"]) == ("North ”&”", "What is said of it.")
    assert ("link", {"rel": "canonical", "href": f"{home}north.html"}) in page.tags
    missing = [each["href"] for tag, each in _Read(at_home / "404.html").tags if tag == "a"]
    assert f"{home}explore.html" in missing
    assert all(str(link).startswith(home) for link in missing)


def test_a_site_without_an_address_tells_none(small: Path) -> None:
    for name in ("index.html", f"record/{next((small / 'record').glob('*.html')).name}"):
        text = (small / name).read_text(encoding="utf-8")
        assert 'rel="canonical"' not in text.replace("http-equiv", "")
        assert 'property="og:' not in text


def test_every_page_leads_to_the_feed(small: Path) -> None:
    for name, feed in (("index.html", "downloads"), ("browse/index.html", "../downloads")):
        links = [each for tag, each in _Read(small / name).tags if tag == "link"]
        (found,) = [each["href"] for each in links if each.get("type") == "application/atom+xml"]
        assert found == f"{feed}/changes.atom"


# What holds of hostile records


class _Read(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def read(small: Path) -> dict[str, _Read]:
    folders = ("record", "browse", "pictures")
    own = [page for folder in folders for page in (small / folder).glob("*.html")]
    return {
        str(page.relative_to(small)): _Read(page)
        for page in (*own, small / "index.html", small / "explore.html", small / "downloads.html")
    }


def test_no_text_of_a_record_becomes_a_tag(read: dict[str, _Read]) -> None:
    for name, page in read.items():
        for tag, attributes in page.tags:
            assert not [each for each in attributes if each.startswith("on")], name
            assert attributes.get("src") != "x", name
            assert not str(attributes.get("href")).startswith("javascript:"), name
            if tag in ("img", "iframe", "object", "embed"):
                assert not urlsplit(attributes.get("src") or "").netloc, name


def test_only_the_theme_and_the_site_have_scripts(small: Path, read: dict[str, _Read]) -> None:
    plain = _Read(small / "policy.html")
    known = {str(attributes.get("src")).rpartition("/")[2] for _, attributes in plain.tags}
    for name, page in read.items():
        for tag, attributes in page.tags:
            if tag == "script" and attributes.get("src"):
                file = str(attributes["src"]).rpartition("/")[2]
                assert file in known | {"explore.js", "data.js"}, name
    inline = [
        match
        for name in read
        for match in re.findall(
            r"<script>(.*?)</script>", (small / name).read_text(encoding="utf-8"), re.DOTALL
        )
    ]
    assert not [each for each in inline if "alert(" in each]


def test_a_page_has_the_text_as_it_was_written(read: dict[str, _Read]) -> None:
    wanted = texts.plain(HOSTILE)
    records = [page for name, page in read.items() if name.startswith("record/")]
    assert len(records) >= 10
    for page in records:
        assert wanted in page.text or wanted in "".join(page.text)


def test_no_text_reorders_what_stands_around_it(small: Path) -> None:
    for page in _pages(small):
        assert "\u202e" not in page.read_text(encoding="utf-8").replace("\\u202e", "")
