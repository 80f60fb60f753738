//! What can go wrong between an engine and its server.

use std::fmt;

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The request is carried out; its response never comes, the line is closed instead.
    DropAnswer,
    /// The line is closed, at once or when the client runs out of patience; the request is carried
    /// out some time later.
    LateCommit,
    /// The request waits on its way.
    Delay,
    /// The line takes everything, passes nothing on, and stays open.
    HalfOpen,
    /// The line is reset (RST), the request lost.
    Reset,
    /// The request is carried out; its response breaks off in the middle.
    Truncate,
    /// A socket event comes twice.
    DuplicateEvents,
    /// A socket event comes after a later one.
    ReorderEvents,
    /// 429 with `Retry-After`; not carried out.
    TooMany,
    /// 502 or 503, from something on the way: carried out or not.
    BadGateway,
    /// A page of HTML with 200, as captive portals response; not carried out.
    Html,
    /// A websocket is refused.
    BlockWebsocket,
    /// The backend is killed in the middle of the request, and starts again.
    Restart,
    /// A good token is refused with 401; not carried out.
    RefuseToken,
    /// The backend finds fault with what is said (422); not carried out. No fault of the line: it
    /// makes messages that the user has to decide upon.
    Refusal,
}

/// When something can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// A message is posted.
    Send,
    /// Any other REST call.
    Ask,
    /// A websocket is asked for.
    Upgrade,
    /// The server emits an event.
    Event,
}

impl Fault {
    /// The fourteen faults of a line and its server; [`Fault::Refusal`] is none of them.
    pub const OF_THE_LINE: [Self; 14] = [
        Self::DropAnswer,
        Self::LateCommit,
        Self::Delay,
        Self::HalfOpen,
        Self::Reset,
        Self::Truncate,
        Self::DuplicateEvents,
        Self::ReorderEvents,
        Self::TooMany,
        Self::BadGateway,
        Self::Html,
        Self::BlockWebsocket,
        Self::Restart,
        Self::RefuseToken,
    ];

    /// The trigger that is most its own.
    #[must_use]
    pub fn default_trigger(self) -> Trigger {
        match self {
            Self::DuplicateEvents | Self::ReorderEvents => Trigger::Event,
            Self::BlockWebsocket => Trigger::Upgrade,
            _ => Trigger::Send,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DropAnswer => "response dropped",
            Self::LateCommit => "late commit",
            Self::Delay => "delay",
            Self::HalfOpen => "half-open",
            Self::Reset => "reset",
            Self::Truncate => "response truncated",
            Self::DuplicateEvents => "event doubled",
            Self::ReorderEvents => "events reordered",
            Self::TooMany => "429",
            Self::BadGateway => "502/503",
            Self::Html => "HTML",
            Self::BlockWebsocket => "websocket blocked",
            Self::Restart => "restart",
            Self::RefuseToken => "token refused",
            Self::Refusal => "refusal",
        })
    }
}
