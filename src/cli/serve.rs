//! `niemyet serve`.

use std::sync::Arc;

use annotate_snippets::Renderer;

use super::args::ServeArgs;
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::{build, signals};
use crate::finding::{Finding, Severity};
use crate::input::Input;
use crate::pipeline::{self, Form};
use crate::render::Overrides;
use crate::report::{Detail, TextOptions, findings_text};
use crate::serve::{self, Desk, Limits, Live};
use crate::store::{Interrupt, Project, Seen, StoreError};
use crate::watch::{Watch, WatchKind, Woken};

/// How often a request to stop is looked for.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(100);

/// Serves the site, rebuilds it whenever the project changes, and ends on Ctrl-C.
///
/// 1. take a port, so that the site can know its own address;
/// 2. watch the project, then build it: no change is missed in between;
/// 3. serve from another thread while this one rebuilds.
pub(super) fn run(args: &ServeArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let listener = serve::listen(args.port).map_err(|error| {
        Failure::Asked("no_port", vec![("port", args.port.to_string()), ("reason", error.to_string())])
    })?;
    let address = listener.local_addr().map_err(Failure::Stream)?;
    let mut watch = Watch::start(&project).map_err(|reason| Failure::Asked("no_watch", vec![("reason", reason)]))?;
    if watch.kind() == WatchKind::Polling {
        tell(&format!("{}\n", context.words("polling", &[])));
    }
    let (base_url, live) = (format!("http://{address}/"), Live::new());
    let mut session = Session { project, context, base_url, live, last: None, seen: Seen::default(), desk: None };
    signals::careful(|interrupt| {
        session.rebuild();
        print(&format!("{}\n", context.words("serving", &[("address", session.base_url.clone())])))?;
        let live = session.live.clone();
        let server = std::thread::spawn(move || serve_until_stopped(listener, live, interrupt));
        while watch.wait(interrupt) == Woken::Changed {
            session.rebuild();
        }
        match server.join() {
            Ok(served) => served.map_err(Failure::Stream),
            Err(_) => Err(Failure::Asked("server_died", Vec::new())),
        }
    })?;
    tell(&format!("{}\n", context.words("served", &[])));
    Ok(Exit::Clean)
}

fn serve_until_stopped(
    listener: std::net::TcpListener,
    live: Arc<Live>,
    interrupt: &'static Interrupt,
) -> Result<(), std::io::Error> {
    let stopped = async {
        while interrupt.check().is_ok() {
            tokio::time::sleep(PATIENCE).await;
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(serve::run(listener, live, Limits::default(), stopped));
    runtime.shutdown_background();
    served
}

/// A project being edited.
struct Session<'a> {
    project: Project,
    context: &'a Context,
    base_url: String,
    live: Arc<Live>,
    /// What the site was last made from.
    last: Option<Arc<Input>>,
    /// How its files stood then.
    seen: Seen,
    /// Who answers the search of the last good site.
    desk: Option<Arc<Desk>>,
}

impl Session<'_> {
    /// Reads the project and, where it says something else than before, makes the site anew.
    fn rebuild(&mut self) {
        let input = match self.project.read_after(&mut self.seen, self.last.as_deref()) {
            Ok(parts) => self.context.input_of(parts, Some(self.base_url.clone())),
            Err(error) => return self.unreadable(&error),
        };
        if self.last.as_deref() == Some(&input) {
            return;
        }
        let input = Arc::new(input);
        let form = Form { review: true, ..Form::default() };
        let mut built = pipeline::build_project(&input, &Overrides::default(), form);
        // On this machine alone: what is to be mended stands beside the site.
        built.artifacts.merge(std::mem::take(&mut built.review));
        build::report(&built.findings, &input, &|path| self.project.shown(path), self.context);
        if built.is_publishable() {
            let values = [("files", built.artifacts.len().to_string())];
            tell(&format!("{}\n", self.context.words("rebuilt", &values)));
            let desk = Desk::of(input.clone(), &built.artifacts, self.desk.take());
            self.desk = Some(desk.clone());
            self.live.show(built.artifacts, Some(desk));
        } else {
            self.live.trouble(self.errors_text(built.findings, &input));
        }
        self.last = Some(input);
    }

    fn unreadable(&mut self, error: &StoreError) {
        let language = self.context.language;
        let text = format!("{}\n{}\n", error.message(language), error.help(language));
        tell(&text);
        self.live.trouble(text);
        self.last = None;
    }

    /// The errors alone, without colours.
    fn errors_text(&self, findings: Vec<Finding>, input: &Input) -> String {
        let errors: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.severity() == Severity::Error).collect();
        let options = TextOptions {
            language: self.context.language,
            detail: Detail::Counted,
            renderer: Renderer::plain(),
            shown: &|path| self.project.shown(path),
        };
        findings_text(&errors, input, &options)
    }
}
