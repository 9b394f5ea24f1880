"""Changes for people in a terminal: grouped by consequence, the gravest last, next to the sum."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.diff import Change, Changes, Consequence, FieldChange
from onrecord.reporters.changes.parts import HEADINGS, dotted, other_end, shown
from onrecord.reporters.terminal import Look, clip, visible, wrap

__all__ = ["render"]

_STYLES = {
    Consequence.REMOVED: "error",
    Consequence.FACTS: "warning",
    Consequence.WITHDRAWN: "warning",
    Consequence.ADDED: "good",
}
_LONGEST = 160


def render(changes: Changes, look: Look) -> str:
    """The changes, then one line that sums up."""
    blocks = [
        [_heading(consequence, look), *_all(changes.of(consequence), consequence, look)]
        for consequence in reversed(HEADINGS)
        if changes.of(consequence)
    ]
    if changes.metadata:
        head = look.paint("strong", "The dataset itself")
        blocks.insert(
            0, [head, *(line for each in changes.metadata for line in _field(each, look))]
        )
    return "".join("\n".join(block) + "\n\n" for block in blocks) + _sum(changes, look) + "\n"


def _heading(consequence: Consequence, look: Look) -> str:
    return look.paint(_STYLES.get(consequence, "strong"), HEADINGS[consequence])


def _all(changes: tuple[Change, ...], consequence: Consequence, look: Look) -> Iterator[str]:
    for change in changes:
        yield f"  {change.kind} {look.paint('name', visible(change.id))}"
        more = other_end(change, consequence)
        text = more if consequence is Consequence.REDIRECTED else change.entry.label
        yield from (f"    {look.paint('faint', line)}" for line in _wrapped(text, look))
        if more and more != text:
            yield from (f"    {line}" for line in _wrapped(more, look))
        for each in _fields(change, consequence):
            yield from _field(each, look)


def _wrapped(text: str, look: Look) -> list[str]:
    return list(wrap(clip(visible(" ".join(text.split())), 2 * look.width), look.width - 4))


def _fields(change: Change, consequence: Consequence) -> tuple[FieldChange, ...]:
    match consequence:
        case Consequence.FACTS:
            return change.facts
        case Consequence.WORDING:
            return change.fields
        case _:
            return ()


def _field(change: FieldChange, look: Look) -> Iterator[str]:
    name = visible(dotted(change))
    if change.reordered:
        yield f"    {name}: the same in another order"
        return
    before, after = (
        clip(visible(" ".join(shown(each).split())), _LONGEST)
        for each in (change.before, change.after)
    )
    line = f"    {name}: {before} → {after}"
    if len(line) <= look.width:
        yield line
        return
    yield f"    {name}:"
    yield from (f"      {look.paint('error', '-')} {part}" for part in wrap(before, look.width - 8))
    yield from (f"      {look.paint('good', '+')} {part}" for part in wrap(after, look.width - 8))


def _sum(changes: Changes, look: Look) -> str:
    versions = f"{changes.before.version} → {changes.after.version}"
    if not changes:
        return f"{versions}: {look.paint('good', 'nothing differs')}"
    counts = [f"{each} {count:,}" for each, count in changes.counts.items() if count]
    number = len(changes.records)
    records = f"{number:,} {'record differs' if number == 1 else 'records differ'}"
    return f"{versions}: {records}" + (f" ({', '.join(counts)})" if counts else "")
