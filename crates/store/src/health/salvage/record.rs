//! SQLite's record format, read as far as it can be read.

/// A column's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing, or a number with a point: no table of ours holds one.
    Null,
    /// A whole number.
    Int(i64),
    /// A text's bytes, which may not be text any more.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// A text, with a mark for each byte that is none.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// A whole number.
    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Bytes.
    pub(crate) fn blob(&self) -> Option<Vec<u8>> {
        match self {
            Self::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

/// A number of one to nine bytes, and how many it took.
pub(crate) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number: u64 = 0;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some(((number << 8) | u64::from(*byte), 9));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    None
}

/// As [`varint`], for a length.
pub(crate) fn length(bytes: &[u8]) -> Option<(usize, usize)> {
    let (number, ingested) = varint(bytes)?;
    Some((usize::try_from(number).ok()?, ingested))
}

/// The values of a record. One that breaks off ends in shortened values.
pub(crate) fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = length(payload)?;
    let kinds = payload.get(..header)?;
    let mut rest = payload.get(header..)?;
    let mut values = Vec::new();
    while at < header {
        let (kind, ingested) = varint(kinds.get(at..)?)?;
        at += ingested;
        let size = size_of(kind)?;
        let (bytes, behind) = rest.split_at(size.min(rest.len()));
        rest = behind;
        values.push(value(kind, bytes));
    }
    (at == header).then_some(values)
}

/// How many bytes a value of this kind takes.
fn size_of(kind: u64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        _ => usize::try_from((kind - 12) / 2).ok(),
    }
}

fn value(kind: u64, bytes: &[u8]) -> Value {
    match kind {
        0 | 7 => Value::Null,
        8 => Value::Int(0),
        9 => Value::Int(1),
        1..=6 => Value::Int(signed(bytes)),
        kind if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
        _ => Value::Text(bytes.to_vec()),
    }
}

fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start: i64 = if negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(start, |number, byte| (number << 8) | i64::from(*byte))
}
