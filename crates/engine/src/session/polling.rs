//! Polling: REST works, no websocket gets through. The list and the chat on screen are asked for
//! every few seconds, and the socket is tried again, soon at first and then ever more seldom.

use tokio::time::{Instant, sleep, sleep_until};

use super::{Command, Parting, Session, backoff::Backoff, machine::Machine};
use crate::{
    Connection, Error,
    bearer::Token,
    socket::Line,
    sync::{CatchUp, Depth},
};

impl Session {
    /// Polls until a socket opens, REST fails, or the token is refused.
    pub(super) async fn poll(&mut self, token: &Token) -> Parting {
        let catch_up = CatchUp::new(self.context.clone(), None);
        let longest = self.context.timing.socket_again_every;
        let mut again = Backoff::new(self.context.timing.backoff_longest.min(longest), longest);
        loop {
            let next_socket = Instant::now() + again.next_pause();
            match self.poll_until(&catch_up, next_socket).await {
                Ok(()) => {}
                Err(error) if error.wants_sign_in() => return Parting::Token,
                Err(error) => return Parting::Lost(error),
            }
            if let Some(line) = self.dial_while_polling(token, &catch_up).await {
                match self.live(line).await {
                    // It opens and does not last: polling goes on.
                    Parting::NoSocket(error) => tracing::info!(%error, "the socket did not last"),
                    parting => return parting,
                }
                self.lose_the_line();
            }
        }
    }

    async fn poll_until(&mut self, catch_up: &CatchUp, until: Instant) -> Result<(), Error> {
        let mut machine = Machine::now(&self.context);
        loop {
            catch_up.again(Depth::Heads).await?;
            self.say_up(Connection::Polling {
                since: self.context.now(),
            });
            catch_up.look_into_new(usize::MAX).await?;
            tokio::select! {
                () = sleep_until(until) => return Ok(()),
                () = sleep(self.context.timing.poll_every) => {
                    // Another network may let the socket through.
                    if let Some(what) = machine.happened(&self.context) {
                        tracing::info!(what, "trying the socket at once");
                        self.context.rest.begin_anew();
                        return Ok(());
                    }
                }
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => return Ok(()),
                    Some(Command::Follow(id)) => catch_up.follow(&id).await?,
                    None => std::future::pending().await,
                },
            }
        }
    }

    /// Tries the socket while polling goes on.
    async fn dial_while_polling(&mut self, token: &Token, catch_up: &CatchUp) -> Option<Line> {
        let (dialler, context) = (self.dialler.clone(), self.context.clone());
        let timing = &context.timing;
        let dialling = dialler.dial(context.rest.origin(), token, timing.connect_patience);
        tokio::pin!(dialling);
        loop {
            let asked = tokio::select! {
                outcome = &mut dialling => match outcome {
                    Ok(line) => return Some(line),
                    Err(error) => {
                        tracing::info!(%error, "still no socket");
                        return None;
                    }
                },
                () = sleep(timing.poll_every) => ask(catch_up).await,
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => ask(catch_up).await,
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

async fn ask(catch_up: &CatchUp) -> Result<(), Error> {
    catch_up.again(Depth::Heads).await?;
    catch_up.look_into_new(usize::MAX).await
}
