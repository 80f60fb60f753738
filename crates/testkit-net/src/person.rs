//! Somebody who talks with the backend directly, past the proxy: the other side of the chats, and
//! the one who reads what was stored.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use protocol::{ConversationId, MessageId};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// How long a backend that is being restarted is waited for.
const PATIENCE: Duration = Duration::from_secs(90);
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(100);
/// How long one call may take.
const CALL: Duration = Duration::from_secs(10);
/// Messages a page, the most that the backend gives.
const PAGE: usize = 100;

/// A message as the backend holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: String,
    /// When it was stored (ISO 8601, as sent; sorts as text).
    pub at: String,
    pub sender: String,
    pub text: String,
    /// Whether the other side has read it.
    pub is_read: bool,
}

/// Somebody with a token. A cheap clone.
#[derive(Clone)]
pub struct Person {
    http: Client,
    base: String,
    token: String,
    id: String,
}

impl Person {
    pub fn new(base: String, token: String) -> Result<Self> {
        Self::with_client(client()?, base, token)
    }

    /// Signs in with a password.
    pub async fn sign_in(base: &str, username: &str, password: &str) -> Result<Self> {
        let http = client()?;
        let account = json!({ "username": username, "password": password });
        let answer = http.post(format!("{base}/auth/login")).json(&account);
        let answer: Value = answer.send().await?.error_for_status()?.json().await?;
        let token = answer.get("token").and_then(Value::as_str);
        let token = token.context("an answer without a token")?.to_owned();
        Self::with_client(http, base.to_owned(), token)
    }

    fn with_client(http: Client, base: String, token: String) -> Result<Self> {
        let claims = protocol::decode::token_claims(&token)?;
        Ok(Self {
            http,
            base,
            token,
            id: claims.user.to_string(),
        })
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        ensure!(status.is_success(), "{path}: {status} {body}");
        Ok(serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// As [`Person::call`], again and again while the backend is away: a call may be carried out twice.
    pub async fn call_until_up(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value> {
        let give_up = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.call(method.clone(), path, body).await {
                Ok(answer) => return Ok(answer),
                Err(error) if tokio::time::Instant::now() >= give_up => return Err(error),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    pub async fn open_chat(&self, subject: &str) -> Result<ConversationId> {
        let path = "/support/conversations/with-admin";
        let made = self
            .call_until_up(Method::POST, path, Some(&json!({ "subject": subject })))
            .await?;
        let id = made.get("_id").and_then(Value::as_str);
        id.and_then(ConversationId::new)
            .context("a conversation without an id")
    }

    pub async fn send_message(&self, conversation: &ConversationId, text: &str) -> Result<()> {
        let body = json!({ "conversationId": conversation.as_str(), "content": text });
        self.call_until_up(Method::POST, "/support/messages", Some(&body))
            .await?;
        Ok(())
    }

    /// Writes a message that is the image of an address.
    pub async fn send_image(
        &self,
        conversation: &ConversationId,
        address: &str,
    ) -> Result<MessageId> {
        let body =
            json!({ "conversationId": conversation.as_str(), "content": address, "type": "image" });
        let path = "/support/messages";
        let message = self.call_until_up(Method::POST, path, Some(&body)).await?;
        let id = message.get("_id").and_then(Value::as_str);
        id.and_then(MessageId::new)
            .context("a message without an id")
    }

    /// How often a conversation holds a text.
    pub async fn count_of(&self, conversation: &ConversationId, text: &str) -> Result<usize> {
        let all = self.messages(conversation).await?;
        Ok(all.iter().filter(|message| message.text == text).count())
    }

    /// Moves a conversation to another status; for admins.
    pub async fn set_status(&self, conversation: &ConversationId, status: &str) -> Result<()> {
        let path = format!("/support/conversations/{conversation}");
        self.call_until_up(Method::PATCH, &path, Some(&json!({ "status": status })))
            .await?;
        Ok(())
    }

    /// Reads all that a conversation holds, oldest first. Nobody may be writing meanwhile.
    pub async fn messages(&self, conversation: &ConversationId) -> Result<Vec<Stored>> {
        Ok(self.newest_messages(conversation, usize::MAX).await?.0)
    }

    /// At least this many of a chat's newest messages as the backend has them, oldest first, and how many it
    /// has in all. Each page costs the backend all those before it, so nobody reads a million.
    pub async fn newest_messages(
        &self,
        conversation: &ConversationId,
        least: usize,
    ) -> Result<(Vec<Stored>, u64)> {
        let (mut newest, mut total) = (Vec::new(), 0);
        for page in 1.. {
            let path =
                format!("/support/conversations/{conversation}/messages?limit={PAGE}&page={page}");
            let answer = self.call_until_up(Method::GET, &path, None).await?;
            let list = answer.get("messages").unwrap_or(&answer).as_array();
            let list = list.context("a page without messages")?;
            newest.extend(list.iter().filter_map(stored));
            total = answer.get("total").and_then(Value::as_u64).unwrap_or(total);
            if list.len() < PAGE || newest.len() >= least {
                break;
            }
        }
        newest.sort_by(|a: &Stored, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
        Ok((newest, total))
    }
}

/// Each call has a line of its own: one that was cut in a restart is not reused. Nothing is encrypted here, and
/// loading the system's certificates takes longer than most calls.
fn client() -> Result<Client> {
    Ok(Client::builder()
        .timeout(CALL)
        .pool_max_idle_per_host(0)
        .tls_certs_only([])
        .build()?)
}

fn stored(message: &Value) -> Option<Stored> {
    let text = |name: &str| message.get(name).and_then(Value::as_str).map(str::to_owned);
    let sender = message.get("sender")?;
    let sender = sender.get("_id").unwrap_or(sender).as_str()?;
    Some(Stored {
        id: text("_id")?,
        at: text("createdAt")?,
        sender: sender.to_owned(),
        text: text("content")?,
        is_read: message.get("isRead") == Some(&Value::Bool(true)),
    })
}
