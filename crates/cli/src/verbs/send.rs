//! `send`: on disk first, then, unless `--queue` is given, until the server has it or says no.

use engine::{Connection, Engine, Error};
use store::{DeliveryState, LocalId, MessageRow, WaitReason};
use tokio::sync::broadcast::error::RecvError;

use crate::{arguments::Send, output::Output, problem::Problem};

pub(super) async fn send(engine: &Engine, output: Output, what: Send) -> Result<(), Problem> {
    // Subscribed before the message exists, so that no change of it is missed.
    let mut changes = engine.subscribe_changes();
    let mut connection = engine.subscribe_connection();
    let local = engine.send(&what.conversation, &what.text).await?;
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
        if held(engine, &local).await? {
            output.message(&row)?;
            return Err(Problem::Held);
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

/// Whether it waits for its closed conversation to be opened again: nobody knows for how long.
async fn held(engine: &Engine, local: &LocalId) -> Result<bool, Problem> {
    let rows = engine.outbox().await?.rows;
    let row = rows.iter().find(|row| row.local_id == *local);
    Ok(row.is_some_and(|row| row.waits == Some(WaitReason::Closed)))
}

/// What became of the message; `None` while that is open.
fn outcome(row: &MessageRow, connection: &Connection) -> Option<Result<(), Problem>> {
    match (&row.delivery, connection) {
        (DeliveryState::Sent | DeliveryState::Read | DeliveryState::Received, _) => Some(Ok(())),
        (DeliveryState::Failed { code, detail }, _) => Some(Err(Problem::SendFailed {
            code: code.clone(),
            detail: detail.clone(),
        })),
        (_, Connection::SignInNeeded { .. } | Connection::SignedOut { .. }) => {
            Some(Err(Error::SignInNeeded.into()))
        }
        (_, Connection::Offline { code, .. }) => {
            Some(Err(Problem::StillQueued { code: code.clone() }))
        }
        (DeliveryState::Pending | DeliveryState::Sending | DeliveryState::Checking, _) => None,
    }
}
