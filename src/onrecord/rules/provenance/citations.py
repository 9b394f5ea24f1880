"""P001–P008: where things can be read, and what other sources have instead."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from onrecord.diagnostics import Finding, RecordPath, Related, Safety, Target
from onrecord.models import Actor, Citation, Event, Kind, Record, Source, Statement
from onrecord.rules.paths import MISSING, is_field, nearest_field, value_at
from onrecord.rules.registry import Context, Stage, rule

__all__: list[str] = []

Findings = Iterator[Finding]

_SPACE = re.compile(r"\s")
_PLAIN = re.compile(
    r"https?://((?:[a-z0-9-]+\.)+(?!local|lan\b|internal|arpa)[a-z]{2,})"
    r"""(/[!"$->@-~]*)?([?#][!-~]*)?""",
    re.ASCII,
)
"""A whole address of a public host by its name: its host, its path, and what comes after it."""

_CITING = (Kind.STATEMENT, Kind.EVENT, Kind.ACTOR)
_TRACKING = {
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid",
    "yclid", "ysclid", "_hsenc", "_hsmi", "ref_src", "ref_url", "cmpid", "smid", "spm", "mkt_tok",
    "wt.mc_id", "at_medium", "at_campaign",
}  # fmt: skip


@rule(
    "P001",
    "differs-names-no-field",
    kinds=_CITING,
    fix=Safety.UNSAFE,
    needs=["citations", "positions"],
)
def differs_names_no_field(record: Record, context: Context) -> Findings:
    """A citation says that a field differs which the record does not have.

    Why:
        What a source has otherwise can be shown only beside what the record has.
    Wrong:
        differs:
          datum: 2023-10
    Right:
        differs:
          date: 2023-10
    """
    for path, citation in _citations(record):
        for field in citation.differs:
            if not is_field(type(record), field) or _is_past_end(record, field):
                near, sure = nearest_field(type(record), field)
                yield Finding(
                    code="P001",
                    record=record.id,
                    path=(*path, "differs", field),
                    target=Target.KEY,
                    message=f"this {record.kind.value} has no field `{field}`",
                    seen=field,
                    expected="a field of the record, as a dotted path such as quantities.0.best",
                    nearest=near,
                    sure=sure,
                )


@rule("P002", "differs-does-not-differ", kinds=_CITING, needs=["citations", "positions"])
def differs_does_not_differ(record: Record, context: Context) -> Findings:
    """A citation says that a source has another value, and gives the value of the record.

    Why:
        A disagreement that is none hides the ones that are.
    Wrong:
        date: 2023-11-13
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
            differs:
              date: 2023-11-13
    Right:
        differs:
          date: 2023-11-14
    """
    differing = [(path, citation) for path, citation in _citations(record) if citation.differs]
    plain = record.to_dict() if differing else {}
    for path, citation in differing:
        for field, value in citation.differs.items():
            if _is_same(value_at(plain, field), value):
                yield Finding(
                    code="P002",
                    record=record.id,
                    path=(*path, "differs", field),
                    message=f"`{field}` is {_shown(value)} in the record too",
                    seen=_shown(value),
                    expected="the value as this source has it, or no `differs`",
                )


@rule(
    "P003", "not-a-web-address", kinds=[Kind.SOURCE], fix=Safety.UNSAFE, needs=["url", "archived"]
)
def not_a_web_address(record: Record, context: Context) -> Findings:
    """An address is not a whole one that begins with http or https.

    Why:
        Readers follow it with one click, and programs check it.
    Wrong:
        url: www.iranwatch.org/news-brief
    Right:
        url: https://www.iranwatch.org/news-brief
    """
    for path, url in _odd_urls(record):
        parts = _split(url)
        if parts is None or parts.scheme not in ("http", "https") or not _host(parts):
            yield Finding(
                code="P003",
                record=record.id,
                path=path,
                message=f"`{url[:80]}` is no web address",
                seen=url[:80],
                expected="https://… with a host",
                nearest=f"https://{url}" if url.startswith("www.") else None,
            )


@rule("P004", "private-address", kinds=[Kind.SOURCE], needs=["url", "archived"])
def private_address(record: Record, context: Context) -> Findings:
    """An address carries a name and password, or leads to a private network.

    Why:
        Nobody else can follow it, and what it gives away cannot be taken back.
    Wrong:
        url: https://user:secret@192.168.0.7/report
    Right:
        url: https://example.org/report
    """
    for path, url in _odd_urls(record):
        parts = _split(url)
        if parts is None or not _host(parts):
            continue
        if parts.username is not None or parts.password is not None:
            message = "the address carries a user name or password"
        elif _is_private(_host(parts)):
            message = f"`{_host(parts)}` is of a private network"
        else:
            continue
        yield Finding(
            code="P004",
            record=record.id,
            path=path,
            message=message,
            expected="an address that anybody can follow",
        )


@rule(
    "P005", "tracking-parameters", kinds=[Kind.SOURCE], fix=Safety.SAFE, needs=["url", "archived"]
)
def tracking_parameters(record: Record, context: Context) -> Findings:
    """An address carries parameters that only say where a reader came from.

    Why:
        The same page would count as several, and readers would be reported on.
    Wrong:
        url: https://example.org/news?id=7&utm_source=feed
    Right:
        url: https://example.org/news?id=7
    """
    for path, url in _urls(record):
        clean = without_tracking(url)
        if clean != url:
            yield Finding(
                code="P005",
                record=record.id,
                path=path,
                message="the address carries tracking parameters",
                seen=url,
                expected=clean,
                nearest=clean,
            )


def _page(source: Source) -> str | None:
    is_there = source.url is not None and source.is_active
    return _same_page(without_tracking(source.url or "")) if is_there else None


@rule("P006", "address-twice", stage=Stage.DATASET, kinds=[Kind.SOURCE], gather=_page)
def address_twice(context: Context) -> Findings:
    """Two sources have the same address.

    Why:
        One page is one source: two would count as two.
    Wrong:
        # 2023-11-13-iran-watch and 2023-11-13-iranwatch-exports both have
        url: https://www.iranwatch.org/news-brief/irans-annual-arms-exports-total-1-billion
    Right:
        # one source, cited by both records
        url: https://www.iranwatch.org/news-brief/irans-annual-arms-exports-total-1-billion
    """
    seen: dict[str, str] = {}
    for id_, page in context.gathered("P006").items():
        first = seen.setdefault(page, id_)
        if first != id_:
            yield Finding(
                code="P006",
                record=id_,
                path=("url",),
                message=f"`{first}` has this address already",
                seen=context.dataset.sources[id_].url,
                expected="one source a page",
                related=(Related(record=first, path=("url",), message="the first"),),
            )


@rule("P007", "cited-twice", kinds=_CITING, needs=["citations", "positions"])
def cited_twice(record: Record, context: Context) -> Findings:
    """A record cites one source twice.

    Why:
        Citations are counted; two places in one source are one citation with a locator.
    Wrong:
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
          - source: 2023-11-13-iran-watch-arms-exports
            mode: mention
    Right:
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    """
    former = context.dataset.former_ids
    seen: set[tuple[RecordPath, str]] = set()
    for path, citation in _citations(record):
        key = (path[:-1], former.get(citation.source, citation.source))
        if key in seen:
            yield Finding(
                code="P007",
                record=record.id,
                path=(*path, "source"),
                message=f"`{citation.source}` is cited already",
                seen=citation.source,
                expected="one citation a source",
            )
        seen.add(key)


@rule("P008", "not-findable", kinds=[Kind.SOURCE])
def not_findable(record: Source, context: Context) -> Findings:
    """A source has neither an address nor a title.

    Why:
        Without either nobody can find it again.
    Wrong:
        type: news-article
        publisher: irna
    Right:
        type: news-article
        title: Iran's defence exports near one billion dollars
        publisher: irna
    """
    if record.url is None and record.title is None:
        yield Finding(
            code="P008",
            record=record.id,
            path=("publisher",),
            message="nobody can find this again: add the `url` or the `title`",
            expected="`url`, or `title`",
        )


def without_tracking(url: str) -> str:
    """The address without the parameters that only say where a reader came from."""
    parts = _split(url) if "?" in url else None
    if parts is None:
        return url
    pairs = parts.query.split("&")
    kept = [pair for pair in pairs if not _is_tracking(pair.partition("=")[0])]
    return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query="&".join(kept)))


def _is_tracking(key: str) -> bool:
    return key.lower().startswith("utm_") or key.lower() in _TRACKING


def _citations(record: Record) -> Iterator[tuple[RecordPath, Citation]]:
    if isinstance(record, Statement | Event):
        for position, citation in enumerate(record.citations):
            yield ("citations", position), citation
    elif isinstance(record, Actor):
        for holder, office in enumerate(record.positions):
            for position, citation in enumerate(office.citations):
                yield ("positions", holder, "citations", position), citation


def _urls(record: Record) -> Iterator[tuple[RecordPath, str]]:
    if isinstance(record, Source):
        if record.url is not None:
            yield ("url",), record.url
        for position, copy in enumerate(record.archived):
            yield ("archived", position, "url"), copy.url


def _odd_urls(record: Record) -> Iterator[tuple[RecordPath, str]]:
    """Those that are not plainly addresses of public hosts, as most are."""
    return ((path, url) for path, url in _urls(record) if not _PLAIN.fullmatch(url))


@lru_cache(maxsize=256)  # several rules in turn look at the addresses of one source
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return None if _SPACE.search(url) else parts


@lru_cache(maxsize=256)
def _host(parts: SplitResult) -> str:
    return parts.hostname or ""


@lru_cache(maxsize=4096)
def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        local = (".local", ".localhost", ".internal", ".lan", ".home.arpa")
        return host == "localhost" or host.endswith(local) or "." not in host


def _same_page(url: str) -> str:
    """What two addresses of one page have in common."""
    plain = _PLAIN.fullmatch(url)
    if plain and not plain[3]:
        return plain[1].removeprefix("www.") + (plain[2] or "").rstrip("/")
    parts = _split(url)
    if parts is None:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{_host(parts).removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _is_past_end(record: Record, field: str) -> bool:
    """Whether a path leads to an entry that a list of the record does not have."""
    steps = field.split(".")
    return any(
        step.isdecimal() and value_at(record.to_dict(), ".".join(steps[: place + 1])) is MISSING
        for place, step in enumerate(steps)
    )


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _is_same(own: Any, other: Any) -> bool:
    """Whether a value of plain data is the value that a source is said to have."""
    if isinstance(own, list) and isinstance(other, tuple):
        return own == list(other)
    if isinstance(own, int | float) and isinstance(other, int | float):
        return own == other
    return own is not MISSING and str(own) == str(other)
