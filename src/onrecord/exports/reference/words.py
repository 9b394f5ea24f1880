"""The page of the vocabularies: every word that records may use, with its meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from onrecord.dataset import Dataset
from onrecord.exports.reference.markdown import code, page, table
from onrecord.models import Term, Vocabulary

__all__ = ["word_pages"]

_INTRODUCTION: Final = """\
The words that records may use beside those of the [format](format/statement.md), each with its
meaning. They are data: a new word is an entry in a file of `records/vocabularies`, and no code
changes."""


def word_pages(dataset: Dataset) -> dict[str, str]:
    """One page with all vocabularies."""
    parts = [_INTRODUCTION]
    for _, vocabulary in sorted(dataset.vocabularies.items()):
        parts += _section(vocabulary)
    return {"vocabularies.md": page("Vocabularies", "records/vocabularies", parts)}


def _section(vocabulary: Vocabulary) -> Iterator[str]:
    yield f"## {vocabulary.title} {{ #{vocabulary.id} }}"
    yield f"{vocabulary.description} File: {code(f'records/vocabularies/{vocabulary.id}.yaml')}."
    more = _columns(vocabulary.terms)
    rows = (
        [code(term.id), term.definition, *(_more(term)[name] for name in more)]
        for term in vocabulary.terms
    )
    yield table(("Word", "Meaning", *more), rows)


def _columns(terms: Sequence[Term]) -> list[str]:
    """The further columns that any of the terms fills."""
    return [name for name in _more(terms[0]) if any(_more(term)[name] for term in terms)]


def _more(term: Term) -> dict[str, str]:
    return {
        "Broader": code(term.broader) if term.broader else "",
        "Units": ", ".join(map(code, term.units)),
        "Needs a period": "yes" if term.period else "",
    }
