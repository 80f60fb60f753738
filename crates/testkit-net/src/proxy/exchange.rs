//! One connection of a client: request after request, each forwarded, or met by a fault.

use std::io::Result;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::fault_schedule::LateCommit;
use super::http::{Pipe, Request, Response, broken};
use super::page_shape::ShapedPage;
use super::standing::Verdict;
use super::{Fault, Shared, Trigger, responses, tunnel};

/// How long a backend may stand still before its line is given up.
const UPSTREAM_PATIENCE: Duration = Duration::from_secs(120);
/// How long a half-open line is held at the longest.
const HELD: Duration = Duration::from_secs(60);

/// How long a server that goes on takes to carry out what was posted to it.
const SLOW_TO_COMMIT: Duration = Duration::from_millis(200);

/// What becomes of the client's line after a request.
enum After {
    Next,
    Close,
}

/// Carries what a client asks, until its line ends.
pub(super) async fn carry(client: TcpStream, shared: &Arc<Shared>) -> Result<()> {
    let mut client = Pipe::new(client);
    while let Some(request) = client.request().await? {
        let trigger = request.trigger();
        match shared.standing.verdict(&request).await {
            Verdict::Forward => {}
            verdict => return carry_out(verdict, &mut client, &request, shared).await,
        }
        let fault = shared.schedule.next_fault(trigger);
        if let Some(fault) = fault {
            tracing::debug!(?fault, ?trigger, "apply_fault");
        }
        let after = match fault {
            None if trigger == Trigger::Upgrade => {
                return upgrade(client, &request, shared).await;
            }
            None => pass(&mut client, &request, shared).await?,
            Some(Fault::Delay) => {
                sleep(shared.schedule.between(50, 900)).await;
                if trigger == Trigger::Upgrade {
                    return upgrade(client, &request, shared).await;
                }
                pass(&mut client, &request, shared).await?
            }
            Some(fault) => apply_fault(&mut client, request, fault, shared).await?,
        };
        if matches!(after, After::Close) {
            break;
        }
    }
    Ok(())
}

/// A standing fault ends the line.
async fn carry_out(
    verdict: Verdict,
    client: &mut Pipe,
    request: &Request,
    shared: &Shared,
) -> Result<()> {
    match verdict {
        Verdict::Respond(response) => client.write(&response).await,
        Verdict::CutAfter => forward(request, shared).await.map(drop),
        Verdict::Truncate => truncate(client, request, shared).await,
        Verdict::Hang => {
            hold(client).await;
            Ok(())
        }
        Verdict::Forward | Verdict::CutBefore => Ok(()),
    }
}

async fn pass(client: &mut Pipe, request: &Request, shared: &Shared) -> Result<After> {
    let response = forward(request, shared).await?;
    if shared.standing.holds_back(None) {
        hold(client).await;
        return Ok(After::Close);
    }
    client.write(&response.raw).await?;
    Ok(After::Next)
}

async fn apply_fault(
    client: &mut Pipe,
    request: Request,
    fault: Fault,
    shared: &Arc<Shared>,
) -> Result<After> {
    if fault == Fault::BadGateway && shared.schedule.one_in(2) {
        drop(forward(&request, shared).await?);
    }
    let Some(instead) = responses::response_of(fault, shared.schedule.one_in(2)) else {
        cut(client, request, fault, shared).await?;
        return Ok(After::Close);
    };
    client.write(&instead).await?;
    Ok(After::Next)
}

/// The faults after which the client's line is no more.
async fn cut(
    client: &mut Pipe,
    request: Request,
    fault: Fault,
    shared: &Arc<Shared>,
) -> Result<()> {
    match fault {
        Fault::DropAnswer => forward(&request, shared).await.map(drop),
        Fault::Truncate => truncate(client, &request, shared).await,
        Fault::LateCommit => {
            // Mostly cut at once; now and then the client is left to run out of patience.
            let outstanding = Outstanding::new(shared);
            if shared.schedule.one_in(4) {
                hold(client).await;
            }
            commit_later(request, outstanding);
            Ok(())
        }
        Fault::HalfOpen => {
            hold(client).await;
            Ok(())
        }
        Fault::Restart => {
            restart(request, shared).await;
            Ok(())
        }
        _ => client.stream.set_zero_linger(),
    }
}

/// Carries a request to the backend on a line of its own, whether or not the client still waits.
async fn forward(request: &Request, shared: &Shared) -> Result<Response> {
    wait_while_paused(request, shared).await;
    let shape = *shared.standing.page_shape.lock();
    let exchange = async {
        match shape.and_then(|shape| ShapedPage::of(request, shape)) {
            Some(page) => forward_shaped(page, shared).await,
            None => ask(&request.raw, shared).await,
        }
    };
    match timeout(UPSTREAM_PATIENCE, exchange).await {
        Ok(response) => response,
        Err(_) => Err(broken("the backend stands still")),
    }
}

async fn ask(request: &[u8], shared: &Shared) -> Result<Response> {
    let mut upstream = Pipe::new(TcpStream::connect(shared.upstream).await?);
    upstream.write(request).await?;
    upstream.response().await
}

/// Asks for all pages of a chat, for one that is cut out of them.
async fn forward_shaped(mut page: ShapedPage<'_>, shared: &Shared) -> Result<Response> {
    loop {
        let answer = ask(&page.upstream_request()?, shared).await?;
        if answer.status != 200 {
            return Ok(answer);
        }
        let body = answer.raw.get(answer.head..).unwrap_or_default();
        if let Some(raw) = page.take(body)? {
            return Ok(Response {
                raw,
                head: 0,
                status: 200,
            });
        }
    }
}

/// Waits while the server stands still; what was posted meanwhile waits a little longer.
async fn wait_while_paused(request: &Request, shared: &Shared) {
    let mut still = shared.paused.subscribe();
    let stood_still = *still.borrow_and_update();
    // The sender is shared, and outlives this.
    drop(still.wait_for(|still| !still).await);
    if stood_still && request.trigger() == Trigger::Send {
        sleep(SLOW_TO_COMMIT).await;
    }
}

async fn truncate(client: &mut Pipe, request: &Request, shared: &Shared) -> Result<()> {
    let response = forward(request, shared).await?;
    let cut = response.head + (response.raw.len() - response.head) / 2;
    client
        .write(response.raw.get(..cut).unwrap_or_default())
        .await
}

/// The line is closed by now; the request reaches the backend later.
fn commit_later(request: Request, outstanding: Outstanding) {
    tokio::spawn(async move {
        let shared = &outstanding.0;
        let began = Instant::now();
        sleep(shared.schedule.lateness()).await;
        let response = forward(&request, shared).await;
        let stored = match response {
            Ok(response) => (200..300).contains(&response.status),
            // Nobody knows whether the backend took it.
            Err(_) => true,
        };
        if let Some(posted) = request.posted() {
            shared.schedule.note_late(LateCommit {
                conversation: posted.conversation_id,
                text: posted.content,
                took: began.elapsed(),
                stored,
            });
        }
    });
}

/// A late commit that is waited for, until it came or its line was cut before it could.
struct Outstanding(Arc<Shared>);

impl Outstanding {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.schedule.late_begins();
        Self(shared.clone())
    }
}

impl Drop for Outstanding {
    fn drop(&mut self) {
        self.0.schedule.late_ends();
    }
}

/// Passes nothing on until the client goes away.
async fn hold(client: &mut Pipe) {
    let mut ignored = [0; 4096];
    let gone = async { while let Ok(1..) = client.stream.read(&mut ignored).await {} };
    // Held long enough, it may end.
    drop(timeout(HELD, gone).await);
}

/// The request is on its way when the backend is killed.
async fn restart(request: Request, shared: &Arc<Shared>) {
    let Some(restart) = &shared.restart else {
        return;
    };
    let pause = shared.schedule.between(0, 20);
    let on_its_way = {
        let shared = shared.clone();
        tokio::spawn(async move { forward(&request, &shared).await.map(drop) })
    };
    sleep(pause).await;
    if let Err(error) = restart().await {
        tracing::error!(%error, "the backend did not start again");
    }
    on_its_way.abort();
}

async fn upgrade(mut client: Pipe, request: &Request, shared: &Shared) -> Result<()> {
    let number = shared.standing.counts.websockets.load(SeqCst);
    let mut upstream = Pipe::new(TcpStream::connect(shared.upstream).await?);
    upstream.write(&request.raw).await?;
    let response = match timeout(UPSTREAM_PATIENCE, upstream.response()).await {
        Ok(response) => response?,
        Err(_) => return Err(broken("the backend stands still")),
    };
    if shared.standing.holds_back(Some(number)) {
        hold(&mut client).await;
        return Ok(());
    }
    client.write(&response.raw).await?;
    if response.status != 101 {
        return Ok(());
    }
    let holds_back = || shared.standing.holds_back(Some(number));
    let ping = shared.standing.ping.lock().clone();
    let carried = tunnel::carry(
        &mut client,
        &mut upstream,
        &shared.schedule,
        &holds_back,
        ping.as_ref(),
        shared.packets.subscribe(),
    );
    match carried.await? {
        tunnel::End::Closed => {}
        tunnel::End::Reset => client.stream.set_zero_linger()?,
        tunnel::End::Stalled => {
            // The server's side stays as it is, too.
            hold(&mut client).await;
        }
    }
    Ok(())
}
