//! A websocket: what the client says passes as it is; what the server says is taken apart into frames
//! (they are not masked), and Socket.IO events among them may get a fault.

use std::io::Result;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;

use super::fault_schedule::FaultSchedule;
use super::http::{Pipe, broken};
use super::{Fault, Trigger};

/// How long an event is held back for a later one to pass it.
const HELD_BACK: Duration = Duration::from_millis(300);
/// More than any frame of the contract takes.
const LARGEST: usize = 16 * 1024 * 1024;
/// The first bytes of what opens a connection.
const OPEN: &[u8] = b"0{";
/// The first bytes of an event in the namespace.
const EVENT: &[u8] = b"42/support,";
/// FIN and the opcode of a text frame.
const WHOLE_TEXT: u8 = 0x81;

pub(super) enum End {
    Closed,
    Reset,
    Stalled,
}

/// Carries a websocket until it ends. While `holds_back`, what the server says is thrown away.
pub(super) async fn carry(
    client: &mut Pipe,
    upstream: &mut Pipe,
    schedule: &FaultSchedule,
    holds_back: &impl Fn() -> bool,
    ping: Option<&(String, String)>,
    packets: broadcast::Receiver<Arc<str>>,
) -> Result<End> {
    let asked = std::mem::take(&mut client.buffer);
    let buffer = std::mem::take(&mut upstream.buffer);
    let (mut from_client, to_client) = client.stream.split();
    let (from_server, mut to_server) = upstream.stream.split();
    to_server.write_all(&asked).await?;
    let mut frames = Frames {
        from_server,
        to_client,
        buffer,
        packets,
        held: None,
    };
    tokio::select! {
        // Either side's end is the other's.
        _ = tokio::io::copy(&mut from_client, &mut to_server) => Ok(End::Closed),
        end = frames.carry(schedule, holds_back, ping) => end,
    }
}

enum Next {
    /// A frame of the server's, head and all.
    Frame(Vec<u8>),
    /// One that is said in its stead.
    Said(Vec<u8>),
    Closed,
}

struct Frames<'a> {
    from_server: ReadHalf<'a>,
    to_client: WriteHalf<'a>,
    buffer: Vec<u8>,
    /// What is said in the server's stead.
    packets: broadcast::Receiver<Arc<str>>,
    /// An event that lets a later one pass.
    held: Option<Vec<u8>>,
}

impl Frames<'_> {
    async fn carry(
        &mut self,
        schedule: &FaultSchedule,
        holds_back: &impl Fn() -> bool,
        ping: Option<&(String, String)>,
    ) -> Result<End> {
        loop {
            let frame = if self.held.is_some() {
                match timeout(HELD_BACK, self.next()).await {
                    Ok(frame) => frame?,
                    Err(_) => {
                        self.let_go().await?;
                        continue;
                    }
                }
            } else {
                self.next().await?
            };
            let frame = match frame {
                Next::Frame(frame) => frame,
                Next::Said(frame) => {
                    self.to_client.write_all(&frame).await?;
                    continue;
                }
                Next::Closed => {
                    self.let_go().await?;
                    return Ok(End::Closed);
                }
            };
            if holds_back() {
                continue;
            }
            if !is_event(&frame) {
                let frame = match ping {
                    Some(ping) if payload_of(&frame).starts_with(OPEN) => with_ping(&frame, ping),
                    _ => frame,
                };
                self.to_client.write_all(&frame).await?;
                continue;
            }
            match schedule.next_fault(Trigger::Event) {
                Some(Fault::HalfOpen) => return Ok(End::Stalled),
                Some(Fault::Reset) => return Ok(End::Reset),
                Some(Fault::LoseEvent) => {}
                Some(Fault::BreakEvent) => self.to_client.write_all(&broken_event(&frame)).await?,
                Some(Fault::ReorderEvents) if self.held.is_none() => self.held = Some(frame),
                injected => {
                    self.to_client.write_all(&frame).await?;
                    if injected == Some(Fault::DuplicateEvents) {
                        self.to_client.write_all(&frame).await?;
                    }
                    self.let_go().await?;
                }
            }
        }
    }

    async fn let_go(&mut self) -> Result<()> {
        match self.held.take() {
            Some(frame) => self.to_client.write_all(&frame).await,
            None => Ok(()),
        }
    }

    /// What is to pass next. May be broken off.
    async fn next(&mut self) -> Result<Next> {
        loop {
            if let Some(length) = frame_length(&self.buffer)
                && self.buffer.len() >= length
            {
                return Ok(Next::Frame(self.buffer.drain(..length).collect()));
            }
            if self.buffer.len() > LARGEST {
                return Err(broken("too large"));
            }
            tokio::select! {
                read = self.from_server.read_buf(&mut self.buffer) => {
                    if read? == 0 {
                        return Ok(Next::Closed);
                    }
                }
                Some(packet) = next_packet(&mut self.packets) => {
                    return Ok(Next::Said(text_frame(&packet)));
                }
            }
        }
    }
}

/// The next packet; `None` when nobody says any more.
async fn next_packet(packets: &mut broadcast::Receiver<Arc<str>>) -> Option<Arc<str>> {
    loop {
        match packets.recv().await {
            Ok(packet) => return Some(packet),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

/// How long the frame at the beginning is, its head included (RFC 6455, section 5.2).
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let second = *bytes.get(1)?;
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let (head, payload): (usize, usize) = match second & 0x7f {
        126 => {
            let length: [u8; 2] = bytes.get(2..4)?.try_into().ok()?;
            (4, usize::from(u16::from_be_bytes(length)))
        }
        127 => {
            let length: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
            (10, usize::try_from(u64::from_be_bytes(length)).ok()?)
        }
        short => (2, usize::from(short)),
    };
    head.checked_add(mask)?.checked_add(payload)
}

/// The same opening, with another ping.
fn with_ping(frame: &[u8], (interval, timeout): &(String, String)) -> Vec<u8> {
    let payload = String::from_utf8_lossy(payload_of(frame)).into_owned();
    let payload = replace_number(payload, r#""pingInterval":"#, interval);
    text_frame(&replace_number(payload, r#""pingTimeout":"#, timeout))
}

fn replace_number(text: String, field: &str, number: &str) -> String {
    let Some((before, after)) = text.split_once(field) else {
        return text;
    };
    let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
    format!("{before}{field}{number}{rest}")
}

fn payload_of(frame: &[u8]) -> &[u8] {
    frame.get(head_length(frame)..).unwrap_or_default()
}

/// The same event with half of a surrogate pair at the beginning of its text.
fn broken_event(frame: &[u8]) -> Vec<u8> {
    const TEXT: &str = r#""content":""#;
    let payload = String::from_utf8_lossy(payload_of(frame));
    text_frame(&payload.replacen(TEXT, &format!(r"{TEXT}\ud83d"), 1))
}

fn text_frame(payload: &str) -> Vec<u8> {
    let mut frame = vec![WHOLE_TEXT];
    match u16::try_from(payload.len()) {
        Ok(short) if short < 126 => frame.extend(short.to_be_bytes().last()),
        Ok(long) => {
            frame.push(126);
            frame.extend(long.to_be_bytes());
        }
        Err(_) => {
            frame.push(127);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend(payload.as_bytes());
    frame
}

fn head_length(frame: &[u8]) -> usize {
    match frame.get(1).map(|second| second & 0x7f) {
        Some(126) => 4,
        Some(127) => 10,
        _ => 2,
    }
}

fn is_event(frame: &[u8]) -> bool {
    frame.first() == Some(&WHOLE_TEXT)
        && frame
            .get(head_length(frame)..)
            .is_some_and(|payload| payload.starts_with(EVENT))
}
