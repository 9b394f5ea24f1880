"""R: what a record names exists, is of the right kind, and makes sense as a target.

``targets`` looks from a record at what it names, ``ids`` at what its own id is, ``circles`` at
where the ways between records lead.
"""

from __future__ import annotations

from onrecord.rules.reference import circles, ids, targets

__all__ = ["circles", "ids", "targets"]
