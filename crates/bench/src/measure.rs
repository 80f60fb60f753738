//! Samples of one quantity, and rounds that alternate.

use anyhow::Result;
use serde::Serialize;

/// What was measured of one quantity, in the order of the rounds.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Samples(pub(crate) Vec<f64>);

impl Samples {
    pub(crate) fn median(&self) -> f64 {
        self.percentile(50.0)
    }

    /// The value that so many percent of the samples do not exceed; not a number without samples.
    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let Some(last) = sorted.len().checked_sub(1) else {
            return f64::NAN;
        };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index of a short list, and a share of it"
        )]
        let index = ((percent / 100.0) * last as f64).round() as usize;
        sorted.get(index.min(last)).copied().unwrap_or(f64::NAN)
    }
}

/// Runs both in turn: a round of each that only warms up, then `rounds` that count.
pub(crate) fn alternate<T, U>(
    rounds: usize,
    mut ours: impl FnMut() -> Result<T>,
    mut peer: impl FnMut() -> Result<U>,
) -> Result<(Vec<T>, Vec<U>)> {
    let mut counted = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let pair = (ours()?, peer()?);
        if round > 0 || rounds == 0 {
            counted.0.push(pair.0);
            counted.1.push(pair.1);
        }
    }
    Ok(counted)
}
