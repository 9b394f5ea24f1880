"""Values that records hold: they parse and print themselves and know nothing of records."""

from __future__ import annotations
