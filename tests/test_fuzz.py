"""The laws of ``fuzz`` hold: for real files patched by chance, and for what broke them once.

``python -m fuzz`` searches for hours; this looks for a second at each.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CHECKOUT = Path(__file__).parent.parent
LAWS = ["documents", "models", "validation", "dates", "numerals", "mending", "forms"]

Law = Callable[[bytes], None]


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Callable[[str], ModuleType]]:
    """Imports a module of the folder ``fuzz``, which is no part of the package."""
    sys.path.insert(0, str(CHECKOUT))
    yield lambda name: importlib.import_module(f"fuzz.{name}")
    sys.path.remove(str(CHECKOUT))


@pytest.fixture(scope="module")
def laws(fuzz: Callable[[str], ModuleType]) -> Mapping[str, Law]:
    found: Mapping[str, Law] = fuzz("laws").LAWS
    return found


def test_every_law_can_be_searched(
    laws: Mapping[str, Law], fuzz: Callable[[str], ModuleType]
) -> None:
    assert list(laws) == LAWS == list(fuzz("__main__").LAWS)


@pytest.mark.parametrize("name", LAWS)
def test_a_law_holds_for_its_seeds(
    name: str, laws: Mapping[str, Law], fuzz: Callable[[str], ModuleType]
) -> None:
    seeds = list(fuzz("seeds").seeds(name))
    assert len(seeds) > 100
    for seed in seeds[:: len(seeds) // 40]:
        laws[name](seed)


def test_seeds_are_written_once_each(tmp_path: Path, fuzz: Callable[[str], ModuleType]) -> None:
    seeds = fuzz("seeds")
    count = seeds.write_seeds("dates", tmp_path / "seeds")
    written = {path.read_bytes() for path in (tmp_path / "seeds").iterdir()}
    assert written == set(seeds.seeds("dates"))
    assert count == len(written)


# Real files, cut and patched.

PATCHES = st.sampled_from(
    [
        *[b"", b"\n", b" ", b"  ", b": ", b"- ", b"? ", b"?", b"#", b" # c", b"'", b'"', b"{"],
        *[b"}", b"[", b"]", b",", b"&a ", b"*a", b"!t ", b"---\n", b"...\n", b"%", b"|-\n", b">"],
        *[b"<<: ", b"null", b"true", b"1e400", b"0x1F", b"\t", b"\r\n", b"\r", b"\x00", b"\xff"],
        *[text.encode() for text in ("\ufeff", "\u202e", "\u2028", "e\u0301", "ي", "é")],
        *[b"\\u0041", b'"\\x00"', b"2021-03-05", b"2021-13", b"gazette", b"id: x\n", b"x: y\n"],
        *[b"9" * 400, b"X" * 90, b"x " * 300],
    ]
) | st.binary(max_size=4)  # fmt: skip


@st.composite
def patched(draw: st.DrawFn, content: bytes) -> bytes:
    """Up to three pieces of the content, each replaced by something else or by another piece."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from([0, 0, 1, 1, 2, 8, 40, 10_000])))
        begin = draw(st.integers(0, len(content)))
        piece = draw(PATCHES | st.just(content[begin : begin + 60]))
        content = content[:start] + piece + content[end:]
    return content


def _patched_seed(data: st.DataObject, seeds: list[bytes], kept: int) -> bytes:
    """A patched seed, whose first bytes may stay as they are: they choose what it is read as."""
    seed = data.draw(st.sampled_from(seeds))
    return seed[:kept] + data.draw(patched(seed[kept:]))


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@pytest.mark.parametrize(("name", "kept"), list(zip(LAWS, [0, 1, 1, 0, 2, 1, 0], strict=True)))
def test_a_law_holds_for_patched_seeds(
    name: str,
    kept: int,
    laws: Mapping[str, Law],
    fuzz: Callable[[str], ModuleType],
    data: st.DataObject,
) -> None:
    seeds = _SEEDS.get(name) or _SEEDS.setdefault(name, list(fuzz("seeds").seeds(name)))
    laws[name](_patched_seed(data, seeds, kept))


_SEEDS: dict[str, list[bytes]] = {}


@given(content=st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("name", LAWS)
def test_a_law_holds_for_any_bytes(name: str, laws: Mapping[str, Law], content: bytes) -> None:
    laws[name](content)


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_several_files_may_be_broken_at_once(
    fuzz: Callable[[str], ModuleType], data: st.DataObject
) -> None:
    laws = fuzz("laws")
    files: dict[str, bytes] = dict(fuzz("folder").base_files())
    for path in data.draw(st.lists(st.sampled_from(sorted(files)), min_size=2, max_size=4)):
        files[path] = data.draw(patched(files[path]))
    report = laws.check_folder(files)
    assert report.files == len(files)


# What a search found, each mended since.

FOUND: list[tuple[str, bytes]] = [
    ("documents", b"!&!map\na8 1\n"),  # the parsers told of different problems
    ("documents", b"{\n  foo : !!str,\n  !!str : bar,\n}\n"),
    ("numerals", b"7\n1" + b" billion" * 200),  # each doubled what was to be done
    ("numerals", b"7\n1" + b" trillion" * 200),  # past what a float can hold
    ("numerals", b"7\nseven" + b" hundred" * 200),
    ("dates", b"X" * 300_000),  # took the square of its length
]


@pytest.mark.parametrize(("name", "content"), FOUND)
def test_what_broke_a_law_once_does_so_no_more(
    name: str, content: bytes, laws: Mapping[str, Law]
) -> None:
    laws[name](content)


def test_a_search_runs_where_its_tool_is_there(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="pip install atheris, as fuzz/README.md says")
    command = [sys.executable, "-m", "fuzz", "dates", "--seconds", "1", "--corpus", str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "dates-seeds").iterdir())


def test_without_its_tool_a_search_says_what_to_install(
    fuzz: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "atheris", missing)
    assert fuzz("__main__").main(["dates"]) == 2
    assert capsys.readouterr().err == "atheris is not installed: pip install atheris\n"
