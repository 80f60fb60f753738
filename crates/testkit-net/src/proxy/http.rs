//! HTTP/1.1 messages, read whole and kept as they came.

use std::io::{Error, ErrorKind, Result};

use protocol::ConversationId;
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Trigger;

/// More than any message of the contract takes.
const LARGEST: usize = 16 * 1024 * 1024;
const HEADERS: usize = 64;

/// One end of a line, and what was read from it and not used yet.
pub(super) struct Pipe {
    pub(super) stream: TcpStream,
    pub(super) buffer: Vec<u8>,
}

pub(super) struct Request {
    pub(super) raw: Vec<u8>,
    /// Method, a space and the path with its query, in small letters.
    target: String,
    upgrade: bool,
    has_token: bool,
    body: Vec<u8>,
}

pub(super) struct Response {
    pub(super) raw: Vec<u8>,
    pub(super) head: usize,
    pub(super) status: u16,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Posted {
    pub(super) conversation_id: ConversationId,
    pub(super) content: String,
}

#[derive(Clone, Copy)]
enum Framing {
    Length(usize),
    Chunked,
    UntilClosed,
}

impl Request {
    pub(super) fn trigger(&self) -> Trigger {
        if self.upgrade {
            Trigger::Upgrade
        } else if self.target == "post /support/messages" {
            Trigger::Send
        } else {
            Trigger::Ask
        }
    }

    pub(super) fn target(&self) -> &str {
        &self.target
    }

    pub(super) fn begins_with(&self, text: &str) -> bool {
        // As in a request line, so that a path can be told from longer ones by the space after it.
        format!("{} http/1.1", self.target).starts_with(text)
    }

    pub(super) fn has_token(&self) -> bool {
        self.has_token
    }

    pub(super) fn posted(&self) -> Option<Posted> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl Pipe {
    pub(super) fn new(stream: TcpStream) -> Self {
        // Small packets must not wait for each other; without it things are only slower.
        drop(stream.set_nodelay(true));
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// The next request; `None` when the client has closed between two.
    pub(super) async fn request(&mut self) -> Result<Option<Request>> {
        loop {
            if let Some((request, framing)) = parse_request(&self.buffer)? {
                let head = request.raw.len();
                let (raw, body) = self.whole(head, framing).await?;
                return Ok(Some(Request {
                    raw,
                    body,
                    ..request
                }));
            }
            if self.more().await? == 0 {
                return if self.buffer.is_empty() {
                    Ok(None)
                } else {
                    Err(broken("closed within a head"))
                };
            }
        }
    }

    /// The response to the request that was just written.
    pub(super) async fn response(&mut self) -> Result<Response> {
        loop {
            if let Some((status, head, framing)) = parse_response(&self.buffer)? {
                let (raw, _) = self.whole(head, framing).await?;
                return Ok(Response { raw, head, status });
            }
            if self.more().await? == 0 {
                return Err(broken("closed before a response"));
            }
        }
    }

    pub(super) async fn more(&mut self) -> Result<usize> {
        if self.buffer.len() > LARGEST {
            return Err(broken("too large"));
        }
        self.stream.read_buf(&mut self.buffer).await
    }

    /// Takes a message out of the buffer: all of it, and its body decoded.
    async fn whole(&mut self, head: usize, framing: Framing) -> Result<(Vec<u8>, Vec<u8>)> {
        loop {
            let after_head = self.buffer.get(head..).unwrap_or_default();
            let found = match framing {
                Framing::Length(length) => after_head.get(..length).map(|b| (b.to_vec(), length)),
                Framing::Chunked => dechunk(after_head)?,
                Framing::UntilClosed => None,
            };
            if let Some((body, length)) = found {
                let raw = self.buffer.drain(..head + length).collect();
                return Ok((raw, body));
            }
            if self.more().await? == 0 {
                return match framing {
                    Framing::UntilClosed => Ok((std::mem::take(&mut self.buffer), Vec::new())),
                    _ => Err(broken("closed within a body")),
                };
            }
        }
    }
}

fn parse_request(bytes: &[u8]) -> Result<Option<(Request, Framing)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = parsed.parse(bytes).map_err(unreadable)? else {
        return Ok(None);
    };
    let upgrade = header(parsed.headers, "upgrade").is_some_and(|to| to.contains("websocket"));
    let (method, path) = (
        parsed.method.unwrap_or_default(),
        parsed.path.unwrap_or_default(),
    );
    let request = Request {
        raw: bytes.get(..head).unwrap_or_default().to_vec(),
        target: format!("{method} {path}").to_lowercase(),
        upgrade,
        has_token: header(parsed.headers, "authorization").is_some(),
        body: Vec::new(),
    };
    let framing = framing(parsed.headers)?.unwrap_or(Framing::Length(0));
    Ok(Some((request, framing)))
}

fn parse_response(bytes: &[u8]) -> Result<Option<(u16, usize, Framing)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = parsed.parse(bytes).map_err(unreadable)? else {
        return Ok(None);
    };
    let status = parsed.code.unwrap_or_default();
    let framing = match status {
        100..=199 | 204 | 304 => Framing::Length(0),
        _ => framing(parsed.headers)?.unwrap_or(Framing::UntilClosed),
    };
    Ok(Some((status, head, framing)))
}

fn framing(headers: &[httparse::Header<'_>]) -> Result<Option<Framing>> {
    if header(headers, "transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        return Ok(Some(Framing::Chunked));
    }
    match header(headers, "content-length") {
        Some(length) => {
            let length: usize = length.trim().parse().map_err(|_| broken("no length"))?;
            Ok(Some(Framing::Length(length.min(LARGEST))))
        }
        None => Ok(None),
    }
}

fn header(headers: &[httparse::Header<'_>], name: &str) -> Option<String> {
    let found = headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case(name))?;
    Some(String::from_utf8_lossy(found.value).to_lowercase())
}

/// The body and how many bytes it took, once all chunks are there.
fn dechunk(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (after_size, size) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete(found)) => found,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(_) => return Err(broken("no chunk")),
        };
        let size = usize::try_from(size)
            .map_err(|_| broken("too large"))?
            .min(LARGEST);
        let start = at + after_size;
        let Some(chunk) = bytes.get(start..start + size + 2) else {
            return Ok(None);
        };
        at = start + size + 2;
        if size == 0 {
            return Ok(Some((body, at)));
        }
        body.extend_from_slice(chunk.get(..size).unwrap_or_default());
    }
}

fn unreadable(error: httparse::Error) -> Error {
    Error::new(ErrorKind::InvalidData, error.to_string())
}

pub(super) fn broken(why: &'static str) -> Error {
    Error::new(ErrorKind::UnexpectedEof, why)
}
