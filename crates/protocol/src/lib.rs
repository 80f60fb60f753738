//! The wire of the Avvento support API, in both dialects: the documented one, and the one the live
//! server speaks (CONTRACT section 4). This crate turns bytes into one model and does no I/O.
//!
//! Decoding is tolerant: unknown fields and values, missing and null fields, and numbers written as
//! strings are all accepted; a record that cannot be read is skipped and reported, and the records
//! around it live.

mod capabilities;
pub mod decode;
mod enums;
mod ids;
mod model;
mod time;
pub mod visible;

pub use capabilities::{CAPABILITIES_HEADER, CLIENT_MESSAGE_ID, Capabilities};
pub use decode::DecodeError;
pub use enums::{ConversationStatus, MAX_WORD_CHARS, MessageKind, Role, SupportType};
pub use ids::{ConversationId, EmptyId, MAX_ID_BYTES, MessageId, OrderId, UserId};
pub use model::{
    ApiError, Attachment, Conversation, ConversationList, Exception, LastMessage, Message,
    MessagePage, Participant, RoomAck, SignIn, Skipped, TokenClaims, UnreadCounts,
};
pub use time::UtcMs;
