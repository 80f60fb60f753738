//! An output that nobody reads, and when a process waits for it.

use std::io::{PipeReader, PipeWriter, Write as _};

/// What a pipe holds, in bytes.
const PIPE_HOLDS: usize = 64 * 1024;
const WRITE_TO_STDOUT: &str = "1 0x1 ";

/// A pipe that takes nothing more, until its reader reads.
pub fn full_pipe() -> (PipeReader, PipeWriter) {
    let (reader, mut writer) = std::io::pipe().expect("no pipe");
    writer.write_all(&[b'\n'; PIPE_HOLDS]).expect("not filled");
    (reader, writer)
}

/// Waits until a thread of the process is within a write to its stdout, which only a full one lasts for.
pub async fn until_it_writes_to_stdout(process: u32) {
    let is_writing = || {
        let threads = std::fs::read_dir(format!("/proc/{process}/task")).expect("it runs");
        threads.flatten().any(|thread| {
            let call = std::fs::read_to_string(thread.path().join("syscall"));
            call.is_ok_and(|call| call.starts_with(WRITE_TO_STDOUT))
        })
    };
    let writes = async {
        while !is_writing() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::TEST_TIMEOUT, writes)
        .await
        .expect("it never waited for its output");
}
