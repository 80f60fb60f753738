//! The soak: all campaigns in turn, for as long as there is time, until each has its full amount.
//!
//! What was done is kept in `STATE.json`, so that the next run goes on where this one ended: with
//! the same seed, each portion is a function of the seed and of how much was done before it. In the
//! end there is a table, and a report beside the state.

mod campaigns;
mod long;
mod outage;
mod state;
mod table;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

pub use campaigns::{CAMPAIGNS, Campaign, Portion};
pub use state::{Row, State};
pub use table::{report, table};

/// After so many portions that broke off, a campaign is given up.
const PATIENCE: usize = 3;

/// What a soak is to be.
#[derive(Clone, Debug)]
pub struct SoakPlan {
    /// How long it may take.
    pub time: Duration,
    /// The seed; `None`: that of the last run if it did not finish, else a new one.
    pub seed: Option<u64>,
    /// Only the campaign of this name.
    pub only: Option<String>,
    /// Where the state, the report and what broke something are kept.
    pub folder: PathBuf,
    /// The folder of the fuzz targets and their corpus.
    pub fuzz: PathBuf,
    /// Who bends the inputs.
    pub guide: Guide,
}

/// Who bends the inputs of the fuzz targets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guide {
    /// The loop of this crate.
    #[default]
    Dice,
    /// `cargo fuzz`, which knows what an input reached. It has been built.
    Coverage,
}

/// Runs the soak and answers with what is done so far. `say` is told of each portion.
///
/// # Errors
/// When no campaign has the name asked for, or the state cannot be written.
pub async fn soak(plan: &SoakPlan, say: fn(&str)) -> Result<State> {
    std::fs::create_dir_all(&plan.folder)?;
    let mut state = State::take_up(plan)?;
    let until = Instant::now() + plan.time;
    let wanted = |campaign: &&Campaign| {
        plan.only
            .as_deref()
            .is_none_or(|name| name == campaign.name)
    };
    let campaigns: Vec<&Campaign> = CAMPAIGNS.iter().filter(wanted).collect();
    ensure!(!campaigns.is_empty(), "no campaign is called so");
    say(&format!("seed {}", state.seed));
    let mut spent: Vec<Duration> = vec![Duration::ZERO; campaigns.len()];
    while Instant::now() < until {
        let left = until.saturating_duration_since(Instant::now()).as_secs();
        let open = campaigns.iter().zip(&spent).enumerate();
        let open = open
            .filter(|(_, (campaign, _))| campaign.least <= left && state.wants(campaign, PATIENCE));
        // Whoever had the least time so far is next.
        let Some((number, (campaign, _))) = open.min_by_key(|(_, (_, spent))| **spent) else {
            break;
        };
        let began = Instant::now();
        let told = portion(plan, &mut state, campaign, until).await;
        let took = began.elapsed();
        if let Some(spent) = spent.get_mut(number) {
            *spent += took;
        }
        say(&format!(
            "{} ({:.0} s): {told}",
            campaign.name,
            took.as_secs_f64()
        ));
        state.keep(plan)?;
    }
    std::fs::write(plan.folder.join("report.md"), report(&state))?;
    Ok(state)
}

async fn portion(
    plan: &SoakPlan,
    state: &mut State,
    campaign: &Campaign,
    until: Instant,
) -> String {
    let row = state.row(campaign.name);
    let amount = campaign
        .portion
        .min(campaign.wanted.saturating_sub(row.done));
    let portion = Portion {
        seed: plan_seed(state.seed, campaign, row.done),
        first: row.done,
        amount,
        until,
        folder: plan.folder.clone(),
        fuzz: plan.fuzz.clone(),
        guide: plan.guide,
    };
    let seed = portion.seed;
    let began = Instant::now();
    let ended = (campaign.run)(portion).await;
    let row = state.row_mut(campaign.name);
    row.seconds += began.elapsed().as_secs();
    match ended {
        Ok(outcome) => {
            let told = outcome.to_string();
            row.take(outcome, seed);
            told
        }
        Err(error) => {
            let told = format!("broke off (seed {seed}): {error:#}");
            row.failures.push(told.clone());
            told
        }
    }
}

/// Each portion has dice of its own.
fn plan_seed(seed: u64, campaign: &Campaign, first: u64) -> u64 {
    let name = campaign.name.bytes().fold(seed, |seed, byte| {
        seed.rotate_left(7) ^ u64::from(byte).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    name.wrapping_add(first.wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 16
}
