//! What the server says on its way into the cache.

pub(crate) mod apply;
pub(crate) mod arrivals;
pub(crate) mod confirmed_pages;
pub(crate) mod conversations;
pub(crate) mod credible_times;
pub(crate) mod derived;
pub(crate) mod first_unread;
pub(crate) mod guarded;
pub(crate) mod input;
pub(crate) mod message_writes;
pub(crate) mod messages;
pub(crate) mod openings;
pub(crate) mod own_user;
pub(crate) mod pages;
pub(crate) mod unanswered;
pub(crate) mod unit_of_work;
pub(crate) mod unread;
