//! The mutations of the product: bugs that the checks have to find.

use clap::ValueEnum;

/// How many mutations there are.
pub const COUNT: u64 = 16;

/// A bug that its check must find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mutation {
    /// A message is acknowledged before it is on disk.
    AcknowledgeEarly,
    /// Queueing leaves the draft where it is.
    KeepDraft,
    /// A draft is cleared before its message is queued, in a transaction of its own.
    ClearDraftFirst,
    /// A lost answer counts as «never sent»: sent again at once.
    ResendUnknown,
    /// A lost answer counts as sent.
    TrustUnknown,
    /// A message whose text was said before counts as sent.
    ClaimKnown,
    /// One message of the server settles two entries with the same text.
    ClaimTwice,
    /// Several messages of one conversation are in flight at a time.
    ManyInFlight,
    /// After a crash, what was sending is pending.
    ForgetSending,
    /// A record that came twice makes two rows.
    RowTwice,
    /// Messages are ordered by arrival.
    OrderByArrival,
    /// A page that does not meet what is known leaves no gap.
    HideGap,
    /// Fetching before joining.
    FetchFirst,
    /// A refusal drops the message.
    DropRefused,
    /// `Retry-After` is ignored.
    IgnoreRetryAfter,
    /// Signing out empties the outbox.
    EmptyOnSignOut,
}
