//! The checks are checked: each mutation of the product has a rehearsal that finds it, and that finds
//! nothing in the product as it is.

mod fixture;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;
use tokio::time::Instant;

use self::fixture::{Rehearsal, stopped};
use crate::{actor::Order, outcome::Outcome, proxy::Fault};

/// More messages than a page holds, than a margin of one page more, and than the newest once again.
const MORE_THAN_PAGES: usize = 160;
/// How often an engine connects while others speak.
const CONNECTIONS: usize = 3;
/// How many sends are answered with 429, each asking for a second's patience.
const TOO_MANY: u32 = 3;

/// A bug that a rehearsal must find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mutation {
    /// A message is acknowledged before it is on disk.
    AcknowledgeEarly,
    /// Queueing leaves the draft where it is.
    KeepDraft,
    /// A draft is cleared before its message is queued, in a transaction of its own.
    ClearDraftFirst,
    /// A lost answer counts as «never sent»: sent again at once.
    ResendUnknown,
    /// A lost answer counts as sent.
    TrustUnknown,
    /// A message whose text was said before counts as sent.
    ClaimKnown,
    /// One message of the server settles two entries with the same text.
    ClaimTwice,
    /// Several messages of one conversation are in flight at a time.
    ManyInFlight,
    /// After a crash, what was sending is pending.
    ForgetSending,
    /// A record that came twice makes two rows.
    RowTwice,
    /// Messages are ordered by arrival.
    OrderByArrival,
    /// A page that does not meet what is known leaves no gap.
    HideGap,
    /// Fetching before joining.
    FetchFirst,
    /// A refusal drops the message.
    DropRefused,
    /// `Retry-After` is ignored.
    IgnoreRetryAfter,
    /// Signing out empties the outbox.
    EmptyOnSignOut,
}

/// Runs the rehearsal that finds a mutation. `program` is the engine process that was built with it;
/// `None`: the one of the product as it is, in which nothing may be found.
///
/// # Errors
/// When backend, proxy or folders cannot be set up. What the rehearsal finds is in the outcome.
pub async fn rehearse(mutation: Mutation, program: Option<&Path>) -> Result<Outcome> {
    let rehearsal = Rehearsal::begin(program).await?;
    let found = match mutation {
        Mutation::AcknowledgeEarly | Mutation::KeepDraft => drafted_and_sent(&rehearsal).await,
        Mutation::ClearDraftFirst => killed(&rehearsal, "store.queue.before-commit").await,
        Mutation::ForgetSending => killed(&rehearsal, "engine.send.after-answer").await,
        Mutation::ResendUnknown => sent(&rehearsal, &[Fault::DropAnswer]).await,
        Mutation::TrustUnknown => sent(&rehearsal, &[Fault::Reset]).await,
        Mutation::ClaimKnown => said_before(&rehearsal).await,
        Mutation::ClaimTwice => sent(&rehearsal, &[Fault::DropAnswer, Fault::Reset]).await,
        Mutation::DropRefused => sent(&rehearsal, &[Fault::Refusal]).await,
        Mutation::ManyInFlight => one_is_slow(&rehearsal).await,
        Mutation::RowTwice => heard_twice(&rehearsal).await,
        Mutation::OrderByArrival => long_history(&rehearsal).await,
        Mutation::HideGap => long_absence(&rehearsal).await,
        Mutation::FetchFirst => said_while_connecting(&rehearsal).await,
        Mutation::IgnoreRetryAfter => asked_for_patience(&rehearsal).await,
        Mutation::EmptyOnSignOut => signed_out(&rehearsal).await,
    };
    Ok(found.unwrap_or_else(|error| Outcome {
        broken: 1,
        notes: vec![format!("{error:#}")],
        ..Outcome::default()
    }))
}

async fn drafted_and_sent(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    rehearsal.draft(&actor, "وصل الطلب").await?;
    rehearsal.send(&actor, "وصل الطلب").await?;
    rehearsal.judge(&actor).await
}

/// A draft is sent, the process stops on the way and is killed, and another goes on.
async fn killed(rehearsal: &Rehearsal, point: &str) -> Result<Outcome> {
    let actor = rehearsal.start_to_stop_at(point).await?;
    rehearsal.draft(&actor, "وصل الطلب").await?;
    let sending = async {
        // It may be acknowledged or not.
        drop(rehearsal.send(&actor, "وصل الطلب").await);
    };
    let (stopped, ()) = tokio::join!(stopped(&actor), async {
        tokio::select! {
            () = sending => {}
            _ = stopped(&actor) => {}
        }
    });
    stopped?;
    actor.kill().await?;
    let actor = rehearsal.start().await?;
    rehearsal.judge(&actor).await
}

/// The same text again and again, each time with another fault of the line.
async fn sent(rehearsal: &Rehearsal, faults: &[Fault]) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    for fault in faults {
        rehearsal.proxy.next(*fault);
        rehearsal.send(&actor, "تم").await?;
        rehearsal.rest(&actor).await?;
    }
    rehearsal.judge(&actor).await
}

/// The same words were said at another desk before; then a request is lost.
async fn said_before(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    rehearsal.say_elsewhere("تم").await?;
    actor.order(Order::Complete).await?;
    rehearsal.proxy.next(Fault::Reset);
    rehearsal.send(&actor, "تم").await?;
    rehearsal.judge(&actor).await
}

async fn one_is_slow(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    rehearsal.proxy.next(Fault::Delay);
    for text in ["أولا", "ثانيا", "ثالثا"] {
        rehearsal.send(&actor, text).await?;
    }
    rehearsal.judge(&actor).await
}

async fn heard_twice(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    for _ in 0..3 {
        rehearsal.proxy.next(Fault::DuplicateEvents);
    }
    rehearsal.others_say(3).await?;
    rehearsal.judge(&actor).await
}

/// Older messages come after newer ones where a chat has several pages.
async fn long_history(rehearsal: &Rehearsal) -> Result<Outcome> {
    rehearsal.others_say(MORE_THAN_PAGES).await?;
    let actor = rehearsal.start().await?;
    rehearsal.judge(&actor).await
}

/// After a long absence, catching up breaks off once the newest page is there.
async fn long_absence(rehearsal: &Rehearsal) -> Result<Outcome> {
    rehearsal.others_say(3).await?;
    let actor = rehearsal.start().await?;
    actor.order(Order::Complete).await?;
    actor.shut_down().await?;
    rehearsal.others_say(MORE_THAN_PAGES).await?;
    rehearsal.stop_at("engine.page.applied").await?;
    let actor = rehearsal.start().await?;
    rehearsal.judge(&actor).await
}

/// Others go on speaking while an engine connects. What it shows then, without asking once more, has no
/// hole: whatever was said between two looks came by the room.
async fn said_while_connecting(rehearsal: &Rehearsal) -> Result<Outcome> {
    let mut sum = Outcome::default();
    for _ in 0..CONNECTIONS {
        let speaking = async {
            loop {
                rehearsal.others_say(1).await?;
            }
        };
        let actor = tokio::select! {
            failed = speaking => return failed,
            actor = async {
                let actor = rehearsal.start().await?;
                rehearsal.hears_more(&actor).await?;
                anyhow::Ok(actor)
            } => actor?,
        };
        sum.add(rehearsal.judge_as_shown(&actor).await?);
        actor.shut_down().await?;
    }
    Ok(sum)
}

/// Patience counts in the clear: a server that asks for seconds must not be asked again at once.
async fn asked_for_patience(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    (0..TOO_MANY).for_each(|_| rehearsal.proxy.next(Fault::TooMany));
    let began = Instant::now();
    rehearsal.send(&actor, "بعد قليل").await?;
    let mut outcome = rehearsal.judge(&actor).await?;
    if began.elapsed() < Duration::from_secs(TOO_MANY.into()) {
        outcome.broken += 1;
        outcome
            .notes
            .push("the server was asked again too early".to_owned());
    }
    Ok(outcome)
}

/// What the server refused waits for the user, also for one who comes back.
async fn signed_out(rehearsal: &Rehearsal) -> Result<Outcome> {
    let actor = rehearsal.start().await?;
    rehearsal.proxy.next(Fault::Refusal);
    rehearsal.send(&actor, "لا يضيع").await?;
    rehearsal.draft(&actor, "ولا هذا").await?;
    rehearsal.rest(&actor).await?;
    actor.order(Order::SignOut).await?;
    actor.order(Order::SignIn).await?;
    rehearsal.judge(&actor).await
}
