"""A report for people: each diagnostic with the line it is about, then one line that sums up.

It lays out what a diagnostic says and adds nothing of its own to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from onrecord.diagnostics import Diagnostic, Report, Safety, Severity
from onrecord.reporters.snippet import snippet
from onrecord.reporters.terminal import Look, clip, visible, wrap
from onrecord.values.characters import spelt_out

__all__ = ["one", "render", "summary"]

_LONGEST_VALUE = 160
_TALLY_FROM = 12
_OPTIONS = {Safety.SAFE: "[fix]", Safety.UNSAFE: "[fix=unsafe]"}


def render(report: Report, look: Look) -> str:
    """The whole report as text: notes first and errors last, next to the line that sums up.

    A tally by rule is added where there are many diagnostics.
    """
    ordered = sorted(report.diagnostics, key=lambda found: -found.severity.rank)
    blocks = ["\n".join(one(diagnostic, look)) + "\n" for diagnostic in ordered]
    if len(report.diagnostics) >= _TALLY_FROM:
        blocks.append("\n".join(_tally(report, look)) + "\n")
    return "\n".join([*blocks, summary(report, look) + "\n"])


def one(diagnostic: Diagnostic, look: Look) -> Iterator[str]:
    """The lines of one diagnostic: heading, place, source line, then what helps to mend it."""
    gutter = len(str(diagnostic.place.line))
    yield from _heading(diagnostic, look)
    yield f"{' ' * gutter}{look.paint('frame', '-->')} {visible(str(diagnostic.place))}"
    shown = ""
    if diagnostic.source_line.strip():
        cut = snippet(diagnostic.source_line, diagnostic.place, look.width - gutter - 3)
        shown = cut.line
        bar = look.paint("frame", "|")
        yield f"{' ' * gutter} {bar}"
        yield f"{look.paint('frame', str(diagnostic.place.line))} {bar} {cut.line}"
        yield f"{' ' * gutter} {bar} {look.paint(diagnostic.severity.value, cut.marks)}"
    for label, text in _remarks(diagnostic, shown):
        yield from _remark(gutter, label, text, look)


def _heading(diagnostic: Diagnostic, look: Look) -> Iterator[str]:
    head = f"{diagnostic.severity.value}[{diagnostic.code}]"
    first, *more = wrap(f"{head}: {visible(diagnostic.message)}", look.width)
    painted = look.paint(diagnostic.severity.value, head)
    yield painted + look.paint("strong", first.removeprefix(head))
    for line in more:
        yield look.paint("strong", f"  {line}")


def _remarks(diagnostic: Diagnostic, shown: str) -> Iterator[tuple[str, str]]:
    """What is left to say that neither the message nor the line shown says."""
    message = visible(diagnostic.message)
    if diagnostic.seen and _short(diagnostic.seen) not in f"{shown}\n{message}":
        yield "seen", _short(diagnostic.seen)
    if diagnostic.expected and spelt_out(diagnostic.expected) not in message:
        yield "expected", spelt_out(diagnostic.expected)
    fix = diagnostic.fix
    if diagnostic.nearest and (fix is None or diagnostic.nearest not in fix.description):
        yield "help", f"did you mean `{_short(diagnostic.nearest)}`?"
    for place, text in diagnostic.related:
        yield "related", f"{visible(str(place))}: {visible(text)}"
    if fix is not None:
        yield _OPTIONS[fix.safety], visible(fix.description)
    yield "rule", f"{diagnostic.rule}, see 'onrecord explain {diagnostic.code}'"


def _short(value: str) -> str:
    return clip(spelt_out(value), _LONGEST_VALUE)


def _remark(gutter: int, label: str, text: str, look: Look) -> Iterator[str]:
    styles = {"help": "help", "rule": "faint", **dict.fromkeys(_OPTIONS.values(), "help")}
    style = styles.get(label, "strong")
    hang = gutter + len(" = ") + len(label) + len(": ")
    head = f"{' ' * gutter} {look.paint('frame', '=')} {look.paint(style, f'{label}:')} "
    for line in wrap(text, max(look.width - hang, 20)):
        yield head + (look.paint(style, line) if label == "rule" else line)
        head = " " * hang


def _tally(report: Report, look: Look) -> Iterator[str]:
    counts = Counter((found.severity, found.code, found.rule) for found in report.diagnostics)
    size = len(str(max(counts.values())))
    for (severity, code, rule), count in sorted(
        counts.items(), key=lambda item: (-item[0][0].rank, item[1], item[0][1])
    ):
        yield f"{count:>{size + 2}} x {look.paint(severity.value, code)} {rule}"


def summary(report: Report, look: Look) -> str:
    """What was looked at and how much was found: ``checked 9 records in 12 files: all clean``."""
    looked = f"checked {_read(report.records)} in {_many(report.files, 'file')}"
    counts = {severity: report.count(severity) for severity in Severity}
    hidden = f"; {_many(report.hidden, 'finding')} left out by the options" if report.hidden else ""
    if not any(counts.values()):
        said = "nothing found" if hidden else "all clean"
        return f"{looked}: {look.paint('good', said)}{hidden}"
    found = (
        look.paint(severity.value, _many(count, severity.value))
        for severity, count in counts.items()
        if count
    )
    return f"{looked}: {', '.join(found)}{_fixable(report)}{hidden}"


def _read(counts: Mapping[str, int]) -> str:
    """What was read whole: ``9 records, 2 vocabularies and dataset.yaml``."""
    beside = ("vocabulary", "dataset")  # files of a kind of their own, and no records
    records = sum(count for kind, count in counts.items() if kind not in beside)
    vocabularies = counts.get("vocabulary", 0)
    parts = [_many(records, "record")]
    if vocabularies:
        parts.append("1 vocabulary" if vocabularies == 1 else f"{vocabularies:,} vocabularies")
    if counts.get("dataset"):
        parts.append("dataset.yaml")
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _fixable(report: Report) -> str:
    """How many findings a fix would mend, by what has to be asked for: ``; 12 with --fix``."""
    fixes = Counter(found.fix.safety for found in report.diagnostics if found.fix)
    safe, unsafe = fixes[Safety.SAFE], fixes[Safety.UNSAFE]
    more = f"{unsafe:,} {'more ' if safe else 'fixable '}with --fix=unsafe"
    parts = [f"{safe:,} fixable with --fix"] * bool(safe) + [more] * bool(unsafe)
    return f"; {', '.join(parts)}" if parts else ""


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
