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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Queue {
        chat: usize,
        word: usize,
    },
    /// The user begins a text; `None` deletes it.
    Draft {
        chat: usize,
        word: Option<usize>,
    },
    /// The user gives a queued text another wording.
    Edit {
        entry: usize,
        word: usize,
    },
    Discard {
        entry: usize,
    },
    Restore {
        entry: usize,
    },
    Retry {
        entry: usize,
    },
    /// The user says that it is there.
    Confirm {
        entry: usize,
    },
    /// Decides what becomes of the next message that is posted into a chat.
    SetReaction {
        chat: usize,
        reaction: Reaction,
    },
    /// What the server was late with is stored now.
    CommitLate,
    /// Other people say something, so many times.
    Others {
        chat: usize,
        word: usize,
        times: usize,
    },
    /// I say something on my other device.
    OtherDevice {
        chat: usize,
        word: usize,
    },
    Close {
        chat: usize,
    },
    Reopen {
        chat: usize,
    },
    /// While the next pages are being read, somebody says something between the first and the second.
    ShiftPages {
        chat: usize,
    },
    /// The line is cut; what was under way is lost.
    Cut,
    /// The line is back: rooms are joined, then everything is caught up with.
    Connect,
    /// The event in this place of those under way is heard.
    Deliver {
        place: usize,
    },
    /// The same, and it stays under way: it comes twice.
    DeliverTwice {
        place: usize,
    },
    /// All events under way are heard in order.
    DeliverAll,
    /// The process dies and is started again.
    Crash,
    /// The process ends in order and is started again.
    Restart,
    /// The process ends, the cache is thrown away, and it is started again.
    LoseCache,
    /// Somebody sets the computer's clock, by so many seconds.
    SetClock {
        seconds: i64,
    },
    /// SimulatedTime passes, in seconds, for everybody.
    Pass {
        seconds: u32,
    },
    /// The outbox works off what is due, once.
    Work,
    CatchUp,
    FetchOlder {
        chat: usize,
    },
    FillGap {
        chat: usize,
    },
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

pub fn next(reference: &Reference) -> BoxedStrategy<Action> {
    let mut acts: Vec<(u32, BoxedStrategy<Action>)> = vec![
        (
            14,
            (chat(), word())
                .prop_map(|(chat, word)| Action::Queue { chat, word })
                .boxed(),
        ),
        (
            4,
            (chat(), proptest::option::weighted(0.8, word()))
                .prop_map(|(chat, word)| Action::Draft { chat, word })
                .boxed(),
        ),
        (
            14,
            (chat(), reaction())
                .prop_map(|(chat, reaction)| Action::SetReaction { chat, reaction })
                .boxed(),
        ),
        (3, Just(Action::CommitLate).boxed()),
        (
            7,
            (
                chat(),
                word(),
                prop_oneof![6 => 1..3_usize, 2 => 3..9_usize, 1 => 40..70_usize],
            )
                .prop_map(|(chat, word, times)| Action::Others { chat, word, times })
                .boxed(),
        ),
        (
            3,
            (chat(), word())
                .prop_map(|(chat, word)| Action::OtherDevice { chat, word })
                .boxed(),
        ),
        (2, chat().prop_map(|chat| Action::Close { chat }).boxed()),
        (3, chat().prop_map(|chat| Action::Reopen { chat }).boxed()),
        (
            2,
            chat().prop_map(|chat| Action::ShiftPages { chat }).boxed(),
        ),
        (2, Just(Action::Crash).boxed()),
        (1, Just(Action::Restart).boxed()),
        (1, Just(Action::LoseCache).boxed()),
        (
            2,
            prop_oneof![Just(-90_000_i64), Just(-600), Just(600), Just(90_000)]
                .prop_map(|seconds| Action::SetClock { seconds })
                .boxed(),
        ),
        (
            8,
            prop_oneof![2 => Just(1_u32), 3 => Just(10), 4 => Just(60)]
                .prop_map(|seconds| Action::Pass { seconds })
                .boxed(),
        ),
    ];
    if reference.up {
        acts.extend([
            (3, Just(Action::Cut).boxed()),
            (24, Just(Action::Work).boxed()),
            (3, Just(Action::CatchUp).boxed()),
            (
                8,
                (0..4_usize)
                    .prop_map(|place| Action::Deliver { place })
                    .boxed(),
            ),
            (
                2,
                (0..4_usize)
                    .prop_map(|place| Action::DeliverTwice { place })
                    .boxed(),
            ),
            (4, Just(Action::DeliverAll).boxed()),
            (
                2,
                chat().prop_map(|chat| Action::FetchOlder { chat }).boxed(),
            ),
            (2, chat().prop_map(|chat| Action::FillGap { chat }).boxed()),
        ]);
    } else {
        acts.push((12, Just(Action::Connect).boxed()));
    }
    if reference.queued > 0 {
        // Mostly the newest: the others have gone by then.
        let newest = reference.queued;
        let entry = move || (0..newest.min(4)).prop_map(move |back| newest - 1 - back);
        acts.extend([
            (
                3,
                (entry(), word())
                    .prop_map(|(entry, word)| Action::Edit { entry, word })
                    .boxed(),
            ),
            (
                3,
                entry().prop_map(|entry| Action::Discard { entry }).boxed(),
            ),
            (
                2,
                entry().prop_map(|entry| Action::Restore { entry }).boxed(),
            ),
            (4, entry().prop_map(|entry| Action::Retry { entry }).boxed()),
            (
                2,
                entry().prop_map(|entry| Action::Confirm { entry }).boxed(),
            ),
        ]);
    }
    Union::new_weighted(acts).boxed()
}
