"""T: dates are dates, and what they say together can have happened in that order.

``form`` judges how a date is written, ``order`` what came before what in the world, ``handling``
how long offices were held and when sources and records were dealt with.
"""

from __future__ import annotations

from onrecord.rules.time import form, handling, order

__all__ = ["form", "handling", "order"]
