"""S: a document has the keys, types and words that its kind asks for, and stands where it belongs.

``fields`` judges what the models refuse, ``files`` the file and its layout, ``records`` what only a
whole record shows.
"""

from __future__ import annotations

from onrecord.rules.structure import fields, files, records

__all__ = ["fields", "files", "records"]
