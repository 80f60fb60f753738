//! The session: one connection after another, for as long as somebody is signed in.
//!
//! It waits for a good token, dials, joins, catches up, listens, and begins again when the line is
//! lost: after 1 s growing to 5 s, with jitter, never giving up (CONTRACT section 2). The pause
//! starts at the first again only after a stable while, so a server that accepts and then
//! disconnects is not hammered. Where REST works and the socket does not, it polls.
//! It is dropped where it stands when the profile closes.

use std::sync::Arc;

use protocol::UtcMs;
use tokio::sync::mpsc;

use crate::{
    Connection, Error,
    clock::millis,
    connection::{
        command::Command,
        connect::Dialling,
        disconnect::Parting,
        interrupts::{Call, Ear},
        liveness::Pulse,
        socket::{Dial, Line},
    },
    context::Context,
    http::{
        auth_token::{Standing, Token},
        backoff::Backoff,
    },
};

/// The session of one profile.
pub(crate) struct Session {
    pub(super) context: Context,
    pub(super) dialler: Arc<dyn Dial>,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) backoff: Backoff,
    /// Of the line at hand.
    pub(super) pulse: Option<Pulse>,
    /// Since when the server is out of reach.
    pub(super) lost_since: Option<UtcMs>,
    /// How many sockets in a row failed although REST works.
    pub(super) failed_sockets: u32,
    /// Waking up excused the last socket that did not open: it excuses no second one.
    excused: bool,
}

impl Session {
    pub(crate) fn new(
        context: Context,
        dialler: Arc<dyn Dial>,
        commands: mpsc::UnboundedReceiver<Command>,
    ) -> Self {
        let backoff = Backoff::new(context.timing.backoff_first, context.timing.backoff_longest);
        Self {
            context,
            dialler,
            commands,
            backoff,
            pulse: None,
            lost_since: None,
            failed_sockets: 0,
            excused: false,
        }
    }

    pub(crate) async fn run(mut self) {
        loop {
            let token = self.admission().await;
            let mut standing = self.context.rest.bearer().watch();
            let other = Standing::Good(token.clone());
            let parting = tokio::select! {
                parting = self.attempt(&token) => parting,
                _ = standing.wait_for(|standing| *standing != other) => Parting::Token,
            };
            self.lose_the_line();
            match parting {
                // Nobody but the server says that a token is bad.
                Parting::Token if self.is_still_good(&token) => {
                    let error = Error::Internal("a token was doubted and is good".to_owned());
                    self.pause(&error).await;
                }
                Parting::Token => self.backoff.reset(),
                Parting::Again => {}
                Parting::Lost(error) | Parting::NoSocket(error) | Parting::Woken(error) => {
                    self.pause(&error).await;
                }
            }
        }
    }

    fn is_still_good(&self, token: &Token) -> bool {
        *self.context.rest.bearer().watch().borrow() == Standing::Good(token.clone())
    }

    /// Tells the store up to when the line had worked; without one, each chat is complete up to when it was
    /// fetched.
    pub(super) fn lose_the_line(&mut self) {
        let now = self.context.now();
        let pulse = self.pulse.take();
        let worked_until = pulse.map_or(UtcMs(0), |pulse| pulse.worked_until(now));
        self.context.store.line_lost_after(worked_until);
    }

    /// Waits for a token that the server is not known to refuse.
    async fn admission(&mut self) -> Token {
        let mut standing = self.context.rest.bearer().watch();
        loop {
            let current = standing.borrow_and_update().clone();
            match current {
                Standing::Good(token) => return token,
                Standing::Unread => {}
                Standing::Lacking(why) => {
                    self.lost_since = None;
                    self.context.say(Connection::SignInNeeded {
                        since: self.context.now(),
                        code: why.code().to_owned(),
                    });
                }
            }
            tokio::select! {
                changed = standing.changed() => {
                    if changed.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
                // Nothing can be done for a command without a token.
                _ = self.commands.recv() => {}
            }
        }
    }

    /// One attempt: from dialling to the end of the line.
    async fn attempt(&mut self, token: &Token) -> Parting {
        if self.lost_since.is_none() {
            self.context.say(Connection::Connecting {
                since: self.context.now(),
                waking: false,
            });
        }
        let parting = match self.dial(token).await {
            Ok(line) => {
                self.excused = false;
                self.live(line).await
            }
            Err(Parting::Woken(_)) if !self.excused => {
                self.excused = true;
                Parting::Again
            }
            Err(Parting::Woken(error)) => Parting::NoSocket(error),
            Err(parting) => parting,
        };
        if matches!(parting, Parting::NoSocket(_)) {
            self.failed_sockets += 1;
            tracing::info!(
                ?parting,
                failed = self.failed_sockets,
                "no socket, though REST works"
            );
            if self.failed_sockets >= self.context.timing.sockets_before_polling {
                return self.poll(token).await;
            }
        }
        parting
    }

    /// Opens the socket, unless somebody or something asks to begin anew meanwhile.
    async fn dial(&mut self, token: &Token) -> Result<Line, Parting> {
        let (context, dialler) = (self.context.clone(), self.dialler.clone());
        let dialling = Dialling {
            context: &context,
            dialler: &*dialler,
            lost: self.lost_since.is_some(),
        };
        let dialling = dialling.dial(token);
        tokio::pin!(dialling);
        let mut ear = Ear::open(&context);
        loop {
            tokio::select! {
                outcome = &mut dialling => return outcome,
                call = ear.hear(&context, &mut self.commands) => match call {
                    Call::Again(why) => {
                        tracing::info!(why, "dialling anew");
                        return Err(Parting::Again);
                    }
                    // The catching up that follows looks into the chat that is shown.
                    Call::Follow(_) => {}
                },
            }
        }
    }

    /// Waits before the next attempt, and says until when.
    async fn pause(&mut self, error: &Error) {
        let mut wait = self.backoff.next_pause();
        self.context.brake.note::<()>(&Err(error.clone()));
        if matches!(error, Error::TooManyRequests { .. }) {
            wait = wait.max(self.context.brake.left().unwrap_or_default());
        }
        tracing::info!(%error, wait_ms = wait.as_millis(), "the line is lost");
        if self.lost_since.is_none() {
            // What took the line may have taken the calls' connections too.
            self.context.rest.begin_anew();
        }
        let now = self.context.now();
        let since = *self.lost_since.get_or_insert(now);
        let next_try = UtcMs(now.0.saturating_add(millis(wait)));
        let code = error.code().to_owned();
        self.context.say(Connection::Offline {
            since,
            next_try,
            code,
        });
        let mut standing = self.context.rest.bearer().watch();
        standing.mark_unchanged();
        let over = tokio::time::sleep(wait);
        tokio::pin!(over);
        let context = self.context.clone();
        let mut ear = Ear::open(&context);
        loop {
            tokio::select! {
                () = &mut over => return,
                _ = standing.changed() => return,
                call = ear.hear(&context, &mut self.commands) => match call {
                    Call::Again(why) => {
                        tracing::info!(why, "trying at once");
                        return;
                    }
                    // The next catching up looks into the chat that is shown.
                    Call::Follow(_) => {}
                },
            }
        }
    }

    /// The server is being heard: whoever waited for that may go on.
    pub(super) fn say_up(&mut self, connection: Connection) {
        self.lost_since = None;
        self.context.say(connection);
        self.context.ring();
    }
}

impl Drop for Session {
    /// The profile closes: what the line had brought is vouched for as when it is lost.
    fn drop(&mut self) {
        self.lose_the_line();
    }
}
