//! An audit as SARIF 2.1.0 (OASIS).

use serde_json::{Value, json};

use crate::posted::{Identity, Rule, Told, Verdict};
use crate::source::Place;
use crate::strings::Language;

use super::posted::Audited;
use super::sarif::{SCHEMA, location};

/// The findings as one SARIF log with a run for each audit: every code as a rule, every finding as a result.
///
/// What could not be checked is a result of kind `open`. Paths are relative to `TARGETROOT`, what was audited; addresses stand whole. Beside an earlier
/// audit each result is `new` or `unchanged`, and what was fixed is `absent`.
pub fn posted_sarif(audits: &[Audited], language: Language) -> Value {
    let runs: Vec<Value> = audits.iter().map(|audited| run(audited, language)).collect();
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": runs })
}

fn run(audited: &Audited, language: Language) -> Value {
    let rules =
        Rule::ALL.map(|rule| json!({ "id": rule.as_str(), "properties": { "action": rule.action().as_str() } }));
    let mut results: Vec<Value> = audited.audit.findings.iter().map(|told| result(audited, told, language)).collect();
    for (identity, before, change) in audited.compared.iter().flat_map(|compared| &compared.gone) {
        if let Some(state) = change.baseline() {
            results.push(json!({
                "ruleId": identity.code,
                "kind": "pass",
                "level": "none",
                "message": { "text": before.message },
                "baselineState": state,
                "partialFingerprints": fingerprints(identity),
            }));
        }
    }
    let mut run = json!({
        "tool": { "driver": { "name": "niemyet", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
        "originalUriBaseIds": { "TARGETROOT": { "description": { "text": "What was audited." } } },
        "results": results,
    });
    if let Some(office) = audited.office {
        run["automationDetails"] = json!({ "id": format!("niemyet/audit/{}", office.id.0) });
    }
    run
}

fn result(audited: &Audited, told: &Told, language: Language) -> Value {
    // SARIF wants the level `none` where the kind is not `fail`.
    let (kind, level) = match told.verdict {
        Verdict::Fault => ("fail", "error"),
        Verdict::Unchecked(_) => ("open", "none"),
    };
    let place = |(path, line): &(String, usize)| {
        let line = u32::try_from(*line).unwrap_or(u32::MAX);
        let path = path.trim_start_matches('/').to_owned();
        let mut place = location(&Place { path: path.clone(), line, column: 0, span: None }, "TARGETROOT");
        // An address of the web is whole, and no path within anything.
        if path.starts_with("http://") || path.starts_with("https://") {
            place["physicalLocation"]["artifactLocation"] = json!({ "uri": path });
        }
        place
    };
    let mut result = json!({
        "ruleId": told.rule.as_str(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == told.rule),
        "kind": kind,
        "level": level,
        "message": { "text": format!("{}: {}", told.message(language), told.help(language)) },
        "locations": told.place.iter().map(place).collect::<Vec<_>>(),
        "partialFingerprints": fingerprints(&Identity::of(told)),
    });
    if let Some(reason) = told.verdict.reason() {
        result["properties"] = json!({ "reason": reason.as_str() });
    }
    let state = audited.compared.and_then(|compared| compared.of(told)).and_then(|(change, _)| change.baseline());
    if let Some(state) = state {
        result["baselineState"] = json!(state);
    }
    result
}

/// What makes a result the same in two logs.
fn fingerprints(identity: &Identity) -> Value {
    let Identity { code, procedure, key } = identity;
    json!({ "finding/v1": format!("{code} {} {key}", procedure.as_deref().unwrap_or("-")) })
}
