//! Waiting for a state of an engine process.

use std::time::Duration;

use anyhow::{Result, ensure};
use engine::Connection;
use tokio::time::{Instant, sleep, timeout};

use super::messages::SendState;
use super::{EngineProcess, EngineSettings};

const ONLINE_WITHIN: Duration = Duration::from_secs(60);
const STOPPED_WITHIN: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

impl EngineProcess {
    /// Starts a process and signs it in where its folder knows nobody.
    pub async fn start_signed_in(settings: &EngineSettings) -> Result<Self> {
        let engine = Self::start(settings)?;
        engine.ensure_signed_in().await?;
        Ok(engine)
    }

    pub async fn start_online(settings: &EngineSettings) -> Result<Self> {
        let engine = Self::start_signed_in(settings).await?;
        engine.wait_online().await?;
        Ok(engine)
    }

    pub async fn wait_online(&self) -> Result<()> {
        let mut connection = self.connection();
        let online = connection.wait_for(|now| matches!(now, Some(Connection::Online { .. })));
        let is_online = matches!(timeout(ONLINE_WITHIN, online).await, Ok(Ok(_)));
        let now = self.connection().borrow().clone();
        ensure!(is_online, "never online: {now:?}\n{}", self.log());
        Ok(())
    }

    /// Waits until the process stands still at its failpoint.
    pub async fn wait_stopped(&self) -> Result<()> {
        let mut stopped = self.stopped_at();
        let found = timeout(STOPPED_WITHIN, stopped.wait_for(Option::is_some)).await;
        let is_stopped = matches!(found, Ok(Ok(_)));
        ensure!(is_stopped, "it never stopped:\n{}", self.log());
        Ok(())
    }

    /// How many messages the engine is sending or reconciling, or is yet to send.
    pub async fn in_progress(&self) -> Result<usize> {
        let outbox = self.outbox().await?;
        let waiting = outbox.iter().map(|entry| &entry.waiting);
        Ok(waiting
            .filter(|state| **state == SendState::InProgress)
            .count())
    }

    /// Waits until at most `most` messages are in progress: what is left waits for the user.
    pub async fn wait_drained_to(&self, most: usize, within: Duration) -> Result<()> {
        let give_up = Instant::now() + within;
        while self.in_progress().await? > most {
            if Instant::now() >= give_up {
                let outbox = self.outbox().await?;
                let now = self.connection().borrow().clone();
                let log = self.log();
                anyhow::bail!("the outbox does not drain; {now:?}; {outbox:#?}\n{log}");
            }
            sleep(PAUSE).await;
        }
        Ok(())
    }
}
