//! What Linux tells of a process: its time on the processor and its memory. Elsewhere nothing is told.

use std::time::Duration;

/// How many ticks a second has in `/proc`: 100 on every Linux that this runs on.
const TICKS: u32 = 100;

/// How much of the processor's time this thread has taken.
pub fn own_cpu_time() -> Option<Duration> {
    cpu_time("thread-self")
}

/// How much of the processor's time a process has taken.
pub fn cpu_time_of(process: u32) -> Option<Duration> {
    cpu_time(&process.to_string())
}

fn cpu_time(process: &str) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold anything; what follows it does not.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(Duration::from_secs(1) * (user + system) / TICKS)
}

/// How much memory a process holds, in bytes (`VmRSS`).
pub fn memory_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}
