"""``onrecord from-issue``: a filled issue form as drafts, with what is left to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import console

if TYPE_CHECKING:
    from onrecord.curating import Desk
    from onrecord.diagnostics import Report
    from onrecord.drafts.issues import Request

__all__ = ["FORM_NAMES", "command"]

FORM_NAMES = ("statement", "event", "correction", "dispute")
"""The forms as a person types them."""

EXAMPLES = """\b
Examples:
  onrecord from-issue issue.md
  onrecord from-issue --write issue.md
  onrecord from-issue - < issue.md        from standard input

The text is that of an issue made with one of the repository's forms. It is taken as data, whatever
it says. A draft is a beginning: whoever writes it to the records reads the page first.

Exit code: 0 if the drafts have no errors, 1 if they have (then --write writes nothing), 2 if the
text is none of the forms."""


@click.command("from-issue", epilog=EXAMPLES, short_help="Drafts from a filled issue form.")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--form", type=click.Choice(FORM_NAMES), help="Which form; found out if not given.")
@click.option("--records", default="records", type=click.Path(), help="The folder of records.")
@click.option("--write", is_flag=True, help="Write the drafts, or the change, to the records.")
def command(file: Any, form: str | None, records: str, write: bool) -> int:
    """Turn the issue in FILE into drafts of records, or a change in one, as Markdown."""
    from onrecord import curating

    with console.progress("checking") as tell:
        desk = curating.open_desk(records, progress=tell)
    request = curating.read_issue(desk, file.read(), form)
    report = curating.request_findings(desk, request)
    console.write("\n".join(_page(desk, request, report)).rstrip() + "\n")
    if write and report.ok:
        for path in curating.write_request(desk, request):
            console.write(f"written: {desk.shown(path)}\n", to_errors=True)
    elif write:
        console.write("nothing was written: there are errors\n", to_errors=True)
    return 0 if report.ok else 1


def _page(desk: Desk, request: Request, report: Report) -> Iterator[str]:
    from onrecord.reporters import Look, render
    from onrecord.reporters.terminal import visible

    about = f" on `{request.record}`" if request.record else ""
    yield f"## {request.form.capitalize()}{about}\n"
    for draft in request.drafts:
        yield f"`{desk.shown(draft.path)}`\n"
        yield _fenced("yaml", draft.text)
    for path, content in (request.changes or {}).items():
        yield f"`{desk.shown(path)}`\n"
        yield _fenced("diff", _difference(desk.files[path], content))
    if request.to_do:
        yield "To do:\n"
        yield from (_item([visible(line) for line in each.split("\n")]) for each in request.to_do)
        yield ""
    if request.drafts or request.changes:
        yield _fenced("text", render(report, "text", Look()))


def _item(lines: list[str]) -> str:
    """One thing to do as an item of a list; what follows its first line is a block of YAML."""
    first, *rest = lines
    if not rest:
        return f"- {first}"
    block = _fenced("yaml", "\n".join(rest)).rstrip("\n").split("\n")
    return "\n".join([f"- {first}\n", *(f"  {line}".rstrip() for line in block)])


def _fenced(language: str, text: str) -> str:
    """A block that nothing in the text can close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def _difference(before: bytes, after: bytes) -> str:
    old, new = (each.decode().splitlines(keepends=True) for each in (before, after))
    return "".join(difflib.unified_diff(old, new, "on record", "corrected", n=1))
