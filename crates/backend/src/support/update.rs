//! Changing conversations: an admin's `PATCH`, and the end of an order.

use protocol::{ConversationId, ConversationStatus, MessageKind, OrderId, Role};

use super::Support;
use crate::api_error::{ApiError, conversation_not_found};
use crate::clock::now;
use crate::orders::OrderStatus;
use crate::records::{ConversationRecord, NewMessage, Person};
use crate::tables::conversations::Counted;
use crate::tables::{conversations, orders, people};

/// What the server writes into an order's chat when it closes it (CONTRACT section 2).
pub(crate) const ORDER_CHAT_CLOSED: &str = "تم إغلاق محادثة الطلب";

/// What an admin changes; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ConversationUpdate {
    pub(crate) status: Option<ConversationStatus>,
    pub(crate) subject: Option<String>,
}

impl Support {
    /// `PATCH /support/conversations/:id`. The route has checked that this is an admin.
    pub(crate) async fn change(
        &self,
        id: &ConversationId,
        change: ConversationUpdate,
    ) -> Result<ConversationRecord, ApiError> {
        let mut write = self.database.write().await?;
        let before = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(conversation_not_found)?;
        let status = change.status.unwrap_or(before.status);
        let subject = change.subject.unwrap_or(before.subject);
        conversations::set_status_and_subject(write.rows(), id, (&status, &subject), now()).await?;
        let after = conversations::find(write.rows(), id)
            .await?
            .ok_or_else(conversation_not_found)?;
        let committed = write.commit().await?;
        self.rooms.emit_update(&after);
        drop(committed);
        Ok(after)
    }

    /// The order goes on; delivered or cancelled, its chat is closed with a line that says so.
    pub(crate) async fn move_order(
        &self,
        order: &OrderId,
        status: OrderStatus,
    ) -> Result<Option<ConversationRecord>, ApiError> {
        let mut write = self.database.write().await?;
        let known = orders::set_status(write.rows(), order, status).await?;
        let chat = conversations::find_by_order(write.rows(), order).await?;
        if !known && chat.is_none() {
            return Err(ApiError::NotFound("Order not found".to_owned()));
        }
        let open =
            chat.filter(|chat| status.ends_the_chat() && chat.status != ConversationStatus::Closed);
        let Some(chat) = open else {
            drop(write.commit().await?);
            return Ok(None);
        };
        let speaker = match people::list_by_role(write.rows(), &Role::Admin)
            .await?
            .into_iter()
            .next()
        {
            Some(admin) => admin,
            None => first_member(&chat)?,
        };
        let line = NewMessage {
            kind: MessageKind::System,
            content: ORDER_CHAT_CLOSED.to_owned(),
            file: None,
            client_id: None,
        };
        let message = self
            .insert_message(&mut write, &chat, &speaker, line, Counted::No)
            .await?;
        let closed = (&ConversationStatus::Closed, chat.subject.as_str());
        conversations::set_status_and_subject(write.rows(), &chat.id, closed, message.created_at)
            .await?;
        let after = conversations::find(write.rows(), &chat.id).await?;
        let committed = write.commit().await?;
        if let Some(after) = &after {
            self.rooms.emit_update(after);
        }
        self.rooms.emit_message(&message);
        drop(committed);
        Ok(after)
    }
}

fn first_member(chat: &ConversationRecord) -> Result<Person, ApiError> {
    chat.members
        .first()
        .map(|member| member.person.clone())
        .ok_or_else(conversation_not_found)
}
