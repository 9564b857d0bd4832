//! `niemyet new` and `niemyet init`.

use std::io::{BufRead, IsTerminal};

use super::args::{self, InitArgs, NewArgs, NewDecisionArgs, NewOfficeArgs, NewProcedureArgs, NewWhat};
use super::context::Context;
use super::exit::{Exit, Failure, print, tell};
use super::signals;
use super::value::BadValue;
use crate::input::{FileContent, Input};
use crate::load::load;
use crate::model::{AgencyId, DecisionNumber, OfficeId, Records, SectorId};
use crate::pipeline::with_catalogue;
use crate::report::nearest;
use crate::scaffold::{self, Home, NewFile};
use crate::source::visible_path;
use crate::store::{FileChange, Project, is_vacant, write_files};

/// Begins a decision or a procedure in the catalogue.
pub(super) fn new(args: &NewArgs, context: &Context) -> Result<Exit, Failure> {
    let project = context.project()?;
    let input = context.input(&project, None)?;
    if let NewWhat::Office(args) = &args.what {
        return new_office(args, &project, &input, context);
    }
    let (file, next) = with_catalogue(&input, |catalogue, _findings| match &args.what {
        NewWhat::Decision(args) => Ok::<_, Failure>((decision(args, catalogue.records)?, "created_decision")),
        NewWhat::Procedure(args) => Ok((procedure(args, catalogue.records)?, "created_procedure")),
        NewWhat::Office(_) => unreachable!("an office is a block of a file that is there"),
    })?;
    let created = project.catalogue.join(&file.path);
    write(&project.catalogue, vec![file])?;
    let path = [("path", visible_path(&created))];
    print(&format!("{}\n{}\n", context.words("created", &path), context.words(next, &[])))?;
    Ok(Exit::Clean)
}

/// Adds an office at the end of the file of offices, and reads the whole anew: what cannot be read is not written.
fn new_office(args: &NewOfficeArgs, project: &Project, input: &Input, context: &Context) -> Result<Exit, Failure> {
    const PATH: &str = "offices.toml";
    let (records, _) = load(input);
    let agency = known_agency(&args.agency, &records)?;
    let id = OfficeId(args.id.clone());
    if records.offices.contains_key(&id) {
        let file = format!("catalogue/{PATH}");
        return Err(Failure::Asked("held", vec![("what", args.id.clone()), ("file", file)]));
    }
    let before = input.catalogue.get(PATH).and_then(FileContent::text).map(str::to_owned);
    let text = scaffold::with_office(before.as_deref(), &args.id, &args.name, &agency, args.ward.as_deref());
    let mut after = input.clone();
    after.catalogue.insert(PATH.to_owned(), FileContent::Bytes(text.clone().into_bytes()));
    let (read, _) = load(&after);
    if read.offices.get(&id).is_none_or(|office| office.ward != args.ward) {
        return Err(Failure::Asked("office_unsound", vec![("id", args.id.clone())]));
    }
    let change =
        FileChange { path: PATH.to_owned(), before: before.map(String::into_bytes), after: Some(text.into_bytes()) };
    signals::careful(|interrupt| write_files(&project.catalogue, &[change], interrupt))?;
    let path = [("path", visible_path(project.catalogue.join(PATH)))];
    print(&format!(
        "{}\n{}\n",
        context.words("office_added", &path),
        context.words("created_office", &[("id", args.id.clone())])
    ))?;
    Ok(Exit::Clean)
}

/// Begins a project in a folder of its own.
pub(super) fn init(args: &InitArgs, context: &Context) -> Result<Exit, Failure> {
    context.recovered(&args.folder)?;
    if !is_vacant(&args.folder) {
        return Err(Failure::Asked("folder_not_empty", vec![("path", visible_path(&args.folder))]));
    }
    let home = match &args.province {
        Some(province) => Some(Home::of(province).with(args.code.clone(), args.issuer.clone())),
        None if std::io::stdin().is_terminal() => {
            asked(context, &mut std::io::stdin().lock()).map_err(Failure::Stream)?
        }
        None => None,
    };
    let (files, next) = match &home {
        Some(home) => (scaffold::province(home), "created_province"),
        None => (scaffold::project(context.today), "created_project"),
    };
    let mut text = String::new();
    for file in &files {
        let path = visible_path(args.folder.join(&file.path));
        text.push_str(&format!("{}\n", context.words("created", &[("path", path)])));
    }
    write(&args.folder, files)?;
    let path = visible_path(&args.folder);
    print(&format!("{text}{}\n", context.words(next, &[("path", path)])))?;
    Ok(Exit::Clean)
}

/// Asks whose project it is; `None` where the person wants a sample, or says nothing any more.
fn asked(context: &Context, answers: &mut dyn BufRead) -> std::io::Result<Option<Home>> {
    let Some(province) = answer("ask_province", args::province, context, answers)? else { return Ok(None) };
    let home = Home::of(&province);
    let code = answer("ask_code", args::province_code, context, answers)?;
    let issuer = answer("ask_issuer", args::identifier, context, answers)?;
    Ok(Some(home.with(code, issuer)))
}

/// Asks until the answer can be meant; `None` for an empty one, and at the end of the input.
fn answer(
    question: &'static str,
    read: impl Fn(&str) -> Result<String, BadValue>,
    context: &Context,
    answers: &mut dyn BufRead,
) -> std::io::Result<Option<String>> {
    loop {
        tell(&context.words(question, &[]));
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(None);
        }
        match read(line.trim()) {
            Ok(value) => return Ok(Some(value)),
            Err(bad) => tell(&format!("{}\n", bad.message(context.language))),
        }
    }
}

fn write(root: &std::path::Path, files: Vec<NewFile>) -> Result<(), Failure> {
    let create = |file: NewFile| FileChange { path: file.path, before: None, after: Some(file.text.into_bytes()) };
    let changes: Vec<FileChange> = files.into_iter().map(create).collect();
    Ok(signals::careful(|interrupt| write_files(root, &changes, interrupt))?)
}

fn decision(args: &NewDecisionArgs, records: &Records) -> Result<NewFile, Failure> {
    let issuer = known_agency(&args.issuer, records)?;
    let number = DecisionNumber::new(&args.number);
    let mut file = scaffold::decision(&number, &issuer, args.signed, args.title.as_deref());
    let mut of_year = records.decisions.iter().filter(|decision| decision.key.year == args.signed.year());
    if let Some(held) = of_year.clone().find(|held| held.key.number == number && held.key.issuer == issuer) {
        return Err(Failure::Asked("held", vec![("what", args.number.clone()), ("file", held.file.clone())]));
    }
    // Numbers repeat across agencies: the second of a year has its issuer in its name.
    if of_year.any(|held| held.file.ends_with(&format!("/{}", file.path))) {
        file.path = file.path.replace(".toml", &format!("-{}.toml", issuer.0));
    }
    Ok(file)
}

fn procedure(args: &NewProcedureArgs, records: &Records) -> Result<NewFile, Failure> {
    let issuer = known_agency(&args.issuer, records)?;
    let sector = SectorId(args.sector.clone());
    if !records.sectors.contains_key(&sector) {
        let names = records.sectors.values().map(|sector| (sector.id.0.as_str(), &sector.id.0));
        let near = nearest(&args.sector, names);
        return Err(unknown("sector_unknown", &args.sector, &near, "catalogue/sectors.toml"));
    }
    if let Some(held) = records.record(&args.code) {
        return Err(Failure::Asked("held", vec![("what", args.code.to_string()), ("file", held.file.clone())]));
    }
    let listed = || records.snapshots.iter().rev().find_map(|list| list.rows.get(&args.code));
    let name = args.name.as_ref().or_else(listed);
    let name = name.ok_or_else(|| Failure::Asked("name_needed", vec![("code", args.code.to_string())]))?;
    Ok(scaffold::procedure(&args.code, &sector, &issuer, name, &args.level.iter().copied().collect()))
}

/// The agency of an identifier, or a failure that names the nearest.
pub(super) fn known_agency(id: &str, records: &Records) -> Result<AgencyId, Failure> {
    let agency = AgencyId(id.to_owned());
    if records.agencies.contains_key(&agency) {
        return Ok(agency);
    }
    let names = records.agencies.values().map(|agency| (agency.id.0.as_str(), &agency.id.0));
    Err(unknown("agency_unknown", id, &nearest(id, names), "catalogue/agencies.toml"))
}

/// Something typed that the catalogue has not, with the nearest and the file that has them all.
pub(super) fn unknown(key: &'static str, id: &str, near: &[impl AsRef<str>], file: &str) -> Failure {
    let near: Vec<&str> = near.iter().map(AsRef::as_ref).collect();
    Failure::Asked(key, vec![("id", id.to_owned()), ("near", near.join(", ")), ("file", file.to_owned())])
}
