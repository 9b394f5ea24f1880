"""The site in a real browser: Chromium without a window, pages from the disk, no other host.

The pages are those of the small dataset and of ``cases/site``. ``ONRECORD_SITE`` may name the
folder of a site that was built of other records: what holds of any page is looked at there too.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from onrecord import api
from onrecord.dataset import Dataset, conditions_of
from onrecord.models import RECORD_KINDS

ROOT = Path(__file__).parents[1]
CASE = Path(__file__).parent / "cases" / "site"
OFFICE = "2021-03-07-harbour-office-on-the-hour"
MASTER = "2021-03-05-harbour-master-left-late"
COMPANY = "2021-03-06-company-left-on-time"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"phone": (320, 640), "desk": (1280, 900)}


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory, base_files: dict[str, bytes]) -> Path:
    """The small dataset with a few records more: a Persian quote, an id that was another."""
    folder = tmp_path_factory.mktemp("site") / "records"
    shutil.copytree(CASE, folder)
    for path, content in base_files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def dataset(records: Path) -> Dataset:
    return api.load(records)


@pytest.fixture(scope="session")
def built(records: Path, build_site: Callable[[Callable[[Path], object]], Path]) -> Path:
    """The folder of the built site."""
    return build_site(lambda docs: api.site(records, docs))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("THE SITE WAS NOT LOOKED AT: no Chromium here (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def go(browser: Any, built: Path) -> Iterator[Any]:
    """Opens a page of the site, by its address; at the end, nothing may have gone wrong in it."""
    wrong: list[str] = []
    contexts = []

    def opened(address: str, *, size: str = "desk", site: Path = built, **options: Any) -> Any:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: told.type == "error" and wrong.append(told.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
        page.on("request", lambda asked: _is_own(asked.url) or wrong.append(asked.url))
        page.goto(f"file://{site}/{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def _is_own(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:"))


def found(page: Any) -> list[str]:
    """The ids of the records that the explorer shows."""
    links = page.locator("#explore-results h3 a").evaluate_all("all => all.map(a => a.href)")
    return [link.rpartition("/")[2].removesuffix(".html") for link in links]


def search(page: Any, query: str) -> list[str]:
    page.fill("#explore-q", query)
    return found(page)


# The explorer


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "ferry late",
        '"left on time"',
        "FERRY*",
        "کشتی",
        "كشتي",  # as an Arabic keyboard has it
        "میرفت",  # without the joiner within the word
        "دفتر بندر",
        "۲۴۰",
        "240",
        "harbour-master",
        "nothing has this",
    ],
)
def test_the_explorer_finds_what_the_library_finds(go: Any, dataset: Dataset, query: str) -> None:
    """The explorer looks for beginnings of words, as people type."""
    page = go("explore.html")
    open_ended = query if query.endswith(("*", '"')) else f"{query.replace(' ', '* ')}*"
    wanted = {hit.record.id for hit in dataset.search(open_ended)}
    assert set(search(page, query)) == wanted
    assert page.inner_text("#explore-count").startswith(f"{len(wanted)} record")


def test_facets_narrow_and_count_and_stand_in_the_address(go: Any, dataset: Dataset) -> None:
    page = go("explore.html")
    page.check("#explore-facets input[value=statement]")
    page.check("#explore-facets input[value=denies]")
    assert found(page) == [MASTER]
    count = page.locator("li:has(input[value=affirms]) .explore-term-count")
    affirming = [
        s for s in dataset.statements.values() if "affirms" in [x.stance for x in s.stances]
    ]
    assert count.inner_text() == str(len(affirming))
    assert page.url.endswith("#kind=statement&stance=denies")
    page.reload()
    assert found(page) == [MASTER]
    assert page.is_checked("#explore-facets input[value=denies]")
    page.click("#explore-clear")
    assert len(found(page)) == len(dataset)
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("claim", "ferry-left-on-time"),
        ("speaker", "harbour-office"),
        ("country", "IS"),
        ("topic", "ferries"),
        ("system", "north-ferry"),
    ],
)
def test_a_facet_means_what_the_library_means(
    go: Any, dataset: Dataset, name: str, value: str
) -> None:
    page = go(f"explore.html#{name}={value}")
    tables = [dataset.of_kind(kind) for kind in RECORD_KINDS if name in conditions_of(kind)]
    assert set(found(page)) == {id_ for table in tables for id_ in table.where(**{name: value})}


def test_a_period_finds_what_may_have_been_in_it(go: Any, dataset: Dataset) -> None:
    page = go("explore.html#from=2021-03-06&to=2021-03-07")
    kinds = (dataset.statements, dataset.events, dataset.sources)
    wanted = {id_ for kind in kinds for id_ in kind.where(period="2021-03-06/2021-03-07")}
    assert set(found(page)) == wanted
    page.fill("#explore-from", "in spring")
    assert page.get_attribute("#explore-from", "aria-invalid") == "true"


def test_what_names_a_record_can_be_asked_for(go: Any, dataset: Dataset) -> None:
    page = go("explore.html#names=harbour-office")
    assert set(found(page)) == {use.record.id for use in dataset.uses_of("harbour-office")}
    assert "Harbour Office" in page.inner_text("#explore-count")


def test_who_asks_for_nothing_is_shown_statements_first(go: Any, dataset: Dataset) -> None:
    page = go("explore.html")
    shown = [dataset[id_] for id_ in found(page)]
    kinds = list(dict.fromkeys(record.kind.value for record in shown))
    assert (kinds[0], kinds[-1]) == ("statement", "source")
    assert len(kinds) == 6
    page.select_option("#explore-sort", "newest")
    days = [str(when.latest) for id_ in found(page) if (when := dataset[id_].when)]
    assert days == sorted(days, reverse=True)
    assert found(page) != [record.id for record in shown]


def test_the_order_can_be_chosen(go: Any) -> None:
    page = go("explore.html#kind=statement")
    assert found(page) == [OFFICE, COMPANY, MASTER]
    page.select_option("#explore-sort", "oldest")
    assert found(page) == [MASTER, COMPANY, OFFICE]
    page.select_option("#explore-sort", "label")
    assert found(page) == [COMPANY, MASTER, OFFICE]


def test_what_is_found_can_be_taken_away(go: Any, tmp_path: Path) -> None:
    page = go("explore.html#kind=statement")
    for name in ("csv", "json"):
        with page.expect_download() as download:
            page.click(f"#explore-{name}")
        download.value.save_as(tmp_path / f"found.{name}")
    with (tmp_path / "found.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [OFFICE, COMPANY, MASTER]
    assert rows[0]["quotes"].startswith("کشتی سر ساعت")
    told = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert [record["id"] for record in told["records"]] == [OFFICE, COMPANY, MASTER]
    assert told["records"][2]["stances"] == ["denies", "affirms"]


def test_who_finds_nothing_is_told_what_to_try(go: Any) -> None:
    page = go("explore.html")
    page.fill("#explore-q", "zzzz")
    page.wait_for_selector("#explore-nothing", state="visible")
    assert found(page) == []
    page.fill("#explore-q", "late")
    page.wait_for_selector("#explore-nothing", state="hidden")
    assert found(page)


def test_the_explorer_works_with_the_keyboard_alone(go: Any) -> None:
    page = go("explore.html")
    page.focus("#explore-q")
    page.keyboard.type("late")
    page.focus("#explore-facets input[value=statement]")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "statement"
    assert found(page) == [MASTER]
    page.focus("#explore-results h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/*.html")
    assert page.inner_text("h1").startswith("The harbour master said")


def test_without_scripts_the_lists_are_offered(go: Any) -> None:
    page = go("explore.html", java_script_enabled=False)
    page.click("noscript a")
    assert page.locator("a[href*=record]").count() or page.locator("a[href*=statement]").count()


# Pages of records


def test_a_persian_quote_reads_from_right_to_left(go: Any) -> None:
    page = go(f"record/{OFFICE}.html")
    quote = page.locator("[lang=fa]", has_text="کشتی سر ساعت").first
    assert quote.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_a_former_id_leads_to_the_record(go: Any) -> None:
    page = go("record/2021-03-07-office-on-time.html")
    page.wait_for_url(f"**/record/{OFFICE}.html")
    assert "on the hour" in page.inner_text("h1")


def test_a_claim_tells_its_history(go: Any, dataset: Dataset) -> None:
    page = go("record/ferry-left-on-time.html")
    text = page.inner_text("main")
    order = [text.index(dataset[each].label) for each in (MASTER, COMPANY, OFFICE)]
    assert order == sorted(order)
    assert dataset.history("ferry-left-on-time").status.value in text.lower()


def test_the_documentation_can_be_searched_without_a_server(go: Any) -> None:
    page = go("index.html")
    page.locator(".md-search__input").press_sequentially("right of reply")  # it waits for keys
    first = page.locator(".md-search-result__article").first
    first.wait_for()
    assert "Editorial policy" in first.inner_text()


class _Server(SimpleHTTPRequestHandler):
    """Serves a folder below ``/project/``, and the page for what is not there at any address."""

    def do_GET(self) -> None:
        if not Path(self.translate_path(self.path)).is_file():
            self.send_error(404)
            return
        super().do_GET()

    def translate_path(self, path: str) -> str:
        if not path.startswith("/project/"):
            return "/nowhere/at/all"
        return super().translate_path(path.removeprefix("/project"))

    def send_error(self, code: int, *_: Any) -> None:
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def served(built: Path) -> Iterator[str]:
    """The address of the site on a server, in a folder there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/project"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "missing", ["nothing.html", "record/2021-03-05-harbour-master-left.html", "some/where/else"]
)
def test_a_page_that_is_not_there_leads_on_from_anywhere(
    browser: Any, served: str, missing: str
) -> None:
    page = browser.new_page()
    try:
        page.goto(f"{served}/{missing}")
        page.wait_for_function("document.querySelector('header a').href.includes('project/index')")
        links = page.locator("a").evaluate_all("all => all.map(each => each.href)")
        assert {page.request.get(link.partition("#")[0]).status for link in links} == {200}
        assert page.is_visible("#named") == missing.startswith("record/")
        page.fill("#words", page.input_value("#words") or "harbour master")
        page.click("#search button")
        page.wait_for_url(f"{served}/explore.html#q=*")
        page.wait_for_selector("#explore[data-ready]")
        assert MASTER in found(page)
    finally:
        page.close()


# What holds of every page

PAGES = [
    "404.html",
    "index.html",
    "explore.html",
    "browse/index.html",
    "downloads.html",
    "record/ferry-left-on-time.html",
    "record/ferry-carried-over-200.html",
    f"record/{OFFICE}.html",
    f"record/{MASTER}.html",
    "record/2021-03-04-departure.html",
    "record/2021-03-07-harbour-paper-on-the-hour.html",
    "record/harbour-office.html",
    "record/north-ferry.html",
]


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("desk", "light")]
)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible(go: Any, address: str, size: str, scheme: str) -> None:
    """By the rules of axe; and no page is wider than its window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    page = go(address, size=size, color_scheme=scheme)
    results = axe.Axe().run(page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.skipif("ONRECORD_SITE" not in os.environ, reason="ONRECORD_SITE names no built site")
def test_pages_of_a_site_as_it_is_published(go: Any) -> None:
    """The pages at the top and the largest of records: quiet and accessible."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    site = Path(os.environ["ONRECORD_SITE"]).resolve()
    largest = sorted((site / "record").glob("*.html"), key=lambda each: -each.stat().st_size)
    top = sorted(each.name for each in site.glob("*.html"))
    for address in [*top, *(f"record/{each.name}" for each in largest[:5])]:
        page = go(address, site=site, size="phone")
        results = axe.Axe().run(page, options={"preload": False})
        assert results.violations_count == 0, f"{address}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        page.context.close()
