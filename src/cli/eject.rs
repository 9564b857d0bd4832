//! `niemyet eject`.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::offices::known_office;
use super::scaffold::unknown;
use super::signals;
use crate::pipeline::with_catalogue;
use crate::render::{built_in, built_in_paths};
use crate::report::nearest;
use crate::source::visible_path;
use crate::store::{FileChange, write_files};

/// Write out built-in templates, styles, scripts, pages or words, to have one's own.
///
/// A file of the project takes the place of the built-in one of the same path: `templates/…`, `site/…`. One of an office
/// (offices/ID/templates/…, offices/ID/site/…) does so on that office's own site (`build --office ID`). Nothing is overwritten.
/// Without FILE every built-in file is listed. docs/customising.md is the manual.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet eject
  niemyet eject site/assets/styles.css
  niemyet eject templates/part/contact.html site/strings/vi.toml --office so-y-te")]
pub(super) struct EjectArgs {
    /// The files, by their paths in the list; a name alone where it is that of one file
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Write them into this office's folder
    #[arg(long, value_name = "ID")]
    office: Option<String>,
}

/// Lists the built-in files, or writes some out.
pub(super) fn run(args: &EjectArgs, context: &Context) -> Result<Exit, Failure> {
    let known = built_in_paths();
    if args.files.is_empty() {
        let list: String = known.iter().map(|path| format!("{path}\n")).collect();
        print(&list)?;
        tell(&format!("{}\n", context.words("eject_list", &[])));
        return Ok(Exit::Clean);
    }
    let mut changes = Vec::new();
    for named in &args.files {
        let path = path_of(named, &known)?;
        let after = built_in(path).map(|bytes| bytes.into_owned());
        changes.push(FileChange { path: path.to_owned(), before: None, after });
    }
    let project = context.project()?;
    let root = match &args.office {
        Some(id) => {
            let input = context.input(&project, None)?;
            with_catalogue(&input, |catalogue, _| known_office(id, catalogue).map(|_| ()))?;
            project.offices().join(id)
        }
        None => project.working_root().to_owned(),
    };
    context.recovered(&root)?;
    signals::careful(|interrupt| write_files(&root, &changes, interrupt))?;
    let shown = |path: &str| match &args.office {
        Some(id) => project.offices().join(id).join(path),
        None => project.root.join(path),
    };
    let paths = changes.iter().map(|change| shown(&change.path));
    let created = |path: PathBuf| format!("{}\n", context.words("created", &[("path", visible_path(&path))]));
    print(&(paths.map(created).collect::<String>() + &context.words("ejected", &[]) + "\n"))?;
    Ok(Exit::Clean)
}

/// The path of a built-in file as somebody typed it, or a failure that names the nearest.
fn path_of<'k>(named: &str, known: &'k [String]) -> Result<&'k str, Failure> {
    if let Some(path) = known.iter().find(|path| *path == named) {
        return Ok(path);
    }
    let ends_so = |path: &&String| path.strip_suffix(named).is_some_and(|rest| rest.ends_with('/'));
    if let [only] = known.iter().filter(ends_so).collect::<Vec<_>>()[..] {
        return Ok(only);
    }
    let names = known.iter().flat_map(|path| {
        let file = path.rsplit('/').next().unwrap_or(path);
        [(path.as_str(), path), (file, path)]
    });
    Err(unknown("eject_unknown", named, &nearest(named, names), ""))
}
