//! One connection, from its namespace being up to its end.
//!
//! What is heard goes into the store at once; joining, fetching and comparing run beside it as
//! chores, and end with the connection.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

use super::{
    Command, Parting, Session,
    hearing::{End, Heard},
    machine::Machine,
    probe::{Verdict, probe},
    pulse::Pulse,
};
use crate::{
    Connection, Error,
    context::Context,
    rooms::Rooms,
    socket::{Line, Signal},
    sync::{CatchUp, Depth},
};

/// How many signals one transaction takes at most.
const BURST: usize = 512;

/// How many chats that were never looked into belong to catching up; any more come after it.
const LOOKED_INTO_FIRST: usize = 100;

/// What a chore reports.
enum Report {
    /// The first pass is through.
    CaughtUp,
    /// Something that ends the connection.
    Failed(Error),
    /// The line does not answer.
    Silent,
}

/// The chores of one connection.
struct Chores {
    running: JoinSet<()>,
    report: mpsc::UnboundedSender<Report>,
}

impl Chores {
    fn start(&mut self, chore: impl Future<Output = Result<(), Error>> + Send + 'static) {
        let report = self.report.clone();
        while self.running.try_join_next().is_some() {}
        self.running.spawn(async move {
            if let Err(error) = chore.await {
                // The connection may be over already.
                drop(report.send(Report::Failed(error)));
            }
        });
    }

    /// The pass that everything waits for, then the one that nothing waits for.
    fn begin(&mut self, catch_up: CatchUp) {
        let report = self.report.clone();
        self.start(async move {
            catch_up.begin().await?;
            catch_up.look_into_new(LOOKED_INTO_FIRST).await?;
            drop(report.send(Report::CaughtUp));
            catch_up.look_into_new(usize::MAX).await
        });
    }

    /// The cache was begun anew.
    fn begin_anew(&mut self, catch_up: CatchUp) {
        self.start(async move {
            catch_up.begin_anew().await?;
            catch_up.look_into_new(usize::MAX).await
        });
    }

    fn again(&mut self, catch_up: CatchUp, depth: Depth) {
        self.start(async move {
            catch_up.again(depth).await?;
            catch_up.look_into_new(usize::MAX).await
        });
    }

    /// Asks whether the line still answers; if so, looks at everything.
    fn look(&mut self, context: Context, rooms: Arc<Rooms>, catch_up: CatchUp) {
        let report = self.report.clone();
        self.start(async move {
            match probe(&context, &rooms).await {
                Verdict::Answers => catch_up.again(Depth::Sweep).await?,
                Verdict::Refused(error) => return Err(error),
                Verdict::Silent => {
                    // The connection may be over already.
                    drop(report.send(Report::Silent));
                    return Ok(());
                }
            }
            catch_up.look_into_new(usize::MAX).await
        });
    }
}

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
        let (report, mut reports) = mpsc::unbounded_channel();
        let mut chores = Chores {
            running: JoinSet::new(),
            report,
        };
        chores.begin(catch_up.clone());
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
                    let heard = Heard::sort(burst.drain(..));
                    match self.take_in(heard, &rooms, &catch_up, &mut chores).await {
                        Ok(None) => {}
                        Ok(Some(End::Ended(why))) => {
                            break Parting::Lost(Error::Unreachable(why));
                        }
                        Ok(Some(End::Dismissed)) => break self.dismissed().await,
                        Err(error) => break Parting::Lost(error),
                    }
                }
                report = reports.recv() => match report {
                    Some(Report::CaughtUp) => {
                        self.failed_sockets = 0;
                        self.say_up(Connection::Online { since: self.context.now() });
                    }
                    Some(Report::Failed(error)) if error.wants_sign_in() => break Parting::Token,
                    Some(Report::Silent) => {
                        tracing::info!("the line does not answer");
                        self.context.rest.begin_anew();
                        break Parting::Again;
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
        chores.running.abort_all();
        if began.elapsed() >= timing.stable_after {
            self.backoff.reset();
        }
        parting
    }

    /// Takes a burst in and acts on it. Tells whether it held the line's end.
    async fn take_in(
        &self,
        heard: Heard,
        rooms: &Rooms,
        catch_up: &CatchUp,
        chores: &mut Chores,
    ) -> Result<Option<End>, Error> {
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
        Ok(heard.end)
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

fn every(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
