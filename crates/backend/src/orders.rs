//! How far an order is. Orders belong to another part of the platform; its chat closes with it
//! (CONTRACT section 2).

/// The states that this backend takes note of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderStatus {
    Pending,
    Accepted,
    Preparing,
    OnTheWay,
    Delivered,
    Cancelled,
}

impl OrderStatus {
    pub(crate) const ALL: [Self; 6] = [
        Self::Pending,
        Self::Accepted,
        Self::Preparing,
        Self::OnTheWay,
        Self::Delivered,
        Self::Cancelled,
    ];

    pub(crate) fn as_word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Preparing => "preparing",
            Self::OnTheWay => "on-the-way",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_word() == word)
    }

    /// Whether the order's chat closes.
    pub(crate) fn ends_the_chat(self) -> bool {
        matches!(self, Self::Delivered | Self::Cancelled)
    }
}
