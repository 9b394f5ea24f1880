"""Changes as a page of Markdown, as a release has it in ``CHANGES.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.diff import Change, Changes, Consequence, FieldChange
from onrecord.reporters.changes.parts import HEADINGS, dotted, other_end, shown
from onrecord.reporters.terminal import Look, clip, visible

__all__ = ["render"]

_LONGEST = 300
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def render(changes: Changes, look: Look) -> str:  # noqa: ARG001  every format takes a look
    """The page: counts first, then the changes of each consequence, the gravest first."""
    before, after = changes.before.version, changes.after.version
    blocks = [f"# Changes from {before} to {after}", _counts(changes)]
    if changes.metadata:
        blocks += ["## The dataset itself", "\n".join(map(_field, changes.metadata))]
    for consequence, heading in HEADINGS.items():
        found = changes.of(consequence)
        if found:
            blocks += [f"## {heading}", consequence.meaning]
            blocks += ["\n".join(_lines(each, consequence)) for each in found]
    return "\n\n".join(blocks) + "\n"


def _counts(changes: Changes) -> str:
    counts = {each: count for each, count in changes.counts.items() if count}
    if not counts:
        return "No record differs."
    lines = [
        f"| {HEADINGS[each].partition(':')[0]} | {count:,} |" for each, count in counts.items()
    ]
    return "\n".join(["| Consequence | Records |", "| --- | --: |", *lines])


def _lines(change: Change, consequence: Consequence) -> Iterator[str]:
    yield f"- {change.kind} {_code(change.id)}: {_prose(change.entry.label)}"
    more = other_end(change, consequence)
    if more:
        yield f"    - {_prose(more)}"
    if consequence is Consequence.FACTS:
        yield from (f"    {_field(each)}" for each in change.facts)
    elif consequence is Consequence.WORDING:
        yield from (f"    {_field(each)}" for each in change.fields)


def _field(change: FieldChange) -> str:
    if change.reordered:
        return f"- {_code(dotted(change))}: the same in another order"
    before, after = (_code(shown(each)) for each in (change.before, change.after))
    return f"- {_code(dotted(change))}: {before} → {after}"


def _code(text: str) -> str:
    """A text as code, whatever backticks are in it (CommonMark 6.1)."""
    line = clip(visible(" ".join(text.split())), _LONGEST)
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def _prose(text: str) -> str:
    """A text that Markdown leaves as it is."""
    return _MARKUP.sub(r"\\\1", clip(visible(" ".join(text.split())), _LONGEST))
