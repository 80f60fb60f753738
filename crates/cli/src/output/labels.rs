//! The words for states, the same in both formats. Scripts read them, so they do not change.

use engine::{Account, Connection};
use protocol::UtcMs;
use store::{DeliveryState, OutboxRow, OutboxState, WaitReason};

/// A message's delivery state in the four words that scripts know.
pub(super) fn delivery_state(delivery: &DeliveryState) -> &'static str {
    match delivery {
        DeliveryState::Received | DeliveryState::Sent | DeliveryState::Read => "sent",
        DeliveryState::Pending | DeliveryState::Sending => "pending",
        DeliveryState::Checking => "checking",
        DeliveryState::Failed { .. } => "failed",
    }
}

/// The state of a message in the outbox.
pub(super) fn outbox_state(state: &OutboxState) -> &'static str {
    match state {
        OutboxState::Pending => "pending",
        OutboxState::Sending => "sending",
        OutboxState::Checking => "checking",
        OutboxState::Failed { .. } => "failed",
        OutboxState::Cancelled { .. } => "cancelled",
    }
}

/// Why a message in the outbox waits, or the code of why it failed.
pub(super) fn wait_reason(row: &OutboxRow) -> Option<&str> {
    if let OutboxState::Failed { code, .. } = &row.state {
        return Some(code);
    }
    Some(match row.waits? {
        WaitReason::Turn => "turn",
        WaitReason::Time => "time",
        WaitReason::Closed => "closed",
        WaitReason::Scheduled => "scheduled",
        WaitReason::Line => "line",
        WaitReason::SignIn => "sign-in",
        WaitReason::ServerBusy => "server-busy",
        WaitReason::DiskFull => "disk-full",
    })
}

/// The state of the connection, and since when it holds.
pub(super) fn connection_state(connection: &Connection) -> (&'static str, UtcMs) {
    match connection {
        Connection::SignedOut { since } => ("signed-out", *since),
        Connection::Connecting { since, .. } => ("connecting", *since),
        Connection::Online { since } => ("online", *since),
        Connection::Polling { since } => ("polling", *since),
        Connection::Offline { since, .. } => ("offline", *since),
        Connection::SignInNeeded { since, .. } => ("sign-in-needed", *since),
    }
}

/// Who it is, and where.
pub(crate) fn account(account: &Account) -> String {
    let name = account.me.name.as_deref().unwrap_or(account.me.id.as_str());
    match &account.me.role {
        Some(role) => format!("{name} ({}) at {}", role.as_word(), account.server),
        None => format!("{name} at {}", account.server),
    }
}
