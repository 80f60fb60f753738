//! What may be said on the command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Parser, ValueEnum};
use engine::{DEFAULT_SERVER, DEFAULT_UPLOAD_PATH};

// The fuzz targets read this file without the shell around it.
use super::deep_link::is_deep_link;

/// Avvento Desk: support and order chats on the desktop.
#[derive(Clone, Debug, Parser)]
#[command(name = "avvento-desk", version, about, long_about = None)]
pub struct Arguments {
    /// Start the built-in demo server and sign in to it. Real accounts are left alone.
    #[arg(long)]
    pub demo: bool,
    /// How fast the demo's customers write.
    #[arg(long, value_enum, default_value_t = Pace::Human, value_name = "PACE")]
    pub demo_pace: Pace,
    /// The server that the sign-in form proposes.
    #[arg(long, default_value = DEFAULT_SERVER, value_name = "URL")]
    pub server: String,
    /// Where accounts, cache, outbox, preferences and the log are kept.
    #[arg(long, env = "AVVENTO_DATA_DIR", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The path below which the server keeps uploaded files: only there do pictures get the token.
    #[arg(long, env = "AVVENTO_UPLOAD_PATH", default_value = DEFAULT_UPLOAD_PATH, value_name = "PATH")]
    pub upload_path: String,
    /// A link to show: avvento-desk://conversation/ID or avvento-desk://order/ID.
    #[arg(value_name = "LINK")]
    pub link: Option<String>,
}

impl Arguments {
    /// Reads the command line up to the first link. The system puts a clicked link last, so what follows it was smuggled
    /// in with it: a web page chooses the link, and would choose the data folder and the server.
    ///
    /// # Errors
    /// When what stands before the link cannot be understood.
    pub fn from_words(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut is_link_seen = false;
        let words = words.into_iter().take_while(|word| {
            let goes_on = !is_link_seen;
            is_link_seen = is_link_seen || word.to_str().is_some_and(is_deep_link);
            goes_on
        });
        Self::try_parse_from(words)
    }
}

/// How fast the demo's customers write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Pace {
    /// As people do: something every few seconds.
    #[default]
    Human,
    /// Several times a second, for tests and screenshots.
    Fast,
    /// Not at all: the data stays as it is.
    Still,
}
