//! Keeps the heap small: one for all threads, without large blocks, whose free pages are given back to the system; says
//! how much of it is in use.
//!
//! glibc gives back what lies free at a heap's end and keeps what lies free between blocks in use. A program of many
//! threads that runs all day holds ever more of the latter: after a million events 42 MB, of which 18 were in use
//! (docs/reliability.md). Other systems' heaps do this by themselves, so there is nothing to do on them.

/// From how many bytes on a block is mapped by itself, and so goes back to the system as soon as it is dropped: glibc's own
/// figure at the start, which it raises up to 32 MB as large blocks are dropped. From then on they lie among the small
/// ones, and leave holes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MAPPED_FROM: i32 = 128 * 1024;

/// Has all threads of this process share one heap, and maps each large block by itself, however long the process runs. Call
/// it first of all in `main`: a thread keeps the heap that it has.
///
/// glibc gives each thread up to one heap of its own (eight for each processor), and what one of them has free no other can
/// use. Taking in 60,000 messages so, `desk tail` grew by 60 MB; with one heap by 32, for a tenth more of the processor's
/// time at most (docs/performance.md).
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn prepare_heap() {
    // SAFETY: the calls take plain numbers, and only change how many heaps and mapped blocks are made from now on.
    let _whether_they_did = unsafe {
        (
            libc::mallopt(libc::M_ARENA_MAX, 1),
            libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_FROM),
        )
    };
}

/// Nothing: this system's threads share one already, or their heaps cannot be counted.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn prepare_heap() {}

/// Gives back whole pages without a block in use. Takes some milliseconds, in which whoever wants memory of the same
/// heap waits: call it now and then, off the threads that answer somebody.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_free_pages() {
    // SAFETY: the call takes a plain number, may come from any thread at any time, and touches no block in use.
    let _whether_any_was = unsafe { libc::malloc_trim(0) };
}

/// Nothing: this system's heap gives its pages back by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_free_pages() {}

/// How many bytes of the heap are in use, those of large blocks that were mapped by themselves included; `None` where the
/// system's heap does not tell.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[must_use]
pub fn bytes_in_use() -> Option<u64> {
    // SAFETY: the call takes nothing, may come from any thread at any time, and only reads the heap's own counts.
    let counts = unsafe { libc::mallinfo2() };
    u64::try_from(counts.uordblks.checked_add(counts.hblkhd)?).ok()
}

/// This system's heap does not tell.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[must_use]
pub fn bytes_in_use() -> Option<u64> {
    None
}
