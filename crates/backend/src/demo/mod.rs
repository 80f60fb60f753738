//! Demo data, and customers who behave as if they were there.
//!
//! [`seed`] fills an empty database once; [`bring_to_life`] starts the task in which the customers
//! act until the backend stops.

mod cast;
mod customers;
mod history;
pub(crate) mod pictures;
mod programme;
mod scenes;
mod small_talk;
mod support_scenes;
mod tempo;
mod words;

use protocol::UtcMs;
use sqlx::sqlite::SqliteConnection;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::database::Database;
use crate::support::Support;
use crate::tables::conversations::Counted;
use crate::tables::{conversations, facts, messages, orders};
use crate::{Demo, Error, password};
use cast::Cast;
use history::Talk;

/// The password of every account of the demo.
const PASSWORD: &str = "demo";
const SEEDED: &str = "demo_seed";

/// Fills the database with the past of the demo, unless it has one.
pub(crate) async fn seed(database: &Database, seed: u64, now: UtcMs) -> Result<(), Error> {
    let mut write = database.write().await?;
    if facts::find(write.rows(), SEEDED).await?.is_some() {
        return Ok(());
    }
    let cast = Cast::assemble()?;
    let password_hash = password::hash(PASSWORD.to_owned()).await?;
    cast.insert(write.rows(), &password_hash, now).await?;
    let history = history::tell(&cast, seed, now)?;
    for ordered in &history.orders {
        orders::insert(write.rows(), &ordered.order, ordered.status, ordered.at).await?;
    }
    for talk in &history.talks {
        insert(write.rows(), talk).await?;
    }
    facts::set(write.rows(), SEEDED, &seed.to_string()).await?;
    drop(write.commit().await?);
    Ok(())
}

async fn insert(rows: &mut SqliteConnection, talk: &Talk) -> Result<(), sqlx::Error> {
    conversations::insert(rows, &talk.conversation).await?;
    for message in &talk.messages {
        messages::insert(rows, message).await?;
    }
    match talk.messages.last() {
        Some(last) => conversations::note_message(rows, last, Counted::No).await,
        None => Ok(()),
    }
}

/// Lets the customers act.
pub(crate) fn bring_to_life(
    support: &Support,
    demo: Demo,
    stop: CancellationToken,
) -> Option<JoinHandle<()>> {
    let tempo = tempo::Tempo::of(demo.pace)?;
    let customers = customers::Customers::new(support.clone(), demo.seed, tempo);
    Some(tokio::spawn(async move {
        tokio::select! {
            () = customers.live() => {}
            () = stop.cancelled() => {}
        }
    }))
}
