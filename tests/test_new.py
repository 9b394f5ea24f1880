"""``onrecord new``: a record from options, from a file, and from a conversation in a terminal."""

from __future__ import annotations

import contextlib
import datetime
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.cli import run
from onrecord.drafts import (
    slots_of,
)
from onrecord.models import Record, Statement

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
