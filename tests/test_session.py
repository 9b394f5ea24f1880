"""Checks one after the other in one process: each is as good as one from the beginning."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from onrecord.diagnostics import Report
from onrecord.models import Source
from onrecord.validation import File, validate
from onrecord.validation.session import Session

TODAY = datetime.date(2026, 11, 25)
STATEMENT = "statements/2021/2021-03-05-harbour-master-left-late.yaml"
MASTER = "actors/harbour-master.yaml"
CLAIM = "claims/ferry-left-on-time.yaml"
TOPICS = "vocabularies/topics.yaml"


def as_files(contents: dict[str, bytes]) -> list[File]:
    return [File(path, content) for path, content in contents.items()]


def report_of(contents: dict[str, bytes]) -> Report:
    return validate(as_files(contents), today=TODAY).report


def edits(base: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """The small dataset as it is changed file by file, and changed back."""
    yield base
    yield base | {STATEMENT: base[STATEMENT].replace(b"harbour-master", b"harbour-mastr")}
    yield base | {STATEMENT: base[STATEMENT][:200]}
    yield base | {CLAIM: base[CLAIM].replace(b"id: ferry", b"former_ids: [the-ferry]\nid: ferry")}
    yield base | {CLAIM: base[CLAIM].replace(b"id: ferry-left-on-time", b"id: ferry-left")}
    yield {path: content for path, content in base.items() if path != MASTER}
    yield base | {TOPICS: base[TOPICS].replace(b"id: ferries", b"id: boats")}
    yield base | {"dataset.yaml": b"format: 1\n"}
    yield base | {"claims/again.yaml": base[CLAIM]}
    yield base


def test_each_check_finds_what_one_from_the_beginning_does(base_files: dict[str, bytes]) -> None:
    session = Session()
    for contents in edits(base_files):
        view = session.check(as_files(contents), TODAY)
        assert view.report == report_of(contents)
        assert view.files.keys() == contents.keys()


def test_a_session_goes_on_from_what_another_kept(base_files: dict[str, bytes]) -> None:
    first = Session()
    first.check(as_files(base_files), TODAY)
    for contents in edits(base_files):
        session = Session(first.to_keep())
        assert session.check(as_files(contents), TODAY).report == report_of(contents)


@pytest.mark.parametrize("day", [datetime.date(2020, 1, 1), datetime.date(2027, 1, 1)])
def test_another_day_is_judged_anew(base_files: dict[str, bytes], day: datetime.date) -> None:
    session = Session()
    session.check(as_files(base_files), TODAY)
    assert session.check(as_files(base_files), day).report == (
        validate(as_files(base_files), today=day).report
    )


def test_a_view_keeps_its_own_records(base_files: dict[str, bytes]) -> None:
    session = Session(None)
    kept = Session()
    kept.check(as_files(base_files), TODAY)
    session = Session(kept.to_keep())
    path = next(path for path in base_files if path.startswith("sources/"))
    id_ = path.rpartition("/")[2].removesuffix(".yaml")
    before = session.check(as_files(base_files), TODAY)
    assert not before.is_made(id_)
    changed = base_files[path].replace(b"title: ", b"title: X ", 1)
    after = session.check(as_files(base_files | {path: changed}), TODAY)
    titles = [view.dataset.sources[id_].title for view in (before, after)]
    assert titles[1] == f"X {titles[0]}"
    assert before.is_made(id_)
    assert after.is_made(id_)
    assert isinstance(session.check(as_files(base_files), TODAY).dataset[id_], Source)
    assert session.check(as_files(base_files), TODAY).dataset.sources[id_].title == titles[0]
