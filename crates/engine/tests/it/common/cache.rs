//! Reading what an engine has cached.

use engine::Engine;
use protocol::ConversationId;
use store::{InboxFilter, MessageRow, MessageWindow};

pub async fn inbox_ids(engine: &Engine) -> Vec<ConversationId> {
    let inbox = engine
        .inbox(InboxFilter::All, 1000)
        .await
        .expect("the inbox can be read");
    inbox.rows.into_iter().map(|row| row.id).collect()
}

/// The chat comes on screen, alone.
pub async fn show(engine: &Engine, id: &ConversationId) {
    engine.set_shown([id.clone()]).expect("signed in");
    engine.open_conversation(id).await.expect("opened");
}

pub async fn rows(engine: &Engine, id: &ConversationId) -> Vec<MessageRow> {
    engine
        .messages(id, MessageWindow::Newest { limit: 5000 })
        .await
        .expect("messages can be read")
        .rows
}

pub async fn texts(engine: &Engine, id: &ConversationId) -> Vec<String> {
    rows(engine, id)
        .await
        .into_iter()
        .map(|row| row.content)
        .collect()
}
