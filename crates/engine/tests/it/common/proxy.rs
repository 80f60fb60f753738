//! A line that can be broken: TCP between engine and backend, with faults at the right moment.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
};

/// What the proxy does and has seen.
pub struct Proxy {
    pub address: SocketAddr,
    pub faults: Arc<Faults>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
pub struct Faults {
    /// Websockets are refused with 403, as some networks do.
    pub no_websocket: AtomicBool,
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
    /// Whoever is asked before a page of messages is passed on.
    pub page_gate: Mutex<Option<mpsc::UnboundedSender<oneshot::Sender<()>>>>,
    /// How many pages of messages were asked for.
    pub pages: AtomicUsize,
    /// Where something is answered 429, it is answered 503 instead.
    pub not_ready: AtomicBool,
    /// How often something was answered so.
    pub refusals: AtomicUsize,
    /// Every request is answered 503, as by a host that wakes up.
    pub asleep: AtomicBool,
    /// Every request is answered with a web page, as by a network that wants a sign-in of its own.
    pub portal: AtomicBool,
    /// Messages are answered with such a page, and nothing else is.
    pub portal_for_posts: AtomicBool,
    /// Every request is sent to another host, as by such a network.
    pub redirect: AtomicBool,
    /// Every call with a token is answered 401; how many were is counted.
    pub refuse_tokens: AtomicBool,
    pub refused: AtomicUsize,
    /// Websockets are taken, and never answered.
    pub hang_websocket: AtomicBool,
    /// Nothing from the server is passed on, and nothing is closed: a half-open line.
    pub stall: AtomicBool,
    /// On websockets, nothing from the server is passed on, and nothing is closed.
    pub half_open_websockets: AtomicBool,
    /// The last websocket that is so, counted from 1; 0: all of them.
    pub last_half_open: AtomicUsize,
    /// Nothing of what is called over REST is answered, and nothing is closed.
    pub hang_calls: AtomicBool,
    /// How many calls hang.
    pub hanging: AtomicUsize,
    /// Whatever begins so, in small letters (`get /support/…`), is answered 500; how often it was is counted.
    pub failing: Mutex<Option<String>>,
    pub failures: AtomicUsize,
    /// In the same way, whatever is answered 403.
    pub denied: Mutex<Option<String>>,
    /// How long each call waits on its way, in ms.
    pub slowness: AtomicU64,
    /// How many websockets were asked for.
    pub websockets: AtomicUsize,
    /// How many messages were posted.
    pub posts: AtomicUsize,
    cut: watch::Sender<u64>,
}

impl Proxy {
    pub async fn before(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let faults = Arc::new(Faults::default());
        let shared = faults.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, upstream, shared.clone()));
            }
        });
        Self {
            address,
            faults,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on every page waits: each comes as a sender that lets it through.
    pub fn hold_pages(&self) -> mpsc::UnboundedReceiver<oneshot::Sender<()>> {
        let (ask, asked) = mpsc::unbounded_channel();
        *self.faults.page_gate.lock().expect("no panic") = Some(ask);
        asked
    }

    /// Cuts every connection that is open; new ones go through.
    pub fn cut(&self) {
        self.faults.cut.send_modify(|count| *count += 1);
    }
}

impl Faults {
    /// From now on only the websockets up to this one are half open; new ones work.
    pub fn keep_half_open_to(&self, last: usize) {
        self.last_half_open.store(last, SeqCst);
    }

    fn is_half_open(&self, websocket: usize) -> bool {
        let last = self.last_half_open.load(SeqCst);
        websocket > 0 && self.half_open_websockets.load(SeqCst) && (last == 0 || websocket <= last)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(mut client: TcpStream, upstream: SocketAddr, faults: Arc<Faults>) {
    let mut cut = faults.cut.subscribe();
    cut.mark_unchanged();
    let Ok(mut server) = TcpStream::connect(upstream).await else {
        return;
    };
    let (mut from_client, mut from_server) = (vec![0_u8; 65536], vec![0_u8; 65536]);
    let mut websocket = 0;
    let (mut cut_at_answer, mut truncate) = (false, false);
    loop {
        tokio::select! {
            _ = cut.changed() => return,
            read = client.read(&mut from_client) => {
                let Ok(count @ 1..) = read else { return };
                let chunk = &from_client[..count];
                let text = String::from_utf8_lossy(chunk).to_lowercase();
                if text.contains("upgrade: websocket") {
                    websocket = faults.websockets.fetch_add(1, SeqCst) + 1;
                    if faults.no_websocket.load(SeqCst) {
                        answer(&mut client, "403 Forbidden").await;
                        return;
                    }
                    if faults.hang_websocket.load(SeqCst) {
                        cut.changed().await.expect("the proxy lives");
                        return;
                    }
                }
                if !text.contains("upgrade: websocket")
                    && text.contains(" http/1.1\r\n")
                    && faults.hang_calls.load(SeqCst)
                {
                    faults.hanging.fetch_add(1, SeqCst);
                    cut.changed().await.expect("the proxy lives");
                    return;
                }
                if faults.portal.load(SeqCst) {
                    page(&mut client, "200 OK", "Content-Type: text/html; charset=utf-8\r\n").await;
                    return;
                }
                if faults.redirect.load(SeqCst) {
                    page(&mut client, "302 Found", "Location: http://login.wifi.example/?to=1\r\n").await;
                    return;
                }
                if faults.asleep.load(SeqCst) {
                    answer(&mut client, "503 Service Unavailable").await;
                    return;
                }
                if faults.refuse_tokens.load(SeqCst) && text.contains("authorization: bearer") {
                    faults.refused.fetch_add(1, SeqCst);
                    let body = r#"{"statusCode":401,"message":"Unauthorized"}"#;
                    respond(&mut client, "401 Unauthorized", "Content-Type: application/json\r\n", body).await;
                    return;
                }
                let failing = faults.failing.lock().expect("no panic").clone();
                if failing.is_some_and(|failing| text.starts_with(&failing)) {
                    faults.failures.fetch_add(1, SeqCst);
                    let body = r#"{"statusCode":500,"message":"Internal server error"}"#;
                    let kind = "Content-Type: application/json\r\n";
                    respond(&mut client, "500 Internal Server Error", kind, body).await;
                    return;
                }
                let denied = faults.denied.lock().expect("no panic").clone();
                if denied.is_some_and(|denied| text.starts_with(&denied)) {
                    let body = r#"{"statusCode":403,"message":"Access denied","error":"Forbidden"}"#;
                    let kind = "Content-Type: application/json\r\n";
                    respond(&mut client, "403 Forbidden", kind, body).await;
                    return;
                }
                let slowness = faults.slowness.load(SeqCst);
                if slowness > 0 && text.contains(" http/1.1\r\n") {
                    tokio::time::sleep(Duration::from_millis(slowness)).await;
                }
                let sends = text.starts_with("post /support/messages");
                let busy = if sends { &faults.busy } else { &faults.busy_for_reading };
                let busy = busy.lock().expect("no panic").clone();
                let asks = sends || text.starts_with("get /support");
                if let (Some(wait), true) = (busy, asks) {
                    faults.refusals.fetch_add(1, SeqCst);
                    let header = if wait.is_empty() {
                        String::new()
                    } else {
                        format!("\r\nRetry-After: {wait}")
                    };
                    let status = if faults.not_ready.load(SeqCst) {
                        "503 Service Unavailable"
                    } else {
                        "429 Too Many Requests"
                    };
                    answer(&mut client, &format!("{status}{header}")).await;
                    return;
                }
                if text.starts_with("get /support") && text.contains("/messages?") {
                    faults.pages.fetch_add(1, SeqCst);
                    let gate = faults.page_gate.lock().expect("no panic").clone();
                    let (pass, passed) = oneshot::channel();
                    if gate.is_some_and(|gate| gate.send(pass).is_ok()) {
                        // A test that has ended lets everything through.
                        let _open = passed.await;
                    }
                }
                if sends {
                    faults.posts.fetch_add(1, SeqCst);
                    if faults.portal_for_posts.load(SeqCst) {
                        page(&mut client, "200 OK", "Content-Type: text/html; charset=utf-8\r\n").await;
                        return;
                    }
                    if faults.swallow_messages.load(SeqCst) {
                        return;
                    }
                    cut_at_answer = faults.swallow_answers.load(SeqCst);
                    truncate = faults.truncate_answers.load(SeqCst);
                }
                if server.write_all(chunk).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut from_server) => {
                let Ok(count @ 1..) = read else { return };
                if faults.stall.load(SeqCst) || faults.is_half_open(websocket) {
                    continue;
                }
                if truncate {
                    let _gone = client.write_all(&from_server[..count / 2]).await;
                    return;
                }
                if cut_at_answer || client.write_all(&from_server[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn answer(client: &mut TcpStream, status: &str) {
    respond(client, status, "", "").await;
}

async fn page(client: &mut TcpStream, status: &str, headers: &str) {
    let body = "<!doctype html><title>Free Wi-Fi</title><form>Please sign in</form>";
    respond(client, status, headers, body).await;
}

async fn respond(client: &mut TcpStream, status: &str, headers: &str, body: &str) {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    // A client that has gone needs no answer.
    let _gone = client.write_all(text.as_bytes()).await;
    let _gone = client.shutdown().await;
}
