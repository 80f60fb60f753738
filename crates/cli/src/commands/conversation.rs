//! The subcommands that change a conversation and print it as it is afterwards.

use engine::{Engine, Error, NewConversation, OrderLookup};
use protocol::{ConversationId, ConversationStatus};

use crate::{arguments::New, cli_error::CliError, output::Output};

pub(super) async fn create(engine: &Engine, output: Output, whom: New) -> Result<(), CliError> {
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

/// Several orders may have the same number: all their chats are printed.
pub(super) async fn show_order_chat(
    engine: &Engine,
    output: Output,
    typed: &str,
    begin: bool,
) -> Result<(), CliError> {
    match engine.find_order_chat(typed).await? {
        OrderLookup::Chat { chat } => output.conversation(&chat),
        OrderLookup::Several { chats } => {
            chats.iter().try_for_each(|chat| output.conversation(chat))
        }
        OrderLookup::NoChat { order } if begin => {
            let row = engine.open_order_chat(&order).await?;
            output.conversation(&row)
        }
        OrderLookup::NoChat { .. } | OrderLookup::NoOrder => {
            Err(Error::NotFound(typed.to_owned()).into())
        }
    }
}

/// Returns when the server has the read receipt.
pub(super) async fn mark_read(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine.refresh_messages(conversation, 1).await?;
    engine.mark_read(conversation).await?;
    engine.flush_reads().await?;
    print_conversation(engine, output, conversation).await
}

/// An unknown conversation is refused: nobody would ever see its star.
pub(super) async fn star(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine.conversation(conversation).await?;
    engine.star_conversation(conversation).await?;
    print_conversation(engine, output, conversation).await
}

pub(super) async fn unstar(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine.unstar_conversation(conversation).await?;
    print_conversation(engine, output, conversation).await
}

pub(super) async fn close(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine
        .set_status(conversation, ConversationStatus::Closed)
        .await?;
    print_conversation(engine, output, conversation).await
}

pub(super) async fn reopen(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine
        .set_status(conversation, ConversationStatus::Open)
        .await?;
    print_conversation(engine, output, conversation).await
}

pub(super) async fn resolve(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    engine
        .set_status(conversation, ConversationStatus::Resolved)
        .await?;
    print_conversation(engine, output, conversation).await
}

pub(super) async fn rename(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
    subject: &str,
) -> Result<(), CliError> {
    engine.rename(conversation, subject).await?;
    print_conversation(engine, output, conversation).await
}

async fn print_conversation(
    engine: &Engine,
    output: Output,
    conversation: &ConversationId,
) -> Result<(), CliError> {
    output.conversation(&engine.conversation(conversation).await?)
}
