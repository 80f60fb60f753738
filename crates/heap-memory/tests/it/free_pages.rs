use heap_memory::{bytes_in_use, give_back_free_pages, prepare_heap};

const BLOCK: usize = 4_000;
const BLOCKS: usize = 8_192;

/// The process's own pages in memory, in bytes.
fn own_memory() -> usize {
    let counts = std::fs::read_to_string("/proc/self/statm").expect("Linux tells of a process");
    let pages: Vec<usize> = counts
        .split_whitespace()
        .map(|count| count.parse().expect("a count of pages"))
        .collect();
    // Of those in memory (the second) the third are files'.
    (pages[1] - pages[2]) * 4_096
}

#[test]
fn pages_that_lie_free_between_blocks_in_use_go_back() {
    let mut blocks: Vec<Option<Vec<u8>>> = (0..BLOCKS).map(|_| Some(vec![1; BLOCK])).collect();
    // One block in 64 stays: nothing at the heap's end goes free.
    for (place, block) in blocks.iter_mut().enumerate() {
        if place % 64 != 63 {
            *block = None;
        }
    }
    let before = own_memory();
    give_back_free_pages();
    let after = own_memory();
    assert!(
        before >= after + BLOCKS * BLOCK / 2,
        "32 MB lie free, but of {before} bytes {after} are still held"
    );
    let kept = blocks.iter().flatten().all(|block| block == &[1; BLOCK]);
    assert!(kept, "a block in use was touched");
}

#[test]
fn what_is_taken_and_dropped_is_counted() {
    const LARGE: u64 = 64 << 20;
    let count = || bytes_in_use().expect("this heap tells");
    let before = count();
    let block = vec![1_u8; 64 << 20];
    let with_block = count();
    assert!(
        with_block >= before + LARGE,
        "{before} and then {with_block} bytes"
    );
    drop(block);
    let after = count();
    assert!(
        after < with_block - LARGE / 2,
        "{with_block} and then {after} bytes"
    );
}

#[test]
fn a_thread_takes_from_the_heap_that_all_share() {
    prepare_heap();
    let address = std::thread::spawn(|| {
        let block = Box::new([1_u8; BLOCK]);
        std::ptr::from_ref(block.as_ref()).addr()
    });
    let address = address.join().expect("the thread ends");
    assert!(
        heap().contains(&address),
        "{address:x} lies outside {:x?}",
        heap()
    );
}

#[test]
fn a_large_block_is_mapped_by_itself_after_a_larger_one_was_dropped() {
    prepare_heap();
    // A thread that begins now has the shared heap.
    let address = std::thread::spawn(|| {
        // From then on glibc would take the next ones up to this size from the heap.
        drop(vec![1_u8; 8 << 20]);
        let block = vec![1_u8; 200 << 10];
        block.as_ptr().addr()
    });
    let address = address.join().expect("the thread ends");
    assert!(
        !heap().contains(&address),
        "{address:x} lies among the small blocks, in {:x?}",
        heap()
    );
}

/// The addresses of the heap that grows behind the program.
fn heap() -> std::ops::Range<usize> {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("Linux tells of a process");
    let heap = maps.lines().find(|line| line.ends_with("[heap]"));
    let (from, until) = heap
        .and_then(|line| line.split_whitespace().next()?.split_once('-'))
        .expect("the process has a heap");
    let parse = |text| usize::from_str_radix(text, 16).expect("an address");
    parse(from)..parse(until)
}
