//! The `media:` protocol: `media://localhost/<percent-encoded address>`. The engine fetches and checks the
//! images of messages, so that the webview itself never reaches out.

use std::sync::Arc;

use tauri::{
    UriSchemeContext, UriSchemeResponder, Wry,
    http::{Request, Response, StatusCode, Uri, header},
};

use crate::{state::AppState, window};

/// The protocol's name.
pub const SCHEME: &str = "media";

/// Answers one request of the webview; only the main window's are served.
pub fn respond(
    state: &Arc<AppState>,
    context: &UriSchemeContext<'_, Wry>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let wanted = (context.webview_label() == window::LABEL)
        .then(|| decode_address(request.uri()))
        .flatten();
    let Some(wanted) = wanted else {
        return responder.respond(empty_response(StatusCode::NOT_FOUND));
    };
    let state = Arc::clone(state);
    tauri::async_runtime::spawn(async move { responder.respond(fetch(&state, &wanted).await) });
}

/// The address that a request asks for.
#[must_use]
pub fn decode_address(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_prefix('/')?;
    let decoded = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .ok()?;
    (!decoded.is_empty()).then(|| decoded.into_owned())
}

async fn fetch(state: &AppState, wanted: &str) -> Response<Vec<u8>> {
    let Ok(engine) = state.engine().await else {
        return empty_response(StatusCode::NOT_FOUND);
    };
    match engine.media(wanted).await {
        Ok(media) => image_response(media.mime, media.bytes),
        Err(engine::Error::NotAnImage(_) | engine::Error::TooLarge(_)) => {
            empty_response(StatusCode::UNSUPPORTED_MEDIA_TYPE)
        }
        Err(error) => {
            tracing::debug!(code = error.code(), "an image did not come");
            empty_response(StatusCode::NOT_FOUND)
        }
    }
}

fn image_response(mime: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "private, max-age=3600")
        .body(bytes)
        .unwrap_or_else(|_| empty_response(StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

fn empty_response(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
