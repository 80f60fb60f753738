//! Chats and the list of conversations as files: piece by piece, so that a long chat takes no more memory than a short one.

pub(crate) mod chat_export;
pub(crate) mod conversation_table;
pub(crate) mod html_file;
pub(crate) mod json_file;
pub(crate) mod model;
pub(crate) mod shown_message;
pub(crate) mod text_file;
pub(crate) mod typed_text;
