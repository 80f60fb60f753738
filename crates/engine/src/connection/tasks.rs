//! What runs beside a line: joining, fetching and comparing. All of it ends with the connection.
//!
//! One pass over everything runs at a time: one that would begin meanwhile is made up for by the next.
//! So do not many that a server held up go off together.

use std::{future::Future, sync::Arc};

use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use crate::{
    Error,
    connection::{
        health_check::{Verdict, probe},
        rooms::Rooms,
    },
    context::Context,
    sync::catch_up::{CatchUp, Depth},
};

/// How many chats that were never looked into belong to catching up; any more come after it.
const LOOKED_INTO_FIRST: usize = 100;

/// What a chore reports.
pub(super) enum Report {
    /// The first pass is through.
    CaughtUp,
    /// A pass is through: there is time for chats that were never looked into.
    Passed,
    /// Something that ends the connection.
    Failed(Error),
    /// The line does not answer.
    Silent,
}

/// The chores of one connection; dropping them ends them.
pub(super) struct Chores {
    running: JoinSet<()>,
    report: mpsc::UnboundedSender<Report>,
    pass: Option<AbortHandle>,
    look: Option<AbortHandle>,
    /// How thorough a pass was that had to be left out.
    owed: Option<Depth>,
}

impl Chores {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Report>) {
        let (report, reports) = mpsc::unbounded_channel();
        let chores = Self {
            running: JoinSet::new(),
            report,
            pass: None,
            look: None,
            owed: None,
        };
        (chores, reports)
    }

    pub(super) fn start(
        &mut self,
        chore: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> AbortHandle {
        let report = self.report.clone();
        while self.running.try_join_next().is_some() {}
        self.running.spawn(async move {
            if let Err(error) = chore.await {
                // The connection may be over already.
                drop(report.send(Report::Failed(error)));
            }
        })
    }

    /// The pass that everything waits for. Whatever pass is under way gives way to it.
    pub(super) fn begin(&mut self, catch_up: CatchUp) {
        let report = self.report.clone();
        self.pass_with(async move {
            catch_up.begin().await?;
            catch_up.look_into_new(LOOKED_INTO_FIRST).await?;
            drop(report.send(Report::CaughtUp));
            Ok(())
        });
    }

    /// The cache was begun anew.
    pub(super) fn begin_anew(&mut self, catch_up: CatchUp) {
        let report = self.report.clone();
        self.start(async move {
            catch_up.begin_anew().await?;
            drop(report.send(Report::Passed));
            Ok(())
        });
    }

    /// A later pass, unless one is under way.
    pub(super) fn again(&mut self, catch_up: CatchUp, depth: Depth) {
        let owed = self.owed.take().map_or(depth, |owed| owed.max(depth));
        if is_under_way(self.pass.as_ref()) {
            self.owed = Some(owed);
            return;
        }
        self.pass_with(async move { catch_up.again(owed).await });
    }

    /// Fetches what was never looked into, which nothing waits for, unless that is under way.
    pub(super) fn look_into_new(&mut self, catch_up: CatchUp) {
        if !is_under_way(self.look.as_ref()) {
            let look = self.start(async move { catch_up.look_into_new(usize::MAX).await });
            self.look = Some(look);
        }
    }

    /// Asks whether the line still answers; if so, looks at everything.
    pub(super) fn look(&mut self, context: Context, rooms: Arc<Rooms>, catch_up: CatchUp) {
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
            drop(report.send(Report::Passed));
            Ok(())
        });
    }

    fn pass_with(&mut self, pass: impl Future<Output = Result<(), Error>> + Send + 'static) {
        if let Some(before) = self.pass.take() {
            before.abort();
        }
        let report = self.report.clone();
        let pass = self.start(async move {
            pass.await?;
            drop(report.send(Report::Passed));
            Ok(())
        });
        self.pass = Some(pass);
    }
}

fn is_under_way(chore: Option<&AbortHandle>) -> bool {
    chore.is_some_and(|chore| !chore.is_finished())
}
