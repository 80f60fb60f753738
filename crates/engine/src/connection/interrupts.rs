//! What reaches a session that is busy with something longer: a person who asks, and events of the computer itself.

use std::time::Duration;

use protocol::ConversationId;
use tokio::{
    sync::mpsc,
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use crate::{
    connection::{command::Command, system_events::SystemEvents},
    context::Context,
};

/// Something that cannot wait until what is under way is through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// Start over at once; why.
    Restart(&'static str),
    /// A chat came on screen.
    Follow(ConversationId),
}

/// Listens to the session's commands and watches the computer, from one moment on.
pub(super) struct Interrupts {
    system_events: SystemEvents,
    heartbeat: Interval,
}

impl Interrupts {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            system_events: SystemEvents::new(context),
            heartbeat: every(context.timing.heartbeat),
        }
    }

    /// Waits for a call. Nothing is lost when the wait is given up.
    pub(super) async fn next(
        &mut self,
        context: &Context,
        commands: &mut mpsc::UnboundedReceiver<Command>,
    ) -> Interrupt {
        loop {
            tokio::select! {
                _ = self.heartbeat.tick() => if let Some(what) = self.system_events.detect(context) {
                    // What took the connection may have taken the calls' connections too.
                    context.rest.reset_connections();
                    return Interrupt::Restart(what);
                },
                command = commands.recv() => return match command {
                    Some(Command::TryNow) => Interrupt::Restart("somebody asked"),
                    Some(Command::Follow(id)) => Interrupt::Follow(id),
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
