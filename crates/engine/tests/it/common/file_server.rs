//! The account's server with files on it, and a chat whose messages are images of any address.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use engine::{Engine, Error, Image, ImageSize};
use protocol::{ConversationId, MessageId};
use serde_json::{Value, json};

use super::{Computer, backend_with_people, settings};

const CHAT: &str = "chat-with-images";

/// A request for a file: its path, and whether the token came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRequest {
    pub path: String,
    pub with_token: bool,
}

/// What the server answers for a path.
#[derive(Clone)]
pub enum Served {
    File(Vec<u8>),
    Redirect(String),
}

#[derive(Clone, Default)]
pub struct FileServer {
    pub url: String,
    files: Arc<Mutex<Vec<(String, Served)>>>,
    messages: Arc<Mutex<Vec<Value>>>,
    requests: Arc<Mutex<Vec<FileRequest>>>,
}

impl FileServer {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let server = Self {
            url: format!("http://{}", listener.local_addr().expect("an address")),
            ..Self::default()
        };
        let router = Router::new()
            .route("/support/conversations", get(conversations))
            .route("/support/conversations/{id}/messages", get(messages))
            .fallback(file)
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        server
    }

    /// Puts a file, or a redirect, at a path.
    pub fn serve(&self, path: &str, served: Served) {
        let mut files = self.files.lock().expect("no panic");
        files.push((path.to_owned(), served));
    }

    /// Has the customer write a message that is the image of an address.
    pub fn write_image(&self, address: &str) -> MessageId {
        let mut messages = self.messages.lock().expect("no panic");
        let number = messages.len();
        let id = format!("image-{number}");
        messages.push(json!({
            "_id": id,
            "conversation": CHAT,
            "sender": {"_id": "salma", "name": "سلمى", "role": "user"},
            "type": "image",
            "content": address,
            "createdAt": format!("2026-03-01T10:{:02}:{:02}.000Z", number / 60, number % 60),
        }));
        MessageId::new(id).expect("an id")
    }

    pub fn requests(&self) -> Vec<FileRequest> {
        self.requests.lock().expect("no panic").clone()
    }

    /// Signs in with an engine that asks for nothing by itself, and fetches the chat.
    pub async fn open(&self, computer: &Computer) -> Engine {
        let backend = backend_with_people(settings(backend::Dialect::Live)).await;
        let token = backend.issue_token("mudir").await.expect("a token");
        let engine = computer.start_on_request().await;
        engine
            .sign_in(&self.url, engine::Credentials::Token { token })
            .await
            .expect("signed in");
        engine.refresh_inbox().await.expect("the list");
        self.fetch(&engine).await;
        engine
    }

    /// Fetches what was written meanwhile.
    pub async fn fetch(&self, engine: &Engine) {
        let chat = ConversationId::new(CHAT).expect("an id");
        let how_many = self.messages.lock().expect("no panic").len();
        engine
            .refresh_messages(&chat, u32::try_from(how_many).expect("few"))
            .await
            .expect("the chat's messages");
    }

    fn answer(&self, path: &str) -> Response {
        let files = self.files.lock().expect("no panic");
        match files.iter().rev().find(|(known, _)| known == path) {
            Some((_, Served::File(bytes))) => bytes.clone().into_response(),
            Some((_, Served::Redirect(target))) => Redirect::temporary(target).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

async fn conversations() -> Json<Value> {
    Json(json!([{
        "_id": CHAT,
        "status": "open",
        "participant": {"_id": "salma", "username": "salma", "role": "user"},
        "createdAt": "2026-03-01T09:00:00.000Z",
        "updatedAt": "2026-03-01T11:00:00.000Z",
    }]))
}

async fn messages(State(server): State<FileServer>) -> Json<Value> {
    let mut messages = server.messages.lock().expect("no panic").clone();
    messages.reverse();
    Json(json!({"messages": messages, "total": messages.len()}))
}

async fn file(State(server): State<FileServer>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/socket.io") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let with_token = request.headers().contains_key(header::AUTHORIZATION);
    let mut requests = server.requests.lock().expect("no panic");
    requests.push(FileRequest {
        path: path.clone(),
        with_token,
    });
    drop(requests);
    server.answer(&path)
}

/// The thumbnail of a message.
pub async fn thumbnail(engine: &Engine, message: &MessageId) -> Result<Image, Error> {
    engine.image(message, ImageSize::Thumbnail).await
}
