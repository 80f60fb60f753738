//! Which kills a campaign consists of, and when each of them comes.

use std::time::Duration;

use rand::{Rng as _, rngs::StdRng};

use crate::failpoints::{FAILPOINTS, Scenario, scenario_for};

/// Of so many kills one comes at a random time.
const RANDOM_MOMENT: u64 = 5;
/// The random kill times, in milliseconds after the start.
const MOMENTS: std::ops::Range<u64> = 1..1500;
/// The n-th time that a point is passed is at most this one.
const LATEST_PASS: usize = 3;

#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    pub kills: u64,
    /// How many kills an installation takes before it is compared.
    pub kills_per_installation: u64,
    /// Points at which to kill; all of them where none are named.
    pub points: Vec<&'static str>,
}

impl Plan {
    /// Kills at all points and at kill times in between.
    pub fn new(seed: u64, kills: u64) -> Self {
        Self {
            seed,
            kills,
            kills_per_installation: 12,
            points: Vec::new(),
        }
    }
}

impl Plan {
    pub(crate) fn wanted(&self) -> &[&'static str] {
        if self.points.is_empty() {
            FAILPOINTS
        } else {
            &self.points
        }
    }

    /// How many kills it takes until each point has had its turn.
    pub(crate) fn rounds(&self) -> u64 {
        let points = self.wanted().len() as u64;
        points + points.div_ceil(RANDOM_MOMENT - 1)
    }

    /// When the n-th kill comes. The first turn of each point is the first time that it is passed; where
    /// there are fewer turns than points, they are spread over all of them, others with
    /// another seed.
    pub(crate) fn kill_time(&self, number: u64, random: &mut StdRng) -> KillTime {
        let wanted = self.wanted();
        let turns = self.kills - self.kills / RANDOM_MOMENT;
        let turn = number - number / RANDOM_MOMENT;
        let points = wanted.len() as u64;
        let (place, first) = if turns < points {
            let place = turn * points / turns.max(1);
            (place.wrapping_add(self.seed) % points, true)
        } else {
            (turn % points.max(1), turn < points)
        };
        let point = usize::try_from(place)
            .ok()
            .and_then(|place| wanted.get(place));
        match point {
            Some(point) if number % RANDOM_MOMENT != RANDOM_MOMENT - 1 => {
                let pass = if first {
                    1
                } else {
                    random.random_range(1..=LATEST_PASS)
                };
                KillTime::At(point, pass)
            }
            _ => KillTime::After(Duration::from_millis(random.random_range(MOMENTS))),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillTime {
    /// As it passes a point for the n-th time.
    At(&'static str, usize),
    After(Duration),
}

impl KillTime {
    pub(crate) fn scenario(self) -> Scenario {
        match self {
            Self::At(point, _) => scenario_for(point),
            Self::After(_) => Scenario::Ordinary,
        }
    }
}
