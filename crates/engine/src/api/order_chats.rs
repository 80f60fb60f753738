//! The chats of orders: found by what somebody typed, in the cache or on the server; made only on purpose.

use protocol::OrderId;
use store::{ConversationRow, InboxFilter, Store, TypedOrder};

use crate::{
    Error, OrderLookup,
    api::{
        Engine,
        conversations::{MAX_SCANNED, apply_record},
    },
    connection::command::Command,
    sync::latest::catch_up_chat,
};

impl Engine {
    /// Looks the chat of an order up by what somebody typed: the number that rows show, or the order's id. Known
    /// chats come first; the server is asked only about what can be an order's id. None is made.
    ///
    /// # Errors
    /// The server's refusals but «not found»; the connection's errors for an order whose chat is not cached.
    pub async fn find_order_chat(&self, typed: &str) -> Result<OrderLookup, Error> {
        let store = &self.profile()?.context.store;
        let readings = TypedOrder::readings(typed);
        let mut chats = Vec::new();
        for reading in &readings {
            chats.extend(store.chats_of_order(reading).await?);
        }
        if chats.len() == 1
            && let Some(chat) = chats.pop()
        {
            return Ok(OrderLookup::chat(chat));
        }
        if chats.is_empty() && !readings.is_empty() {
            let known = store.inbox(InboxFilter::Orders, MAX_SCANNED).await?;
            chats = Store::subjects_naming(known.rows, &readings);
        }
        if !chats.is_empty() {
            return Ok(OrderLookup::Several { chats });
        }
        let Some(order) = readings.iter().find_map(TypedOrder::to_id) else {
            return Ok(OrderLookup::NoOrder);
        };
        match self.order_chat(&order).await {
            Ok(chat) => Ok(OrderLookup::chat(chat)),
            Err(Error::NotFound(_)) => Ok(OrderLookup::NoChat { order }),
            Err(error) => Err(error),
        }
    }

    /// Opens an order's chat, which is made if there was none, and follows it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for what cannot be an order's id: the server would make a chat for anything. Else
    /// the server's refusals and the connection's errors.
    pub async fn open_order_chat(&self, order: &OrderId) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        let written = TypedOrder::read(order.as_str()).and_then(|typed| typed.to_id());
        let Some(order) = written else {
            return Err(Error::InvalidInput(order.to_string()));
        };
        let record = profile.context.rest.open_order_chat(&order).await;
        let row = apply_record(&profile.context, record).await?;
        profile.send_command(Command::Follow(row.id.clone()));
        Ok(row)
    }

    /// Looks an order's chat up as [`Engine::look_up`] does: none is made.
    ///
    /// # Errors
    /// [`Error::NotFound`] and the server's other refusals; the connection's errors for one that is not cached.
    pub async fn look_up_order(&self, order: &OrderId) -> Result<ConversationRow, Error> {
        let cached = match TypedOrder::read(order.as_str()) {
            Some(typed) => self.profile()?.context.store.chats_of_order(&typed).await?,
            None => Vec::new(),
        };
        let known = |row: &ConversationRow| row.related_order.as_ref() == Some(order);
        match cached.into_iter().find(known) {
            Some(row) => Ok(row),
            None => self.order_chat(order).await,
        }
    }

    /// Looks an order's chat up without making one, and fetches its newest messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the order has none.
    pub async fn order_chat(&self, order: &OrderId) -> Result<ConversationRow, Error> {
        let profile = self.profile()?;
        let context = &profile.context;
        let row = apply_record(context, context.rest.order_chat(order).await).await?;
        catch_up_chat(context, &row.id).await?;
        profile.send_command(Command::Follow(row.id.clone()));
        Ok(row)
    }
}
