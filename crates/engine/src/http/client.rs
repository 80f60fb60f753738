//! The REST half of the contract (CONTRACT section 3): one HTTP client, its patience and its limits.
//!
//! A call ends in the answer's bytes or in a [`CallFailure`], which says what went wrong and
//! whether the request can have been carried out: the outbox depends on that.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use protocol::Capabilities;
use reqwest::{Client, Method, RequestBuilder, redirect};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Timing,
    clock::ServerClock,
    http::{
        auth_token::{AuthToken, Token},
        certificates,
        failure::{self, CallFailure},
        knock::knock,
        priority::{ForegroundCalls, Priority},
        proxy,
        request::{AnswerHead, Opened, Request, read_bounded},
    },
    origin::Origin,
};

/// How often an HTTP/2 connection with calls on it is pinged, and how long it has to answer.
const HTTP2_PING_EVERY: Duration = Duration::from_secs(10);
const HTTP2_PONG_WITHIN: Duration = Duration::from_secs(10);
/// How long a connection is kept that nothing goes over. Routers forget it after a minute or more.
const IDLE: Duration = Duration::from_secs(45);

/// Calls one server as one user; a cheap clone.
#[derive(Clone)]
pub(crate) struct Rest {
    /// Made by the first call that needs it.
    http: Arc<Mutex<Option<Client>>>,
    origin: Origin,
    pub(super) auth_token: AuthToken,
    pub(super) clock: ServerClock,
    pub(super) timing: Timing,
    /// Whether the server at this address is known to be Avvento's: then a web page in its place is
    /// the network's.
    known: Arc<AtomicBool>,
    /// Whether the host answered the last call: then it is not asleep.
    pub(super) awake: Arc<AtomicBool>,
    /// What the server said last that it can do.
    capabilities: Arc<Mutex<Capabilities>>,
    priority: Priority,
    foreground: ForegroundCalls,
    /// Cancelled when the profile closes: every call ends there and then.
    closing: CancellationToken,
}

impl Rest {
    pub(crate) fn new(
        origin: Origin,
        auth_token: AuthToken,
        clock: ServerClock,
        timing: Timing,
    ) -> Self {
        Self {
            http: Arc::default(),
            origin,
            auth_token,
            clock,
            timing,
            known: Arc::new(AtomicBool::new(false)),
            awake: Arc::new(AtomicBool::new(false)),
            capabilities: Arc::default(),
            priority: Priority::default(),
            foreground: ForegroundCalls::default(),
            closing: CancellationToken::new(),
        }
    }

    /// The same server, for calls that nobody waits for: they give way to all others.
    pub(crate) fn in_background(&self) -> Self {
        Self {
            priority: Priority::Background,
            ..self.clone()
        }
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The server at this address is known to be Avvento's: somebody signed in there before.
    pub(crate) fn mark_known(&self) {
        self.known.store(true, Ordering::Relaxed);
    }

    /// What the server can do beyond the contract, by its last answer.
    pub(crate) fn capabilities(&self) -> Capabilities {
        *self.capabilities.lock()
    }

    /// Gives up the connections that are kept open: they may be dead without a word, and a call on
    /// such a one would wait its whole patience.
    pub(crate) fn reset_connections(&self) {
        *self.http.lock() = None;
    }

    pub(super) fn http(&self) -> Result<Client, Error> {
        let mut http = self.http.lock();
        if let Some(http) = &*http {
            return Ok(http.clone());
        }
        Ok(http
            .insert(http_client(&self.timing, &self.origin)?)
            .clone())
    }

    /// Ends every call, now and from now on: the profile closes.
    pub(crate) fn cancel_all(&self) {
        self.closing.cancel();
    }

    /// Waits for [`Rest::cancel_all`].
    pub(crate) async fn cancelled(&self) {
        self.closing.cancelled().await;
    }

    pub(crate) fn auth_token(&self) -> &AuthToken {
        &self.auth_token
    }

    /// One call with the token.
    pub(super) async fn call(&self, request: Request<'_>) -> Result<Vec<u8>, CallFailure> {
        let token = self
            .auth_token
            .wait_for_token()
            .await
            .map_err(CallFailure::never_sent)?;
        // Asking may wait for a sleeping host; telling may not: it would be told twice.
        if request.method == Method::GET && !self.awake.load(Ordering::Relaxed) {
            self.exchange_waking(&request, Some(&token), &|| {}).await
        } else {
            self.exchange(&request, Some(&token), self.timing.call_timeout)
                .await
        }
    }

    /// One call with the token that waits for a sleeping host; `waking` is told once when it does.
    pub(super) async fn call_waking(
        &self,
        request: Request<'_>,
        waking: &(dyn Fn() + Sync),
    ) -> Result<Vec<u8>, CallFailure> {
        let token = self
            .auth_token
            .wait_for_token()
            .await
            .map_err(CallFailure::never_sent)?;
        self.exchange_waking(&request, Some(&token), waking).await
    }

    /// Sends a request and reads the answer, within `timeout`. 401 marks the token as refused.
    pub(super) async fn exchange(
        &self,
        request: &Request<'_>,
        token: Option<&Token>,
        timeout: Duration,
    ) -> Result<Vec<u8>, CallFailure> {
        self.exchange_with(token, self.attempt(request, token, timeout))
            .await
    }

    /// Makes an exchange that may take its answer in as it comes.
    pub(super) async fn exchange_with<T>(
        &self,
        token: Option<&Token>,
        attempt: impl Future<Output = Result<T, CallFailure>>,
    ) -> Result<T, CallFailure> {
        let _turn = self.foreground.begin(self.priority).await;
        let outcome = tokio::select! {
            outcome = attempt => outcome,
            () = self.cancelled() => {
                let error = Error::Unreachable("the profile is being closed".to_owned());
                return Err(CallFailure::never_sent(error).uncertain());
            }
        };
        let awake = !matches!(&outcome, Err(failure) if failure.is_host_asleep());
        self.awake.store(awake, Ordering::Relaxed);
        match (outcome, token) {
            (Err(failure), Some(token)) if failure.status == Some(401) => Err(CallFailure {
                error: self.auth_token.mark_refused(token, self.clock.now()),
                ..failure
            }),
            (outcome, _) => outcome,
        }
    }

    async fn attempt(
        &self,
        request: &Request<'_>,
        token: Option<&Token>,
        timeout: Duration,
    ) -> Result<Vec<u8>, CallFailure> {
        let opened = self.open(request, token, timeout).await?;
        let (response, answer) = (opened.response, opened.answer);
        let body = read_bounded(response, request.limit).await?;
        self.judge(&answer, &body)?;
        Ok(body)
    }

    /// Sends a request and waits for the head of its answer.
    pub(super) async fn open(
        &self,
        request: &Request<'_>,
        token: Option<&Token>,
        timeout: Duration,
    ) -> Result<Opened, CallFailure> {
        let is_first = self.http.lock().is_none();
        if is_first {
            knock(&self.origin, self.timing.knock).await?;
        }
        let asked = self.clock.reading();
        let response = self
            .build(request, token)
            .map_err(CallFailure::never_sent)?
            .timeout(timeout)
            .send()
            .await
            .map_err(|error| self.blame_clock(failure::from_opening(&error, &self.origin)))?;
        let answer = AnswerHead {
            asked,
            answered: self.clock.reading(),
            status: response.status(),
            meta: failure::ResponseMeta::from_response(&response),
        };
        Ok(Opened { response, answer })
    }

    /// Whether an answer whose body begins so is the server's, and a good one.
    pub(super) fn judge(&self, answer: &AnswerHead, body: &[u8]) -> Result<(), CallFailure> {
        let (status, meta) = (answer.status, &answer.meta);
        if meta.is_captive_portal(status, body, &self.origin) {
            return Err(self.foreign_answer(meta.foreign_answer_text(status)));
        }
        if let Some(date) = meta.date {
            self.clock.observe(answer.asked, answer.answered, date);
        }
        if status.is_success() {
            self.mark_known();
            *self.capabilities.lock() = meta.capabilities;
            Ok(())
        } else {
            Err(failure::from_status(status, meta, body))
        }
    }

    /// A certificate that is not trusted while this PC's clock cannot be right: the clock it is.
    fn blame_clock(&self, failure: CallFailure) -> CallFailure {
        match failure.error {
            Error::BadCertificate(words) if self.clock.is_implausible() => CallFailure {
                error: Error::WrongClock(words),
                ..failure
            },
            _ => failure,
        }
    }

    /// Somebody else answered: whether the request reached the server nobody can tell. It says
    /// nothing of the token, whatever its status.
    fn foreign_answer(&self, words: String) -> CallFailure {
        let error = if self.known.load(Ordering::Relaxed) {
            Error::CaptivePortal(words)
        } else {
            Error::NotAvvento(words)
        };
        CallFailure::answered(error).uncertain()
    }

    /// As [`Rest::exchange`], but with the patience that a sleeping host needs: 502, 503, 504 and
    /// silence are waited out (CONTRACT section 3). `waking` is told once, when that begins.
    pub(super) async fn exchange_waking(
        &self,
        request: &Request<'_>,
        token: Option<&Token>,
        waking: &(dyn Fn() + Sync),
    ) -> Result<Vec<u8>, CallFailure> {
        let give_up = Instant::now() + self.timing.wake_timeout;
        let mut announced = false;
        loop {
            let left = give_up.saturating_duration_since(Instant::now());
            let exchange = self.exchange(request, token, left);
            tokio::pin!(exchange);
            let first = if announced {
                None
            } else {
                Some(self.timing.waking_after)
            };
            let outcome = match first {
                None => exchange.await,
                Some(soon) => match tokio::time::timeout(soon, &mut exchange).await {
                    Ok(outcome) => outcome,
                    Err(_) => {
                        waking();
                        announced = true;
                        exchange.await
                    }
                },
            };
            match outcome {
                Err(failure) if failure.is_host_asleep() => {
                    if !announced {
                        waking();
                        announced = true;
                    }
                    let asked = failure.retry_after();
                    let pause = asked.map_or(self.timing.wake_pause, |asked| {
                        asked.max(self.timing.wake_pause)
                    });
                    if Instant::now() + pause >= give_up {
                        return Err(match asked {
                            Some(_) => failure,
                            None => CallFailure {
                                error: Error::HostAsleep(failure.error.to_string()),
                                ..failure
                            },
                        });
                    }
                    tokio::time::sleep(pause).await;
                }
                other => return other,
            }
        }
    }

    fn build(&self, request: &Request<'_>, token: Option<&Token>) -> Result<RequestBuilder, Error> {
        let mut builder = self
            .http()?
            .request(request.method.clone(), self.origin.url(request.path))
            .query(&request.query);
        if let Some(token) = token {
            builder = builder.bearer_auth(token.expose());
        }
        Ok(match &request.body {
            Some(body) => builder.json(body),
            None => builder,
        })
    }
}

fn http_client(timing: &Timing, origin: &Origin) -> Result<Client, Error> {
    proxy::client_builder(origin)
        .tls_backend_preconfigured(certificates::tls_connector()?)
        // A redirect could carry the token to another host, and turns POST into GET.
        .redirect(redirect::Policy::none())
        .connect_timeout(timing.connect_timeout)
        // One HTTP/2 connection carries many calls, so a dead one would hold up all of them.
        .http2_keep_alive_interval(HTTP2_PING_EVERY)
        .http2_keep_alive_timeout(HTTP2_PONG_WITHIN)
        .pool_idle_timeout(IDLE)
        .user_agent(concat!("avvento-desk/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Error::Internal(error.to_string()))
}
