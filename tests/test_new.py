"""New records: from answers, options and files to a canonical file in its place."""

from __future__ import annotations

import contextlib
import datetime
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import new, run
from onrecord.dataset import Dataset
from onrecord.drafts import (
    Candidate,
    DraftError,
    Form,
    assign,
    draft,
    matches,
    propose_id,
    slot_at,
    slots_of,
    with_proposals,
)
from onrecord.models import MODELS, RECORD_KINDS, Kind, Record, Statement
from onrecord.values.ids import is_id

TODAY = datetime.date(2021, 4, 1)
STATEMENT = (
    "speakers.actor=harbour-master",
    "speakers.0.capacity=Harbour Master",
    "date=2021-03-05",
    "act=denial",
    "summary=The harbour master said that no other ferry had been held back.",
    "citations.source=2021-03-05-gazette-ferry-left-late",
    "citations.0.mode=paraphrase",
    "added=2021-03-10",
)
STATEMENT_FILE = """\
id: 2021-03-05-master-no-other-ferry-held-back
speakers:
  - actor: harbour-master
    capacity: Harbour Master
date: 2021-03-05
act: denial
summary: The harbour master said that no other ferry had been held back.
citations:
  - source: 2021-03-05-gazette-ferry-left-late
    mode: paraphrase
added: 2021-03-10
"""
STATEMENT_PATH = "statements/2021/2021-03-05-master-no-other-ferry-held-back.yaml"


def sets(*assignments: str) -> list[str]:
    return [word for each in assignments for word in ("--set", each)]


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# Slots and paths


def test_the_kinds_are_those_of_the_models() -> None:
    assert tuple(kind.value for kind in RECORD_KINDS) == new.KINDS


@pytest.mark.parametrize("kind", MODELS)
def test_every_slot_says_what_it_takes(kind: Kind) -> None:
    for slot in slots_of(MODELS[kind]):
        assert slot.description
        assert (slot.form is Form.PART) is (slot.part is not None)
        assert (slot.form in (Form.REFERENCE, Form.TERM)) is bool(slot.names)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (("speakers", 0, "actor"), Form.REFERENCE),
        (("quantities", 2, "best"), Form.NUMBER),
        (("citations", 0, "primary"), Form.FLAG),
        (("citations", 0, "differs"), Form.FREE),
        (("about", "topics"), Form.TERM),
        (("added",), Form.DAY),
        (("date",), Form.DATE),
        (("act",), Form.WORD),
        (("stances",), Form.PART),
    ],
)
def test_slots_are_read_from_the_models(path: tuple[Any, ...], form: Form) -> None:
    slot = slot_at(Statement, path)
    assert slot is not None
    assert slot.form is form


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from leaves(value, f"{path}.{position}")
    else:
        yield path, str(data).lower() if isinstance(data, bool) else str(data)


def test_a_record_is_the_sum_of_its_assignments(base: Dataset) -> None:
    for record in base:
        data = record.to_dict()
        assert assign({}, type(record), [f"{path}={text}" for path, text in leaves(data)]) == data


def test_a_record_as_a_draft_is_its_file(base: Dataset, base_files: dict[str, bytes]) -> None:
    drafts = [draft(record.kind, record.to_dict()) for record in base]
    records = {p: c for p, c in base_files.items() if "/" in p and "vocabularies" not in p}
    assert {each.path: each.content for each in drafts} == records


@pytest.mark.parametrize(
    ("assignment", "data"),
    [
        ("quantities.best=1 000 000", {"quantities": [{"best": 1000000}]}),
        ("quantities.best=1,000", {"quantities": [{"best": 1000}]}),
        ("quantities.0.low=0.5", {"quantities": [{"low": 0.5}]}),
        ("citations.primary=yes", {"citations": [{"primary": True}]}),
        ("audience=one, two", {"audience": ["one", "two"]}),
        ("about.actors.1=two", {"about": {"actors": ["one", "two"]}}),
        (
            "citations.differs.quantities.0.best=500",
            {"citations": [{"differs": {"quantities.0.best": 500}}]},
        ),
        ("citations.differs.date=2021", {"citations": [{"differs": {"date": "2021"}}]}),
        ("summary=  cafe\u0301 ", {"summary": "café"}),
        ("date=a=b", {"date": "a=b"}),
    ],
)
def test_an_assignment(assignment: str, data: dict[str, Any]) -> None:
    before = {"about": {"actors": ["one"]}} if "about" in assignment else {}
    assert assign(before, Statement, [assignment]) == data


def test_an_empty_assignment_takes_out() -> None:
    data = {"date": "2021", "audience": ["one", "two"], "act": "denial"}
    assert assign(data, Statement, ["date=", "audience.0="]) == {
        "audience": ["two"],
        "act": "denial",
    }
    assert data["date"] == "2021"


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("date", "no assignment"),
        ("dat=2021", "did you mean `date`?"),
        ("zzz=2021", "the keys are id, status"),
        ("date.year=2021", "no key is called `year` here"),
        ("speakers=iran", "holds more than one value"),
        ("speakers.1.actor=iran", "entry 1 of a list comes after entry 0"),
        ("quantities.best=many", "'many' is no number"),
        ("quantities.best=1e400", "is no number"),
        ("citations.primary=perhaps", "neither true nor false"),
    ],
)
def test_a_wrong_assignment_is_refused(assignment: str, said: str) -> None:
    with pytest.raises(DraftError) as caught:
        assign({}, Statement, [assignment])
    assert said in str(caught.value)


# Proposals


@pytest.mark.parametrize(
    ("kind", "data", "record_id"),
    [
        (
            Kind.STATEMENT,
            {
                "date": "2021-03?",
                "speakers": [{"actor": "ferry-company"}],
                "summary": "The ferry company said that its ferry had left on time.",
            },
            "2021-03-ferry-company-left-time",
        ),
        (
            Kind.SOURCE,
            {"publisher": "gazette", "published": "2021-03-07", "title": "“All is well”"},
            "2021-03-07-gazette-well",
        ),
        (
            Kind.SOURCE,
            {"publisher": "gazette", "url": "https://example.org/2021/all-ferries-sail.html?x=1"},
            "gazette-ferries-sail",
        ),
        (Kind.EVENT, {"date": "2021-03/2021-04", "title": "The return"}, "2021-03-return"),
        (Kind.EVENT, {"date": "202X", "title": "The return"}, "return"),
        (Kind.CLAIM, {"text": "The ferry never left."}, "ferry-never-left"),
        (
            Kind.ACTOR,
            {"names": [{"text": "Höfnin", "lang": "is"}, {"text": "Port Émile", "lang": "en"}]},
            "port-emile",
        ),
        (Kind.ACTOR, {"names": [{"text": "The Gazette", "lang": "en"}]}, "the-gazette"),
        (Kind.SYSTEM, {"names": [{"text": "North Ferry", "lang": "en"}]}, "north-ferry-2"),
        (Kind.ACTOR, {"names": [{"text": "بندر", "lang": "fa"}]}, ""),
        (Kind.STATEMENT, {"date": "2021-03-05"}, ""),
    ],
)  # fmt: skip
def test_a_proposed_id(kind: Kind, data: dict[str, Any], record_id: str, base: Dataset) -> None:
    assert propose_id(kind, data, base) == record_id


@given(st.text(max_size=400), st.sampled_from(RECORD_KINDS))
def test_a_proposed_id_is_one(base: Dataset, text: str, kind: Kind) -> None:
    data = {"summary": text, "title": text, "text": text, "names": [{"text": text}], "date": text}
    proposed = propose_id(kind, data, base)
    assert proposed == "" or (is_id(proposed) and proposed not in base)


def test_days_are_proposed_and_what_is_given_stays(base: Dataset) -> None:
    data = {"publisher": "gazette", "title": "Ferries sail", "added": "2021-03-30"}
    assert with_proposals(Kind.SOURCE, data, base, TODAY) == {
        "id": "gazette-ferries-sail",
        "accessed": "2021-04-01",
        **data,
    }


# Matching

CANDIDATES = (
    Candidate("iran", "Iran", ("Iran", "ایران")),
    Candidate("iran-mfa", "Ministry of Foreign Affairs", ("Ministry of Foreign Affairs",)),
    Candidate("hossein-amir-abdollahian", "Hossein Amir-Abdollahian", ("حسین امیرعبداللهیان",)),
    Candidate("russia", "Russia", ("Россия",)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("iran", ["iran"]),
        ("ira", ["iran", "iran-mfa"]),
        ("IRAN-M", ["iran-mfa"]),
        ("abdol", ["hossein-amir-abdollahian"]),
        ("amir hossein", ["hossein-amir-abdollahian"]),
        ("ایران", ["iran"]),
        ("foreign", ["iran-mfa"]),
        ("rusia", ["russia"]),
        ("zzz", []),
        ("", ["iran", "iran-mfa", "hossein-amir-abdollahian", "russia"]),
    ],
)
def test_what_is_meant_by_a_few_letters(typed: str, found: list[str]) -> None:
    assert [each.word for each in matches(typed, CANDIDATES)] == found


# The command with options


def test_a_record_from_options(base_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["new", "statement", "--no-ask", "--records", str(base_folder), *sets(*STATEMENT)]
    assert run([*words, "--dry-run"]) == 0
    assert capsys.readouterr().out == STATEMENT_FILE
    assert not (base_folder / STATEMENT_PATH).exists()
    assert run(words) == 0
    assert capsys.readouterr() == (
        f"{base_folder}/{STATEMENT_PATH}\n",
        "checked 1 record in 1 file: all clean\n",
    )
    assert (base_folder / STATEMENT_PATH).read_text(encoding="utf-8") == STATEMENT_FILE
    assert run(["validate", str(base_folder), "--quiet"]) == 0


def test_a_record_from_a_file_and_options(
    base_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partial = tmp_path / "partial.yaml"
    partial.write_text(STATEMENT_FILE.replace("act: denial\n", ""), encoding="utf-8")
    words = ["new", "statement", "--no-ask", "--records", str(base_folder), "--from", str(partial)]
    assert run(words) == 1
    assert "error[S002]" in capsys.readouterr().err
    assert run([*words, "--set", "act=denial"]) == 0
    assert (base_folder / STATEMENT_PATH).read_text(encoding="utf-8") == STATEMENT_FILE
    partial.write_text("a: 1\na: 2\n", encoding="utf-8")
    assert run(words) == 2
    assert "the key 'a' stands twice" in capsys.readouterr().err


def test_nothing_is_overwritten(base_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(base_folder)
    words = ["new", "statement", "--no-ask", "--records", str(base_folder), *sets(*STATEMENT)]
    assert run([*words, "--set", "id=gazette"]) == 2
    assert "'gazette' is the id of the actor 'The Gazette'" in capsys.readouterr().err
    assert contents(base_folder) == before


def test_what_is_no_whole_record_is_not_written(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(base_folder)
    words = ["new", "statement", "--no-ask", "--records", str(base_folder), *sets(*STATEMENT)]
    assert run([*words, "--set", "medium=interveiw"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "error[S004]: `medium` cannot be `interveiw`" in output.err
    assert "not written" in output.err
    assert contents(base_folder) == before
    assert run(["new", "claim", "--no-ask", "--records", str(base_folder)]) == 2
    assert "nothing here says what to call the record" in capsys.readouterr().err


def test_what_the_rules_find_is_shown_and_written(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["new", "statement", "--no-ask", "--records", str(base_folder), *sets(*STATEMENT)]
    assert (
        run([*words, "--set", "speakers.actor=harbour-mistress", "--set", "id=2021-03-05-x"]) == 1
    )
    output = capsys.readouterr()
    assert output.out == f"{base_folder}/statements/2021/2021-03-05-x.yaml\n"
    assert "error[R001]: there is no actor `harbour-mistress`" in output.err


# The conversation

ANSWERS = {
    "type": ("?", "1"),
    "publisher": ("nobody", "gaz"),
    "lang": ("english please", "en"),
    "read": ("f",),
    "title": ("Ferry sails again",),
    "published": ("7 March", "2021-03-07"),
    "url": ("https://example.org/gazette/sails",),
    "derived_from": ("",),
    "more": ("via", "harbour office", ""),
    "id": ("",),
    "write": ("",),
}
SAILS = """\
id: 2021-03-07-gazette-ferry-sails-again
type: news-article
title: Ferry sails again
publisher: gazette
published: 2021-03-07
url: https://example.org/gazette/sails
lang: en
accessed: {today}
read: full
via: [harbour-office]
added: {today}
"""


def asked(folder: Path, kind: str, typed: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", "new", kind, "--ask", "--records", str(folder), *more],
        input=typed,
        env={**os.environ, "ONRECORD_CACHE_DIR": "", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_conversation_ends_in_a_file(base_folder: Path) -> None:
    typed = "".join(f"{line}\n" for lines in ANSWERS.values() for line in lines)
    done = asked(base_folder, "source", typed)
    path = "sources/2021/2021-03-07-gazette-ferry-sails-again.yaml"
    assert (done.returncode, done.stdout) == (0, f"{base_folder}/{path}\n"), done.stderr
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert (base_folder / path).read_text(encoding="utf-8") == SAILS.format(today=today)
    assert "nothing here is called 'nobody'" in done.stderr
    assert "= gazette  The Gazette" in done.stderr
    assert "checked 1 record in 1 file: 1 warning\n" in done.stderr  # nobody names it yet


def test_a_conversation_asks_for_parts_and_takes_changes(base_folder: Path) -> None:
    lines = (
        *("harbour-m", "Harbour Master", "", "n"),
        *("2021-03-05", "denial", "The harbour master said that all was well."),
        *("2021-03-05", "para", "", "n"),
    )
    given = [*sets(*STATEMENT[-1:]), "--set", "occasion=2021-03-05-press-conference"]
    typed = "\n".join(
        [*lines, *_optional(base_folder), "", "2021-03-05-x", "act=assertion", "", ""]
    )
    done = asked(base_folder, "statement", typed, *given)
    assert done.returncode == 0, done.stderr
    text = (base_folder / "statements/2021/2021-03-05-x.yaml").read_text(encoding="utf-8")
    assert "act: assertion\nsummary: The harbour master said that all was well.\n" in text
    assert "occasion: 2021-03-05-press-conference\n" in text


def test_a_page_on_record_is_told_of_at_once(base_folder: Path) -> None:
    lines = ("news", "gazette", "en", "full", "Ferry left late", "")
    typed = "\n".join([*lines, "https://example.org/gazette/ferry-left-late/", ""])
    done = asked(base_folder, "source", typed)
    assert done.returncode == 130
    assert "on record already, as 2021-03-05-gazette-ferry-left-late" in done.stderr


def _optional(folder: Path) -> list[str]:
    """An answer of no to what at least every other statement of the small dataset has."""
    from onrecord import api

    records: list[Record] = list(api.load(folder).statements.values())
    counts = {
        slot.key: sum(slot.key in record.model_fields_set for record in records)
        for slot in slots_of(Statement)
        if not slot.required and slot.key not in ("occasion", "id")
    }
    usual = [key for key, count in counts.items() if 2 * count >= len(records)]
    slots = {slot.key: slot for slot in slots_of(Statement)}
    return ["n" if slots[key].part is not None else "" for key in usual]


def test_the_end_of_input_writes_nothing(base_folder: Path) -> None:
    before = contents(base_folder)
    done = asked(base_folder, "source", "news-article\n")
    assert done.returncode == 130
    assert contents(base_folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_ctrl_c_in_a_terminal_writes_nothing(base_folder: Path) -> None:
    import pty

    before = contents(base_folder)
    master, slave = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "new", "source", "--records", str(base_folder)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "ONRECORD_CACHE_DIR": ""},
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(slave)
    try:
        assert _shown(master, "type:")
        os.write(master, b"news\n")
        assert _shown(master, "publisher:")
        for _ in range(10):
            os.write(master, b"\x03")  # a terminal that changes its mode may lose one
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(timeout=2)
                break
        assert started.returncode == 130
    finally:
        started.kill()
        started.wait()
        os.close(master)
    assert contents(base_folder) == before


def _shown(master: int, wanted: str) -> bool:
    """Whether a text is shown in the terminal before long."""
    seen, deadline = b"", time.monotonic() + 20
    while wanted.encode() not in seen and time.monotonic() < deadline:
        if select.select([master], [], [], 0.2)[0]:
            seen += os.read(master, 4096)
    return wanted.encode() in seen


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
