//! Where records come from.

/// Where records come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// An event of the socket (CONTRACT section 2).
    #[default]
    Event,
    /// An answer to a REST call (CONTRACT section 3).
    Rest,
}
