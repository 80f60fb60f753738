//! Reads and validates bodies and queries, with the error messages of Nest's validation.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Map, Value};

use crate::ContentRules;
use crate::api_error::ApiError;
use crate::tables::messages::Page;

/// The most bytes a request may carry.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;
/// The most characters of a message.
pub(crate) const CONTENT_LIMIT: usize = 5_000;
/// The most characters of any other text.
pub(crate) const TEXT_LIMIT: usize = 200;
const PAGE_LIMIT: i64 = 100;

/// A JSON object; an empty body is an empty object.
#[derive(Debug)]
pub(crate) struct Body(pub(crate) Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(unreadable_body)?;
        if bytes.is_empty() {
            return Ok(Self(Map::new()));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(_) => Err(ApiError::Malformed("Expected a JSON object".to_owned())),
            Err(error) => Err(ApiError::Malformed(format!(
                "Unexpected token in JSON: {error}"
            ))),
        }
    }
}

fn unreadable_body(rejection: BytesRejection) -> ApiError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::PayloadTooLarge,
        _ => ApiError::Malformed("request aborted".to_owned()),
    }
}

/// Whether a character is not seen but changes what is: control characters, line ends, and those that turn the
/// direction of what follows (Unicode's `Bidi_Control`, and the older ones that it replaced).
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

/// What a field that holds such a character is refused with.
pub(crate) fn unseen_characters(name: &str) -> String {
    format!("{name} must not contain control or bidirectional characters")
}

/// Reads fields of a body and collects every error, so that one response names them all.
#[derive(Debug)]
pub(crate) struct BodyFields {
    fields: Map<String, Value>,
    errors: Vec<String>,
}

impl BodyFields {
    pub(crate) fn new(body: Body) -> Self {
        Self {
            fields: body.0,
            errors: Vec::new(),
        }
    }

    /// A text that must be there; empty when it is not, which [`Fields::check`] then refuses.
    pub(crate) fn text(&mut self, name: &str, longest: usize) -> String {
        match self.fields.get(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => {
                let text = text.clone();
                self.limit(name, &text, longest);
                text
            }
            Some(Value::String(_)) => {
                self.add_error(format!("{name} should not be empty"));
                String::new()
            }
            _ => {
                self.add_error(format!("{name} must be a string"));
                self.add_error(format!("{name} should not be empty"));
                String::new()
            }
        }
    }

    /// A text of one line that may be missing or null: what it shows is what it holds.
    pub(crate) fn optional_line(
        &mut self,
        name: &str,
        longest: usize,
        rules: ContentRules,
    ) -> Option<String> {
        let line = self.optional_text(name, longest)?;
        if rules == ContentRules::Checked && line.chars().any(is_unseen) {
            self.add_error(unseen_characters(name));
        }
        Some(line)
    }

    /// A text that may be missing or null.
    pub(crate) fn optional_text(&mut self, name: &str, longest: usize) -> Option<String> {
        match self.fields.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => Some(self.text(name, longest)),
        }
    }

    /// One of a few words, or missing.
    pub(crate) fn optional_word(&mut self, name: &str, words: &[&'static str]) -> Option<String> {
        let word = match self.fields.get(name) {
            None | Some(Value::Null) => return None,
            Some(Value::String(word)) => word.clone(),
            Some(other) => other.to_string(),
        };
        if !words.contains(&word.as_str()) {
            let words = words.join(", ");
            self.add_error(format!(
                "{name} must be one of the following values: {words}"
            ));
        }
        Some(word)
    }

    /// A count that may be missing.
    pub(crate) fn optional_count(&mut self, name: &str) -> Option<u64> {
        match self.fields.get(name) {
            None | Some(Value::Null) => None,
            Some(value) => value.as_u64().or_else(|| {
                self.add_error(format!("{name} must be a positive number"));
                None
            }),
        }
    }

    pub(crate) fn add_error(&mut self, error: String) {
        self.errors.push(error);
    }

    fn limit(&mut self, name: &str, text: &str, longest: usize) {
        if text.chars().count() > longest {
            self.add_error(format!(
                "{name} must be shorter than or equal to {longest} characters"
            ));
        }
    }

    /// Refuses with everything there was to complain about.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(ApiError::Invalid(self.errors))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(query) = Query::<HashMap<String, String>>::from_request_parts(parts, state)
            .await
            .map_err(|error| ApiError::Malformed(error.body_text()))?;
        let mut errors = Vec::new();
        let page = number(&query, "page", 1, i64::MAX / PAGE_LIMIT, &mut errors);
        let limit = number(&query, "limit", 50, PAGE_LIMIT, &mut errors);
        if errors.is_empty() {
            Ok(Self { page, limit })
        } else {
            Err(ApiError::Invalid(errors))
        }
    }
}

fn number(
    query: &HashMap<String, String>,
    name: &str,
    default: i64,
    most: i64,
    errors: &mut Vec<String>,
) -> i64 {
    let Some(raw) = query.get(name) else {
        return default;
    };
    match raw.parse::<i64>() {
        Ok(value) if value < 1 => errors.push(format!("{name} must not be less than 1")),
        Ok(value) if value > most => {
            errors.push(format!("{name} must not be greater than {most}"));
        }
        Ok(value) => return value,
        Err(_) => errors.push(format!("{name} must be an integer number")),
    }
    default
}
