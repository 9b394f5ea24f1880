"""Q: quotes are the speaker's words in the language of their tag, and figures fit their words."""

from __future__ import annotations

from onrecord.rules.quantity import figures, quotes

__all__ = ["figures", "quotes"]
