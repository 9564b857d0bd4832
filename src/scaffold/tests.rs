//! What is begun loads as it is.

use std::collections::BTreeMap;

use super::*;
use crate::finding::{Code, Finding};
use crate::input::{FileContent, Input};
use crate::ledger::{Catalogue, Status};
use crate::load;
use crate::pipeline::with_catalogue;

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 21).unwrap()
}

/// What a project with more files says.
fn told<T>(more: &[NewFile], ask: impl FnOnce(&Catalogue<'_>, Vec<Finding>) -> T) -> T {
    let mut input = Input {
        catalogue: BTreeMap::new(),
        site: BTreeMap::new(),
        templates: BTreeMap::new(),
        as_of: today(),
        today: today(),
        base_url: None,
    };
    for file in project(today()).iter().chain(more) {
        let bytes = FileContent::Bytes(file.text.clone().into_bytes());
        match file.path.split_once('/') {
            Some(("catalogue", path)) => input.catalogue.insert(path.to_owned(), bytes),
            Some(("site", path)) => input.site.insert(path.to_owned(), bytes),
            _ if more.contains(file) => input.catalogue.insert(file.path.clone(), bytes),
            _ => None,
        };
    }
    with_catalogue(&input, ask)
}

fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_new_project_has_a_procedure_in_force_and_nothing_wrong() {
    told(&[], |catalogue, findings| {
        assert!(findings.iter().all(|finding| finding.code == Code::LinkMissing), "{findings:#?}");
        let statuses: Vec<_> = catalogue.states.values().map(|state| state.whole.status).collect();
        assert_eq!(statuses, [Status::InForce]);
    });
}

#[test]
fn a_new_decision_and_a_new_procedure_load_whatever_their_texts_hold() {
    let odd = "\"Cấp\" \\ giấy\tphép";
    let number = DecisionNumber::new("1234/QĐ-UBND");
    let decision = decision(&number, &AgencyId("ubnd-tinh".into()), Signed::On(today()), Some(odd));
    let code = ProcedureCode::new("1.004222").unwrap();
    let procedure = procedure(
        &code,
        &SectorId("linh-vuc-mau".into()),
        &AgencyId("bo-tu-phap".into()),
        odd,
        &crate::model::Levels::new(),
    );
    assert_eq!(procedure.path, "procedures/linh-vuc-mau/1.004222.md");
    let undated = DecisionNumber::new("4245/QĐ-BCA");
    let undated = super::decision(&undated, &AgencyId("bo-tu-phap".into()), Signed::In(2026), None);
    assert_eq!(undated.path, "decisions/2026/4245-qd-bca.toml");
    told(&[decision, undated, procedure], |catalogue, findings| {
        let errors: Vec<_> = codes(&findings)
            .into_iter()
            .filter(|code| !matches!(code, Code::EffectUnknown | Code::LinkMissing | Code::DecisionIncomplete))
            .collect();
        assert!(errors.is_empty(), "{findings:#?}");
        assert_eq!(catalogue.records.procedures[&code].name, odd);
        assert!(catalogue.records.decisions.iter().any(|decision| decision.title == odd));
        assert!(catalogue.records.decisions.iter().any(|one| (one.key.year, one.key.signed) == (2026, None)));
    });
}

#[test]
fn the_comments_name_every_key_that_a_person_fills_in() {
    let number = DecisionNumber::new("1/QĐ-UBND");
    let decision = super::decision(&number, &AgencyId("ubnd-tinh".into()), Signed::On(today()), None).text;
    for key in load::DECISION_KEYS.iter().chain(load::CHANGE_KEYS) {
        let rare = ["year", "candidates", "text_effect", "prevails", "change", "flag", "set", "to", "via", "fee"];
        assert!(rare.contains(key) || decision.contains(&format!("{key} = ")), "{key}");
    }
    let procedure = include_str!("procedure.md");
    for key in load::PROCEDURE_KEYS {
        let rare = ["class", "weight", "channel", "paper", "papers_left", "written"];
        assert!(rare.contains(key) || procedure.contains(&format!("{key} = ")), "{key}");
    }
}
