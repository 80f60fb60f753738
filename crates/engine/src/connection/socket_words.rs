//! What goes wrong with a socket, in our own words. The library's texts repeat what the server sent, which may be what
//! somebody wrote; an error's text is logged.

use std::{error::Error as StdError, io};

/// How the library begins a text, and what we say instead.
const KNOWN: &[(&str, &str)] = &[
    (
        "Received an ConnectError frame",
        "the server refuses the namespace",
    ),
    (
        "The server did not send a PING packet",
        "no ping came in time",
    ),
    (
        "Underlying Engine.IO connection has closed",
        "the stream ended",
    ),
    (
        "Server did not allow upgrading",
        "the server takes no websockets",
    ),
    (
        "Got illegal handshake response",
        "the handshake is no handshake",
    ),
    ("Error with websocket connection", "the websocket broke off"),
    (
        "Error during connection via http",
        "the handshake does not get through",
    ),
    (
        "Network request returned with status code",
        "the handshake is refused",
    ),
    ("Called an action before", "the socket is not open"),
    ("EngineIO Error", "the stream broke off"),
    ("Got an IO-Error", "the stream broke off"),
    ("Invalid packet", UNREADABLE),
    ("Error while parsing", UNREADABLE),
    ("Got an invalid packet", UNREADABLE),
    ("An error occurred while", UNREADABLE),
    ("string is not json serializable", UNREADABLE),
];

const UNREADABLE: &str = "a packet cannot be read";
const OTHER: &str = "the socket failed";

/// Our words for a text of the library.
pub(crate) fn own_words(text: &str) -> &'static str {
    known_words(text).unwrap_or(OTHER)
}

/// Our words for an error of the library: of its innermost cause that is known, with the system's name of it.
pub(crate) fn failure_words(error: &rust_socketio::Error) -> String {
    let mut words = own_words(&error.to_string());
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = known_words(&inner.to_string()).unwrap_or(words);
        if let Some(system) = inner.downcast_ref::<io::Error>() {
            return format!("{words}: {}", system.kind());
        }
        cause = inner.source();
    }
    words.to_owned()
}

fn known_words(text: &str) -> Option<&'static str> {
    let mut known = KNOWN.iter();
    known
        .find(|(beginning, _)| text.starts_with(beginning))
        .map(|(_, words)| *words)
}
