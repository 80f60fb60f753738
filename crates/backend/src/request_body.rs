//! Reads a request's body before anything looks at it: all of it, in bounded time and size. Whoever sends it byte by
//! byte holds a connection for so long, and nothing else.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, UPGRADE};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::api_error::ApiError;
use crate::limits::SOCKET_PAYLOAD_LIMIT;
use crate::uploads;
use crate::validation::BODY_LIMIT;

/// Where Socket.IO is.
const SOCKETS: &str = "/socket.io";

pub(crate) async fn read_whole(
    State(longest): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let is_for_sockets = request.uri().path().starts_with(SOCKETS);
    let is_upgrade = is_for_sockets
        && request.method() == Method::GET
        && request.headers().contains_key(UPGRADE);
    // An upload is read by its route, piece by piece, once it is known who sends it. Anybody may write any header, so
    // only what becomes a websocket is left alone.
    if is_upgrade || uploads::is_upload(&request) {
        return next.run(request).await;
    }
    let limit = if is_for_sockets {
        SOCKET_PAYLOAD_LIMIT
    } else {
        BODY_LIMIT
    };
    let (parts, body) = request.into_parts();
    let error = match tokio::time::timeout(longest, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => {
            return next
                .run(Request::from_parts(parts, Body::from(bytes)))
                .await;
        }
        // The body's own error is not to be had from here.
        Ok(Err(error)) if error.to_string().contains("length limit") => ApiError::PayloadTooLarge,
        Ok(Err(_)) => ApiError::Malformed("request aborted".to_owned()),
        Err(_) => ApiError::TooSlow,
    };
    let mut response = error.into_response();
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    response
}
