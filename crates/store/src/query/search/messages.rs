//! Finding messages: candidates, newest first, each compared with what is looked for.

use sqlx::sqlite::SqliteConnection;

use crate::StoreError;
use crate::limits::{CANDIDATES, NEWEST_READ, TERMS_ASKED};
use crate::model::folding::fold;
use crate::model::positions::sort_key;
use crate::query::search::filters::Filters;
use crate::query::search::index_expression;
use crate::query::search::words::Words;
use crate::tables::messages::{self, MessageRecord};
use crate::tables::{message_index, message_numbers};

/// How many candidates are read at first, and at most at once: most searches have their answer after a few.
const FIRST_READ: i64 = 64;
const MOST_READ: i64 = 512;

/// How many candidates are read beyond the last that is shown, for those of the same span of time.
const READ_FOR_ORDER: usize = 2_000;

/// How many conversations are read one by one, and how many messages of each.
const CONVERSATIONS_READ: usize = 50;
const READ_OF_CONVERSATION: i64 = 1_000;

/// A search for messages.
pub(super) struct MessageSearch<'a> {
    words: &'a Words,
    filters: &'a Filters,
    limit: usize,
    found: Vec<MessageRecord>,
    /// How many candidates were compared, and how many when there were enough.
    compared: usize,
    enough_at: Option<usize>,
}

/// The messages that were found, newest first.
#[derive(Default)]
pub(super) struct Found {
    pub(super) messages: Vec<MessageRecord>,
    /// Whether there are more, or may be.
    pub(super) more: bool,
}

/// Where candidates come from.
enum Candidates {
    /// The index.
    Matching(String),
    /// All messages, at most so many.
    Newest(i64),
}

/// How a walk through candidates ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Walked {
    Through,
    /// There are enough, or too many to compare.
    Stopped,
}

impl<'a> MessageSearch<'a> {
    pub(super) fn new(words: &'a Words, filters: &'a Filters, limit: u32) -> Self {
        Self {
            words,
            filters,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            found: Vec::new(),
            compared: 0,
            enough_at: None,
        }
    }

    pub(super) async fn run(mut self, cache: &mut SqliteConnection) -> Result<Found, StoreError> {
        let walked = if let Some(expression) = index_expression::for_words(self.words) {
            self.walk(cache, &Candidates::Matching(expression)).await?
        } else if let Some(walked) = self.walk_conversations(cache).await? {
            walked
        } else if self.words.is_empty() {
            let most = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
            self.walk(cache, &Candidates::Newest(most)).await?
        } else {
            self.walk_short_words(cache).await?
        };
        self.found
            .sort_by(|one, other| sort_key(&other.position()).cmp(&sort_key(&one.position())));
        let more = walked == Walked::Stopped || self.found.len() > self.limit;
        self.found.truncate(self.limit);
        Ok(Found {
            messages: self.found,
            more,
        })
    }

    /// Words of one or two letters are in most messages, or in few: the newest messages are read, then those that the
    /// index names for any three that begin so.
    async fn walk_short_words(
        &mut self,
        cache: &mut SqliteConnection,
    ) -> Result<Walked, StoreError> {
        let walked = self.walk(cache, &Candidates::Newest(NEWEST_READ)).await?;
        if walked == Walked::Through || self.found.len() >= self.limit {
            return Ok(walked);
        }
        self.found.clear();
        let mut terms = Vec::new();
        let mut cut = false;
        for spelling in self.words.rarest().unwrap_or_default() {
            let beginning: String = spelling.chars().take(3).collect();
            let named = message_index::terms_from(cache, &beginning, TERMS_ASKED).await?;
            cut |= named.len() >= usize::try_from(TERMS_ASKED).unwrap_or(usize::MAX);
            terms.extend(named);
        }
        let Some(expression) = index_expression::for_terms(&terms) else {
            return Ok(Walked::Through);
        };
        let walked = self.walk(cache, &Candidates::Matching(expression)).await?;
        Ok(if cut { Walked::Stopped } else { walked })
    }

    /// The messages of the few conversations that the filters name. `None` where they name many, or none.
    async fn walk_conversations(
        &mut self,
        cache: &mut SqliteConnection,
    ) -> Result<Option<Walked>, StoreError> {
        let Some(named) = self.filters.conversations() else {
            return Ok(None);
        };
        if named.len() > CONVERSATIONS_READ {
            return Ok(None);
        }
        let mut walked = Walked::Through;
        for conversation in named {
            let rows = messages::load_newest(cache, conversation, READ_OF_CONVERSATION).await?;
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) >= READ_OF_CONVERSATION {
                walked = Walked::Stopped;
            }
            self.compare(rows);
        }
        Ok(Some(walked))
    }

    async fn walk(
        &mut self,
        cache: &mut SqliteConnection,
        candidates: &Candidates,
    ) -> Result<Walked, StoreError> {
        for (from, end) in self.filters.numbers() {
            let (mut below, mut size, mut read) = (end, FIRST_READ, 0);
            loop {
                let rows = match candidates {
                    Candidates::Matching(expression) => {
                        message_index::load_matching(cache, expression, (from, below), size).await?
                    }
                    Candidates::Newest(most) if read >= *most => return Ok(Walked::Stopped),
                    Candidates::Newest(_) => {
                        messages::load_numbered(cache, (from, below), size).await?
                    }
                };
                let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                let Some(last) = rows.last().map(|row| row.number) else {
                    break;
                };
                self.compare(rows);
                if self.is_enough(last) {
                    return Ok(Walked::Stopped);
                }
                if count < size {
                    break;
                }
                read += count;
                below = last;
                size = (size * 2).min(MOST_READ);
            }
        }
        Ok(Walked::Through)
    }

    fn compare(&mut self, rows: Vec<MessageRecord>) {
        self.compared += rows.len();
        for row in rows {
            if self.filters.admit(&row)
                && (self.words.is_empty() || self.words.are_in(&fold(row.searched_text())))
            {
                self.found.push(row);
            }
        }
        if self.found.len() > self.limit {
            self.enough_at.get_or_insert(self.compared);
        }
    }

    /// Whether nothing that is newer than what is shown can follow a candidate, or it is not worth the reading.
    fn is_enough(&self, last: i64) -> bool {
        if self.compared >= CANDIDATES {
            return true;
        }
        let Some(enough_at) = self.enough_at else {
            return false;
        };
        let shown = self.limit.checked_sub(1).and_then(|at| self.found.get(at));
        let is_older =
            shown.is_none_or(|shown| !message_numbers::are_of_one_span(shown.number, last));
        is_older || self.compared - enough_at >= READ_FOR_ORDER
    }
}
