"""``onrecord generate``: the files of a checkout that are made from its code, for maintainers."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli import console

__all__ = ["command", "generated_files"]

_WIDTH = 90

EXAMPLES = """\b
Examples:
  onrecord generate
  onrecord generate --check               exit code 1 if a file is not up to date

Writes schema/, docs/reference/ and .github/ISSUE_TEMPLATE/ of the checkout that onrecord is run
from."""


@click.command(
    "generate", epilog=EXAMPLES, short_help="Write what is made from the code.", hidden=True
)
@click.option("--check", is_flag=True, help="Write nothing; say which files would change.")
def command(check: bool) -> int:
    """Write the JSON Schemas and the reference pages of the documentation, or check them."""
    from onrecord.cli import commands
    from onrecord.storage import checkout_records
    from onrecord.storage.generated import stale_files, write_generated

    files = generated_files(commands)
    root = checkout_records().parent
    stale = stale_files(root, files) if check else write_generated(root, files)
    console.write("".join(f"{name}\n" for name in stale))
    if not stale or not check:
        return 0
    console.write("not up to date; mend it with: onrecord generate\n", to_errors=True)
    return 1


def generated_files(commands: click.Group) -> dict[str, bytes]:
    """Every file of the checkout that is made from its code, by its path from the root."""
    from onrecord import api
    from onrecord.drafts.forms import issue_templates
    from onrecord.exports.reference import reference_files
    from onrecord.exports.schemas import schema_files
    from onrecord.storage import checkout_records

    dataset = api.check(checkout_records()).dataset
    if dataset is None:
        message = "dataset.yaml has errors: see 'onrecord validate'"
        raise click.ClickException(message)
    pages = {**reference_files(dataset), "cli.md": _page_of(commands).encode()}
    return {
        **{f"schema/{name}": content for name, content in schema_files().items()},
        **{f"docs/reference/{name}": content for name, content in pages.items()},
        **{f".github/ISSUE_TEMPLATE/{name}": each for name, each in issue_templates().items()},
    }


def _page_of(commands: click.Group) -> str:
    """The help texts of all commands as a page of the documentation."""
    from onrecord.exports.reference.markdown import page

    parts = ["What `onrecord --help` and the help of each command say."]
    for name, text in _helps(commands):
        parts += [f"## {name}", f"```text\n{text.rstrip()}\n```"]
    return page("Command line reference", "the commands' help", parts)


def _helps(commands: click.Group) -> Iterator[tuple[str, str]]:
    """The name and the help of the program and of each command, in the order of the help."""
    top = _context(commands, "onrecord")
    yield "onrecord", commands.get_help(top)
    for name, each in commands.commands.items():
        yield f"onrecord {name}", each.get_help(_context(each, name, top))


def _context(each: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return each.make_context(
        name, [], parent, resilient_parsing=True, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
