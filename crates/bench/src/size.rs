//! How large things are: a cached message, the programs.

use std::fs;

use anyhow::Result;

use crate::Setting;
use crate::data::{CacheSize, filled_profile};
use crate::measure::Samples;
use crate::report::{Goal, Row};

#[expect(clippy::cast_precision_loss, reason = "sizes of files")]
pub(crate) fn measure(setting: &Setting) -> Result<Vec<Row>> {
    let size = CacheSize::of_messages(setting.by_scale(1_000_000, 5_000));
    let profile = filled_profile(setting, size)?;
    let mut rows = vec![Row {
        name: "bytes",
        what: format!("cache.db for each of {} messages", size.messages),
        unit: "B",
        samples: Samples(vec![profile.cache_bytes as f64 / size.messages as f64]),
        peer: None,
        goal: Goal::AtMost(400.0),
    }];
    for program in ["avvento-desk", "desk"] {
        let Ok(metadata) = fs::metadata(setting.programs.join(program)) else {
            continue;
        };
        rows.push(Row {
            name: "program",
            what: format!("{program}, stripped"),
            unit: "MB",
            samples: Samples(vec![metadata.len() as f64 / 1_048_576.0]),
            peer: None,
            goal: Goal::None,
        });
    }
    Ok(rows)
}
