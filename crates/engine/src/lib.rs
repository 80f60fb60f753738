//! The headless engine: session, sync, outbox, media. No Tauri, no window.
//!
//! [`Engine::start`] opens the profile that was used last: its cache is readable at once, with or
//! without a server. A session then runs in the background until [`Engine::sign_out`] or
//! [`Engine::shutdown`]: it keeps a socket open, follows every open conversation, fetches what was
//! missed and sends what waits. What it does shows in [`Engine::connection`] and, row by row, in
//! [`Engine::changes`]; nothing in it waits for the network but the calls that say so.
//!
//! The line in: socket event or REST answer → `protocol` → `store.apply` → change set → whoever
//! listens. The line out: [`Engine::send`] → outbox on disk → REST → `store` → change set.

mod address;
mod bearer;
mod brake;
mod clock;
mod config;
mod context;
mod engine;
mod error;
mod keyring;
mod media;
mod network;
mod outbox;
mod paths;
mod profile;
mod profiles;
mod reads;
mod relay;
mod rest;
mod rooms;
mod session;
mod socket;
mod sync;
mod tasks;
mod vault;
mod view;

pub use address::{DEFAULT_SERVER, Origin};
pub use clock::{Steady, is_absurd, system_steady};
pub use config::{Config, Live, ProfileChoice, Timing};
pub use engine::Engine;
pub use error::Error;
pub use keyring::KeyringVault;
pub use media::Media;
pub use network::{Network, WayOut, system_network};
pub use paths::data_folder;
#[cfg(feature = "faults")]
pub use profiles::remembered_profiles;
pub use store::{Clock, Notice};
pub use vault::{MemoryVault, TokenVault, VaultError, VaultKey};
pub use view::{Account, Connection, Credentials, Fetched, NewConversation, Outbox};
