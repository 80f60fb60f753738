//! The session: one connection after another, for as long as somebody is signed in.
//!
//! It waits for a good token, dials, joins, catches up, listens, and begins again when the line is
//! lost: after 1 s growing to 5 s, with jitter, never giving up (CONTRACT section 2). The pause
//! starts at the first again only after a stable while, so a server that accepts and then
//! disconnects is not hammered. Where REST works and the socket does not, it polls.
//! It is dropped where it stands when the profile closes.

mod backoff;
mod hearing;
mod live;
mod machine;
mod polling;
mod probe;
mod pulse;

use std::{sync::Arc, time::Duration};

use protocol::{ConversationId, UtcMs};
use tokio::sync::mpsc;

use crate::{
    Connection, Error,
    bearer::{Standing, Token},
    context::Context,
    socket::{Dial, Line},
};
use backoff::Backoff;
use machine::Machine;
use pulse::Pulse;

/// What the session is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Connect at once; if connected, look at once.
    TryNow,
    /// Join a conversation's room and fetch its newest messages.
    Follow(ConversationId),
}

/// Why an attempt is over.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Parting {
    /// The token is gone or another one.
    Token,
    /// Again, at once: the host has just woken up, or the line was found dead.
    Again,
    /// The line is lost.
    Lost(Error),
    /// The socket does not open or does not last, though REST works.
    NoSocket(Error),
}

/// The session of one profile.
pub(crate) struct Session {
    context: Context,
    dialler: Arc<dyn Dial>,
    commands: mpsc::UnboundedReceiver<Command>,
    backoff: Backoff,
    /// Of the line at hand.
    pulse: Option<Pulse>,
    /// Since when the server is out of reach.
    lost_since: Option<UtcMs>,
    /// How many sockets in a row failed although REST works.
    failed_sockets: u32,
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
                Parting::Token => self.backoff.reset(),
                Parting::Again => {}
                Parting::Lost(error) | Parting::NoSocket(error) => self.pause(&error).await,
            }
        }
    }

    /// Tells the store up to when the line had worked; without one, each chat is complete up to when it was
    /// fetched.
    fn lose_the_line(&mut self) {
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
            self.say_connecting(false);
        }
        let parting = match self.dial(token).await {
            Ok(line) => self.live(line).await,
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

    /// Opens the socket. One that neither opens nor fails soon is either a sleeping host's or held up
    /// on the way: REST tells, while the socket gets its time.
    async fn dial(&self, token: &Token) -> Result<Line, Parting> {
        let timing = &self.context.timing;
        let origin = self.context.rest.origin();
        let dialling = self.dialler.dial(origin, token, timing.connect_patience);
        tokio::pin!(dialling);
        match tokio::time::timeout(timing.waking_after, &mut dialling).await {
            Ok(Ok(line)) => return Ok(line),
            Ok(Err(error)) => return Err(self.without_a_socket(error).await),
            Err(_) => {}
        }
        let held_up = Error::HostAsleep("the socket neither opens nor fails".to_owned());
        let asking = self.without_a_socket(held_up);
        let asleep = tokio::time::sleep(timing.waking_after / 4);
        tokio::pin!(asking, asleep);
        let (mut failed, mut told) = (false, false);
        loop {
            tokio::select! {
                outcome = &mut dialling, if !failed => match outcome {
                    Ok(line) => return Ok(line),
                    Err(error) => {
                        tracing::info!(%error, "no socket");
                        failed = true;
                    }
                },
                parting = &mut asking => return Err(parting),
                () = &mut asleep, if !told => {
                    told = true;
                    if self.lost_since.is_none() {
                        self.say_connecting(true);
                    }
                }
            }
        }
    }

    /// The socket does not open: one cheap call tells whether the token, the host, or only the
    /// socket's own way is the reason (CONTRACT section 2).
    async fn without_a_socket(&self, error: Error) -> Parting {
        let woke = std::sync::atomic::AtomicBool::new(false);
        let knocked = self
            .context
            .rest
            .knock(&|| {
                woke.store(true, std::sync::atomic::Ordering::Relaxed);
                self.say_connecting(true);
            })
            .await;
        match knocked {
            Ok(_) if woke.into_inner() => Parting::Again,
            Ok(_) => Parting::NoSocket(error),
            Err(failure) if failure.error.wants_sign_in() => Parting::Token,
            Err(failure) => Parting::Lost(failure.error),
        }
    }

    /// Waits before the next attempt, and says until when.
    async fn pause(&mut self, error: &Error) {
        let mut wait = self.backoff.next_pause();
        if let Error::TooManyRequests {
            retry_after: Some(asked),
        } = error
        {
            wait = wait.max(*asked);
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
        let mut machine = Machine::now(&self.context);
        let mut heartbeat = tokio::time::interval(self.context.timing.heartbeat);
        loop {
            tokio::select! {
                () = &mut over => return,
                _ = heartbeat.tick() => if let Some(what) = machine.happened(&self.context) {
                    tracing::info!(what, "trying at once");
                    self.context.rest.begin_anew();
                    return;
                },
                _ = standing.changed() => return,
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => return,
                    // The next catching up looks into the chat that is shown.
                    Some(Command::Follow(_)) => {}
                    None => over.as_mut().await,
                },
            }
        }
    }

    fn say_connecting(&self, waking: bool) {
        self.context.say(Connection::Connecting {
            since: self.context.now(),
            waking,
        });
    }

    /// The server is being heard: whoever waited for that may go on.
    fn say_up(&mut self, connection: Connection) {
        self.lost_since = None;
        self.context.say(connection);
        self.context.ring();
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
