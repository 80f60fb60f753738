//! The `media:` protocol: `media://localhost/thumbnail/ID` and `media://localhost/viewer/ID`, the id being a message's
//! and percent-encoded; `media://localhost/waiting/ID` for a picture that is not sent yet, by its local id. The engine fetches, checks and decodes the images of messages, so that the webview neither reaches
//! out nor reads a stranger's file; it names messages and never an address.

use std::sync::Arc;

use engine::ImageSize;
use protocol::MessageId;
use store::LocalId;
use tauri::{
    UriSchemeContext, UriSchemeResponder, Wry,
    http::{Request, Response, StatusCode, Uri, header},
};

use crate::state::AppState;

/// The protocol's name.
pub const SCHEME: &str = "media";

/// The image that a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedImage {
    /// The message that carries it.
    pub message: Carrier,
    /// How large.
    pub size: ImageSize,
}

/// The message that carries an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// One that the server has.
    Sent(MessageId),
    /// One that waits to be sent.
    Waiting(LocalId),
}

/// Answers one request of a webview; only those of this program's own windows are served.
pub fn respond(
    state: &Arc<AppState>,
    context: &UriSchemeContext<'_, Wry>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let wanted = (state.has_window(context.webview_label()) && !state.lock().is_locked())
        .then(|| wanted_image(request.uri()))
        .flatten();
    let Some(wanted) = wanted else {
        return responder.respond(empty_response(StatusCode::NOT_FOUND));
    };
    let state = Arc::clone(state);
    tauri::async_runtime::spawn(async move { responder.respond(fetch(&state, &wanted).await) });
}

/// Reads a request.
#[must_use]
pub fn wanted_image(uri: &Uri) -> Option<WantedImage> {
    let path = percent_encoding::percent_decode_str(uri.path().strip_prefix('/')?);
    let path = path.decode_utf8().ok()?;
    let (size, message) = path.split_once('/')?;
    let sent = || MessageId::new(message).map(Carrier::Sent);
    let (size, message) = match size {
        "thumbnail" => (ImageSize::Thumbnail, sent()?),
        "viewer" => (ImageSize::Viewer, sent()?),
        "waiting" => {
            let waiting = Carrier::Waiting(LocalId(message.to_owned()));
            (ImageSize::Thumbnail, waiting)
        }
        _ => return None,
    };
    Some(WantedImage { message, size })
}

async fn fetch(state: &AppState, wanted: &WantedImage) -> Response<Vec<u8>> {
    let Ok(engine) = state.engine().await else {
        return empty_response(StatusCode::NOT_FOUND);
    };
    let image = match &wanted.message {
        Carrier::Sent(message) => engine.image(message, wanted.size).await,
        Carrier::Waiting(message) => engine.waiting_image(message, wanted.size).await,
    };
    match image {
        Ok(image) => image_response(image.mime, image.bytes),
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
