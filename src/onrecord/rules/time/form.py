"""T001–T004, T013: a date is a date, and is the same one wherever it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.diagnostics import Finding, Safety
from onrecord.models import Event, Kind, Record, Statement
from onrecord.models.walk import bare_dates, dates
from onrecord.rules.fit import FieldError, Fit
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.calendars import (
    CalendarError,
    agrees,
    is_solar_hijri,
    parse_solar_hijri,
)
from onrecord.values.edtf import Edtf, EdtfError, EdtfReason
from onrecord.values.ids import date_prefix

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("T001", "not-edtf", stage=Stage.STRUCTURE, fix=Safety.UNSAFE, needs=["errors"])
def not_edtf(fit: Fit) -> Findings:
    """A date is not written as EDTF, or uses a part of it that records do not use.

    Why:
        Dates are ordered and compared by program, with what is not known of them.
    Wrong:
        date: 5 November 2022
    Right:
        date: 2022-11-05
    """
    for error in fit.of_type("edtf", "day"):
        if not _is_no_day(error):
            yield _date_finding(fit, "T001", error)


@rule("T002", "no-such-day", stage=Stage.STRUCTURE, needs=["errors"])
def no_such_day(fit: Fit) -> Findings:
    """A date names a day that the calendar does not have.

    Why:
        It is a slip, and no other day may be guessed in its place.
    Wrong:
        date: 2023-02-30
    Right:
        date: 2023-02-28
    """
    for error in fit.of_type("edtf", "day"):
        if _is_no_day(error):
            yield _date_finding(fit, "T002", error)


@rule("T003", "interval-reversed", fix=Safety.UNSAFE)
def interval_reversed(record: Record, context: Context) -> Findings:
    """An interval ends before it begins.

    Why:
        Nothing lies in it, so the record would be found under no date.
    Wrong:
        date: 2022-10/2022-08
    Right:
        date: 2022-08/2022-10
    """
    if not any(date.is_reversed for date in bare_dates(record)):
        return
    for path, date in dates(record):
        if date.is_reversed:
            turned = f"{date.end}/{date.start}" if date.start and date.end else None
            yield Finding(
                code="T003",
                record=record.id,
                path=path,
                message=f"`{date}` ends before it begins",
                seen=str(date),
                expected=turned or "the earlier date first",
                nearest=turned,
            )


@rule("T004", "calendars-disagree", kinds=[Kind.STATEMENT, Kind.EVENT], needs=["original_date"])
def calendars_disagree(record: Statement | Event, context: Context) -> Findings:
    """The date and the original date in another calendar are not the same day.

    Why:
        One of the two was converted or copied wrongly; the original decides.
    Wrong:
        date: 2023-11-12
        original_date: {text: 22 آبان 1402, calendar: solar-hijri}
    Right:
        date: 2023-11-13
        original_date: {text: 22 آبان 1402, calendar: solar-hijri}
    """
    original = record.original_date
    problem = _disagreement(record.date, original.text) if original else None
    if original is not None and problem is not None:
        yield Finding(
            code="T004",
            record=record.id,
            path=("original_date", "text"),
            message=problem,
            seen=original.text,
            expected=f"the same time as `{record.date}`",
        )


@rule("T013", "id-of-another-date", kinds=[Kind.STATEMENT, Kind.EVENT, Kind.SOURCE])
def id_of_another_date(record: Record, context: Context) -> Findings:
    """The date in front of an id is not the date of the record.

    Why:
        Ids are read by people, who take the date in them for what it says.
    Wrong:
        id: 2022-11-04-amir-abdollahian-limited-number-of-drones
        date: 2022-11-05
    Right:
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
        date: 2022-11-05
    """
    said = date_prefix(record.id)
    if record.when is None:
        if said is not None:
            yield _of_another_date(record, f"the id begins with {said}, but no date is given")
    elif said is None:
        yield _of_another_date(record, f"the id does not begin with its date, {record.when}")
    elif not _may_be(said, record.when):
        elsewhere = _of_iran(record.when)
        message = f"the id begins with {said}, but the date is {record.when}{elsewhere}"
        finding = _of_another_date(record, message)
        yield replace(finding, expected="a Gregorian date") if elsewhere else finding


def _of_iran(date: Edtf) -> str:
    """What to add for a date that is none of its year, but of the Solar Hijri calendar."""
    if re.match("1[34][0-9]{2}", str(date)) is None or not is_solar_hijri(str(date)):
        return ""
    try:
        return f"; in the Solar Hijri calendar that is {parse_solar_hijri(str(date))}"
    except CalendarError:
        return "; write the day in the Gregorian calendar"


def _is_no_day(error: FieldError) -> bool:
    """Whether a text has the form of a day and is none: the 30th of February."""
    if error.type == "edtf":
        return error.context.get("reason") == EdtfReason.NO_SUCH_DAY
    refusal = _refusal(str(error.value))
    return refusal is not None and refusal.reason is EdtfReason.NO_SUCH_DAY


def _date_finding(fit: Fit, code: str, error: FieldError) -> Finding:
    text = str(error.value)
    message, expected = error.message, error.context.get("expected")
    nearest = error.context.get("nearest")
    if error.type == "day":
        refusal = _refusal(text)
        no_day = refusal is not None and refusal.reason is EdtfReason.NO_SUCH_DAY
        in_full = f"`{text}` is not a full day of the years 1800 to 2099; write it as 2022-11-05"
        message = str(refusal) if no_day else in_full
        expected, nearest = "a day as 2022-11-05", refusal.nearest if refusal else None
    return fit.finding(code, message, error.path, seen=text, expected=expected, nearest=nearest)


def _refusal(text: str) -> EdtfError | None:
    """What is wrong with a text as a date; nothing if it is only not a full day."""
    try:
        Edtf.parse(text)
    except EdtfError as error:
        return error
    return None


def _disagreement(date: Edtf, original: str) -> str | None:
    try:
        agree = agrees(date, original)
    except CalendarError as error:
        return str(error)
    return f"`{original}` is not {date}" if agree is False else None


def _may_be(prefix: str, date: Edtf) -> bool:
    """Whether the date in front of an id may be the record's; a day that does not exist may not."""
    try:
        return prefix == date.text or Edtf.parse(prefix).overlaps(date) is not False
    except EdtfError:
        return False


def _of_another_date(record: Record, message: str) -> Finding:
    day = record.when.earliest if record.when else None
    return Finding(
        code="T013",
        record=record.id,
        path=("id",),
        message=message,
        seen=record.id,
        expected=f"an id that begins with {day}" if day else "an id without a date",
    )
