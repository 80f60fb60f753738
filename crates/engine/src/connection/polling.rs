//! Polling: REST works, no websocket gets through. The list and the chat on screen are asked for
//! every few seconds, and the socket is tried again, soon at first and then ever more seldom.

use tokio::time::{Instant, sleep, sleep_until};

use crate::{
    Connection, Error,
    connection::{
        command::Command,
        disconnect::Parting,
        interrupts::{Call, Ear},
        session::Session,
        socket::Line,
    },
    http::{auth_token::Token, backoff::Backoff},
    sync::catch_up::{CatchUp, Depth},
};

/// How many chats that were never looked into are fetched in one round: what is said meanwhile must not wait
/// for thousands of them.
const LOOKED_INTO_A_ROUND: usize = 20;

/// How a round of asking ended.
enum Asked {
    Through,
    /// Somebody or something wants the socket tried at once.
    BrokenOff,
}

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
        let context = self.context.clone();
        let mut ear = Ear::open(&context);
        loop {
            let pause = match self.ask_once(catch_up, &mut ear).await {
                Ok(Asked::Through) => {
                    context.note_disk(&Ok(()));
                    self.say_up(Connection::Polling {
                        since: context.now(),
                    });
                    context.timing.poll_every
                }
                Ok(Asked::BrokenOff) => return Ok(()),
                Err(error) if Self::is_for_want_of_room(&error) => {
                    self.lack_room(error);
                    context.timing.room_again_every
                }
                Err(error) => return Err(error),
            };
            tokio::select! {
                () = sleep_until(until) => return Ok(()),
                () = sleep(pause) => {}
                call = ear.hear(&context, &mut self.commands) => match call {
                    // Another network may let the socket through.
                    Call::Again(why) => {
                        tracing::info!(why, "trying the socket at once");
                        return Ok(());
                    }
                    Call::Follow(id) => match catch_up.follow(&id).await {
                        Err(error) if Self::is_for_want_of_room(&error) => self.lack_room(error),
                        followed => followed?,
                    },
                },
            }
        }
    }

    /// Asks for everything once. Whoever calls meanwhile is heard.
    async fn ask_once(&mut self, catch_up: &CatchUp, ear: &mut Ear) -> Result<Asked, Error> {
        let context = self.context.clone();
        let asking = ask(catch_up);
        tokio::pin!(asking);
        loop {
            tokio::select! {
                asked = &mut asking => return asked.map(|()| Asked::Through),
                call = ear.hear(&context, &mut self.commands) => match call {
                    Call::Again(_) => return Ok(Asked::BrokenOff),
                    Call::Follow(id) => catch_up.follow(&id).await?,
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
    catch_up.look_into_new(LOOKED_INTO_A_ROUND).await
}
