//! What TLS the servers have to speak. The system's OpenSSL is told to take whatever there is, so that what refuses is the
//! program.

use std::{path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::common::{DeskCommand, TestBackend, run_to_end};

/// Has OpenSSL take what is broken too.
const TAKES_ALL: &str = "openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = broken
[broken]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
";

/// A key and a certificate for this computer, in this folder.
async fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        ])
        .args(["-batch", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-keyout", "key", "-out", "certificate"])
        .current_dir(folder)
        .output()
        .await
        .expect("openssl runs");
    assert!(made.status.success(), "{made:?}");
}

/// A web server that speaks one version of TLS alone, and its address.
async fn serve(folder: &Path, version: &str) -> (Child, String) {
    let mut server = Command::new("openssl")
        .args(["s_server", "-accept", "127.0.0.1:0", "-www", version])
        .args(["-key", "key", "-cert", "certificate"])
        .args(["-cipher", "ALL:@SECLEVEL=0"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("openssl runs");
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = loop {
        let line = lines.next_line().await.unwrap().expect("it listens");
        if let Some(address) = line.strip_prefix("ACCEPT ") {
            break format!("https://{address}");
        }
    };
    // Whoever does not read has it stop.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (server, address)
}

/// What `desk` says of a server that speaks this version.
async fn words_about(folder: &Path, version: &str) -> String {
    let token = TestBackend::start().await.token("admin").await;
    let (_server, address) = serve(folder, version).await;
    let desk = DeskCommand::new(&address, Some(token));
    let mut command = desk.command(&["order", "65f0c0ffee"]);
    command
        .env("OPENSSL_CONF", folder.join("openssl.cnf"))
        .env("SSL_CERT_FILE", folder.join("certificate"));
    run_to_end(command, None).await.stderr
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_speaks_only_tls_1_1_is_not_spoken_with() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openssl.cnf"), TAKES_ALL).unwrap();
    make_certificate(folder.path()).await;
    let spoken_with = words_about(folder.path(), "-tls1_2").await;
    let refused = words_about(folder.path(), "-tls1_1").await;
    assert!(
        spoken_with.contains("something else than an Avvento server answers"),
        "TLS 1.2 is spoken: {spoken_with}"
    );
    assert!(refused.contains("out of reach"), "{refused}");
}
