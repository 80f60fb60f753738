//! The simulated customers.
//!
//! # Lifecycle
//! One task for all of them. It sleeps while nobody is connected. Soon after somebody connects, a
//! customer writes, then another, then one opens an order's chat: so that a demo shows at once what
//! it is about. From then on they do something every while, answer whoever writes to them, and their
//! orders get delivered. Nothing piles up: nobody writes on where too much is unread, and new
//! conversations are as rare as deliveries are frequent.

use std::collections::HashSet;

use protocol::{ConversationId, ConversationStatus, OrderId, Role};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Duration, Instant, sleep_until};

use super::intervals::Intervals;
use super::people::{DemoPeople, is_simulated};
use super::placeholders::Placeholders;
use super::small_talk::{ABOUT_ANYTHING, ABOUT_ORDERS, ANSWERS, OPENINGS, QUESTIONS};
use crate::api_error::ApiError;
use crate::orders::OrderStatus;
use crate::records::{ConversationRecord, MessageRecord, NewMessage, OrderRecord, Person};
use crate::support::Support;
use crate::tables::orders;

/// Nobody writes on where support has this much unread.
const PATIENCE: u32 = 5;
/// People write on in the newest conversations only.
const LIVELY: usize = 14;
/// Beyond this many open order chats, no more are opened.
const MOST_ORDER_CHATS: usize = 18;

pub(super) struct SimulatedCustomers {
    support: Support,
    random: StdRng,
    intervals: Intervals,
    /// What is due: the next deed, and answers.
    next_deed: Instant,
    answers: Vec<(Instant, ConversationId)>,
    /// Deeds done of the welcome.
    welcome: usize,
    last_opening: Option<Instant>,
    last_delivery: Instant,
    /// Orders that somebody connected may be looking at: not delivered while written in.
    fresh: HashSet<ConversationId>,
}

/// What a customer may do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    WriteOn,
    OpenOrderChat,
    AskSupport,
    GetDelivered,
}

const WELCOME: [Action; 3] = [Action::WriteOn, Action::WriteOn, Action::OpenOrderChat];

impl SimulatedCustomers {
    pub(super) fn new(support: Support, seed: u64, intervals: Intervals) -> Self {
        let now = Instant::now();
        Self {
            support,
            random: StdRng::seed_from_u64(seed ^ 0x5eed),
            intervals,
            next_deed: now,
            answers: Vec::new(),
            welcome: 0,
            last_opening: None,
            last_delivery: now,
            fresh: HashSet::new(),
        }
    }

    /// Never ends by itself.
    pub(super) async fn run(mut self) {
        let mut written_messages = self.support.subscribe_messages();
        self.support.wait_for_connection().await;
        self.next_deed = Instant::now() + self.intervals.welcome;
        loop {
            let due = self.answers.iter().map(|(at, _)| *at).min();
            let wake = due.map_or(self.next_deed, |at| at.min(self.next_deed));
            tokio::select! {
                () = sleep_until(wake) => self.act().await,
                () = self.support.wait_for_connection() => self.greet(),
                heard = written_messages.recv() => match heard {
                    Ok(message) => self.hear(&message),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }

    /// Somebody came: something happens soon.
    fn greet(&mut self) {
        self.next_deed = self.next_deed.min(Instant::now() + self.intervals.welcome);
    }

    /// Whoever was written to by somebody real answers after a while.
    fn hear(&mut self, message: &MessageRecord) {
        let pending = self
            .answers
            .iter()
            .any(|(_, id)| *id == message.conversation);
        if is_simulated(&message.sender) || pending {
            return;
        }
        let after = Duration::from_millis(self.random.random_range(self.intervals.answer.clone()));
        self.answers
            .push((Instant::now() + after, message.conversation.clone()));
        self.fresh.insert(message.conversation.clone());
    }

    async fn act(&mut self) {
        let now = Instant::now();
        let done = match self.answers.iter().position(|(at, _)| *at <= now) {
            Some(due) => {
                let (_, id) = self.answers.swap_remove(due);
                self.answer(&id).await
            }
            None => self.do_something().await,
        };
        if let Err(error) = done {
            tracing::debug!(%error, "a simulated customer was refused");
        }
    }

    async fn do_something(&mut self) -> Result<(), ApiError> {
        if !self.support.has_connections() {
            // Asleep until the next arrival, but for a look now and then.
            self.next_deed = Instant::now() + Duration::from_secs(60);
            return Ok(());
        }
        let deed = match WELCOME.get(self.welcome) {
            Some(deed) => {
                self.next_deed = Instant::now() + self.intervals.welcome;
                *deed
            }
            None => {
                let idle = self.random.random_range(self.intervals.idle.clone());
                self.next_deed = Instant::now() + Duration::from_millis(idle);
                self.choose()
            }
        };
        self.welcome += 1;
        match deed {
            Action::WriteOn => self.write_on().await,
            Action::OpenOrderChat => self.open_order_chat().await,
            Action::AskSupport => self.ask_support().await,
            Action::GetDelivered => self.get_delivered().await,
        }
    }

    fn choose(&mut self) -> Action {
        let now = Instant::now();
        let may_open = self
            .last_opening
            .is_none_or(|at| now - at >= self.intervals.openings);
        let may_deliver = now - self.last_delivery >= self.intervals.deliveries;
        match self.random.random_range(0..100) {
            0..20 if may_open => Action::OpenOrderChat,
            20..30 if may_open => Action::AskSupport,
            30..60 if may_deliver => Action::GetDelivered,
            _ => Action::WriteOn,
        }
    }

    /// Somebody writes on in one of the newest open conversations; of the first two deeds, so that
    /// they are the same each time, in the newest order's chat of the demo's main restaurant.
    async fn write_on(&mut self) -> Result<(), ApiError> {
        let open = self.open_conversations().await?;
        let found = if self.welcome <= WELCOME.len() {
            open.iter().find(|one| {
                one.related_order.is_some()
                    && one
                        .members
                        .iter()
                        .any(|s| s.person.username == "restaurant")
            })
        } else {
            let lively: Vec<_> = open.iter().take(LIVELY).collect();
            lively.choose(&mut self.random).copied()
        };
        let Some((conversation, person)) =
            found.and_then(|one| Some((one, simulated_person(one)?)))
        else {
            return Ok(());
        };
        let pool: &[&str] = if conversation.related_order.is_some() {
            &ABOUT_ORDERS
        } else {
            &ABOUT_ANYTHING
        };
        self.say(conversation, person, pool).await
    }

    /// Reads what was written, and answers it.
    async fn answer(&mut self, id: &ConversationId) -> Result<(), ApiError> {
        let all = self.open_conversations_with_any_unread().await?;
        let Some(conversation) = all.iter().find(|one| one.id == *id) else {
            return Ok(());
        };
        let Some(person) = simulated_person(conversation) else {
            return Ok(());
        };
        self.support.mark_read(person, id).await?;
        self.say(conversation, person, &ANSWERS).await
    }

    async fn open_order_chat(&mut self) -> Result<(), ApiError> {
        let chats = self.open_conversations_with_any_unread().await?;
        let open_orders = chats
            .iter()
            .filter(|one| one.related_order.is_some())
            .count();
        if open_orders >= MOST_ORDER_CHATS {
            return Ok(());
        }
        self.last_opening = Some(Instant::now());
        let people = DemoPeople::new()?;
        let Some(customer) = people.customers.choose(&mut self.random) else {
            return Ok(());
        };
        let order = self.place_order(&people, customer).await?;
        let chat = self.support.open_order_chat(customer, &order).await?;
        self.say(&chat, customer, &OPENINGS).await
    }

    async fn place_order(
        &mut self,
        people: &DemoPeople,
        customer: &Person,
    ) -> Result<OrderId, ApiError> {
        let [first, second] = &people.restaurants;
        let restaurant = if self.random.random_ratio(2, 3) {
            first
        } else {
            second
        };
        let now = crate::clock::now();
        let mut write = self.support.database().write().await?;
        let number = orders::next_number(write.rows()).await?;
        let order = OrderRecord {
            id: self.support.ids().next_order(number, now)?,
            number,
            customer: Some(customer.id.clone()),
            restaurant: Some(restaurant.id.clone()),
        };
        orders::insert(write.rows(), &order, OrderStatus::Preparing, now).await?;
        drop(write.commit().await?);
        Ok(order.id)
    }

    async fn ask_support(&mut self) -> Result<(), ApiError> {
        self.last_opening = Some(Instant::now());
        let people = DemoPeople::new()?;
        let customer = people.customers.choose(&mut self.random);
        let question = QUESTIONS.choose(&mut self.random);
        let (Some(customer), Some((subject, line))) = (customer, question) else {
            return Ok(());
        };
        let opened = self
            .support
            .open_with_admin(customer, Some((*subject).to_owned()))
            .await?;
        self.say(&opened, customer, &[*line]).await
    }

    /// The oldest order whose chat is quiet is delivered.
    async fn get_delivered(&mut self) -> Result<(), ApiError> {
        self.last_delivery = Instant::now();
        let open = self.open_conversations_with_any_unread().await?;
        let due = open
            .iter()
            .rev()
            .find(|one| one.related_order.is_some() && !self.fresh.contains(&one.id));
        // Each is spared once: what was talked about may arrive the next time.
        self.fresh.clear();
        let Some(order) = due.and_then(|one| one.related_order.clone()) else {
            return Ok(());
        };
        self.support
            .move_order(&order, OrderStatus::Delivered)
            .await
            .map(drop)
    }

    async fn say(
        &mut self,
        conversation: &ConversationRecord,
        person: &Person,
        pool: &[&str],
    ) -> Result<(), ApiError> {
        let Some(line) = pool.choose(&mut self.random) else {
            return Ok(());
        };
        let placeholders = Placeholders::draw(&mut self.random, person, "", 0);
        let new = NewMessage::text(placeholders.fill(line));
        self.support
            .write(person, &conversation.id, new)
            .await
            .map(drop)
    }

    /// Open conversations in which somebody may write on, newest first.
    async fn open_conversations(&self) -> Result<Vec<ConversationRecord>, ApiError> {
        let mut open = self.open_conversations_with_any_unread().await?;
        open.retain(|one| {
            let admin = one
                .members
                .iter()
                .find(|member| member.person.role == Role::Admin);
            admin.is_some_and(|member| member.unread < PATIENCE)
        });
        Ok(open)
    }

    /// Open conversations with one of the people who act alone, newest first.
    async fn open_conversations_with_any_unread(
        &self,
    ) -> Result<Vec<ConversationRecord>, ApiError> {
        let people = DemoPeople::new()?;
        let mut all = self.support.list(&people.admin).await?;
        all.retain(|one| one.status == ConversationStatus::Open && simulated_person(one).is_some());
        Ok(all)
    }
}

/// Who acts in a conversation: the customer if there is one, else a shop.
fn simulated_person(conversation: &ConversationRecord) -> Option<&Person> {
    let alone = || {
        conversation
            .members
            .iter()
            .map(|member| &member.person)
            .filter(|p| is_simulated(p))
    };
    let customer = conversation
        .members
        .iter()
        .any(|member| member.person.role == Role::User);
    if customer {
        alone().find(|person| person.role == Role::User)
    } else {
        alone().next()
    }
}
