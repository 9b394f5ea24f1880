"""The protocol's connection as it is, but for what some editors leave out, and for refusals."""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, json_rpc, lsp_method

__all__ = ["Protocol"]


class Protocol(LanguageServerProtocol):
    """Takes a change in a file that was never opened: some go on so in one that they moved."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Takes a new text, whole as this server asks for it."""
        document = params.text_document
        known = self.workspace.text_documents.values()
        if document.uri not in {each.uri for each in known}:
            item = types.TextDocumentItem(document.uri, "yaml", document.version, "")
            self.workspace.put_text_document(item)
        yield from super().lsp_text_document__did_change(params)


def _is_failure(record: logging.LogRecord) -> bool:
    """Whether more happened than an answer that says why not, which the editor shows."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, JsonRpcException)


# pygls logs these answers with a traceback, which editors keep as a failure of the server.
json_rpc.logger.addFilter(_is_failure)
