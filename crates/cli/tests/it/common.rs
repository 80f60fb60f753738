//! A backend in this process, and the real `desk` beside it with a data folder of its own.

mod backend;
mod desk_command;
mod rest_client;
#[cfg(target_os = "linux")]
mod stuck_output;
mod tail_process;

use std::time::Duration;

use serde_json::Value;

pub use backend::{PASSWORD, TestBackend};
pub use desk_command::{DeskCommand, run_to_end};
pub use rest_client::RestClient;
#[cfg(target_os = "linux")]
pub use stuck_output::{full_pipe, until_it_writes_to_stdout};

/// Far beyond what any test takes: a test that waits longer is stuck.
pub const TEST_TIMEOUT: Duration = Duration::from_secs(120);

/// The text of a JSON string.
pub fn json_text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}
