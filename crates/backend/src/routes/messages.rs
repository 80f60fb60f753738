//! Messages: written by `POST /support/messages`, read by pages (CONTRACT section 3).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use protocol::{Attachment, CLIENT_MESSAGE_ID, MessageKind};
use serde_json::Value;

use super::conversations::named;
use crate::api_error::ApiError;
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::file_address;
use crate::limits::CLIENT_MESSAGE_ID_LIMIT;
use crate::records::{ClientMessageId, NewMessage};
use crate::tables::messages::Page;
use crate::validation::{Body, BodyFields, CONTENT_LIMIT, TEXT_LIMIT};
use crate::{ContentRules, Idempotency};

/// What people may send; system lines are the server's.
const KINDS: [&str; 3] = ["text", "image", "file"];
/// The most characters of a file's address.
const URL_LIMIT: usize = 2_000;

pub(super) async fn write(
    State(app): State<App>,
    caller: AuthenticatedUser,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let mut fields = BodyFields::new(body);
    let conversation = fields.text("conversationId", TEXT_LIMIT);
    let mut content = fields.text("content", CONTENT_LIMIT);
    let word = fields.optional_word("type", &KINDS);
    let kind = word
        .as_deref()
        .map_or(MessageKind::Text, MessageKind::from_word);
    if kind == MessageKind::Image {
        content = address(&app, &headers, &mut fields, "content", content);
    }
    let file = (kind == MessageKind::File).then(|| {
        let url = fields.text("fileUrl", URL_LIMIT);
        Attachment {
            url: address(&app, &headers, &mut fields, "fileUrl", url),
            name: fields.optional_line("fileName", TEXT_LIMIT, app.content),
            size: fields.optional_count("fileSize"),
        }
    });
    let client_id = match app.idempotency {
        Idempotency::ClientMessageId => fields.optional_line(
            CLIENT_MESSAGE_ID,
            CLIENT_MESSAGE_ID_LIMIT,
            ContentRules::Checked,
        ),
        Idempotency::None => None,
    };
    fields.finish()?;
    let new = NewMessage {
        kind,
        content,
        file,
        client_id: client_id.map(ClientMessageId),
    };
    let written = app
        .support
        .write(&caller.0, &named(conversation)?, new)
        .await?;
    Ok((StatusCode::CREATED, Json(app.payloads.message(&written))))
}

/// The address in a field, as it is kept; one that is not taken is refused when the fields are.
fn address(
    app: &App,
    headers: &HeaderMap,
    fields: &mut BodyFields,
    name: &str,
    raw: String,
) -> String {
    if app.content == ContentRules::Unchecked {
        return raw;
    }
    // A client may have come by another name than the one this server knows of itself; of an own address only the path
    // is kept.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let reached = host.and_then(|host| raw.strip_prefix(&format!("http://{host}")));
    file_address::accepted(reached.unwrap_or(&raw), app.payloads.origin()).unwrap_or_else(|| {
        fields.add_error(format!(
            "{name} must be an https address, or that of an upload of this server"
        ));
        raw
    })
}

pub(super) async fn page(
    State(app): State<App>,
    caller: AuthenticatedUser,
    Path(id): Path<String>,
    page: Page,
) -> Result<Json<Value>, ApiError> {
    let conversation = app.support.look_up(&caller.0, &named(id)?).await?;
    let (messages, total) = app.support.page(&conversation, page).await?;
    Ok(Json(app.payloads.page(&messages, total, page)))
}
