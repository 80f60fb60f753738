//! The headless engine: session, sync, outbox, media. No Tauri, no window.

mod view;

pub use view::{Account, Connection, Credentials, Fetched, NewConversation};
