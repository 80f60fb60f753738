//! REST (CONTRACT sections 1 and 3), and the routes that are ours.

mod conversations;
mod messages;
mod order_chats;
mod orders;
mod pictures;
mod sign_in;
mod uploads;

use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{get, post};
use protocol::{CAPABILITIES_HEADER, CLIENT_MESSAGE_ID};

use crate::Idempotency;
use crate::api_error::ApiError;
use crate::app::App;
use crate::validation::BODY_LIMIT;

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/auth/login", post(sign_in::login))
        .route("/auth/logout", post(sign_in::logout))
        .route(
            "/support/conversations",
            get(conversations::list).post(conversations::open),
        )
        .route(
            "/support/conversations/with-admin",
            post(conversations::open_with_admin),
        )
        .route(
            "/support/conversations/{id}",
            get(conversations::show).patch(conversations::change),
        )
        .route("/support/conversations/{id}/messages", get(messages::page))
        .route(
            "/support/conversations/{id}/read",
            post(conversations::mark_read),
        )
        .route("/support/messages", post(messages::write))
        .route(
            "/support/order-chat/{order}",
            get(order_chats::show).post(order_chats::open),
        )
        .route(
            "/support/order-chat/{order}/messages",
            get(order_chats::page),
        )
        .route("/orders/{order}/status", post(orders::set_status))
        .route("/demo/images/{name}", get(pictures::show))
        .route(
            "/uploads",
            post(uploads::receive).layer(uploads::body_limit()),
        )
        .route("/uploads/{id}/{name}", get(uploads::show))
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(axum::middleware::from_fn_with_state(app.clone(), advertise))
        .layer(axum::middleware::from_fn(log))
        .with_state(app)
}

async fn nothing_here(method: Method, uri: Uri) -> ApiError {
    ApiError::NotFound(format!("Cannot {method} {}", uri.path()))
}

/// Says what this server can do beyond the contract.
async fn advertise(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if app.idempotency == Idempotency::ClientMessageId {
        let name = HeaderName::from_static(CAPABILITIES_HEADER);
        let value = HeaderValue::from_static(CLIENT_MESSAGE_ID);
        response.headers_mut().insert(name, value);
    }
    response
}

/// Method, path, status, time: no query and no header, since both may carry a token.
async fn log(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let ms = began.elapsed().as_millis();
    tracing::debug!(%method, path, status = response.status().as_u16(), ms, "answered");
    response
}
