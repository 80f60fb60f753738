//! A customer or a restaurant at the other end, over plain REST.

use protocol::ConversationId;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::PASSWORD;

/// One signed-in account.
pub struct Person {
    http: Client,
    base: String,
    token: String,
    pub id: String,
}

impl Person {
    pub async fn sign_in(base: &str, username: &str) -> Self {
        let http = Client::new();
        let answer: Value = http
            .post(format!("{base}/auth/login"))
            .json(&json!({"username": username, "password": PASSWORD}))
            .send()
            .await
            .expect("the login is answered")
            .json()
            .await
            .expect("the login's answer is JSON");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self {
            http,
            base: base.to_owned(),
            token: text(&answer["token"]),
            id: text(&answer["user"]["_id"]),
        }
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status();
        let body: Value = answer.json().await.expect("the answer is JSON");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    pub async fn opens_a_chat(&self, subject: &str) -> ConversationId {
        let body = json!({"subject": subject});
        let made = self
            .call(
                Method::POST,
                "/support/conversations/with-admin",
                Some(body),
            )
            .await;
        id_of(&made)
    }

    pub async fn says(&self, conversation: &ConversationId, text: &str) {
        let body = json!({"conversationId": conversation.as_str(), "content": text});
        self.call(Method::POST, "/support/messages", Some(body))
            .await;
    }

    pub async fn reads(&self, conversation: &ConversationId) -> Vec<Value> {
        let path = format!("/support/conversations/{conversation}/messages?limit=100");
        let page = self.call(Method::GET, &path, None).await;
        let list = if page.is_array() {
            &page
        } else {
            &page["messages"]
        };
        list.as_array().expect("a list of messages").clone()
    }

    /// Reads every page of a chat, newest message first.
    pub async fn reads_all(&self, conversation: &ConversationId) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let path =
                format!("/support/conversations/{conversation}/messages?limit=100&page={page}");
            let answer = self.call(Method::GET, &path, None).await;
            let list = if answer.is_array() {
                &answer
            } else {
                &answer["messages"]
            };
            let list = list.as_array().expect("a list of messages");
            all.extend(list.iter().cloned());
            if list.len() < 100 {
                break;
            }
        }
        all
    }

    pub async fn times_read(&self, conversation: &ConversationId, text: &str) -> usize {
        self.reads(conversation)
            .await
            .iter()
            .filter(|message| message["content"] == text)
            .count()
    }
}

pub fn id_of(record: &Value) -> ConversationId {
    let id = record["_id"].as_str().expect("an id");
    ConversationId::new(id).expect("an id that is not empty")
}
