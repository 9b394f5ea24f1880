"""The laws: each takes any bytes, and raises where something that must hold for them does not.

They know the library from outside, as its users do, and nothing of how bytes are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator
from pydantic import ValidationError

from fuzz.folder import TODAY, with_bytes
from fuzz.writing import forms, mending
from onrecord.diagnostics import Place, Report
from onrecord.documents import Document, apply_edits, canonical, dump, mend_problem, parse, rewrite
from onrecord.documents.backends import Backend
from onrecord.exports.schemas import json_schema
from onrecord.models import MODELS, Kind, Model
from onrecord.models.walk import key_order
from onrecord.rules import all_rules
from onrecord.rules.fit import field_errors
from onrecord.validation import File, validate
from onrecord.values.edtf import EDTF_PATTERN, Edtf, EdtfError
from onrecord.values.numerals import number_in_text

__all__ = ["LAWS", "Law", "check_folder", "dates", "documents", "models", "numerals", "validation"]

Law = Callable[[bytes], None]

_HARMLESS: Final = frozenset(["Y002", "Y003", "Y018", "Y019"])


def documents(content: bytes) -> None:
    """Both parsers read the same; places are in the file; writing and mending change no data."""
    document = parse(content, "x.yaml")
    other = parse(content, "x.yaml", backend=Backend.PYTHON)
    assert _said(document) == _said(other), "the two parsers disagree"
    harm = {problem.code for problem in document.problems} - _HARMLESS
    assert (document.data is None) == bool(harm), harm
    for problem in document.problems:
        _check_place(problem.place, document)
        for place, _ in problem.related:
            _check_place(place, document)
        apply_edits(content, mend_problem(document, problem))
    for path in document.spans():
        _check_place(document.place(path), document)
    if document.data is not None:
        _check_writing(document)


def models(content: bytes) -> None:
    """Model and schema judge alike; what the model takes it gives back; all it refuses has a place.

    The first byte chooses the kind.
    """
    kind = list(MODELS)[content[0] % len(MODELS)] if content else Kind.STATEMENT
    document = parse(content[1:], "x.yaml")
    if document.data is None:
        return
    made = _model(kind, document)
    assert (made is not None) == _validator(kind).is_valid(document.data), "model and schema differ"
    if made is not None:
        plain = made.model_dump(mode="json", by_alias=True, exclude_unset=True)
        assert MODELS[kind].model_validate(plain) == made
        json.dumps(plain, allow_nan=False)


def validation(content: bytes) -> None:
    """A folder with the bytes as one of its files: a report, the same in any order of the files.

    The first byte chooses the file.
    """
    check_folder(with_bytes(content)[1])


def dates(content: bytes) -> None:
    """The pattern accepts what the parser accepts; what is refused is refused with a reason."""
    text = content.decode("utf-8", "replace")
    fits = re.fullmatch(EDTF_PATTERN, text) is not None
    date = _date(text)
    assert fits == isinstance(date, Edtf), "pattern and parser differ"
    if isinstance(date, EdtfError):
        assert str(date)
        assert date.nearest is None or Edtf.parse(date.nearest)
        return
    assert str(date) == text
    first, last = date.earliest_ymd, date.latest_ymd
    assert first is None or last is None or date.is_reversed or first <= last


def numerals(content: bytes) -> None:
    """Any number can be looked for in any text, and the answer is no guess.

    The text begins with the number and a line end, or is searched for 7.
    """
    head, _, rest = content.decode("utf-8", "replace").partition("\n")
    try:
        number, text = float(head), rest
    except ValueError:
        number, text = 7.0, f"{head} {rest}"
    answer = number_in_text(number, text)
    has_digit = re.search("[0-9۰-۹٠-٩]", text) is not None
    assert answer is not False or has_digit
    assert answer is not None or not has_digit
    if 0 <= number < 1e15 and number.is_integer():
        assert number_in_text(number, f"{text} = {number:.0f} {text}")


LAWS: Final[Mapping[str, Law]] = {
    law.__name__: law for law in (documents, models, validation, dates, numerals, mending, forms)
}


def check_folder(files: Mapping[str, bytes]) -> Report:
    """Validate a folder in memory in two orders, and hold the report against the files."""
    given = [File(path, content) for path, content in files.items()]
    report = validate(given, today=TODAY).report
    assert report == validate(reversed(given), today=TODAY).report, "the order of files matters"
    read = {path: parse(content, path) for path, content in files.items()}
    read.setdefault("dataset.yaml", parse(b"{}", "dataset.yaml"))
    for found in report.diagnostics:
        assert found.code in all_rules()
        assert found.message
        document = read[found.place.file]
        _check_place(found.place, document)
        assert found.source_line == document.line(found.place.line)
        for place, _ in found.related:
            _check_place(place, read[place.file])
        if found.fix is not None:
            apply_edits(document.content, found.fix.edits)
    return report


def _date(text: str) -> Edtf | EdtfError:
    try:
        return Edtf.parse(text)
    except EdtfError as error:
        return error


def _said(document: Document) -> Any:
    problems = [(one.code, one.place, one.message) for one in document.problems]
    return repr(document.data), problems, document.spans()


def _check_place(place: Place, document: Document) -> None:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    assert (1, 1) <= start <= end, place
    last = document.source().text.count("\n") + document.source().text.count("\r") + 1
    for line, column in (start, end):
        assert line <= last, place
        assert 1 <= column <= len(document.line(line)) + 3, place  # a line end may be pointed at


def _check_writing(document: Document) -> None:
    formatted = canonical(document)
    again = parse(formatted.encode(), "x.yaml")
    assert repr(again.data) == repr(document.data), "the canonical form has other data"
    assert canonical(again) == formatted, "the canonical form has another canonical form"
    assert repr(parse(dump(document.data or {}).encode(), "x").data) == repr(document.data)
    order = key_order(MODELS[Kind.STATEMENT])
    edits = rewrite(document, order)
    if edits:
        mended = apply_edits(document.content, edits)
        assert mended.decode() == canonical(document, order), "edits do not give the canonical form"


def _model(kind: Kind, document: Document) -> Model | None:
    try:
        return MODELS[kind].model_validate(document.data)
    except ValidationError as error:
        for refused in field_errors(error, document.data):
            _check_place(document.place(refused.path), document)
        return None


@cache
def _validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(json_schema(kind))
