//! The same line once a minute, with how often it came: what others cause they may cause a thousand times a second.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Instant,
};

use tracing::callsite::Identifier;

use crate::limits::{LINES_OF_ONE_PLACE, SAME_WITHIN};

/// What each place in the program wrote within the last minute. There are as many places as the source has.
#[derive(Default)]
pub(crate) struct Repeats {
    places: HashMap<Identifier, Place>,
}

struct Place {
    since: Instant,
    /// The lines that were written, as hashes.
    written: HashSet<u64>,
    left_out: u64,
    /// The last line that was left out.
    last: String,
}

impl Repeats {
    /// Whether a line is written now; it is counted if it is not.
    pub(crate) fn admits(&mut self, place: Identifier, line: &str, now: Instant) -> bool {
        let place = self.places.entry(place).or_insert_with(|| Place {
            since: now,
            written: HashSet::new(),
            left_out: 0,
            last: String::new(),
        });
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let hash = hasher.finish();
        if !place.written.contains(&hash) && place.written.len() < LINES_OF_ONE_PLACE {
            place.written.insert(hash);
            return true;
        }
        place.left_out += 1;
        line.clone_into(&mut place.last);
        false
    }

    /// Ends the minutes that are over, and says what was left out in them.
    pub(crate) fn end_minutes(&mut self, now: Instant) -> Vec<String> {
        self.end(|place| now.duration_since(place.since) >= SAME_WITHIN)
    }

    /// Says what was left out so far.
    pub(crate) fn end_all(&mut self) -> Vec<String> {
        self.end(|_| true)
    }

    fn end(&mut self, is_over: impl Fn(&Place) -> bool) -> Vec<String> {
        let over = self.places.extract_if(|_, place| is_over(place));
        let told = over.filter(|(_, place)| place.left_out > 0);
        told.map(|(_, place)| format!("{} (came {} times more)", place.last, place.left_out))
            .collect()
    }
}
