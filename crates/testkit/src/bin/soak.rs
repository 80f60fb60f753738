//! `cargo xtask soak`: all campaigns, in a box of time. Exit code 1 on any loss.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, builder::PossibleValuesParser};
use testkit::soak::{CAMPAIGNS, Guide, SoakPlan, soak, table};

/// All campaigns, in a box of time.
#[derive(Parser)]
struct Options {
    /// How long it may take.
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// The seed; by default that of the last run if it did not finish, else a new one.
    #[arg(long)]
    seed: Option<u64>,
    /// Only this campaign.
    #[arg(long, value_parser = PossibleValuesParser::new(CAMPAIGNS.iter().map(|campaign| campaign.name)))]
    only: Option<String>,
    /// Where the state and the report are kept.
    #[arg(long, default_value = "target/soak")]
    folder: PathBuf,
    /// The folder of the fuzz targets.
    #[arg(long, default_value = "fuzz")]
    fuzz: PathBuf,
    /// Let `cargo fuzz` mutate the inputs.
    #[arg(long)]
    coverage: bool,
    /// How many campaigns at a time; by default one more than there are processors, for most of them wait
    /// now and then.
    #[arg(long)]
    lanes: Option<usize>,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let plan = SoakPlan {
        lanes: options.lanes.unwrap_or(processors + 1),
        time: Duration::from_secs(options.minutes * 60),
        seed: options.seed,
        only: options.only,
        folder: options.folder,
        fuzz: options.fuzz,
        guide: if options.coverage {
            Guide::Coverage
        } else {
            Guide::Dice
        },
    };
    let state = soak(&plan, say).await?;
    say(&format!("\nseed {}\n{}", state.seed, table(&state)));
    Ok(if state.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[allow(clippy::print_stdout, reason = "what it is started for")]
fn say(text: &str) {
    println!("{text}");
}
