//! What reaches a session that is busy with something longer: a person who asks, and the machine's own events.

use std::time::Duration;

use protocol::ConversationId;
use tokio::{
    sync::mpsc,
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use crate::{
    connection::{command::Command, system_events::Machine},
    context::Context,
};

/// Something that cannot wait until what is under way is through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Begin anew at once; why.
    Again(&'static str),
    /// A chat came on screen.
    Follow(ConversationId),
}

/// Listens to the session's commands and watches the machine, from one moment on.
pub(super) struct Ear {
    machine: Machine,
    heartbeat: Interval,
}

impl Ear {
    pub(super) fn open(context: &Context) -> Self {
        Self {
            machine: Machine::now(context),
            heartbeat: every(context.timing.heartbeat),
        }
    }

    /// Waits for a call. Nothing is lost when the wait is given up.
    pub(super) async fn hear(
        &mut self,
        context: &Context,
        commands: &mut mpsc::UnboundedReceiver<Command>,
    ) -> Call {
        loop {
            tokio::select! {
                _ = self.heartbeat.tick() => if let Some(what) = self.machine.happened(context) {
                    // What took the line may have taken the calls' connections too.
                    context.rest.begin_anew();
                    return Call::Again(what);
                },
                command = commands.recv() => return match command {
                    Some(Command::TryNow) => Call::Again("somebody asked"),
                    Some(Command::Follow(id)) => Call::Follow(id),
                    None => std::future::pending().await,
                },
            }
        }
    }
}

/// Ticks that begin after one period and do not hurry after a late one.
pub(super) fn every(period: Duration) -> Interval {
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
