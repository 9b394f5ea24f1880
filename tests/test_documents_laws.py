"""Laws of documents: any bytes read, both parsers agree, writing and reading are inverse."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from onrecord.documents import Document, canonical, dump, parse
from onrecord.documents.backends import FASTEST, Backend

HARMLESS = {"Y002", "Y003", "Y018", "Y019"}

# Pieces of YAML in which most of its trouble lies.
PIECES = [
    *["a", "b", "- ", "-", "? ", "?", ": ", ":", "\n", "\n  ", "\n    ", " ", "{", "}", "[", "]"],
    *[", ", ",", '"', "'", "#", " # c", "|", ">", "|-", "|+", ">2", "&x ", "*x", "!t ", "!!str "],
    *["---", "...", "%YAML 1.2", "%", "@", "`", "\\", "\\n", "\\x41", "\\u", "1", "0x1F", ".5"],
    *["null", "~", "true", "<<", "é", "e\u0301", "\u202e", "\ufeff", "\x00", "\t", "\r\n", "\r"],
    *["lang: fa", "text: ي", "\u2028", "\xa0", "=", "k: v\n", "- item\n", "x: [a, b]\n"],
    *["y: {a: 1}\n", "{a:", "a?b", "[a, ?", "a :"],
]
yamlish = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)

letters = st.characters(
    exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp", "Co"], include_characters="\n\t\u200c"
)
typed = st.sampled_from(
    [
        *[
            "NO",
            "on",
            "y",
            "2022-11-05",
            "2022",
            "12:30",
            "0123",
            "1_000",
            "0x1f",
            "1e3",
            ".5",
            "~",
            "=",
        ],
        *[
            "null",
            "<<",
            "---",
            "...",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "a,b",
            "x]",
            "'",
            '"',
            "\\",
            "a:",
        ],
        *[
            "long words " * 12,
            "two\nlines",
            "end\n",
            " lead",
            "trail ",
            "a  b",
            "",
            "%a",
            "@a",
            "!a",
        ],
    ]
)
texts = typed | st.text(letters, max_size=30) | st.text("ab :#-\n", max_size=140)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
keys = st.text(letters.filter(lambda c: c != "\n"), min_size=1, max_size=12) | typed.filter(
    lambda text: text and "\n" not in text
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
data = st.dictionaries(keys, values, max_size=5)


def _say(document: Document) -> Any:
    return (
        document.data,
        [(problem.code, problem.place, problem.message) for problem in document.problems],
        document.spans(),
    )


@given(st.binary(max_size=60) | yamlish.map(str.encode))
@settings(max_examples=500, deadline=None)
def test_any_bytes_make_a_document(content: bytes) -> None:
    document = parse(content, "x.yaml")
    codes = {problem.code for problem in document.problems}
    assert (document.data is None) == bool(codes - HARMLESS)
    for problem in document.problems:
        assert (problem.place.line, problem.place.column) <= (
            problem.place.end_line,
            problem.place.end_column,
        )


@given(yamlish)
@settings(max_examples=500, deadline=None)
@example("|#")
@example("a: |-#\n  b")
@example("{a:}")
@example("{a:>?}")
@example("{a:\n    }")
@example("[a, ?b]")
@example('a: "\\ud800"')
@example('a: "\\U00110000"')
def test_both_parsers_agree(text: str) -> None:
    content = text.encode()
    assert _say(parse(content, "x", backend=FASTEST)) == _say(
        parse(content, "x", backend=Backend.PYTHON)
    )


@given(data)
@settings(max_examples=400, deadline=None)
def test_what_is_written_reads_back(value: dict[str, Any]) -> None:
    text = dump(value)
    document = parse(text.encode(), "x")
    assert document.data == value
    assert repr(document.data) == repr(value)
    assert canonical(document) == text


class _OldLoader(yaml.SafeLoader):
    """YAML 1.1 but for timestamps, which are written plain on purpose."""


_OldLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@given(data)
@settings(max_examples=300, deadline=None)
def test_readers_of_yaml_1_1_see_the_same(value: dict[str, Any]) -> None:
    # PyYAML's loader refuses some characters that are none of our business.
    try:
        read = yaml.load(dump(value), Loader=_OldLoader)
    except yaml.reader.ReaderError:
        reject()
    assert read == value


@settings(deadline=None)
@given(data, st.permutations(["a", "b", "NO", "2022", "é"]))
def test_order_changes_nothing_but_order(value: dict[str, Any], wanted: list[str]) -> None:
    text = dump(value, lambda _path: wanted)
    read = parse(text.encode(), "x").data
    assert read == value
    assert list(read or {}) == [key for key in wanted if key in value] + [
        key for key in value if key not in wanted
    ]


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, dict[str, Any], list[str]]:
    """Texts as PyYAML writes the data in one of its styles, with comments put between and beside.

    A comment that would become a part of the data is left out.
    """
    value = draw(data)
    text = yaml.safe_dump(
        value,
        default_flow_style=draw(st.sampled_from([True, False, None])),
        allow_unicode=True,
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([20, 80, 1000])),
        sort_keys=False,
    )
    assume(parse(text.encode(), "x").data == value)
    comments: list[str] = []
    for number in range(draw(st.integers(0, 6))):
        lines = text.split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        comment = f"# remark {number}"
        if draw(st.booleans()):
            indent = draw(st.integers(0, 6))
            changed = [*lines[:at], " " * indent + comment, *lines[at:]]
        else:
            changed = [*lines[:at], f"{lines[at]} {comment}", *lines[at + 1 :]]
        if draw(st.booleans()):
            changed.insert(at, "")
        if parse("\n".join(changed).encode(), "x").data == value:
            text = "\n".join(changed)
            comments.append(comment)
    return text, value, comments


@given(commented())
@settings(max_examples=400, deadline=None)
def test_canonical_keeps_data_and_comments(case: tuple[str, dict[str, Any], list[str]]) -> None:
    text, value, comments = case
    formatted = canonical(parse(text.encode(), "x"))
    again = parse(formatted.encode(), "x")
    assert again.data == value
    assert canonical(again) == formatted
    for comment in comments:
        assert formatted.count(comment) == 1


@given(yamlish)
@settings(max_examples=500, deadline=None)
def test_canonical_of_anything_is_idempotent(text: str) -> None:
    document = parse(text.encode(), "x")
    if document.data is None:
        return
    formatted = canonical(document)
    again = parse(formatted.encode(), "x")
    assert again.data == document.data
    assert canonical(again) == formatted
