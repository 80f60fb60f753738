//! The `media:` protocol: images of messages, fetched and checked by the engine (DESIGN section 6), so
//! that the webview itself never reaches out. `media://localhost/<percent-encoded address>`.

use std::sync::Arc;

use tauri::{
    UriSchemeContext, UriSchemeResponder, Wry,
    http::{Request, Response, StatusCode, Uri, header},
};

use crate::{desk::Desk, window};

/// The protocol's name.
pub const SCHEME: &str = "media";

/// Answers one request of the webview.
pub fn answer(
    desk: &Arc<Desk>,
    context: &UriSchemeContext<'_, Wry>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let wanted = (context.webview_label() == window::LABEL)
        .then(|| address(request.uri()))
        .flatten();
    let Some(wanted) = wanted else {
        return responder.respond(nothing(StatusCode::NOT_FOUND));
    };
    let desk = Arc::clone(desk);
    tauri::async_runtime::spawn(async move { responder.respond(fetch(&desk, &wanted).await) });
}

/// The address that a request asks for.
#[must_use]
pub fn address(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_prefix('/')?;
    let decoded = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .ok()?;
    (!decoded.is_empty()).then(|| decoded.into_owned())
}

async fn fetch(desk: &Desk, wanted: &str) -> Response<Vec<u8>> {
    let Ok(engine) = desk.engine().await else {
        return nothing(StatusCode::NOT_FOUND);
    };
    match engine.media(wanted).await {
        Ok(media) => image(media.mime, media.bytes),
        Err(engine::Error::NotAnImage(_) | engine::Error::TooLarge(_)) => {
            nothing(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        }
        Err(error) => {
            tracing::debug!(code = error.code(), "an image did not come");
            nothing(StatusCode::NOT_FOUND)
        }
    }
}

fn image(mime: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "private, max-age=3600")
        .body(bytes)
        .unwrap_or_else(|_| nothing(StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

fn nothing(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
