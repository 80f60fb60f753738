//! The headless engine: session, sync, outbox, media. No Tauri, no window.
//!
//! [`Engine::start`] opens the profile that was used last; its cache is readable at once, with or
//! without a server. A background session then runs until [`Engine::sign_out`] or
//! [`Engine::shutdown`]: it keeps a socket open, follows every open conversation, fetches missed
//! messages and sends the outbox. [`Engine::subscribe_connection`] reports the session's state, and
//! [`Engine::subscribe_changes`] each changed row. Only methods that say so wait for the network.
//!
//! Inbound: socket event or REST answer → `protocol` → `store.apply` → change set → subscribers.
//! Outbound: [`Engine::send`] → outbox on disk → REST → `store` → change set.

mod api;
mod canned_replies;
mod change_forwarder;
mod clock;
mod config;
mod connection;
mod context;
mod error;
mod export;
mod free_pages;
mod http;
mod limits;
mod media;
mod model;
mod network;
mod network_address;
mod news;
mod origin;
mod outbox;
mod paths;
mod profile;
mod reminders;
mod retention;
mod search_text;
mod snoozes;
mod sync;
mod tasks;
mod upload;

pub use api::Engine;
pub use api::files::ReceivedFile;
pub use api::own_views::{SavedView, ViewDraft, ViewFault};
pub use api::search::SearchAnswer;
pub use canned_replies::model::{
    FileFault, FileRefusal, ImportedReplies, ReplyFault, ReplyFileFormat, SavedReply,
};
pub use clock::{MonotonicClock, is_implausible_time, system_monotonic_clock};
pub use config::{Config, DEFAULT_UPLOAD_PATH, ProfileChoice, SessionMode, Timing};
pub use error::{Error, FileError};
pub use export::chat_export::ChatExport;
pub use export::model::{ChatFileFormat, FileLanguage, FileWords};
pub use export::typed_text::with_json_escapes;
pub use limits::{CHAT_WINDOWS, OPEN_CHATS, SHOWN_CHATS};
pub use media::image::{Image, ImageSize};
pub use model::{
    Account, CatchUps, Connection, Credentials, Fetched, LeftBehind, NewConversation, OrderLookup,
    OtherAccounts, Outbox, Prefetch, Retention, SignOut, SignOutScope, StorageSizes,
};
pub use network::{LocalRoute, Network, system_network};
pub use origin::{DEFAULT_SERVER, Origin};
pub use paths::{data_folder, read_small_file};
#[cfg(feature = "failpoints")]
pub use profile::directory::remembered_profiles;
pub use profile::{
    keyring::KeyringVault,
    open_chats::OpenChats,
    vault::{MemoryVault, TokenVault, VaultError, VaultKey},
};
pub use search_text::{SearchFilterKind, TypedFilter};
pub use store::{Clock, Notice, log_panics, replace_file};
pub use upload::progress::UploadProgress;
