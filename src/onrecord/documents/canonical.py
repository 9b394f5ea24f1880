"""A document in canonical form: its data as :mod:`writing` writes it, with every comment kept."""

from __future__ import annotations

from onrecord.documents.comments import find_remarks
from onrecord.documents.document import Document
from onrecord.documents.writing import KeyOrder, as_written, write

__all__ = ["canonical"]


def canonical(document: Document, order: KeyOrder = as_written) -> str:
    """The text of a document in canonical form: the same data, the same comments, one style.

    Raises ``ValueError`` if the document has no data: what cannot be read cannot be formatted.
    """
    if document.data is None:
        message = f"{document.file} has no canonical form: {document.problems[0].message}"
        raise ValueError(message)
    has_remarks = b"#" in document.content
    remarks = find_remarks(document.source(), document.spans()) if has_remarks else {}
    return write(document.data, order, remarks)
