//! The national portal's detail record (JSON), as a browser saves it.

use serde_json::{Map, Value};

use crate::model::{Absence, Component, DecisionNumber, LegalText, Level, Levels, LinkTarget, TimeLimit, Via};

use super::field::Field;
use super::line::{set_class, set_prose};
use super::methods::{Cell, Charge, Row};
use super::papers::{self, Listed};
use super::record::{Depth, Record, is_uuid, regular_code, same_code, stated_code};
use super::refusal::{Reason, RowPlace};
use super::{channels, clean, dates, legal, objects};

/// The record that a detail record makes.
pub(super) fn record(place: RowPlace, detail: &Map<String, Value>, depth: Depth) -> Result<Record, Reason> {
    let text = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or_default();
    for key in ["code", "name"] {
        if detail.get(key).is_some_and(|value| !value.is_string() && !value.is_null()) {
            return Err(Reason::ValueKind(key.to_owned()));
        }
    }
    // A file named by its code that holds another's record was saved from the wrong page.
    let file = place.file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let mut record = Record::new(place, depth, Some(text("code")), Some(text("name")))?;
    let code = record.procedure.code.clone();
    if let Some(named) = regular_code(&file) {
        same_code(&code, named, &file)?;
    }
    if let Some(named) = Some(text("codeNotation").trim()).filter(|named| !named.is_empty()) {
        same_code(&code, named, "codeNotation")?;
    }
    for case in items(detail, "cases") {
        if let Some(named) =
            case.get("code").and_then(Value::as_str).and_then(|code| code.get(..8)).and_then(regular_code)
        {
            same_code(&code, named, "cases")?;
        }
    }
    for (key, value) in detail {
        if let Some(named) = value.as_str().and_then(stated_code) {
            same_code(&code, named, key)?;
        }
    }
    record.updated = detail.get("updatedAt").and_then(dates::day);
    identity(&mut record, detail);
    content(&mut record, detail);
    record.rest_not_entered();
    Ok(record)
}

fn items<'v>(detail: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    detail.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The names under a key that holds a list of things with names.
fn names<'v>(detail: &'v Map<String, Value>, key: &str) -> Vec<&'v str> {
    items(detail, key).iter().filter_map(|item| item.get("name").and_then(Value::as_str)).collect()
}

fn identity(record: &mut Record, detail: &Map<String, Value>) {
    let text = |key: &str| detail.get(key).and_then(Value::as_str).filter(|text| clean::absence(text).is_none());
    let says = |key: &str| detail.get(key).and_then(Value::as_bool).unwrap_or(false);
    record.set_issuer(text("departmentPromulgateName"));
    record.set_sectors(names(detail, "categoriesDetails"));
    let executing = match names(detail, "departmentsExecuting").join("\n") {
        none if none.is_empty() => objects::agencies(text("executingAgencies").unwrap_or_default()),
        names => objects::agencies(&names),
    };
    record.set_executing(executing);
    let mut levels = Levels::new();
    for (key, level) in [
        ("isMinistry", Level::Ministry),
        ("isProvince", Level::Province),
        ("isWard", Level::Commune),
        ("isOtherAgency", Level::Other),
    ] {
        if says(key) {
            levels.insert(level);
        }
    }
    if !levels.is_empty() {
        record.set_levels(levels);
    }
    // Each subject is an item of its own, so nothing has to be cut.
    let subjects: Vec<String> = names(detail, "subjectTypesDetails").into_iter().map(clean::line).collect();
    record.set_objects(subjects.into_iter().filter(|name| clean::absence(name).is_none()).collect());
    set_class(record, text("formalityType"));
    // The number of a proposal (`procedureProposal.proposalNumber`) need not be the decision's.
    let proposal = detail.get("procedureProposal").and_then(|proposal| proposal.get("decisionNumber"));
    let number = text("decisionNo").or_else(|| proposal.and_then(Value::as_str));
    if let Some(number) = number.filter(|number| clean::absence(number).is_none()) {
        record.procedure.decision = Some(DecisionNumber::new(&clean::line(number)));
        record.stated.insert(Field::Decision);
    }
    if let Some(id) = text("id").filter(|id| is_uuid(id)) {
        record.link = Some(LinkTarget::Procedure(id.to_ascii_lowercase()));
    }
    if record.depth == Depth::Full
        && let Some(keywords) = text("keywords")
    {
        record.procedure.keywords = vec![clean::line(keywords)];
        record.stated.insert(Field::Keywords);
    }
}

fn content(record: &mut Record, detail: &Map<String, Value>) {
    let text = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or_default();
    let rows: Vec<Row> = items(detail, "executionMethods").iter().filter_map(channel_row).collect();
    let listed: Vec<Listed> = items(detail, "executionCases").iter().flat_map(case_papers).collect();
    let mut texts: Vec<LegalText> = Vec::new();
    for item in items(detail, "legalBasisesDetails") {
        let part = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        // The portal's field for the number is often filled in badly; then the title may be the number.
        let number = legal::number_of_cell(part("code")).or_else(|| legal::number_of_cell(part("name")));
        record.facts.legal.add(number.is_some());
        if let Some(number) = number.filter(|number| texts.iter().all(|text| text.number != *number)) {
            let title = clean::line(part("name"));
            let title = (record.depth == Depth::Full && clean::absence(&title).is_none()).then_some(title);
            texts.push(LegalText { number, title });
        }
    }
    record.facts.channel_tables.add(!rows.is_empty());
    record.facts.paper_tables.add(!listed.is_empty());
    record.facts.legal_tables.add(!texts.is_empty());
    if record.depth == Depth::Full {
        record.procedure.channels = channels::whole(&rows, &mut record.facts);
        record.procedure.papers = papers::whole(&listed, &mut record.facts);
    } else {
        record.procedure.channels = channels::certain(&rows, &mut record.facts);
        (record.procedure.papers, record.procedure.papers_left) = papers::certain(&listed, &mut record.facts);
    }
    record.stated.extend([Field::Channels, Field::Papers, Field::Legal]);
    record.procedure.legal = match (texts.is_empty(), items(detail, "legalBasisesDetails").is_empty()) {
        (false, _) => Component::Value(texts),
        (true, false) => Component::Absent(Absence::NotEntered),
        (true, true) => Component::Absent(Absence::NotPublished),
    };
    if record.depth < Depth::Full {
        return;
    }
    let steps: Vec<String> = items(detail, "executionSteps")
        .iter()
        .flat_map(|step| {
            ["name", "description"].map(|key| step.get(key).and_then(Value::as_str).unwrap_or_default().to_owned())
        })
        .filter(|text| clean::absence(text).is_none())
        .collect();
    set_prose(record, Field::Steps, &steps.join("\n"));
    let results: Vec<String> = names(detail, "resultsDetails").iter().map(|name| format!("- {name}")).collect();
    set_prose(record, Field::Result, &results.join("\n"));
    set_prose(record, Field::Conditions, text("requirementsAndConditions"));
    set_prose(record, Field::Manner, text("note"));
}

fn channel_row(value: &Value) -> Option<Row> {
    let via = match value.get("submissionMethod").and_then(Value::as_str)? {
        "ONLINE" => Via::Online,
        "POSTAL" => Via::Postal,
        "DIRECT" => Via::Direct,
        _ => return None,
    };
    let unit = match value.get("processingTimeUnit").and_then(Value::as_str).unwrap_or_default() {
        "WORKING_DAY" => Some("ngày làm việc"),
        "DAY" => Some("ngày"),
        "WORKING_HOUR" => Some("giờ làm việc"),
        "HOUR" => Some("giờ"),
        "MONTH" => Some("tháng"),
        // "1 OTHER" says nothing.
        _ => None,
    };
    let number = value.get("processingTime").filter(|number| number.is_number());
    let time = match (number, unit) {
        (None, _) => Cell::Nothing,
        (Some(number), Some(unit)) => match TimeLimit::parse(&format!("{number} {unit}")) {
            limit @ TimeLimit::Measured { hundredths: 1.., .. } => Cell::Clear(limit),
            TimeLimit::Measured { .. } | TimeLimit::Stated(_) => Cell::Unclear,
        },
        (Some(_), None) => Cell::Unclear,
    };
    let fees: Vec<Option<Charge>> = value
        .get("fees")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(|fee| {
            let text = |key: &str| fee.get(key).and_then(Value::as_str).map(clean::line);
            // The portal's 0 may be free, may be unknown; without a currency a sum is none.
            let sum = fee.get("value").and_then(Value::as_u64).filter(|sum| *sum > 0)?;
            let currency = match text("currency").as_deref() {
                Some("VND" | "VNĐ" | "Đồng") => "VND",
                Some("USD") => "USD",
                _ => return None,
            };
            let kind = match fee.get("type").and_then(Value::as_str) {
                Some("FEE") => Some("Phí".to_owned()),
                _ => None,
            };
            Some(Charge::Sum(sum, currency, text("description").filter(|note| !note.is_empty()).or(kind)))
        })
        .collect();
    let fees = match fees.into_iter().collect::<Option<Vec<Charge>>>() {
        Some(charges) if charges.is_empty() => Cell::Nothing,
        Some(charges) => Cell::Clear(charges),
        None => Cell::Unclear,
    };
    let description = value.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Row { via, time, fees, description })
}

fn case_papers(case: &Value) -> Vec<Listed> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let count =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    let components = case.get("profileComponents").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let listed = components.iter().map(|paper| Listed {
        case: text(case, "name"),
        name: text(paper, "name"),
        original: count(paper, "originalQty"),
        copies: count(paper, "copyQty"),
        form: paper
            .get("attachments")
            .and_then(Value::as_array)
            .and_then(|files| files.first())
            .map(|file| text(file, "fileName"))
            .unwrap_or_default(),
    });
    listed.collect()
}
