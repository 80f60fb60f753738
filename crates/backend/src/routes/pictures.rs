//! `GET /demo/images/:name`: the pictures of the demo data. Ours.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::api_error::ApiError;
use crate::demo::pictures;

pub(super) async fn show(Path(name): Path<String>) -> Result<Response, ApiError> {
    let not_found = || ApiError::NotFound(format!("Cannot GET /demo/images/{name}"));
    let bytes = pictures::find(&name).ok_or_else(not_found)?;
    let headers = [
        (CONTENT_TYPE, "image/png"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, bytes).into_response())
}
