//! The verbs that change a conversation: each prints the conversation as it is afterwards.

use engine::{Engine, NewConversation};
use protocol::{ConversationId, ConversationStatus, OrderId};

use crate::{arguments::New, output::Output, problem::Problem};

pub(super) async fn create(engine: &Engine, output: Output, whom: New) -> Result<(), Problem> {
    let subject = Some(whom.subject);
    let request = match whom.with {
        Some(participant) => NewConversation::Person {
            participant,
            subject,
        },
        None => NewConversation::Admin { subject },
    };
    let row = engine.create_conversation(request).await?;
    output.conversation(&row)
}

pub(super) async fn order_chat(
    engine: &Engine,
    output: Output,
    order: &OrderId,
) -> Result<(), Problem> {
    let row = engine.open_order_chat(order).await?;
    output.conversation(&row)
}

/// Returns when the server knows.
pub(super) async fn read(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), Problem> {
    engine.refresh_messages(conversation, 1).await?;
    engine.mark_read(conversation).await?;
    engine.flush_reads().await?;
    show(engine, output, conversation).await
}

pub(super) async fn close(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), Problem> {
    engine
        .set_status(conversation, ConversationStatus::Closed)
        .await?;
    show(engine, output, conversation).await
}

pub(super) async fn reopen(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), Problem> {
    engine
        .set_status(conversation, ConversationStatus::Open)
        .await?;
    show(engine, output, conversation).await
}

pub(super) async fn resolve(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), Problem> {
    engine
        .set_status(conversation, ConversationStatus::Resolved)
        .await?;
    show(engine, output, conversation).await
}

pub(super) async fn rename(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
    subject: &str,
) -> Result<(), Problem> {
    engine.rename(conversation, subject).await?;
    show(engine, output, conversation).await
}

async fn show(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), Problem> {
    output.conversation(&engine.conversation(conversation).await?)
}
