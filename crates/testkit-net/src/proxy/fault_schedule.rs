//! Fault rates, and the schedule that draws from them: seeded, so that a run can be had again as far as
//! the scheduling of threads allows.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::watch;

use super::{Fault, Trigger};

/// How likely each fault is on each trigger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultRates {
    pub seed: u64,
    /// The chance of each fault, from 0 to 1; those of one trigger add up to less than 1.
    pub chances: Vec<(Trigger, Fault, f64)>,
    /// The engine's settle time: late commits fall well before it or well after it.
    pub settle_after: Duration,
}

impl FaultRates {
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything goes wrong: about one send in six, and one other call in twenty-five.
    pub fn stress(seed: u64, settle_after: Duration) -> Self {
        use Fault::{
            BadGateway, BlockWebsocket, BreakEvent, Delay, DropAnswer, DuplicateEvents, HalfOpen,
            Html, LateCommit, LoseEvent, Refusal, RefuseToken, ReorderEvents, Reset, Restart,
            TooMany, Truncate,
        };
        use Trigger::{Ask, Event, Send, Upgrade};
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
                (Event, LoseEvent, 0.01),
                (Event, BreakEvent, 0.01),
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
    pub conversation: ConversationId,
    pub text: String,
    /// From the cut to the backend's response.
    pub took: Duration,
    pub stored: bool,
}

pub(super) struct FaultSchedule {
    state: Mutex<State>,
    outstanding: watch::Sender<u64>,
}

struct State {
    rates: FaultRates,
    rng: StdRng,
    scheduled: VecDeque<(Trigger, Fault)>,
    injected: BTreeMap<Fault, u64>,
    seen: BTreeMap<Trigger, u64>,
    late: Vec<LateCommit>,
}

impl FaultSchedule {
    pub(super) fn new(rates: FaultRates) -> Self {
        Self {
            state: Mutex::new(State {
                rng: StdRng::seed_from_u64(rates.seed),
                rates,
                scheduled: VecDeque::new(),
                injected: BTreeMap::new(),
                seen: BTreeMap::new(),
                late: Vec::new(),
            }),
            outstanding: watch::Sender::new(0),
        }
    }

    pub(super) fn set_rates(&self, rates: FaultRates) {
        let mut state = self.state();
        state.rng = StdRng::seed_from_u64(rates.seed);
        state.rates = rates;
    }

    pub(super) fn schedule_next(&self, trigger: Trigger, fault: Fault) {
        self.state().scheduled.push_back((trigger, fault));
    }

    pub(super) fn forget_scheduled(&self) {
        self.state().scheduled.clear();
    }

    pub(super) fn next_fault(&self, trigger: Trigger) -> Option<Fault> {
        let mut state = self.state();
        *state.seen.entry(trigger).or_default() += 1;
        let scheduled = state.scheduled.iter().position(|(on, _)| *on == trigger);
        let fault = match scheduled.and_then(|place| state.scheduled.remove(place)) {
            Some((_, fault)) => Some(fault),
            None => state.draw(trigger),
        };
        if let Some(fault) = fault {
            *state.injected.entry(fault).or_default() += 1;
        }
        fault
    }

    /// A duration from a range of milliseconds.
    pub(super) fn between(&self, shortest: u64, longest: u64) -> Duration {
        Duration::from_millis(self.state().rng.random_range(shortest..=longest))
    }

    /// True once in so many times.
    pub(super) fn one_in(&self, times: u32) -> bool {
        self.state().rng.random_ratio(1, times.max(1))
    }

    /// How long after the cut a late commit comes: well before the engine gives up looking, or well
    /// after.
    pub(super) fn lateness(&self) -> Duration {
        let mut state = self.state();
        let factor = if state.rng.random_bool(0.5) {
            state.rng.random_range(0.05..0.4)
        } else {
            state.rng.random_range(1.5..3.0)
        };
        state.rates.settle_after.mul_f64(factor)
    }

    pub(super) fn injected(&self) -> BTreeMap<Fault, u64> {
        self.state().injected.clone()
    }

    pub(super) fn seen(&self, trigger: Trigger) -> u64 {
        self.state().seen.get(&trigger).copied().unwrap_or(0)
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

    pub(super) async fn late_commits(&self) -> Vec<LateCommit> {
        let mut outstanding = self.outstanding.subscribe();
        // The sender lives in `self`: it cannot be gone.
        drop(outstanding.wait_for(|count| *count == 0).await);
        self.state().late.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    fn draw(&mut self, trigger: Trigger) -> Option<Fault> {
        let mut left: f64 = self.rng.random();
        let chances = self.rates.chances.iter().filter(|(on, ..)| *on == trigger);
        for (_, fault, chance) in chances {
            if left < *chance {
                return Some(*fault);
            }
            left -= chance;
        }
        None
    }
}
