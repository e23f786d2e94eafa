//! What the server tells an editor that it can do.
//!
//! In: nothing. Out: the capabilities of <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/>.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, RenameOptions, ServerCapabilities, TextDocumentSyncKind,
    TextDocumentSyncOptions,
};

/// All of them.
pub fn all() -> ServerCapabilities {
    let triggers = ["[", "(", "#", "/", "\"", "`", "!", "="];
    ServerCapabilities {
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        rename_provider: Some(RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into()),
        document_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
                ..CodeActionOptions::default()
            }
            .into(),
        ),
        ..ServerCapabilities::default()
    }
}
