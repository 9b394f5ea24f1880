"""What cannot be seen is written out, and what belongs to a script stays."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.values.characters import spelt_out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("act", "act"),
        ("tábla عَلی می‌رود हिन्दी עִבְרִית", "tábla عَلی می‌رود हिन्दी עִבְרִית"),
        ("Ira\u0301n", "Ira<U+0301>n"),
        ("c\u0323", "c<U+0323>"),
        ("\u0627\u0653", "\u0627<U+0653>"),
        ("`\u0301`", "`<U+0301>`"),
        ("\u0301a", "<U+0301>a"),
        ("act\u00a0", "act<U+00A0>"),
        ("ac\u200bt", "ac<U+200B>t"),
        ("ac\u200ct", "ac<U+200C>t"),
        ("می\u200c", "می<U+200C>"),
        ("a\tb", "a<U+0009>b"),
        ("a\u034fb", "a<U+034F>b"),
        ("\u2764\ufe0f", "\u2764<U+FE0F>"),
        ("\u3164", "<U+3164>"),
        ("\ud83d", "<U+D83D>"),
        ("a" + "\u0301" * 31, "a" + "<U+0301>" * 31),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, wanted: str) -> None:
    assert spelt_out(text) == wanted


@given(st.text())
def test_nothing_is_lost_and_nothing_changes_twice(text: str) -> None:
    once = spelt_out(text)
    assert spelt_out(once) == once
    back = re.sub(r"<U\+([0-9A-F]{4,6})>", lambda found: chr(int(found[1], 16)), once)
    assert back == text or "<U+" in text


@given(st.text())
def test_what_is_shown_has_ink_and_is_composed_where_it_differs(text: str) -> None:
    for character in spelt_out(text):
        assert character in " \u200c\u200d" or unicodedata.category(character)[0] not in "CZ"
