//! What a start waits for: when each step was reached, told in one line once the first screen is painted.

use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// A step on the way to the first screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartStep {
    /// The windowing system is up, and no other instance runs.
    ApplicationReady,
    /// The window exists; its page loads in a process of its own.
    WindowCreated,
    /// The cache can be read.
    EngineOpen,
    /// The page runs and asks what to draw.
    PageAsks,
    /// The page was answered.
    PageAnswered,
    /// The page's first screen is painted, with the cached inbox where somebody is signed in.
    Painted,
}

impl StartStep {
    fn name(self) -> &'static str {
        match self {
            Self::ApplicationReady => "application ready",
            Self::WindowCreated => "window created",
            Self::EngineOpen => "engine open",
            Self::PageAsks => "page asks",
            Self::PageAnswered => "page answered",
            Self::Painted => "painted",
        }
    }
}

/// When each step of this start was reached.
#[derive(Debug)]
pub struct StartLog {
    began: Instant,
    /// Empty again once the log was told.
    steps: Mutex<Option<Vec<(StartStep, Duration)>>>,
}

impl StartLog {
    /// The start begins now.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            began: Instant::now(),
            steps: Mutex::new(Some(Vec::new())),
        }
    }

    /// Notes that a step was reached. After the last one the log is told; what comes later is not noted.
    pub fn reach(&self, step: StartStep) {
        let mut noted = self.steps.lock();
        let Some(steps) = noted.as_mut() else { return };
        steps.push((step, self.began.elapsed()));
        if step != StartStep::Painted {
            return;
        }
        let steps = noted.take().unwrap_or_default();
        tracing::info!(steps = describe(&steps), "the first screen is painted");
    }
}

/// Every step with its time in ms.
fn describe(steps: &[(StartStep, Duration)]) -> String {
    let told: Vec<String> = steps
        .iter()
        .map(|(step, at)| format!("{} {}", step.name(), at.as_millis()))
        .collect();
    told.join(", ")
}
