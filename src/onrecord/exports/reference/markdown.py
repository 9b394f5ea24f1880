"""Pieces of Markdown: pages, tables, examples. It knows nothing of what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.documents.writing import dump

__all__ = ["code", "example", "inline", "page", "table", "yaml"]


def page(title: str, origin: str, parts: Iterable[str]) -> str:
    """A whole page; ``origin`` says what it is made from, for who is about to edit it."""
    head = f"<!-- Made from {origin} by `onrecord generate`: change it there. -->"
    return "\n\n".join([head, f"# {title}", *parts]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, one line a row."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, cells))} |" for cells in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def code(text: object) -> str:
    """Words as they stand in a file."""
    return f"`{text}`"


def inline(value: Any) -> str:
    """A value as it may stand in a file, on one line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return code(text)


def example(key: str, value: Any) -> str:
    """A key and its value as they stand in a file."""
    return yaml(dump({key: value}))


def yaml(text: str) -> str:
    """A block of YAML."""
    return f"```yaml\n{text.rstrip()}\n```"
