//! A request before it is sent, and its answer before its body is read.

use protocol::decode::MAX_PAYLOAD_BYTES;
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

use crate::{
    Error,
    clock::ClockReading,
    http::failure::{self, CallFailure},
};

/// One request, before it is sent.
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) path: &'a [&'a str],
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
    /// How many bytes the answer may have.
    pub(super) limit: usize,
}

/// An answer whose body is still to be read.
pub(super) struct Opened {
    pub(super) response: Response,
    pub(super) answer: AnswerHead,
}

/// What an answer says before its body.
pub(super) struct AnswerHead {
    pub(super) asked: ClockReading,
    pub(super) answered: ClockReading,
    pub(super) status: StatusCode,
    pub(super) meta: failure::ResponseMeta,
}

impl<'a> Request<'a> {
    pub(super) fn get(path: &'a [&'a str]) -> Self {
        Self {
            method: Method::GET,
            path,
            query: Vec::new(),
            body: None,
            limit: MAX_PAYLOAD_BYTES,
        }
    }

    pub(super) fn post(path: &'a [&'a str], body: Value) -> Self {
        Self {
            method: Method::POST,
            body: Some(body),
            ..Self::get(path)
        }
    }
}

/// Reads a body chunk by chunk and stops at the limit, whatever the answer's header claims.
pub(super) async fn read_bounded(
    mut response: Response,
    limit: usize,
) -> Result<Vec<u8>, CallFailure> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| failure::from_transport(&error).uncertain())?
    {
        if body.len() + chunk.len() > limit {
            return Err(CallFailure::uncertain(CallFailure::answered(
                Error::TooLarge(format!("the answer exceeds {limit} bytes")),
            )));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
