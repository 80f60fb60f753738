#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| avvento_fuzz::take("journal", data));
