//! One connection, from its namespace being up to its end.
//!
//! What is heard goes into the store at once; joining, fetching and comparing run beside it as
//! tasks, and end with the connection.

use std::sync::Arc;

use protocol::ConversationId;

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use crate::{
    Connection, Error,
    connection::{
        command::Command,
        disconnect::DisconnectReason,
        inbound::{End, Inbound},
        interrupts::every,
        rooms::Rooms,
        session::Session,
        signal::Signal,
        signal_queue::WaitingSignal,
        socket::SocketConnection,
        suspects::EventKey,
        system_events::SystemEvents,
        tasks::{ConnectionTasks, Report},
    },
    error::ErrorClass,
    sync::{
        catch_up::{CatchUp, Depth},
        confirmations::Confirmations,
    },
};

/// How many signals one transaction takes at most: while it is written, what the user writes waits.
const TAKEN_AT_ONCE: usize = 4_096;

/// How many sockets in a row the server has to dismiss, each before it has lasted, for sockets to count as blocked.
const DISMISSALS_BEFORE_POLLING: u32 = 2;

/// Waits until something is heard, and until it may be taken: 0 when there will be nothing more. Dropped, it has
/// taken nothing.
async fn take_heard(
    signals: &mut mpsc::Receiver<WaitingSignal>,
    heard: &mut Vec<WaitingSignal>,
    from: Instant,
) -> usize {
    sleep_until(from).await;
    signals.recv_many(heard, TAKEN_AT_ONCE).await
}

impl Session {
    /// Runs on a connection until it ends.
    pub(super) async fn run_online(&mut self, connection: SocketConnection) -> DisconnectReason {
        let began = Instant::now();
        let timing = self.context.timing.clone();
        let SocketConnection {
            mut signals,
            emitter,
        } = connection;
        let rooms = Arc::new(Rooms::new(
            emitter,
            timing.ack_timeout,
            self.answering_room.clone(),
        ));
        let catch_up = CatchUp::new(self.context.clone(), Some(rooms.clone()));
        let mut renewals = self.context.store.renewals();
        let (mut tasks, mut reports) = ConnectionTasks::new();
        tasks.start_first_pass(catch_up.clone());
        let mut confirmations = Confirmations::new(timing.confirm_after, timing.confirm_every);
        let mut last_heard = Instant::now();
        let mut disk_retry: Option<Instant> = None;
        let mut list = every(timing.list_every);
        let mut sweep = every(timing.sweep_every);
        let mut heartbeat = every(timing.heartbeat);
        let mut system_events = SystemEvents::new(&self.context);
        let mut heard: Vec<WaitingSignal> = Vec::new();
        let mut take_from = began;
        let reason = loop {
            tokio::select! {
                count = take_heard(&mut signals, &mut heard, take_from) => {
                    if count == 0 {
                        break DisconnectReason::Lost(Error::Unreachable("the stream ended".to_owned()));
                    }
                    last_heard = Instant::now();
                    take_from = last_heard + timing.take_every;
                    // Their room is given back when the store has them.
                    let (mut burst, _room): (Vec<Signal>, Vec<_>) = heard.drain(..).map(WaitingSignal::split).unzip();
                    self.suspects.pass_over(&mut burst);
                    self.in_hand = burst.iter().filter_map(EventKey::of).collect();
                    fail::fail_point!("panic/session", !self.in_hand.is_empty(), |_| DisconnectReason::ReconnectNow);
                    let mut inbound = Inbound::from_signals(burst);
                    let end = inbound.end.take();
                    let taken = self.apply_inbound(inbound, &rooms, &catch_up, &mut tasks, &mut confirmations).await;
                    self.in_hand.clear();
                    match (end, taken) {
                        (Some(End::StreamEnded(why)), _) => {
                            break DisconnectReason::Lost(Error::Unreachable(why));
                        }
                        (Some(End::ServerClosed), _) => break self.server_closed(began).await,
                        (None, Ok(())) => {}
                        (None, Err(error)) if error.class() == ErrorClass::DiskFull => {
                            self.disk_full(error);
                            disk_retry.get_or_insert(Instant::now() + timing.disk_retry_every);
                        }
                        (None, Err(error)) => break DisconnectReason::Lost(error),
                    }
                }
                report = reports.recv() => match report {
                    Some(Report::CaughtUp) => {
                        self.failed_sockets = 0;
                        self.context.record_disk(&Ok(()));
                        self.server_reached(Connection::Online { since: self.context.now() }).await;
                        // What an earlier connection, or an earlier run, could not confirm any more.
                        if let Ok(left) = self.context.store.unconfirmed_conversations().await {
                            confirmations.demand(left);
                        }
                    }
                    Some(Report::Failed(error)) if error.class() == ErrorClass::Auth => break DisconnectReason::TokenChanged,
                    Some(Report::Silent) => {
                        tracing::info!("the connection does not answer");
                        self.context.rest.reset_connections();
                        break DisconnectReason::ReconnectNow;
                    }
                    Some(Report::Followed) => tasks.start_next_follow(&catch_up),
                    Some(Report::Passed(pass)) => {
                        tasks.start_prefetch(catch_up.clone(), pass);
                        // A call that was to confirm a chat may have failed.
                        if let Ok(left) = self.context.store.unconfirmed_conversations().await {
                            confirmations.note_events(left);
                        }
                    }
                    Some(Report::Failed(error)) if error.class() == ErrorClass::DiskFull => {
                        self.disk_full(error);
                        disk_retry.get_or_insert(Instant::now() + timing.disk_retry_every);
                    }
                    Some(Report::Failed(error)) => break DisconnectReason::Lost(error),
                    None => break DisconnectReason::Lost(Error::Internal("no tasks".to_owned())),
                },
                command = self.commands.recv() => match command {
                    Some(Command::TryNow) => {
                        tasks.start_health_check(self.context.clone(), rooms.clone(), catch_up.clone());
                    }
                    Some(Command::Follow(id)) => {
                        let catch_up = catch_up.clone();
                        tasks.start(async move { catch_up.follow(&id).await });
                    }
                    None => std::future::pending().await,
                },
                () = sleep_until(confirmations.next_at().unwrap_or(began)), if confirmations.next_at().is_some() => {
                    if let Some(id) = confirmations.take_next(&self.context.shown()) {
                        let catch_up = catch_up.clone();
                        tasks.start(async move { catch_up.confirm(id).await });
                    }
                }
                // The socket's own watch goes by what the server says of its ping, which may be anything.
                () = sleep_until(last_heard + timing.silence) => {
                    last_heard = Instant::now();
                    tasks.start_probe(self.context.clone(), rooms.clone());
                }
                () = sleep_until(disk_retry.unwrap_or(began)), if disk_retry.is_some() => {
                    disk_retry = None;
                    tasks.start_first_pass(catch_up.clone());
                }
                Ok(()) = renewals.changed() => tasks.start_refetch(catch_up.clone()),
                _ = list.tick() => tasks.start_pass(catch_up.clone(), Depth::Heads),
                _ = sweep.tick() => tasks.start_pass(catch_up.clone(), Depth::Sweep),
                _ = heartbeat.tick() => {
                    if !rooms.is_alive() {
                        break DisconnectReason::Lost(Error::Internal("the socket broke down".to_owned()));
                    }
                    if let Some(what) = system_events.detect(&self.context) {
                        tracing::info!(what, "looking at the connection");
                        self.context.rest.reset_connections();
                        tasks.start_health_check(self.context.clone(), rooms.clone(), catch_up.clone());
                    }
                }
            }
        };
        drop(tasks);
        if began.elapsed() >= timing.stable_after {
            self.backoff.reset();
        }
        reason
    }

    /// Takes a burst in and acts on it.
    async fn apply_inbound(
        &self,
        inbound: Inbound,
        rooms: &Rooms,
        catch_up: &CatchUp,
        tasks: &mut ConnectionTasks,
        confirmations: &mut Confirmations,
    ) -> Result<(), Error> {
        inbound
            .refused_joins
            .iter()
            .for_each(|refusal| rooms.record_refusal(refusal));
        if inbound.has_records() {
            self.context.store.apply(inbound.batch).await?;
        }
        confirmations.note_events(inbound.active_conversations.iter().cloned());
        self.demand_unreadable(inbound.unreadable, confirmations)
            .await?;
        if !inbound.new_conversations.is_empty() {
            tasks.follow(catch_up, inbound.new_conversations);
        }
        let unsynced = catch_up.unsynced(inbound.active_conversations);
        if !unsynced.is_empty() {
            let catch_up = catch_up.clone();
            tasks.start(async move { catch_up.fetch_unsynced(unsynced).await });
        }
        Ok(())
    }

    /// What could not be read may have been said in the chat that it names; where it names none, in any.
    async fn demand_unreadable(
        &self,
        unreadable: Vec<Option<ConversationId>>,
        confirmations: &mut Confirmations,
    ) -> Result<(), Error> {
        if unreadable.iter().any(Option::is_none) {
            confirmations.demand(self.context.store.open_conversations().await?);
        }
        confirmations.demand(unreadable.into_iter().flatten());
        Ok(())
    }

    /// The server disconnected the socket on purpose: refused the token, perhaps (CONTRACT
    /// section 2). One cheap call tells.
    async fn server_closed(&mut self, began: Instant) -> DisconnectReason {
        match self.context.rest.ping(&|| {}).await {
            Ok(_) => {
                let error = Error::Unreachable("the server closed the socket".to_owned());
                if began.elapsed() >= self.context.timing.stable_after {
                    self.dismissals = 0;
                }
                self.dismissals += 1;
                // Once may be a restart of the server; a server that goes on so takes no sockets.
                if self.dismissals < DISMISSALS_BEFORE_POLLING {
                    DisconnectReason::Lost(error)
                } else {
                    DisconnectReason::SocketBlocked(error)
                }
            }
            Err(failure) if failure.error.class() == ErrorClass::Auth => {
                DisconnectReason::TokenChanged
            }
            Err(failure) => DisconnectReason::Lost(failure.error),
        }
    }
}
