//! `niemyet export redirects`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::{Context, Output};
use super::exit::{Exit, Failure, print, tell};
use super::export::write;
use crate::finding::{Code, Finding, Hit};
use crate::load::settle;
use crate::pipeline::with_findings;
use crate::redirects::{RedirectFault, Redirects, Server};
use crate::render::{self, render};
use crate::report::{Detail, findings_text};
use crate::source::visible_path;

const TABLE: &str = "catalogue/redirects.tsv";

/// Write rules by which a web server leads the addresses of an old site, or of a portal that closed, to this site's pages.
///
/// They are made from `catalogue/redirects.tsv`, which docs/hosting.md explains. Each line is held against the site first: one
/// that leads to no page stops the command.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet export redirects nginx --out redirects.conf
  niemyet export redirects iis --host tthc.cu.example.gov.vn --out web.config

Exit codes: 0 written, 1 a line leads to no page, 2 could not run.")]
pub(super) struct RedirectsArgs {
    /// The web server of the old address
    #[arg(value_name = "SERVER", value_enum)]
    server: ServerName,
    /// Only the lines of this host, and those that name none
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Write to this file, whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The web servers by the names that people type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ServerName {
    /// nginx: a file for its http block
    Nginx,
    /// Apache httpd with mod_rewrite: a part of a virtual host, or a .htaccess
    Apache,
    /// Internet Information Services with URL Rewrite: a web.config
    Iis,
}

impl From<ServerName> for Server {
    fn from(name: ServerName) -> Server {
        match name {
            ServerName::Nginx => Server::Nginx,
            ServerName::Apache => Server::Apache,
            ServerName::Iis => Server::Iis,
        }
    }
}

/// Writes the rules.
pub(super) fn run(args: &RedirectsArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let host = args.host.as_deref().map(str::to_ascii_lowercase);
    let spinner = context.spinner("building");
    let redirects = with_findings(&input, |catalogue, findings| {
        let (site, _) = render(catalogue, &render::Context::of(&input, &findings));
        let exists = |page: &str| site.get(&format!("{page}index.html")).is_some();
        let told: Vec<Finding> = findings.into_iter().filter(is_about_table).collect();
        let records = catalogue.records;
        (Redirects::of(records, &records.site.base_url, host.as_deref(), exists), told)
    });
    spinner.finish_and_clear();
    let (redirects, mut told) = redirects;
    let redirects = match redirects {
        Ok(redirects) if told.is_empty() => redirects,
        Ok(_) => Redirects::default(),
        Err(RedirectFault::NoPage { row, to }) => {
            let hit = Hit::new(TABLE, format!("row[{row}].to"), Code::ReferenceUnknown).with("key", "to");
            told.extend(settle(&input, vec![hit.with("value", to).with("near", "–")]));
            Redirects::default()
        }
        Err(RedirectFault::Ambiguous { from, .. }) => {
            return Err(Failure::Asked("redirect_ambiguous", vec![("from", from)]));
        }
    };
    if !told.is_empty() {
        let shown = |path: &str| project.shown(path);
        tell(&findings_text(&told, &input, &context.telling(Output::Err, Detail::All, &shown)));
        return Ok(Exit::Findings);
    }
    if redirects.is_empty() {
        return Err(Failure::Asked("no_redirects", vec![("file", project.shown(TABLE))]));
    }
    put(&redirects, args.server, args.out.as_deref(), context)?;
    Ok(Exit::Clean)
}

/// Writes rules to a file, and says so, or to standard output.
pub(super) fn put(
    redirects: &Redirects,
    server: ServerName,
    out: Option<&Path>,
    context: &Context,
) -> Result<(), Failure> {
    let text = redirects.text(server.into());
    let Some(path) = out else { return print(&text) };
    write(path, text, context)?;
    let values = [("count", redirects.len().to_string()), ("path", visible_path(path))];
    tell(&format!("{}\n", context.words("redirects_written", &values)));
    Ok(())
}

fn is_about_table(finding: &Finding) -> bool {
    finding.place.as_ref().is_some_and(|place| place.path == TABLE)
}
