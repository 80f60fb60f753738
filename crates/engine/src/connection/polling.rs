//! Polling: REST works, no websocket gets through. The list and the chat on screen are asked for
//! every few seconds, and the socket is tried again, soon at first and then ever more seldom.

use std::time::Duration;

use store::Backoff;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::{
    Connection, Error, Timing,
    connection::{
        command::Command,
        disconnect::DisconnectReason,
        interrupts::{Interrupt, Interrupts},
        session::Session,
        socket::SocketConnection,
    },
    context::Context,
    error::ErrorClass,
    http::auth_token::Token,
    sync::catch_up::{CatchUp, Depth},
};

/// How many chats that were never looked into are fetched in one round: what is said meanwhile must not wait
/// for thousands of them.
const PREFETCHED_PER_POLL: usize = 20;

/// How a round of asking ended.
enum PollOutcome {
    Done,
    /// Somebody or something wants the socket tried at once.
    Interrupted,
}

impl Session {
    /// Polls until a socket opens, REST fails, or the token is refused.
    pub(super) async fn run_polling(&mut self, token: &Token) -> DisconnectReason {
        let catch_up = CatchUp::new(self.context.clone(), None);
        let longest = self.context.timing.socket_retry_every;
        let mut socket_backoff =
            Backoff::new(self.context.timing.backoff_longest.min(longest), longest);
        loop {
            let next_socket = Instant::now() + socket_backoff.next_pause();
            match self.poll_until(&catch_up, next_socket).await {
                Ok(()) => {}
                Err(error) if error.class() == ErrorClass::Auth => {
                    return DisconnectReason::TokenChanged;
                }
                Err(error) => return DisconnectReason::Lost(error),
            }
            if let Some(connection) = self.connect_while_polling(token, &catch_up).await {
                match self.run_online(connection).await {
                    // It opens and does not last: polling goes on.
                    DisconnectReason::SocketBlocked(error) => {
                        tracing::info!(%error, "the socket did not last")
                    }
                    reason => return reason,
                }
                self.connection_lost();
            }
        }
    }

    async fn poll_until(&mut self, catch_up: &CatchUp, until: Instant) -> Result<(), Error> {
        let context = self.context.clone();
        let mut interrupts = Interrupts::new(&context);
        loop {
            let pause = match self.poll_once(catch_up, &mut interrupts).await {
                Ok(PollOutcome::Done) => {
                    context.record_disk(&Ok(()));
                    self.server_reached(Connection::Polling {
                        since: context.now(),
                    })
                    .await;
                    context.timing.poll_every
                }
                Ok(PollOutcome::Interrupted) => return Ok(()),
                Err(error) if error.class() == ErrorClass::DiskFull => {
                    self.disk_full(error);
                    context.timing.disk_retry_every
                }
                Err(error) => return Err(error),
            };
            tokio::select! {
                () = sleep_until(until) => return Ok(()),
                () = sleep(pause) => {}
                interrupt = interrupts.next(&context, &mut self.commands) => match interrupt {
                    // Another network may let the socket through.
                    Interrupt::Restart(why) => {
                        tracing::info!(why, "trying the socket at once");
                        return Ok(());
                    }
                    Interrupt::Follow(id) => match catch_up.follow(&id).await {
                        Err(error) if error.class() == ErrorClass::DiskFull => self.disk_full(error),
                        followed => followed?,
                    },
                },
            }
        }
    }

    /// Asks for everything once. Whoever calls meanwhile is heard.
    async fn poll_once(
        &mut self,
        catch_up: &CatchUp,
        interrupts: &mut Interrupts,
    ) -> Result<PollOutcome, Error> {
        let context = self.context.clone();
        let asking = poll_server(&context, catch_up);
        tokio::pin!(asking);
        loop {
            tokio::select! {
                asked = &mut asking => return asked.map(|()| PollOutcome::Done),
                interrupt = interrupts.next(&context, &mut self.commands) => match interrupt {
                    Interrupt::Restart(_) => return Ok(PollOutcome::Interrupted),
                    Interrupt::Follow(id) => catch_up.follow(&id).await?,
                },
            }
        }
    }

    /// Tries the socket while polling goes on.
    async fn connect_while_polling(
        &mut self,
        token: &Token,
        catch_up: &CatchUp,
    ) -> Option<SocketConnection> {
        let (connector, context) = (self.connector.clone(), self.context.clone());
        let timing = &context.timing;
        let connecting = connector.connect(context.rest.origin(), token, timing.connect_timeout);
        tokio::pin!(connecting);
        loop {
            let asked = tokio::select! {
                outcome = &mut connecting => match outcome {
                    Ok(connection) => return Some(connection),
                    Err(error) => {
                        tracing::info!(%error, "still no socket");
                        return None;
                    }
                },
                () = sleep(timing.poll_every) => poll_server(&context, catch_up).await,
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => poll_server(&context, catch_up).await,
                    Some(Command::Follow(id)) => catch_up.follow(&id).await,
                    None => std::future::pending().await,
                },
            };
            // The next round of polling finds out and acts on it.
            if let Err(error) = asked {
                tracing::info!(%error, "polling failed");
                return None;
            }
        }
    }
}

async fn poll_server(context: &Context, catch_up: &CatchUp) -> Result<(), Error> {
    let asking = async {
        let _pass = context.begin_catch_up();
        catch_up.run_pass(Depth::Heads).await?;
        catch_up.confirm_one().await?;
        catch_up.prefetch(PREFETCHED_PER_POLL).await
    };
    tokio::pin!(asking);
    let patience = patience(&context.timing);
    loop {
        tokio::select! {
            asked = &mut asking => return asked,
            // Slow is not silent: a cheap call tells.
            () = sleep(patience) => match timeout(context.timing.probe_timeout, context.rest.ping(&|| {})).await {
                Ok(pinged) => drop(pinged?),
                Err(_) => return Err(Error::Unreachable("the server has stopped answering".to_owned())),
            },
        }
    }
}

/// How long a round goes on before the server is asked whether it is there. With the pause before the round and the
/// probe, a server that has stopped answering is found as soon as a socket's ping would find it.
fn patience(timing: &Timing) -> Duration {
    let rest = timing.poll_every + timing.probe_timeout;
    timing.silence.saturating_sub(rest).max(timing.silence / 2)
}
