//! One procedure for programs.

use serde_json::{Map, Value, json};

use crate::changes::{Life, Stretch};
use crate::ledger::{Evidence, Fact, Status};
use crate::listing;
use crate::model::{Day, LegalText, Via};
use crate::strings::Language;

use super::page::basis_word;
use super::show::{Shown, reason, settled_by};

/// Everything that is known of a procedure on the day, as one JSON object: the fields of [`listing::OnDay`], and
///
/// - `as_of`, `file`, `decision` (the number that the portal's record names), `findings` about its file;
/// - `unknown`: null, or `{reason, settle}`, a sentence each;
/// - `periods: [{levels, from, until, status, version, ruled_by, successors, predecessors, questions}]`, the whole life,
///   half-open; `from` is null before the first evidence, `levels` empty for all;
/// - `history: [{kind, number, issuer, date, effect, change, basis, levels, others, until, published, dates: {decision, text, why},
///   corrected_by, withdrawn_by, legal, file, line, reason, source}]` in legal order; `dates` are both days of a decision's row, `reason`
///   and `source` are a ruling's;
/// - `facts: [{kind, value, via, from, until, levels, decision, coming}]`: marks, the competent agency, and what annexes say of the
///   content: `kind` is `flag`, `flag-taken`, `competence`, `fee`, `time`, `time-cut`, `place`, `executing`, `name` or `legal`;
/// - `legal: [{number, title, status, effect, checked}]`: the normative texts with their own status; null is unknown.
pub fn show_json(shown: &Shown<'_>, language: Language) -> Value {
    let Shown { catalogue, procedure, state, lives, findings } = shown;
    let unknown = (state.whole.status == Status::Unknown).then(|| {
        let settle = settled_by(procedure, state.whole.questions.first(), language);
        json!({ "reason": reason(catalogue, state, language), "settle": settle })
    });
    let now = state.facts().into_iter().map(|fact| fact_json(&fact, false));
    let facts: Vec<Value> = now.chain(state.coming_facts().into_iter().map(|fact| fact_json(&fact, true))).collect();
    let legal = procedure.legal.value().into_iter().flatten();
    let more = [
        ("as_of", json!(catalogue.as_of.to_string())),
        ("file", json!(procedure.file)),
        ("decision", json!(procedure.decision.as_ref().map(|number| number.key()))),
        ("unknown", json!(unknown)),
        (
            "periods",
            lives.iter().flat_map(|life| life.stretches.iter().map(|it| stretch_json(shown, life, it))).collect(),
        ),
        ("history", state.history().map(|evidence| history_json(shown, &evidence)).collect()),
        ("facts", Value::from(facts)),
        ("legal", legal.map(|text| legal_json(shown, text)).collect()),
        ("findings", findings.iter().map(|finding| super::findings::finding_json(finding, language)).collect()),
    ];
    let mut value = json!(listing::one(catalogue.records, procedure, state).on_day());
    if let Value::Object(fields) = &mut value {
        fields.extend(more.map(|(key, value)| (key.to_owned(), value)));
    }
    value
}

fn day(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn stretch_json(shown: &Shown<'_>, life: &Life<'_>, stretch: &Stretch<'_>) -> Value {
    let state = &stretch.state;
    let questions: Vec<_> = state.questions.iter().map(listing::question).collect();
    json!({
        "levels": life.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
        "from": day(stretch.from),
        "until": day(stretch.until),
        "status": state.status.as_str(),
        "version": listing::content(&state.version),
        "ruled_by": state.ruled_by.as_ref().map(|by| listing::evidence(shown.catalogue.records, by)),
        "successors": state.successors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "predecessors": state.predecessors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "questions": questions,
    })
}

fn history_json(shown: &Shown<'_>, evidence: &Evidence<'_>) -> Value {
    let row = evidence.row();
    let ruling = match evidence {
        Evidence::Ruling(ruling) => Some(ruling),
        Evidence::Decision(_) | Evidence::Snapshot(_) => None,
    };
    let levels = row.map(|row| row.levels()).or(ruling.map(|ruling| &ruling.levels)).into_iter().flatten();
    let others = row.iter().flat_map(|row| row.others());
    let dates = row.map(|row| {
        let dates = row.dates();
        json!({ "decision": day(dates.decision), "text": day(dates.text), "why": dates.why.as_str() })
    });
    let more = json!({
        "change": row.map(|row| row.word()),
        "basis": row.and_then(|row| row.basis()).map(|basis| basis_word(&basis)),
        "levels": levels.map(|level| level.as_str()).collect::<Vec<_>>(),
        "others": others.map(ToString::to_string).collect::<Vec<_>>(),
        "until": day(row.and_then(|row| row.until())),
        "published": row.and_then(|row| day(row.decision.published)),
        "dates": dates,
        "corrected_by": row.and_then(|row| row.corrected_by()).map(|decision| decision.key.number.key()),
        "withdrawn_by": row.and_then(|row| row.withdrawn_by()).map(|decision| decision.key.number.key()),
        "legal": row.map(|row| row.change.legal.clone()).unwrap_or_default(),
        "file": row.map(|row| row.decision.file.as_str()),
        "line": row.map(|row| row.change.line),
        "reason": ruling.map(|ruling| ruling.reason.as_str()),
        "source": ruling.and_then(|ruling| ruling.source.as_deref()),
    });
    merged(json!(listing::evidence(shown.catalogue.records, evidence)), more)
}

fn merged(one: Value, other: Value) -> Value {
    let fields = |value| match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    fields(one).into_iter().chain(fields(other)).collect::<Map<_, _>>().into()
}

fn fact_json(fact: &Fact<'_>, coming: bool) -> Value {
    let (kind, value) = fact.what.told();
    let via = fact.what.via().map(Via::as_str);
    json!({
        "kind": kind,
        "value": value,
        "via": via,
        "from": fact.from.to_string(),
        "until": day(fact.until),
        "levels": fact.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>(),
        "decision": fact.by.key.number.key(),
        "coming": coming,
    })
}

fn legal_json(shown: &Shown<'_>, text: &LegalText) -> Value {
    let on_record = shown.catalogue.records.legal_texts.get(&text.number);
    let status = on_record.and_then(|it| it.status_on(shown.catalogue.as_of));
    json!({
        "number": text.number,
        "title": text.title,
        "status": status.map(|status| status.as_str()),
        "effect": on_record.and_then(|it| day(it.effect)),
        "checked": on_record.and_then(|it| day(it.checked)),
    })
}
