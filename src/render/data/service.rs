//! A procedure's page in schema.org's words.
//!
//! A page is a `WebPage` whose `creativeWorkStatus` is the procedure's state and whose `temporalCoverage` is the period that this
//! speaks of. Only what is in force is a `GovernmentService`; of everything else the page tells by code and name alone, so that no
//! program takes a repealed procedure for one that can be asked for. `dateModified` is left out: nobody records it.

use serde_json::{Map, Value, json};

use crate::address;
use crate::ledger::{Content, Evidence, LevelState, Status};
use crate::model::{Channel, Component, Day, Fee, TimeLimit, TimeUnit, Via};
use crate::search::client::in_script;

use super::super::index::{Entry, Index};

/// Data, not script.
pub(in crate::render) fn json_ld(index: &Index, entry: &Entry) -> String {
    let state = &entry.state.whole;
    let base_url = &index.records.site.base_url;
    let mut page = json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": format!("{base_url}{}", entry.url),
        "inLanguage": "vi",
        "creativeWorkStatus": index.words.status(state.status),
    });
    let thing = match state.status {
        Status::InForce => ("mainEntity", service(index, entry)),
        Status::Pending | Status::Suspended | Status::Repealed | Status::Replaced | Status::Unknown => {
            ("about", json!({ "@type": "Thing", "name": entry.procedure.name, "identifier": entry.code.as_str() }))
        }
    };
    let public = state.successors.iter().filter(|code| !code.is_internal() && index.entry(code).is_some());
    let successors: Vec<Value> = public.map(|code| format!("{base_url}{}", address::procedure(code)).into()).collect();
    let more = [
        (thing.0, Some(thing.1)),
        ("temporalCoverage", period(state).map(Value::from)),
        ("isBasedOn", state.ruled_by.as_ref().map(|by| basis(index, by))),
        ("significantLink", (!successors.is_empty()).then(|| successors.into())),
    ];
    insert(&mut page, more);
    // `<` could end the element that holds the data.
    in_script(&page)
}

fn insert<const N: usize>(object: &mut Value, more: [(&str, Option<Value>); N]) {
    if let Some(object) = object.as_object_mut() {
        object.extend(more.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
}

/// The days of the period as ISO 8601 has an interval, an open end as `..`. The last day is the one before `until`.
fn period(state: &LevelState<'_>) -> Option<String> {
    let end = state.until.and_then(|until| until.pred_opt());
    if state.since.is_none() && end.is_none() {
        return None;
    }
    let told = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
    Some(match state.status {
        // Of a suspension the period is when it is not in force, which is no coverage.
        Status::Suspended | Status::Unknown => return None,
        Status::InForce | Status::Pending | Status::Repealed | Status::Replaced => {
            format!("{}/{}", told(state.since), told(end))
        }
    })
}

/// What ruled the state.
fn basis(index: &Index, by: &Evidence<'_>) -> Value {
    let mut basis = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            basis.insert(key.to_owned(), value);
        }
    };
    match by {
        Evidence::Decision(row) => {
            let key = row.key();
            put("@type", Some("Legislation".into()));
            put("legislationIdentifier", Some(key.number.key().into()));
            put("legislationPassedBy", Some(organization(index.records.agency_name(&key.issuer))));
            put("legislationDate", key.signed.map(|day| day.to_string().into()));
        }
        Evidence::Snapshot(list) => {
            put("@type", Some("Dataset".into()));
            put("name", Some(list.title.as_str().into()));
            put("datePublished", list.taken.map(|day| day.to_string().into()));
        }
        Evidence::Ruling(ruling) => {
            put("@type", Some("CreativeWork".into()));
            put("author", Some(json!({ "@type": "Person", "name": ruling.by })));
            put("dateCreated", Some(ruling.ruled.to_string().into()));
        }
    }
    basis.into()
}

fn organization(name: &str) -> Value {
    json!({ "@type": "GovernmentOrganization", "name": name })
}

/// A procedure in force.
fn service(index: &Index, entry: &Entry) -> Value {
    let records = index.records;
    let now = entry.state.content(entry.procedure);
    let mut service = json!({
        "@type": "GovernmentService",
        "name": entry.procedure.name,
        "identifier": entry.code.as_str(),
        "serviceType": records.sector_name(&entry.procedure.sector),
        "areaServed": { "@type": "AdministrativeArea", "name": records.site.province },
    });
    let providers = now.record.executing.value().map(|names| names.iter().map(|name| organization(name)).collect());
    let link = records.links.get(entry.code).map(|link| link.target.url());
    let channels = now.record.channels.value().map(Vec::as_slice).unwrap_or_default();
    // While it cannot be filed online no address is given to file it at.
    let is_interrupted = records.interruption(entry.code, index.catalogue.as_of).is_some();
    let filed = link.as_deref().filter(|_| !is_interrupted);
    let told: Vec<Value> = channels.iter().map(|one| channel(index, one, filed)).collect();
    let offers = offers(&now);
    let more = [
        ("provider", providers),
        ("sameAs", link.map(Value::from)),
        ("availableChannel", (!told.is_empty()).then(|| told.into())),
        ("offers", (!offers.is_empty()).then(|| offers.into())),
    ];
    insert(&mut service, more);
    service
}

fn channel(index: &Index, of: &Channel, link: Option<&str>) -> Value {
    let mut channel = json!({ "@type": "ServiceChannel", "name": index.words.get("via", of.via.as_str()) });
    let time = of.time_cut.as_ref().or(of.time.value()).and_then(duration);
    let url = link.filter(|_| of.via == Via::Online).map(Value::from);
    insert(&mut channel, [("processingTime", time.map(Value::from)), ("serviceUrl", url)]);
    channel
}

/// A time limit as ISO 8601 has durations, which know neither working days nor working hours: those are left out.
pub(super) fn duration(limit: &TimeLimit) -> Option<String> {
    let TimeLimit::Measured { hundredths, unit } = limit else { return None };
    let whole = (hundredths % 100 == 0).then_some(hundredths / 100)?;
    match unit {
        TimeUnit::Day => Some(format!("P{whole}D")),
        TimeUnit::Hour => Some(format!("PT{whole}H")),
        TimeUnit::Month => Some(format!("P{whole}M")),
        TimeUnit::WorkingDay | TimeUnit::WorkingHour => None,
    }
}

/// The sums of money. A fee that is words, or 0 without the text that says so, is no price.
fn offers(now: &Content<'_>) -> Vec<Value> {
    let channels = now.record.channels.value().map(Vec::as_slice).unwrap_or_default();
    let mut offers: Vec<Value> = Vec::new();
    for fee in channels.iter().filter_map(|channel| channel.fees.value()).flatten() {
        let Fee::Amount(amount) = fee else { continue };
        if amount.value == 0 && amount.source.is_none() {
            continue;
        }
        let mut offer =
            json!({ "@type": "Offer", "price": amount.value.to_string(), "priceCurrency": amount.currency });
        let about: Vec<&str> = [&amount.label, &amount.note].into_iter().flatten().map(String::as_str).collect();
        insert(&mut offer, [("description", (!about.is_empty()).then(|| about.join(": ").into()))]);
        if !offers.contains(&offer) {
            offers.push(offer);
        }
    }
    offers
}

/// Fees of a component, for the catalogue in others' words.
pub(super) fn amounts(channels: &Component<Vec<Channel>>) -> Vec<(u64, &str)> {
    let fees = channels.value().into_iter().flatten().filter_map(|channel| channel.fees.value()).flatten();
    let mut amounts: Vec<(u64, &str)> = fees
        .filter_map(|fee| match fee {
            Fee::Amount(amount) if amount.value > 0 || amount.source.is_some() => {
                Some((amount.value, amount.currency.as_str()))
            }
            Fee::Amount(_) | Fee::Stated(_) => None,
        })
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    amounts
}
