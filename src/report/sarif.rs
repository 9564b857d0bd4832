//! Findings as SARIF 2.1.0 (OASIS), the form that code review and editors read.

use serde_json::{Value, json};

use crate::finding::{Class, Code, Finding, Severity};
use crate::source::Place;
use crate::strings::{Language, Strings};

/// The schema that logs name.
pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as one SARIF log with one run: every code as a rule, every finding as a result in the order given.
///
/// What could not be checked is a result of kind `open`, which SARIF counts as no failure. Paths are relative to the
/// project's folder, `PROJECTROOT`. Columns count characters.
pub fn findings_sarif(findings: &[Finding], language: Language) -> Value {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code, language)).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, language)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "niemyet", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "originalUriBaseIds": { "PROJECTROOT": { "description": { "text": "The folder of the project." } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code, language: Language) -> Value {
    let strings = Strings::of(language);
    let help = strings.get(&["finding", code.name(), "help"]);
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "help": { "text": if help.is_empty() { code.meaning().to_owned() } else { help } },
        "defaultConfiguration": { "level": level(code) },
        "properties": { "class": code.class().as_str(), "reference": code.reference() },
    })
}

fn result(finding: &Finding, language: Language) -> Value {
    let kind = match finding.class() {
        Class::Fault => "fail",
        Class::Unchecked => "open",
    };
    let locations: Vec<Value> = finding.place.iter().map(|place| location(place, "PROJECTROOT")).collect();
    json!({
        "ruleId": finding.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "kind": kind,
        "level": level(finding.code),
        "message": { "text": finding.message(language) },
        "locations": locations,
    })
}

/// The level; SARIF wants `none` where the kind is not `fail`.
fn level(code: Code) -> &'static str {
    match (code.class(), code.severity()) {
        (Class::Unchecked, _) => "none",
        (Class::Fault, Severity::Error) => "error",
        (Class::Fault, Severity::Warning) => "warning",
        (Class::Fault, Severity::Info) => "note",
    }
}

/// A place, its path relative to `base`.
pub(super) fn location(place: &Place, base: &str) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.path), "uriBaseId": base } });
    if place.line > 0 {
        let mut region = json!({ "startLine": place.line });
        if place.column > 0 {
            region["startColumn"] = json!(place.column);
        }
        physical["region"] = region;
    }
    json!({ "physicalLocation": physical })
}

/// A path as a relative reference: anything but plain letters, digits and `-._/` as `%XX`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/~".contains(&byte);
    let part = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_result_with_its_rule_its_place_and_its_kind() {
        let file = Place { path: "catalogue/đ.toml".into(), line: 2, column: 5, span: None };
        let unchecked = Finding::at(file, Code::EffectUnknown).with("number", "1/QĐ-UBND").with("missing", "clause");
        let log = findings_sarif(&[unchecked, Finding::general(Code::PathClash).with("path", "T/")], Language::English);
        let results = &log["runs"][0]["results"];
        assert_eq!((&results[0]["kind"], &results[0]["level"]), (&json!("open"), &json!("none")));
        let physical = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "catalogue/%C4%91.toml");
        assert_eq!(physical["region"], json!({ "startLine": 2, "startColumn": 5 }));
        assert_eq!((&results[1]["kind"], &results[1]["level"]), (&json!("fail"), &json!("error")));
        assert_eq!(results[1]["locations"], json!([]));
        for result in results.as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
}
