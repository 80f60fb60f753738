//! The commands that the window may call. Each answers from the cache or passes the request to the engine;
//! none waits for the network unless its answer can only come from there.

pub mod accounts;
pub mod canned_replies;
pub mod chat_windows;
pub mod conversations;
pub mod export;
pub mod files;
pub mod images;
pub mod lock;
pub mod outbox;
pub mod own_views;
pub mod queries;
pub mod search;
pub mod session;
pub mod settings;
pub mod storage;

use std::sync::Arc;

use tauri::State;

use crate::{command_error::CommandError, state::AppState};

/// The state that every command works on.
pub type SharedState<'a> = State<'a, Arc<AppState>>;

/// What a command answers.
pub type CommandResult<T> = Result<T, CommandError>;
