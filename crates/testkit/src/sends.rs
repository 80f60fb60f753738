//! The campaign `sends`: thousands of messages through all fourteen faults, while others speak, drafts
//! are begun, chats close and open, somebody signs out and in, and the user decides on what failed.
//! Then the weather clears, and the ledger is read.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::proxy::{Fault, Occasion, Weather};
use crate::stage::Person;
use crate::theatre::Theatre;

/// How many messages may be on their way before the writer waits.
const BACKLOG: usize = 60;
/// How often the writer looks at that.
const LOOK_EVERY: u64 = 10;
/// How long the outbox may take to drain, at each look and at the end.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often the user decides at the end.
const MOST_ROUNDS: usize = 50;

/// What a run of the campaign is to be.
#[derive(Clone, Debug)]
pub struct SendsPlan {
    /// How many messages.
    pub sends: u64,
    /// Over how many conversations.
    pub conversations: usize,
    /// What the dice are seeded with.
    pub seed: u64,
    /// The engine's settle time.
    pub settle_after: Duration,
    /// Where it all lies; `None`: a temporary folder.
    pub folder: Option<PathBuf>,
}

impl SendsPlan {
    /// So many messages over twenty conversations.
    #[must_use]
    pub fn new(sends: u64, seed: u64) -> Self {
        Self {
            sends,
            conversations: 20,
            seed,
            settle_after: Duration::from_secs(1),
            folder: None,
        }
    }
}

/// Runs the campaign.
///
/// # Errors
/// When a part does not start or the outbox does not drain; what was found wrong is in the outcome.
pub async fn run(plan: SendsPlan) -> Result<Outcome> {
    let began = Instant::now();
    let theatre = Theatre::open(plan.folder.clone(), plan.conversations, plan.settle_after).await?;
    let leave = CancellationToken::new();
    let mut company = JoinSet::new();
    company.spawn(theatre.user(plan.seed)?.attend(leave.clone()));
    for (number, (chat, person)) in theatre.chats.iter().enumerate() {
        company.spawn(chatter(chat.clone(), person.clone(), number, leave.clone()));
    }
    storm(&theatre, &plan)
        .await
        .with_context(|| format!("seed {}", plan.seed))?;
    leave.cancel();
    while let Some(ended) = company.join_next().await {
        ended??;
    }
    settle_the_rest(&theatre, plan.seed).await?;

    let struck = theatre.proxy.struck();
    for fault in Fault::FOURTEEN {
        let count = struck.get(&fault).copied().unwrap_or(0);
        ensure!(
            count > 0,
            "seed {}: the fault «{fault}» never struck",
            plan.seed
        );
    }
    let posts = theatre.proxy.seen(Occasion::Send);
    let verdict = theatre.close().await?;
    let mut outcome = verdict.outcome();
    let told: Vec<String> = struck
        .iter()
        .map(|(fault, n)| format!("{fault} {n}"))
        .collect();
    outcome.notes.insert(
        0,
        format!(
            "sends: seed {}, {} acknowledged, {posts} posts, {} doubled by the server's late commits, {} s; {}",
            plan.seed,
            verdict.acknowledged,
            verdict.excused,
            began.elapsed().as_secs(),
            told.join(", ")
        ),
    );
    Ok(outcome)
}

/// Writes in the storm; then the weather clears, and what is on its way arrives.
async fn storm(theatre: &Theatre, plan: &SendsPlan) -> Result<()> {
    let closing_time = CancellationToken::new();
    let chats = theatre.chats.iter().map(|(chat, _)| chat.clone()).collect();
    let doors = doors(theatre.me()?, chats, plan.seed, closing_time.clone());
    let doors = tokio::spawn(doors);
    let weather = Weather::storm(plan.seed, plan.settle_after);
    theatre.proxy.weather(weather);
    write(theatre, plan).await?;
    theatre.drains_to(BACKLOG / 6, PATIENCE).await?;
    closing_time.cancel();
    doors.await??;
    theatre.proxy.weather(Weather::fair());
    theatre.proxy.late_commits().await?;
    theatre.drains_to(0, PATIENCE).await
}

/// Writes all messages, each fault foretold once on the way.
async fn write(theatre: &Theatre, plan: &SendsPlan) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(plan.seed);
    let mut script = Script::default();
    let every = (plan.sends / (Fault::FOURTEEN.len() as u64 + 2)).max(1);
    let actor = theatre.actor();
    for number in 0..plan.sends {
        if number % every == 0
            && let Ok(place) = usize::try_from(number / every)
            && let Some(fault) = Fault::FOURTEEN.get(place)
        {
            theatre.proxy.next(*fault);
            if fault.own_occasion() == Occasion::Upgrade {
                theatre.proxy.cut();
            }
        }
        if number == plan.sends / 2 {
            theatre.change_shifts().await?;
        }
        if number % LOOK_EVERY == 0 {
            theatre.drains_to(BACKLOG, PATIENCE).await?;
        }
        let place = dice.random_range(0..theatre.chats.len());
        let (chat, _) = theatre.chats.get(place).context("a chat")?;
        if dice.random_bool(0.1) {
            let draft = format!("draft {number}");
            theatre.ledger.draft(&actor, chat, &draft).await?;
        }
        let text = script.line(&mut dice, chat, number);
        theatre.ledger.send(&actor, chat, &text).await?;
    }
    for (chat, _) in &theatre.chats {
        if dice.random_bool(0.5) {
            theatre
                .ledger
                .draft(&actor, chat, "begun and not sent")
                .await?;
        }
    }
    Ok(())
}

/// What is said: mostly something new, sometimes the same again.
#[derive(Default)]
struct Script {
    last: std::collections::HashMap<ConversationId, String>,
}

impl Script {
    fn line(&mut self, dice: &mut StdRng, chat: &ConversationId, number: u64) -> String {
        let before = self.last.get(chat).filter(|_| dice.random_bool(0.08));
        let text = before.cloned().unwrap_or_else(|| format!("رسالة {number}"));
        self.last.insert(chat.clone(), text.clone());
        text
    }
}

/// The other side says something now and then.
async fn chatter(
    chat: ConversationId,
    person: Person,
    number: usize,
    leave: CancellationToken,
) -> Result<()> {
    let mut pause = Duration::from_millis(500 + 100 * number as u64);
    for count in 0_u64.. {
        tokio::select! {
            () = leave.cancelled() => break,
            () = tokio::time::sleep(pause) => {}
        }
        person
            .says(&chat, &format!("and from here {count}"))
            .await?;
        // Long runs need not drown in it.
        pause = (pause + Duration::from_millis(50)).min(Duration::from_secs(5));
    }
    Ok(())
}

/// Chats close while something waits in them, and are opened again.
async fn doors(
    admin: Person,
    chats: Vec<ConversationId>,
    seed: u64,
    leave: CancellationToken,
) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(seed);
    while !leave.is_cancelled() {
        tokio::time::sleep(Duration::from_millis(dice.random_range(1000..4000))).await;
        let chat = chats
            .get(dice.random_range(0..chats.len()))
            .context("a chat")?;
        admin.moves(chat, "closed").await?;
        tokio::time::sleep(Duration::from_millis(dice.random_range(200..1500))).await;
        admin.moves(chat, "open").await?;
    }
    Ok(())
}

/// The user decides on what failed last, until nothing is left to decide.
async fn settle_the_rest(theatre: &Theatre, seed: u64) -> Result<()> {
    let mut user = theatre.user(seed)?;
    for _ in 0..MOST_ROUNDS {
        if user.decide().await? == 0 {
            return Ok(());
        }
        theatre.drains_to(0, PATIENCE).await?;
    }
    bail!("seed {seed}: what the user decides comes to nothing")
}
