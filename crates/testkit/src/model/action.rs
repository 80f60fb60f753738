//! What may happen in a walk.

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
