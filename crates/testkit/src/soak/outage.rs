//! The outage: the server is away, and the engine waits for it as it does on a counter, with its real
//! waiting times. What that costs is measured for some time and reckoned up to half an hour.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use engine::Connection;

use super::Portion;
use crate::Outcome;
use crate::actor::{Actor, ActorPlan};
use crate::model::home::quick_folder;
use crate::proc;
use crate::stage::{Stage, StagePlan};

/// What the reckoning is for.
const HALF_AN_HOUR: Duration = Duration::from_secs(1800);
/// How much of one processor counts as nothing: a hundredth of it.
const NOTHING: f64 = 0.01;
/// How much larger the process may be after than before, in hundredths.
const GROWTH: u64 = 5;
/// How long the line may take to come up.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the first moments of an outage cost is no measure of the rest.
const SETTLING: Duration = Duration::from_secs(10);

pub(super) async fn run(portion: Portion) -> Result<Outcome> {
    let folder = quick_folder()?;
    let stage = Stage::within(StagePlan::on(folder.path().join("stage"))).await?;
    let data = folder.path().join("desk");
    let plan = ActorPlan::new(data, stage.url(), stage.token("mudir")?);
    let actor = Actor::start(&plan.with("AVVENTO_ACTOR_PACE", "real"))?;
    actor.enter().await?;
    until_up(&actor).await?;
    stage.kill().await?;
    tokio::time::sleep(SETTLING).await;
    let process = actor.id().context("the actor has ended")?;
    let measure = || {
        let cpu = proc::cpu_time_of(process).context("no /proc here")?;
        let memory = proc::memory_of(process).context("no /proc here")?;
        anyhow::Ok((cpu, memory))
    };
    let (began, before) = (Instant::now(), measure()?);
    tokio::time::sleep(Duration::from_secs(portion.amount)).await;
    let (took, after) = (began.elapsed(), measure()?);
    stage.start_again().await?;
    until_up(&actor).await?;
    actor.shut_down().await?;
    stage.kill().await?;
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
        outcome.broken += 1;
    }
    outcome
}

async fn until_up(actor: &Actor) -> Result<()> {
    let mut line = actor.line();
    let up = line.wait_for(|line| matches!(line, Some(Connection::Online { .. })));
    match tokio::time::timeout(PATIENCE, up).await {
        Ok(Ok(_)) => Ok(()),
        _ => bail!("the line does not come up"),
    }
}
