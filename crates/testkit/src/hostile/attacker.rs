//! The customer who tries it, and the server that helps.

use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use protocol::ConversationId;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Method;
use serde_json::Value;
use testkit_net::proxy::ListAnswer;
use testkit_net::{Person, pictures};

use super::act::Act;
use super::{Plan, payloads};
use crate::engine_process::{Command, Reply};
use crate::failpoints::planted_at;
use crate::harness::Harness;

/// How many events a flood has: fewer than the proxy keeps for a websocket.
const FLOOD: usize = 20_000;
/// How many conversations are new at once.
const NEW_CONVERSATIONS: usize = 3_000;
/// How many pictures are looked at together: as many as a screen shows.
const PICTURES_AT_ONCE: usize = 7;
/// How long an act is waited for: the pause after a list that cannot be read is 5 s at first.
const PATIENCE: Duration = Duration::from_secs(40);
/// How long a task may take to come by the place where it is to panic.
const COMING_BY: Duration = Duration::from_secs(30);
/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// A time that nobody would believe.
const FAR: &str = "9990-01-01T00:00:00.000Z";
/// The text at which the store panics where `panic/record` is planted.
const BREAKING_TEXT: &str = "\u{2620}";

pub(super) struct Attacker<'h> {
    harness: &'h Harness,
    person: Person,
    chat: ConversationId,
    rng: StdRng,
    /// How many conversations a long list has beside the server's own.
    list: usize,
    /// How many ids were made up.
    made_up: usize,
}

impl<'h> Attacker<'h> {
    pub(super) async fn enter(harness: &'h Harness, plan: Plan) -> Result<Self> {
        let person = harness.backend.person("karim")?;
        let chat = person.open_chat("1234# بيتزا").await?;
        Ok(Self {
            harness,
            person,
            chat,
            rng: StdRng::seed_from_u64(plan.seed ^ 0x0BAD),
            list: plan.list,
            made_up: 0,
        })
    }

    /// Does it, and answers with what is worth telling.
    pub(super) async fn perform(&mut self, act: Act) -> Result<String> {
        match act {
            Act::LongList => {
                let length = *[20, 1_000].choose(&mut self.rng).context("a length")?;
                let list = payloads::long_list(&self.real_list().await?, self.list, length);
                self.answer_lists(list, 2).await
            }
            Act::BrokenList => {
                let lists = payloads::broken_lists(&self.real_list().await?);
                let drawn = self.rng.random_range(0..lists.len());
                let list = lists.into_iter().nth(drawn).context("a list")?;
                let told = self.answer_lists(list, 1).await?;
                Ok(format!("number {drawn}, {told}"))
            }
            Act::EventFlood => {
                let told = (0..FLOOD).map(|_| self.say_message("سريعا")).sum::<usize>();
                Ok(format!("{told} events"))
            }
            Act::NewConversations => self.say_new_conversations(),
            Act::UnreadableEvents => {
                let other = self.drawn_chat()?;
                let packets = payloads::unreadable(self.chat.as_str(), &other);
                let told = packets.into_iter().map(|one| self.say(one)).sum::<usize>();
                Ok(format!("{told} packets"))
            }
            Act::WrongTimes => self.say_wrong_times().await,
            Act::CollidingIds => self.say_colliding_ids().await,
            Act::LongTexts => self.write_long_texts().await,
            Act::Pictures => self.show_pictures().await,
            Act::AbsurdPing => {
                let pings = [
                    ("18446744073709551615", "1"),
                    ("0", "0"),
                    ("1", "1"),
                    ("99999999999", "99999999999"),
                ];
                let (interval, timeout) = pings.choose(&mut self.rng).context("a ping")?;
                *self.harness.proxy.faults.ping.lock() =
                    Some(((*interval).to_owned(), (*timeout).to_owned()));
                self.harness.proxy.cut_connections();
                Ok(format!("every {interval} ms within {timeout} ms"))
            }
            Act::Panic(point) => self.plant(point).await,
        }
    }

    /// What lasted until now ends.
    pub(super) async fn leave_off(&mut self) -> Result<()> {
        let faults = &self.harness.proxy.faults;
        *faults.list.lock() = None;
        if faults.ping.lock().take().is_some() {
            self.harness.proxy.cut_connections();
        }
        Ok(())
    }

    async fn real_list(&self) -> Result<Value> {
        let me = self.harness.me()?;
        me.call(Method::GET, "/support/conversations", None).await
    }

    /// Waits until the list was asked for so often.
    async fn answer_lists(&self, list: String, times: usize) -> Result<String> {
        let faults = &self.harness.proxy.faults;
        let bytes = list.len();
        *faults.list.lock() = Some(ListAnswer::Body(list));
        let (before, give_up) = (faults.lists.load(SeqCst), Instant::now() + PATIENCE);
        let count = || faults.lists.load(SeqCst).saturating_sub(before);
        while count() < times && Instant::now() < give_up {
            tokio::time::sleep(PAUSE).await;
        }
        Ok(format!("{bytes} bytes, asked for {} times", count()))
    }

    fn say(&self, packet: String) -> usize {
        self.harness.proxy.say_packet(packet)
    }

    fn made_up_id(&mut self) -> String {
        self.made_up += 1;
        format!("665bad{:018x}", 0xE000_0000 + self.made_up)
    }

    fn say_message(&mut self, text: &str) -> usize {
        let id = self.made_up_id();
        let message = payloads::message(self.chat.as_str(), &id, text, "2026-03-01T10:00:00.000Z");
        self.say(payloads::packet("new-message", &message))
    }

    fn say_new_conversations(&mut self) -> Result<String> {
        let mut told = 0;
        for _ in 0..NEW_CONVERSATIONS {
            let id = self.made_up_id();
            let made_up = payloads::conversation(&id, "جديد", "2026-03-01T10:00:00.000Z");
            told += self.say(payloads::packet("new-conversation", &made_up));
        }
        Ok(format!("{told} conversations"))
    }

    /// The status is wrong until the server says another one: that must not be taken for an older one.
    async fn say_wrong_times(&mut self) -> Result<String> {
        for at in [
            FAR,
            "2100-06-01T00:00:00.000Z",
            "1900-01-01T00:00:00.000Z",
            "yesterday",
            "",
        ] {
            let id = self.made_up_id();
            let message = payloads::message(self.chat.as_str(), &id, "من المستقبل", at);
            self.say(payloads::packet("new-message", &message));
        }
        let other = self.drawn_chat()?;
        let closed = payloads::status(&other, "closed", FAR);
        self.say(payloads::packet("conversation-updated", &closed));
        let me = self.harness.me()?;
        me.set_status(&other, "closed").await?;
        me.set_status(&other, "open").await?;
        Ok("5 messages and a status".to_owned())
    }

    async fn say_colliding_ids(&mut self) -> Result<String> {
        let other = self.drawn_chat()?;
        let stored = self.harness.me()?.messages(&other).await?;
        for message in &stored {
            let stolen = payloads::message(self.chat.as_str(), &message.id, "ليس هذا", &message.at);
            self.say(payloads::packet("new-message", &stolen));
        }
        Ok(format!("{} ids", stored.len()))
    }

    async fn write_long_texts(&mut self) -> Result<String> {
        let texts = payloads::long_texts()?;
        for text in &texts {
            self.say_message(text);
            // Some are too long for the server, which refuses them.
            let body = serde_json::json!({ "conversationId": self.chat, "content": text });
            drop(
                self.person
                    .call(Method::POST, "/support/messages", Some(&body))
                    .await,
            );
        }
        self.say_message(&"ا".repeat(400_000));
        let engine = self.harness.engine();
        engine.command(Command::Open(self.chat.clone())).await?;
        Ok(format!("{} texts", texts.len() + 1))
    }

    async fn show_pictures(&mut self) -> Result<String> {
        let kinds = [
            pictures::png(30_000, 30_000),
            pictures::png(6_500, 6_500),
            pictures::gif(1, &[1, 20_000]),
            pictures::gif(20_000, &[1]),
            vec![0xFF; 14 * 1024 * 1024],
        ];
        let mut shown = Vec::new();
        for number in 0..PICTURES_AT_ONCE {
            let file = kinds.get(number % kinds.len()).context("a picture")?;
            let path = format!("/uploads/{}.png", self.made_up_id());
            let (target, file) = (format!("get {path}"), file.clone());
            self.harness.proxy.faults.files.lock().insert(target, file);
            shown.push(self.person.send_image(&self.chat, &path).await?);
        }
        let engine = self.harness.engine();
        engine
            .command(Command::FetchNewest(self.chat.clone()))
            .await?;
        let looks = shown
            .into_iter()
            .map(|image| engine.request(Command::Image(image)));
        let refused = join_all(looks)
            .await
            .into_iter()
            .filter(|look| matches!(look, Ok(Reply::Failed { .. })))
            .count();
        self.harness.proxy.faults.files.lock().clear();
        Ok(format!("{refused} of {PICTURES_AT_ONCE} refused"))
    }

    /// Plants a panic, and has the task come by it.
    async fn plant(&mut self, point: &str) -> Result<String> {
        let engine = self.harness.engine();
        let words = format!("{} after {}", planted_at(point), self.made_up);
        engine
            .command(Command::PanicAt(point.to_owned(), words.clone()))
            .await?;
        self.person.send_message(&self.chat, BREAKING_TEXT).await?;
        engine.command(Command::Read(self.chat.clone())).await?;
        match point {
            "panic/account" => self.harness.sign_out_and_in().await?,
            // The panic breaks it off before anything is removed.
            "panic/maintenance" => drop(engine.request(Command::ClearCache).await?),
            _ => {}
        }
        let give_up = Instant::now() + COMING_BY;
        while Instant::now() < give_up {
            if engine.log().contains(&words) {
                return Ok("the task broke off".to_owned());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(format!(
            "the task did not come by within {COMING_BY:?}; the line is {:?}",
            *engine.connection().borrow()
        ))
    }

    fn drawn_chat(&mut self) -> Result<ConversationId> {
        let drawn = self.harness.chats.choose(&mut self.rng);
        Ok(drawn.context("a chat")?.0.clone())
    }
}
