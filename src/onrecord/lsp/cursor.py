"""Where the cursor stands in a record that is being typed: under which keys, in which word.

It goes by indentation and brackets and needs no text that can be parsed: half a line is the rule
while somebody types. It knows no models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

__all__ = ["Cursor", "cursor_at"]

_LINE: Final = re.compile(
    r"^(?P<indent> *)(?P<dashes>(?:- +)*)"
    r"(?:(?P<key>[\w][\w.-]*|\"[^\"]*\"|'[^']*')(?P<colon> *:(?=\s|$)))?(?P<rest>.*)$"
)
_COMMENT: Final = re.compile(r"(?:^|\s)#")
_WORD_AFTER: Final = re.compile(r"[^\s,\]}:#\"']*")
_QUOTES: Final = "\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What is being typed: ``word`` is what of it stands before the cursor, without a quote.

    ``path`` has the keys down to it, those of lists without positions. Where ``is_bare`` no key
    stands before the word: it is a key itself, or a value of the last key. ``start`` and ``end``
    are columns from 1 around the whole word; ``others`` are the other keys of the mapping that it
    stands in, each with what is written behind it.
    ``indent`` is the column, from 0, of keys there, and ``in_flow`` tells of brackets.
    """

    path: tuple[str, ...]
    word: str
    is_bare: bool
    start: int
    end: int
    indent: int
    others: Mapping[str, str] = field(default_factory=dict)
    in_flow: bool = False
    has_colon: bool = False


class _Line(NamedTuple):
    """One line: the columns of its dashes, that of what comes then, and its key, if it has one."""

    dashes: tuple[int, ...]
    column: int
    key: str | None
    rest: str
    rest_at: int


def cursor_at(lines: Sequence[str], number: int, column: int) -> Cursor | None:
    """What is typed at a line and a column, both from 1; ``None`` where it is no key and no value.

    ``lines`` are without their ends.
    """
    text = lines[number - 1]
    before = text[: column - 1]
    if _COMMENT.search(before) or "\t" in before:
        return None
    line = _read(before)
    above = _above(lines, number - 1, line)
    if line.key is None:
        return _bare(text, before, line, above, _siblings(lines, number - 1, line))
    return _valued(text, before, line, (*above, line.key), _siblings(lines, number - 1, line))


def _bare(
    text: str, before: str, line: _Line, above: tuple[str, ...], others: Mapping[str, str]
) -> Cursor | None:
    if line.rest[:1] in ("[", "{"):
        return _in_flow(text, before, line, above)
    end = _end(text, len(before))
    return Cursor(
        path=above,
        word=line.rest.lstrip(_QUOTES),
        is_bare=True,
        start=line.rest_at + 1,
        end=end,
        indent=line.column,
        others=others,
        has_colon=text[end - 1 :].lstrip().startswith(":"),
    )


def _valued(
    text: str, before: str, line: _Line, path: tuple[str, ...], others: Mapping[str, str]
) -> Cursor | None:
    word = line.rest.lstrip(" ")
    at = len(before) - len(word)
    if word[:1] in ("[", "{"):
        return _in_flow(text, before, line._replace(rest=word, rest_at=at), path)
    if not line.rest:
        return None
    return Cursor(
        path=path,
        word=word.lstrip(_QUOTES),
        is_bare=False,
        start=at + 1,
        end=_end(text, len(before)),
        indent=line.column,
        others=others,
    )


def _end(text: str, at: int) -> int:
    """The column from 1 at which the word that goes on at this offset ends, with its quote."""
    found = _WORD_AFTER.match(text, at)
    end = found.end() if found else at
    return end + 1 + (text[end : end + 1] in ('"', "'"))


def _read(text: str) -> _Line:
    found = _LINE.match(text)
    assert found is not None, "every line is matched"
    dashes = tuple(
        found.start("dashes") + at for at, one in enumerate(found["dashes"]) if one == "-"
    )
    key = found["key"]
    return _Line(
        dashes=dashes,
        column=found.end("dashes"),
        key=key.strip(_QUOTES) if key is not None else None,
        rest=found["rest"],
        rest_at=found.start("rest"),
    )


def _above(lines: Sequence[str], index: int, line: _Line) -> tuple[str, ...]:
    """The keys under which a line stands, the outermost first."""
    path: list[str] = []
    limit, is_item = (line.dashes[0], True) if line.dashes else (line.column, False)
    for text in reversed(lines[:index]):
        other = _read(text)
        if other.key is None and not other.dashes:
            continue
        if other.key is not None and (
            other.column < limit or (is_item and other.column == limit and not other.dashes)
        ):
            path.append(other.key)
            limit, is_item = other.column, False
        if other.dashes and other.dashes[0] < limit:
            # The item of a list in which all that was below stands.
            limit, is_item = other.dashes[0], True
        if limit == 0 and not is_item:
            break
    return tuple(reversed(path))


def _siblings(lines: Sequence[str], index: int, line: _Line) -> dict[str, str]:
    """The other keys of the mapping that a line stands in, each with the rest of its line."""
    others: dict[str, str] = {}
    if not line.dashes:
        for text in reversed(lines[:index]):
            other = _read(text)
            if text.strip() and _first(other) < line.column and not _begins(other, line.column):
                break
            if other.key is not None and other.column == line.column:
                others[other.key] = other.rest.strip()
            if _begins(other, line.column):
                break
    for text in lines[index + 1 :]:
        other = _read(text)
        if text.strip() and _first(other) < line.column:
            break
        if other.key is not None and other.column == line.column and not other.dashes:
            others[other.key] = other.rest.strip()
    return others


def _first(line: _Line) -> int:
    return line.dashes[0] if line.dashes else line.column


def _begins(line: _Line, column: int) -> bool:
    """Whether a mapping at this column begins in the line, after a dash."""
    return bool(line.dashes) and line.column == column


class _Bracket:
    """An open bracket, and in it the keys so far, the last of them, and where its value begins."""

    def __init__(self, is_mapping: bool, start: int) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.key: str | None = None
        self.others: dict[str, str] = {}

    def next(self, value: str, start: int) -> None:
        """A comma: what came before it is whole."""
        if self.key is not None:
            self.others[self.key] = value
        self.key, self.start = None, start


def _in_flow(text: str, before: str, line: _Line, path: tuple[str, ...]) -> Cursor | None:
    """What is typed within brackets that open in the same line."""
    open_ = list(_brackets(before, line.rest_at))
    if not open_:
        return None
    inner = open_[-1]
    above = [bracket.key for bracket in open_[:-1] if bracket.key is not None]
    word = before[inner.start :].lstrip(" ")
    end = _end(text, len(before))
    return Cursor(
        path=(*path, *above, *([inner.key] if inner.key is not None else [])),
        word=word.lstrip(_QUOTES),
        is_bare=inner.key is None,
        start=len(before) - len(word) + 1,
        end=end,
        indent=line.column,
        others=inner.others,
        in_flow=True,
        has_colon=text[end - 1 :].lstrip().startswith(":"),
    )


def _brackets(before: str, start: int) -> Iterator[_Bracket]:
    """The brackets that are open at the end, the outermost first."""
    stack: list[_Bracket] = []
    quote = ""
    for at, one in enumerate(before[start:], start=start):
        if quote:
            quote = "" if one == quote else quote
        elif one in _QUOTES and before[:at].rstrip()[-1:] in ("[", "{", ",", ":"):
            quote = one
        elif one in "[{":
            stack.append(_Bracket(one == "{", at + 1))
        elif one in "]}" and stack:
            stack.pop()
        elif stack and one == ",":
            stack[-1].next(before[stack[-1].start : at].strip(), at + 1)
        elif stack and one == ":" and stack[-1].is_mapping and before[at + 1 : at + 2] in ("", " "):
            stack[-1].key = before[stack[-1].start : at].strip(" \"'")
            stack[-1].start = at + 1
    return iter(stack)
