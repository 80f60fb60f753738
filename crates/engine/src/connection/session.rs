//! The session: one connection after another, for as long as somebody is signed in.
//!
//! It waits for a good token, connects, joins, catches up, listens, and begins again when the connection is
//! lost: after 1 s growing to 5 s, with jitter, never giving up (CONTRACT section 2). The pause
//! starts at the first again only after a stable while, so a server that accepts and then
//! disconnects is not hammered. Where REST works and the socket does not, it polls.
//! It is dropped where it stands when the profile closes.

use std::{sync::Arc, time::Duration};

use protocol::UtcMs;
use store::Backoff;
use tokio::sync::mpsc;

use crate::{
    Connection, Error,
    clock::millis,
    connection::{
        command::Command,
        connect::ConnectAttempt,
        disconnect::DisconnectReason,
        interrupts::{Interrupt, Interrupts},
        recent_losses::RecentLosses,
        rooms::AnsweringRoom,
        socket::{Connector, SocketConnection},
        suspects::{EventKey, Suspects},
    },
    context::Context,
    error::ErrorClass,
    http::auth_token::{Token, TokenState},
};

/// The session of one profile.
pub(crate) struct Session {
    pub(super) context: Context,
    pub(super) connector: Arc<dyn Connector>,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) backoff: Backoff,
    /// Since when the server is out of reach.
    pub(super) lost_since: Option<UtcMs>,
    /// How many sockets in a row failed although REST works.
    pub(super) failed_sockets: u32,
    /// How often the server has dismissed a socket in a row, each before it had lasted.
    pub(super) dismissals: u32,
    pub(super) answering_room: AnsweringRoom,
    /// Whether the connection that is lost had caught up.
    was_online: bool,
    losses: RecentLosses,
    /// The events that are being taken in.
    pub(super) in_hand: Vec<EventKey>,
    /// Events that were in hand when the session broke off.
    pub(super) suspects: Suspects,
    /// Waking up excused the last socket that did not open: it excuses no second one.
    wake_excused: bool,
}

impl Session {
    pub(crate) fn new(
        context: Context,
        connector: Arc<dyn Connector>,
        commands: mpsc::UnboundedReceiver<Command>,
    ) -> Self {
        let backoff = Backoff::new(context.timing.backoff_first, context.timing.backoff_longest);
        Self {
            context,
            connector,
            commands,
            backoff,
            lost_since: None,
            failed_sockets: 0,
            dismissals: 0,
            answering_room: AnsweringRoom::default(),
            was_online: false,
            losses: RecentLosses::default(),
            in_hand: Vec::new(),
            suspects: Suspects::default(),
            wake_excused: false,
        }
    }

    /// The session begins anew after a panic: it says so, and passes over what was in hand when that comes again.
    pub(crate) fn broke_off(&mut self, pause: Duration) {
        self.connection_lost();
        self.suspects.add(std::mem::take(&mut self.in_hand));
        let now = self.context.now();
        self.context.set_connection(Connection::Offline {
            since: *self.lost_since.get_or_insert(now),
            next_try: UtcMs(now.0.saturating_add(millis(pause))),
            code: Error::Internal(String::new()).code().to_owned(),
        });
    }

    pub(crate) async fn run(&mut self) {
        let (news, store) = (&self.context.news, &self.context.store);
        // Nothing that is known was said later than the server was last heard, whatever time it bears.
        let now = self.context.now();
        let heard = self.context.clock.last_server_time().unwrap_or(now);
        if let Err(error) = news.open(store, heard.min(now)).await {
            tracing::warn!(%error, "what is known cannot be read");
        }
        loop {
            let token = self.wait_for_token().await;
            let mut token_state = self.context.rest.auth_token().subscribe();
            let other = TokenState::Valid(token.clone());
            let reason = tokio::select! {
                reason = self.attempt(&token) => reason,
                _ = token_state.wait_for(|token_state| *token_state != other) => DisconnectReason::TokenChanged,
            };
            self.connection_lost();
            match reason {
                // Nobody but the server says that a token is bad.
                DisconnectReason::TokenChanged if self.is_still_valid(&token) => {
                    let error = Error::Internal("a token was doubted and is good".to_owned());
                    self.wait_before_retry(&error).await;
                }
                DisconnectReason::TokenChanged => self.backoff.reset(),
                DisconnectReason::ReconnectNow => {}
                DisconnectReason::Lost(error)
                | DisconnectReason::SocketBlocked(error)
                | DisconnectReason::HostWoke(error) => {
                    self.wait_before_retry(&error).await;
                }
            }
        }
    }

    fn is_still_valid(&self, token: &Token) -> bool {
        *self.context.rest.auth_token().subscribe().borrow() == TokenState::Valid(token.clone())
    }

    /// Tells the store that no event follows on what was fetched any more.
    pub(super) fn connection_lost(&mut self) {
        self.context.store.connection_lost();
    }

    /// Waits for a token that the server is not known to refuse.
    async fn wait_for_token(&mut self) -> Token {
        let mut token_state = self.context.rest.auth_token().subscribe();
        loop {
            let current = token_state.borrow_and_update().clone();
            match current {
                TokenState::Valid(token) => return token,
                TokenState::Loading => {}
                TokenState::Missing(why) => {
                    self.lost_since = None;
                    self.context.set_connection(Connection::SignInNeeded {
                        since: self.context.now(),
                        code: why.code().to_owned(),
                    });
                }
            }
            tokio::select! {
                changed = token_state.changed() => {
                    if changed.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
                // Nothing can be done for a command without a token.
                _ = self.commands.recv() => {}
            }
        }
    }

    /// One attempt: from connecting to the end of the connection.
    async fn attempt(&mut self, token: &Token) -> DisconnectReason {
        if self.lost_since.is_none() {
            self.context.set_connection(Connection::Connecting {
                since: self.context.now(),
                waking: false,
            });
        }
        let reason = match self.connect(token).await {
            Ok(connection) => {
                self.wake_excused = false;
                self.run_online(connection).await
            }
            Err(DisconnectReason::HostWoke(_)) if !self.wake_excused => {
                self.wake_excused = true;
                DisconnectReason::ReconnectNow
            }
            Err(DisconnectReason::HostWoke(error)) => DisconnectReason::SocketBlocked(error),
            Err(reason) => reason,
        };
        if matches!(reason, DisconnectReason::SocketBlocked(_)) {
            self.failed_sockets += 1;
            tracing::info!(
                ?reason,
                failed = self.failed_sockets,
                "no socket, though REST works"
            );
            if self.failed_sockets >= self.context.timing.sockets_before_polling {
                return self.run_polling(token).await;
            }
        }
        reason
    }

    /// Opens the socket, unless somebody or something asks to start over meanwhile.
    async fn connect(&mut self, token: &Token) -> Result<SocketConnection, DisconnectReason> {
        let (context, connector) = (self.context.clone(), self.connector.clone());
        let connecting = ConnectAttempt {
            context: &context,
            connector: &*connector,
            lost: self.lost_since.is_some(),
        };
        let connecting = connecting.connect(token);
        tokio::pin!(connecting);
        let mut interrupts = Interrupts::new(&context);
        loop {
            tokio::select! {
                outcome = &mut connecting => return outcome,
                interrupt = interrupts.next(&context, &mut self.commands) => match interrupt {
                    Interrupt::Restart(why) => {
                        tracing::info!(why, "connecting anew");
                        return Err(DisconnectReason::ReconnectNow);
                    }
                    // The catching up that follows looks into the chats on screen.
                    Interrupt::Follow(_) => {}
                },
            }
        }
    }

    /// Waits before the next attempt, and says until when.
    async fn wait_before_retry(&mut self, error: &Error) {
        let mut wait = self.backoff.next_pause();
        self.context.rate_limit.record::<()>(&Err(error.clone()));
        if error.class() == ErrorClass::RateLimited {
            wait = wait.max(self.context.rate_limit.remaining().unwrap_or_default());
        }
        tracing::info!(%error, wait_ms = wait.as_millis(), "the connection is lost");
        if self.lost_since.is_none() {
            // What took the connection may have taken the calls' connections too.
            self.context.rest.reset_connections();
        }
        let now = self.context.now();
        let since = *self.lost_since.get_or_insert(now);
        let next_try = UtcMs(now.0.saturating_add(millis(wait)));
        let code = if std::mem::take(&mut self.was_online) && self.losses.add() {
            Error::UnstableConnection(String::new()).code()
        } else {
            error.code()
        };
        let code = code.to_owned();
        self.context.set_connection(Connection::Offline {
            since,
            next_try,
            code,
        });
        let mut token_state = self.context.rest.auth_token().subscribe();
        token_state.mark_unchanged();
        let over = tokio::time::sleep(wait);
        tokio::pin!(over);
        let context = self.context.clone();
        let mut interrupts = Interrupts::new(&context);
        loop {
            tokio::select! {
                () = &mut over => return,
                _ = token_state.changed() => return,
                interrupt = interrupts.next(&context, &mut self.commands) => match interrupt {
                    Interrupt::Restart(why) => {
                        tracing::info!(why, "trying at once");
                        return;
                    }
                    // The next catching up looks into the chats on screen.
                    Interrupt::Follow(_) => {}
                },
            }
        }
    }

    /// The server is being heard: whoever waited for that may go on.
    pub(super) async fn server_reached(&mut self, connection: Connection) {
        self.lost_since = None;
        self.was_online = matches!(connection, Connection::Online { .. });
        // Before anybody hears of it.
        if let Err(error) = self
            .context
            .news
            .begin(&self.context.store, self.context.now())
            .await
        {
            tracing::warn!(%error, "what is history cannot be read");
        }
        self.context.set_connection(connection);
        self.context.wake_outbox();
    }
}

impl Drop for Session {
    /// The profile closes: what the connection had brought is recorded as when it is lost.
    fn drop(&mut self) {
        self.connection_lost();
    }
}
