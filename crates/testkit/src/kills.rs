//! The campaign `kills`: an engine is killed again and again, at every stop point in turn and at kill times
//! in between, while it works on sends, drafts, edits and what others say. In the end the ledger judges.
//!
//! An engine's *installation* is a data folder and a ledger that outlive its processes; after some kills it is
//! left to finish and compared, and the next installation begins.

mod data_files;
mod installation;
mod plan;
mod workload;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::Result;
use rand::{SeedableRng as _, rngs::StdRng};
use tokio::task::JoinSet;

pub use self::plan::Plan;
use self::{installation::Installation, plan::KillTime};
use crate::quick_folder::quick_folder;
use crate::{
    backend_process::BackendProcess,
    failpoints::Scenario,
    outcome::{Finding, Outcome},
};

/// Installations at a time.
const WORKERS: u64 = 2;
/// How often points that were missed have another turn.
const SECOND_CHANCES: u64 = 16;

pub async fn run(plan: Plan) -> Result<Outcome> {
    let folder = quick_folder()?;
    let backend = BackendProcess::in_process(folder.path().join("backend")).await?;
    let backend = Arc::new(backend);
    let mut sum = Outcome::default();
    let mut reached = Reached::default();
    run_batch(
        &plan,
        &backend,
        &folder.path().join("first"),
        &mut sum,
        &mut reached,
    )
    .await?;
    for chance in 0..SECOND_CHANCES {
        let missed = reached.missed(&plan);
        if missed.is_empty() || plan.kills < plan.rounds() {
            break;
        }
        // A slow process, or steps that did not pass the point: another seed draws others.
        let again = Plan {
            seed: plan.seed.wrapping_add(plan.kills + chance),
            kills: missed.len() as u64,
            points: missed,
            ..plan.clone()
        };
        let folder = folder.path().join(format!("again-{chance}"));
        run_batch(&again, &backend, &folder, &mut sum, &mut reached).await?;
    }
    backend.kill().await?;
    account_for_points(&plan, &reached, &mut sum);
    Ok(sum)
}

/// Which points were stopped at, and which nobody can come by here.
#[derive(Default)]
struct Reached {
    points: BTreeSet<&'static str>,
    out_of_reach: BTreeSet<&'static str>,
}

impl Reached {
    fn missed(&self, plan: &Plan) -> Vec<&'static str> {
        let met = |at: &&str| self.points.contains(at) || self.out_of_reach.contains(at);
        let wanted = plan.wanted().iter().copied();
        wanted.filter(|at| !met(at)).collect()
    }
}

/// All kills of a plan, on some installations at a time.
async fn run_batch(
    plan: &Plan,
    backend: &Arc<BackendProcess>,
    folder: &Path,
    sum: &mut Outcome,
    reached: &mut Reached,
) -> Result<()> {
    let next = Arc::new(AtomicU64::new(0));
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let worker = Worker {
            plan: plan.clone(),
            backend: backend.clone(),
            next: next.clone(),
            folder: folder.join(format!("worker-{worker}")),
            installations: 0,
            sum: Outcome::default(),
            reached: Reached::default(),
        };
        workers.spawn(worker.run());
    }
    while let Some(worker) = workers.join_next().await {
        let worker = worker??;
        sum.add(worker.sum);
        reached.points.extend(worker.reached.points);
        reached.out_of_reach.extend(worker.reached.out_of_reach);
    }
    Ok(())
}

/// A point that no process ever stopped at proves nothing.
fn account_for_points(plan: &Plan, reached: &Reached, sum: &mut Outcome) {
    let (stopped, wanted) = (reached.points.len(), plan.wanted().len());
    let figures = format!("stopped at {stopped} of {wanted} points");
    sum.notes.insert(0, figures);
    if !reached.out_of_reach.is_empty() {
        let left_out = &reached.out_of_reach;
        let note = format!("no small disk can be mounted here: {left_out:?} left out");
        sum.notes.push(note);
    }
    let missed = reached.missed(plan);
    // With fewer kills not every point has had its turn.
    if plan.kills >= plan.rounds() && !missed.is_empty() {
        sum.add_finding(Finding::Breakdown, format!("never stopped at {missed:?}"));
    }
}

/// What a worker shares with the others, and what it has found.
struct Worker {
    plan: Plan,
    backend: Arc<BackendProcess>,
    next: Arc<AtomicU64>,
    folder: PathBuf,
    installations: u64,
    sum: Outcome,
    reached: Reached,
}

impl Worker {
    /// One installation after the other, until all kills are done.
    async fn run(mut self) -> Result<Self> {
        let mut installation: Option<Installation> = None;
        let mut kills = 0;
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            if number >= self.plan.kills {
                break;
            }
            let mut random = StdRng::seed_from_u64(self.plan.seed.wrapping_add(number));
            let kill_time = self.plan.kill_time(number, &mut random);
            if matches!(
                kill_time.scenario(),
                Scenario::FirstStart | Scenario::FullDisk
            ) {
                self.kill_new_installation(kill_time, &mut random).await?;
                continue;
            }
            let mut current = match installation.take() {
                Some(installation) => installation,
                None => self.begin().await?,
            };
            self.kill(&mut current, kill_time, &mut random).await;
            kills += 1;
            if kills % self.plan.kills_per_installation == 0 {
                self.compare(&current).await;
            } else {
                installation = Some(current);
            }
        }
        if let Some(installation) = installation {
            self.compare(&installation).await;
        }
        Ok(self)
    }

    /// An installation for one kill: its folder has to be new, or its disk small.
    async fn kill_new_installation(
        &mut self,
        kill_time: KillTime,
        random: &mut StdRng,
    ) -> Result<()> {
        let mut installation = self.begin().await?;
        if kill_time.scenario() == Scenario::FullDisk && !installation.move_to_small_disk()? {
            if let KillTime::At(point, _) = kill_time {
                self.reached.out_of_reach.insert(point);
            }
            return Ok(());
        }
        self.kill(&mut installation, kill_time, random).await;
        self.compare(&installation).await;
        Ok(())
    }

    async fn begin(&mut self) -> Result<Installation> {
        self.installations += 1;
        let folder = self
            .folder
            .join(format!("installation-{}", self.installations));
        Installation::begin(&self.backend, &folder).await
    }

    async fn kill(
        &mut self,
        installation: &mut Installation,
        kill_time: KillTime,
        random: &mut StdRng,
    ) {
        self.sum.cases += 1;
        match installation.until_killed(kill_time, random).await {
            Ok(stopped) => self.reached.points.extend(stopped),
            Err(error) => {
                let why = format!("{kill_time:?}: {error:#}");
                self.sum.add_finding(Finding::Breakdown, why);
            }
        }
    }

    async fn compare(&mut self, installation: &Installation) {
        let judged = installation.compare().await.unwrap_or_else(|error| {
            Outcome::of_breakdown(format!("an installation never came to rest: {error:#}"))
        });
        self.sum.add(Outcome { cases: 0, ..judged });
    }
}
