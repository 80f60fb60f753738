//! `export`: a chat as a file, on standard output. `today`: the day in numbers.

use std::io::Write as _;

use engine::{ChatFileFormat, Engine, FileWords};
use protocol::ConversationId;

use crate::{arguments::ExportFormat, cli_error::CliError, output::Output};

pub(super) async fn export(
    engine: &Engine,
    conversation: &ConversationId,
    format: ExportFormat,
) -> Result<(), CliError> {
    let format = match format {
        ExportFormat::Text => ChatFileFormat::Text,
        ExportFormat::Html => ChatFileFormat::Html,
        ExportFormat::Json => ChatFileFormat::Json,
    };
    let words = FileWords::english();
    let mut file = engine.export_chat(conversation, format, words).await?;
    while let Some(piece) = file.next_piece().await? {
        std::io::stdout().lock().write_all(piece.as_bytes())?;
    }
    std::io::stdout().lock().flush()?;
    Ok(())
}

pub(super) async fn today(engine: &Engine, output: Output) -> Result<(), CliError> {
    output.today(&engine.today().await?)
}
