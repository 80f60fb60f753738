//! `GET /support/conversations`, taken in as it comes. The list has no pages and grows with the account, so it is never
//! held whole: records go on in batches while the rest is on its way.

use std::{future::Future, sync::atomic::Ordering, time::Duration};

use protocol::{Conversation, DecodeError, Participant, UserId, decode::ListReader};
use reqwest::Response;
use tokio::time::{sleep, timeout};

use crate::{
    Error,
    error::ErrorClass,
    http::{
        auth_token::Token,
        client::Rest,
        decode,
        failure::{self, CallFailure},
        request::{AnswerHead, Opened, Request, read_bounded},
    },
    limits::{LIST_BATCH, LIST_BYTES, LIST_PATIENCE, LIST_RECORDS, SEARCHED_FOR_NAME},
};

/// What becomes of the rest of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    GoesOn,
    Suffices,
}

const PATH: [&str; 2] = ["support", "conversations"];

impl Rest {
    /// Reads the list; `take` gets its records in batches, and says whether more are wanted.
    pub(crate) async fn list<F>(
        &self,
        waking: &(dyn Fn() + Sync),
        mut take: impl FnMut(Vec<Conversation>) -> F,
    ) -> Result<(), CallFailure>
    where
        F: Future<Output = Result<Reading, Error>>,
    {
        let token = self.auth_token().wait_for_token().await;
        let token = token.map_err(CallFailure::never_sent)?;
        let was_awake = self.awake.load(Ordering::Relaxed);
        let first = {
            let asking = self.ask_for_list(&token, &mut take);
            tokio::pin!(asking);
            match timeout(self.timing.waking_after, &mut asking).await {
                Ok(outcome) => outcome,
                Err(_) => {
                    if !was_awake {
                        waking();
                    }
                    asking.await
                }
            }
        };
        match first {
            Err(failure)
                if !was_awake
                    && (failure.is_host_asleep()
                        || failure.error.class() == ErrorClass::Transient) =>
            {
                // A sleeping host is waited for with a call that costs it nothing, and no sooner than it says.
                let asked = failure.retry_after().unwrap_or_default();
                if asked >= self.timing.wake_timeout {
                    return Err(failure);
                }
                sleep(asked).await;
                self.ping(waking).await?;
                self.ask_for_list(&token, &mut take).await
            }
            outcome => outcome,
        }
    }

    async fn ask_for_list<F>(
        &self,
        token: &Token,
        take: &mut impl FnMut(Vec<Conversation>) -> F,
    ) -> Result<(), CallFailure>
    where
        F: Future<Output = Result<Reading, Error>>,
    {
        let request = Request::get(&PATH);
        let attempt = async {
            let opened = timeout(
                self.timing.call_timeout,
                self.open(&request, Some(token), LIST_PATIENCE),
            );
            let opened = opened.await.unwrap_or_else(|_| Err(breaks_off()))?;
            self.read_list(opened, take).await
        };
        self.exchange_with(Some(token), attempt).await
    }

    /// The user's own record, as far as the beginning of the list has it. Whatever is wrong with the list: host and
    /// token are good when this answers. Waits for a sleeping host; `waking` is told when it does.
    pub(crate) async fn find_own_record(
        &self,
        me: &UserId,
        waking: &(dyn Fn() + Sync),
    ) -> Result<Option<Participant>, CallFailure> {
        let (mut found, mut searched) = (None, 0);
        let listed = self.list(waking, |records| {
            searched += records.len();
            found = found.take().or_else(|| find_person(&records, me));
            let reading = match found {
                None if searched < SEARCHED_FOR_NAME => Reading::GoesOn,
                _ => Reading::Suffices,
            };
            std::future::ready(Ok(reading))
        });
        match listed.await {
            Ok(()) => Ok(found),
            Err(failure)
                if failure.error.class() == ErrorClass::Auth
                    || matches!(failure.error, Error::NotAvvento(_)) =>
            {
                Err(failure)
            }
            Err(failure) => {
                self.check_token(waking).await?;
                tracing::warn!(error = %failure.error, "the list cannot be read; the name comes later");
                Ok(found)
            }
        }
    }

    async fn read_list<F>(
        &self,
        opened: Opened,
        take: &mut impl FnMut(Vec<Conversation>) -> F,
    ) -> Result<(), CallFailure>
    where
        F: Future<Output = Result<Reading, Error>>,
    {
        let Opened {
            mut response,
            answer,
        } = opened;
        if !answer.status.is_success() {
            return self.read_refusal(response, &answer).await;
        }
        let mut reader = ListReader::default();
        let (mut bytes, mut records) = (0, 0);
        while let Some(piece) = self.next_piece(&mut response).await? {
            if bytes == 0 {
                self.judge(&answer, &piece)?;
            }
            bytes += piece.len();
            let pushed = reader.push(&piece);
            pushed.map_err(|error| unreadable(&error, &reader))?;
            let skipped = reader.take_skipped();
            records += skipped.len();
            decode::report("conversation", &skipped);
            if reader.waiting() >= LIST_BATCH {
                let batch = reader.take_records();
                records += batch.len();
                if take_batch(batch, take).await? == Reading::Suffices {
                    return Ok(());
                }
            }
            if bytes > LIST_BYTES || records > LIST_RECORDS {
                let words = format!("the list goes on after {bytes} bytes, {records} records");
                return Err(CallFailure::answered(Error::TooLarge(words)));
            }
        }
        if bytes == 0 {
            self.judge(&answer, &[])?;
        }
        take_batch(reader.take_records(), take).await?;
        reader.finish().map_err(|error| unreadable(&error, &reader))
    }

    async fn read_refusal(
        &self,
        response: Response,
        answer: &AnswerHead,
    ) -> Result<(), CallFailure> {
        let limit = Request::get(&PATH).limit;
        let body = read_bounded(response, limit).await?;
        self.judge(answer, &body)
    }

    /// The next piece of the list. A server that says no more is not waited for as long as the whole list may take.
    async fn next_piece(&self, response: &mut Response) -> Result<Option<Vec<u8>>, CallFailure> {
        let patience: Duration = self.timing.call_timeout;
        match timeout(patience, response.chunk()).await {
            Ok(Ok(piece)) => Ok(piece.map(Into::into)),
            Ok(Err(error)) => Err(failure::from_transport(&error).uncertain()),
            Err(_) => Err(breaks_off()),
        }
    }
}

fn breaks_off() -> CallFailure {
    let words = "the list breaks off".to_owned();
    CallFailure::answered(Error::Unreachable(words)).uncertain()
}

/// An answer without a list is somebody else's; one whose list is damaged is the server's.
fn unreadable(error: &DecodeError, reader: &ListReader) -> CallFailure {
    let words = error.to_string();
    let error = if reader.has_begun() {
        Error::UnreadableAnswer(words)
    } else {
        Error::NotAvvento(words)
    };
    CallFailure::answered(error)
}

async fn take_batch<F>(
    batch: Vec<Conversation>,
    take: &mut impl FnMut(Vec<Conversation>) -> F,
) -> Result<Reading, CallFailure>
where
    F: Future<Output = Result<Reading, Error>>,
{
    take(batch).await.map_err(CallFailure::answered)
}

/// Skips records without a name, which some conversations carry for the same person.
pub(crate) fn find_person(conversations: &[Conversation], id: &UserId) -> Option<Participant> {
    conversations
        .iter()
        .filter_map(|conversation| conversation.participants.as_ref())
        .flatten()
        .find(|person| person.id == *id && person.name.is_some())
        .cloned()
}
