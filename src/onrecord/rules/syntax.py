"""Y: what strict YAML refuses, so that a file reads the same to every tool and every person.

The documents package finds these while it reads a file; the functions here say what each is.
"""

from __future__ import annotations

from onrecord.diagnostics import Safety, Severity
from onrecord.documents import Problem
from onrecord.rules.registry import Mend, Stage, rule

__all__: list[str] = []


@rule("Y001", "not-utf-8", stage=Stage.PARSE)
def not_utf_8(problem: Problem) -> str:
    r"""A byte cannot be read as UTF-8.

    Why:
        In another encoding names in Persian or Russian turn to noise, and nobody can tell which
        letters were meant.
    Wrong:
        publisher: "Ir\xe1n International"  # é as the one byte 0xE1 of Latin-1
    Right:
        publisher: Irán International
    """
    return problem.message


@rule("Y002", "byte-order-mark", stage=Stage.PARSE, fix=Safety.SAFE, by=Mend.TEXT)
def byte_order_mark(problem: Problem) -> str:
    """The file begins with a byte order mark.

    Why:
        UTF-8 needs none, and tools that do not expect it take it for a part of the first key.
    Wrong:
        ⌂id: iran  # ⌂ stands for the mark, which cannot be seen
    Right:
        id: iran
    """
    return problem.message


@rule("Y003", "carriage-return", stage=Stage.PARSE, fix=Safety.SAFE, by=Mend.TEXT)
def carriage_return(problem: Problem) -> str:
    r"""Lines end in CRLF or CR.

    Why:
        Every line of the file would show as changed as soon as another editor saves it.
    Wrong:
        id: iran\r
        type: state\r
    Right:
        id: iran
        type: state
    """
    return problem.message


@rule("Y004", "tab", stage=Stage.PARSE)
def tab(problem: Problem) -> str:
    r"""A tab character stands in the file.

    Why:
        YAML forbids tabs in indentation, and elsewhere they cannot be told from spaces; readers
        disagree on what they mean.
    Wrong:
        about:
        →   actors: [iran]  # → is a tab
    Right:
        about:
          actors: [iran]
    """
    return problem.message


@rule("Y005", "duplicate-key", stage=Stage.PARSE)
def duplicate_key(problem: Problem) -> str:
    """A key stands twice in one mapping.

    Why:
        Readers of YAML keep the first value or the last, and the other is lost without a word.
    Wrong:
        act: denial
        act: admission
    Right:
        act: admission
    """
    return problem.message


@rule("Y006", "anchor", stage=Stage.PARSE)
def anchor(problem: Problem) -> str:
    """A value has an anchor.

    Why:
        A record is read by people and by simple tools: each value stands where it belongs.
    Wrong:
        speakers: &speakers
          - actor: iran
            capacity: Government
    Right:
        speakers:
          - actor: iran
            capacity: Government
    """
    return problem.message


@rule("Y007", "alias", stage=Stage.PARSE)
def alias(problem: Problem) -> str:
    """An alias stands for a value that is written elsewhere.

    Why:
        A change to one value would change the other unseen, and a few nested aliases make a
        small file fill the memory.
    Wrong:
        audience: *speakers
    Right:
        audience: [iran]
    """
    return problem.message


@rule("Y008", "tag", stage=Stage.PARSE)
def tag(problem: Problem) -> str:
    """A value has a tag.

    Why:
        Tags make readers build other things than text, numbers and lists; quotation marks are
        enough to say that a value is text.
    Wrong:
        date: !!str 2022
    Right:
        date: "2022"
    """
    return problem.message


@rule("Y009", "merge-key", stage=Stage.PARSE)
def merge_key(problem: Problem) -> str:
    """A merge key takes keys over from another mapping.

    Why:
        YAML 1.2 has no merge keys: some tools copy the keys, others read a key that is called
        ``<<``.
    Wrong:
        place:
          <<: {country: UA}
          name: Kyiv
    Right:
        place:
          name: Kyiv
          country: UA
    """
    return problem.message


@rule("Y010", "document-marker", stage=Stage.PARSE, fix=Safety.SAFE, by=Mend.TEXT)
def document_marker(problem: Problem) -> str:
    """The file has document markers, directives or several documents.

    Why:
        One file holds one record and the file name is its id; of a second document many tools
        read nothing.
    Wrong:
        id: iran
        ---
        id: russia
    Right:
        id: iran
    """
    return problem.message


@rule("Y011", "empty-file", stage=Stage.PARSE)
def empty_file(problem: Problem) -> str:
    """The file holds nothing, or nothing but comments.

    Why:
        Most often a file that was never saved: its id would be a record that says nothing.
    Wrong:
        # to be written
    Right:
        id: iran
    """
    return problem.message


@rule("Y012", "root-not-mapping", stage=Stage.PARSE)
def root_not_mapping(problem: Problem) -> str:
    """The file is a list or one text, not keys with values.

    Why:
        One file holds one record, and a record is a mapping.
    Wrong:
        - id: iran
        - id: russia
    Right:
        id: iran
    """
    return problem.message


@rule("Y013", "key-not-text", stage=Stage.PARSE)
def key_not_text(problem: Problem) -> str:
    """A key is no text: a number, true, null, a list, nothing, or more than one short line.

    Why:
        JSON and the models know only text as keys, and a bare ``true`` or ``1`` is another key
        to every reader.
    Wrong:
        differs:
          2022: about 2,000
    Right:
        differs:
          "2022": about 2,000
    """
    return problem.message


@rule("Y014", "nested-too-deep", stage=Stage.PARSE)
def nested_too_deep(problem: Problem) -> str:
    """Lists and mappings are nested deeper than the limit, fifty levels if no other is given.

    Why:
        No record needs a tenth of that, and readers that follow such a file fall over.
    Wrong:
        note:
          [[[[[[[[[[[[[[[[[[[[[[[[[
          [[[[[[[[[[[[[[[[[[[[[[[[[
          ]]]]]]]]]]]]]]]]]]]]]]]]]
          ]]]]]]]]]]]]]]]]]]]]]]]]]
    Right:
        note: []
    """
    return problem.message


@rule("Y015", "file-too-large", stage=Stage.PARSE)
def file_too_large(problem: Problem) -> str:
    """The file is larger than the limit, a million bytes if no other is given.

    Why:
        A record has a few thousand bytes; what is so large is something else in the wrong
        folder, and reading it would hold up everything.
    Wrong:
        note: "…"  # a million bytes of text
    Right:
        note: A short remark.
    """
    return problem.message


@rule("Y016", "control-character", stage=Stage.PARSE, fix=Safety.UNSAFE, by=Mend.TEXT)
def control_character(problem: Problem) -> str:
    r"""A control character or one that cannot be seen stands in the file.

    Why:
        Soft hyphens, zero-width spaces and control codes come along when text is copied; two
        texts that look alike then differ, and a search finds one of them.
    Wrong:
        name: "Shah\u00ADed"
    Right:
        name: Shahed
    """
    return problem.message


@rule("Y017", "bidirectional-override", stage=Stage.PARSE, fix=Safety.UNSAFE, by=Mend.TEXT)
def bidirectional_override(problem: Problem) -> str:
    r"""A character turns the direction of the text around it.

    Why:
        With embeddings, overrides and isolates a text shows other than it is stored. Persian,
        Arabic and Hebrew need none of them; the joiner U+200C of Persian is welcome.
    Wrong:
        name: "\u202Edehahs"
    Right:
        name: shahed
    """
    return problem.message


@rule("Y018", "not-nfc", stage=Stage.PARSE, fix=Safety.SAFE, by=Mend.TEXT)
def not_nfc(problem: Problem) -> str:
    r"""A character is spelt with combining marks although it exists as one.

    Why:
        The two spellings look the same and compare unequal; composed form (NFC) is what
        keyboards and most pages write.
    Wrong:
        name: "Ira\u0301n"
    Right:
        name: Irán
    """
    return problem.message


@rule(
    "Y019",
    "arabic-letter-in-persian",
    stage=Stage.PARSE,
    severity=Severity.WARNING,
    fix=Safety.SAFE,
    by=Mend.TEXT,
)
def arabic_letter_in_persian(problem: Problem) -> str:
    """An Arabic ye or kaf stands in text that is tagged as Persian.

    Why:
        Old keyboards wrote the Arabic letters, which look alike: a search for the Persian word
        misses them. A warning, since words that are Arabic indeed may stand in a Persian text.
    Wrong:
        text: علي
        lang: fa
    Right:
        text: علی
        lang: fa
    """
    return problem.message


@rule("Y020", "syntax-error", stage=Stage.PARSE)
def syntax_error(problem: Problem) -> str:
    """The YAML cannot be read from here on.

    Why:
        What follows may have errors of its own, which show once this one is mended.
    Wrong:
        summary: The minister said: no drones were sent.
    Right:
        summary: "The minister said: no drones were sent."
    """
    return problem.message


@rule("Y021", "number-out-of-range", stage=Stage.PARSE)
def number_out_of_range(problem: Problem) -> str:
    """A number is not finite or does not fit in 64 bits.

    Why:
        JSON has no infinity, and tables and other languages carry 64 bits.
    Wrong:
        high: .inf
    Right:
        hedge: at-least
    """
    return problem.message
