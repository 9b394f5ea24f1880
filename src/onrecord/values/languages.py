"""Language tags and the scripts in which languages are written.

Tags are the part of BCP 47 that sources need: language, script, region. Whether a tag is registered
and how an uncommon language is written is known only with the package ``langcodes``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

__all__ = [
    "LANG_PATTERN",
    "expected_scripts",
    "is_lang",
    "is_registered",
    "script_fits",
    "scripts_of",
    "tag_of",
]

LANG_PATTERN: str = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""A language, and perhaps a script and a region, in the case that BCP 47 recommends."""

# Scripts by the ISO 15924 code under which their letters are counted here. The tables follow the
# Unicode Common Locale Data Repository (likely subtags); Serbian is printed in two scripts.
_SCRIPTS_OF_LANGUAGES = {
    language: frozenset(scripts.split("+"))
    for scripts, languages in {
        "Latn": "az ca cs da de en es et fi fr ga hr hu id is it lt lv mt nb nl nn no pl pt ro sk"
        " sl so sq sv sw tr uz vi",
        "Cyrl": "be bg kk ky mk mn ru tg uk",
        "Cyrl+Latn": "sr bs",
        "Arab": "ar arc ckb fa prs ps sd ug ur",
        "Hebr": "he yi",
        "Grek": "el",
        "Armn": "hy",
        "Geor": "ka",
        "Deva": "hi mr ne",
        "Beng": "bn",
        "Thai": "th",
        "Hani": "zh",
        "Hang+Hani": "ko",
        "Hani+Hira+Kana": "ja",
    }.items()
    for language in languages.split()
}
_PARTS = {
    "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
}

# First and last code point of the letters of each script (Unicode blocks).
_RANGES = sorted(
    (int(first, 16), int(last, 16), script)
    for script, blocks in {
        "Latn": "41-5A 61-7A AA-AA BA-BA C0-2AF 1D6B-1D9A 1E00-1EFF 2C60-2C7F A720-A7FF FB00-FB06"
        " FF21-FF5A",
        "Grek": "370-3FF 1F00-1FFF",
        "Cyrl": "400-52F 1C80-1C8F 2DE0-2DFF A640-A69F",
        "Armn": "531-58F FB13-FB17",
        "Hebr": "5D0-5FF FB1D-FB4F",
        "Arab": "620-65F 66E-6EF 6FA-6FF 750-77F 870-8FF FB50-FDFF FE70-FEFC",
        "Deva": "900-963 970-97F A8E0-A8FF",
        "Beng": "980-9E5 9F0-9FE",
        "Thai": "E01-E4F",
        "Geor": "10A0-10FF 1C90-1CBF 2D00-2D2F",
        "Hang": "1100-11FF 3130-318F A960-A97F AC00-D7FF",
        "Hira": "3041-309F",
        "Kana": "30A1-30FF 31F0-31FF FF66-FF9F",
        "Hani": "2E80-2FDF 3005-3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-323AF",
    }.items()
    for first, last in (block.split("-") for block in blocks.split())
)
_STARTS = [first for first, _, _ in _RANGES]


def is_lang(tag: str) -> bool:
    """Whether ``tag`` has the form of a language tag."""
    return re.fullmatch(LANG_PATTERN, tag) is not None


@lru_cache(maxsize=1024)
def tag_of(text: str) -> str | None:
    """Return the tag that a text was meant to be: ``EN``, ``en_US``, ``English``, ``fas``.

    The English name of a language and its code of three letters are known with ``langcodes`` alone.
    """
    parts = re.split("[-_]", text.strip())
    cased = [parts[0].lower(), *(p.title() if len(p) == 4 else p.upper() for p in parts[1:])]
    tag = "-".join(cased)
    if len(parts[0]) == 2 and is_lang(tag) and is_registered(tag):
        return tag
    try:
        import langcodes

        found = str(langcodes.standardize_tag(tag)) if is_lang(tag) else _by_name(text.strip())
    except (ImportError, LookupError, ValueError):
        return None
    return found if is_lang(found) and is_registered(found) else None


def _by_name(name: str) -> str:
    """Return the tag of a language that common texts are in, by its English name."""
    import langcodes

    names = {langcodes.Language.get(tag).display_name(): tag for tag in _SCRIPTS_OF_LANGUAGES}
    folded = {known.casefold(): tag for known, tag in names.items()}
    return folded[name.casefold()]


@lru_cache(maxsize=1024)
def is_registered(tag: str) -> bool | None:
    """Whether each part of the tag is in the registry of BCP 47.

    Without ``langcodes`` that is known of the common languages alone, and is none of all others.
    """
    if tag in _SCRIPTS_OF_LANGUAGES:
        return True
    try:
        import langcodes
    except ImportError:
        return None
    return is_lang(tag) and langcodes.Language.get(tag, normalize=False).is_valid()


@lru_cache(maxsize=1024)
def expected_scripts(tag: str) -> frozenset[str]:
    """Return the scripts in which a text with this tag is written; empty if not known.

    A script named in the tag counts alone: ``fa-Latn`` is Persian in Latin letters.
    """
    language, *subtags = tag.split("-")
    named = next((subtag for subtag in subtags if len(subtag) == 4), None)
    if named is None and language in _SCRIPTS_OF_LANGUAGES:
        return _SCRIPTS_OF_LANGUAGES[language]
    script = named or _likely_script(tag)
    if script is None:
        return frozenset()
    return _PARTS.get(script, frozenset({script}))


def scripts_of(text: str) -> dict[str, int]:
    """Return how many letters of each known script the text has, the most frequent script first.

    Scripts outside Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Bengali, Thai,
    Georgian, Hangul, Kana and Han are not counted.
    """
    counts = Counter(script for character in text if (script := _script_of(character)))
    return dict(counts.most_common())


def script_fits(tag: str, text: str) -> bool:
    """Whether the text can be in the language of the tag, by its letters.

    It fits if at least a third of its letters are of a script of the language, so that foreign
    names do not count against it, or if nothing is known of the script or the letters.
    """
    expected, found = expected_scripts(tag), scripts_of(text)
    if not found or not expected or not expected & _KNOWN:
        return True
    fitting = sum(count for script, count in found.items() if script in expected)
    return 3 * fitting >= sum(found.values())


_KNOWN = frozenset(script for _, _, script in _RANGES)


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str | None:
    """Return the script of a letter, nothing for other characters."""
    code = ord(character)
    _, last, script = _RANGES[bisect_right(_STARTS, code) - 1]
    return script if code <= last and character.isalpha() else None


def _likely_script(tag: str) -> str | None:
    """Return the script in which a language is most written, nothing if it is not known."""
    try:
        import langcodes
    except ImportError:
        return None
    language = langcodes.Language.get(tag, normalize=False)
    return language.maximize().script if is_lang(tag) and language.is_valid() else None
