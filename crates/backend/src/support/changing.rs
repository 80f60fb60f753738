//! Changing conversations: an admin's `PATCH`, and the end of an order.

use protocol::{ConversationId, ConversationStatus, MessageKind, OrderId, Role};

use super::Support;
use crate::app::now;
use crate::orders::OrderStatus;
use crate::records::{ConversationRecord, NewMessage, Person};
use crate::refusal::{Refusal, no_conversation};
use crate::tables::conversations::Counted;
use crate::tables::{conversations, orders, people};

/// What the server writes into an order's chat when it closes it (CONTRACT section 2).
pub(crate) const ORDER_CHAT_CLOSED: &str = "تم إغلاق محادثة الطلب";

/// What an admin changes; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) status: Option<ConversationStatus>,
    pub(crate) subject: Option<String>,
}

impl Support {
    /// `PATCH /support/conversations/:id`. The route has checked that this is an admin.
    pub(crate) async fn change(
        &self,
        id: &ConversationId,
        change: Change,
    ) -> Result<ConversationRecord, Refusal> {
        let mut write = self.database.write().await?;
        let before = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(no_conversation)?;
        let status = change.status.unwrap_or(before.status);
        let subject = change.subject.unwrap_or(before.subject);
        conversations::set_status_and_subject(write.rows(), id, (&status, &subject), now()).await?;
        let after = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(no_conversation)?;
        let told = write.commit().await?;
        self.rooms.tell_update(&after);
        drop(told);
        Ok(after)
    }

    /// The order goes on; delivered or cancelled, its chat is closed with a line that says so.
    pub(crate) async fn move_order(
        &self,
        order: &OrderId,
        status: OrderStatus,
    ) -> Result<Option<ConversationRecord>, Refusal> {
        let mut write = self.database.write().await?;
        let known = orders::set_status(write.rows(), order, status).await?;
        let chat = conversations::of_order(write.rows(), order).await?;
        if !known && chat.is_none() {
            return Err(Refusal::NotFound("Order not found".to_owned()));
        }
        let open =
            chat.filter(|chat| status.ends_the_chat() && chat.status != ConversationStatus::Closed);
        let Some(chat) = open else {
            drop(write.commit().await?);
            return Ok(None);
        };
        let speaker = match people::of_role(write.rows(), &Role::Admin)
            .await?
            .into_iter()
            .next()
        {
            Some(admin) => admin,
            None => first_seated(&chat)?,
        };
        let line = NewMessage {
            kind: MessageKind::System,
            content: ORDER_CHAT_CLOSED.to_owned(),
            file: None,
        };
        let message = self
            .insert_message(&mut write, &chat, &speaker, line, Counted::No)
            .await?;
        let closed = (&ConversationStatus::Closed, chat.subject.as_str());
        conversations::set_status_and_subject(write.rows(), &chat.id, closed, message.created_at)
            .await?;
        let after = conversations::find(write.rows(), &chat.id).await?;
        let told = write.commit().await?;
        if let Some(after) = &after {
            self.rooms.tell_update(after);
        }
        self.rooms.tell_message(&message);
        drop(told);
        Ok(after)
    }
}

fn first_seated(chat: &ConversationRecord) -> Result<Person, Refusal> {
    chat.seats
        .first()
        .map(|seat| seat.person.clone())
        .ok_or_else(no_conversation)
}
