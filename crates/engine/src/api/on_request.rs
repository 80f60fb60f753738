//! The work of a session, done once when asked: for scripts and tests, which start the engine with
//! `SessionMode::OnRequest` and have nothing running in the background.

use crate::{
    Error,
    api::Engine,
    outbox::scheduler,
    sync::catch_up::{CatchUp, Depth},
};

impl Engine {
    /// Works the outbox off once: sends what is due, looks for what is unsettled, and answers how many
    /// messages that were when all of it has landed. One message of each conversation at most, so that
    /// a queue takes several calls. While a session runs, it is only told to look, and this answers 0.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] and its like without a good token; the disk's errors. What becomes of
    /// each message shows in [`Engine::outbox`].
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

    /// Catches up once, without a room: the list, then every chat that it shows to have changed.
    pub async fn catch_up_once(&self) -> Result<(), Error> {
        let profile = self.profile()?;
        let catch_up = CatchUp::on_current_connection(&profile.context);
        catch_up.run_pass(Depth::Heads).await?;
        catch_up.prefetch_new(usize::MAX).await
    }
}
