//! Decisions of the ledger → the decision interchange (`docs/interchange.md`), which `import decision` reads back.

use serde_json::{Map, Value, json};

use crate::import::interchange_word;
use crate::model::{
    Change, ChangeKind, Day, Decision, DecisionRef, Effect, Fee, Level, Levels, ProcedureCode, Records, RowContent,
    RowFee, Section, Subject, Via,
};

/// Decisions as an array of JSON, ordered by day, number and issuer.
///
/// Guarantee: all that the ledger knows of a decision and its rows stands in it, so that importing and confirming it
/// elsewhere gives the same decisions; the same decisions give the same bytes. Places in files are left out.
pub fn interchange_json(records: &Records, decisions: &[&Decision]) -> String {
    let mut ordered = decisions.to_vec();
    ordered.sort_by(|a, b| {
        let of = |one: &&Decision| (one.known_from(), one.key.number.clone(), one.key.issuer.clone());
        of(a).cmp(&of(b))
    });
    let values: Vec<Value> = ordered.into_iter().map(|one| decision(one, records)).collect();
    format!("{:#}\n", Value::Array(values))
}

/// An object that is put together key by key, without those that have nothing to say.
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    fn texts<T: Into<Value>>(&mut self, key: &str, texts: impl IntoIterator<Item = T>) {
        let texts: Vec<Value> = texts.into_iter().map(Into::into).collect();
        if !texts.is_empty() {
            self.put(key, texts);
        }
    }
}

fn decision(decision: &Decision, records: &Records) -> Value {
    let mut out = Object(Map::new());
    let title = Some(decision.title.as_str()).filter(|title| *title != crate::audit::PLACEHOLDER_TITLE);
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    out.put("number", decision.key.number.written());
    out.put("issuer", records.agency_name(&decision.key.issuer));
    out.put("issuer_id", decision.key.issuer.0.as_str());
    out.put("signed", day(decision.key.signed));
    out.some("year", decision.key.signed.is_none().then_some(decision.key.year));
    out.put("published", day(decision.published));
    out.some("entered", day(decision.entered));
    out.some("shortened", decision.shortened.then_some(true));
    let effect = decision.effect;
    out.put("effective", if effect == Effect::Unstated { None } else { Some(effect.to_string()) });
    out.some("effective_clause", decision.effect_clause.clone());
    out.put("effective_source", decision.effect_source.clone());
    out.some("effective_until", last_day(decision.until));
    out.put("kind", kinds(decision));
    out.put("title", title);
    let fields: Vec<&str> = decision.sectors.iter().map(|id| records.sector_name(id)).collect();
    out.put("field", if fields.is_empty() { None } else { Some(fields.join("; ")) });
    out.texts("sectors", decision.sectors.iter().map(|id| id.0.as_str()));
    out.texts("agencies", decision.agencies.iter().map(String::as_str));
    out.texts("central", decision.central.iter().map(|number| number.written()));
    out.some(
        "scope",
        decision.scope.as_ref().map(|scope| {
            let mut part = Object(Map::new());
            part.texts("sectors", scope.sectors.iter().map(|id| id.0.as_str()));
            part.texts("agencies", scope.agencies.iter().map(|id| id.0.as_str()));
            part.texts("levels", scope.levels.iter().map(|level| level.as_str()));
            Value::Object(part.0)
        }),
    );
    out.put("rows_complete", decision.complete);
    out.put("questions", decision.questions.clone());
    out.some("source", decision.source.clone());
    out.some("sha256", decision.sha256.clone());
    out.texts("sections", decision.sections.iter().map(section));
    let mut groups = 0;
    let rows: Vec<Value> = decision.changes.iter().flat_map(|change| rows(change, decision, &mut groups)).collect();
    out.put("rows", rows);
    Value::Object(out.0)
}

/// The kinds of its rows, each once, in the words of the interchange.
fn kinds(decision: &Decision) -> Value {
    let mut kinds: Vec<String> = Vec::new();
    for change in &decision.changes {
        let kind = interchange_word(change.kind.as_str()).to_lowercase();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    json!(kinds)
}

fn section(section: &Section) -> Value {
    let mut out = Object(Map::new());
    out.put("id", section.id.as_str());
    out.some("title", section.title.clone());
    out.some("effective", section.effect.map(|effect| effect.to_string()));
    out.some("effective_until", last_day(section.until));
    out.some("declared", section.declared);
    Value::Object(out.0)
}

/// A change as rows: one, or one for each code that a replacement ends.
fn rows(change: &Change, decision: &Decision, groups: &mut u32) -> Vec<Value> {
    let ChangeKind::Replace { old, new, existing } = &change.kind else {
        let code = change.kind.subjects().first().and_then(|subject| subject.code());
        let candidates = change.kind.subjects().first().map(|subject| subject.candidates()).unwrap_or_default();
        let mut out = row(change, decision, None, code, true);
        out.texts("candidates", candidates.iter().map(ProcedureCode::as_str));
        particulars(&change.kind, &mut out);
        return vec![Value::Object(out.0)];
    };
    let group = (old.len() > 1).then(|| {
        *groups += 1;
        *groups
    });
    let of_code = |(at, subject): (usize, &Subject)| {
        let mut out = row(change, decision, group, subject.code(), at == 0);
        out.texts("replaced_by", new.iter().filter_map(Subject::code).map(ProcedureCode::as_str));
        if at == 0 {
            out.texts("existing", existing.iter().map(ProcedureCode::as_str));
            out.texts("candidates", new.iter().flat_map(Subject::candidates).map(ProcedureCode::as_str));
        }
        Value::Object(out.0)
    };
    old.iter().enumerate().map(of_code).collect()
}

/// What rows of every kind have.
fn row(
    change: &Change,
    decision: &Decision,
    group: Option<u32>,
    code: Option<&ProcedureCode>,
    is_first: bool,
) -> Object {
    let section = change.section.as_ref().and_then(|id| decision.sections.iter().find(|section| section.id == *id));
    let mut out = Object(Map::new());
    out.put("change", interchange_word(change.kind.as_str()));
    out.some("group", group);
    match level_word(&change.levels) {
        Some(word) => out.put("level", word),
        None => out.texts("levels", change.levels.iter().map(|level: &Level| level.as_str())),
    }
    out.some("code", code.map(ProcedureCode::as_str));
    // A replacement has one name, however many codes it ends.
    out.some("name", change.name.clone().filter(|_| is_first));
    out.some("legal_basis", (!change.legal.is_empty()).then(|| change.legal.join("; ")));
    out.texts("legal", change.legal.iter().map(String::as_str));
    // What its section says, a row does not repeat.
    let inherited = section.and_then(|section| section.effect);
    out.some("effective", change.effect.filter(|own| Some(*own) != inherited).map(|effect| effect.to_string()));
    out.some("text_effective", change.text_effect.map(|day| day.to_string()));
    let inherited = section.and_then(|section| section.until);
    out.some("effective_until", last_day(change.until.filter(|own| Some(*own) != inherited)));
    if is_first {
        content(&change.content, &mut out);
    }
    out.some("prevails", change.prevails.then_some(true));
    out.some("section", change.section.clone());
    out
}

/// What a row says of the content of its procedure.
fn content(content: &RowContent, out: &mut Object) {
    out.some("time_statutory", content.time.as_ref().map(ToString::to_string));
    out.some("time_reduced", content.time_cut.as_ref().map(ToString::to_string));
    let fee = |row: &RowFee| {
        let mut fee = Object(Map::new());
        fee.some("via", row.via.map(Via::as_str));
        match &row.fee {
            Fee::Stated(text) => fee.put("text", text.as_str()),
            Fee::Amount(amount) => {
                fee.put("amount", amount.value);
                fee.put("currency", amount.currency.as_str());
                fee.some("label", amount.label.clone());
                fee.some("note", amount.note.clone());
                fee.some("source", amount.source.clone());
            }
        }
        Value::Object(fee.0)
    };
    let fees: Vec<Value> = content.fees.iter().map(fee).collect();
    out.some("fees", (!fees.is_empty()).then_some(fees));
    out.some("place", content.place.clone());
    out.some("executing", content.executing.clone());
}

/// What rows of the rarer kinds have of their own.
fn particulars(kind: &ChangeKind, out: &mut Object) {
    match kind {
        ChangeKind::Flag { flag, set, .. } => {
            out.put("flag", flag.as_str());
            out.some("set", (!set).then_some(false));
        }
        ChangeKind::Competence { to, .. } => out.put("to", to.as_str()),
        ChangeKind::Fee { via, fee, .. } => {
            out.put("via", via.as_str());
            out.put("fee", fee.as_str());
        }
        ChangeKind::CorrectEffect { decision, codes, effect } => {
            of_rows(decision, codes, out);
            out.put("corrected_effective", effect.to_string());
        }
        ChangeKind::Withdraw { decision, codes } => of_rows(decision, codes, out),
        ChangeKind::Introduce(_)
        | ChangeKind::Amend(_)
        | ChangeKind::Replace { .. }
        | ChangeKind::Repeal(_)
        | ChangeKind::Rebase(_)
        | ChangeKind::Correct(_)
        | ChangeKind::Internal(_) => {}
    }
}

/// Which rows of another decision a row is about.
fn of_rows(decision: &DecisionRef, codes: &[ProcedureCode], out: &mut Object) {
    out.put("decision", decision.number.written());
    out.some("year", decision.year);
    out.some("of", decision.issuer.as_ref().map(|issuer| issuer.0.as_str()));
    out.texts("codes", codes.iter().map(ProcedureCode::as_str));
}

/// The one word for a set of levels, where there is one.
fn level_word(levels: &Levels) -> Option<&'static str> {
    let all: Vec<Level> = levels.iter().copied().collect();
    match all.as_slice() {
        [Level::Province, Level::Commune] => Some("shared"),
        [Level::Other] | [] => None,
        [one] => Some(one.as_str()),
        _ => None,
    }
}

/// Periods are half-open inside; people and the interchange name the last day.
fn last_day(until: Option<Day>) -> Option<String> {
    until.and_then(|until| until.pred_opt()).map(|day| day.to_string())
}
