"""Language tags and scripts, and dates of the Solar Hijri calendar."""

from __future__ import annotations

import datetime
import pkgutil
import subprocess
import sys
import unicodedata

import langcodes
import pytest
from convertdate import persian
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import values
from onrecord.values.calendars import CalendarError, _new_year, agrees, parse_solar_hijri
from onrecord.values.edtf import Edtf
from onrecord.values.languages import (
    expected_scripts,
    is_lang,
    is_registered,
    script_fits,
    scripts_of,
    tag_of,
)


@pytest.mark.parametrize("tag", ["fa", "prs", "en-GB", "fa-Latn", "zh-Hant-TW", "es-419"])
def test_tags(tag: str) -> None:
    assert is_lang(tag)
    assert is_registered(tag)


@pytest.mark.parametrize(
    "tag", ["", "FA", "persian", "en-gb", "en_GB", "fa-latn", "en-GB-oxendict", "x-private", "fa\n"]
)
def test_not_tags(tag: str) -> None:
    assert not is_lang(tag)
    assert not is_registered(tag)


@pytest.mark.parametrize("tag", ["zz", "fas", "fa-Abcd", "xx-YY"])
def test_unregistered_tags(tag: str) -> None:
    assert is_lang(tag)
    assert is_registered(tag) is False


LANGUAGES = "ar be bg bn ckb cs de el en es fa fr he hi hy it ka kk mk mn pl ru th tr uk ur yi"


@pytest.mark.parametrize("language", LANGUAGES.split())
def test_scripts_are_the_likely_ones(language: str) -> None:
    assert expected_scripts(language) == {langcodes.Language.get(language).maximize().script}


def test_scripts_of_compound_systems() -> None:
    assert expected_scripts("ja") == {"Hani", "Hira", "Kana"}
    assert expected_scripts("ko") == {"Hang", "Hani"}
    assert expected_scripts("zh-Hant") == expected_scripts("zh") == {"Hani"}
    assert expected_scripts("fa-Latn") == {"Latn"}
    assert expected_scripts("am") == {"Ethi"}
    assert expected_scripts("zz") == frozenset()


@pytest.mark.parametrize(
    ("tag", "text", "fits"),
    [
        ("fa", "پهپاد شاهد", True),
        ("fa", "پهپاد Shahed-136", True),
        ("fa", "Shahed drones", False),
        ("en", "Дроны", False),
        ("uk", "Дрони «Shahed»", True),
        ("ru", "Drony", False),
        ("sr", "Dronovi", True),
        ("he", "כטב״ם", True),
        ("ja", "ドローン", True),
        ("zh", "无人机", True),
        ("ko", "무인기", True),
        ("en", "№ 136", True),
        ("am", "ድሮን", True),
        ("am", "drone", True),
        ("zz", "drone", True),
    ],
)
def test_script_fits(tag: str, text: str, fits: bool) -> None:
    assert script_fits(tag, text) is fits


NAMES = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HANGUL": "Hang",
    "KATAKANA": "Kana",
    "HIRAGANA": "Hira",
    "GREEK": "Grek",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "THAI": "Thai",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
}


@pytest.mark.parametrize(("name", "script"), NAMES.items())
def test_letters_are_of_the_script_in_their_names(name: str, script: str) -> None:
    """A letter's name in Unicode begins with its script; rare blocks may be left uncounted."""
    letters = [c for c in map(chr, range(0x20, 0x3000)) if c.isalpha()]
    letters += [c for c in map(chr, range(0x3000, 0x4F00)) if c.isalpha()]
    named = [c for c in letters if unicodedata.name(c, "").split(" ")[0] == name]
    found = scripts_of("".join(named))
    assert set(found) == {script}
    assert sum(found.values()) >= 0.9 * len(named)


@given(st.text())
def test_any_text_has_scripts(text: str) -> None:
    assert sum(scripts_of(text).values()) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "1401/08/14",
        "1401-8-14",
        "1401.08.14",
        "14/08/1401",
        "14 Aban 1401",
        "Aban 14, 1401",
        "Saturday, 14 Aban 1401",
        "۱۴۰۱/۰۸/۱۴",
        "١٤٠١/٠٨/١٤",
        "۱۴ آبان ۱۴۰۱",
        "۱۴ آبان‌ماه ۱۴۰۱",
        "شنبه ۱۴ آبان ۱۴۰۱",
        "شنبه، ۱۴ آبان سال ۱۴۰۱",
        "سه‌شنبه ۱۴ ابان ۱۴۰۱",
    ],
)
def test_solar_hijri_day(text: str) -> None:
    assert parse_solar_hijri(text) == Edtf("2022-11-05")
    assert agrees(Edtf("2022-11-05"), text) is True
    assert agrees(Edtf("2022-11"), text) is True
    assert agrees(Edtf("2022-11-04"), text) is False
    assert agrees(Edtf("2022-11-05?"), text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("آبان ۱۴۰۱", "2022-10-23/2022-11-21"),
        ("1401/08", "2022-10-23/2022-11-21"),
        ("Esfand 1399", "2021-02-19/2021-03-20"),
        ("Esfand 1401", "2023-02-20/2023-03-20"),
        ("1401", "2022-03-21/2023-03-20"),
        ("سال ۱۴۰۱", "2022-03-21/2023-03-20"),
        ("1399/12/30", "2021-03-20"),
        ("1 Farvardin 1402", "2023-03-21"),
    ],
)
def test_solar_hijri_month_and_year(text: str, date: str) -> None:
    assert parse_solar_hijri(text) == Edtf(date)


def test_month_agrees_with_its_days_only() -> None:
    assert agrees(Edtf("2022-10-30"), "آبان ۱۴۰۱") is True
    assert agrees(Edtf("2022-11-22"), "آبان ۱۴۰۱") is False
    assert agrees(Edtf("2022-11"), "آبان ۱۴۰۱") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1401/12/30", "Esfand 1401 has 29"),
        ("1402/07/31", "Mehr 1402 has 30"),
        ("1401/13/01", "months are 1 to 12"),
        ("1401/00/01", "months are 1 to 12"),
        ("1401/01/00", "no day 0"),
        ("2022/11/05", "not a Solar Hijri date"),
        ("01/8/14", "the year in full"),
        ("", "not a Solar Hijri date"),
    ],
)
def test_not_solar_hijri(text: str, words: str) -> None:
    with pytest.raises(CalendarError, match=words):
        parse_solar_hijri(text)
    if "not a Solar" in words:
        with pytest.raises(CalendarError):
            agrees(Edtf("2022"), text)


def test_what_is_not_installed_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("langcodes", "convertdate", "convertdate.persian"):
        monkeypatch.setitem(sys.modules, name, None)
    is_registered.cache_clear()
    expected_scripts.cache_clear()
    tag_of.cache_clear()
    _new_year.cache_clear()
    assert is_registered("fa") is True  # one of the common languages
    assert is_registered("qu") is None
    assert expected_scripts("fa") == {"Arab"}
    assert expected_scripts("am") == frozenset()
    assert agrees(Edtf("2022-11-05"), "14 Aban 1401") is None
    with pytest.raises(CalendarError, match="need the package convertdate"):
        parse_solar_hijri("1 Farvardin 1300")
    assert tag_of("EN") == "en"
    assert tag_of("English") is None
    is_registered.cache_clear()
    expected_scripts.cache_clear()
    tag_of.cache_clear()


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("EN", "en"),
        ("en_US", "en-US"),
        ("zh_cn", "zh-CN"),
        ("fa-latn", "fa-Latn"),
        ("fas", "fa"),
        ("Persian", "fa"),
        ("ukrainian", "uk"),
        ("ua", None),
        ("xx", None),
        ("Klingon", None),
        ("", None),
    ],
)
def test_a_tag_is_known_by_other_spellings_and_by_its_name(text: str, tag: str | None) -> None:
    assert tag_of(text) == tag


@settings(deadline=None)
@given(st.integers(1380, 1420), st.integers(1, 12), st.integers(1, 29))
def test_days_are_those_of_convertdate(year: int, month: int, day: int) -> None:
    expected = datetime.date(*persian.to_gregorian(year, month, day))
    assert parse_solar_hijri(f"{year}/{month}/{day}").earliest == expected


def test_importing_is_light() -> None:
    """Values load no package beyond the standard library."""
    heavy = "pydantic pydantic_core yaml langcodes convertdate edtf pycountry difflib"
    names = (module.name for module in pkgutil.iter_modules(values.__path__, "onrecord.values."))
    told = f"print(sorted(set('{heavy}'.split()) & set(sys.modules)))"
    code = f"import sys, {', '.join(names)}; {told}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("date", "text", "answer"),
    [
        ("2023-11-13", "دوشنبه ۲۲ آبان", True),
        ("2023-11-13", "Aban 22", True),
        ("2023-11-13", "آبان", True),
        ("2023", "۲۲ آبان", True),
        ("2023-11-12", "۲۲ آبان", False),
        ("2021-03-20", "30 Esfand", True),  # 1399 has that day,
        ("2022-03-20", "30 Esfand", False),  # 1400 has not
        ("2023-11-13?", "22 Aban", None),
        ("2010/2023", "22 Aban", None),
        ("../2023", "22 Aban", None),
    ],
)
def test_a_text_without_a_year_is_of_the_date_s(date: str, text: str, answer: bool | None) -> None:
    assert agrees(Edtf(date), text) is answer


@pytest.mark.parametrize("text", ["", "22", "last Friday", "22/08"])
def test_a_text_without_a_month_is_no_date(text: str) -> None:
    with pytest.raises(CalendarError, match="is not a Solar Hijri date"):
        agrees(Edtf("2023-11-13"), text)
