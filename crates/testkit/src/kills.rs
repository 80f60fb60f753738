//! The campaign `kills`: an engine is killed again and again, at every stop point in turn and at moments
//! in between, while it works on sends, drafts, edits and what others say. In the end the ledger judges.
//!
//! An engine's *life* is a data folder and a ledger that outlive its processes; after some kills it is
//! brought to rest and judged, and the next life begins.

mod life;
mod script;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use tokio::task::JoinSet;

use self::life::Life;
use crate::{
    failpoints::{FAILPOINTS, Scene, scene_of},
    outcome::Outcome,
    stage::{Stage, StagePlan},
};

/// Lives at a time.
const LANES: u64 = 2;
/// Of so many kills one comes at a random moment.
const RANDOM_MOMENT: u64 = 5;
/// How often points that were missed have another turn.
const SECOND_CHANCES: u64 = 16;
/// The random moments, in milliseconds after the start.
const MOMENTS: std::ops::Range<u64> = 1..1500;
/// The n-th time that a point is passed is at most this one.
const LATEST_PASS: usize = 3;

/// How much of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What everything is drawn from.
    pub seed: u64,
    /// How many kills.
    pub kills: u64,
    /// How often one life is ended before it is judged.
    pub kills_in_a_life: u64,
    /// Points at which to kill; all of them where none are named.
    pub points: Vec<&'static str>,
}

impl Plan {
    /// Kills at all points and at moments in between.
    #[must_use]
    pub fn new(seed: u64, kills: u64) -> Self {
        Self {
            seed,
            kills,
            kills_in_a_life: 12,
            points: Vec::new(),
        }
    }
}

/// When a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// As it passes a point for the n-th time.
    At(&'static str, usize),
    /// After a while.
    After(Duration),
}

/// Runs the campaign.
///
/// # Errors
/// Those of the folder that it works in, and of the backend.
pub async fn run(plan: Plan) -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let stage = Stage::within(StagePlan::on(folder.path().join("backend"))).await?;
    let stage = Arc::new(stage);
    let mut sum = Outcome::default();
    let mut reached = Reached::default();
    wave(
        &plan,
        &stage,
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
        // A process that was slow, or a step that did not come: drawn anew.
        let again = Plan {
            seed: plan.seed.wrapping_add(plan.kills + chance),
            kills: missed.len() as u64,
            points: missed,
            ..plan.clone()
        };
        let folder = folder.path().join(format!("again-{chance}"));
        wave(&again, &stage, &folder, &mut sum, &mut reached).await?;
    }
    stage.kill().await?;
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

/// All kills of a plan, over some lives at a time.
async fn wave(
    plan: &Plan,
    stage: &Arc<Stage>,
    folder: &Path,
    sum: &mut Outcome,
    reached: &mut Reached,
) -> Result<()> {
    let next = Arc::new(AtomicU64::new(0));
    let mut lanes = JoinSet::new();
    for lane in 0..LANES {
        let lane = Lane {
            plan: plan.clone(),
            stage: stage.clone(),
            next: next.clone(),
            folder: folder.join(format!("lane-{lane}")),
            lives: 0,
            sum: Outcome::default(),
            reached: Reached::default(),
        };
        lanes.spawn(lane.run());
    }
    while let Some(lane) = lanes.join_next().await {
        let lane = lane??;
        sum.add(lane.sum);
        reached.points.extend(lane.reached.points);
        reached.out_of_reach.extend(lane.reached.out_of_reach);
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
        sum.broken += missed.len() as u64;
        sum.notes.push(format!("never stopped at {missed:?}"));
    }
}

impl Moment {
    fn scene(self) -> Scene {
        match self {
            Self::At(point, _) => scene_of(point),
            Self::After(_) => Scene::Ordinary,
        }
    }
}

impl Plan {
    fn wanted(&self) -> &[&'static str] {
        if self.points.is_empty() {
            FAILPOINTS
        } else {
            &self.points
        }
    }

    /// How many kills it takes until each point has had its turn.
    fn rounds(&self) -> u64 {
        let points = self.wanted().len() as u64;
        points + points.div_ceil(RANDOM_MOMENT - 1)
    }

    /// When the n-th kill comes. The first turn of each point is the first time that it is passed; where
    /// there are fewer turns than points, they are spread over all of them, others with
    /// another seed.
    fn moment(&self, number: u64, random: &mut StdRng) -> Moment {
        let wanted = self.wanted();
        let turns = self.kills - self.kills / RANDOM_MOMENT;
        let turn = number - number / RANDOM_MOMENT;
        let points = wanted.len() as u64;
        let (place, first) = if turns < points {
            let place = turn * points / turns.max(1);
            (place.wrapping_add(self.seed) % points, true)
        } else {
            (turn % points.max(1), turn < points)
        };
        let point = usize::try_from(place)
            .ok()
            .and_then(|place| wanted.get(place));
        match point {
            Some(point) if number % RANDOM_MOMENT != RANDOM_MOMENT - 1 => {
                let pass = if first {
                    1
                } else {
                    random.random_range(1..=LATEST_PASS)
                };
                Moment::At(point, pass)
            }
            _ => Moment::After(Duration::from_millis(random.random_range(MOMENTS))),
        }
    }
}

/// What a lane shares with the others, and what it has found.
struct Lane {
    plan: Plan,
    stage: Arc<Stage>,
    next: Arc<AtomicU64>,
    folder: PathBuf,
    lives: u64,
    sum: Outcome,
    reached: Reached,
}

impl Lane {
    /// One life after the other, until all kills are done.
    async fn run(mut self) -> Result<Self> {
        let mut life: Option<Life> = None;
        let mut kills = 0;
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            if number >= self.plan.kills {
                break;
            }
            let mut random = StdRng::seed_from_u64(self.plan.seed.wrapping_add(number));
            let moment = self.plan.moment(number, &mut random);
            if matches!(moment.scene(), Scene::FirstStart | Scene::FullDisk) {
                self.short_life(moment, &mut random).await?;
                continue;
            }
            let mut current = match life.take() {
                Some(life) => life,
                None => self.begin().await?,
            };
            self.kill(&mut current, moment, &mut random).await;
            kills += 1;
            if kills % self.plan.kills_in_a_life == 0 {
                self.judge(&current).await;
            } else {
                life = Some(current);
            }
        }
        if let Some(life) = life {
            self.judge(&life).await;
        }
        Ok(self)
    }

    /// A life for one kill: its folder has to be new, or its disk small.
    async fn short_life(&mut self, moment: Moment, random: &mut StdRng) -> Result<()> {
        let mut life = self.begin().await?;
        if moment.scene() == Scene::FullDisk && !life.move_to_small_disk()? {
            if let Moment::At(point, _) = moment {
                self.reached.out_of_reach.insert(point);
            }
            return Ok(());
        }
        self.kill(&mut life, moment, random).await;
        self.judge(&life).await;
        Ok(())
    }

    async fn begin(&mut self) -> Result<Life> {
        self.lives += 1;
        let folder = self.folder.join(format!("life-{}", self.lives));
        Life::begin(&self.stage, &folder).await
    }

    async fn kill(&mut self, life: &mut Life, moment: Moment, random: &mut StdRng) {
        self.sum.cases += 1;
        match life.until_killed(moment, random).await {
            Ok(stopped) => self.reached.points.extend(stopped),
            Err(error) => {
                self.sum.broken += 1;
                self.sum.notes.push(format!("{moment:?}: {error:#}"));
            }
        }
    }

    async fn judge(&mut self, life: &Life) {
        let judged = life.judge().await.unwrap_or_else(|error| Outcome {
            broken: 1,
            notes: vec![format!("a life never came to rest: {error:#}")],
            ..Outcome::default()
        });
        self.sum.add(Outcome { cases: 0, ..judged });
    }
}
