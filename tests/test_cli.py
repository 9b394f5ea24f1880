"""The commands: whole transcripts as data, and what a process does that a transcript cannot show.

A transcript in ``cases/cli`` holds command lines after ``$``, then what is written to standard
output, what is written to standard error after ``!``, and the exit code. Two folders of records are
at hand: ``records``, and ``wrong``, which is the same with the files of ``cases/cli/wrong`` in it.

When an output is meant to change, ``ONRECORD_ACCEPT=1 pytest tests/test_cli.py`` writes it into the
transcript; the test still fails once, with the difference, which is to be read.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import reporters
from onrecord.cli import commands, run, validate
from onrecord.cli.listing import KINDS
from onrecord.models import RECORD_KINDS

CASES = Path(__file__).parent / "cases" / "cli"
TRANSCRIPTS = sorted(CASES.glob("*.txt"))
MEND = "ONRECORD_ACCEPT=1 pytest tests/test_cli.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``records`` and ``wrong`` in it, as the place to be."""
    shutil.copytree(CASES / "records", tmp_path / "records")
    shutil.copytree(CASES / "records", tmp_path / "wrong")
    shutil.copytree(CASES / "wrong", tmp_path / "wrong", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_CACHE_DIR", "")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "ONRECORD_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def command_lines(transcript: str) -> list[str]:
    return [line for line in transcript.splitlines() if line.startswith("$ ")]


def play(line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The command line with its outputs and its exit code, as a transcript has them."""
    words = shlex.split(line.removeprefix("$ "))
    with monkeypatch.context() as scope:
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            scope.setenv(name, value)
        assert words.pop(0) == "onrecord"
        code = run(words)
    out, err = capsys.readouterr()
    errors = "".join(f"! {text}\n" for text in err.splitlines())
    return f"{line}\n{out}{errors}[exit {code}]\n".replace("\x1b", "␛")


def difference(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, "now", lineterm="")
    return "\n".join(lines)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = path.read_text(encoding="utf-8")
    lines = command_lines(said)
    assert lines, f"{path.name} has no command line"
    played = "\n".join(play(line, capsys, monkeypatch) for line in lines)
    if played == said:
        return
    changed = difference(said, played, path.name)
    if os.environ.get("ONRECORD_ACCEPT"):
        path.write_text(played, encoding="utf-8")
        pytest.fail(f"{changed}\n\nwritten to {path.name}: read the difference, then run again")
    pytest.fail(f"{changed}\n\nif this is meant: {MEND}")


def process(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, "ONRECORD_CACHE_DIR": "", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_module_runs(folder: Path) -> None:
    done = process("-m", "onrecord", "validate", "records", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.endswith(
        "checked 23 records, 5 vocabularies and dataset.yaml in 29 files: 3 notes\n"
    )
    assert done.stderr == ""


def test_the_kinds_are_those_of_the_models() -> None:
    assert tuple(kind.folder for kind in RECORD_KINDS) == KINDS


def test_the_formats_are_those_of_the_reporters() -> None:
    assert tuple(reporters.FORMATS) == validate.FORMATS


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_the_help_of_every_command_teaches_by_examples(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Examples:" in out
    assert f"onrecord {name}" in out.partition("Examples:")[2]


@pytest.mark.parametrize("words", [("--help",), ("validate", "--help"), ("list", "--help")])
def test_help_imports_nothing_heavy(words: tuple[str, ...], folder: Path) -> None:
    code = (
        "import sys\nfrom onrecord.cli import run\nrun(sys.argv[1:])\n"
        "heavy = {'pydantic', 'yaml', 'rich', 'pyarrow', 'onrecord.models'} & set(sys.modules)\n"
        "sys.exit(','.join(sorted(heavy)) or 0)"
    )
    done = process("-c", code, *words, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from onrecord import __version__

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"onrecord {__version__}\n"


def test_without_click_one_line_says_what_to_install(folder: Path) -> None:
    code = (
        "import sys\nsys.modules['click'] = None\n"
        "from onrecord.__main__ import main\nsys.exit(main())"
    )
    done = process("-c", code, "validate", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == "the commands need an extra: pip install 'onrecord[cli]'\n"
    assert done.stdout == ""


def test_a_reader_that_leaves_ends_it_quietly(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "onrecord", "list", "statements", "--records", "records"],
        cwd=folder,
        env={**os.environ, "ONRECORD_CACHE_DIR": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
def test_a_full_disk_is_told(folder: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", "validate", "records"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error: No space left on device\n")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="interrupts are sent otherwise there")
def test_an_interrupt_ends_it_without_a_traceback(folder: Path) -> None:
    code = (
        "import sys, time, click\nfrom onrecord.cli import commands, run\n"
        "@commands.command('wait')\n"
        "def wait():\n    print('ready', flush=True)\n    time.sleep(60)\n"
        "sys.exit(run(['wait']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        assert started.stdout.readline() == "ready\n"
        time.sleep(0.2)
        started.send_signal(signal.SIGINT)
        errors = started.stderr.read()
    assert started.returncode == 130
    assert errors.strip() == ""


@pytest.fixture
def broken_command() -> Iterator[str]:
    """The name of a command that fails as no command should."""

    @commands.command("broken")
    def broken() -> int:
        return 1 // 0

    yield "broken"
    del commands.commands["broken"]


@pytest.mark.usefixtures("folder")
def test_a_fault_of_our_own_is_one_line(
    broken_command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run([broken_command]) == 2
    assert capsys.readouterr().err == (
        "error: unexpected ZeroDivisionError: integer division or modulo by zero\n"
        "  ONRECORD_DEBUG=1 shows where it happened\n"
    )
    monkeypatch.setenv("ONRECORD_DEBUG", "1")
    assert run([broken_command]) == 2
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_build_writes_what_it_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "records", "--out", "release", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    release = folder / "release"
    written = {
        path.relative_to(release).as_posix(): path.stat().st_size
        for path in release.rglob("*")
        if path.is_file()
    }
    assert told["files"] == written
    assert told["version"] == "2024.1.0"
    assert told["records"]["statements"] == 3
    assert told["data_hash"] == json.loads((release / "manifest.json").read_text())["data_hash"]


@pytest.mark.usefixtures("folder")
def test_build_tells_a_person_files_and_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "records", "--out", "release"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^  manifest\.json +[0-9,]+ bytes$", out, re.MULTILINE)
    assert re.search(r"^data hash +[0-9a-f]{64}$", out, re.MULTILINE)
    assert out.endswith("wrote version 2024.1.0 to release\n")


def test_build_refuses_records_with_errors(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "wrong", "--out", "release"]) == 1
    assert capsys.readouterr().err == "nothing was written: the records have errors\n"
    assert not (folder / "release").exists()


@pytest.mark.usefixtures("folder")
def test_json_reports_are_what_the_text_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "wrong", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert run(["validate", "wrong"]) == 1
    text = capsys.readouterr().out
    assert report["summary"]["ok"] is False
    assert report["diagnostics"]
    for found in report["diagnostics"]:
        assert f"{found['severity']}[{found['code']}]: " in text
        assert f"--> {found['file']}:{found['line']}:{found['column']}\n" in text


def test_ids_can_be_completed(folder: Path) -> None:
    done = process(
        "-m", "onrecord", cwd=folder,
        _ONRECORD_COMPLETE="bash_complete",
        COMP_WORDS="onrecord show --records records mehdi",
        COMP_CWORD="4",
    )  # fmt: skip
    assert done.stdout == "plain,mehdi-farahi\n"
