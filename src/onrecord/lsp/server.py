"""The server: what an editor may ask, and which part here answers it.

What it is asked of a file that is no record of a folder of records it answers with nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from onrecord import storage
from onrecord.diagnostics import OnrecordError
from onrecord.lsp import completing, listing, mending, navigating, renaming, telling
from onrecord.lsp.protocol import Protocol
from onrecord.lsp.watched import Records, Watched

__all__ = ["make_server"]

_TRIGGERS = [" ", "-", "[", ","]


def make_server() -> LanguageServer:
    """The server, not connected yet."""
    from onrecord import __version__

    # Whole texts: a record is small, and nobody's notion of a line can come between.
    whole = types.TextDocumentSyncKind.Full
    server = LanguageServer("onrecord", __version__, whole, protocol_cls=Protocol)
    records = Records(server)
    _follow_the_editor(server, records)
    _follow_the_disk(server, records)
    _tell(server, records)
    _lead(server, records)
    _list(server, records)
    _mend(server, records)
    _rename(server, records)
    return server


def _follow_the_editor(server: LanguageServer, records: Records) -> None:
    def take(uri: str) -> None:
        found = records.at(uri)
        if found is not None:
            folder, path = found
            folder.put(path, uri, server.workspace.get_text_document(uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        take(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        found = records.at(params.text_document.uri)
        if found is not None:
            found[0].drop(found[1])


def _follow_the_disk(server: LanguageServer, records: Records) -> None:
    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        for name in map(to_fs_path, server.workspace.folders):
            root = _records_in(Path(name)) if name else None
            if root is not None:
                records.open(root)
        await _ask_for_changes(server)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        found = records.at(params.text_document.uri)
        if found is not None:
            found[0].reread()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(params: types.DidChangeWatchedFilesParams) -> None:
        found = {id(one[0]): one[0] for each in params.changes if (one := records.at(each.uri))}
        for folder in found.values():
            folder.reread()


def _records_in(folder: Path) -> Path | None:
    """The records of a folder that an editor has open, if it is or has a folder of them."""
    try:
        root = storage.records_root(folder)
    except storage.NoRecordsError:
        return None
    return root if (root / "dataset.yaml").is_file() else None


async def _ask_for_changes(server: LanguageServer) -> None:
    """Asks the editor to tell of files that change on the disk, if it can."""
    workspace = server.client_capabilities.workspace
    able = workspace.did_change_watched_files if workspace else None
    if able is None or not able.dynamic_registration:
        return
    options = types.DidChangeWatchedFilesRegistrationOptions(
        watchers=[types.FileSystemWatcher(glob_pattern="**/*.yaml")]
    )
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    wanted = types.Registration(id="onrecord-files", method=method, register_options=options)
    await server.client_register_capability_async(types.RegistrationParams([wanted]))


def _tell(server: LanguageServer, records: Records) -> None:
    options = types.CompletionOptions(trigger_characters=_TRIGGERS)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        folder = await found[0].ready()
        return completing.complete(folder, found[1], found[0].lines(found[1]), params.position)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        folder = await found[0].ready()
        return telling.hover(folder, found[1], found[0].lines(found[1]), params.position)


def _lead(server: LanguageServer, records: Records) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> types.Location | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        folder = await watched.settled()
        there = navigating.definition(folder, path, watched.lines(path), params.position)
        return watched.location(*there) if there is not None else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location] | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        folder = await watched.settled()
        there = navigating.references(
            folder,
            path,
            watched.lines(path),
            params.position,
            with_itself=params.context.include_declaration,
        )
        return [watched.location(*each) for each in there]


def _list(server: LanguageServer, records: Records) -> None:
    @server.feature(types.WORKSPACE_SYMBOL)
    async def find(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        found = []
        for watched in records:
            folder = await watched.ready()
            for name, what, kind, path, line in listing.records(folder, params.query):
                place = types.Position(line=line, character=0)
                location = types.Location(watched.uri(path), types.Range(place, place))
                found.append(types.WorkspaceSymbol(location, name, kind, container_name=what))
        return found

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        symbols = listing.outline(path, watched.folder.text(path), watched.lines(path))
        able = server.client_capabilities.text_document
        if (
            able
            and able.document_symbol
            and able.document_symbol.hierarchical_document_symbol_support
        ):
            return symbols
        return list(listing.flat(watched.uri(path), symbols))


def _mend(server: LanguageServer, records: Records) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def lay_out(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        return mending.formatting(path, watched.folder.text(path), watched.lines(path))

    options = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def offer(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        await watched.settled()
        offered = _offered(watched, path, params.range)
        able = _can_move(server)
        return [_action(watched, path, one) for one in offered if able or one.move_to is None]


def _rename(server: LanguageServer, records: Records) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        folder = await watched.settled()
        there = renaming.renamable(folder, path, watched.lines(path), params.position)
        return types.PrepareRenamePlaceholder(there.range, there.id) if there else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = records.at(params.text_document.uri)
        if found is None:
            return None
        watched, path = found
        folder = await watched.settled()
        there = renaming.renamable(folder, path, watched.lines(path), params.position)
        if there is None:
            return None
        if not _can_move(server):
            raise _refused("this editor renames no files for a server: use 'onrecord rename'")
        try:
            change = await asyncio.to_thread(renaming.renamed, folder, there.id, params.new_name)
        except OnrecordError as error:
            raise _refused(str(error)) from error
        return _as_edit(watched, change)


def _refused(message: str) -> JsonRpcException:
    return JsonRpcException(message, types.LSPErrorCodes.RequestFailed.value)


def _as_edit(watched: Watched, change: renaming.Change) -> types.WorkspaceEdit:
    """The edits of every text, each of the version that it was worked out from, then the move."""
    changes: list[types.TextDocumentEdit | types.RenameFile] = []
    for path, (before, after) in sorted(change.texts.items()):
        if watched.folder.text(path) != before:
            raise JsonRpcContentModified
        edits = renaming.text_edits(before, after, watched.lines(path))
        document = types.OptionalVersionedTextDocumentIdentifier(
            uri=watched.uri(path), version=watched.version(path)
        )
        changes.append(types.TextDocumentEdit(text_document=document, edits=list(edits)))
    if change.path != change.old_path:
        old, new = watched.uri(change.old_path), watched.uri(change.path)
        changes.append(types.RenameFile(old_uri=old, new_uri=new))
    return types.WorkspaceEdit(document_changes=list(changes))


def _offered(watched: Watched, path: str, where: types.Range) -> Iterator[mending.Action]:
    """What mends the findings that touch a range; nothing while the text is being typed on."""
    folder, lines = watched.folder, watched.lines(path)
    if folder.view is None or not folder.is_current(path):
        return
    here = [
        one
        for one in folder.view.report.diagnostics
        if one.place.file == path and _meet(lines.range(one.place), where)
    ]
    yield from mending.actions(folder.text(path), here, lines)


def _meet(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _can_move(server: LanguageServer) -> bool:
    workspace = server.client_capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    kinds = able.resource_operations if able else None
    # Who can do so reads the form in which it is asked for, and some do not say that apart.
    return types.ResourceOperationKind.Rename in (kinds or ())


def _action(watched: Watched, path: str, done: mending.Action) -> types.CodeAction:
    uri = watched.uri(path)
    if done.move_to is not None:
        move = types.RenameFile(old_uri=uri, new_uri=watched.uri(done.move_to))
        edit = types.WorkspaceEdit(document_changes=[move])
    else:
        edit = types.WorkspaceEdit(changes={uri: list(done.edits)})
    return types.CodeAction(
        title=done.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=watched.shown(done.found),
        is_preferred=done.is_safe,
        edit=edit,
    )
