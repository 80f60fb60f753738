//! What runs beside a connection: joining, fetching and comparing. All of it ends with the connection.
//!
//! One pass over everything runs at a time: one that would begin meanwhile is made up for by the next.
//! So do not many that a server held up go off together.

use std::{future::Future, sync::Arc};

use protocol::ConversationId;
use store::catch_panic;
use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use crate::{
    Error,
    connection::{
        health_check::{Health, check_health},
        rooms::Rooms,
    },
    context::Context,
    limits::FOLLOW_UPS_WAITING,
    sync::{
        catch_up::{CatchUp, Depth},
        catch_up_pass::CatchUpPass,
    },
};

/// How many chats that were never looked into belong to catching up; any more come after it.
const PREFETCHED_FIRST: usize = 100;

/// What a task reports.
pub(super) enum Report {
    /// The first pass is through.
    CaughtUp,
    /// A pass is through but for chats that were never looked into, for which there is time now.
    Passed(CatchUpPass),
    /// Something that ends the connection.
    Failed(Error),
    /// The conversations that were new are followed.
    Followed,
    /// The connection does not answer.
    Silent,
}

/// The tasks of one connection; dropping them ends them.
pub(super) struct ConnectionTasks {
    running: JoinSet<()>,
    report: mpsc::UnboundedSender<Report>,
    pass: Option<AbortHandle>,
    prefetch: Option<AbortHandle>,
    follow: Option<AbortHandle>,
    /// New conversations whose room is to be joined and whose page is to be fetched.
    to_follow: Vec<ConversationId>,
    /// Whether there were more than may wait: a pass finds them.
    left_to_pass: bool,
    /// How thorough a pass was that had to be left out.
    postponed: Option<Depth>,
}

impl ConnectionTasks {
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Report>) {
        let (report, reports) = mpsc::unbounded_channel();
        let tasks = Self {
            running: JoinSet::new(),
            report,
            pass: None,
            prefetch: None,
            follow: None,
            to_follow: Vec::new(),
            left_to_pass: false,
            postponed: None,
        };
        (tasks, reports)
    }

    pub(super) fn start(
        &mut self,
        task: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) -> AbortHandle {
        let report = self.report.clone();
        while self.running.try_join_next().is_some() {}
        self.running.spawn(async move {
            let ended = catch_panic(async {
                fail::fail_point!("panic/connection-task", |_| Ok(()));
                task.await
            });
            let ended = ended
                .await
                .unwrap_or_else(|panicked| Err(Error::Internal(panicked.to_string())));
            if let Err(error) = ended {
                // The connection may be over already.
                drop(report.send(Report::Failed(error)));
            }
        })
    }

    /// The pass that everything waits for. Whatever pass is under way gives way to it.
    pub(super) fn start_first_pass(&mut self, catch_up: CatchUp) {
        let report = self.report.clone();
        let pass = catch_up.context.begin_catch_up();
        self.spawn_pass(pass, async move {
            catch_up.run_first_pass().await?;
            catch_up.prefetch(PREFETCHED_FIRST).await?;
            drop(report.send(Report::CaughtUp));
            Ok(())
        });
    }

    /// The cache was rebuilt.
    pub(super) fn start_refetch(&mut self, catch_up: CatchUp) {
        let (report, pass) = (self.report.clone(), catch_up.context.begin_catch_up());
        self.start(async move {
            catch_up.refetch_all().await?;
            drop(report.send(Report::Passed(pass)));
            Ok(())
        });
    }

    /// A later pass, unless one is under way.
    pub(super) fn start_pass(&mut self, catch_up: CatchUp, depth: Depth) {
        let postponed = self
            .postponed
            .take()
            .map_or(depth, |postponed| postponed.max(depth));
        if is_running(self.pass.as_ref()) {
            self.postponed = Some(postponed);
            return;
        }
        let pass = catch_up.context.begin_catch_up();
        self.spawn_pass(pass, async move { catch_up.run_pass(postponed).await });
    }

    /// Follows new conversations, all that wait in one task. Of too many, the rest is left to a pass, which joins their
    /// rooms together, and to the fetch that nobody waits for.
    pub(super) fn follow(
        &mut self,
        catch_up: &CatchUp,
        chats: impl IntoIterator<Item = ConversationId>,
    ) {
        for chat in chats {
            if self.left_to_pass || self.to_follow.len() >= FOLLOW_UPS_WAITING {
                self.left_to_pass = true;
                break;
            }
            if !self.to_follow.contains(&chat) {
                self.to_follow.push(chat);
            }
        }
        if !is_running(self.follow.as_ref()) {
            self.start_next_follow(catch_up);
        }
    }

    /// What was to be followed is; the next may begin.
    pub(super) fn start_next_follow(&mut self, catch_up: &CatchUp) {
        self.follow = None;
        let chats = std::mem::take(&mut self.to_follow);
        if chats.is_empty() {
            if std::mem::take(&mut self.left_to_pass) {
                self.start_pass(catch_up.clone(), Depth::Heads);
            }
            return;
        }
        let (catch_up, report) = (catch_up.clone(), self.report.clone());
        let follow = self.start(async move {
            catch_up.follow_all(chats).await?;
            drop(report.send(Report::Followed));
            Ok(())
        });
        self.follow = Some(follow);
    }

    /// Fetches what was never looked into, which nothing waits for, unless that is under way.
    pub(super) fn start_prefetch(&mut self, catch_up: CatchUp, pass: CatchUpPass) {
        if !is_running(self.prefetch.as_ref()) {
            let prefetch = self.start(async move {
                let _pass = pass;
                catch_up.prefetch_in_background().await
            });
            self.prefetch = Some(prefetch);
        }
    }

    /// Asks whether the connection still answers.
    pub(super) fn start_probe(&mut self, context: Context, rooms: Arc<Rooms>) {
        let report = self.report.clone();
        self.start(async move {
            match check_health(&context, &rooms).await {
                Health::Alive => {}
                Health::Refused(error) => return Err(error),
                // The connection may be over already.
                Health::Silent => drop(report.send(Report::Silent)),
            }
            Ok(())
        });
    }

    /// Asks whether the connection still answers; if so, looks at everything.
    pub(super) fn start_health_check(
        &mut self,
        context: Context,
        rooms: Arc<Rooms>,
        catch_up: CatchUp,
    ) {
        let report = self.report.clone();
        self.start(async move {
            match check_health(&context, &rooms).await {
                Health::Alive => {
                    let pass = catch_up.context.begin_catch_up();
                    catch_up.run_pass(Depth::Sweep).await?;
                    drop(report.send(Report::Passed(pass)));
                }
                Health::Refused(error) => return Err(error),
                Health::Silent => {
                    // The connection may be over already.
                    drop(report.send(Report::Silent));
                }
            }
            Ok(())
        });
    }

    fn spawn_pass(
        &mut self,
        pass: CatchUpPass,
        work: impl Future<Output = Result<(), Error>> + Send + 'static,
    ) {
        if let Some(before) = self.pass.take() {
            before.abort();
        }
        let report = self.report.clone();
        let task = self.start(async move {
            work.await?;
            drop(report.send(Report::Passed(pass)));
            Ok(())
        });
        self.pass = Some(task);
    }
}

fn is_running(task: Option<&AbortHandle>) -> bool {
    task.is_some_and(|task| !task.is_finished())
}
