"""C: one speaker does not say two things that cannot both hold, unless the record says how.

``stances`` looks at what speakers say of claims, ``turns`` at retractions and admissions, which
need something before them, ``figures`` at the numbers that one speaker gives, and ``occasions`` at
what events have of what was said at them.
"""

from __future__ import annotations

from onrecord.rules.consistency import figures, occasions, stances, turns

__all__ = ["figures", "occasions", "stances", "turns"]
