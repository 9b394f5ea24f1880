"""CSL-JSON, which Zotero, Pandoc and other programs read; the terms are those of CSL 1.0.2."""

from __future__ import annotations

import json
from typing import Any

from onrecord.dataset.citing.work import Sort, Work, day_parts
from onrecord.models import SourceType
from onrecord.values.edtf import Edtf

__all__ = ["csl_item", "csl_json"]

_TYPES: dict[Sort, str] = {
    None: "entry",
    SourceType.NEWS_ARTICLE: "article-newspaper",
    SourceType.PRESS_RELEASE: "webpage",
    SourceType.TRANSCRIPT: "document",
    SourceType.OFFICIAL_REPORT: "report",
    SourceType.LEGAL_ACT: "legislation",
    SourceType.LETTER: "document",
    SourceType.SOCIAL_MEDIA_POST: "post",
    SourceType.THINK_TANK_REPORT: "report",
    SourceType.DATASET: "dataset",
    SourceType.VIDEO: "motion_picture",
    SourceType.WEB_PAGE: "webpage",
}


def csl_json(work: Work) -> str:
    """A list of one item, as programs import it."""
    return json.dumps([csl_item(work)], ensure_ascii=False, indent=2)


def csl_item(work: Work) -> dict[str, Any]:
    """The item as plain data."""
    place = {"container-title": work.container, "publisher": None}
    if work.sort is not None and _TYPES[work.sort] in ("report", "legislation", "document"):
        place = {"container-title": None, "publisher": work.container}
    item = {
        "id": work.id,
        "type": _TYPES[work.sort],
        "title": work.title,
        "author": [{"literal": name} for name in work.by],
        **place,
        "issued": _date(work.date),
        "accessed": _date(Edtf.parse(str(work.accessed)) if work.accessed else None),
        "URL": work.url,
        "archive_location": work.archived[0] if work.archived else None,
        "language": work.lang,
        "version": work.version,
        "genre": work.what,
        "note": f"In English: {work.title_translated}" if work.title_translated else None,
    }
    return {key: value for key, value in item.items() if value is not None}


def _date(date: Edtf | None) -> dict[str, Any] | None:
    if date is None:
        return None
    parts = day_parts(date)
    if not parts:
        return {"literal": date.text}
    about = {"circa": True} if date.is_approximate or date.is_uncertain else {}
    return {"date-parts": [list(part) for part in parts], **about}
