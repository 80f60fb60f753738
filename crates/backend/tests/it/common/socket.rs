//! A Socket.IO client as small as can be: Engine.IO 4 by polling, the namespace `/support`.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(20);

pub struct Socket {
    client: reqwest::Client,
    url: String,
    heard: VecDeque<String>,
}

impl Socket {
    /// Connects to the namespace; whether the token is good shows only after.
    pub async fn connect(url: &str, token: Option<&str>) -> Self {
        let auth = token.map_or(json!({}), |token| json!({ "token": token }));
        Self::connect_with(url, "", auth).await
    }

    /// As [`Socket::connect`], with more in the query and any auth object.
    pub async fn connect_with(url: &str, query: &str, auth: Value) -> Self {
        let client = reqwest::Client::new();
        let base = format!("{url}/socket.io/?EIO=4&transport=polling");
        let hello = client
            .get(format!("{base}{query}"))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let hello: Value = serde_json::from_str(&hello[1..]).expect("Engine.IO says hello");
        let url = format!(
            "{base}&sid={}",
            hello["sid"].as_str().expect("a session id")
        );
        let mut socket = Self {
            client,
            url,
            heard: VecDeque::new(),
        };
        socket.send(&format!("40/support,{auth}")).await;
        let accepted = socket.hear("40/support,").await;
        assert!(
            accepted.contains("sid"),
            "the namespace is accepted: {accepted}"
        );
        socket
    }

    async fn send(&self, packet: &str) {
        let sent = self
            .client
            .post(&self.url)
            .body(packet.to_owned())
            .send()
            .await;
        assert!(
            sent.is_ok_and(|answer| answer.status().is_success()),
            "{packet} is taken"
        );
    }

    /// The next packet that begins like this; what comes before stays.
    pub async fn hear(&mut self, begins: &str) -> String {
        let hear = async {
            loop {
                if let Some(at) = self
                    .heard
                    .iter()
                    .position(|packet| packet.starts_with(begins))
                {
                    return self.heard.remove(at).unwrap();
                }
                self.poll().await;
            }
        };
        match tokio::time::timeout(PATIENCE, hear).await {
            Ok(packet) => packet,
            Err(_) => panic!("never heard {begins}; heard {:?}", self.heard),
        }
    }

    async fn poll(&mut self) {
        let answer = self
            .client
            .get(&self.url)
            .send()
            .await
            .expect("the poll is answered");
        for packet in answer.text().await.unwrap().split('\u{1e}') {
            match packet {
                "2" => self.send("3").await,
                other => self.heard.push_back(other.to_owned()),
            }
        }
    }

    /// The payload of the next such event.
    pub async fn event(&mut self, name: &str) -> Value {
        let packet = self.hear(&format!("42/support,[\"{name}\"")).await;
        let (_, array) = packet.split_once(',').unwrap();
        let array: Value = serde_json::from_str(array).expect("an event is a JSON array");
        array[1].clone()
    }

    /// Emits without asking for an acknowledgement.
    pub async fn emit(&self, event: &str, payload: Value) {
        self.send(&format!("42/support,{}", json!([event, payload])))
            .await;
    }

    /// Emits, and waits for the acknowledgement.
    pub async fn ask(&mut self, number: u32, event: &str, payload: Value) -> Value {
        self.send(&format!("42/support,{number}{}", json!([event, payload])))
            .await;
        let begins = format!("43/support,{number}[");
        let packet = self.hear(&begins).await;
        let array: Value = serde_json::from_str(&packet[begins.len() - 1..]).unwrap();
        array[0].clone()
    }

    /// Whether such an event was heard and not yet asked for.
    pub fn has_heard(&self, name: &str) -> bool {
        self.heard
            .iter()
            .any(|packet| packet.starts_with(&format!("42/support,[\"{name}\"")))
    }

    /// How many such events were heard and not yet asked for.
    pub fn count_of(&self, name: &str) -> usize {
        let begins = format!("42/support,[\"{name}\"");
        let heard = self.heard.iter();
        heard.filter(|packet| packet.starts_with(&begins)).count()
    }

    pub async fn join(&mut self, conversation: &str) {
        let payload = json!({ "conversationId": conversation });
        let ack = self.ask(1, "join-conversation", payload).await;
        assert_eq!(
            ack,
            json!({ "success": true, "conversationId": conversation })
        );
    }
}
