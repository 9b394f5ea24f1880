"""E001–E004: one sentence, neutral, in words that are not another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from onrecord.diagnostics import Finding, RecordPath, Severity
from onrecord.models import Act, Claim, Event, Kind, Record, Source, Statement
from onrecord.rules.editorial.words import LOADED, has_one_of, own_words, unquoted
from onrecord.rules.registry import Context, rule

__all__: list[str] = []

Findings = Iterator[Finding]

RUN = 9
"""So many words in a row that are a title's are copied, and no chance."""

SPOKEN_RUN = 12
"""The same for a quote: to report what was said needs some of its words."""

_IN_SENTENCES = (Kind.STATEMENT, Kind.EVENT, Kind.CLAIM)
_WITHIN = re.compile(r"[.!?][ ”\")]|… ")
_END = re.compile(r"[.!?…][”\"’)]*$")
_BREAK = re.compile(r"[.!?…][”\"’)]*\s+(?=[“\"‘(]?[A-ZÀ-ÞА-Я0-9])")
_ABBREVIATIONS = frozenset(
    {
        *("mr", "mrs", "ms", "dr", "prof", "rev", "hon", "sen", "rep", "gov", "st", "jr", "sr"),
        *("gen", "lt", "col", "maj", "brig", "capt", "cmdr", "adm", "sgt"),
        *("no", "nos", "art", "arts", "para", "paras", "pp", "vol", "vs", "cf", "etc", "approx"),
        *("inc", "ltd", "co", "corp"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    }
)
_MARKS = str.maketrans(dict.fromkeys(',.;:!?…()[]“”"«»'))
_STEMS = tuple(loaded.stem for loaded in LOADED)
_ADMITS = re.compile(r"\b(?:admit(?:s|ted)?|conced(?:es|ed))\b")
_SHOUTED = 12


@rule("E001", "not-one-sentence", severity=Severity.WARNING, kinds=_IN_SENTENCES)
def not_one_sentence(record: Record, context: Context) -> Findings:
    """A summary, or the text of a claim, is not one whole sentence.

    Why:
        It is read alone, in lists and tables; what needs a second sentence is a second statement,
        or belongs in `note`.
    Wrong:
        summary: Farahi spoke of exports. He put them at almost one billion dollars
    Right:
        summary: Farahi said that Iran's military exports had come to almost one billion dollars.
    """
    for path, text in _sentences(record):
        wanted = "?" if path == ("question",) else "."
        if _has_break(text):
            message = "this is more than one sentence"
        elif not _ends(text, wanted):
            message = f"the sentence does not end with `{wanted}`"
        else:
            continue
        yield Finding(
            code="E001",
            record=record.id,
            path=path,
            message=message,
            seen=text,
            expected=f"one sentence that ends with `{wanted}`",
        )


@rule("E002", "loaded-word", severity=Severity.WARNING)
def loaded_word(record: Record, context: Context) -> Findings:
    """The project's own words have one that a party to the matter would object to.

    Why:
        The record is of use to all sides only if its own voice takes none. A speaker's word stands
        in quotation marks, or is said to be what the speaker calls it; titles of sources stay as
        printed.
    Wrong:
        summary: The spokesman of the Iranian regime claimed that no drones had been delivered.
    Right:
        summary: The spokesman of Iran's foreign ministry said that no drones had been delivered.
    """
    for path, text in own_words(record) if has_one_of(record, _STEMS) else ():
        folded = text.casefold()
        for loaded in LOADED:
            word = loaded.find(text) if loaded.stem in folded else None
            if word is not None:
                yield _loaded(record, path, word, loaded.instead)
    if isinstance(record, Statement) and record.act is not Act.ADMISSION:
        found = _ADMITS.search(unquoted(record.summary))
        if found and not record.summary.startswith("No"):
            yield _loaded(record, ("summary",), found[0], "said")


@rule("E003", "copied-wording", severity=Severity.WARNING, kinds=[Kind.STATEMENT, Kind.EVENT])
def copied_wording(record: Statement | Event, context: Context) -> Findings:
    """A summary has nine words in a row from the title of a source it cites, or twelve of a quote.

    Why:
        Summaries are the project's own, under its own licence. The speaker's words go to `quotes`,
        and those of a journalist nowhere.
    Wrong:
        summary: We gave a number of drones to Russia months before the war, the minister said.
        quotes:
          - text: We gave a number of drones to Russia months before the war
            lang: en
            source: 2022-11-05-reuters-iran-drones-before-war
    Right:
        summary: The minister said that Iran had given Russia some drones long before the war.
        quotes:
          - text: We gave a number of drones to Russia months before the war
            lang: en
            source: 2022-11-05-reuters-iran-drones-before-war
    """
    own = f" {' '.join(_words(unquoted(record.summary)))} "
    for where, runs in _others(record, context):
        copied = next((run for run in runs if run in own), None)
        if copied is not None:
            yield Finding(
                code="E003",
                record=record.id,
                path=("summary",),
                message=f"“{copied.strip()}” stands in {where} too",
                seen=record.summary,
                expected="the project's own words",
            )
            return


@rule("E004", "shouted-title", severity=Severity.NOTE, kinds=[Kind.SOURCE], needs=["title"])
def shouted_title(record: Source, context: Context) -> Findings:
    """The title of a source is in capital letters throughout.

    Why:
        Titles stay as printed, and many a page prints them so by its style alone: if the page's own
        text or its metadata has the title in small letters, that is the better form.
    Wrong:
        title: IRAN ARMS EXPORTS NEAR ONE BILLION DOLLARS
    Right:
        title: Iran arms exports near one billion dollars
    """
    title = record.title
    if title and title.isupper() and sum(map(str.isupper, title)) >= _SHOUTED:
        yield Finding(
            code="E004",
            record=record.id,
            path=("title",),
            message="the title is all in capital letters",
            seen=title,
            expected="small letters, if the source has them anywhere",
        )


def _sentences(record: Record) -> Iterator[tuple[RecordPath, str]]:
    if isinstance(record, Statement | Event):
        yield ("summary",), record.summary
    elif isinstance(record, Claim):
        yield ("text",), record.text
        yield ("question",), record.question


def _ends(text: str, wanted: str) -> bool:
    """Whether a sentence ends as it should, in quotation marks too."""
    return text.endswith(wanted) or (wanted == "." and _END.search(text) is not None)


def _has_break(text: str) -> bool:
    """Whether a sentence ends within a text, outside quotation marks."""
    if not _WITHIN.search(text):
        return False
    plain = unquoted(text)
    words = (plain[: found.start()].rpartition(" ")[2] for found in _BREAK.finditer(plain))
    return not all(map(_is_abbreviation, words))


def _is_abbreviation(word: str) -> bool:
    """Whether the stop after it ends no sentence: an abbreviation, an initial, a number."""
    bare = word.casefold().lstrip('(“"‘')
    return len(bare) == 1 or bare in _ABBREVIATIONS or bool(re.fullmatch(r"(?:\w\.)+\w", bare))


def _loaded(record: Record, path: RecordPath, word: str, instead: str) -> Finding:
    return Finding(
        code="E002",
        record=record.id,
        path=path,
        message=f"“{word}” takes a side; instead: {instead}",
        seen=word,
        expected=instead,
    )


def _others(record: Statement | Event, context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of others in English that a record has at hand, in runs that would be copied."""
    if isinstance(record, Statement):
        for quote in record.quotes:
            if quote.lang.startswith("en"):
                yield "a quote", _runs(quote.text, SPOKEN_RUN)
    for citation in record.citations:
        source = context.dataset.sources.get(citation.source)
        if source is not None and source.title and source.lang.startswith("en"):
            yield f"the title of `{source.id}`", _runs(source.title, RUN)


@lru_cache(maxsize=4096)
def _runs(text: str, length: int) -> tuple[str, ...]:
    """Every run of so many words in a text."""
    words = _words(text)
    return tuple(f" {' '.join(words[at : at + length])} " for at in range(len(words) - length + 1))


def _words(text: str) -> list[str]:
    return text.casefold().translate(_MARKS).split()
