//! What may happen in a walk.

use proptest::prelude::*;
use proptest::strategy::Union;

use super::reference::Reference;

/// How many chats there are.
pub const CHATS: usize = 2;

/// What people write: few words, so that the same text is said often, and one with white space
/// around it, which a server may trim.
pub const TEXTS: [&str; 4] = ["نعم", "تم", "وين الطلب؟", " ok \n"];

/// What the server does with the next message that it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Stores it and answers; the event follows.
    Stored,
    /// Stores it; the event is heard before the answer.
    EventFirst,
    /// My other device says the same just before; both events are heard before the answer.
    AfterTwin,
    /// My other device says the same; its event is heard; then the server refuses mine.
    RefusedAfterTwin,
    /// Stores it; the answer is lost.
    AnswerLost,
    /// Never hears of it, and nobody can tell.
    RequestLost,
    /// Hears of it, answers nothing, and stores it only when [`Action::CommitLate`] comes.
    Late,
    /// Refuses it: 400.
    BadRequest,
    /// Refuses it: 403.
    Forbidden,
    /// Refuses it: 429, to be tried again after seconds.
    Busy(u8),
    /// 503: not stored, but the client cannot know.
    Unavailable,
    /// The connection was refused: no byte left.
    NeverSent,
    /// The computer crashes before the request leaves.
    CrashBefore,
    /// Stored, and the computer crashes before the answer is noted.
    CrashAfter,
}

#[allow(
    missing_docs,
    reason = "every `chat`, `word` and `entry` is the number of one"
)]
/// One step of a walk. Chats and entries are named by number; an entry's is that of its queueing.
#[rustfmt::skip] // One line a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Queue { chat: usize, word: usize },
    /// The user begins a text; `None` deletes it.
    Draft { chat: usize, word: Option<usize> },
    /// The user gives a queued text another wording.
    Edit { entry: usize, word: usize },
    Discard { entry: usize },
    Restore { entry: usize },
    Retry { entry: usize },
    /// The user says that it is there.
    Confirm { entry: usize },
    /// Decides what becomes of the next message that is posted into a chat.
    SetReaction { chat: usize, reaction: Reaction },
    /// What the server was late with is stored now.
    CommitLate,
    /// Other people say something, so many times.
    Others { chat: usize, word: usize, times: usize },
    /// I say something on my other device.
    OtherDevice { chat: usize, word: usize },
    Close { chat: usize },
    Reopen { chat: usize },
    /// While the next pages are being read, somebody says something between the first and the second.
    ShiftPages { chat: usize },
    /// The line is cut; what was under way is lost.
    Cut,
    /// The line is back: rooms are joined, then everything is caught up with.
    Connect,
    /// The event in this place of those under way is heard.
    Deliver { place: usize },
    /// The same, and it stays under way: it comes twice.
    DeliverTwice { place: usize },
    /// All events under way are heard in order.
    DeliverAll,
    /// The process dies and is started again.
    Crash,
    /// The process ends in order and is started again.
    Restart,
    /// The process ends, the cache is thrown away, and it is started again.
    LoseCache,
    /// Somebody sets the computer's clock, by so many seconds.
    SetClock { seconds: i64 },
    /// Time passes, in seconds, for everybody.
    Pass { seconds: u32 },
    /// The outbox works off what is due, once.
    Work,
    CatchUp,
    FetchOlder { chat: usize },
    FillGap { chat: usize },
}

impl Action {
    /// Whether it happens without the client, which shows the same afterwards as before.
    pub fn happens_without_client(&self) -> bool {
        matches!(
            self,
            Self::SetReaction { .. }
                | Self::CommitLate
                | Self::Others { .. }
                | Self::OtherDevice { .. }
                | Self::Close { .. }
                | Self::Reopen { .. }
                | Self::ShiftPages { .. }
                | Self::SetClock { .. }
                | Self::Pass { .. }
        )
    }
}

fn chat() -> std::ops::Range<usize> {
    0..CHATS
}

fn word() -> std::ops::Range<usize> {
    0..TEXTS.len()
}

fn reaction() -> impl Strategy<Value = Reaction> {
    prop_oneof![
        2 => Just(Reaction::Stored),
        3 => Just(Reaction::EventFirst),
        2 => Just(Reaction::AfterTwin),
        2 => Just(Reaction::RefusedAfterTwin),
        6 => Just(Reaction::AnswerLost),
        5 => Just(Reaction::RequestLost),
        3 => Just(Reaction::Late),
        2 => Just(Reaction::BadRequest),
        1 => Just(Reaction::Forbidden),
        2 => (1_u8..60).prop_map(Reaction::Busy),
        2 => Just(Reaction::Unavailable),
        2 => Just(Reaction::NeverSent),
        2 => Just(Reaction::CrashBefore),
        2 => Just(Reaction::CrashAfter),
    ]
}

/// A step with its weight among the others, made from what `strategy` draws.
fn drawn<S: Strategy + 'static>(
    weight: u32,
    strategy: S,
    to_action: impl Fn(S::Value) -> Action + 'static,
) -> (u32, BoxedStrategy<Action>) {
    (weight, strategy.prop_map(to_action).boxed())
}

fn fixed(weight: u32, action: Action) -> (u32, BoxedStrategy<Action>) {
    (weight, Just(action).boxed())
}

pub fn next(reference: &Reference) -> BoxedStrategy<Action> {
    let draft = proptest::option::weighted(0.8, word());
    let times = prop_oneof![6 => 1..3_usize, 2 => 3..9_usize, 1 => 40..70_usize];
    let clocks = prop_oneof![Just(-90_000_i64), Just(-600), Just(600), Just(90_000)];
    let pauses = prop_oneof![2 => Just(1_u32), 3 => Just(10), 4 => Just(60)];
    let mut actions = vec![
        drawn(14, (chat(), word()), |(chat, word)| Action::Queue {
            chat,
            word,
        }),
        drawn(4, (chat(), draft), |(chat, word)| Action::Draft {
            chat,
            word,
        }),
        drawn(14, (chat(), reaction()), |(chat, reaction)| {
            Action::SetReaction { chat, reaction }
        }),
        fixed(3, Action::CommitLate),
        drawn(7, (chat(), word(), times), |(chat, word, times)| {
            Action::Others { chat, word, times }
        }),
        drawn(3, (chat(), word()), |(chat, word)| Action::OtherDevice {
            chat,
            word,
        }),
        drawn(2, chat(), |chat| Action::Close { chat }),
        drawn(3, chat(), |chat| Action::Reopen { chat }),
        drawn(2, chat(), |chat| Action::ShiftPages { chat }),
        fixed(2, Action::Crash),
        fixed(1, Action::Restart),
        fixed(1, Action::LoseCache),
        drawn(2, clocks, |seconds| Action::SetClock { seconds }),
        drawn(8, pauses, |seconds| Action::Pass { seconds }),
    ];
    if reference.up {
        actions.extend([
            fixed(3, Action::Cut),
            fixed(24, Action::Work),
            fixed(3, Action::CatchUp),
            drawn(8, 0..4_usize, |place| Action::Deliver { place }),
            drawn(2, 0..4_usize, |place| Action::DeliverTwice { place }),
            fixed(4, Action::DeliverAll),
            drawn(2, chat(), |chat| Action::FetchOlder { chat }),
            drawn(2, chat(), |chat| Action::FillGap { chat }),
        ]);
    } else {
        actions.push(fixed(12, Action::Connect));
    }
    if reference.queued > 0 {
        // Mostly the newest: the others have gone by then.
        let newest = reference.queued;
        let entry = move || (0..newest.min(4)).prop_map(move |back| newest - 1 - back);
        actions.extend([
            drawn(3, (entry(), word()), |(entry, word)| Action::Edit {
                entry,
                word,
            }),
            drawn(3, entry(), |entry| Action::Discard { entry }),
            drawn(2, entry(), |entry| Action::Restore { entry }),
            drawn(4, entry(), |entry| Action::Retry { entry }),
            drawn(2, entry(), |entry| Action::Confirm { entry }),
        ]);
    }
    Union::new_weighted(actions).boxed()
}
