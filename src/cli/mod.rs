//! The command line: arguments as typed → a command as meant → an exit code.
//!
//! The clock and the environment are read here, once (`context.rs`); every command gets days, language and terminal as
//! values, and reads and writes files through [`crate::store`] alone.

mod args;
mod audit;
mod audit_all;
mod audit_keep;
mod audit_list;
mod audit_web;
mod build;
mod build_offices;
mod check;
mod confirm;
mod confirm_chosen;
mod confirm_links;
mod confirm_records;
mod context;
mod deadlines;
mod diff;
mod eject;
mod exit;
mod export;
mod export_redirects;
mod export_search;
mod help;
mod import;
mod import_decision;
mod import_offices;
mod links;
mod links_fix;
mod links_online;
mod links_pages;
mod list;
mod missing;
mod next;
mod offices;
mod remembered;
mod rollback;
mod rule;
mod scaffold;
mod search;
mod serve;
mod show;
mod signals;
mod stats;
#[cfg(test)]
mod tests;
mod timeline;
mod value;
mod verify;
mod verify_web;

use std::process::ExitCode;

use args::{Cli, Command};
use context::Context;
use exit::{Exit, Failure};

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = match help::parse(std::env::args_os()) {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    signals::install();
    let context = match Context::new(&cli.global) {
        Ok(context) => context,
        Err(failure) => return failure.report(cli.global.lang.into()).into(),
    };
    ran(&cli, &context).unwrap_or_else(|failure| failure.report(context.language)).into()
}

/// Has the command do its work.
fn ran(cli: &Cli, context: &Context) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Build(args) => build::run(args, context),
        Command::Serve(args) => serve::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::List(args) => list::run(args, context),
        Command::Show(args) => show::run(args, context),
        Command::Diff(args) => diff::run(args, context),
        Command::Next(args) => next::run(args, context),
        Command::Timeline(args) => timeline::run(args, context),
        Command::Deadlines(args) => deadlines::run(args, context),
        Command::Stats(args) => stats::run(args, context),
        Command::Search(args) => search::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Offices(args) => offices::offices(args, context),
        Command::Office(args) => offices::office(args, context),
        Command::Missing(args) => missing::run(args, context),
        Command::Audit(args) => audit::run(args, context),
        Command::Links(args) => links::run(args, context),
        Command::Verify(args) => verify::run(args, context),
        Command::Rollback(args) => rollback::run(args, context),
        Command::Eject(args) => eject::run(args, context),
        Command::Export(args) => export::run(args, context),
        Command::Confirm(args) => confirm::run(args, context),
        Command::Rule(args) => rule::run(args, context),
        Command::New(args) => scaffold::new(args, context),
        Command::Init(args) => scaffold::init(args, context),
    }
}
