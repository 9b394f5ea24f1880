"""The reference pages of the documentation: the record format, the rules, the words, the tables.

Every word on them comes from the models' fields, the rules' docstrings, the vocabularies and the
tables of a release: nothing is described a second time. It knows nothing of the disk.
"""

from __future__ import annotations

from onrecord.dataset import Dataset
from onrecord.exports.reference.format import format_pages
from onrecord.exports.reference.release import release_pages
from onrecord.exports.reference.rules import rule_pages
from onrecord.exports.reference.words import word_pages

__all__ = ["reference_files"]


def reference_files(dataset: Dataset) -> dict[str, bytes]:
    """The pages by their names below ``docs/reference``, in Markdown."""
    pages = {**format_pages(), **rule_pages(), **word_pages(dataset), **release_pages(dataset)}
    return {name: text.encode("utf-8") for name, text in pages.items()}
