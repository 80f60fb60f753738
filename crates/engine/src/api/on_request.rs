//! The work of a session, done once on request: for scripts and tests, which start the engine with
//! `SessionMode::OnRequest`, without background tasks.

use crate::{
    Error,
    api::Engine,
    outbox::scheduler,
    sync::catch_up::{CatchUp, Depth},
};

impl Engine {
    /// Works the outbox off once: sends due entries, reconciles unsettled ones, and answers how many entries
    /// there were once all of them have a result. At most one entry of each conversation is worked off, so a queue
    /// takes several calls. While a session runs, this call only wakes its outbox, and answers 0.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] or another error of the token; errors of the disk. [`Engine::outbox`] shows the
    /// result of each entry.
    pub async fn work_outbox_once(&self) -> Result<usize, Error> {
        let profile = self.profile()?;
        match &profile.in_flight {
            Some(in_flight) => {
                let mut in_flight = in_flight.lock().await;
                scheduler::run_once(&profile.context, &mut in_flight).await
            }
            None => {
                profile.context.wake_outbox();
                Ok(0)
            }
        }
    }

    /// Catches up once, without rooms: fetches the list, then each chat that changed according to it.
    pub async fn catch_up_once(&self) -> Result<(), Error> {
        let profile = self.profile()?;
        let catch_up = CatchUp::on_current_connection(&profile.context);
        catch_up.run_pass(Depth::Heads).await?;
        catch_up.prefetch(usize::MAX).await
    }
}
