//! The weather, and the sky that decides by it: seeded, so that a run can be had again as far as
//! the scheduling of threads allows.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::watch;

use super::{Fault, Occasion};

/// How likely each fault is on each occasion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weather {
    /// What the dice are seeded with.
    pub seed: u64,
    /// The chance of each fault, from 0 to 1; those of one occasion add up to less than 1.
    pub chances: Vec<(Occasion, Fault, f64)>,
    /// The engine's settle time: late commits fall well before it or well after it.
    pub settle_after: Duration,
}

impl Weather {
    /// Nothing goes wrong.
    #[must_use]
    pub fn fair() -> Self {
        Self::default()
    }

    /// Everything goes wrong: about one send in six, and one other call in twenty-five.
    #[must_use]
    pub fn storm(seed: u64, settle_after: Duration) -> Self {
        use Fault::{
            BadGateway, BlockWebsocket, Delay, DropAnswer, DuplicateEvents, HalfOpen, Html,
            LateCommit, Refusal, RefuseToken, ReorderEvents, Reset, Restart, TooMany, Truncate,
        };
        use Occasion::{Ask, Event, Send, Upgrade};
        Self {
            seed,
            chances: vec![
                (Send, DropAnswer, 0.025),
                (Send, LateCommit, 0.020),
                (Send, Delay, 0.025),
                (Send, HalfOpen, 0.004),
                (Send, Reset, 0.020),
                (Send, Truncate, 0.020),
                (Send, TooMany, 0.015),
                (Send, BadGateway, 0.020),
                (Send, Html, 0.006),
                (Send, Restart, 0.002),
                (Send, RefuseToken, 0.004),
                (Send, Refusal, 0.010),
                (Ask, Delay, 0.015),
                (Ask, HalfOpen, 0.001),
                (Ask, Reset, 0.008),
                (Ask, Truncate, 0.004),
                (Ask, TooMany, 0.003),
                (Ask, BadGateway, 0.006),
                (Ask, Html, 0.002),
                (Ask, RefuseToken, 0.001),
                (Upgrade, BlockWebsocket, 0.10),
                (Upgrade, HalfOpen, 0.02),
                (Upgrade, Reset, 0.05),
                (Event, DuplicateEvents, 0.05),
                (Event, ReorderEvents, 0.05),
                (Event, Reset, 0.003),
                (Event, HalfOpen, 0.001),
            ],
            settle_after,
        }
    }
}

/// A message that was carried out after its line was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateCommit {
    /// Where it went.
    pub conversation: ConversationId,
    /// What it said.
    pub text: String,
    /// From the cut to the backend's answer.
    pub took: Duration,
    /// Whether the backend took it.
    pub stored: bool,
}

/// Decides what strikes, and counts.
pub(super) struct Sky {
    state: Mutex<State>,
    outstanding: watch::Sender<u64>,
}

struct State {
    weather: Weather,
    dice: StdRng,
    foretold: VecDeque<(Occasion, Fault)>,
    struck: BTreeMap<Fault, u64>,
    seen: BTreeMap<Occasion, u64>,
    late: Vec<LateCommit>,
}

impl Sky {
    pub(super) fn new(weather: Weather) -> Self {
        Self {
            state: Mutex::new(State {
                dice: StdRng::seed_from_u64(weather.seed),
                weather,
                foretold: VecDeque::new(),
                struck: BTreeMap::new(),
                seen: BTreeMap::new(),
                late: Vec::new(),
            }),
            outstanding: watch::Sender::new(0),
        }
    }

    pub(super) fn turn(&self, weather: Weather) {
        let mut state = self.state();
        state.dice = StdRng::seed_from_u64(weather.seed);
        state.weather = weather;
    }

    pub(super) fn foretell(&self, occasion: Occasion, fault: Fault) {
        self.state().foretold.push_back((occasion, fault));
    }

    /// What strikes now, if anything.
    pub(super) fn strike(&self, occasion: Occasion) -> Option<Fault> {
        let mut state = self.state();
        *state.seen.entry(occasion).or_default() += 1;
        let foretold = state.foretold.iter().position(|(on, _)| *on == occasion);
        let fault = match foretold.and_then(|place| state.foretold.remove(place)) {
            Some((_, fault)) => Some(fault),
            None => state.roll(occasion),
        };
        if let Some(fault) = fault {
            *state.struck.entry(fault).or_default() += 1;
        }
        fault
    }

    /// A duration from a range of milliseconds.
    pub(super) fn between(&self, shortest: u64, longest: u64) -> Duration {
        Duration::from_millis(self.state().dice.random_range(shortest..=longest))
    }

    /// True once in so many times.
    pub(super) fn one_in(&self, times: u32) -> bool {
        self.state().dice.random_ratio(1, times.max(1))
    }

    /// How long after the cut a late commit comes: well before the engine gives up looking, or well
    /// after.
    pub(super) fn lateness(&self) -> Duration {
        let mut state = self.state();
        let factor = if state.dice.random_bool(0.5) {
            state.dice.random_range(0.05..0.4)
        } else {
            state.dice.random_range(1.5..3.0)
        };
        state.weather.settle_after.mul_f64(factor)
    }

    pub(super) fn struck(&self) -> BTreeMap<Fault, u64> {
        self.state().struck.clone()
    }

    pub(super) fn seen(&self, occasion: Occasion) -> u64 {
        self.state().seen.get(&occasion).copied().unwrap_or(0)
    }

    pub(super) fn late_begins(&self) {
        self.outstanding.send_modify(|count| *count += 1);
    }

    pub(super) fn note_late(&self, late: LateCommit) {
        self.state().late.push(late);
    }

    pub(super) fn late_ends(&self) {
        self.outstanding
            .send_modify(|count| *count = count.saturating_sub(1));
    }

    /// Waits until none is outstanding.
    pub(super) async fn late_commits(&self) -> Vec<LateCommit> {
        let mut outstanding = self.outstanding.subscribe();
        // The sender lives in `self`: it cannot be gone.
        drop(outstanding.wait_for(|count| *count == 0).await);
        self.state().late.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn roll(&mut self, occasion: Occasion) -> Option<Fault> {
        let mut left: f64 = self.dice.random();
        let chances = self
            .weather
            .chances
            .iter()
            .filter(|(on, ..)| *on == occasion);
        for (_, fault, chance) in chances {
            if left < *chance {
                return Some(*fault);
            }
            left -= chance;
        }
        None
    }
}
