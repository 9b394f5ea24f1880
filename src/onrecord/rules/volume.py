"""V: what a dataset has lost since an earlier one; nothing is looked for without that one.

A release may hold less or other things than the one before it, but never by accident. What is found
stands at the version in ``dataset.yaml``: what is gone has no place of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from onrecord.dataset import Dataset
from onrecord.diagnostics import Finding, Severity
from onrecord.models import RECORD_KINDS, Kind, Record
from onrecord.rules.fit import DATASET_FILE
from onrecord.rules.registry import Context, Stage, rule

__all__: list[str] = []

Findings = Iterator[Finding]

ENOUGH = 20
"""Of fewer records no share is told: one of them is many percent."""

_MOST_CHANGED = 0.2
_MOST_LOST = 0.05


@rule("V001", "record-gone", stage=Stage.RELEASE)
def record_gone(context: Context) -> Findings:
    """An id of the earlier dataset leads to nothing any more.

    Why:
        Others cite records by their ids. A record that was wrong stays, withdrawn and with the
        reason; a renamed one lists the old id among its `former_ids`.
    Wrong:
        # the file of 2022-11-05-amirabdollahian-drones was deleted, and the new one has
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
    Right:
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
        former_ids: [2022-11-05-amirabdollahian-drones]
    """
    for record in _earlier(context):
        if record.id not in context.dataset and record.id not in context.unread:
            yield _finding(
                "V001",
                f"the {record.kind.value} `{record.id}` was there before, and is not now",
                seen=record.id,
                expected="the record, withdrawn if it was wrong, or a record with this former id",
            )


@rule("V002", "fewer-records", stage=Stage.RELEASE, severity=Severity.WARNING)
def fewer_records(context: Context) -> Findings:
    """There are fewer records of a kind that count than there were.

    Why:
        Datasets grow. A folder that was not read, or a merge that went wrong, shows here first;
        several withdrawals at once are meant, and worth a second look.
    Wrong:
        # 640 statements, where the earlier dataset has 658
        version: "2026.12.0"
    Right:
        # 671 statements
        version: "2026.12.0"
    """
    now, before = _counts(context.dataset), _counts(context.earlier or context.dataset)
    for kind in RECORD_KINDS:
        if now[kind] < before[kind]:
            yield _finding(
                "V002",
                f"{now[kind]} {kind.folder} count, and {before[kind]} did before",
                seen=str(now[kind]),
                expected=f"{before[kind]} or more",
                about=kind.folder,
            )


@rule("V003", "much-changed", stage=Stage.RELEASE, severity=Severity.WARNING)
def much_changed(context: Context) -> Findings:
    """More than a fifth of the records of a kind are not what they were.

    Why:
        Whoever uses the data has to look at all of them again. A script that touched more than it
        should have shows here.
    Wrong:
        # 400 of the 658 statements of the earlier dataset have another content
        version: "2026.12.0"
    Right:
        # 12 of them have
        version: "2026.12.0"
    """
    kept, changed = Counter[Kind](), Counter[Kind]()
    for before in _earlier(context):
        now = context.dataset.get(before.id)
        if now is not None:
            kept[before.kind] += 1
            changed[before.kind] += now != before
    for kind in RECORD_KINDS:
        if kept[kind] >= ENOUGH and changed[kind] > _MOST_CHANGED * kept[kind]:
            yield _finding(
                "V003",
                f"{changed[kind]} of {kept[kind]} {kind.folder} are not what they were",
                seen=str(changed[kind]),
                expected="at most a fifth of them",
                about=kind.folder,
            )


@rule("V004", "field-filled-less", stage=Stage.RELEASE, severity=Severity.WARNING)
def field_filled_less(context: Context) -> Findings:
    """A field is given in a smaller share of the records of a kind than it was.

    Why:
        Who counts on the field finds less. Records that were added in haste, or a field that was
        emptied by mistake, show here; a drop of up to five in a hundred is let pass.
    Wrong:
        # `place` in 60 of 100 events, where it was in 80 of 100
        version: "2026.12.0"
    Right:
        # `place` in 79 of 100 events
        version: "2026.12.0"
    """
    for kind in RECORD_KINDS:
        now = _filled(context.dataset.of_kind(kind))
        before = _filled((context.earlier or context.dataset).of_kind(kind))
        for field, share in before.items():
            if share - now.get(field, 0.0 if now else share) > _MOST_LOST:
                yield _finding(
                    "V004",
                    f"`{field}` is in {now.get(field, 0.0):.0%} of the {kind.folder}, "
                    f"and was in {share:.0%}",
                    seen=f"{now.get(field, 0.0):.0%}",
                    expected=f"about {share:.0%}",
                    about=f"{kind.folder}.{field}",
                )


def _earlier(context: Context) -> Iterator[Record]:
    yield from context.earlier or ()


def _counts(dataset: Dataset) -> Counter[Kind]:
    return Counter(record.kind for record in dataset if record.is_active)


def _filled(records: Mapping[str, Record]) -> dict[str, float]:
    """For each field the share of the records that have it; nothing where there are too few."""
    counts = Counter(
        field for record in records.values() if record.is_active for field in record.to_dict()
    )
    many = sum(record.is_active for record in records.values())
    return {field: count / many for field, count in counts.items()} if many >= ENOUGH else {}


def _finding(
    code: str, message: str, *, seen: str, expected: str, about: str | None = None
) -> Finding:
    return Finding(
        code=code,
        record=DATASET_FILE,
        path=("version",),
        message=message,
        seen=seen,
        expected=expected,
        about=about,
    )
