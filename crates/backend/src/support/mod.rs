//! The rules of support: who may do what, and who is told. Requests, sockets and the simulated
//! customers all come through here.

mod changing;
mod opening;
mod writing;

use std::sync::Arc;

use protocol::{ConversationId, OrderId};
use tokio::sync::{Notify, broadcast};

pub(crate) use changing::{Change, ORDER_CHAT_CLOSED};

use crate::database::Database;
use crate::ids::Ids;
use crate::records::{ConversationRecord, MessageRecord, Person};
use crate::refusal::{NOT_YOURS, Refusal, no_conversation};
use crate::rooms::Rooms;
use crate::tables::messages::Page;
use crate::tables::{conversations, messages};

/// How many messages the simulated customers may be behind before they miss some.
const OVERHEARD: usize = 256;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Support {
    database: Database,
    rooms: Rooms,
    ids: Arc<Ids>,
    arrivals: Arc<Notify>,
    overheard: broadcast::Sender<MessageRecord>,
}

impl Support {
    pub(crate) fn new(database: Database, rooms: Rooms) -> Self {
        Self {
            database,
            rooms,
            ids: Arc::new(Ids::new()),
            arrivals: Arc::default(),
            overheard: broadcast::Sender::new(OVERHEARD),
        }
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// A socket has signed in.
    pub(crate) fn arrived(&self) {
        self.arrivals.notify_one();
    }

    /// Whether any socket is connected.
    pub(crate) fn anybody_there(&self) -> bool {
        self.rooms.anybody_there()
    }

    /// Waits for the next socket to sign in, or the last one if nobody waited for it.
    pub(crate) async fn arrival(&self) {
        self.arrivals.notified().await;
    }

    /// Everything that is written from now on.
    pub(crate) fn overhear(&self) -> broadcast::Receiver<MessageRecord> {
        self.overheard.subscribe()
    }

    /// A conversation, for somebody who sits in it.
    pub(crate) async fn look_up(
        &self,
        person: &Person,
        id: &ConversationId,
    ) -> Result<ConversationRecord, Refusal> {
        let mut rows = self.database.read().await?;
        let found = conversations::find(&mut rows, id)
            .await?
            .ok_or_else(no_conversation)?;
        admitted(person, found)
    }

    /// An order's chat, for somebody who sits in it.
    pub(crate) async fn look_up_order_chat(
        &self,
        person: &Person,
        order: &OrderId,
    ) -> Result<ConversationRecord, Refusal> {
        let mut rows = self.database.read().await?;
        let found = conversations::of_order(&mut rows, order)
            .await?
            .ok_or_else(no_conversation)?;
        admitted(person, found)
    }

    /// Everything a person sits in, the most recently written in first.
    pub(crate) async fn list(&self, person: &Person) -> Result<Vec<ConversationRecord>, Refusal> {
        let mut rows = self.database.read().await?;
        Ok(conversations::of_person(&mut rows, &person.id).await?)
    }

    /// A page of a conversation that was looked up, newest first, and how many messages there are.
    pub(crate) async fn page(
        &self,
        of: &ConversationRecord,
        page: Page,
    ) -> Result<(Vec<MessageRecord>, i64), Refusal> {
        let mut rows = self.database.read().await?;
        Ok(messages::page(&mut rows, &of.id, page).await?)
    }
}

fn admitted(person: &Person, record: ConversationRecord) -> Result<ConversationRecord, Refusal> {
    if record.seat(&person.id).is_some() {
        Ok(record)
    } else {
        Err(NOT_YOURS)
    }
}
