//! Demo data, and customers who behave as if they were there.
//!
//! [`seed`] fills an empty database once; [`start_customers`] starts the task in which the customers
//! act until the backend stops.

mod history;
mod intervals;
mod order_dialogues;
mod people;
pub(crate) mod pictures;
mod placeholders;
mod schedule;
mod simulated_customers;
mod small_talk;
mod support_dialogues;

use protocol::UtcMs;
use sqlx::sqlite::SqliteConnection;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::database::Database;
use crate::support::Support;
use crate::tables::conversations::Counted;
use crate::tables::{conversations, facts, messages, orders};
use crate::{Demo, Error, password};
use history::PastConversation;
use people::DemoPeople;

/// The password of every account of the demo.
const PASSWORD: &str = "demo";
const SEEDED: &str = "demo_seed";

/// Fills the database with the past of the demo, unless it has one.
pub(crate) async fn seed(database: &Database, seed: u64, now: UtcMs) -> Result<(), Error> {
    let mut write = database.write().await?;
    if facts::find(write.rows(), SEEDED).await?.is_some() {
        return Ok(());
    }
    let people = DemoPeople::new()?;
    let password_hash = password::hash(PASSWORD.to_owned()).await?;
    people.insert(write.rows(), &password_hash, now).await?;
    let history = history::build(&people, seed, now)?;
    for ordered in &history.orders {
        orders::insert(write.rows(), &ordered.order, ordered.status, ordered.at).await?;
    }
    for talk in &history.conversations {
        insert(write.rows(), talk).await?;
    }
    facts::set(write.rows(), SEEDED, &seed.to_string()).await?;
    drop(write.commit().await?);
    Ok(())
}

async fn insert(rows: &mut SqliteConnection, talk: &PastConversation) -> Result<(), sqlx::Error> {
    conversations::insert(rows, &talk.conversation).await?;
    for message in &talk.messages {
        messages::insert(rows, message, None).await?;
    }
    match talk.messages.last() {
        Some(last) => conversations::set_last_message(rows, last, Counted::No).await,
        None => Ok(()),
    }
}

/// Lets the customers act.
pub(crate) fn start_customers(
    support: &Support,
    demo: Demo,
    stop: CancellationToken,
) -> Option<JoinHandle<()>> {
    let intervals = intervals::Intervals::for_pace(demo.pace)?;
    let customers =
        simulated_customers::SimulatedCustomers::new(support.clone(), demo.seed, intervals);
    Some(tokio::spawn(async move {
        tokio::select! {
            () = customers.run() => {}
            () = stop.cancelled() => {}
        }
    }))
}
