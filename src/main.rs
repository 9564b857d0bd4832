//! The binary: everything is in the library's [`niemyet::cli`].

fn main() -> std::process::ExitCode {
    niemyet::cli::run()
}
