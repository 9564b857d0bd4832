//! `niemyet export search`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::exit::{Exit, Failure, tell};
use super::signals;
use crate::finding::Counts;
use crate::pipeline::with_findings;
use crate::search::engines::{Engine, for_engine};
use crate::source::visible_path;
use crate::store::{FileChange, is_vacant, write_files};

/// Write the catalogue for a search engine that answers for more than one machine can.
///
/// Every public procedure is a document, its texts folded already, so that the engine only parts words at blanks. Beside the
/// documents stand what the index is to be and the query with the weights of the site's own search. docs/search.md tells how both
/// are used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  niemyet export search --format elasticsearch-bulk --out es
  niemyet --as-of 2027-03-01 export search --format quickwit --out qw

Files of elasticsearch-bulk: mapping.json, query.json, bulk-001.ndjson and so on. Of quickwit: index.json, query.json,
documents-001.ndjson and so on. No file is longer than 8 MiB, unless one procedure alone is.

Exit codes: 0 written, 1 findings of severity error, nothing written, 2 could not run.")]
pub(super) struct SearchArgs {
    /// The engine's form
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: EngineName,
    /// Write into this folder, which must be new or empty, all or nothing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// The engines by the names that people type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EngineName {
    /// Elasticsearch or OpenSearch: a mapping, and bodies for _bulk
    ElasticsearchBulk,
    /// Quickwit: an index configuration, and documents one a line
    Quickwit,
}

impl From<EngineName> for Engine {
    fn from(name: EngineName) -> Engine {
        match name {
            EngineName::ElasticsearchBulk => Engine::Elasticsearch,
            EngineName::Quickwit => Engine::Quickwit,
        }
    }
}

/// Writes the documents. An engine must not find what the site does not show: an error keeps from both.
pub(super) fn run(args: &SearchArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    context.recovered(&args.out)?;
    let path = visible_path(&args.out);
    if !is_vacant(&args.out) {
        return Err(Failure::Asked("export_folder", vec![("path", path)]));
    }
    let input = context.input(&project, None)?;
    let spinner = context.spinner("checking");
    let (documents, errors) = with_findings(&input, |catalogue, findings| {
        let errors = Counts::of(&findings).errors;
        let documents = (errors == 0).then(|| for_engine(catalogue, args.format.into()));
        (documents, errors)
    });
    spinner.finish_and_clear();
    let Some(documents) = documents else {
        tell(&format!("{}\n", context.words("search_not_exported", &[("count", errors.to_string())])));
        return Ok(Exit::Findings);
    };
    let bytes: usize = documents.files.iter().map(|(_, text)| text.len()).sum();
    let values = [
        ("count", documents.count.to_string()),
        ("files", documents.files.len().to_string()),
        ("bytes", bytes.to_string()),
        ("path", path),
    ];
    let files = documents.files.into_iter();
    let changes: Vec<FileChange> =
        files.map(|(path, text)| FileChange { path, before: None, after: Some(text.into_bytes()) }).collect();
    signals::careful(|interrupt| write_files(&args.out, &changes, interrupt))?;
    tell(&format!("{}\n", context.words("search_exported", &values)));
    Ok(Exit::Clean)
}
