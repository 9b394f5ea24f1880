"""S009–S014, S018, S020: the file, where it stands and the form in which it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from onrecord.diagnostics import Finding, RecordPath, Safety, Severity, Target
from onrecord.models import MODELS, Kind
from onrecord.models.walk import key_order
from onrecord.rules.fit import Fit, is_empty
from onrecord.rules.registry import Mend, Stage, rule
from onrecord.values.ids import is_id, nearest

__all__: list[str] = []

Findings = Iterator[Finding]

_EMPTY = ((b"{", b"{}"), (b'"', b'""'), (b"[", b"[]"), (b"n", b"null"))
"""What empty values look like in canonical form, and a byte of it, looked for in no time."""

_DATED = {Kind.STATEMENT: "date", Kind.EVENT: "date", Kind.SOURCE: "published"}
"""The kinds that have a folder a year, and the key of the date that it is the year of."""


@rule("S009", "empty-value", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, by=Mend.REMOVE)
def empty_value(fit: Fit) -> Findings:
    """A key has an empty value.

    Why:
        What is not known is left out: an empty value cannot be told from one that was forgotten.
    Wrong:
        summary: Iran's mission denied the report.
        note:
    Right:
        summary: Iran's mission denied the report.
    """
    content = fit.document.content
    if fit.document.data is None:
        return
    if fit.is_canonical and not any(one in content and empty in content for one, empty in _EMPTY):
        return
    for path, value in _empties(fit.document.data, ()):
        yield fit.finding(
            "S009",
            f"{_name(path)} is empty: say what belongs there, or leave it out",
            path,
            target=Target.KEY,
            seen="null" if value is None else repr(value),
            expected="a value, or no such key",
        )


@rule("S010", "id-not-file-name", stage=Stage.STRUCTURE, fix=Safety.UNSAFE)
def id_not_file_name(fit: Fit) -> Findings:
    """A record's id is not the name of its file.

    Why:
        Whoever knows the id knows where the file is, and no two files can carry one id unseen.
    Wrong:
        # records/actors/mehdi-farahi.yaml
        id: farahi
    Right:
        # records/actors/mehdi-farahi.yaml
        id: mehdi-farahi
    """
    said = (fit.document.data or {}).get("id")
    if fit.kind is Kind.DATASET or not isinstance(said, str) or said == fit.stem or not said:
        return
    if not is_id(said) and is_id(fit.stem):
        return  # S005 or S007 has it, and S005 gives the name of the file
    is_name = is_id(fit.stem)
    yield fit.finding(
        "S010",
        f"the id is `{said}`, but the file is called `{fit.stem}.yaml`: rename "
        + ("one of the two" if is_name else f"it to `{said}.yaml`"),
        ("id",),
        seen=said,
        expected=fit.stem if is_name else "a file named by the id",
        nearest=fit.stem if is_name else None,
    )


@rule("S011", "wrong-folder", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, by=Mend.MOVE)
def wrong_folder(fit: Fit) -> Findings:
    """A file stands in a folder where its kind does not belong, or in none of a kind.

    Why:
        The folder says what kind a record is, and the year in which to look for it.
    Wrong:
        # records/statements/2023/2022-11-05-amir-abdollahian-limited-number-of-drones.yaml
        date: 2022-11-05
    Right:
        # records/statements/2022/2022-11-05-amir-abdollahian-limited-number-of-drones.yaml
        date: 2022-11-05
    """
    of_another = fit.trouble is not None and fit.trouble.code == "S011"
    if (fit.trouble is not None and not of_another) or fit.kind is Kind.DATASET:
        return
    if fit.kind is None:
        yield _of_no_kind(fit)
        return
    wanted = _wanted_folder(fit, fit.kind)
    if wanted is not None and fit.folder != wanted:
        why = f", and {fit.trouble.message}" if fit.trouble is not None else ""
        yield fit.finding(
            "S011",
            f"the file stands in `{fit.folder}/`{why}: move it to `{wanted}/`",
            seen=fit.folder,
            expected=wanted,
            nearest=wanted,
        )


@rule(
    "S012",
    "key-order",
    stage=Stage.STRUCTURE,
    severity=Severity.WARNING,
    fix=Safety.SAFE,
    by=Mend.CANONICAL,
)
def keys_out_of_order(fit: Fit) -> Findings:
    """The keys of a mapping are not in the order in which every record has them.

    Why:
        Records are read side by side; the same thing stands in the same place.
    Wrong:
        date: 2022-11-05
        speakers:
          - actor: hossein-amir-abdollahian
            capacity: Minister of Foreign Affairs of Iran
    Right:
        speakers:
          - actor: hossein-amir-abdollahian
            capacity: Minister of Foreign Affairs of Iran
        date: 2022-11-05
    """
    if fit.kind is None or fit.document.data is None or fit.is_canonical:
        return
    order = key_order(MODELS[fit.kind])
    for path, mapping in _mappings(fit.document.data, ()):
        rank = {key: place for place, key in enumerate(order(path))}
        keys = [key for key in mapping if key in rank]
        before = next((one for one, after in pairwise(keys) if rank[after] < rank[one]), None)
        if before is None:
            continue
        late = keys[keys.index(before) + 1]
        yield fit.finding(
            "S012",
            f"`{late}` stands after `{before}`",
            (*path, late),
            target=Target.KEY,
            seen=", ".join(keys),
            expected=", ".join(sorted(keys, key=rank.__getitem__)),
        )


@rule(
    "S013",
    "not-canonical",
    stage=Stage.STRUCTURE,
    severity=Severity.WARNING,
    fix=Safety.SAFE,
    by=Mend.CANONICAL,
)
def not_canonical(fit: Fit) -> Findings:
    """A file is not laid out in the canonical form.

    Why:
        One layout for all keeps a change in a record to the lines that it changes.
    Wrong:
        topics: [ "sanctions" ]
    Right:
        topics: [sanctions]
    """
    if fit.errors or fit.document.problems or fit.canonical is None or fit.is_canonical:
        return
    if any(True for _ in keys_out_of_order(fit)):
        return
    line, seen, expected = _first_difference(fit.document.content.decode(), fit.canonical.decode())
    yield fit.finding(
        "S013",
        f"line {line} is not in canonical form{_cut_off(seen, expected)}",
        seen=seen or "the file ends in the line",
        expected=expected or "the line ends",
        place=fit.line_place(line),
    )


@rule("S014", "unreadable-file", stage=Stage.STRUCTURE, needs=["trouble"])
def unreadable_file(fit: Fit) -> Findings:
    """A file could not be read, or is not one that may be read.

    Why:
        A record that is silently passed over is a record lost.
    Wrong:
        # records/actors/iran.yaml is a symbolic link to a file outside of the records
        id: iran
    Right:
        # records/actors/iran.yaml is a regular file that everybody may read
        id: iran
    """
    if fit.trouble is not None and fit.trouble.code == "S014":
        yield fit.finding("S014", fit.trouble.message)


@rule("S018", "names-differ-in-case", stage=Stage.STRUCTURE, needs=["trouble"])
def names_differ_in_case(fit: Fit) -> Findings:
    """Two files have names that differ only in capital letters.

    Why:
        On many computers they are one file, and one of the two is lost there.
    Wrong:
        # records/actors/Iran.yaml stands beside records/actors/iran.yaml
        id: iran
    Right:
        # records/actors/iran.yaml alone
        id: iran
    """
    if fit.trouble is not None and fit.trouble.code == "S018":
        yield fit.finding("S018", fit.trouble.message)


@rule("S020", "dataset-file-missing", stage=Stage.WHOLE)
def dataset_file_missing(fit: Fit) -> Findings:
    """A folder of records has no file ``dataset.yaml``.

    Why:
        It says what the dataset is, its version and its licence: without them nothing is released.
    Wrong:
        # records/ holds statements, events and sources, and no dataset.yaml
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
    Right:
        # records/dataset.yaml
        format: 1
        version: "2026.11.0"
        title: Iran's arms exports
    """
    yield fit.finding(
        "S020",
        "the file is missing: it says what the dataset is, its version and its licence",
        expected="a file with `format`, `version`, `title`, `description` and so on",
    )


def _of_no_kind(fit: Fit) -> Finding:
    folders = [kind.folder for kind in MODELS if kind.folder]
    near = nearest(fit.folder.partition("/")[0], folders) if fit.folder else None
    here = f"in `{fit.folder}/`" if fit.folder else "here"
    return fit.finding(
        "S011",
        f"no kind of record stands {here}: move the file",
        seen=fit.folder or None,
        expected=f"one of {', '.join(f'{folder}/' for folder in folders)}",
        nearest=near,
        sure=False,
    )


def _wanted_folder(fit: Fit, kind: Kind) -> str | None:
    """The folder into which a file belongs; ``None`` where that cannot be told."""
    if kind not in _DATED:
        return kind.folder
    if fit.document.data is None:
        return None
    date = fit.document.data.get(_DATED[kind])
    if date is None and kind is Kind.SOURCE:
        return f"{kind.folder}/undated"
    year = _year(fit.stem) or _year(str(date).lstrip("[{/."))
    return f"{kind.folder}/{year}" if year else None


def _year(text: str) -> str | None:
    head = text[:4]
    return head if len(head) == 4 and head.isascii() and head.isdigit() else None


def _name(path: RecordPath) -> str:
    key = next(str(step) for step in reversed(path) if isinstance(step, str))
    return f"an entry of `{key}`" if isinstance(path[-1], int) else f"`{key}`"


def _empties(value: Any, path: RecordPath) -> Iterator[tuple[RecordPath, Any]]:
    if path and is_empty(value):
        yield path, value
    elif isinstance(value, dict | list):
        for step, inside in _entries(value):
            yield from _empties(inside, (*path, step))


def _mappings(value: Any, path: RecordPath) -> Iterator[tuple[RecordPath, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    for step, inside in _entries(value):
        yield from _mappings(inside, (*path, step))


def _entries(value: Any) -> Iterator[tuple[str | int, Any]]:
    match value:
        case dict():
            yield from value.items()
        case list():
            yield from enumerate(value)


def _cut_off(seen: str, expected: str) -> str:
    """What to say of a line in which text stands after a ``#``: it is a comment, and no text."""
    before, _, after = seen.partition(" #")
    if not after or seen.split() != expected.split() or before.endswith(" "):
        return ""
    return (
        ": what stands after ` #` is a comment; put the text in double quotes if it belongs to it"
    )


def _first_difference(seen: str, wanted: str) -> tuple[int, str, str]:
    """The first line that differs, counted from 1, as it is and as it should be."""
    old, new = seen.split("\n"), wanted.split("\n")
    for number, (before, after) in enumerate(zip(old, new, strict=False), start=1):
        if before != after:
            return number, before.rstrip() or "an empty line", after.rstrip() or "no such line"
    number = min(len(old), len(new))
    return number, "\n".join(old[number:]).strip(), "\n".join(new[number:]).strip()
