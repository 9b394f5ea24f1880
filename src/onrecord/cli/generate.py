"""``onrecord generate``: the files of a checkout that are made from its code, for maintainers."""

from __future__ import annotations

from collections.abc import Iterator

import click

from onrecord.cli import console

__all__ = ["command", "generated_files"]

EXAMPLES = """\b
Examples:
  onrecord generate
  onrecord generate --check               exit code 1 if a file is not up to date

Writes schema/ and docs/reference/ of the checkout that onrecord runs from."""


@click.command(
    "generate", epilog=EXAMPLES, short_help="Write what is made from the code.", hidden=True
)
@click.option("--check", is_flag=True, help="Write nothing; say which files would change.")
@click.pass_context
def command(context: click.Context, check: bool) -> int:
    """Write the JSON Schemas and the reference pages of the documentation, or check them."""
    from onrecord.storage import checkout_records
    from onrecord.storage.generated import stale_files, write_generated

    files = generated_files(context.find_root().command)
    root = checkout_records().parent
    stale = stale_files(root, files) if check else write_generated(root, files)
    console.write("".join(f"{name}\n" for name in stale))
    if not stale or not check:
        return 0
    console.write("not up to date; mend it with: onrecord generate\n", to_errors=True)
    return 1


def generated_files(commands: click.Command) -> dict[str, bytes]:
    """Every file of the checkout that is made from its code, by its path from the root."""
    from onrecord import api
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
    }


def _page_of(commands: click.Command) -> str:
    """The help texts of all commands as a page of the documentation."""
    from onrecord.exports.reference.markdown import page

    parts = ["What `onrecord --help` and the help of each command say."]
    for name, text in _helps(commands):
        parts += [f"## {name}", f"```text\n{text.rstrip()}\n```"]
    return page("Command line reference", "the commands' help", parts)


def _helps(commands: click.Command) -> Iterator[tuple[str, str]]:
    """The name and the help of the program and of each command, in the order of the help."""
    if not isinstance(commands, click.Group):
        return
    top = click.Context(commands, info_name="onrecord", max_content_width=90, terminal_width=90)
    yield "onrecord", commands.get_help(top)
    for name in commands.list_commands(top):
        each = commands.get_command(top, name)
        if each is not None:
            context = click.Context(
                each, parent=top, info_name=name, max_content_width=90, terminal_width=90
            )
            yield f"onrecord {name}", each.get_help(context)
