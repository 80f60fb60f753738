//! The outage: the server is away, and the engine waits for it as it does on a counter, with its real
//! waiting times. What that costs is measured for some time and reckoned up to half an hour.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::campaign::Portion;
use crate::backend_process::BackendProcess;
use crate::engine_process::{EngineProcess, EngineSettings};
use crate::outcome::{Finding, Outcome};
use crate::process_stats;
use crate::quick_folder::quick_folder;

/// What the reckoning is for.
const HALF_AN_HOUR: Duration = Duration::from_secs(1800);
/// How much of one processor counts as nothing: a hundredth of it.
const NOTHING: f64 = 0.01;
/// How much larger the process may be after than before, in hundredths.
const GROWTH: u64 = 5;
/// What the first moments of an outage cost is no measure of the rest.
const SETTLING: Duration = Duration::from_secs(10);

pub(super) async fn run(portion: Portion) -> Result<Outcome> {
    let folder = quick_folder()?;
    let backend = BackendProcess::in_process(folder.path().join("backend")).await?;
    let data = folder.path().join("desk");
    let plan = EngineSettings::new(data, backend.url(), backend.token("mudir")?);
    let engine = EngineProcess::start_signed_in(&plan.with("AVVENTO_ENGINE_PACE", "real")).await?;
    engine.wait_online().await?;
    backend.kill().await?;
    tokio::time::sleep(SETTLING).await;
    let process = engine.id().context("the engine has ended")?;
    let measure = || {
        let cpu = process_stats::cpu_time_of(process).context("no /proc here")?;
        let memory = process_stats::memory_of(process).context("no /proc here")?;
        anyhow::Ok((cpu, memory))
    };
    let (began, before) = (Instant::now(), measure()?);
    tokio::time::sleep(Duration::from_secs(portion.amount)).await;
    let (took, after) = (began.elapsed(), measure()?);
    backend.start_again().await?;
    engine.wait_online().await?;
    engine.shut_down().await?;
    backend.kill().await?;
    Ok(judge(&portion, took, before, after))
}

fn judge(
    portion: &Portion,
    took: Duration,
    before: (Duration, u64),
    after: (Duration, u64),
) -> Outcome {
    let share = (after.0.saturating_sub(before.0)).as_secs_f64() / took.as_secs_f64();
    let grown = after.1.saturating_sub(before.1);
    let mut outcome = Outcome {
        cases: portion.amount,
        ..Outcome::default()
    };
    outcome.notes.push(format!(
        "outage: {:.0} s without a server took {:.2} % of one processor ({:.1} s in half an hour); memory {} kB \
         before and {} kB after; connected again afterwards",
        took.as_secs_f64(),
        share * 100.0,
        share * HALF_AN_HOUR.as_secs_f64(),
        before.1 / 1024,
        after.1 / 1024
    ));
    if share > NOTHING || grown > before.1 * GROWTH / 100 {
        outcome.add_finding(Finding::Breakdown, "an outage costs too much");
    }
    outcome
}
