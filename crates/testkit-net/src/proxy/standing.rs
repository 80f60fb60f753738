//! Faults that last until they are ended: what a network or a server does to every call for a while. Each call is
//! counted, so that a test can say how often something was asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use super::Trigger;
use super::http::Request;
use super::page_shape::PageShape;
use super::responses::{HTML, JSON, LOGIN_PAGE, file_response, response};

#[derive(Default)]
pub struct StandingFaults {
    /// Websockets are refused with 403, as some networks do.
    pub no_websocket: AtomicBool,
    /// What is answered to who asks for the list of conversations, and how.
    pub list: Mutex<Option<ListAnswer>>,
    /// Files that are answered by their path, whatever the server has there.
    pub files: Mutex<HashMap<String, Vec<u8>>>,
    /// How often the list was asked for.
    pub lists: AtomicUsize,
    /// What the server says of its ping: interval and timeout, whatever stands there.
    pub ping: Mutex<Option<(String, String)>>,
    /// Websockets are taken, and never answered.
    pub hang_websocket: AtomicBool,
    /// On websockets, nothing from the server is passed on, and nothing is closed.
    pub half_open_websockets: AtomicBool,
    /// The last websocket that is so, counted from 1; 0: all of them.
    pub last_half_open: AtomicUsize,
    /// Nothing from the server is passed on, and nothing is closed: a half-open line.
    pub stall: AtomicBool,
    /// Nothing of what is called over REST is answered, and nothing is closed.
    pub hang_calls: AtomicBool,
    /// How long each call waits on its way, in ms.
    pub slowness: AtomicU64,
    /// The answer to a sent message never comes: the line is cut instead.
    pub swallow_answers: AtomicBool,
    /// A message is not even passed on: the line is cut.
    pub swallow_messages: AtomicBool,
    /// The answer to a sent message is cut in the middle.
    pub truncate_answers: AtomicBool,
    /// Messages that are sent are answered 429, with this `Retry-After` unless it is empty.
    pub busy: Mutex<Option<String>>,
    /// Everything but messages that are sent is answered 429, in the same way.
    pub busy_for_reading: Mutex<Option<String>>,
    /// Where something is answered 429, it is answered 503 instead.
    pub not_ready: AtomicBool,
    /// Every request is answered 503, as by a host that wakes up.
    pub asleep: AtomicBool,
    /// Every request is answered with a web page, as by a network that wants a sign-in of its own.
    pub portal: AtomicBool,
    /// Messages are answered with such a page, and nothing else is.
    pub portal_for_posts: AtomicBool,
    /// Every request is sent to another host, as by such a network.
    pub redirect: AtomicBool,
    /// Every call with a token is answered 401.
    pub refuse_tokens: AtomicBool,
    /// Whatever begins so, in small letters (`get /support/…`), is answered 500.
    pub failing: Mutex<Option<String>>,
    /// Whatever begins so is answered 504 by what stands before the server, which gave up waiting for it.
    pub given_up: Mutex<Option<String>>,
    /// Whatever begins so is answered 403.
    pub denied: Mutex<Option<String>>,
    /// How pages of messages are cut, if not as the server cuts them.
    pub page_shape: Mutex<Option<PageShape>>,
    /// Whoever is asked before a page of messages is passed on.
    pub page_gate: Mutex<Option<mpsc::UnboundedSender<oneshot::Sender<()>>>>,
    pub counts: Counts,
}

/// How often something was asked, or answered in the server's stead.
#[derive(Default)]
pub struct Counts {
    pub websockets: AtomicUsize,
    /// Messages that were posted.
    pub posts: AtomicUsize,
    /// Pages of messages that were asked for.
    pub pages: AtomicUsize,
    /// 429 and 503.
    pub refusals: AtomicUsize,
    /// 401.
    pub refused_tokens: AtomicUsize,
    /// 500 and 504.
    pub failures: AtomicUsize,
    /// Calls that hang.
    pub hanging: AtomicUsize,
}

/// What is answered in the place of the list of conversations.
#[derive(Clone, Debug)]
pub enum ListAnswer {
    Body(String),
    Hangs,
}

/// What becomes of a request.
pub(super) enum Verdict {
    Forward,
    /// Answered in the server's stead; then the line is closed.
    Respond(Vec<u8>),
    CutBefore,
    CutAfter,
    Truncate,
    /// Neither answered nor closed.
    Hang,
}

impl StandingFaults {
    /// From now on only the websockets up to this one are half open; new ones work.
    pub fn keep_half_open_to(&self, last: usize) {
        self.last_half_open.store(last, SeqCst);
    }

    /// Whether nothing from the server is passed on; a websocket is named by its number.
    pub(super) fn holds_back(&self, websocket: Option<usize>) -> bool {
        let last = self.last_half_open.load(SeqCst);
        let is_half_open =
            |number| self.half_open_websockets.load(SeqCst) && (last == 0 || number <= last);
        self.stall.load(SeqCst) || websocket.is_some_and(is_half_open)
    }

    /// Counts a request and says what becomes of it, perhaps after a while.
    pub(super) async fn verdict(&self, request: &Request) -> Verdict {
        let trigger = request.trigger();
        if trigger == Trigger::Upgrade {
            self.counts.websockets.fetch_add(1, SeqCst);
        }
        if let Some(verdict) = self.of_the_network(trigger) {
            return verdict;
        }
        if let Some(answer) = self.of_the_server(request) {
            return Verdict::Respond(answer);
        }
        if let Some(file) = self.files.lock().get(request.target()) {
            return Verdict::Respond(file_response(file));
        }
        if request.begins_with(LIST) {
            self.lists.fetch_add(1, SeqCst);
            let answer = self.list.lock().clone();
            match answer {
                Some(ListAnswer::Body(body)) => {
                    return Verdict::Respond(response("200 OK", JSON, &body));
                }
                Some(ListAnswer::Hangs) => return Verdict::Hang,
                None => {}
            }
        }
        if trigger != Trigger::Upgrade {
            tokio::time::sleep(Duration::from_millis(self.slowness.load(SeqCst))).await;
        }
        if let Some(answer) = self.busy(request) {
            self.counts.refusals.fetch_add(1, SeqCst);
            return Verdict::Respond(answer);
        }
        if request.begins_with("get /support") && request.target().contains("/messages?") {
            self.counts.pages.fetch_add(1, SeqCst);
            let gate = self.page_gate.lock().clone();
            let (pass, passed) = oneshot::channel();
            if gate.is_some_and(|gate| gate.send(pass).is_ok()) {
                // A test that has ended lets everything through.
                let _open = passed.await;
            }
        }
        if request.begins_with(SEND) {
            self.counts.posts.fetch_add(1, SeqCst);
            return self.of_a_message();
        }
        Verdict::Forward
    }

    fn of_the_network(&self, trigger: Trigger) -> Option<Verdict> {
        let is_set = |fault: &AtomicBool| fault.load(SeqCst);
        if trigger == Trigger::Upgrade {
            if is_set(&self.no_websocket) {
                return Some(Verdict::Respond(response("403 Forbidden", HTML, "")));
            }
            if is_set(&self.hang_websocket) {
                return Some(Verdict::Hang);
            }
        } else if is_set(&self.hang_calls) {
            self.counts.hanging.fetch_add(1, SeqCst);
            return Some(Verdict::Hang);
        }
        let answer = if is_set(&self.portal) {
            response("200 OK", HTML, LOGIN_PAGE)
        } else if is_set(&self.redirect) {
            let away = "302 Found\r\nLocation: http://login.wifi.example/?to=1";
            response(away, HTML, LOGIN_PAGE)
        } else if is_set(&self.asleep) {
            response("503 Service Unavailable", HTML, "")
        } else {
            return None;
        };
        Some(Verdict::Respond(answer))
    }

    fn of_the_server(&self, request: &Request) -> Option<Vec<u8>> {
        let begins = |beginning: &Mutex<Option<String>>| {
            let beginning = beginning.lock();
            beginning
                .as_ref()
                .is_some_and(|text| request.begins_with(text))
        };
        let (status, body) = if self.refuse_tokens.load(SeqCst) && request.has_token() {
            self.counts.refused_tokens.fetch_add(1, SeqCst);
            (
                "401 Unauthorized",
                r#"{"statusCode":401,"message":"Unauthorized"}"#,
            )
        } else if begins(&self.failing) {
            self.counts.failures.fetch_add(1, SeqCst);
            (
                "500 Internal Server Error",
                r#"{"statusCode":500,"message":"Internal server error"}"#,
            )
        } else if begins(&self.given_up) {
            self.counts.failures.fetch_add(1, SeqCst);
            ("504 Gateway Timeout", "")
        } else if begins(&self.denied) {
            (
                "403 Forbidden",
                r#"{"statusCode":403,"message":"Access denied","error":"Forbidden"}"#,
            )
        } else {
            return None;
        };
        Some(response(status, JSON, body))
    }

    fn busy(&self, request: &Request) -> Option<Vec<u8>> {
        let busy = if request.begins_with(SEND) {
            &self.busy
        } else if request.begins_with("get /support") {
            &self.busy_for_reading
        } else {
            return None;
        };
        let wait = busy.lock().clone()?;
        let status = if self.not_ready.load(SeqCst) {
            "503 Service Unavailable"
        } else {
            "429 Too Many Requests"
        };
        let patience = match wait.as_str() {
            "" => String::new(),
            wait => format!("\r\nRetry-After: {wait}"),
        };
        Some(response(&format!("{status}{patience}"), HTML, ""))
    }

    fn of_a_message(&self) -> Verdict {
        if self.portal_for_posts.load(SeqCst) {
            Verdict::Respond(response("200 OK", HTML, LOGIN_PAGE))
        } else if self.swallow_messages.load(SeqCst) {
            Verdict::CutBefore
        } else if self.swallow_answers.load(SeqCst) {
            Verdict::CutAfter
        } else if self.truncate_answers.load(SeqCst) {
            Verdict::Truncate
        } else {
            Verdict::Forward
        }
    }
}

const SEND: &str = "post /support/messages";
const LIST: &str = "get /support/conversations http";
