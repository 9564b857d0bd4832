//! `niemyet links PAGE…`: other people's pages.

use std::collections::BTreeSet;

use super::audit::Read;
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::export_redirects::put;
use super::links::{Form, LinksArgs};
use crate::audit::closed_portal;
use crate::links::{redirects_of, replacements};
use crate::offices::Offices;
use crate::pipeline::with_catalogue;
use crate::posted::audit;
use crate::report::{Replaced, replacements_json, replacements_table, replacements_text};
use crate::source::visible_path;

/// Reads the pages and tells what is to stand in the place of what, or writes redirects.
pub(super) fn run(args: &LinksArgs, context: &Context) -> Result<Exit, Failure> {
    let mut read = Read::default();
    for path in &args.pages {
        // Of one target the names within it are enough; of several each is named whole.
        let root = if args.pages.len() == 1 { path.as_path() } else { std::path::Path::new("") };
        if !read.add(path, root, context)? {
            return Err(Failure::Asked("import_no_file", vec![("path", visible_path(path))]));
        }
    }
    let project = context.project()?;
    let input = context.input(&project, None)?;
    let Read { files, errors, .. } = read;
    let (found, own) = with_catalogue(&input, |catalogue, _| {
        let audit = audit(catalogue, &Offices::of(catalogue), None, &files, errors.is_empty());
        (replacements(&audit), closed_portal(catalogue))
    });
    if let Some(server) = args.redirects {
        for (path, why) in &errors {
            tell(&format!("{path}: {why}\n"));
        }
        let theirs = args.host.iter().map(|host| host.to_ascii_lowercase().trim_start_matches("www.").to_owned());
        let mut hosts: BTreeSet<String> = theirs.collect();
        if hosts.is_empty() {
            hosts.extend(own);
        }
        let (redirects, left) = redirects_of(&found, &hosts);
        if left > 0 {
            tell(&format!("{}\n", context.words("links_ambiguous", &[("count", left.to_string())])));
        }
        if redirects.is_empty() {
            let hosts = hosts.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Failure::Asked("links_no_redirects", vec![("hosts", hosts)]));
        }
        put(&redirects, server, args.out.as_deref(), context)?;
        return Ok(if errors.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    let replaced = Replaced { as_of: input.as_of, files: &files, errors: &errors, found: &found };
    match args.format {
        Form::Text => print(&replacements_text(&replaced, args.limit(), context.language))?,
        Form::Json => print(&format!("{:#}\n", replacements_json(&replaced)))?,
        Form::Csv => print(&String::from_utf8_lossy(&replacements_table(&replaced, context.language).to_csv()))?,
    }
    Ok(if found.is_empty() && errors.is_empty() { Exit::Clean } else { Exit::Findings })
}
