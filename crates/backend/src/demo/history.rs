//! The demo's past: the schedule carried out, with ids and texts drawn from the seed and times counted
//! back from now.

use protocol::{Attachment, ConversationId, ConversationStatus, MessageKind, OrderId, UtcMs};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use super::order_dialogues::Line;
use super::people::DemoPeople;
use super::placeholders::Placeholders;
use super::schedule::{Entry, Party, schedule};
use super::support_dialogues::DAILY;
use crate::ids::stored;
use crate::orders::OrderStatus;
use crate::payloads::IMAGES;
use crate::records::{ConversationRecord, Member, MessageRecord, NewMessage, OrderRecord, Person};
use crate::support::update::ORDER_CHAT_CLOSED;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Number of the demo's first order.
const FIRST_ORDER: i64 = 1_234;
/// How many messages the long conversations have.
const LONG: [usize; 2] = [436, 132];

/// A conversation and everything that was said in it, oldest first.
#[derive(Debug)]
pub(super) struct PastConversation {
    pub(super) conversation: ConversationRecord,
    pub(super) messages: Vec<MessageRecord>,
}

/// An order of the demo and how far it is.
#[derive(Debug)]
pub(super) struct PastOrder {
    pub(super) order: OrderRecord,
    pub(super) status: OrderStatus,
    pub(super) at: UtcMs,
}

/// The whole past.
#[derive(Debug)]
pub(super) struct History {
    pub(super) orders: Vec<PastOrder>,
    pub(super) conversations: Vec<PastConversation>,
}

/// What a conversation starts from: its members, its subject, how it ended.
struct ConversationStart<'a> {
    persons: Vec<&'a Person>,
    subject: String,
    status: ConversationStatus,
    order: Option<OrderId>,
}

struct HistoryBuilder<'a> {
    people: &'a DemoPeople,
    random: StdRng,
    now: UtcMs,
    conversation_count: u32,
    history: History,
}

/// Tells the past; the same seed tells the same.
pub(super) fn build(people: &DemoPeople, seed: u64, now: UtcMs) -> Result<History, sqlx::Error> {
    let history = History {
        orders: Vec::new(),
        conversations: Vec::new(),
    };
    let random = StdRng::seed_from_u64(seed);
    let mut builder = HistoryBuilder {
        people,
        random,
        now,
        conversation_count: 0,
        history,
    };
    let mut age = 2 * MINUTE;
    for entry in schedule(people) {
        builder.add_conversation(&entry, age)?;
        // Today densely, then further and further apart: about six weeks in all.
        let step = if age < 5 * HOUR {
            age / 5 + 3 * MINUTE
        } else {
            age / 12 + 40 * MINUTE
        };
        age += builder.random.random_range(step / 2..=step * 3 / 2);
    }
    for (restaurant, length) in people.restaurants.iter().zip(LONG) {
        builder.add_long_conversation(restaurant, length)?;
    }
    Ok(builder.history)
}

impl HistoryBuilder<'_> {
    fn add_conversation(&mut self, entry: &Entry<'_>, age: i64) -> Result<(), sqlx::Error> {
        let ended = UtcMs(self.now.0 - age);
        let (asking, restaurant) = match entry.party {
            Party::Order {
                customer,
                restaurant,
            } => (customer, Some(restaurant)),
            Party::Support { asking } => (asking, None),
        };
        let order_number = FIRST_ORDER + 7 * i64::from(self.conversation_count);
        let place = restaurant.map_or("", |place| place.name.as_str());
        let placeholders = Placeholders::draw(&mut self.random, asking, place, order_number);
        let order = match restaurant {
            Some(place) => Some(self.order(order_number, (asking, place), entry, ended)?),
            None => None,
        };
        let mut lines: Vec<(&Person, NewMessage)> = Vec::new();
        for line in entry.dialogue.lines {
            let speaker = match line {
                Line::C(_) | Line::Picture(_) | Line::File(..) => asking,
                Line::R(_) | Line::Shown(_) => restaurant.unwrap_or(&self.people.admin),
                Line::A(_) => &self.people.admin,
            };
            lines.push((speaker, message_of_line(*line, &placeholders)));
        }
        if order.is_some() && entry.status == ConversationStatus::Closed {
            let kind = MessageKind::System;
            let content = ORDER_CHAT_CLOSED.to_owned();
            lines.push((
                &self.people.admin,
                NewMessage {
                    kind,
                    content,
                    file: None,
                    client_id: None,
                },
            ));
        }
        let last_ones = lines
            .iter()
            .rev()
            .take_while(|(who, _)| who.id == asking.id)
            .count();
        let unread = if entry.waiting { last_ones } else { 0 };
        let times = self.times(&lines, ended);
        let opening = ConversationStart {
            persons: [Some(asking), restaurant, Some(&self.people.admin)]
                .into_iter()
                .flatten()
                .collect(),
            subject: placeholders.fill(entry.dialogue.subject),
            status: entry.status.clone(),
            order,
        };
        self.record(opening, lines.into_iter().zip(times).collect(), unread)
    }

    /// When each line was said, the last of them at `ended`.
    fn times(&mut self, lines: &[(&Person, NewMessage)], ended: UtcMs) -> Vec<UtcMs> {
        let mut at = ended.0;
        let mut times = Vec::new();
        let mut after: Option<&Person> = None;
        for (speaker, _) in lines.iter().rev() {
            let pause = match after {
                None => 0,
                Some(next) if next.id == speaker.id => self.random.random_range(9..70) * SECOND,
                Some(_) => self.random.random_range(40..420) * SECOND,
            };
            at -= pause + self.random.random_range(0..SECOND);
            times.push(UtcMs(at));
            after = Some(speaker);
        }
        times.reverse();
        times
    }

    /// The daily talk of a restaurant with support, over six weeks until a few hours ago.
    fn add_long_conversation(
        &mut self,
        restaurant: &Person,
        length: usize,
    ) -> Result<(), sqlx::Error> {
        let mut placeholders =
            Placeholders::draw(&mut self.random, restaurant, &restaurant.name, FIRST_ORDER);
        let mut lines = Vec::new();
        let ended = self.now.0 - self.random.random_range(3 * HOUR..6 * HOUR);
        let days = i64::try_from(length).unwrap_or(1) / 10 + 1;
        let mut at = ended - days * DAY;
        let step = days * DAY / i64::try_from(length).unwrap_or(1);
        while lines.len() < length {
            let from = self.random.random_range(0..DAILY.len());
            let Some((question, answer)) = DAILY.get(from) else {
                continue;
            };
            placeholders.draw_again(&mut self.random);
            let question = NewMessage::text(placeholders.fill(question));
            at += step + self.random.random_range(0..step / 2);
            lines.push(((restaurant, question), UtcMs(at)));
            let answer = NewMessage::text(placeholders.fill(answer));
            let soon = self.random.random_range(30..600) * SECOND;
            at += step / 2 + soon;
            lines.push(((&self.people.admin, answer), UtcMs(at)));
        }
        let late = ended - at;
        for (_, said_at) in &mut lines {
            said_at.0 += late;
        }
        let opening = ConversationStart {
            persons: vec![restaurant, &self.people.admin],
            subject: format!("متابعة يومية · {}", restaurant.name),
            status: ConversationStatus::Open,
            order: None,
        };
        self.record(opening, lines, 0)
    }

    fn order(
        &mut self,
        number: i64,
        (customer, restaurant): (&Person, &Person),
        of: &Entry<'_>,
        ended: UtcMs,
    ) -> Result<OrderId, sqlx::Error> {
        let part = self.random.random::<u64>() & 0xffff_ffff_ffff;
        // The number's digits end the id: so an order goes by the same short name everywhere.
        let id: OrderId = stored(&format!(
            "67{:06x}{part:012x}{number:04}",
            self.conversation_count
        ))?;
        let status = match of.status {
            ConversationStatus::Closed | ConversationStatus::Resolved => OrderStatus::Delivered,
            _ => OrderStatus::OnTheWay,
        };
        let order = OrderRecord {
            id: id.clone(),
            number,
            customer: Some(customer.id.clone()),
            restaurant: Some(restaurant.id.clone()),
        };
        self.history.orders.push(PastOrder {
            order,
            status,
            at: UtcMs(ended.0 - HOUR),
        });
        Ok(id)
    }

    fn record(
        &mut self,
        opening: ConversationStart<'_>,
        lines: Vec<((&Person, NewMessage), UtcMs)>,
        unread: usize,
    ) -> Result<(), sqlx::Error> {
        let (mut messages, mut next) = (Vec::new(), 0_usize);
        let id: ConversationId = stored(&format!(
            "65{:06x}{:016x}",
            self.conversation_count,
            self.random.random::<u64>()
        ))?;
        self.conversation_count += 1;
        let read = lines.len().saturating_sub(unread);
        for ((speaker, new), created_at) in lines {
            let read_at = UtcMs(created_at.0 + self.random.random_range(2..40) * SECOND);
            let random: u32 = self.random.random();
            messages.push(MessageRecord {
                id: stored(&format!(
                    "66{:06x}{random:08x}{next:08x}",
                    self.conversation_count
                ))?,
                conversation: id.clone(),
                sender: speaker.clone(),
                kind: new.kind,
                content: new.content,
                file: new.file,
                read_at: (next < read).then_some(read_at),
                created_at,
            });
            next += 1;
        }
        let unread_by = |person: &Person| {
            messages
                .iter()
                .skip(read)
                .filter(|message| message.sender.id != person.id)
                .count()
        };
        let members = opening.persons.into_iter().map(|person| Member {
            person: person.clone(),
            unread: u32::try_from(unread_by(person)).unwrap_or(u32::MAX),
        });
        let created_at = messages.first().map_or(self.now, |first| first.created_at);
        let conversation = ConversationRecord {
            id,
            subject: opening.subject,
            status: opening.status,
            related_order: opening.order,
            members: members.collect(),
            last_message: None,
            created_at: UtcMs(created_at.0 - 40 * SECOND),
            updated_at: created_at,
        };
        self.history.conversations.push(PastConversation {
            conversation,
            messages,
        });
        Ok(())
    }
}

fn message_of_line(line: Line, placeholders: &Placeholders) -> NewMessage {
    match line {
        Line::C(text) | Line::R(text) | Line::A(text) => NewMessage::text(placeholders.fill(text)),
        Line::Picture(name) | Line::Shown(name) => NewMessage {
            kind: MessageKind::Image,
            content: format!("{IMAGES}{name}.png"),
            file: None,
            client_id: None,
        },
        Line::File(name, size) => NewMessage {
            kind: MessageKind::File,
            content: name.to_owned(),
            file: Some(Attachment {
                url: format!("https://files.example/{name}"),
                name: Some(name.to_owned()),
                size: Some(size),
            }),
            client_id: None,
        },
    }
}
