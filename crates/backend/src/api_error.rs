//! The errors of requests and of socket joins, in Nest's shape:
//! `{"message": "…" or ["…"], "error": "Forbidden", "statusCode": 403}` (CONTRACT section 3).

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Why a request or a join is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{}", .0.join("; "))]
    Invalid(Vec<String>),
    #[error("{0}")]
    Malformed(String),
    #[error("{0}")]
    Unauthorized(&'static str),
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Conflict(&'static str),
    #[error("Request Timeout")]
    TooSlow,
    #[error("request entity too large")]
    PayloadTooLarge,
    #[error("Unsupported Media Type")]
    UnsupportedMedia,
    #[error("No room for more files")]
    NoRoom,
    #[error("ThrottlerException: Too Many Requests")]
    TooManyRequests { retry_after: Duration },
    #[error("Internal server error")]
    Internal(#[from] crate::Error),
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

pub(crate) const INVALID_TOKEN: ApiError = ApiError::Unauthorized("Invalid or expired token");
pub(crate) const WRONG_ROLE: ApiError = ApiError::Forbidden("Forbidden resource");
pub(crate) const NOT_A_MEMBER: ApiError =
    ApiError::Forbidden("You do not have access to this conversation");

/// There is no such conversation.
pub(crate) fn conversation_not_found() -> ApiError {
    ApiError::NotFound("Conversation not found".to_owned())
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> Value {
        let status = self.status();
        let message = match self {
            Self::Invalid(messages) => json!(messages),
            other => json!(other.to_string()),
        };
        json!({
            "message": message,
            "error": status.canonical_reason().unwrap_or_default(),
            "statusCode": status.as_u16(),
        })
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(error) = &self {
            tracing::error!(error = error as &dyn std::error::Error, "a request failed");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Self::TooManyRequests { retry_after } = self {
            let seconds = retry_after.as_secs().max(1);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
