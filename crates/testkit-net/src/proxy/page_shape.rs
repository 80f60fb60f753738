//! Pages of messages as another server could give them: the documentation promises neither their order nor their
//! size.

use std::io::Result;

use serde_json::{Value, json};

use super::http::{Request, broken};
use super::responses::{JSON, response};

/// How many messages the reference backend gives at most.
const UPSTREAM_LIMIT: usize = 100;

/// How pages of messages are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageShape {
    pub order: PageOrder,
    pub size: PageSize,
    /// How many of a page's last messages the next one repeats.
    pub overlap: usize,
    pub total: TotalGiven,
}

impl PageShape {
    /// Pages as the reference backend gives them, of at most `size` messages.
    #[must_use]
    pub fn capped(size: usize) -> Self {
        Self {
            order: PageOrder::NewestFirst,
            size: PageSize::AtMost(size),
            overlap: 0,
            total: TotalGiven::Yes,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrder {
    NewestFirst,
    OldestFirst,
    /// Newest first, and turned round within each page.
    TurnedWithin,
    /// In no order at all, which is always the same.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSize {
    /// As many as are asked for, and no more than these.
    AtMost(usize),
    /// So many, whatever is asked for.
    Always(usize),
    /// So many and so many in turns.
    InTurns(usize, usize),
    /// The first so many, whatever page is asked for.
    SamePage(usize),
}

/// Whether a page says how many messages the chat has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalGiven {
    Yes,
    /// A bare list.
    No,
}

impl PageShape {
    /// The part of a chat's messages, which come newest first, that a page has.
    fn cut(self, mut all: Vec<Value>, page: usize, limit: usize) -> Value {
        let total = all.len();
        match self.order {
            PageOrder::NewestFirst | PageOrder::TurnedWithin => {}
            PageOrder::OldestFirst => all.reverse(),
            PageOrder::None => all.sort_by_key(|message| scattered(message.get("_id"))),
        }
        let before = page.saturating_sub(1);
        let (skipped, size) = match self.size {
            PageSize::AtMost(most) => (before * limit.min(most), limit.min(most)),
            PageSize::Always(size) => (before * size, size),
            PageSize::InTurns(odd, even) => {
                let skipped = before.div_ceil(2) * odd + before / 2 * even;
                (skipped, if page % 2 == 1 { odd } else { even })
            }
            PageSize::SamePage(size) => (0, size),
        };
        let from = skipped.saturating_sub(before * self.overlap).min(total);
        let to = (from + size).min(total);
        let mut messages = all.get(from..to).unwrap_or_default().to_vec();
        if self.order == PageOrder::TurnedWithin {
            messages.reverse();
        }
        match self.total {
            TotalGiven::Yes => json!({"messages": messages, "total": total}),
            TotalGiven::No => Value::from(messages),
        }
    }
}

/// A number that has nothing to do with the order of ids.
fn scattered(id: Option<&Value>) -> u64 {
    let text = id.and_then(Value::as_str).unwrap_or_default();
    let hash = text.bytes().fold(14_695_981_039_346_656_037, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
    });
    // Ids that follow on one another have hashes that do, until their bits are mixed.
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53)
}

/// Which pages are fetched upstream for one, and how they become one.
pub(super) struct ShapedPage<'a> {
    shape: PageShape,
    request: &'a Request,
    page: usize,
    limit: usize,
    upstream: usize,
    messages: Vec<Value>,
}

impl<'a> ShapedPage<'a> {
    /// `None` for a request that asks for no page of messages.
    pub(super) fn of(request: &'a Request, shape: PageShape) -> Option<Self> {
        let (path, query) = request.target().split_once('?')?;
        if !path.starts_with("get /support/") || !path.ends_with("/messages") {
            return None;
        }
        let number = |name: &str| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| *key == name)
                .and_then(|(_, value)| value.parse::<usize>().ok())
        };
        Some(Self {
            shape,
            request,
            page: number("page").unwrap_or(1),
            limit: number("limit").unwrap_or(50),
            upstream: 1,
            messages: Vec::new(),
        })
    }

    /// The next request for the server.
    pub(super) fn upstream_request(&self) -> Result<Vec<u8>> {
        let raw = String::from_utf8(self.request.raw.clone()).map_err(|_| broken("no text"))?;
        let (line, rest) = raw.split_once("\r\n").ok_or_else(|| broken("no line"))?;
        let path = line.split('?').next().unwrap_or(line);
        let query = format!("page={}&limit={UPSTREAM_LIMIT}", self.upstream);
        Ok(format!("{path}?{query} HTTP/1.1\r\n{rest}").into_bytes())
    }

    /// Takes an answer of the server in; answers the shaped page once it is whole.
    pub(super) fn take(&mut self, body: &[u8]) -> Result<Option<Vec<u8>>> {
        let page: Value = serde_json::from_slice(body).map_err(|_| broken("no JSON"))?;
        let messages = page
            .get("messages")
            .and_then(Value::as_array)
            .ok_or_else(|| broken("no page"))?;
        self.messages.extend(messages.iter().cloned());
        self.upstream += 1;
        if messages.len() == UPSTREAM_LIMIT {
            return Ok(None);
        }
        let all = std::mem::take(&mut self.messages);
        let body = self.shape.cut(all, self.page, self.limit).to_string();
        Ok(Some(response("200 OK", JSON, &body)))
    }
}
