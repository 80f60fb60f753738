//! The rules of support: who may do what, and who is told. Requests, sockets and the simulated
//! customers all come through here.

mod create;
mod messaging;
pub(crate) mod update;

use std::sync::Arc;

use protocol::{ConversationId, OrderId, UserId};
use tokio::sync::{Notify, broadcast};

use crate::api_error::{ApiError, NOT_A_MEMBER, conversation_not_found};
use crate::database::Database;
use crate::ids::Ids;
use crate::records::{ConversationRecord, MessageRecord, Person};
use crate::rooms::Rooms;
use crate::tables::messages::Page;
use crate::tables::{conversations, messages};

/// How many messages the simulated customers may be behind before they miss some.
const MESSAGE_BUFFER: usize = 256;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Support {
    database: Database,
    rooms: Rooms,
    ids: Arc<Ids>,
    connections: Arc<Notify>,
    written_messages: broadcast::Sender<MessageRecord>,
}

impl Support {
    pub(crate) fn new(database: Database, rooms: Rooms) -> Self {
        Self {
            database,
            rooms,
            ids: Arc::new(Ids::new()),
            connections: Arc::default(),
            written_messages: broadcast::Sender::new(MESSAGE_BUFFER),
        }
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// A socket has signed in.
    pub(crate) fn notify_connected(&self) {
        self.connections.notify_one();
    }

    /// Cuts all sockets of a person: their tokens have ended.
    pub(crate) fn disconnect(&self, person: &UserId) {
        self.rooms.disconnect(person);
    }

    /// Cuts the oldest sockets of a person, until there are so many.
    pub(crate) fn keep_newest_sockets(&self, person: &UserId, count: usize) {
        self.rooms.keep_newest(person, count);
    }

    /// Whether any socket is connected.
    pub(crate) fn has_connections(&self) -> bool {
        self.rooms.has_connections()
    }

    /// Waits for the next socket to sign in, or the last one if nobody waited for it.
    pub(crate) async fn wait_for_connection(&self) {
        self.connections.notified().await;
    }

    /// Everything that is written from now on.
    pub(crate) fn subscribe_messages(&self) -> broadcast::Receiver<MessageRecord> {
        self.written_messages.subscribe()
    }

    /// A conversation, for one of its members.
    pub(crate) async fn look_up(
        &self,
        person: &Person,
        id: &ConversationId,
    ) -> Result<ConversationRecord, ApiError> {
        let mut rows = self.database.read().await?;
        let found = conversations::find(&mut rows, id)
            .await?
            .ok_or_else(conversation_not_found)?;
        require_member(person, found)
    }

    /// An order's chat, for one of its members.
    pub(crate) async fn look_up_order_chat(
        &self,
        person: &Person,
        order: &OrderId,
    ) -> Result<ConversationRecord, ApiError> {
        let mut rows = self.database.read().await?;
        let found = conversations::find_by_order(&mut rows, order)
            .await?
            .ok_or_else(conversation_not_found)?;
        require_member(person, found)
    }

    /// The conversations of a person, the most recently written in first.
    pub(crate) async fn list(&self, person: &Person) -> Result<Vec<ConversationRecord>, ApiError> {
        let mut rows = self.database.read().await?;
        Ok(conversations::list_by_person(&mut rows, &person.id).await?)
    }

    /// A page of a conversation that was looked up, newest first, and how many messages there are.
    pub(crate) async fn page(
        &self,
        of: &ConversationRecord,
        page: Page,
    ) -> Result<(Vec<MessageRecord>, i64), ApiError> {
        let mut rows = self.database.read().await?;
        Ok(messages::page(&mut rows, &of.id, page).await?)
    }
}

fn require_member(
    person: &Person,
    record: ConversationRecord,
) -> Result<ConversationRecord, ApiError> {
    if record.member(&person.id).is_some() {
        Ok(record)
    } else {
        Err(NOT_A_MEMBER)
    }
}
