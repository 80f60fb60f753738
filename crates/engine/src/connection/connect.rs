//! Opening the socket. One that neither opens nor fails soon is either a sleeping host's or held up on the way:
//! REST tells, while the socket gets its time.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    Connection, Error,
    connection::{
        disconnect::DisconnectReason,
        socket::{Connector, SocketConnection},
    },
    context::Context,
    error::ErrorClass,
    http::auth_token::Token,
};

/// One attempt to open the socket.
pub(super) struct ConnectAttempt<'a> {
    pub(super) context: &'a Context,
    pub(super) connector: &'a dyn Connector,
    /// Whether the server counts as out of reach already: then that it wakes up is no news.
    pub(super) lost: bool,
}

impl ConnectAttempt<'_> {
    pub(super) async fn connect(
        &self,
        token: &Token,
    ) -> Result<SocketConnection, DisconnectReason> {
        let timing = &self.context.timing;
        let origin = self.context.rest.origin();
        let connecting = self
            .connector
            .connect(origin, token, timing.connect_timeout);
        tokio::pin!(connecting);
        match tokio::time::timeout(timing.waking_after, &mut connecting).await {
            Ok(Ok(line)) => return Ok(line),
            Ok(Err(error)) => return Err(self.diagnose(error).await),
            Err(_) => {}
        }
        let held_up = Error::HostAsleep("the socket neither opens nor fails".to_owned());
        let asking = self.diagnose(held_up);
        let asleep = tokio::time::sleep(timing.waking_after / 4);
        tokio::pin!(asking, asleep);
        let (mut failed, mut told) = (false, false);
        loop {
            tokio::select! {
                outcome = &mut connecting, if !failed => match outcome {
                    Ok(connection) => return Ok(connection),
                    Err(error) => {
                        tracing::info!(%error, "no socket");
                        failed = true;
                    }
                },
                reason = &mut asking => return Err(reason),
                () = &mut asleep, if !told => {
                    told = true;
                    if !self.lost {
                        self.show_waking();
                    }
                }
            }
        }
    }

    /// The socket does not open: one cheap call tells whether the token, the host, or only the
    /// socket's own way is the reason (CONTRACT section 2).
    async fn diagnose(&self, error: Error) -> DisconnectReason {
        let woke = AtomicBool::new(false);
        let pinged = self
            .context
            .rest
            .ping(&|| {
                woke.store(true, Ordering::Relaxed);
                self.show_waking();
            })
            .await;
        match pinged {
            Ok(_) if woke.into_inner() => DisconnectReason::HostWoke(error),
            Ok(_) => DisconnectReason::SocketBlocked(error),
            Err(failure) if failure.error.class() == ErrorClass::Auth => {
                DisconnectReason::TokenChanged
            }
            Err(failure) => DisconnectReason::Lost(failure.error),
        }
    }

    fn show_waking(&self) {
        self.context.set_connection(Connection::Connecting {
            since: self.context.now(),
            waking: true,
        });
    }
}
