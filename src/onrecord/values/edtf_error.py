"""The refusal of a text as a date.

Holds what is said of it; ``edtf_advice`` finds that out.
"""

from __future__ import annotations

from onrecord.diagnostics import OnrecordError
from onrecord.values.words import Word

__all__ = ["EdtfError", "EdtfReason"]


class EdtfReason(Word):
    """Why a text was refused as a date."""

    NOT_EDTF = "not-edtf", "The text is not written in EDTF."
    NO_SUCH_DAY = "no-such-day", "The month, the day or the hour does not exist."
    UNSUPPORTED = "unsupported", "EDTF has this feature, records do not."


class EdtfError(OnrecordError, ValueError):
    """A text that is not a date that records may use.

    ``seen`` is the text, ``problem`` what is wrong with it, ``expected`` what would be right, and
    ``nearest`` the date that was probably meant, if that is clear.
    """

    def __init__(
        self, seen: str, problem: str, *, reason: EdtfReason, expected: str, nearest: str | None
    ) -> None:
        super().__init__(seen, problem, reason, expected, nearest)
        self.seen = seen
        self.problem = problem
        self.reason = reason
        self.expected = expected
        self.nearest = nearest

    def __str__(self) -> str:
        mend = f"write {self.nearest}" if self.nearest else f"write {self.expected}"
        return f"{_shown(self.seen)} {self.problem}; {mend}"


def _shown(text: str) -> str:
    """Return a text as a message shows it: in quotes, shortened, without line breaks."""
    shown = repr(text)
    return shown if len(shown) <= 80 else f"{shown[:76]}...{shown[0]}"
