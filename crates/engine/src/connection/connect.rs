//! Opening the socket. One that neither opens nor fails soon is either a sleeping host's or held up on the way:
//! REST tells, while the socket gets its time.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    Connection, Error,
    connection::{
        disconnect::Parting,
        socket::{Dial, Line},
    },
    context::Context,
    http::auth_token::Token,
};

/// One attempt to open the socket.
pub(super) struct Dialling<'a> {
    pub(super) context: &'a Context,
    pub(super) dialler: &'a dyn Dial,
    /// Whether the server counts as out of reach already: then that it wakes up is no news.
    pub(super) lost: bool,
}

impl Dialling<'_> {
    pub(super) async fn dial(&self, token: &Token) -> Result<Line, Parting> {
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
                    if !self.lost {
                        self.say_waking();
                    }
                }
            }
        }
    }

    /// The socket does not open: one cheap call tells whether the token, the host, or only the
    /// socket's own way is the reason (CONTRACT section 2).
    async fn without_a_socket(&self, error: Error) -> Parting {
        let woke = AtomicBool::new(false);
        let knocked = self
            .context
            .rest
            .knock(&|| {
                woke.store(true, Ordering::Relaxed);
                self.say_waking();
            })
            .await;
        match knocked {
            Ok(_) if woke.into_inner() => Parting::Woken(error),
            Ok(_) => Parting::NoSocket(error),
            Err(failure) if failure.error.wants_sign_in() => Parting::Token,
            Err(failure) => Parting::Lost(failure.error),
        }
    }

    fn say_waking(&self) {
        self.context.say(Connection::Connecting {
            since: self.context.now(),
            waking: true,
        });
    }
}
