"""Errors of YAML syntax in words that say what to do, with the place that a person must look at."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from yaml.error import MarkedYAMLError

from onrecord.documents.source import Flaw

__all__ = ["explain"]


class _Advice(NamedTuple):
    """What to say where the parser's words match, at the place of the problem or its context."""

    pattern: re.Pattern[str]
    message: str
    at_context: bool = False
    code: str = "Y020"


def _advice(pattern: str, message: str, *, at_context: bool = False, code: str = "Y020") -> _Advice:
    return _Advice(re.compile(pattern), message, at_context, code)


_ADVICE: Final = (
    _advice("maximum nesting", "nested too deep: flatten it", code="Y014"),
    _advice(
        "mapping values are not allowed",
        "a colon that does not belong here: put text that holds `: ` in double quotes, or mend the"
        " indentation",
    ),
    _advice(
        "sequence entries are not allowed",
        "a list item that does not belong here: begin it on a line of its own under its key",
    ),
    _advice(
        "mapping keys are not allowed|simple keys? .*not allowed",
        "a key that does not belong here: put text that begins with `?` in double quotes",
    ),
    _advice(
        "could not find expected ':'",
        "this line is neither `key: value` nor part of the text before it: add the colon, or indent"
        " it deeper than the key",
        at_context=True,
    ),
    _advice(
        "cannot start any token",
        "text cannot begin with this character: put it in double quotes",
    ),
    _advice(
        "scanning a quoted scalar.*unexpected (end of stream|document (separator|indicator))",
        "this quotation mark is never closed: close it, or escape the mark within the text",
        at_context=True,
    ),
    _advice(
        "unknown escape character",
        "a backslash in double quotes begins an escape, and this is none: write \\\\ for a"
        " backslash, or use single quotes",
    ),
    _advice(
        "expected (escape sequence|hexdecimal number)|did not find expected hexdecimal number",
        "this escape needs more hexadecimal digits: \\x41, \\u0041 or \\U00000041",
    ),
    _advice(
        "invalid Unicode character escape|chr\\(\\) arg|too large to convert",
        "this escape names no character",
    ),
    _advice(
        "scanning a block scalar.*but found '#'",
        "a comment begins after a space: put one before the #",
    ),
    _advice(
        "scanning a block scalar",
        "after | or > only + or -, and on that line nothing but a comment: begin the text in the"
        " next line",
    ),
    _advice(
        "scanning an anchor|scanning an alias",
        "text cannot begin with & or *: put it in double quotes",
        at_context=True,
    ),
    _advice(
        "found unexpected ':'",
        "a colon within brackets needs a space after it, or the text around it double quotes",
    ),
    _advice(
        "undefined tag handle|scanning a tag|parsing a tag",
        "text cannot begin with !: put it in double quotes",
        at_context=True,
        code="Y008",
    ),
    _advice(
        "directive|expected '?<document start>|incompatible YAML document",
        "a directive or a second document: one file holds one record, and text that begins with %"
        " is quoted",
        code="Y010",
    ),
    _advice(
        "parsing a flow sequence",
        "this list is not well formed: put a comma between its items, quote text that holds"
        " , [ ] { } and close it with ]",
    ),
    _advice(
        "parsing a flow mapping",
        "this mapping is not well formed: put a comma between its entries, quote text that holds"
        " , [ ] { } and close it with }",
    ),
    _advice(
        "expected the node content|did not find expected node content",
        "a value was expected here: write it, or put text that begins with this character in"
        " double quotes",
    ),
    _advice(
        "parsing a block (mapping|collection|sequence)",
        "this does not continue what is above: mend the indentation, or quote the whole text where"
        " only a part of it is quoted",
    ),
)
_ODD_COLON: Final = re.compile(r"(?:- )?[\w.-]+(?P<wrong>[：﹕]|:(?=[^\s:])|:(?=\u00a0)|\s*=)")
_ODD_COLONS: Final = {
    "：": "this colon is another character (U+FF1A): write `: ` after the key",
    "﹕": "this colon is another character (U+FE55): write `: ` after the key",
    ":": "a space belongs after the colon: write `key: value`",
    ":\u00a0": "the space after this colon is a no-break space (U+00A0): type a plain one",
    "=": "a colon belongs after a key, and no equals sign: write `key: value`",
}
_BULLET: Final = re.compile(r"^ *(?P<wrong>[–—−•‣▪●·*])[ \u00a0]+\S+:", re.MULTILINE)
_NO_CHARACTER: Final = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")


def explain(error: Exception, text: str) -> Flaw:
    """The flaw that an error of either parser stands for."""
    words, problem_at, context_at = _parts(error, text)
    advice = next((advice for advice in _ADVICE if advice.pattern.search(words)), None)
    if advice is None:
        return _flaw("Y020", text, problem_at, f"the YAML cannot be read here: {words}")
    at = context_at if advice.at_context else problem_at
    return _typed_otherwise(text, at) or _flaw(advice.code, text, at, advice.message)


def _typed_otherwise(text: str, at: int) -> Flaw | None:
    """The flaw of a colon or a hyphen that looks like one and is none, as word processors write."""
    line = text.rfind("\n", 0, at) + 1
    start = line + len(text[line:at]) - len(text[line:at].lstrip(" "))
    colon = _ODD_COLON.match(text, start)
    if colon is not None:
        wrong = colon["wrong"].strip()
        after = text[colon.end() : colon.end() + 1]
        message = _ODD_COLONS[wrong + after if after == "\u00a0" else wrong]
        return _flaw("Y020", text, colon.start("wrong"), message)
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    bullet = _BULLET.match(text, above) or _BULLET.match(text, line)
    if bullet is None:
        return None
    message = (
        f"an entry of a list begins with a hyphen and a space, and this is `{bullet['wrong']}`"
    )
    return _flaw("Y020", text, bullet.start("wrong"), message)


def _parts(error: Exception, text: str) -> tuple[str, int, int]:
    """The parser's words, and the offsets of the problem and of what it was reading."""
    if not isinstance(error, MarkedYAMLError):
        # From chr(), which the parser in Python calls on the number of an escape.
        found = _NO_CHARACTER.search(text)
        at = found.start() if found else 0
        return str(error), at, at
    marked: Any = error
    words = " ".join(filter(None, (marked.context, marked.problem)))
    problem = marked.problem_mark or marked.context_mark
    context = marked.context_mark or problem
    at = 0 if problem is None else problem.index
    return words, at, at if context is None else context.index


def _flaw(code: str, text: str, at: int, message: str) -> Flaw:
    # At the end of the text there is nothing to see: point at its last character.
    if at >= len(text.rstrip()):
        at = max(0, len(text.rstrip()) - 1)
    return Flaw(code, at, min(at + 1, len(text)), message)
