"""S: a document has the keys, types and words that its kind asks for, and stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from onrecord.diagnostics import Finding, RecordPath, Severity, Target
from onrecord.documents import canonical
from onrecord.models import MODELS, RECORD_KINDS, Actor, ActorType, Event, Kind, Record, Standing
from onrecord.models import Statement as StatementRecord
from onrecord.models.fields import Term
from onrecord.models.walk import key_order, marked
from onrecord.rules.fit import FieldError, Fit, model_at
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.ids import nearest, slugify
from onrecord.values.codes import COUNTRIES

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("S001", "unknown-key", stage=Stage.STRUCTURE)
def unknown_key(fit: Fit) -> Findings:
    """A mapping has a key that its kind does not know.

    Why:
        A misspelt key would silently drop what it says.
    Wrong:
        sumary: Iran's mission denied the report.
    Right:
        summary: Iran's mission denied the report.
    """
    for error in fit.of_type("extra_forbidden"):
        key = str(error.path[-1])
        known = model_at(fit.kind, error.path[:-1]) if fit.kind else None
        keys = known.key_order() if known else ()
        yield fit.finding(
            "S001",
            f"unknown key `{key}`",
            error.path,
            target=Target.KEY,
            seen=key,
            expected=f"one of {_listed(keys)}",
            nearest=nearest(key, keys),
        )


@rule("S002", "missing-key", stage=Stage.STRUCTURE)
def missing_key(fit: Fit) -> Findings:
    """A mapping lacks a key that its kind needs.

    Why:
        Without it the record cannot be found, ordered or checked.
    Wrong:
        speakers:
          - actor: mehdi-farahi
    Right:
        speakers:
          - actor: mehdi-farahi
            capacity: Deputy Minister of Defence of Iran
    """
    for error in fit.of_type("missing"):
        key = str(error.path[-1])
        model = model_at(fit.kind, error.path[:-1]) if fit.kind else None
        yield fit.finding(
            "S002",
            f"the key `{key}` is missing",
            error.path[:-1],
            target=Target.KEY,
            expected=f"`{key}`: {_describe(model, key)}",
        )


@rule("S003", "wrong-type", stage=Stage.STRUCTURE)
def wrong_type(fit: Fit) -> Findings:
    """A value is of another type than its key takes.

    Why:
        A number where a text belongs, or a text where a list does, means something else than meant.
    Wrong:
        derived_from: 2023-11-13-tasnim-farahi-exports
    Right:
        derived_from:
          - 2023-11-13-tasnim-farahi-exports
    """
    for error in fit.errors:
        wanted = _TYPES.get(error.type)
        if wanted is None or error.value is None:
            continue
        yield fit.finding(
            "S003",
            f"{_at(error)} is {_type_name(error.value)}, not {wanted}",
            error.path,
            seen=_shown(error.value),
            expected=wanted,
        )


_TYPES = {
    "string_type": "a text (put it in quotes)",
    "string_sub_type": "a text (put it in quotes)",
    "tuple_type": "a list (one `- ` line an entry)",
    "list_type": "a list (one `- ` line an entry)",
    "mapping_type": "a mapping (`key: value` lines)",
    "dict_type": "a mapping (`key: value` lines)",
    "model_type": "a mapping (`key: value` lines)",
    "model_attributes_type": "a mapping (`key: value` lines)",
    "bool_type": "`true` or `false`",
    "int_type": "a number",
    "float_type": "a number",
}


@rule("S004", "not-in-code-list", stage=Stage.STRUCTURE)
def not_in_code_list(fit: Fit) -> Findings:
    """A value is none of the codes that its key takes.

    Why:
        Codes are counted and filtered by: a word of one's own would be found by nobody.
    Wrong:
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: denied
    Right:
        stances:
          - claim: iran-supplied-drones-to-russia
            stance: denies
    """
    for error in fit.of_type("enum", "literal_error", "country"):
        if error.value is None or isinstance(error.value, dict | list):
            continue
        codes = sorted(COUNTRIES) if error.type == "country" else _codes(error)
        listed = "an ISO 3166-1 alpha-2 code" if error.type == "country" else f"one of {_listed(codes)}"
        yield fit.finding(
            "S004",
            f"{_at(error)} cannot be `{error.value}`",
            error.path,
            seen=_shown(error.value),
            expected=listed,
            nearest=_nearest_code(error, codes),
        )


@rule("S005", "not-a-slug", stage=Stage.STRUCTURE)
def not_a_slug(fit: Fit) -> Findings:
    """An id is not a slug of lowercase ASCII letters, digits and single hyphens.

    Why:
        Ids are file names and web addresses, on every system and for good.
    Wrong:
        id: 2022-11-05_Amir-Abdollahian
    Right:
        id: 2022-11-05-amir-abdollahian
    """
    for error in _pattern_errors(fit, slug=True):
        yield fit.finding(
            "S005",
            f"{_at(error)} is not a slug: `{error.value}`",
            error.path,
            seen=_shown(error.value),
            expected="lowercase letters a–z, digits and single hyphens between them",
            nearest=slugify(str(error.value)) or None,
        )


@rule("S006", "wrong-form", stage=Stage.STRUCTURE)
def wrong_form(fit: Fit) -> Findings:
    """A value does not have the form that its key asks for.

    Why:
        Language tags, checksums and identifiers are read by programs, to the letter.
    Wrong:
        lang: persian
    Right:
        lang: fa
    """
    for error in _pattern_errors(fit, slug=False):
        yield fit.finding(
            "S006",
            f"{_at(error)} has not the form it needs: `{error.value}`",
            error.path,
            seen=_shown(error.value),
            expected=_described(fit, error),
        )


@rule("S007", "wrong-length", stage=Stage.STRUCTURE)
def wrong_length(fit: Fit) -> Findings:
    """A text or a list is longer or shorter than its key allows.

    Why:
        A summary is read in a row of others; a list that must not be empty says who, or where.
    Wrong:
        citations: []
    Right:
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    """
    for error in fit.of_type("string_too_long", "string_too_short", "too_short", "too_long"):
        if not error.value:
            continue
        size = len(error.value)
        limit = error.context.get("max_length", error.context.get("min_length"))
        unit = "characters" if isinstance(error.value, str) else "entries"
        bound = "at most" if "max_length" in error.context else "at least"
        yield fit.finding(
            "S007",
            f"{_at(error)} has {size} {unit}; {bound} {limit} are allowed",
            error.path,
            seen=f"{size} {unit}",
            expected=f"{bound} {limit} {unit}",
        )


@rule("S008", "out-of-range", stage=Stage.STRUCTURE)
def out_of_range(fit: Fit) -> Findings:
    """A number lies outside what its key allows.

    Why:
        A latitude of 120 degrees is a slip; a number past 2^53 loses digits in other programs.
    Wrong:
        coordinates: {lat: 552.06, lon: 55.82}
    Right:
        coordinates: {lat: 55.82, lon: 52.06}
    """
    types = ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "finite_number")
    for error in fit.of_type(*types):
        yield fit.finding(
            "S008",
            f"{_at(error)} is out of range: {error.value}",
            error.path,
            seen=_shown(error.value),
            expected=error.message.removeprefix("Input should be "),
        )


@rule("S009", "empty-value", stage=Stage.STRUCTURE)
def empty_value(fit: Fit) -> Findings:
    """A key has an empty value.

    Why:
        What is not known is left out: an empty value cannot be told from one that was forgotten.
    Wrong:
        note:
    Right:
        (no `note` key at all)
    """
    for path, value in _empties(fit.document.data, ()):
        yield fit.finding(
            "S009",
            f"`{_key(path)}` is empty: leave the key out, or say what belongs there",
            path,
            target=Target.KEY,
            seen="null" if value is None else repr(value),
            expected="a value, or no such key",
        )


@rule("S010", "id-not-file-name", stage=Stage.STRUCTURE)
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
    if fit.kind is Kind.DATASET or not isinstance(said, str) or said == fit.stem:
        return
    yield fit.finding(
        "S010",
        f"the id is `{said}`, but the file is called `{fit.stem}.yaml`",
        ("id",),
        seen=said,
        expected=fit.stem,
    )


@rule("S011", "wrong-folder", stage=Stage.STRUCTURE)
def wrong_folder(fit: Fit) -> Findings:
    """A file stands in a folder where its kind does not belong.

    Why:
        The folder says what kind a record is, and the year in which to look for it.
    Wrong:
        # records/statements/2023/2022-11-05-amir-abdollahian-limited-number-of-drones.yaml
        date: 2022-11-05
    Right:
        # records/statements/2022/2022-11-05-amir-abdollahian-limited-number-of-drones.yaml
        date: 2022-11-05
    """
    wanted = _folder(fit)
    folder = fit.file.rpartition("/")[0]
    if wanted is None or folder == wanted:
        return
    yield fit.finding(
        "S011",
        f"the file stands in `{folder or '.'}/`, and belongs into `{wanted}/`",
        seen=folder or ".",
        expected=wanted,
    )


@rule("S012", "key-order", stage=Stage.STRUCTURE, severity=Severity.WARNING)
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
    if fit.kind is None or not isinstance(fit.document.data, dict):
        return
    for path, mapping in _mappings(fit.document.data, ()):
        rank = {key: place for place, key in enumerate(_order_of(fit.kind, path))}
        keys = [key for key in mapping if key in rank]
        for before, after in pairwise(keys):
            if rank[after] < rank[before]:
                yield fit.finding(
                    "S012",
                    f"`{after}` stands after `{before}`",
                    (*path, after),
                    target=Target.KEY,
                    seen=", ".join(keys),
                    expected=", ".join(sorted(keys, key=rank.__getitem__)),
                )
                break


@rule("S013", "not-canonical", stage=Stage.STRUCTURE, severity=Severity.WARNING)
def not_canonical(fit: Fit) -> Findings:
    """A file is not laid out in the canonical form.

    Why:
        One layout for all keeps a change in a record to the lines that it changes.
    Wrong:
        topics: [ "sanctions" ]
    Right:
        topics: [sanctions]
    """
    if fit.kind is None or fit.errors or fit.document.data is None:
        return
    if any(True for _ in keys_out_of_order(fit)):
        return
    wanted = canonical(fit.document, key_order(MODELS[fit.kind]))
    if wanted.encode() == fit.document.content:
        return
    line, seen, expected = _first_difference(fit.document.content.decode(), wanted)
    yield fit.finding(
        "S013",
        f"line {line} is not in canonical form",
        seen=seen,
        expected=expected or "nothing there",
        place=fit.line_place(line),
    )


@rule("S014", "unreadable-file", stage=Stage.STRUCTURE)
def unreadable_file(fit: Fit) -> Findings:
    """A file could not be read, or is not one that may be read.

    Why:
        A record that is silently passed over is a record lost.
    Wrong:
        # records/actors/iran.yaml is a symbolic link to a file outside of the records
        id: iran
    Right:
        # records/actors/iran.yaml is a regular file
        id: iran
    """
    if fit.trouble is not None and fit.trouble.code == "S014":
        yield fit.finding("S014", fit.trouble.message)


@rule("S015", "withdrawal-incomplete")
def withdrawal_incomplete(record: Record, context: Context) -> Findings:
    """A record is withdrawn without a reason, or gives a reason without being withdrawn.

    Why:
        Whoever cited it must be able to learn why it no longer stands.
    Wrong:
        status: withdrawn
    Right:
        status: withdrawn
        withdrawn:
          date: 2026-11-25
          reason: The page reports the statement of another day, recorded already.
    """
    if record.is_active and record.withdrawn is not None:
        yield _at_key("S015", record, "withdrawn", "`withdrawn` is given, but `status` is `active`")
    elif not record.is_active and record.withdrawn is None:
        yield _at_key("S015", record, "status", "a withdrawn record says why: add `withdrawn`")


@rule("S016", "not-exactly-one", kinds=[Kind.STATEMENT])
def not_exactly_one(record: StatementRecord, context: Context) -> Findings:
    """A relation names a statement and an event, or neither.

    Why:
        A relation ties a statement to one thing; to two things is two relations.
    Wrong:
        relations:
          - type: responds-to
    Right:
        relations:
          - type: responds-to
            statement: 2022-07-11-sullivan-iran-preparing-drones
    """
    for position, relation in enumerate(record.relations):
        if (relation.statement is None) == (relation.event is None):
            yield Finding(
                code="S016",
                record=record.id,
                path=("relations", position),
                message="a relation names exactly one of `statement` and `event`",
                expected="`statement: <id>` or `event: <id>`",
            )


@rule("S017", "reason-missing", kinds=[Kind.EVENT, Kind.ACTOR])
def reason_missing(record: Record, context: Context) -> Findings:
    """A judgment of the curator's stands without its reason.

    Why:
        Whether an event is disputed and to whom a medium answers can themselves be disputed.
    Wrong:
        standing: disputed
    Right:
        standing: disputed
        standing_reason: Ukraine and the United States report the delivery; Iran denies it.
    """
    if isinstance(record, Event):
        if record.standing is not Standing.UNDISPUTED and record.standing_reason is None:
            yield _at_key("S017", record, "standing", "`standing_reason` is missing: who says so?")
    elif isinstance(record, Actor):
        if record.type is ActorType.MEDIA and record.affiliation is None:
            yield _at_key("S017", record, "type", "a medium has an `affiliation` (`unknown` is one)")
        if record.affiliation is not None and record.affiliation_reason is None:
            yield _at_key("S017", record, "affiliation", "`affiliation_reason` is missing")


@rule("S018", "names-differ-in-case", stage=Stage.STRUCTURE)
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


@rule("S019", "unknown-term", kinds=RECORD_KINDS)
def unknown_term(record: Record, context: Context) -> Findings:
    """A word is none of the terms of its vocabulary.

    Why:
        Terms have one meaning each, written down; a new one is added to the vocabulary first.
    Wrong:
        topics: [drones]
    Right:
        topics: [uav-transfers-to-russia]
    """
    for mark in marked(record):
        if not isinstance(mark.mark, Term):
            continue
        terms = context.terms(mark.mark.vocabulary)
        if mark.value not in terms:
            yield Finding(
                code="S019",
                record=record.id,
                path=mark.path,
                message=f"`{mark.value}` is no term of the vocabulary `{mark.mark.vocabulary}`",
                seen=mark.value,
                expected=f"a term of vocabularies/{mark.mark.vocabulary}.yaml",
                nearest=nearest(mark.value, terms),
            )


def _at_key(code: str, record: Record, key: str, message: str) -> Finding:
    return Finding(code=code, record=record.id, path=(key,), target=Target.KEY, message=message)


def _key(path: RecordPath) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")


def _at(error: FieldError) -> str:
    return f"`{_key(error.path)}`" if error.path else "the file"


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _listed(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _type_name(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "a mapping")


def _codes(error: FieldError) -> list[str]:
    expected = str(error.context.get("expected", ""))
    return [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]


def _nearest_code(error: FieldError, codes: list[str]) -> str | None:
    text = str(error.value)
    if error.type != "country":
        return nearest(text, codes)
    wanted = text.casefold()
    by_name = {name.casefold(): code for code, name in COUNTRIES.items()}
    return by_name.get(wanted) or by_name.get(nearest(wanted, by_name) or "")


def _pattern_errors(fit: Fit, *, slug: bool) -> Iterator[FieldError]:
    for error in fit.of_type("string_pattern_mismatch"):
        if ("a-z0-9]+(?:-[a-z0-9]" in str(error.context.get("pattern"))) is slug:
            yield error


def _describe(model: Any, key: str) -> str:
    if model is None:
        return ""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return fields[key].description or "" if key in fields else ""


def _described(fit: Fit, error: FieldError) -> str:
    if fit.kind is None:
        return error.message
    keys = [step for step in error.path if isinstance(step, str)]
    holder = model_at(fit.kind, tuple(keys[:-1]))
    return _describe(holder, keys[-1]) if keys else error.message


def _empties(value: Any, path: RecordPath) -> Iterator[tuple[RecordPath, Any]]:
    if value is None or (path and value in ("", [], {})):
        yield path, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _empties(inside, (*path, key))
    elif isinstance(value, list):
        for position, inside in enumerate(value):
            yield from _empties(inside, (*path, position))


def _mappings(value: Any, path: RecordPath) -> Iterator[tuple[RecordPath, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, inside in value.items():
            yield from _mappings(inside, (*path, key))
    elif isinstance(value, list):
        for position, inside in enumerate(value):
            yield from _mappings(inside, (*path, position))


def _order_of(kind: Kind, path: RecordPath) -> tuple[str, ...]:
    return key_order(MODELS[kind])(path)


def _folder(fit: Fit) -> str | None:
    """The folder into which a file belongs; ``None`` where that cannot be told."""
    if fit.kind is None or fit.kind is Kind.DATASET:
        return None
    data = fit.document.data or {}
    if fit.kind not in (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE):
        return fit.kind.folder
    date = data.get("published" if fit.kind is Kind.SOURCE else "date")
    if date is None and fit.kind is Kind.SOURCE:
        return f"{fit.kind.folder}/undated"
    year = _year(str(fit.stem)) or _year(str(date).lstrip("[{/."))
    return f"{fit.kind.folder}/{year}" if year else None


def _year(text: str) -> str | None:
    head = text[:4]
    return head if len(head) == 4 and head.isdigit() else None


def _first_difference(seen: str, wanted: str) -> tuple[int, str, str]:
    old, new = seen.split("\n"), wanted.split("\n")
    for number, (before, after) in enumerate(zip(old, new, strict=False), start=1):
        if before != after:
            return number, before.strip(), after.strip()
    number = min(len(old), len(new))
    return number, "\n".join(old[number:]).strip(), "\n".join(new[number:]).strip()


@rule("S020", "dataset-file-missing", stage=Stage.WHOLE)
def dataset_file_missing(fit: Fit) -> Findings:
    """A folder of records has no file ``dataset.yaml``.

    Why:
        It says what the dataset is, its version and its licence: without them nothing is released.
    Wrong:
        # records/ holds statements, events and sources, and no dataset.yaml
        statements: …
    Right:
        # records/dataset.yaml
        format: 1
        version: 2026.11.0
    """
    yield fit.finding("S020", "the file is missing: it says what the dataset is, and its version")


@rule("S021", "unused-waiver", stage=Stage.WHOLE)
def unused_waiver(record: Record, position: int) -> Findings:
    """A waiver waives nothing.

    Why:
        A waiver left behind would hide the next finding of its kind, which nobody has looked at.
    Wrong:
        waivers:
          - rule: P002
            reason: Published in one place only.
    Right:
        (no waiver, where the rule finds nothing)
    """
    waiver = record.waivers[position]
    yield Finding(
        code="S021",
        record=record.id,
        path=("waivers", position, "rule"),
        message=f"{waiver.rule} finds nothing here to be waived: remove the waiver",
        seen=waiver.rule,
    )
