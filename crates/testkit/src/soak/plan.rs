//! What the person who starts a soak decides.

use std::path::PathBuf;
use std::time::Duration;

use super::campaign::Guide;

/// What a soak is to be.
#[derive(Clone, Debug)]
pub struct SoakPlan {
    pub time: Duration,
    /// The seed; `None`: that of the last run if it did not finish, else a new one.
    pub seed: Option<u64>,
    pub only: Option<String>,
    /// Where the state, the report and what broke something are kept.
    pub folder: PathBuf,
    /// The folder of the fuzz targets and their corpus.
    pub fuzz: PathBuf,
    pub guide: Guide,
    pub lanes: usize,
}
