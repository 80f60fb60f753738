//! `desk inbox` and `desk messages` from start to exit, on a large cache beside a small one.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::data::{CacheSize, filled_profile};
use crate::desk::Desk;
use crate::measure::{Samples, alternate};
use crate::report::{Goal, Row};
use crate::{Setting, data::FilledProfile};

/// The exit code of `desk` where the server is out of reach.
const OUT_OF_REACH: i32 = 4;

pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let size = CacheSize::of_messages(setting.by_scale(1_000_000, 5_000));
    let large = filled_profile(setting, size)?;
    let small = filled_profile(setting, CacheSize::of_messages(1_000))?;
    let inbox = ["inbox", "--limit", "50"];
    let messages = ["messages", &large.largest_chat];
    let mut rows = Vec::new();
    for (name, what, arguments) in [
        ("inbox", "desk inbox --limit 50", inbox.as_slice()),
        ("messages", "desk messages, 50", messages.as_slice()),
    ] {
        let (ours, peer) = alternate(
            setting.by_scale(20, 1),
            || milliseconds(setting, &large, arguments),
            || milliseconds(setting, &small, arguments),
        )?;
        rows.push(Row {
            name,
            what: format!("{what}, {} messages in the cache", size.messages),
            unit: "ms",
            samples: Samples(ours),
            peer: Some(("the same at 1,000", Samples(peer))),
            goal: Goal::RatioAtMost(2.0),
        });
    }
    Ok(rows)
}

fn milliseconds(setting: &Setting, profile: &FilledProfile, arguments: &[&str]) -> Result<f64> {
    let desk = Desk::new(setting, &profile.folder, &profile.server);
    let began = Instant::now();
    let output = desk.run(arguments)?;
    let elapsed = began.elapsed().as_secs_f64() * 1000.0;
    let code = output.status.code();
    if !matches!(code, Some(0 | OUT_OF_REACH)) || output.stdout.is_empty() {
        bail!("desk {arguments:?} ended with {code:?}");
    }
    Ok(elapsed)
}
