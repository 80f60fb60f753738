//! `send`: the message is on disk first; then, unless `--queue` is given, `send` waits until the server has
//! accepted or refused it.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use engine::{Connection, Engine, Error, FileError};
use store::{DeliveryState, LocalId, MessageRow, WaitReason, limits::MOST_FILE_BYTES};
use tokio::sync::broadcast::error::RecvError;

use crate::{arguments::Send, cli_error::CliError, output::Output};

pub(super) async fn send(engine: &Engine, output: Output, what: Send) -> Result<(), CliError> {
    // Subscribed before the message exists, so that no change of it is missed.
    let mut changes = engine.subscribe_changes();
    let mut connection = engine.subscribe_connection();
    let local = queue(engine, &what).await?;
    loop {
        let state = connection.borrow_and_update().clone();
        let row = engine.local_message(&local).await?;
        let row = row.ok_or_else(|| Error::Internal(format!("message {} is gone", local.0)))?;
        if what.queue {
            return output.message(&row);
        }
        if let Some(outcome) = outcome(&row, &state) {
            output.message(&row)?;
            return outcome;
        }
        if waits_for_reopening(engine, &local).await? {
            output.message(&row)?;
            return Err(CliError::WaitsForReopening);
        }
        tokio::select! {
            change = changes.recv() => match change {
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Err(Error::Internal("the engine ended".to_owned()).into()),
            },
            change = connection.changed() => {
                change.map_err(|_| Error::Internal("the engine ended".to_owned()))?;
            }
        }
    }
}

async fn queue(engine: &Engine, what: &Send) -> Result<LocalId, CliError> {
    let Some(path) = &what.file else {
        let text = what.text.as_deref().unwrap_or_default();
        return Ok(engine.send(&what.conversation, text).await?);
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bytes = read_file(path)?;
    Ok(engine
        .send_file(&what.conversation, &name, "", bytes)
        .await?)
}

/// Reads a file that may be anything: a pipe or a device is none, and what is too large is not read whole.
fn read_file(path: &Path) -> Result<Vec<u8>, CliError> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        let what = format!("{} is no file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what).into());
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MOST_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_FILE_BYTES {
        return Err(Error::File(FileError::TooLarge).into());
    }
    Ok(bytes)
}

/// Whether the message waits for its closed conversation to be reopened, for an unknown time.
async fn waits_for_reopening(engine: &Engine, local: &LocalId) -> Result<bool, CliError> {
    let rows = engine.outbox().await?.rows;
    let row = rows.iter().find(|row| row.local_id == *local);
    Ok(row.is_some_and(|row| row.waits == Some(WaitReason::Closed)))
}

/// The outcome of the message; `None` while it is undecided.
fn outcome(row: &MessageRow, connection: &Connection) -> Option<Result<(), CliError>> {
    match (&row.delivery, connection) {
        (DeliveryState::Sent | DeliveryState::Read | DeliveryState::Received, _) => Some(Ok(())),
        (DeliveryState::Failed { code, detail }, _) => Some(Err(CliError::SendFailed {
            code: code.clone(),
            detail: detail.clone(),
        })),
        (_, Connection::SignInNeeded { .. } | Connection::SignedOut { .. }) => {
            Some(Err(Error::SignInNeeded.into()))
        }
        (_, Connection::Offline { code, .. }) => {
            Some(Err(CliError::StillQueued { code: code.clone() }))
        }
        (DeliveryState::Pending | DeliveryState::Sending | DeliveryState::Checking, _) => None,
    }
}
