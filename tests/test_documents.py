"""Documents: what a text reads as, where things stand in it, and how it is written."""

from __future__ import annotations

import time
from typing import Any

import pytest

from onrecord.diagnostics import Place, Target
from onrecord.documents import Document, Limits, canonical, dump, parse
from onrecord.documents.backends import FASTEST, Backend

BACKENDS = sorted({FASTEST, Backend.PYTHON})
on_both = pytest.mark.parametrize("backend", BACKENDS)


def _read(text: str) -> Document:
    document = parse(text.encode(), "x.yaml")
    assert document.problems == ()
    return document


def _codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


SCALARS = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "FALSE": False,
    "0": 0,
    "-12": -12,
    "+5": 5,
    "0o17": 15,
    "0xff": 255,
    "1.5": 1.5,
    ".5": 0.5,
    "1e3": 1000.0,
    "-0.0": -0.0,
    "0123": "0123",
    "00.5": "00.5",
    "1_000": "1_000",
    "0b1": "0b1",
    "NO": "NO",
    "no": "no",
    "on": "on",
    "y": "y",
    "tRUE": "tRUE",
    "12:30": "12:30",
    "12:30:45": "12:30:45",
    "2022": 2022,
    "2022-11": "2022-11",
    "2022-11-05": "2022-11-05",
    "2022-11-05T10:00:00Z": "2022-11-05T10:00:00Z",
    "=": "=",
    "nan": "nan",
    "١٢": "١٢",
    "'1'": "1",
    '"true"': "true",
    '""': "",
}


@on_both
@pytest.mark.parametrize(("written", "meant"), SCALARS.items())
def test_plain_scalars_follow_the_core_schema(written: str, meant: Any, backend: Backend) -> None:
    document = parse(f"a: {written}\n".encode(), "x.yaml", backend=backend)
    assert (document.problems, document.data) == ((), {"a": meant})
    assert document.data is not None
    assert type(document.data["a"]) is type(meant)


TEXT = """\
# هزار
id: x
names:
  - {text: شاهد, lang: fa}
  - text: >-
      two
      lines

    lang: en
empty:
none: []
"""

PLACES = [
    ((), Target.VALUE, (2, 1, 11, 9)),
    (("id",), Target.VALUE, (2, 5, 2, 6)),
    (("id",), Target.KEY, (2, 1, 2, 3)),
    (("names",), Target.VALUE, (4, 3, 9, 13)),
    (("names",), Target.KEY, (3, 1, 3, 6)),
    (("names", 0), Target.VALUE, (4, 5, 4, 27)),
    (("names", 0), Target.KEY, (4, 5, 4, 27)),
    (("names", 0, "text"), Target.VALUE, (4, 12, 4, 16)),
    (("names", 0, "lang"), Target.KEY, (4, 18, 4, 22)),
    (("names", 1, "text"), Target.VALUE, (5, 11, 7, 12)),
    (("names", 1), Target.KEY, (5, 5, 5, 13)),
    (("empty",), Target.VALUE, (10, 6, 10, 7)),
    (("none",), Target.VALUE, (11, 7, 11, 9)),
    # What is missing: the nearest that is there.
    (("names", 1, "kind"), Target.VALUE, (5, 5, 5, 13)),
    (("names", 2), Target.VALUE, (3, 1, 3, 6)),
    (("none", 0, "a", "b"), Target.VALUE, (11, 1, 11, 5)),
    (("act",), Target.KEY, (2, 1, 2, 6)),
]


@on_both
@pytest.mark.parametrize(("path", "target", "span"), PLACES)
def test_places(path: Any, target: Target, span: Any, backend: Backend) -> None:
    document = parse(TEXT.encode(), "x.yaml", backend=backend)
    line, column, end_line, end_column = span
    assert document.place(path, target) == Place(
        file="x.yaml", line=line, column=column, end_line=end_line, end_column=end_column
    )


def test_places_of_what_cannot_be_read() -> None:
    document = parse(b'a: 1\nb: {c: "d\n', "x.yaml")
    assert document.data is None
    assert str(document.place(("a",))) == "x.yaml:1:4"
    assert str(document.place(("b", "c"))) == "x.yaml:2:1"
    assert str(parse(b"", "x.yaml").place(("a",))) == "x.yaml:1:1"


def test_lines() -> None:
    document = parse("\ufeffa: 1\r\nb:\tx\u202e\n\n".encode(), "x.yaml")
    assert [document.line(n) for n in range(6)] == [
        "",
        "a: 1",
        "b: x\N{REPLACEMENT CHARACTER}",
        "",
        "",
        "",
    ]
    assert document.line(-1) == ""


def test_problems_are_all_found_in_order() -> None:
    text = 'a: &x 1\na: *x\n1: "\\u202e"\ne\u0301: .nan\nb: c: d\nb: 2\n'
    document = parse(text.encode(), "x.yaml")
    assert [(p.code, p.place.line) for p in document.problems] == [
        ("Y006", 1),
        ("Y005", 2),
        ("Y007", 2),
        ("Y013", 3),
        ("Y017", 3),
        ("Y018", 4),
        ("Y021", 4),
        ("Y020", 5),
    ]
    assert document.data is None


def test_duplicate_points_at_the_first() -> None:
    (problem,) = parse(b"a: 1\nb:\na: 2\n", "x.yaml").problems
    assert [(str(place), said) for place, said in problem.related] == [
        ("x.yaml:1:1", "the first is here")
    ]


@pytest.mark.parametrize("text", ["\ufeffa: 1\n", "a: 1\r\n", "a: e\u0301\n", "a: 'e\u0301'\n"])
def test_problems_that_leave_no_doubt_leave_the_data(text: str) -> None:
    document = parse(text.encode(), "x.yaml")
    assert document.problems
    assert document.data is not None


def test_problems_are_at_most_a_hundred() -> None:
    for text in ("a: &x 1\n" * 300, "a\u200b" * 300, "[&a " * 20 + "\n" + "- &b\n" * 300):
        assert len(parse(text.encode(), "x.yaml").problems) <= 100


def test_limits() -> None:
    small = Limits(max_bytes=10, max_depth=2)
    assert _codes(parse(b"a: [1, 2]\n", "x.yaml", limits=small)) == []
    assert _codes(parse(b"a: [1, 22]\n", "x.yaml", limits=small)) == ["Y015"]
    assert _codes(parse(b"a: [[1]]\n", "x.yaml", limits=small)) == ["Y014"]
    for depth in (0, 201):
        with pytest.raises(ValueError, match="max_depth"):
            Limits(max_depth=depth)
    assert parse(b"a: " + b"[" * 199 + b"]" * 199, "x", limits=Limits(max_depth=200)).data


HOSTILE = {
    "brackets": b"a: " + b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "questions": b"? " * 100_000,
    "keys": b"".join(b" " * n + b"k:\n" for n in range(1_300)),
    "tags": b"a: " + b"!" * 500_000,
    "bomb": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (98 + n, 98 + n, 97 + n, 97 + n) for n in range(20)),
    "large": b"a: b\n" * 10_000_000,
    "key without end": b"a" * 900_000,
    "quote without end": b'a: "' + b"x y\n" * 200_000,
    "zeros": bytes(900_000),
    "latin": b"\xe9" * 900_000,
    "decomposed": "e\u0301".encode() * 300_000,
    "marks": b"a: x" + "\u0316\u0301".encode() * 200_000,
    "escaped marks": b'a: "x' + rb"\u0316\u0301" * 70_000 + b'"',
    "anchors": b"&a " * 300_000,
    "hashes": b"a: 1 " + b"# " * 400_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_at_once(content: bytes) -> None:
    started = time.perf_counter()
    document = parse(content, "x.yaml")
    document.place(("a", 0, 0))
    assert document.problems or document.data == {"a": 1}
    assert time.perf_counter() - started < 10


MESSY = """\
# The licence of this file.

# About the id.
id: a   # the id
list: [b, c]  # flow
long:
- x
-   # after the dash
  b: 1
  # end of the item
- y # why
# before the sum
sum: 'it said: no'
deep:
    # first
    - k: v
      w: [1, 'NO', 0x1f] # beside w
      # end of the first
    # end of the list
fold: > # header
  some text
  goes on
date: 2022-11-05
flow: {a: 1, # one
  b: [x, z # last
  # end of b
  ]} # after the brackets
literal: |
  a
   b

  # no comment
empty: [
 # inside
 ]
split:
  # between
  value
year: "2022"
time: 12:30
quote: '"x" \\'
# the end
"""

TIDY = """\
# The licence of this file.

# before the sum
sum: "it said: no"
# About the id.
id: a  # the id
list: [b, c]  # flow
long:
  - x
  # after the dash
  - b: 1
    # end of the item
  - "y"  # why
deep:
  # first
  - w: [1, "NO", 31]  # beside w
    # end of the first
    k: v
  # end of the list
fold: |  # header
  some text goes on
date: 2022-11-05
flow:  # after the brackets
  a: 1  # one
  b:
    - x
    - z  # last
    # end of b
literal: |
  a
   b

  # no comment
# inside
empty: []
# between
split: value
year: "2022"
time: "12:30"
quote: '"x" \\'
# the end
"""


def _order(path: Any) -> list[str]:
    return ["sum", "id"] if not path else ["w", "k"]


def test_canonical_keeps_comments_and_sorts_keys() -> None:
    document = _read(MESSY)
    text = canonical(document, _order)
    assert text == TIDY.replace(
        "    # end of the first\n    k: v\n", "    k: v\n    # end of the first\n"
    )
    assert _read(text).data == document.data
    assert canonical(_read(text), _order) == text


def test_canonical_needs_data() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        canonical(parse(b"a: 1\na: 2\n", "x.yaml"))


WRITTEN = [
    ({}, "{}\n"),
    (
        {"a": None, "b": True, "c": 1, "d": 1.5, "e": 1e16, "f": -1e-7},
        "a: null\nb: true\nc: 1\nd: 1.5\ne: 1.0e+16\nf: -1.0e-07\n",
    ),
    ({"a": [], "b": {}}, "a: []\nb: {}\n"),
    ({"a": ["b", "c-d", 1, None]}, "a: [b, c-d, 1, null]\n"),
    ({"a": ["b c"]}, "a:\n  - b c\n"),
    ({"a": [["b"], [["c d"]]]}, "a:\n  - [b]\n  - - - c d\n"),
    ({"a": ["b,c", "x]"]}, 'a: ["b,c", "x]"]\n'),
    ({"a": [{"b": 1, "c": {"d": 2}}]}, "a:\n  - b: 1\n    c:\n      d: 2\n"),
    ({"a": "x " * 47 + "yyy"}, "a: " + "x " * 47 + "yyy\n"),
    ({"a": "x " * 48 + "yyy"}, "a: >-\n  " + "x " * 47 + "x\n  yyy\n"),
    ({"a": "x " * 48 + "yyy\n"}, "a: >\n  " + "x " * 47 + "x\n  yyy\n"),
    ({"a": "x  " * 48 + "yyy"}, "a: " + "x  " * 48 + "yyy\n"),
    ({"a": "x" * 120}, "a: " + "x" * 120 + "\n"),
    ({"a": "b\n\nc"}, "a: |-\n  b\n\n  c\n"),
    ({"a": "b\nc\n"}, "a: |\n  b\n  c\n"),
    ({"a": "b\nc\n\n"}, 'a: "b\\nc\\n\\n"\n'),
    ({"a": " b\nc"}, 'a: " b\\nc"\n'),
    ({"a": "b \nc"}, 'a: "b \\nc"\n'),
    ({"a": "\tb"}, 'a: "\\tb"\n'),
    (
        {"a": "it's", "b": "- c", "d": "e: f", "g": "h #i", "j": "k:l#m", "m": "...", "o": "p:"},
        'a: it\'s\nb: "- c"\nd: "e: f"\ng: "h #i"\nj: k:l#m\nm: "..."\no: "p:"\n',
    ),
    ({"a": 'say "x"', "b": "C:\\x", "c": "'\""}, "a: say \"x\"\nb: C:\\x\nc: '''\"'\n"),
    ({"NO": "yes", "1": "2"}, '"NO": "yes"\n"1": "2"\n'),
    ({"a": "شاهد", "b": "می\u200cرود"}, "a: شاهد\nb: می\u200cرود\n"),
]


@pytest.mark.parametrize(("data", "text"), WRITTEN)
def test_dump(data: dict[str, Any], text: str) -> None:
    assert dump(data) == text
    assert _read(text).data == data


UNWRITABLE: list[Any] = [
    {1: "a"},
    {"": 1},
    {"a\nb": 1},
    {"k" * 201: 1},
    {"a": float("nan")},
    {"a": 2**63},
    {"a": "\x00"},
    {"a": "\u202e"},
    {"a": "\ud800"},
    {"a": "x\u2028y\nz"},
    {"a": b"x"},
    {"a": [object()]},
]


@pytest.mark.parametrize("data", UNWRITABLE, ids=range(len(UNWRITABLE)))
def test_dump_refuses_what_parse_would(data: Any) -> None:
    with pytest.raises(ValueError, match=r"cannot|a key is|turns"):
        dump(data)
