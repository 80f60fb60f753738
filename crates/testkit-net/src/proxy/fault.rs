//! What can go wrong between an engine and its server.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The request is carried out; its response never comes, the line is closed instead.
    DropAnswer,
    /// The line is closed, at once or when the client runs out of patience; the request is carried
    /// out some time later.
    LateCommit,
    Delay,
    /// The line takes everything, passes nothing on, and stays open.
    HalfOpen,
    /// The line is reset (RST), the request lost.
    Reset,
    /// The request is carried out; its response breaks off in the middle.
    Truncate,
    DuplicateEvents,
    /// A socket event comes after a later one.
    ReorderEvents,
    /// A socket event is lost without a trace.
    LoseEvent,
    /// A socket event has half a character in its text, at which JSON readers give up.
    BreakEvent,
    /// 429 with `Retry-After`; not carried out.
    TooMany,
    /// 502 or 503, from something on the way: carried out or not.
    BadGateway,
    /// A page of HTML with 200, as captive portals answer; not carried out.
    Html,
    BlockWebsocket,
    /// The backend is killed in the middle of the request, and starts again.
    Restart,
    /// A good token is refused with 401; not carried out.
    RefuseToken,
    /// The backend finds fault with what is said (422); not carried out. No fault of the line: it
    /// makes messages that the user has to decide upon.
    Refusal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    Send,
    Ask,
    Upgrade,
    Event,
}

impl Fault {
    /// The sixteen faults of a line and its server; [`Fault::Refusal`] is none of them.
    pub const OF_THE_LINE: [Self; 16] = [
        Self::DropAnswer,
        Self::LateCommit,
        Self::Delay,
        Self::HalfOpen,
        Self::Reset,
        Self::Truncate,
        Self::DuplicateEvents,
        Self::ReorderEvents,
        Self::LoseEvent,
        Self::BreakEvent,
        Self::TooMany,
        Self::BadGateway,
        Self::Html,
        Self::BlockWebsocket,
        Self::Restart,
        Self::RefuseToken,
    ];

    /// The trigger that is most its own.
    pub fn default_trigger(self) -> Trigger {
        match self {
            Self::DuplicateEvents | Self::ReorderEvents | Self::LoseEvent | Self::BreakEvent => {
                Trigger::Event
            }
            Self::BlockWebsocket => Trigger::Upgrade,
            _ => Trigger::Send,
        }
    }
}
