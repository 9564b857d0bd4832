//! The binary: everything is in the library's [`niemyet::cli`].

/// A site is millions of short texts made by several threads: the system's own allocator takes a sixth of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    niemyet::cli::run()
}
