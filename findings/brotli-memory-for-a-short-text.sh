#!/usr/bin/env bash
# brotli 8.0.4 (the Rust encoder): the memory that it takes for a short text.
#
# One would expect an encoder that is told the size of what comes (`size_hint`) to take memory in proportion to it. At quality 11 it
# takes what its window asks for, which is 4 MB (`lgwin` 22) where nothing else is said: 44 MB for a text of 20 KB, by every thread
# that compresses one. A window that just holds the text takes a fraction of that, and gives as small a result.
#
#   findings/brotli-memory-for-a-short-text.sh      # needs cargo and the registry; ends with 0 while it is still so
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cargo add --quiet brotli@=8.0.4
cat > src/main.rs <<'RUST'
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// The system's allocator, with the bytes that are taken now and the most that ever were.
struct Counting;
static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        MOST.fetch_max(NOW.fetch_add(layout.size(), SeqCst) + layout.size(), SeqCst);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), SeqCst);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let words: Vec<String> = (0..2500).map(|number| format!("{:07}", number * 7919 % 100_003)).collect();
    let text = words.join(" ");
    for lgwin in [22, 15] {
        let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: text.len(), lgwin, ..Default::default() };
        let mut out = Vec::with_capacity(text.len());
        let before = NOW.load(SeqCst);
        MOST.store(before, SeqCst);
        brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params).expect("memory takes all");
        let megabytes = (MOST.load(SeqCst) - before) as f64 / 1e6;
        println!("lgwin {lgwin}: {} bytes to {}, at most {megabytes:.0} MB", text.len(), out.len());
    }
}
RUST
seen=$(cargo run --quiet --release)
echo "$seen"
diff <(echo "$seen") - <<'SEEN'
lgwin 22: 19999 bytes to 6585, at most 44 MB
lgwin 15: 19999 bytes to 6586, at most 3 MB
SEEN
