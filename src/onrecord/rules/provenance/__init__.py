"""P: where things can be read, what other sources have instead, and what it all rests on.

``citations`` looks at addresses and at what citations say, ``support`` at how much the sources
carry together.
"""

from __future__ import annotations

from onrecord.rules.provenance import citations, support

__all__ = ["citations", "support"]
