//! `tail`: the live session, a line for each change after it is in the cache.
//!
//! Lifecycle: nothing is printed before the session has caught up; then `caught-up`, then a line
//! for each changed conversation and message, and for each state of the connection. Rows carry the
//! store's revision of their last change, so a tail that fell behind the changes asks for everything
//! that is newer than its last line. What counts as news is told in [`news`].

mod news;

use engine::{Connection, Engine, Error};
use tokio::sync::{broadcast::error::RecvError, watch};

use crate::{
    output::{self, Output},
    problem::Problem,
    signals::Stop,
};
use news::News;

pub(super) async fn follow(engine: &Engine, output: Output, mut stop: Stop) -> Result<(), Problem> {
    super::session::require(engine)?;
    let mut changes = engine.subscribe_changes();
    let mut connection = engine.subscribe_connection();
    tokio::select! {
        () = stop.asked() => return Ok(()),
        caught_up = caught_up(&mut connection) => caught_up?,
    }
    let mut news = News::from_now(engine).await?;
    output.caught_up()?;
    loop {
        tokio::select! {
            () = stop.asked() => return Ok(()),
            change = changes.recv() => match change {
                Ok(change) if change.resync => news.everything(engine, output).await?,
                Ok(change) => news.change(engine, output, &change).await?,
                Err(RecvError::Lagged(_)) => news.everything(engine, output).await?,
                Err(RecvError::Closed) => return Err(ended()),
            },
            change = connection.changed() => {
                change.map_err(|_| ended())?;
                let state = connection.borrow_and_update().clone();
                output.connection(&state)?;
                give_up_without_sign_in(&state)?;
            }
        }
    }
}

/// Waits until the session hears everything, remarking on what it waits for.
async fn caught_up(connection: &mut watch::Receiver<Connection>) -> Result<(), Problem> {
    loop {
        let state = connection.borrow_and_update().clone();
        give_up_without_sign_in(&state)?;
        match state {
            Connection::Online { .. } | Connection::Polling { .. } => return Ok(()),
            Connection::Offline { code, .. } => {
                output::remark(&format!(
                    "the server is out of reach ({code}); trying again"
                ));
            }
            Connection::Connecting { waking: true, .. } => {
                output::remark("the server seems to be asleep; waiting for it");
            }
            _ => {}
        }
        connection.changed().await.map_err(|_| ended())?;
    }
}

fn give_up_without_sign_in(state: &Connection) -> Result<(), Problem> {
    match state {
        Connection::SignedOut { .. } | Connection::SignInNeeded { .. } => {
            Err(Error::SignInNeeded.into())
        }
        _ => Ok(()),
    }
}

fn ended() -> Problem {
    Error::Internal("the engine ended".to_owned()).into()
}
