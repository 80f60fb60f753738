//! One connection, from its namespace being up to its end.
//!
//! What is heard goes into the store at once; joining, fetching and comparing run beside it as
//! chores, and end with the connection.

use std::sync::Arc;

use tokio::time::{Instant, sleep_until};

use crate::{
    Connection, Error,
    connection::{
        command::Command,
        disconnect::Parting,
        inbound::{End, Heard},
        interrupts::every,
        liveness::Pulse,
        rooms::Rooms,
        session::Session,
        socket::{Line, Signal},
        system_events::Machine,
        tasks::{Chores, Report},
    },
    sync::catch_up::{CatchUp, Depth},
};

/// How many signals one transaction takes at most.
const BURST: usize = 512;

impl Session {
    /// Lives on a line until it ends.
    pub(super) async fn live(&mut self, line: Line) -> Parting {
        let began = Instant::now();
        let timing = self.context.timing.clone();
        let Line {
            mut signals,
            emitter,
        } = line;
        let rooms = Arc::new(Rooms::new(emitter, timing.ack_patience));
        let catch_up = CatchUp::new(self.context.clone(), Some(rooms.clone()));
        let mut renewals = self.context.store.renewals();
        let (mut chores, mut reports) = Chores::new();
        chores.begin(catch_up.clone());
        let mut room_again: Option<Instant> = None;
        let mut list = every(timing.list_every);
        let mut sweep = every(timing.sweep_every);
        let mut heartbeat = every(timing.heartbeat);
        let mut machine = Machine::now(&self.context);
        let mut burst: Vec<Signal> = Vec::new();
        let mut pulse = Pulse::begin(self.context.now(), timing.silence);
        let parting = loop {
            // Kept at once: this future may be dropped at any point.
            self.pulse = Some(pulse);
            tokio::select! {
                count = signals.recv_many(&mut burst, BURST) => {
                    if count == 0 {
                        break Parting::Lost(Error::Unreachable("the stream ended".to_owned()));
                    }
                    if burst.iter().any(|signal| !matches!(signal, Signal::Ended(_))) {
                        pulse.hear(self.context.now());
                        self.pulse = Some(pulse);
                    }
                    let mut heard = Heard::sort(burst.drain(..));
                    let end = heard.end.take();
                    let taken = self.take_in(heard, &rooms, &catch_up, &mut chores).await;
                    match (end, taken) {
                        (Some(End::Ended(why)), _) => {
                            break Parting::Lost(Error::Unreachable(why));
                        }
                        (Some(End::Dismissed), _) => break self.dismissed().await,
                        (None, Ok(())) => {}
                        (None, Err(error)) if Self::is_for_want_of_room(&error) => {
                            self.lack_room(error);
                            room_again.get_or_insert(Instant::now() + timing.room_again_every);
                        }
                        (None, Err(error)) => break Parting::Lost(error),
                    }
                }
                report = reports.recv() => match report {
                    Some(Report::CaughtUp) => {
                        self.failed_sockets = 0;
                        self.context.note_disk(&Ok(()));
                        self.say_up(Connection::Online { since: self.context.now() });
                    }
                    Some(Report::Failed(error)) if error.wants_sign_in() => break Parting::Token,
                    Some(Report::Silent) => {
                        tracing::info!("the line does not answer");
                        self.context.rest.begin_anew();
                        break Parting::Again;
                    }
                    Some(Report::Passed) => chores.look_into_new(catch_up.clone()),
                    Some(Report::Failed(error)) if Self::is_for_want_of_room(&error) => {
                        self.lack_room(error);
                        room_again.get_or_insert(Instant::now() + timing.room_again_every);
                    }
                    Some(Report::Failed(error)) => break Parting::Lost(error),
                    None => break Parting::Lost(Error::Internal("no chores".to_owned())),
                },
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => {
                        chores.look(self.context.clone(), rooms.clone(), catch_up.clone());
                    }
                    Some(Command::Follow(id)) => {
                        let catch_up = catch_up.clone();
                        chores.start(async move { catch_up.follow(&id).await });
                    }
                    None => std::future::pending().await,
                },
                () = sleep_until(room_again.unwrap_or(began)), if room_again.is_some() => {
                    room_again = None;
                    chores.begin(catch_up.clone());
                }
                Ok(()) = renewals.changed() => chores.begin_anew(catch_up.clone()),
                _ = list.tick() => chores.again(catch_up.clone(), Depth::Heads),
                _ = sweep.tick() => chores.again(catch_up.clone(), Depth::Sweep),
                _ = heartbeat.tick() => {
                    if !rooms.is_alive() {
                        break Parting::Lost(Error::Internal("the socket broke down".to_owned()));
                    }
                    if let Some(what) = machine.happened(&self.context) {
                        tracing::info!(what, "looking at the line");
                        pulse.falter(self.context.now());
                        self.context.rest.begin_anew();
                        chores.look(self.context.clone(), rooms.clone(), catch_up.clone());
                    } else {
                        pulse.beat(self.context.now());
                    }
                }
            }
        };
        drop(chores);
        if began.elapsed() >= timing.stable_after {
            self.backoff.reset();
        }
        parting
    }

    /// Takes a burst in and acts on it.
    async fn take_in(
        &self,
        heard: Heard,
        rooms: &Rooms,
        catch_up: &CatchUp,
        chores: &mut Chores,
    ) -> Result<(), Error> {
        heard
            .refusals
            .iter()
            .for_each(|refusal| rooms.hear_refusal(refusal));
        if heard.has_records() {
            self.context.store.apply(heard.batch).await?;
        }
        for id in heard.opened {
            let catch_up = catch_up.clone();
            chores.start(async move { catch_up.follow(&id).await });
        }
        if !heard.spoken.is_empty() {
            let catch_up = catch_up.clone();
            chores.start(async move { catch_up.vouch_for(heard.spoken).await });
        }
        Ok(())
    }

    /// The server disconnected the socket on purpose: refused the token, perhaps (CONTRACT
    /// section 2). One cheap call tells.
    async fn dismissed(&self) -> Parting {
        match self.context.rest.knock(&|| {}).await {
            Ok(_) => Parting::NoSocket(Error::Unreachable(
                "the server closed the socket".to_owned(),
            )),
            Err(failure) if failure.error.wants_sign_in() => Parting::Token,
            Err(failure) => Parting::Lost(failure.error),
        }
    }
}
