//! The list of conversations, read as it comes: record by record, each bounded. The list grows with the account and has
//! no pages, so its length bounds nothing, and what is wrong with one record costs that record.

use super::{
    DecodeError, conversation,
    limits::{self, MAX_WRAPPERS},
};
use crate::{Conversation, Skipped};

/// How many bytes one record of the list may have. An honest one has about one thousand; the longest is that of a chat
/// with a hundred people in it.
pub const MAX_LIST_RECORD_BYTES: usize = 512 * 1024;

/// How many bytes of a wrapper's field name are kept: those that matter are shorter.
const NAME_BYTES: usize = 32;

/// Reads a list from its pieces.
#[derive(Debug, Default)]
pub struct ListReader {
    place: Place,
    /// How many wrappers are open.
    wrappers: usize,
    /// The last text of a wrapper: a field's name, when a colon follows.
    name: Vec<u8>,
    value: Value,
    record: Vec<u8>,
    found_list: bool,
    records: Vec<Conversation>,
    skipped: Vec<Skipped>,
}

/// Where in the list the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before anything.
    #[default]
    Start,
    /// Between the fields of a wrapper.
    Wrapper,
    /// In a text of a wrapper, which is a field's name or a value.
    WrapperText,
    /// After a field's name.
    Colon,
    /// In a value of a wrapper that is none of the lists.
    Passed,
    /// Between the records.
    List,
    /// In a record.
    Record,
    /// After everything.
    End,
}

/// How far a value is.
#[derive(Clone, Copy, Debug, Default)]
struct Value {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

/// What a byte does to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Within,
    /// The byte is the value's last.
    Ends,
    /// The byte comes after a value that has no end of its own, such as a number.
    EndedBefore,
}

impl Value {
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.in_text = false;
                    return self.end_at_top();
                }
                _ => {}
            }
            return Step::Within;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return self.end_at_top();
            }
            b',' | b'}' | b']' if self.depth == 0 => return Step::EndedBefore,
            _ => {}
        }
        Step::Within
    }

    fn end_at_top(self) -> Step {
        if self.depth == 0 {
            Step::Ends
        } else {
            Step::Within
        }
    }
}

impl ListReader {
    /// Takes the next piece in.
    ///
    /// # Errors
    /// When it is no list. What was read before it stays good.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), DecodeError> {
        for byte in piece {
            self.take(*byte)?;
        }
        Ok(())
    }

    /// The records that were read since the last call.
    pub fn take_records(&mut self) -> Vec<Conversation> {
        std::mem::take(&mut self.records)
    }

    /// How many records wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.records.len()
    }

    /// The records that could not be read since the last call.
    pub fn take_skipped(&mut self) -> Vec<Skipped> {
        std::mem::take(&mut self.skipped)
    }

    /// Whether a list has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.found_list
    }

    /// The answer is over.
    ///
    /// # Errors
    /// When the list was not: it is cut off, or it never began.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if !self.found_list {
            return Err(DecodeError::WrongShape {
                expected: "list of conversations",
            });
        }
        if self.place != Place::End {
            return Err(DecodeError::NotJson("the list is cut off".to_owned()));
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) -> Result<(), DecodeError> {
        match self.place {
            Place::Passed => self.pass(byte),
            Place::Record => {
                self.take_of_record(byte);
                Ok(())
            }
            Place::WrapperText => {
                self.take_of_name(byte);
                Ok(())
            }
            _ if byte.is_ascii_whitespace() => Ok(()),
            Place::Start => self.begin(byte),
            Place::Wrapper => self.take_of_wrapper(byte),
            Place::Colon => self.begin_field(byte),
            Place::List => self.take_of_list(byte),
            Place::End => Err(unexpected("after the list")),
        }
    }

    fn begin(&mut self, byte: u8) -> Result<(), DecodeError> {
        match byte {
            // The mark of UTF-8.
            0xef | 0xbb | 0xbf => Ok(()),
            b'[' => self.begin_list(),
            b'{' => self.begin_wrapper(),
            _ => Err(unexpected("before the list")),
        }
    }

    fn begin_list(&mut self) -> Result<(), DecodeError> {
        self.found_list = true;
        self.place = Place::List;
        Ok(())
    }

    fn begin_wrapper(&mut self) -> Result<(), DecodeError> {
        self.wrappers += 1;
        self.place = Place::Wrapper;
        if self.wrappers > MAX_WRAPPERS {
            return Err(DecodeError::TooDeep);
        }
        Ok(())
    }

    fn take_of_wrapper(&mut self, byte: u8) -> Result<(), DecodeError> {
        match byte {
            b'"' => {
                self.name.clear();
                self.value = Value::default();
                self.place = Place::WrapperText;
            }
            b':' => self.place = Place::Colon,
            b',' => {}
            b'}' => self.end_container(),
            _ => return Err(unexpected("in the list's wrapper")),
        }
        Ok(())
    }

    fn take_of_name(&mut self, byte: u8) {
        match byte {
            b'"' if !self.value.escaped => self.place = Place::Wrapper,
            _ => {
                self.value.escaped = byte == b'\\' && !self.value.escaped;
                if self.name.len() < NAME_BYTES {
                    self.name.push(byte);
                }
            }
        }
    }

    fn begin_field(&mut self, byte: u8) -> Result<(), DecodeError> {
        let is_list = matches!(self.name.as_slice(), b"conversations" | b"data" | b"items");
        match byte {
            b'[' if is_list => self.begin_list(),
            b'{' if self.name == b"data" => self.begin_wrapper(),
            _ => {
                self.value = Value::default();
                self.place = Place::Passed;
                self.pass(byte)
            }
        }
    }

    /// A value that is none of the lists.
    fn pass(&mut self, byte: u8) -> Result<(), DecodeError> {
        match self.value.step(byte) {
            Step::Within => Ok(()),
            Step::Ends => {
                self.place = Place::Wrapper;
                Ok(())
            }
            Step::EndedBefore => {
                self.place = Place::Wrapper;
                self.take_of_wrapper(byte)
            }
        }
    }

    fn take_of_list(&mut self, byte: u8) -> Result<(), DecodeError> {
        match byte {
            b',' => {}
            b']' => self.end_container(),
            _ => {
                self.record.clear();
                self.value = Value::default();
                self.place = Place::Record;
                self.take_of_record(byte);
            }
        }
        Ok(())
    }

    fn take_of_record(&mut self, byte: u8) {
        let step = self.value.step(byte);
        if step != Step::EndedBefore && self.record.len() <= MAX_LIST_RECORD_BYTES {
            self.record.push(byte);
        }
        match step {
            Step::Within => {}
            Step::Ends => {
                self.place = Place::List;
                self.end_record();
            }
            Step::EndedBefore => {
                self.place = Place::List;
                self.end_record();
                if byte == b']' {
                    self.end_container();
                }
            }
        }
    }

    fn end_container(&mut self) {
        if self.place == Place::Wrapper {
            self.wrappers = self.wrappers.saturating_sub(1);
        }
        self.place = if self.wrappers == 0 {
            Place::End
        } else {
            Place::Wrapper
        };
    }

    fn end_record(&mut self) {
        let record = std::mem::take(&mut self.record);
        let read = if record.len() > MAX_LIST_RECORD_BYTES {
            let bytes = record.len();
            Err((None, DecodeError::TooLarge { bytes }))
        } else {
            match limits::parse(&record) {
                Ok(value) => conversation::read(&value).map_err(|error| {
                    let skipped = super::lists::skipped(&value, &error);
                    (skipped.id, error)
                }),
                Err(error) => Err((None, error)),
            }
        };
        match read {
            Ok(record) => self.records.push(record),
            Err((id, error)) => self.skipped.push(Skipped {
                id,
                reason: error.to_string(),
            }),
        }
        // The room is used again, but not that of one large record for ever.
        self.record = record;
        self.record.clear();
        self.record.shrink_to(16 * 1024);
    }
}

fn unexpected(place: &str) -> DecodeError {
    DecodeError::NotJson(format!("something else {place}"))
}
