//! A long outage, its waiting times shortened: it costs no threads, no files and no memory, and ends.
#![cfg(target_os = "linux")]
use std::{
    fs,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use crate::common::*;
use engine::Engine;
use tokio::{net::TcpListener, task::JoinHandle};

/// The pause between two attempts, once it has grown.
const PAUSE: Duration = Duration::from_millis(4);

/// What a process holds.
#[derive(Clone, Copy, Debug)]
struct Holdings {
    threads: usize,
    files: usize,
    tasks: usize,
    /// In KiB.
    memory: usize,
}

impl Holdings {
    fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
        let number = |name: &str| -> usize {
            let line = status.lines().find(|line| line.starts_with(name));
            let words = line.and_then(|line| line.split_whitespace().nth(1));
            words.expect("a number").parse().expect("a number")
        };
        Self {
            threads: number("Threads:"),
            files: fs::read_dir("/proc/self/fd").expect("Linux tells").count(),
            tasks: tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks(),
            memory: number("VmRSS:"),
        }
    }
}

fn threads_named(name: &str) -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux tells");
    tasks
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|comm| comm.trim().starts_with(name))
        .count()
}

/// In the place of the server: takes each connection and drops it.
async fn nobody_home(address: SocketAddr) -> (Arc<AtomicUsize>, JoinHandle<()>) {
    let listener = TcpListener::bind(address).await.expect("the server's port");
    let dials = Arc::new(AtomicUsize::new(0));
    let counted = dials.clone();
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, SeqCst);
            drop(stream);
        }
    });
    (dials, task)
}

async fn dialled(engine: &Engine, dials: &AtomicUsize, times: usize) -> Holdings {
    until(engine, "it keeps dialling", || async {
        (dials.load(SeqCst) >= times).then_some(())
    })
    .await;
    Holdings::now()
}

#[tokio::test]
async fn hundreds_of_attempts_leak_nothing_and_keep_their_pauses() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut kept = settings(backend::Dialect::Live);
    kept.data = Some(folder.path().to_owned());
    let backend = backend_with_people(kept.clone()).await;
    kept.listen = backend.address();
    let salma = person_at(&backend.url(), "salma").await;
    let chat = salma.open_chat("سؤال").await.unwrap();
    let mut computer = Computer::new();
    computer.timing.backoff_first = Duration::from_millis(1);
    computer.timing.backoff_longest = PAUSE;
    let engine = computer.start_signed_in(&backend.url()).await;
    engine.save_draft(&chat, "مسودة").await.expect("kept");
    backend.stop().await;
    let (dials, listening) = nobody_home(kept.listen).await;

    let early = dialled(&engine, &dials, 200).await;
    let (begun, before) = (Instant::now(), dials.load(SeqCst));
    let late = dialled(&engine, &dials, 1_000).await;
    let (took, after) = (begun.elapsed(), dials.load(SeqCst));
    // An attempt in the middle holds a thread or two, and a handful of files.
    assert!(
        late.threads <= early.threads + 4,
        "{early:?} became {late:?}"
    );
    assert!(late.files <= early.files + 16, "{early:?} became {late:?}");
    assert!(
        late.memory <= early.memory + 12 * 1024,
        "{early:?} became {late:?}"
    );
    assert!(late.tasks <= early.tasks + 4, "{early:?} became {late:?}");
    // One attempt is a socket and a call or two. Jitter takes a quarter off a pause at most.
    let attempts = u32::try_from((after - before) / 3).expect("not that many");
    assert!(
        took >= PAUSE.mul_f64(0.7) * (attempts.saturating_sub(2)),
        "{attempts} attempts in {took:?}: the pauses are not kept"
    );

    listening.abort();
    drop(listening.await);
    let _backend = backend::start(kept).await.expect("the server is back");
    online(&engine).await;
    salma.send_message(&chat, "عدنا").await.unwrap();
    wait_for_message(&engine, &chat, "عدنا").await;
    engine.shutdown().await;
    assert_eq!(
        threads_named("socket"),
        0,
        "every socket's runtime has ended"
    );
}
