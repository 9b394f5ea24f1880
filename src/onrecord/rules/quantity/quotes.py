"""Q001–Q005: quotes are the speaker's words, in the language that they are tagged with."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.diagnostics import Finding, RecordPath
from onrecord.models import Actor, Kind, Quote, Record, Source, Statement, System
from onrecord.rules.registry import Context, rule
from onrecord.values.ids import nearest
from onrecord.values.languages import expected_scripts, is_registered, script_fits, tag_of

__all__: list[str] = []

Findings = Iterator[Finding]

MOST_WORDS = 40
_TAGGED = (Kind.STATEMENT, Kind.SOURCE, Kind.ACTOR, Kind.SYSTEM)


@rule("Q001", "quote-too-long", kinds=[Kind.STATEMENT], needs=["quotes"])
def quote_too_long(record: Statement, context: Context) -> Findings:
    """A quote has more than 40 words.

    Why:
        The words are another's: take what is needed to see the point, the source has the rest.
    Wrong:
        text: >-
          We gave a number of drones to Russia months before the war, and we have told them since,
          in every meeting of the two sides, that should it be proven to us that they have been used
          in this war, we will not be indifferent to it
        lang: en
    Right:
        text: We gave a number of drones to Russia months before the war
        lang: en
    """
    for position, quote in enumerate(record.quotes):
        words = len(quote.text.split())
        if words > MOST_WORDS:
            yield Finding(
                code="Q001",
                record=record.id,
                path=("quotes", position, "text"),
                message=f"the quote has {words} words, and {MOST_WORDS} are allowed: cut it",
                seen=f"{words} words",
                expected=f"at most {MOST_WORDS} words",
            )


@rule("Q002", "unknown-language", kinds=_TAGGED)
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
                nearest=tag_of(tag),
            )


@rule("Q003", "script-does-not-fit", kinds=_TAGGED)
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
        if text is not None and not _fits(tag, text):
            scripts = " or ".join(sorted(expected_scripts(tag)))
            yield Finding(
                code="Q003",
                record=record.id,
                path=path,
                message=f"the text is not in a script of `{tag}`",
                seen=text[:60],
                expected=f"text in {scripts}, or another tag (`{tag.split('-')[0]}-Latn`)",
            )


@rule("Q004", "translation-incomplete", kinds=[Kind.STATEMENT], needs=["quotes"])
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
        key, message = _translation_problem(quote)
        if message is not None:
            yield Finding(
                code="Q004",
                record=record.id,
                path=("quotes", position, key),
                message=message,
                expected="`translation_of`, the language translated from, and `translator`",
            )


@rule("Q005", "quote-source-not-cited", kinds=[Kind.STATEMENT], needs=["quotes"])
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
    former = context.dataset.former_ids
    cited = {former.get(each.source, each.source) for each in record.citations}
    for position, quote in enumerate(record.quotes):
        if former.get(quote.source, quote.source) not in cited:
            yield Finding(
                code="Q005",
                record=record.id,
                path=("quotes", position, "source"),
                message=f"`{quote.source}` is quoted, but not among the citations",
                seen=quote.source,
                expected="a source that the record cites",
                nearest=nearest(quote.source, cited),
            )


def _tagged(record: Record) -> Iterator[tuple[RecordPath, str, str | None]]:
    """Every language tag with the text that it is of, if the record has that text."""
    match record:
        case Actor() | System():
            for position, name in enumerate(record.names):
                yield ("names", position, "lang"), name.lang, name.text
        case Statement():
            for position, quote in enumerate(record.quotes):
                yield ("quotes", position, "lang"), quote.lang, quote.text
                if quote.translation_of is not None:
                    path = ("quotes", position, "translation_of")
                    yield path, quote.translation_of, None
        case Source():
            yield ("lang",), record.lang, record.title


def _fits(tag: str, text: str) -> bool:
    if text.isascii() and "Latn" in expected_scripts(tag):
        return True
    return script_fits(tag, text)


def _translation_problem(quote: Quote) -> tuple[str, str | None]:
    """The key at which a quote says too little of its translation, and what is wrong with it."""
    if quote.translation_of is None and quote.translator is not None:
        return "translator", "a quote with a translator says from what: add `translation_of`"
    if quote.translation_of is not None and quote.translator is None:
        return "translation_of", "a translated quote says who translated it: add `translator`"
    if quote.translation_of is not None and quote.translation_of == quote.lang:
        return "translation_of", f"a quote in {quote.lang} is not translated from it"
    return "", None
