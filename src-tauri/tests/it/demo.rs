//! The demo, on a computer whose environment names a proxy.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    process::Command,
    sync::{Arc, Mutex},
};

use engine::Connection;
use shell::{arguments::Pace, demo::Demo};

const THIS_TEST: &str = "demo::the_demo_works_behind_a_proxy_and_tells_it_nothing";
/// Set where the test runs itself, behind the proxy.
const BEHIND: &str = "AVVENTO_TEST_BEHIND_A_PROXY";

/// A proxy that refuses everything and keeps what it was told.
fn proxy() -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&heard);
    std::thread::spawn(move || {
        for mut line in listener.incoming().flatten() {
            let mut head = vec![0; 4096];
            let length = line.read(&mut head).unwrap_or_default();
            *kept.lock().unwrap() += &String::from_utf8_lossy(&head[..length]);
            let _ = line.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
        }
    });
    (url, heard)
}

async fn run_demo() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, _account) = Demo::start(&folder.path().join("demo"), Pace::Still)
        .await
        .expect("the demo starts");
    let mut line = demo.engine().subscribe_connection();
    line.wait_for(|state| matches!(state, Connection::Online { .. }))
        .await
        .unwrap();
    demo.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_works_behind_a_proxy_and_tells_it_nothing() {
    if std::env::var_os(BEHIND).is_some() {
        return run_demo().await;
    }
    let (proxy, heard) = proxy();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", THIS_TEST]).env(BEHIND, "1");
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, &proxy).env(name.to_lowercase(), &proxy);
    }
    let run = command.env_remove("NO_PROXY").env_remove("no_proxy");
    let run = tokio::task::block_in_place(|| run.output().unwrap());
    assert!(run.status.success(), "{run:?}");
    assert_eq!(
        heard.lock().unwrap().as_str(),
        "",
        "the proxy hears nothing"
    );
}
