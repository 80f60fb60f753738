//! `tail`: the live session, a line for each change after it is in the cache.
//!
//! Lifecycle: nothing is printed before the session has caught up; then `caught-up`, then a line
//! for each changed conversation and message, and for each state of the connection. A row carries the
//! store's revision of its last change, so a tail that lagged behind the changes reads every row
//! newer than its last line. [`news`] decides what is news.

mod news;

use engine::{Connection, Engine, Error};
use store::ChangeSet;
use tokio::sync::{
    broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    watch,
};

use crate::{
    cli_error::CliError,
    output::{self, Output},
    signals::StopSignal,
};
use news::News;

pub(super) async fn follow(
    engine: &Engine,
    output: Output,
    mut stop: StopSignal,
) -> Result<(), CliError> {
    super::session::require_sign_in(engine)?;
    let mut changes = engine.subscribe_changes();
    let mut connection = engine.subscribe_connection();
    tokio::select! {
        () = stop.received() => return Ok(()),
        caught_up = wait_until_caught_up(&mut connection) => caught_up?,
    }
    let mut news = News::from_now(engine).await?;
    output.caught_up()?;
    loop {
        tokio::select! {
            () = stop.received() => return Ok(()),
            change = changes.recv() => match change {
                Ok(change) => {
                    let change = with_pending(change, &mut changes);
                    if change.resync {
                        news.print_all_changes(engine, output).await?;
                    } else {
                        news.print_change(engine, output, &change).await?;
                    }
                }
                Err(RecvError::Lagged(_)) => news.print_all_changes(engine, output).await?,
                Err(RecvError::Closed) => return Err(engine_ended()),
            },
            change = connection.changed() => {
                change.map_err(|_| engine_ended())?;
                let state = connection.borrow_and_update().clone();
                output.connection(&state)?;
                require_valid_sign_in(&state)?;
            }
        }
    }
}

/// A change together with all that have come since, which one read serves.
fn with_pending(mut change: ChangeSet, changes: &mut Receiver<ChangeSet>) -> ChangeSet {
    loop {
        match changes.try_recv() {
            Ok(later) => change.merge(later),
            Err(TryRecvError::Lagged(_)) => change.resync = true,
            Err(TryRecvError::Empty | TryRecvError::Closed) => return change,
        }
    }
}

/// Waits until the session has caught up, and says on stderr what it waits for.
async fn wait_until_caught_up(
    connection: &mut watch::Receiver<Connection>,
) -> Result<(), CliError> {
    loop {
        let state = connection.borrow_and_update().clone();
        require_valid_sign_in(&state)?;
        match state {
            Connection::Online { .. } | Connection::Polling { .. } => return Ok(()),
            Connection::Offline { code, .. } => {
                output::warn(&format!(
                    "the server is out of reach ({code}); trying again"
                ));
            }
            Connection::Connecting { waking: true, .. } => {
                output::warn("the server seems to be asleep; waiting for it");
            }
            _ => {}
        }
        connection.changed().await.map_err(|_| engine_ended())?;
    }
}

fn require_valid_sign_in(state: &Connection) -> Result<(), CliError> {
    match state {
        Connection::SignedOut { .. } | Connection::SignInNeeded { .. } => {
            Err(Error::SignInNeeded.into())
        }
        _ => Ok(()),
    }
}

fn engine_ended() -> CliError {
    Error::Internal("the engine ended".to_owned()).into()
}
