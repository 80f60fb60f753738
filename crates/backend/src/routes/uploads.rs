//! `POST /uploads` and `GET /uploads/:id/:name`: files that people send. Ours.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{Stream, StreamExt as _, try_unfold};
use serde_json::{Value, json};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use crate::api_error::ApiError;
use crate::app::App;
use crate::auth::AuthenticatedUser;
use crate::limits::{REFUSED_UPLOAD_PATIENCES, REFUSED_UPLOAD_READ, SERVED_PIECE, UPLOAD_WITHIN};
use crate::uploads::{self, Receiving, ServedFile, Uploads};

/// The form's field that is the file.
const FIELD: &str = "file";

/// Which bodies [`receive`] takes: it counts for itself.
pub(super) fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

pub(super) async fn receive(
    State(app): State<App>,
    caller: Result<AuthenticatedUser, ApiError>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let idle = app.connections.body;
    let admitted = match (&app.uploads, caller) {
        (None, _) => Err(ApiError::NotFound("Cannot POST /uploads".to_owned())),
        (_, Err(refused)) => Err(refused),
        (Some(uploads), Ok(AuthenticatedUser(person, _))) => {
            let begun = uploads.begin(&person.id);
            begun.map(|receiving| (uploads, receiving))
        }
    };
    let (uploads, receiving) = match admitted {
        Ok(admitted) => admitted,
        Err(refused) => {
            let discarding = discard(request.into_body(), idle);
            // Whoever takes longer is cut off while it sends.
            let _ended = timeout(idle * REFUSED_UPLOAD_PATIENCES, discarding).await;
            return Err(refused);
        }
    };
    let url = timeout(UPLOAD_WITHIN, read_form(uploads, receiving, request, idle))
        .await
        .unwrap_or(Err(ApiError::TooSlow))?;
    // Without the origin: a client may have come by another name than the one this server knows of itself.
    Ok((StatusCode::CREATED, Json(json!({ "url": url }))))
}

async fn read_form(
    uploads: &Uploads,
    receiving: Receiving<'_>,
    request: Request,
    idle: Duration,
) -> Result<String, ApiError> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| ApiError::Malformed(rejection.body_text()))?;
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        if field.name() == Some(FIELD) {
            return read_file(uploads, receiving, field, idle).await;
        }
    }
    Err(ApiError::Invalid(vec![format!("{FIELD} should be there")]))
}

async fn read_file(
    uploads: &Uploads,
    mut receiving: Receiving<'_>,
    mut field: Field<'_>,
    idle: Duration,
) -> Result<String, ApiError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut refused =
        uploads::is_refused_type(field.content_type()).then_some(ApiError::UnsupportedMedia);
    let mut read: u64 = 0;
    loop {
        let piece = timeout(idle, field.chunk()).await;
        let Some(piece) = piece.map_err(|_| ApiError::TooSlow)?.map_err(malformed)? else {
            break;
        };
        read = read.saturating_add(piece.len() as u64);
        if read > uploads.file_bytes() {
            refused.get_or_insert(ApiError::PayloadTooLarge);
        }
        match &refused {
            None => receiving.write(&piece)?,
            Some(_) if read > REFUSED_UPLOAD_READ => break,
            Some(_) => {}
        }
    }
    match refused {
        Some(refused) => Err(refused),
        None if read == 0 => Err(ApiError::Invalid(vec![format!(
            "{FIELD} should not be empty"
        )])),
        None => receiving.keep(&name),
    }
}

fn malformed(error: MultipartError) -> ApiError {
    ApiError::Malformed(error.body_text())
}

/// Reads what nobody wants, so that whoever sends it hears why.
async fn discard(body: Body, idle: Duration) {
    let mut pieces = body.into_data_stream();
    let mut read: u64 = 0;
    while let Ok(Some(Ok(piece))) = timeout(idle, pieces.next()).await {
        read = read.saturating_add(piece.len() as u64);
        if read > REFUSED_UPLOAD_READ {
            return;
        }
    }
}

/// A file, piece by piece.
fn pieces(file: File) -> impl Stream<Item = io::Result<Vec<u8>>> {
    try_unfold(file, |mut file| async move {
        let mut piece = vec![0; SERVED_PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, file)))
    })
}

pub(super) async fn show(
    State(app): State<App>,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let served = match &app.uploads {
        Some(uploads) => uploads.open_file(&id).await,
        None => None,
    };
    let ServedFile { file, length, kind } =
        served.ok_or_else(|| ApiError::NotFound(format!("Cannot GET /uploads/{id}/{name}")))?;
    let disposition = match kind.starts_with("image/") {
        true => "inline",
        false => "attachment",
    };
    let headers = [
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition.to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
        (CACHE_CONTROL, "private, max-age=86400".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces(file))).into_response())
}
