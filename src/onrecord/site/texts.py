"""Words of records as HTML: escaped, in their own direction, and nothing that acts.

It knows characters, languages and HTML, and nothing of records.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from onrecord.values.languages import expected_scripts

__all__ = ["after", "direction", "head", "in_json", "is_address", "marked", "one_line", "plain"]

_ACTING: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, and what reorders a line or hides in it. Directional marks and joiners stay."""

_OF_SCRIPTS: Final = re.compile("[<>&`\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""What may end a script, and what reorders a line; escaped, it is the same to who reads JSON."""

_RIGHT_TO_LEFT: Final = frozenset({"Arab", "Hebr"})
_HEADS: Final = str.maketrans({"&": "&amp;", "<": "‹", ">": "›", '"': "”"})


def plain(text: str) -> str:
    """The text with every character that acts on others written out, as ``<U+202E>``."""
    return _ACTING.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def marked(text: object) -> Markup:
    """A text as HTML, in which nothing acts as HTML, Markdown or template."""
    return Markup(_inert(str(escape(plain(str(text))))))


def _inert(html: str) -> str:
    """Escapes the few characters that extensions of Markdown look for before they look for HTML."""
    return html.replace("`", "&#96;").replace("{", "&#123;").replace("\n", "&#10;")


def one_line(html: str) -> str:
    """HTML on one line: no syntax that begins a line of Markdown can come about in it."""
    return re.sub(r"\s*\n\s*", " ", html).strip()


def in_json(data: Any) -> Markup:
    """Data as JSON that may stand in a ``<script>``, whatever is in its texts."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(_OF_SCRIPTS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def head(text: str) -> str:
    """A text for the front matter, which themes put into the head of a page as it is.

    Some strip tags and then resolve entities, so that no entity may lead to a tag.
    """
    visible = _ACTING.sub("", text).replace("\u200e", "").replace("\u200f", "")
    return " ".join(visible.split()).translate(_HEADS)


def after(text: str, name: str) -> str | None:
    """What of a text follows the name that it begins with; nothing where it begins otherwise."""
    rest = text.removeprefix(name)
    return rest if rest != text and not rest[:1].isalnum() else None


def direction(lang: str) -> str:
    """``rtl`` for a language that is written from right to left, else ``ltr``."""
    return "rtl" if _RIGHT_TO_LEFT & expected_scripts(lang) else "ltr"


def is_address(url: str) -> bool:
    """Whether a link may lead there: http or https, with a host and nothing hidden in it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not _ACTING.search(url)
