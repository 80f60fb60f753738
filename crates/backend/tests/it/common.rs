//! A backend with one person of each role, and ways to ask it.

pub mod socket;

use backend::{NewUser, Server, Settings};
use protocol::{Role, UserId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

pub const PEOPLE: [(&str, &str, Role); 7] = [
    ("admin", "المدير", Role::Admin),
    ("restaurant", "مطعم البركة", Role::Restaurant),
    ("market", "سوق المدينة", Role::Market),
    ("pharmacy", "صيدلية الشفاء", Role::Pharmacy),
    ("user", "محمد محمد", Role::User),
    ("stranger", "سارة المبروك", Role::User),
    ("driver", "سائق", Role::Driver),
];

pub struct Backend {
    pub running: Server,
    pub client: reqwest::Client,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The body, of a call that was expected to be carried out.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }

    /// Checks a refusal and its shape (CONTRACT section 3).
    #[track_caller]
    pub fn refused(self, status: u16, message: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.body["statusCode"], status, "{}", self.body);
        assert!(self.body["error"].is_string(), "{}", self.body);
        let said = self.body["message"].to_string();
        assert!(said.contains(message), "expected «{message}» in {said}");
    }
}

impl Backend {
    /// With everybody of [`PEOPLE`].
    pub async fn start(settings: Settings) -> Self {
        let running = backend::start(settings).await.expect("the backend starts");
        for (username, name, role) in PEOPLE {
            running
                .add_user(NewUser::new(username, name, role))
                .await
                .expect("an account is made");
        }
        Self::over(running)
    }

    pub fn over(running: Server) -> Self {
        Self {
            running,
            client: reqwest::Client::new(),
        }
    }

    pub async fn token(&self, username: &str) -> String {
        self.running
            .issue_token(username)
            .await
            .expect("a token is issued")
    }

    /// A call by somebody; `""` is nobody.
    pub async fn call(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
        let token = if who.is_empty() {
            None
        } else {
            Some(self.token(who).await)
        };
        self.call_with(token.as_deref(), method, path, body).await
    }

    pub async fn call_with(
        &self,
        token: Option<&str>,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.running.url()));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the backend answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.json().await.expect("the answer is JSON");
        Answer {
            status,
            headers,
            body,
        }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.call(who, Method::GET, path, None).await
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.call(who, Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, who: &str, path: &str, body: Value) -> Answer {
        self.call(who, Method::PATCH, path, Some(body)).await
    }

    /// A conversation of `user` with the admin; its id.
    pub async fn conversation(&self) -> String {
        let body = json!({ "subject": "سؤال" });
        let opened = self
            .post("user", "/support/conversations/with-admin", body)
            .await
            .ok();
        id(&opened)
    }

    pub async fn write(&self, who: &str, conversation: &str, content: &str) -> Answer {
        let body = json!({ "conversationId": conversation, "content": content });
        self.post(who, "/support/messages", body).await
    }
}

/// A record's `_id`.
pub fn id(record: &Value) -> String {
    record["_id"]
        .as_str()
        .expect("a record has an _id")
        .to_owned()
}

/// Whose id it is.
pub async fn user_id(backend: &Backend, username: &str) -> UserId {
    let token = backend.token(username).await;
    protocol::decode::token_claims(&token)
        .expect("the token names somebody")
        .user
}
