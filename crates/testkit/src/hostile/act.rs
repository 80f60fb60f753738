//! What the attacker may do.

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use crate::failpoints::PANICS;

/// The task that ends once the token is read, so that it can be broken off at a start alone.
pub(super) const AT_START: &str = "panic/unlock";

/// One thing that somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The list of conversations has thousands more.
    LongList,
    /// The list is cut off, nested without an end, of another shape, or has records without an end.
    BrokenList,
    /// Thousands of small events for one chat, as fast as the line takes them.
    EventFlood,
    /// Thousands of new conversations at once.
    NewConversations,
    /// Halves of emoji, events without their fields, and packets that are none.
    UnreadableEvents,
    /// Messages and statuses of the years 1900, 2100 and 9990.
    WrongTimes,
    /// The ids of other chats' messages.
    CollidingIds,
    /// Digits, dots, spaces, marks and one word, each without an end.
    LongTexts,
    /// Small files that unfold to huge pictures.
    Pictures,
    /// The opening's ping is of no use, and the line breaks.
    AbsurdPing,
    /// A panic in this task.
    Panic(&'static str),
}

impl Act {
    /// Every act, shuffled, again and again.
    pub fn in_order_of(seed: u64) -> impl Iterator<Item = Self> {
        let mut rng = StdRng::seed_from_u64(seed);
        std::iter::repeat_with(move || {
            let mut all = Self::all();
            all.shuffle(&mut rng);
            all
        })
        .flatten()
    }

    /// How many there are.
    pub fn count() -> usize {
        Self::all().len()
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::LongList => "a long list",
            Self::BrokenList => "a broken list",
            Self::EventFlood => "a flood of events",
            Self::NewConversations => "a flood of new conversations",
            Self::UnreadableEvents => "unreadable events",
            Self::WrongTimes => "wrong times",
            Self::CollidingIds => "colliding ids",
            Self::LongTexts => "texts without an end",
            Self::Pictures => "huge pictures",
            Self::AbsurdPing => "an absurd ping",
            Self::Panic(point) => point,
        }
    }

    fn all() -> Vec<Self> {
        let others = [
            Self::LongList,
            Self::BrokenList,
            Self::EventFlood,
            Self::NewConversations,
            Self::UnreadableEvents,
            Self::WrongTimes,
            Self::CollidingIds,
            Self::LongTexts,
            Self::Pictures,
            Self::AbsurdPing,
        ];
        let panics = PANICS.iter().filter(|point| **point != AT_START);
        let panics = panics.map(|point| Self::Panic(point));
        others.into_iter().chain(panics).collect()
    }
}
