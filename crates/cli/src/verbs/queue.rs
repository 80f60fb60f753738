//! `outbox` and what can be done about the messages in it. All of it happens on this computer's disk; what is
//! queued goes out when the engine next runs live.

use engine::{Engine, Error};
use store::LocalId;

use crate::{output::Output, problem::Problem};

pub(super) async fn list(engine: &Engine, output: Output) -> Result<(), Problem> {
    for row in &engine.outbox().await?.rows {
        output.queued(row)?;
    }
    Ok(())
}

pub(super) async fn retry(engine: &Engine, output: Output, id: &LocalId) -> Result<(), Problem> {
    engine.retry(id).await?;
    show(engine, output, id).await
}

pub(super) async fn discard(engine: &Engine, output: Output, id: &LocalId) -> Result<(), Problem> {
    engine.discard(id).await?;
    show(engine, output, id).await
}

pub(super) async fn restore(engine: &Engine, output: Output, id: &LocalId) -> Result<(), Problem> {
    engine.restore(id).await?;
    show(engine, output, id).await
}

pub(super) async fn edit(
    engine: &Engine,
    output: Output,
    id: &LocalId,
    text: &str,
) -> Result<(), Problem> {
    engine.edit(id, text).await?;
    show(engine, output, id).await
}

/// The message leaves the outbox: there is no row to show.
pub(super) async fn confirm(engine: &Engine, output: Output, id: &LocalId) -> Result<(), Problem> {
    engine.confirm_sent(id).await?;
    output.aside("counted as sent")
}

async fn show(engine: &Engine, output: Output, id: &LocalId) -> Result<(), Problem> {
    let rows = engine.outbox().await?.rows;
    let row = rows
        .iter()
        .find(|row| row.local_id == *id)
        .ok_or_else(|| Error::NotFound(id.0.clone()))?;
    output.queued(row)
}
