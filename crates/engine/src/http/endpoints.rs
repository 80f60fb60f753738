//! The calls of CONTRACT sections 1 and 3, one function each.

use protocol::{
    CLIENT_MESSAGE_ID, Conversation, ConversationId, ConversationStatus, Message, MessagePage,
    OrderId, SignIn, UserId, decode::MAX_PAGE_BYTES,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    Error,
    http::{auth_token::Token, client::Rest, decode, failure::CallFailure, request::Request},
};

/// How many messages a page is asked to hold (CONTRACT section 3: the server's own default).
pub(crate) const PAGE_SIZE: usize = 50;

/// An id that no conversation has, in the form that the live server's database takes.
const NOBODY: &str = "000000000000000000000000";

/// What an answer to [`Rest::ping`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Awake;

impl Rest {
    /// `POST /auth/login`. Waits for a sleeping host; `waking` is told when it does.
    pub(crate) async fn log_in(
        &self,
        username: &str,
        password: &str,
        waking: &(dyn Fn() + Sync),
    ) -> Result<SignIn, CallFailure> {
        let body = json!({"username": username, "password": password});
        let request = Request::post(&["auth", "login"], body);
        match self.exchange_waking(&request, None, waking).await {
            Ok(body) => decode::sign_in(&body),
            Err(failure) => Err(CallFailure {
                error: match failure.status {
                    Some(401) => Error::WrongPassword,
                    Some(403) if matches!(failure.error, Error::Forbidden(_)) => {
                        Error::PhoneNotVerified
                    }
                    _ => failure.error,
                },
                ..failure
            }),
        }
    }

    /// `POST /auth/logout`. 400 and 401 mean that it was done before.
    pub(crate) async fn log_out(&self, token: &Token) -> Result<(), CallFailure> {
        let request = Request {
            method: Method::POST,
            ..Request::get(&["auth", "logout"])
        };
        match self
            .exchange(&request, Some(token), self.timing.call_timeout)
            .await
        {
            Ok(_) => Ok(()),
            Err(failure) if matches!(failure.status, Some(400 | 401)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// One cheap call that asks for nothing but tells whether host and token are good. Waits for a
    /// sleeping host; `waking` is told when it does.
    pub(crate) async fn ping(&self, waking: &(dyn Fn() + Sync)) -> Result<Awake, CallFailure> {
        match self.check_token(waking).await {
            // Some builds fail at an id that does not exist; host and token are good.
            Err(failure) if failure.status == Some(500) => Ok(Awake),
            checked => checked,
        }
    }

    /// As [`Rest::ping`], for whoever has to be sure of the token: a server that fails has not looked at it.
    pub(crate) async fn check_token(
        &self,
        waking: &(dyn Fn() + Sync),
    ) -> Result<Awake, CallFailure> {
        let request = Request::get(&["support", "conversations", NOBODY]);
        match self.call_waking(request, waking).await {
            Ok(_) => Ok(Awake),
            Err(failure) => match failure.status {
                Some(400 | 403 | 404) if !matches!(failure.error, Error::NotAvvento(_)) => {
                    Ok(Awake)
                }
                _ => Err(failure),
            },
        }
    }

    /// `GET /support/conversations/:id`.
    pub(crate) async fn conversation(
        &self,
        id: &ConversationId,
    ) -> Result<Conversation, CallFailure> {
        let path = ["support", "conversations", id.as_str()];
        decode::conversation(&self.call(Request::get(&path)).await?)
    }

    /// `POST /support/conversations`: with a person.
    pub(crate) async fn open_with(
        &self,
        person: &UserId,
        subject: Option<&str>,
    ) -> Result<Conversation, CallFailure> {
        let mut body = json!({"participantId": person.as_str()});
        put(&mut body, "subject", subject);
        let request = Request::post(&["support", "conversations"], body);
        decode::conversation(&self.call(request).await?)
    }

    /// `POST /support/conversations/with-admin`.
    pub(crate) async fn open_with_admin(
        &self,
        subject: Option<&str>,
    ) -> Result<Conversation, CallFailure> {
        let mut body = json!({});
        put(&mut body, "subject", subject);
        let request = Request::post(&["support", "conversations", "with-admin"], body);
        decode::conversation(&self.call(request).await?)
    }

    /// `PATCH /support/conversations/:id`: its status.
    pub(crate) async fn set_status(
        &self,
        id: &ConversationId,
        status: &ConversationStatus,
    ) -> Result<Conversation, CallFailure> {
        self.patch(id, json!({"status": status.as_word()})).await
    }

    /// `PATCH /support/conversations/:id`: its subject.
    pub(crate) async fn rename(
        &self,
        id: &ConversationId,
        subject: &str,
    ) -> Result<Conversation, CallFailure> {
        self.patch(id, json!({"subject": subject})).await
    }

    async fn patch(&self, id: &ConversationId, body: Value) -> Result<Conversation, CallFailure> {
        let path = ["support", "conversations", id.as_str()];
        let request = Request {
            method: Method::PATCH,
            body: Some(body),
            ..Request::get(&path)
        };
        decode::conversation(&self.call(request).await?)
    }

    /// `POST /support/messages`: a text. Under a key, the server takes it once however often it is sent.
    pub(crate) async fn send_text(
        &self,
        conversation: &ConversationId,
        text: &str,
        key: Option<&str>,
    ) -> Result<Message, CallFailure> {
        let mut body =
            json!({"conversationId": conversation.as_str(), "content": text, "type": "text"});
        put_message_key(&mut body, key);
        decode::message(
            &self
                .call(Request::post(&["support", "messages"], body))
                .await?,
        )
    }

    /// `GET /support/conversations/:id/messages`; `page` counts from 1, in the server's order.
    pub(crate) async fn messages(
        &self,
        conversation: &ConversationId,
        page: u32,
    ) -> Result<MessagePage, CallFailure> {
        let path = [
            "support",
            "conversations",
            conversation.as_str(),
            "messages",
        ];
        let request = Request {
            query: offset(page),
            limit: MAX_PAGE_BYTES,
            ..Request::get(&path)
        };
        decode::page(&self.call(request).await?, Some(conversation))
    }

    /// `POST /support/conversations/:id/read`.
    pub(crate) async fn mark_read(&self, id: &ConversationId) -> Result<(), CallFailure> {
        let path = ["support", "conversations", id.as_str(), "read"];
        self.call(Request::post(&path, json!({}))).await.map(drop)
    }

    /// `POST /support/order-chat/:orderId`: the order's chat, made if there was none.
    pub(crate) async fn open_order_chat(
        &self,
        order: &OrderId,
    ) -> Result<Conversation, CallFailure> {
        let path = ["support", "order-chat", order.as_str()];
        decode::conversation(&self.call(Request::post(&path, json!({}))).await?)
    }

    /// `GET /support/order-chat/:orderId`.
    pub(crate) async fn order_chat(&self, order: &OrderId) -> Result<Conversation, CallFailure> {
        let path = ["support", "order-chat", order.as_str()];
        decode::conversation(&self.call(Request::get(&path)).await?)
    }
}

/// Has the server take a message once, where it takes a key.
pub(super) fn put_message_key(body: &mut Value, key: Option<&str>) {
    put(body, CLIENT_MESSAGE_ID, key);
}

fn offset(page: u32) -> Vec<(&'static str, String)> {
    vec![("page", page.to_string()), ("limit", PAGE_SIZE.to_string())]
}

fn put(body: &mut Value, field: &str, value: Option<&str>) {
    if let (Some(fields), Some(value)) = (body.as_object_mut(), value) {
        fields.insert(field.to_owned(), Value::from(value));
    }
}
