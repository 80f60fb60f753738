//! `outbox` and the subcommands that change a message in it. All of them work on this computer's disk; a
//! queued message is sent when the engine next runs live.

use engine::{Engine, Error};
use store::LocalId;

use crate::{cli_error::CliError, output::Output};

pub(super) async fn list(engine: &Engine, output: Output) -> Result<(), CliError> {
    for row in &engine.outbox().await?.rows {
        output.outbox_row(row)?;
    }
    Ok(())
}

pub(super) async fn retry(engine: &Engine, output: Output, id: &LocalId) -> Result<(), CliError> {
    engine.retry(id).await?;
    print_row(engine, output, id).await
}

pub(super) async fn discard(engine: &Engine, output: Output, id: &LocalId) -> Result<(), CliError> {
    engine.discard(id).await?;
    print_row(engine, output, id).await
}

pub(super) async fn restore(engine: &Engine, output: Output, id: &LocalId) -> Result<(), CliError> {
    engine.restore(id).await?;
    print_row(engine, output, id).await
}

pub(super) async fn edit(
    engine: &Engine,
    output: Output,
    id: &LocalId,
    text: &str,
) -> Result<(), CliError> {
    engine.edit(id, text).await?;
    print_row(engine, output, id).await
}

/// The message leaves the outbox: there is no row to show.
pub(super) async fn confirm(engine: &Engine, output: Output, id: &LocalId) -> Result<(), CliError> {
    engine.confirm_sent(id).await?;
    output.remark("counted as sent")
}

async fn print_row(engine: &Engine, output: Output, id: &LocalId) -> Result<(), CliError> {
    let rows = engine.outbox().await?.rows;
    let row = rows
        .iter()
        .find(|row| row.local_id == *id)
        .ok_or_else(|| Error::NotFound(id.0.clone()))?;
    output.outbox_row(row)
}
