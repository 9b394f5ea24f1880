"""S001–S008: what the model of a kind refuses in a document, one rule a sort of refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from onrecord.diagnostics import Finding, Safety, Target
from onrecord.models import Model
from onrecord.models.walk import key_of
from onrecord.rules.fit import FieldError, Fit, model_at
from onrecord.rules.registry import Stage, rule
from onrecord.values.codes import COUNTRIES
from onrecord.values.ids import ID_PATTERN, is_sure, nearest, slugify
from onrecord.values.languages import LANG_PATTERN, tag_of
from onrecord.values.numerals import plain_number

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("S001", "unknown-key", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, needs=["errors"])
def unknown_key(fit: Fit) -> Findings:
    """A mapping has a key that its kind does not know.

    Why:
        A misspelt key would silently drop what it says.
    Wrong:
        sumary: Iran's mission denied the report.
    Right:
        summary: Iran's mission denied the report.
    """
    for error in fit.errors:
        if error.type != "extra_forbidden":
            continue
        key = str(error.path[-1])
        holder = _holder(fit, error.path)
        keys = holder.key_order() if holder else ()
        split = error.value is None and " " in key
        near = nearest(key.strip(), keys)
        yield fit.finding(
            "S001",
            f"unknown key `{key}`" + (": put a text with commas in quotes" if split else ""),
            error.path,
            target=Target.KEY,
            seen=key,
            expected=f"one of {', '.join(keys)}",
            nearest=near,
            sure=near is not None and is_sure(key, near, keys),
        )


@rule("S002", "missing-key", stage=Stage.STRUCTURE, needs=["errors"])
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
    for error in fit.errors:
        if error.type != "missing":
            continue
        key = str(error.path[-1])
        if _is_misspelt(fit, error):
            continue
        yield fit.finding(
            "S002",
            f"the key `{key}` is missing",
            error.path[:-1],
            target=Target.KEY,
            expected=f"`{key}`: {_description(_holder(fit, error.path), key)}",
        )


@rule("S003", "wrong-type", stage=Stage.STRUCTURE, needs=["errors"])
def wrong_type(fit: Fit) -> Findings:
    """A value is of another type than its key takes.

    Why:
        A number where a text belongs, or a text where a list does, means something else than meant.
    Wrong:
        derived_from: 2023-11-13-tasnim-farahi-exports
    Right:
        derived_from: [2023-11-13-tasnim-farahi-exports]
    """
    for error in fit.of_type(*_TYPES, *_CODES):
        if _is_code(error) or _is_number_anyway(error) or _is_deeper(fit, error):
            continue
        wanted = _TYPES.get(error.type, "a word")
        should = f"should be {wanted}{_number_meant(error)}"
        yield fit.finding(
            "S003",
            f"{_at(error)} is {_type_name(error.value)}, and {should}",
            error.path,
            seen=_shown(error.value),
            expected=wanted,
        )


@rule("S004", "not-in-code-list", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, needs=["errors"])
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
    for error in fit.of_type(*_CODES):
        if not _is_code(error):
            continue
        codes = _codes(error)
        of_country = error.type == "country"
        value = str(error.value)
        near = _country(value) if of_country else nearest(value, codes)
        listed = "an ISO 3166-1 alpha-2 code" if of_country else f"one of {', '.join(codes)}"
        yield fit.finding(
            "S004",
            f"{_at(error)} cannot be `{_shown(error.value)}`",
            error.path,
            seen=_shown(error.value),
            expected=listed,
            nearest=near,
            sure=near is not None and _is_sure_code(value, near, codes, of_country=of_country),
        )


@rule("S005", "not-a-slug", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, needs=["errors"])
def not_a_slug(fit: Fit) -> Findings:
    """An id is not a slug of lowercase ASCII letters, digits and single hyphens.

    Why:
        Ids are file names and web addresses, on every system and for good.
    Wrong:
        id: 2022-11-05_Amir-Abdollahian
    Right:
        id: 2022-11-05-amir-abdollahian
    """
    for error in fit.of_type("string_pattern_mismatch"):
        if error.context.get("pattern") != ID_PATTERN:
            continue
        said = str(error.value)
        is_address = "://" in said
        yield fit.finding(
            "S005",
            f"{_at(error)} is not a slug: `{_shown(said)}`",
            error.path,
            seen=_shown(said),
            expected="the id of a record, not an address"
            if is_address
            else "lowercase letters a–z, digits and single hyphens between them",
            nearest=None if is_address else _slug_meant(fit, error),
        )


@rule("S006", "wrong-form", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, needs=["errors"])
def wrong_form(fit: Fit) -> Findings:
    """A value does not have the form that its key asks for.

    Why:
        Language tags, checksums and identifiers are read by programs, to the letter.
    Wrong:
        lang: persian
    Right:
        lang: fa
    """
    others = {error.type for error in fit.errors} - _ELSEWHERE
    for error in fit.of_type(*others):
        pattern = error.context.get("pattern")
        if pattern == ID_PATTERN or _is_deeper(fit, error):
            continue
        is_lang = pattern == LANG_PATTERN
        meant = _description(_holder(fit, error.path), _name(error)) or error.message
        yield fit.finding(
            "S006",
            f"{_at(error)} does not have the form it needs: `{_shown(error.value)}`",
            error.path,
            seen=_shown(error.value),
            expected="a language tag (BCP 47) such as en, fa, ru, uk or fa-Latn"
            if is_lang
            else meant,
            nearest=tag_of(str(error.value)) if is_lang else None,
        )


@rule("S007", "too-long", stage=Stage.STRUCTURE, needs=["errors"])
def too_long(fit: Fit) -> Findings:
    """A text is longer than its key allows.

    Why:
        Summaries and titles are read in a row of others, and an id has to fit into a file name.
    Wrong:
        # 83 characters, and 80 are allowed
        id: 2022-11-05-amir-abdollahian-admits-that-a-limited-number-of-drones-was-delivered-to
    Right:
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
    """
    for error in fit.of_type("string_too_long"):
        size, limit = len(error.value), error.context["max_length"]
        yield fit.finding(
            "S007",
            f"{_at(error)} has {size} characters, and {limit} are allowed: shorten it",
            error.path,
            seen=f"{size} characters",
            expected=f"at most {limit} characters",
        )


@rule("S008", "out-of-range", stage=Stage.STRUCTURE, needs=["errors"])
def out_of_range(fit: Fit) -> Findings:
    """A number lies outside what its key allows.

    Why:
        A latitude of 120 degrees is a slip; a number past 2^53 loses digits in other programs.
    Wrong:
        coordinates:
          lat: 552.06
          lon: 55.82
    Right:
        coordinates:
          lat: 55.82
          lon: 52.06
    """
    for error in fit.of_type(*_RANGES):
        yield fit.finding(
            "S008",
            f"{_at(error)} is out of range: {_shown(error.value)}",
            error.path,
            seen=_shown(error.value),
            expected=error.message.removeprefix("Input should be "),
        )


_TYPES: Final = {
    "string_type": "a text (put it in quotes)",
    "tuple_type": "a list (one `- ` line an entry)",
    "dict_type": "a mapping (`key: value` lines)",
    "mapping_type": "a mapping (`key: value` lines)",
    "model_type": "a mapping (`key: value` lines)",
    "model_attributes_type": "a mapping (`key: value` lines)",
    "bool_type": "`true` or `false`",
    "int_type": "a number",
    "float_type": "a number",
}
_CODES: Final = ("enum", "literal_error", "country")
_RANGES: Final = ("greater_than_equal", "less_than_equal")
_ELSEWHERE: Final = {
    *_TYPES,
    *_CODES,
    *_RANGES,
    "extra_forbidden",
    "missing",
    "string_too_long",
    "edtf",  # T001 and T002
    "day",
}
"""The sorts of refusal that have a rule of their own: every other is of a wrong form."""


def _is_code(error: FieldError) -> bool:
    """Whether a value could be a code, as a list cannot."""
    return error.type in _CODES and not isinstance(error.value, dict | list)


def _is_number_anyway(error: FieldError) -> bool:
    """Whether a number is refused for not being whole, where one with a fraction may stand too."""
    of_number = error.type in ("int_type", "float_type")
    return of_number and type(error.value) in (int, float)


def _is_deeper(fit: Fit, error: FieldError) -> bool:
    """Whether a list is refused for what is in it, which is found by itself."""
    depth = len(error.path)
    return isinstance(error.value, list) and any(
        len(other.path) > depth and other.path[:depth] == error.path for other in fit.errors
    )


def _is_misspelt(fit: Fit, error: FieldError) -> bool:
    """Whether a key that is missing stands beside the others in other letters: S001 has it."""
    *holder, key = error.path
    return any(
        other.type == "extra_forbidden"
        and list(other.path[:-1]) == holder
        and nearest(str(other.path[-1]).strip(), (str(key),)) is not None
        for other in fit.errors
    )


def _number_meant(error: FieldError) -> str:
    """The number that a text can only mean, to be added to what is said: ``7,000``, ``۷۰۰۰``."""
    if error.type not in ("int_type", "float_type") or not isinstance(error.value, str):
        return ""
    number = plain_number(error.value)
    return "" if number is None else f": write {number}"


def _slug_meant(fit: Fit, error: FieldError) -> str | None:
    """The id that a text would be: that of the file for its own, else one of the same words."""
    own = error.path == ("id",) and re.fullmatch(ID_PATTERN, fit.stem)
    return fit.stem if own else slugify(str(error.value)) or None


def _holder(fit: Fit, path: tuple[str | int, ...]) -> type[Model] | None:
    """The model of the mapping that holds the last key of a path."""
    last = max((place for place, step in enumerate(path) if isinstance(step, str)), default=0)
    return model_at(fit.kind, path[:last]) if fit.kind else None


def _description(model: type[Model] | None, key: str) -> str:
    names = {key_of(model, name): name for name in model.model_fields} if model else {}
    if model is None or key not in names:
        return ""
    return model.model_fields[names[key]].description or ""


def _name(error: FieldError) -> str:
    return next((str(step) for step in reversed(error.path) if isinstance(step, str)), "")


def _at(error: FieldError) -> str:
    if not error.path:
        return "the file"
    return (
        f"an entry of `{_name(error)}`" if isinstance(error.path[-1], int) else f"`{_name(error)}`"
    )


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _type_name(value: Any) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case int() | float():
            return f"the number {value}"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a mapping"


def _codes(error: FieldError) -> list[str]:
    """The codes that pydantic lists in its message: ``'a', 'b' or 'c'``."""
    if error.type == "country":
        return sorted(COUNTRIES)
    expected = str(error.context.get("expected", ""))
    return [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]


def _is_sure_code(value: str, near: str, codes: list[str], *, of_country: bool) -> bool:
    """Whether a word can only be this code; of a country, only its code in small letters can."""
    return value.upper() == near if of_country else is_sure(value, near, codes)


def _country(text: str) -> str | None:
    """The code of the country that a text names, or nearly names."""
    by_name = {name.casefold(): code for code, name in COUNTRIES.items()}
    wanted = text.casefold()
    if wanted.upper() in COUNTRIES:
        return wanted.upper()
    return by_name.get(nearest(wanted, by_name) or "")
