//! `niemyet search`.

use std::io::{BufRead, Write};

use super::args::{Format, SearchArgs};
use super::check;
use super::context::Context;
use super::exit::{Exit, Failure, print};
use super::value::BadValue;
use crate::model::ProcedureCode;
use crate::pipeline::{is_publishable, with_catalogue};
use crate::report::{answer_json, answer_text, nearest};
use crate::search::{Answer, Facet, Options, Searcher, Typing, Understood};
use crate::store::Kept;

/// Answers one query, or with `--batch` every line of standard input. What was searched last time is kept, and serves again where no file
/// has changed since and nothing was wrong.
pub(super) fn run(args: &SearchArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let days = [context.as_of.to_string(), context.today.to_string()];
    let kept = || Kept::of(&project, &context.program()?, &[&days[0], &days[1]]);
    let kept = if args.no_memo { None } else { kept() };
    if let Some(text) = kept.as_ref().and_then(Kept::read)
        && let Some(searcher) = Searcher::of_text(&text).map_err(failed)?
    {
        answer(&searcher, args, context)?;
        return Ok(Exit::Clean);
    }
    let input = context.input(&project, None)?;
    let (findings, text) = with_catalogue(&input, |catalogue, findings| {
        let searcher = Searcher::new(catalogue).map_err(failed)?;
        answer(&searcher, args, context)?;
        let is_kept = kept.is_some() && is_publishable(&findings);
        let text = is_kept.then(|| searcher.to_text()).flatten();
        Ok::<_, Failure>((findings, text))
    })?;
    if let (Some(kept), Some(text)) = (kept, text) {
        kept.keep(&text);
    }
    Ok(check::verdict(&findings, context))
}

fn answer(searcher: &Searcher, args: &SearchArgs, context: &Context) -> Result<(), Failure> {
    let typing = if args.typing { Typing::Unfinished } else { Typing::Finished };
    known_choices(searcher, &args.only)?;
    let options = Options { limit: args.limit, typing, choices: args.only.clone() };
    if args.batch {
        return answer_lines(searcher, &options);
    }
    let answer = searcher.search(&args.query.join(" "), &options).map_err(failed)?;
    print(&match args.format {
        Format::Json => answer_json(&answer),
        Format::Text => answer_text(&answer, context.language) + &listed_name(&answer, searcher, context),
    })
}

/// Up to how many values of a facet are named where one is none of them; of more, those that are near.
const NAMED_VALUES: usize = 10;

/// Refuses a choice that nothing can meet: its empty answer would be taken for that of the query.
fn known_choices(searcher: &Searcher, choices: &[(Facet, String)]) -> Result<(), Failure> {
    for (facet, value) in choices {
        let known = searcher.facet_values(*facet);
        if known.contains(value) {
            continue;
        }
        let named = || nearest(value, known.iter().map(|one| (one.as_str(), one.as_str()))).join(", ");
        let near = if known.len() > NAMED_VALUES { named() } else { known.join(", ") };
        let values = [("facet", facet.as_str().to_owned()), ("value", value.clone()), ("near", near)];
        return Err(Failure::Asked("facet_value", values.to_vec()));
    }
    Ok(())
}

/// What an official list calls a code that the catalogue does not hold.
fn listed_name(answer: &Answer, searcher: &Searcher, context: &Context) -> String {
    let code = answer.understood.iter().find_map(|understood| match understood {
        Understood::Listed { code, .. } => ProcedureCode::new(code).ok(),
        Understood::Named { .. }
        | Understood::Keys { .. }
        | Understood::Synonym { .. }
        | Understood::Code { .. }
        | Understood::NoCode { .. }
        | Understood::Decision { .. }
        | Understood::Spelling { .. }
        | Understood::Unknown { .. }
        | Understood::NoDecision { .. }
        | Understood::Dossier { .. } => None,
    });
    let name = code.as_ref().and_then(|code| searcher.listed_name(code.as_str()));
    name.map_or_else(String::new, |name| format!("{}\n", context.words("search_listed", &[("name", name.to_owned())])))
}

/// Reads `sector=ho-tich`.
pub(super) fn choice(text: &str) -> Result<(Facet, String), BadValue> {
    let known = || Facet::ALL.map(Facet::as_str).join(", ");
    let (facet, value) = text.split_once('=').ok_or_else(|| BadValue::new("facet_shape").with("known", known()))?;
    let facet =
        Facet::from_word(facet).ok_or_else(|| BadValue::new("facet").with("facet", facet).with("known", known()))?;
    Ok((facet, value.to_owned()))
}

/// Answers each line as soon as it is read, so that another program can ask and wait. Bytes that are no UTF-8 are read
/// as replacement characters.
fn answer_lines(searcher: &Searcher, options: &Options) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line.map_err(Failure::Stream)?;
        let query = String::from_utf8_lossy(&line);
        let answer = searcher.search(query.trim_end_matches('\r'), options).map_err(failed)?;
        out.write_all(answer_json(&answer).as_bytes()).and_then(|()| out.flush()).map_err(Failure::Stream)?;
    }
    Ok(())
}

/// The index is in memory: that it fails means that the machine does.
fn failed(error: crate::search::TantivyError) -> Failure {
    Failure::Stream(std::io::Error::other(error))
}
