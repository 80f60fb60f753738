use serde_json::{Value, json};

use super::json_text;

/// The support API, spoken directly.
pub struct RestClient {
    pub(super) url: String,
    pub(super) token: String,
    pub(super) http: reqwest::Client,
}

impl RestClient {
    pub async fn get(&self, path: &str) -> Value {
        self.ask(reqwest::Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(reqwest::Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.ask(reqwest::Method::PATCH, path, Some(body)).await
    }

    async fn ask(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Opens a conversation with an admin; answers its id.
    pub async fn open(&self, subject: &str) -> String {
        let opened = self.post(
            "/support/conversations/with-admin",
            json!({"subject": subject}),
        );
        json_text(&opened.await["_id"])
    }

    pub async fn say(&self, conversation: &str, content: &str) -> String {
        let body = json!({"conversationId": conversation, "content": content});
        json_text(&self.post("/support/messages", body).await["_id"])
    }

    /// What the server holds of a chat, oldest first.
    pub async fn contents(&self, conversation: &str) -> Vec<String> {
        let path = format!("/support/conversations/{conversation}/messages?page=1&limit=100");
        let page = self.get(&path).await;
        let list = page.get("messages").unwrap_or(&page).as_array().unwrap();
        list.iter()
            .rev()
            .map(|message| json_text(&message["content"]))
            .collect()
    }
}
