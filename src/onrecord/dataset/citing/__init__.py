"""Citations of sources and records in the styles that people use, one module a family of them.

A style is a function from what is cited to text; to add one is to add a line in ``STYLES``.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.dataset.citing.bibtex import bibtex
from onrecord.dataset.citing.csl import csl_item, csl_json
from onrecord.dataset.citing.prose import apa, chicago
from onrecord.dataset.citing.wiki import wiki
from onrecord.dataset.citing.work import Work, work_of

__all__ = ["STYLES", "Work", "csl_item", "work_of"]

STYLES: dict[str, Callable[[Work], str]] = {
    "apa": apa,
    "chicago": chicago,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "wiki": wiki,
}
"""The styles by name; none ends with a newline."""
