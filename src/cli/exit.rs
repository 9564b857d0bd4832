//! How a command ends.

use std::io::Write;
use std::process::ExitCode;

use annotate_snippets::normalize_untrusted_str;

use crate::store::StoreError;
use crate::strings::{Language, Strings};

/// The exit codes. Scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done, and nothing stops publication.
    Clean = 0,
    /// Findings of severity error: nothing was published.
    Findings = 1,
    /// Could not run: wrong arguments, a missing catalogue, a refused output folder, a full disk, Ctrl-C.
    CouldNotRun = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum Failure {
    /// The store refused or failed.
    Store(StoreError),
    /// The command asks for something that is not there: strings `cli.<key>.message` and `.help` with their values,
    /// or `.help_alone` where what is `near` is empty.
    Asked(&'static str, Vec<(&'static str, String)>),
    /// Standard output or input failed.
    Stream(std::io::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl Failure {
    /// Says on standard error what happened and what to do. A reader that went away is no failure.
    pub(super) fn report(&self, language: Language) -> Exit {
        let strings = Strings::of(language);
        let (message, help) = match self {
            Failure::Stream(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Exit::Clean,
            Failure::Stream(error) => (error.to_string(), String::new()),
            Failure::Store(error) => (error.message(language), error.help(language)),
            Failure::Asked(key, args) => {
                let is_alone = args.iter().any(|(name, value)| *name == "near" && value.is_empty());
                let help = if is_alone { "help_alone" } else { "help" };
                (strings.filled(&["cli", key, "message"], args), strings.filled(&["cli", key, help], args))
            }
        };
        let mut text = format!("{}: {message}\n", strings.get(&["report", "error"]));
        if !help.is_empty() {
            text.push_str(&format!("  {}: {help}\n", strings.get(&["report", "help"])));
        }
        tell(&text);
        Exit::CouldNotRun
    }
}

/// Writes a text to standard output, whole.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// Writes a file's bytes to standard output, whole.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    #[cfg(test)]
    if super::tests::hears(bytes) {
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(Failure::Stream)
}

/// Writes an answer as JSON while it is made: that of a province is longer than what memory should hold.
pub(super) fn print_json(answer: &impl serde::Serialize) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, answer).map_err(std::io::Error::from);
    written.and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()).map_err(Failure::Stream)
}

/// Writes words about the work to standard error. Where nobody can read them, the work goes on.
pub(super) fn tell(text: &str) {
    // Names of files and values from content must not steer the terminal; line ends stay.
    let lines: Vec<String> = text.split('\n').map(normalize_untrusted_str).collect();
    let text = lines.join("\n");
    #[cfg(test)]
    if super::tests::hears(text.as_bytes()) {
        return;
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
