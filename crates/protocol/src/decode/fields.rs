//! Single fields, read as tolerantly as CONTRACT section 4 asks: numbers written as strings,
//! booleans written as strings or numbers, ids bare or inside an object. What cannot be read as
//! the kind that is wanted counts as missing.

use serde_json::{Map, Value};

use super::limits::{self, MAX_LABEL_CHARS};
use crate::{UtcMs, ids::is_id, visible::is_blank};

/// One JSON object, read by field name. Where several names are given, the first one that is
/// there and not null counts.
#[derive(Clone, Copy)]
pub(super) struct Record<'a>(&'a Map<String, Value>);

impl<'a> Record<'a> {
    pub(super) fn from_value(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    /// The field, null included: for the fields where null says something.
    pub(super) fn raw(self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    pub(super) fn get(self, names: &[&str]) -> Option<&'a Value> {
        names
            .iter()
            .filter_map(|name| self.0.get(*name))
            .find(|value| !value.is_null())
    }

    pub(super) fn record(self, name: &str) -> Option<Self> {
        self.0.get(name).and_then(Self::from_value)
    }

    pub(super) fn id(self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| self.0.get(*name))
            .find_map(id)
    }

    /// A text of which something can be seen; its beginning, where it is long.
    pub(super) fn label(self, names: &[&str]) -> Option<String> {
        self.seen(names).map(label)
    }

    /// An address: one that is too long leads nowhere.
    pub(super) fn address(self, names: &[&str]) -> Option<String> {
        self.seen(names)
            .filter(|address| address.len() <= limits::MAX_ADDRESS_BYTES)
    }

    fn seen(self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| self.0.get(*name).and_then(text))
            .find(|text| !is_blank(text))
    }

    pub(super) fn text(self, names: &[&str]) -> Option<String> {
        self.get(names).and_then(text)
    }

    pub(super) fn count(self, names: &[&str]) -> Option<u64> {
        self.get(names).and_then(count)
    }

    pub(super) fn flag(self, names: &[&str]) -> Option<bool> {
        self.get(names).and_then(flag)
    }

    pub(super) fn time(self, names: &[&str]) -> Option<UtcMs> {
        self.get(names).and_then(time)
    }

    /// Any of the ids that the server gives a record.
    pub(super) fn own_id(self) -> Option<String> {
        self.id(&["_id", "id"])
    }
}

/// The beginning of a name, a subject or the like.
pub(super) fn label(text: String) -> String {
    limits::cut(text, MAX_LABEL_CHARS)
}

/// An id: a string, a number, or an object that carries one.
pub(super) fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => is_id(text).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        // `$oid` is how MongoDB's own tools write an id. The depth is bounded by the caller.
        Value::Object(fields) => ["_id", "id", "$oid"]
            .iter()
            .filter_map(|name| fields.get(*name))
            .find_map(id),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// A text, or a number or boolean written without quotes.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number of things, never below zero.
pub(super) fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => {
            let text = text.trim();
            text.parse()
                .ok()
                .or_else(|| text.parse().ok().and_then(whole))
        }
        _ => None,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below zero and finite; a count beyond u64 saturates"
)]
fn whole(number: f64) -> Option<u64> {
    (number.is_finite() && number >= 0.0).then_some(number as u64)
}

/// A yes or no.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A point in time: ISO 8601, or milliseconds since 1970 as a number or a string of digits. One
/// beyond the calendar counts as missing: nobody could show it.
pub(super) fn time(value: &Value) -> Option<UtcMs> {
    written(value).filter(|time| time.is_in_calendar())
}

fn written(value: &Value) -> Option<UtcMs> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            UtcMs::parse(text).or_else(|| text.parse().ok().map(UtcMs))
        }
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().and_then(ms))
            .map(UtcMs),
        Value::Object(fields) => fields.get("$date").and_then(written),
        _ => None,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "checked to be far inside i64"
)]
fn ms(number: f64) -> Option<i64> {
    (number.abs() < 1e16).then_some(number as i64)
}
