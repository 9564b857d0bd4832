//! What a command works with. The clock and the environment are read here, once, and nowhere else.
#![allow(clippy::disallowed_methods, reason = "the clock and the environment are read here, once")]

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use annotate_snippets::Renderer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Global;
use super::exit::{Failure, tell};
use crate::input::Input;
use crate::model::Day;
use crate::render::Overrides;
use crate::report::{Detail, TextOptions};
use crate::source::{visible, visible_path};
use crate::store::{self, Program, Project, ProjectFiles, Recovered, Scope, bring_back, recover};
use crate::strings::{Language, Strings};

/// Vietnam's time, in seconds east of UTC. It has no summer time.
const VIETNAM: i64 = 7 * 3600;

/// How wide a text report may be, in columns.
const WIDTH: usize = 120;

/// The days, the language and the terminal of one run.
#[derive(Debug)]
pub(super) struct Context {
    catalogue: PathBuf,
    /// Whether the command line names the catalogue.
    pub(super) is_catalogue_named: bool,
    /// Which law is shown.
    pub(super) as_of: Day,
    /// The day it is.
    pub(super) today: Day,
    /// The reader's language.
    pub(super) language: Language,
    stdout: Stream,
    stderr: Stream,
}

/// What stands at the other end of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stream {
    /// A terminal that shows colours.
    Colours,
    /// A terminal without.
    Plain,
    /// A file or another program.
    Pipe,
}

/// One of the two outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    /// Standard output: what was asked for.
    Out,
    /// Standard error: words about the work.
    Err,
}

impl Context {
    /// Settles the days: the option, else `SOURCE_DATE_EPOCH`, else the clock at UTC+7.
    pub(super) fn new(global: &Global) -> Result<Context, Failure> {
        let today = match (global.today, std::env::var("SOURCE_DATE_EPOCH")) {
            (Some(day), _) => day,
            (None, Ok(text)) => {
                let day = text.trim().parse().ok().and_then(day_in_vietnam);
                day.ok_or(Failure::Asked("source_date_epoch", vec![("value", text)]))?
            }
            (None, Err(_)) => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                let day = i64::try_from(since.as_secs()).ok().and_then(day_in_vietnam);
                day.ok_or(Failure::Asked("clock", Vec::new()))?
            }
        };
        let plain = std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty())
            || std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let stream = |is_terminal: bool| match (is_terminal, plain) {
            (false, _) => Stream::Pipe,
            (true, true) => Stream::Plain,
            (true, false) => Stream::Colours,
        };
        Ok(Context {
            catalogue: global.catalogue.clone().unwrap_or_else(|| PathBuf::from("catalogue")),
            is_catalogue_named: global.catalogue.is_some(),
            as_of: global.as_of.unwrap_or(today),
            today,
            language: global.lang.into(),
            stdout: stream(std::io::stdout().is_terminal()),
            stderr: stream(std::io::stderr().is_terminal()),
        })
    }

    /// The project that `--catalogue` names. What an earlier write left unfinished is finished first, and said.
    pub(super) fn project(&self) -> Result<Project, Failure> {
        let project = Project::find(&self.catalogue)?;
        self.recovered(&project.catalogue)?;
        Ok(project)
    }

    /// Finishes what an earlier write left unfinished in a folder, and says so: before anything there is read.
    pub(super) fn recovered(&self, folder: &Path) -> Result<(), Failure> {
        let told = |key, count: usize| tell(&format!("{}\n", self.words(key, &[("count", count.to_string())])));
        match recover(folder)? {
            None => {}
            Some(Recovered::Finished(count)) => told("recovered_finished", count),
            Some(Recovered::TakenBack) => told("recovered_taken_back", 0),
            Some(Recovered::Discarded) => told("recovered_discarded", 0),
        }
        Ok(())
    }

    /// A folder for a site of a project. A site that a run which died took out of it is put back first, and said.
    pub(super) fn output(&self, folder: &Path, project: &Project) -> Result<store::Output, Failure> {
        let output = store::Output::new(folder, project)?;
        self.brought_back(folder)?;
        Ok(output)
    }

    /// The same of a folder that is only read.
    pub(super) fn brought_back(&self, folder: &Path) -> Result<(), Failure> {
        if bring_back(folder)? {
            tell(&format!("{}\n", self.words("site_brought_back", &[("out", visible_path(folder))])));
        }
        Ok(())
    }

    /// What a command has at its end to mean the same catalogue: nothing where it is the one meant anyway.
    pub(super) fn again(&self) -> String {
        if self.catalogue.as_os_str() == "catalogue" {
            return String::new();
        }
        let shown = visible_path(&self.catalogue);
        if shown.contains(' ') { format!(" --catalogue '{shown}'") } else { format!(" --catalogue {shown}") }
    }

    /// Everything that a site is made of.
    pub(super) fn input(&self, project: &Project, base_url: Option<String>) -> Result<Input, Failure> {
        Ok(self.input_of(project.read()?, base_url))
    }

    /// The same of what was read.
    pub(super) fn input_of(&self, parts: ProjectFiles, base_url: Option<String>) -> Input {
        Input {
            catalogue: parts.catalogue,
            site: parts.site,
            templates: parts.templates,
            as_of: self.as_of,
            today: self.today,
            base_url,
        }
    }

    /// What the project's offices have of their own.
    pub(super) fn overrides(&self, project: &Project) -> Result<Overrides, Failure> {
        Ok(Overrides::new(project.read_offices()?))
    }

    /// The running program; `None` where the system does not tell which it is.
    pub(super) fn program(&self) -> Option<Program> {
        Program::at(&std::env::current_exe().ok()?)
    }

    /// Whose site it is, in words.
    pub(super) fn site_of(&self, scope: Option<&Scope>) -> String {
        match scope {
            Some(Scope::All) => self.words("site_of_all", &[]),
            Some(Scope::Office(office)) => self.words("site_of_office", &[("office", visible(&office.0))]),
            None => self.words("site_of_unknown", &[]),
        }
    }

    /// A string of the table `cli`, with its values.
    pub(super) fn words(&self, key: &str, args: &[(&'static str, String)]) -> String {
        Strings::of(self.language).filled(&["cli", key], args)
    }

    /// A string of the table `fetch`.
    pub(super) fn fetch_words(&self, key: &str) -> String {
        Strings::of(self.language).get(&["fetch", key])
    }

    /// How findings are drawn on an output.
    pub(super) fn renderer(&self, output: Output) -> Renderer {
        let stream = match output {
            Output::Out => self.stdout,
            Output::Err => self.stderr,
        };
        match stream {
            Stream::Colours => Renderer::styled().term_width(WIDTH),
            Stream::Plain | Stream::Pipe => Renderer::plain().term_width(WIDTH),
        }
    }

    /// How findings are told on an output, their files named as the project has them.
    pub(super) fn telling<'a>(
        &self,
        output: Output,
        detail: Detail,
        shown: &'a dyn Fn(&str) -> String,
    ) -> TextOptions<'a> {
        TextOptions { language: self.language, detail, renderer: self.renderer(output), shown }
    }

    /// A line about work under way, on a terminal alone.
    pub(super) fn spinner(&self, key: &str) -> ProgressBar {
        let spinner = ProgressBar::with_draw_target(None, self.target()).with_message(self.words(key, &[]));
        spinner.enable_steady_tick(Duration::from_millis(100));
        spinner
    }

    /// A bar for work whose parts are counted, on a terminal alone.
    pub(super) fn bar(&self, key: &str) -> ProgressBar {
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}");
        let bar = ProgressBar::with_draw_target(Some(0), self.target()).with_message(self.words(key, &[]));
        style.map_or(bar.clone(), |style| bar.with_style(style))
    }

    fn target(&self) -> ProgressDrawTarget {
        match self.stderr {
            Stream::Colours | Stream::Plain => ProgressDrawTarget::stderr(),
            Stream::Pipe => ProgressDrawTarget::hidden(),
        }
    }
}

/// The day in Vietnam at a number of seconds since 1970-01-01 UTC.
fn day_in_vietnam(seconds: i64) -> Option<Day> {
    use chrono::Datelike;
    let day = chrono::DateTime::from_timestamp(seconds.checked_add(VIETNAM)?, 0)?.date_naive();
    (1945..=2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let day = |day| Day::from_ymd_opt(2026, 8, day);
        assert_eq!(day_in_vietnam(1_788_195_599), day(31)); // 2026-08-31 23:59:59 +07:00
        assert_eq!(day_in_vietnam(1_788_195_600), Day::from_ymd_opt(2026, 9, 1));
        assert_eq!(day_in_vietnam(i64::MAX), None);
    }
}
