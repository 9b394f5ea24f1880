"""Full-text search over what records say: an index in memory, by SQLite's own full-text engine.

Words are folded before they go in (``folding``), so that the engine sees plain tokens. It knows
nothing of which texts of a record are searched, and of how a hit is shown.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from onrecord.dataset.folding import words
from onrecord.dataset.passages import Passage, Weight, passages_of
from onrecord.diagnostics import OnrecordError, RecordPath
from onrecord.models import Kind, Record

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Hit", "Index", "Match", "SearchError"]

_APART = "‖"
"""Stands between passages, so that no phrase reaches over the end of one."""

_OPEN, _CLOSE = "⟦", "⟧"
_UNTOLD = "und"
"""BCP 47: the language of a text is not determined."""

_RANKS = {Weight.HEAD: 4.0, Weight.WORDS: 2.0, Weight.MORE: 1.0}
_TERM = re.compile(r'"(?P<phrase>[^"]*)"(?P<open>\*)?|(?P<word>[^\s"]+)')


class SearchError(OnrecordError, ValueError):
    """The query has no word to look for, or its language is none; or SQLite here cannot search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A passage in which words were found; ``spans`` are their places in ``text``."""

    path: RecordPath
    lang: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that has all that was asked for; the higher the ``score``, the closer."""

    record: Record
    score: float
    matches: tuple[Match, ...]


class _Row(NamedTuple):
    record: str
    passages: Mapping[Weight, tuple[Passage, ...]]


class Index:
    """The texts of a dataset's records, indexed once.

    Each record is a row; where it has texts in several languages, each language is a row too, so
    that a search can be held to one.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._lock = Lock()
        self._rows: list[_Row] = []
        self._langs: set[str] = set()
        self._base = _database()
        self._base.executemany(
            "INSERT INTO texts (rowid, kind, lang, whole, head, words, more) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._made(),
        )

    def _made(self) -> Iterator[tuple[int | str, ...]]:
        for record in self._dataset:
            if not record.is_active:
                continue
            found = tuple(passages_of(record, self._dataset))
            langs = list(dict.fromkeys(_language(passage.lang) for passage in found))
            self._langs.update(langs)
            yield self._row(record, langs[0] if len(langs) == 1 else "", found, is_whole=True)
            for lang in langs if len(langs) > 1 else ():
                some = tuple(each for each in found if _language(each.lang) == lang)
                yield self._row(record, lang, some, is_whole=False)

    def _row(
        self, record: Record, lang: str, passages: tuple[Passage, ...], *, is_whole: bool
    ) -> tuple[int | str, ...]:
        by_weight = {
            weight: tuple(each for each in passages if each.weight is weight) for weight in Weight
        }
        self._rows.append(_Row(record.id, by_weight))
        texts = (_folded(by_weight[weight]) for weight in Weight)
        return (len(self._rows), record.kind.value, lang, int(is_whole), *texts)

    def search(
        self, query: str, *, kinds: Iterable[str] = (), lang: str | None = None
    ) -> tuple[Hit, ...]:
        """The records that have all that the query asks for, the closest first."""
        expression = _expression(query)
        wanted = [Kind(kind).value for kind in kinds]
        conditions = f" AND kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
        marked = ", ".join(f"highlight(texts, {column}, ?, ?)" for column in (3, 4, 5))
        weights = ", ".join(str(_RANKS[weight]) for weight in Weight)
        held = "whole = 1" if lang is None else "lang = ?"
        sql = (
            f"SELECT rowid, bm25(texts, 0, 0, 0, {weights}) AS rank, {marked} FROM texts "
            f"WHERE texts MATCH ? AND {held}{conditions} ORDER BY rank, rowid"
        )
        langs = [] if lang is None else [self._asked(lang)]
        given = [*(_OPEN, _CLOSE) * 3, expression, *langs, *wanted]
        with self._lock:
            rows = self._base.execute(sql, given).fetchall()
        return tuple(self._hit(number, rank, columns) for number, rank, *columns in rows)

    def _asked(self, lang: str) -> str:
        from onrecord.values.languages import is_lang, is_registered, tag_of

        if is_lang(lang) and is_registered(lang) is not False:
            return _language(lang)
        meant = tag_of(lang)
        said = f"{lang!r} is no language tag"
        if meant is not None:
            raise SearchError(f"{said}; did you mean {meant!r}?")
        there = ", ".join(sorted(self._langs - {_UNTOLD}))
        raise SearchError(f"{said}; there are texts in {there}")

    def _hit(self, number: int, rank: float, columns: Sequence[str]) -> Hit:
        row = self._rows[number - 1]
        found = (
            match
            for weight, column in zip(Weight, columns, strict=True)
            for match in _matches(row.passages[weight], column)
        )
        # SQLite's rank is the lower, the closer.
        return Hit(record=self._dataset[row.record], score=-rank, matches=tuple(found))


def _database() -> sqlite3.Connection:
    base = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        # Every character beyond ASCII is a part of a word to this tokenizer: what a word is, our
        # own folding has said before.
        base.execute(
            "CREATE VIRTUAL TABLE texts USING fts5("
            "kind UNINDEXED, lang UNINDEXED, whole UNINDEXED, head, words, more, "
            "tokenize = 'ascii')"
        )
    except sqlite3.OperationalError as error:
        message = f"this Python's SQLite has no full-text search (FTS5): {error}"
        raise SearchError(message) from error
    return base


def _language(tag: str) -> str:
    """The language alone: ``fa`` of ``fa-IR``."""
    return tag.partition("-")[0].lower()


def _folded(passages: Iterable[Passage]) -> str:
    return f" {_APART} ".join(
        " ".join(word.folded for word in words(passage.text)) for passage in passages
    )


def _expression(query: str) -> str:
    """The query as SQLite takes it: every term must be there; ``*`` at the end is a beginning."""
    terms = [term for found in _TERM.finditer(query) if (term := _term(found))]
    if not terms:
        message = f"no word to look for in {query!r}"
        raise SearchError(message)
    return " AND ".join(terms)


def _term(found: re.Match[str]) -> str:
    text = found["phrase"] if found["word"] is None else found["word"]
    is_open = bool(found["open"]) or (found["word"] or "").endswith("*")
    folded = [word.folded for word in words(text)]
    if not folded:
        return ""
    return f'"{" ".join(folded)}"{"*" if is_open else ""}'


def _matches(passages: Sequence[Passage], column: str) -> Iterator[Match]:
    """The passages with words marked in the index's text, with the places of those words."""
    for passage, marked in zip(passages, column.split(_APART), strict=False):
        if _OPEN not in marked:
            continue
        found = list(words(passage.text))
        spans = tuple(
            (found[place].start, found[place].end)
            for place, is_marked in enumerate(_marks(marked))
            if is_marked
        )
        yield Match(path=passage.path, lang=passage.lang, text=passage.text, spans=spans)


def _marks(marked: str) -> Iterator[bool]:
    """For each word whether it is within marks; a mark may hold the words of a whole phrase."""
    inside = False
    for word in marked.split():
        inside = inside or word.startswith(_OPEN)
        yield inside
        if word.endswith(_CLOSE):
            inside = False
