"""D: one thing is one record.

``alike`` looks for statements and events that nearly say the same, ``same`` for actors and sources
that share what only one can have. The same address under two sources is P006's matter.
"""

from __future__ import annotations

from onrecord.rules.duplicate import alike, same

__all__ = ["alike", "same"]
