//! The soak: some campaigns at a time, for as long as there is time, until each has its full amount.
//!
//! What was done is kept in `STATE.json`, so that the next run goes on where this one ended: with
//! the same seed, each portion is a function of the seed and of how much was done before it. In the
//! end there is a table, and a report beside the state.

mod campaign;
mod campaigns;
mod endurance;
mod fuzzing;
mod outage;
mod plan;
mod report;
mod state;

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use campaign::Ended;
pub use campaign::{Campaign, Guide, Portion};
pub use campaigns::CAMPAIGNS;
pub use plan::SoakPlan;
pub use report::{report, table};
pub use state::{Progress, State};

/// After so many portions that broke off, a campaign is given up.
const PATIENCE: usize = 3;

/// Runs the soak and answers with what is done so far. `say` is told of each portion.
pub async fn soak(plan: &SoakPlan, say: fn(&str)) -> Result<State> {
    std::fs::create_dir_all(&plan.folder)?;
    let mut state = State::resume_or_begin(plan)?;
    let until = Instant::now() + plan.time;
    let wanted = |campaign: &&Campaign| {
        plan.only
            .as_deref()
            .is_none_or(|name| name == campaign.name)
    };
    let campaigns: Vec<&'static Campaign> = CAMPAIGNS.iter().filter(wanted).collect();
    ensure!(!campaigns.is_empty(), "no campaign is called so");
    say(&format!("seed {}", state.seed));
    let mut lanes = Lanes::new(campaigns.len());
    loop {
        while lanes.running.len() < plan.lanes.max(1)
            && let Some((number, campaign)) = lanes.next(&campaigns, &state, until)
        {
            lanes.begin(number, campaign, portion(plan, &state, campaign, until));
        }
        let Some(ended) = lanes.running.join_next().await else {
            break;
        };
        let ended = ended?;
        let told = lanes.end(&ended);
        say(&told);
        state.row_mut(ended.campaign.name).note(ended);
        state.keep(plan)?;
    }
    std::fs::write(plan.folder.join("report.md"), report(&state))?;
    Ok(state)
}

/// What runs at the moment: of each campaign one portion at most, since the next one depends on how much
/// was done before it.
struct Lanes {
    running: JoinSet<Ended>,
    busy: Vec<bool>,
    spent: Vec<Duration>,
}

impl Lanes {
    fn new(campaigns: usize) -> Self {
        Self {
            running: JoinSet::new(),
            busy: vec![false; campaigns],
            spent: vec![Duration::ZERO; campaigns],
        }
    }

    /// Which campaign is next: of those that want more and have time for it, the one that had the least.
    fn next(
        &self,
        campaigns: &[&'static Campaign],
        state: &State,
        until: Instant,
    ) -> Option<(usize, &'static Campaign)> {
        let left = until.saturating_duration_since(Instant::now()).as_secs();
        let known = self.busy.iter().zip(&self.spent);
        let known = campaigns.iter().copied().zip(known).enumerate();
        known
            .filter(|(_, (campaign, (busy, _)))| {
                !**busy && campaign.least <= left && state.wants(campaign, PATIENCE)
            })
            .min_by_key(|(_, (_, (_, spent)))| **spent)
            .map(|(number, (campaign, _))| (number, campaign))
    }

    fn begin(&mut self, number: usize, campaign: &'static Campaign, portion: Portion) {
        if let Some(busy) = self.busy.get_mut(number) {
            *busy = true;
        }
        self.running.spawn(async move {
            let (began, seed) = (Instant::now(), portion.seed);
            let result = (campaign.run)(portion).await;
            Ended {
                campaign,
                number,
                seed,
                took: began.elapsed(),
                result,
            }
        });
    }

    /// What is told of a portion that has ended.
    fn end(&mut self, ended: &Ended) -> String {
        if let Some(busy) = self.busy.get_mut(ended.number) {
            *busy = false;
        }
        if let Some(spent) = self.spent.get_mut(ended.number) {
            *spent += ended.took;
        }
        let told = match &ended.result {
            Ok(outcome) => outcome.to_string(),
            Err(error) => format!("broke off: {error:#}"),
        };
        format!(
            "{} ({:.0} s, seed {}): {told}",
            ended.campaign.name,
            ended.took.as_secs_f64(),
            ended.seed
        )
    }
}

fn portion(plan: &SoakPlan, state: &State, campaign: &Campaign, until: Instant) -> Portion {
    let row = state.row(campaign.name);
    Portion {
        seed: plan_seed(state.seed, campaign, row.done),
        first: row.done,
        amount: campaign
            .portion
            .min(campaign.wanted.saturating_sub(row.done)),
        until,
        folder: plan.folder.clone(),
        fuzz: plan.fuzz.clone(),
        guide: plan.guide,
    }
}

/// Each portion has a seed of its own.
fn plan_seed(seed: u64, campaign: &Campaign, first: u64) -> u64 {
    let name = campaign.name.bytes().fold(seed, |seed, byte| {
        seed.rotate_left(7) ^ u64::from(byte).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    name.wrapping_add(first.wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 16
}
