//! What the window may ask for. Every command answers from the cache or hands the wish to the engine;
//! none waits for the network unless its answer can only come from there.

pub mod chats;
pub mod reading;
pub mod session;
pub mod settings;
pub mod writing;

use std::sync::Arc;

use tauri::State;

use crate::{desk::Desk, failure::Failure};

/// The state that every command works on.
pub type Shared<'a> = State<'a, Arc<Desk>>;

/// What a command answers.
pub type Answer<T> = Result<T, Failure>;
