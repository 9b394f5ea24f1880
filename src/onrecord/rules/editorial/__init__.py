"""E: the project's own words are neutral, its own and short, and nobody's privacy is in them.

``words`` has the words to avoid and what to write instead, as data; ``wording`` looks at how it is
said, ``subjects`` at what is said of persons.
"""

from __future__ import annotations

from onrecord.rules.editorial import subjects, wording, words

__all__ = ["subjects", "wording", "words"]
