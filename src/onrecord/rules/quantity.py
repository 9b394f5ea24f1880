"""Q: quotes are the speaker's words in the language they are tagged with; figures fit their words."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.diagnostics import Finding, RecordPath, Severity
from onrecord.models import Event, Kind, Quantity, Quote, Record, Source, Statement
from onrecord.models.parts import Name
from onrecord.rules.registry import Context, rule
from onrecord.values.codes import CURRENCIES
from onrecord.values.ids import nearest
from onrecord.values.languages import expected_scripts, is_registered, script_fits
from onrecord.values.numerals import number_in_text
from onrecord.values.quantities import Hedge

__all__: list[str] = []

Findings = Iterator[Finding]

MOST_WORDS = 40
UNITS = {
    "item": "pieces, persons, ships: whatever the measure counts",
    "percent": "parts of a hundred",
    "factor": "times as much: 3 for tripled",
    "kg": "kilograms",
    "t": "metric tons",
    "km": "kilometres",
    "h": "hours",
    "days": "days",
    "years": "years",
}
"""Units other than the currencies of ISO 4217."""

_WITH_FIGURES = [Kind.STATEMENT, Kind.EVENT]
_SAID = {
    Hedge.BETWEEN: "`low` and `high`",
    Hedge.EXACT: "`best`",
    Hedge.ABOUT: "`best`, or `low` and `high`",
    Hedge.ALMOST: "`best`",
    Hedge.OVER: "`best`",
    Hedge.AT_LEAST: "`best` or `low`",
    Hedge.AT_MOST: "`best` or `high`",
    Hedge.UP_TO: "`best` or `high`",
}


@rule("Q001", "quote-too-long", kinds=[Kind.STATEMENT])
def quote_too_long(record: Statement, context: Context) -> Findings:
    """A quote has more than 40 words.

    Why:
        The words belong to others; what is needed to see the point is enough, the source has the rest.
    Wrong:
        text: (a paragraph of 60 words)
    Right:
        text: (the sentence that matters, at most 40 words)
    """
    for position, quote in enumerate(record.quotes):
        words = len(quote.text.split())
        if words > MOST_WORDS:
            yield Finding(
                code="Q001",
                record=record.id,
                path=("quotes", position, "text"),
                message=f"the quote has {words} words; {MOST_WORDS} are allowed",
                seen=f"{words} words",
                expected=f"at most {MOST_WORDS} words",
            )


@rule("Q002", "unknown-language")
def unknown_language(record: Record, context: Context) -> Findings:
    """A language tag is well formed, but no such language, script or region is registered.

    Why:
        Readers, fonts and search choose by the tag; one that nobody knows is chosen by none.
    Wrong:
        lang: xq
    Right:
        lang: fa
    """
    for path, tag, _ in _tagged(record):
        if is_registered(tag) is False:
            yield Finding(
                code="Q002",
                record=record.id,
                path=path,
                message=f"`{tag}` is no registered language tag",
                seen=tag,
                expected="a BCP 47 tag such as en, fa, ru, uk or fa-Latn",
            )


@rule("Q003", "script-does-not-fit")
def script_does_not_fit(record: Record, context: Context) -> Findings:
    """A text is not in the script that its language is written in.

    Why:
        A Persian tag on Latin letters is a transliteration, or the wrong tag.
    Wrong:
        text: Hossein Amir-Abdollahian
        lang: fa
    Right:
        text: Hossein Amir-Abdollahian
        lang: fa-Latn
    """
    for path, tag, text in _tagged(record):
        if text is not None and not script_fits(tag, text):
            scripts = " or ".join(sorted(expected_scripts(tag)))
            yield Finding(
                code="Q003",
                record=record.id,
                path=path,
                message=f"the text is not in a script of `{tag}`",
                seen=text[:60],
                expected=f"text in {scripts}, or another tag (`{tag.split('-')[0]}-Latn`)",
            )


@rule("Q004", "translation-incomplete", kinds=[Kind.STATEMENT])
def translation_incomplete(record: Statement, context: Context) -> Findings:
    """A quote says who translated it but not from what, or the other way round.

    Why:
        Translators differ; a reader must know whose words these are, and where the others are.
    Wrong:
        lang: en
        translator: agency
    Right:
        lang: en
        translation_of: fa
        translator: agency
    """
    for position, quote in enumerate(record.quotes):
        path: RecordPath = ("quotes", position)
        if (quote.translation_of is None) != (quote.translator is None):
            missing = "translation_of" if quote.translation_of is None else "translator"
            message = f"a translated quote names both; `{missing}` is missing"
            yield Finding(code="Q004", record=record.id, path=path, message=message)
        elif quote.translation_of == quote.lang:
            message = f"the quote is in {quote.lang}, and cannot be translated from it"
            yield Finding(
                code="Q004", record=record.id, path=(*path, "translation_of"), message=message
            )


@rule("Q005", "quote-source-not-cited", kinds=[Kind.STATEMENT])
def quote_source_not_cited(record: Statement, context: Context) -> Findings:
    """A quote comes from a source that the record does not cite.

    Why:
        The citations are the list of where to look; a quote from elsewhere cannot be checked by it.
    Wrong:
        quotes:
          - text: almost $1 billion
            lang: en
            source: 2023-11-16-ifmat-exports
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    Right:
        citations:
          - source: 2023-11-16-ifmat-exports
            mode: quote
    """
    cited = {citation.source for citation in record.citations}
    for position, quote in enumerate(record.quotes):
        if quote.source not in cited:
            yield Finding(
                code="Q005",
                record=record.id,
                path=("quotes", position, "source"),
                message=f"`{quote.source}` is quoted, but not among the citations",
                seen=quote.source,
                expected="a source that the record cites",
                nearest=nearest(quote.source, cited),
            )


@rule("Q006", "figure-out-of-bounds", kinds=_WITH_FIGURES)
def figure_out_of_bounds(record: Statement | Event, context: Context) -> Findings:
    """The best figure lies outside its own bounds, or the lower bound above the upper one.

    Why:
        No figure can be below the least or above the most that was said.
    Wrong:
        best: 2400
        low: 1700
        high: 2000
    Right:
        low: 1700
        high: 2400
    """
    for path, figure in _figures(record):
        low, high, best = figure.low, figure.high, figure.best
        reversed_ = low is not None and high is not None and low > high
        below = best is not None and low is not None and best < low
        above = best is not None and high is not None and best > high
        if reversed_ or below or above:
            yield Finding(
                code="Q006",
                record=record.id,
                path=path,
                message=f"low {low}, best {best} and high {high} are not in that order",
                expected="low ≤ best ≤ high",
            )


@rule("Q007", "unit-of-another-measure", kinds=_WITH_FIGURES)
def unit_of_another_measure(record: Statement | Event, context: Context) -> Findings:
    """A figure has a unit that its measure is not given in.

    Why:
        Figures of one measure are compared; dollars and pieces cannot be.
    Wrong:
        measure: uavs-shot-down
        unit: USD
    Right:
        measure: uavs-shot-down
        unit: item
    """
    for path, figure in _figures(record):
        term = context.terms("measures").get(figure.measure)
        if term is None or not term.units or not _is_unit(figure.unit):
            continue
        kind = "currency" if figure.unit in CURRENCIES else figure.unit
        if kind not in term.units:
            yield Finding(
                code="Q007",
                record=record.id,
                path=(*path, "unit"),
                message=f"`{figure.measure}` is not given in `{figure.unit}`",
                seen=figure.unit,
                expected=" or ".join(term.units),
            )


@rule("Q008", "unknown-unit", kinds=_WITH_FIGURES)
def unknown_unit(record: Statement | Event, context: Context) -> Findings:
    """A unit is neither a currency code nor one of the units that records use.

    Why:
        `$` is the sign of a dozen currencies.
    Wrong:
        unit: $
    Right:
        unit: USD
    """
    for path, figure in _figures(record):
        if not _is_unit(figure.unit):
            yield Finding(
                code="Q008",
                record=record.id,
                path=(*path, "unit"),
                message=f"`{figure.unit}` is no unit",
                seen=figure.unit,
                expected=f"an ISO 4217 code, or one of {', '.join(UNITS)}",
                nearest=nearest(figure.unit, [*UNITS, *CURRENCIES]),
            )


@rule("Q009", "hedge-contradicts-figure", kinds=_WITH_FIGURES)
def hedge_contradicts_figure(record: Statement | Event, context: Context) -> Findings:
    """A hedge goes with other figures than the ones given.

    Why:
        “Between” has two ends, “dozens” no figure, “over 600” one: bounds are computed from them.
    Wrong:
        best: 2000
        hedge: between
    Right:
        low: 1700
        high: 2400
        hedge: between
    """
    for path, figure in _figures(record):
        if not _fits_hedge(figure):
            wanted = _SAID.get(figure.hedge, "no `best`: the word is all that was said")
            yield Finding(
                code="Q009",
                record=record.id,
                path=(*path, "hedge"),
                message=f"`{figure.hedge}` does not go with the figures given",
                seen=figure.hedge.value,
                expected=wanted,
            )


@rule("Q010", "figure-not-in-words", severity=Severity.WARNING, kinds=_WITH_FIGURES)
def figure_not_in_words(record: Statement | Event, context: Context) -> Findings:
    """The words that gave a figure do not contain it.

    Why:
        `original` is the evidence for the number; a slip in either shows here.
    Wrong:
        best: 10000000000
        original: almost $1 billion
    Right:
        best: 1000000000
        original: almost $1 billion
    """
    for path, figure in _figures(record):
        for key in ("best", "low", "high"):
            number = getattr(figure, key)
            if number is not None and number_in_text(number, figure.original) is False:
                yield Finding(
                    code="Q010",
                    record=record.id,
                    path=(*path, key),
                    message=f"{number} is not in “{figure.original}”",
                    seen=str(number),
                    expected="the number that the words give",
                )


@rule("Q011", "period-missing", severity=Severity.WARNING, kinds=_WITH_FIGURES)
def period_missing(record: Statement | Event, context: Context) -> Findings:
    """A figure that counts over a time does not say over which.

    Why:
        Six hundred attacks in a night and in three months are different things.
    Wrong:
        measure: uav-attacks
        best: 600
    Right:
        measure: uav-attacks
        best: 600
        period: 2023-05/2023-07
    """
    for path, figure in _figures(record):
        term = context.terms("measures").get(figure.measure)
        if term is not None and term.period and figure.period is None:
            yield Finding(
                code="Q011",
                record=record.id,
                path=path,
                message=f"`{figure.measure}` needs the time that it covers",
                seen=figure.original,
                expected="`period`, as EDTF",
            )


def _tagged(record: Record) -> Iterator[tuple[RecordPath, str, str | None]]:
    """Every language tag with the text that it is of; ``None`` where the record has no such text."""
    for position, name in enumerate(_names(record)):
        yield ("names", position, "lang"), name.lang, name.text
    for position, quote in enumerate(_quotes(record)):
        yield ("quotes", position, "lang"), quote.lang, quote.text
        if quote.translation_of is not None:
            yield ("quotes", position, "translation_of"), quote.translation_of, None
    if isinstance(record, Source):
        yield ("lang",), record.lang, record.title


def _names(record: Record) -> tuple[Name, ...]:
    found: tuple[Name, ...] = getattr(record, "names", ())
    return found


def _quotes(record: Record) -> tuple[Quote, ...]:
    return record.quotes if isinstance(record, Statement) else ()


def _figures(record: Statement | Event) -> Iterator[tuple[RecordPath, Quantity]]:
    for position, figure in enumerate(record.quantities):
        yield ("quantities", position), figure


def _is_unit(unit: str) -> bool:
    return unit in UNITS or unit in CURRENCIES


def _fits_hedge(figure: Quantity) -> bool:
    best, low, high = (number is not None for number in (figure.best, figure.low, figure.high))
    match figure.hedge:
        case Hedge.BETWEEN:
            return low and high
        case Hedge.DOZENS | Hedge.HUNDREDS | Hedge.THOUSANDS:
            return not best
        case Hedge.AT_LEAST:
            return best or low
        case Hedge.AT_MOST | Hedge.UP_TO:
            return best or high
        case Hedge.ABOUT:
            return best or (low and high)
        case _:
            return best
