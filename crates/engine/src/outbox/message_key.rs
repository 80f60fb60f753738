//! The key under which a server that takes one (`client_message_id`) takes a message once.

use sha2::{Digest as _, Sha256};
use store::OutboxEntry;

use crate::context::Context;

/// The key of a message, where the server takes one. An entry that was edited is another message: what was sent
/// of it before may be on the server.
pub(super) fn message_key(context: &Context, entry: &OutboxEntry) -> Option<String> {
    let takes = context.rest.capabilities().client_message_id;
    takes.then(|| {
        let mut text = Sha256::new_with_prefix(entry.text.as_bytes());
        let url = entry.file.as_ref().and_then(|file| file.url.as_deref());
        text.update(url.unwrap_or_default());
        let text = text.finalize();
        let text: String = text
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{}-{text}", entry.local_id.0)
    })
}
