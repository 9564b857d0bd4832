//! The catalogue in the words of CPSV-AP 3.2, the European vocabulary of public services, as its SHACL shapes want it: whatever is
//! named as a concept or an area stands here as one, as a validator looks nowhere else.
//!
//! Every public procedure is a `cpsv:PublicService` with the properties that the profile asks for: identifier, title,
//! description, competent authority. Its `adms:status` stands only where the vocabulary has a word for the state: what is
//! suspended or unknown has none.

use std::collections::{BTreeMap, BTreeSet};

use crate::address;
use crate::ledger::Status;
use crate::model::{AgencyId, Component, Day, Level, SectorId, Via};

use super::super::index::{Entry, Index};
use super::super::words::day;
use super::rdf::{Graph, Object, Resource};
use super::service::{amounts, duration};

fn iri(text: impl Into<String>) -> Object {
    Object::Iri(text.into())
}

fn vietnamese(text: &str) -> Object {
    Object::Vietnamese(text.to_owned())
}

fn plain(text: &str) -> Object {
    Object::Plain(text.to_owned())
}

fn date(of: Day) -> Object {
    Object::Typed(of.to_string(), "xsd:date")
}

/// What services name, each once.
#[derive(Default)]
struct Named {
    agencies: BTreeSet<AgencyId>,
    sectors: BTreeSet<SectorId>,
    texts: BTreeMap<String, String>,
    ways: BTreeSet<&'static str>,
    /// Concepts of vocabularies that are not ours, by address, with their notation there.
    others: BTreeMap<String, String>,
}

impl Named {
    /// The address of a concept of another vocabulary.
    fn other(&mut self, vocabulary: &str, notation: &str) -> Object {
        let address = format!("{vocabulary}{notation}");
        self.others.insert(address.clone(), notation.to_owned());
        Object::Iri(address)
    }
}

/// The whole catalogue.
pub(super) fn graph(index: &Index) -> Graph {
    let mut named = Named::default();
    let mut graph = Graph::new();
    for (done, entry) in index.entries.iter().enumerate() {
        graph.make_room(done, index.entries.len());
        service(index, entry, &mut named, &mut graph);
    }
    let base_url = &index.records.site.base_url;
    graph.add(&Resource {
        iri: province(index),
        // The shape of an organisation wants the second class of its area, that of a service the first.
        classes: vec!["dct:Location", "atu:atu-type"],
        says: vec![("skos:prefLabel", vietnamese(&index.records.site.province))],
    });
    for id in &named.agencies {
        let name = index.records.agency_name(id);
        graph.add(&Resource {
            iri: format!("{base_url}{}", address::agency(id)),
            classes: vec!["cv:PublicOrganisation", "foaf:Agent"],
            says: vec![
                ("dct:identifier", plain(&id.0)),
                ("dct:title", vietnamese(name)),
                ("skos:prefLabel", vietnamese(name)),
                ("dct:spatial", iri(province(index))),
            ],
        });
    }
    for id in &named.sectors {
        let address = format!("{base_url}{}", address::sector(id));
        graph.add(&concept(address, &id.0, index.records.sector_name(id)));
    }
    for via in &named.ways {
        graph.add(&concept(way(index, via), via, &index.words.get("via", via)));
    }
    for (address, notation) in &named.others {
        let says = vec![("skos:notation", plain(notation))];
        graph.add(&Resource { iri: address.clone(), classes: vec!["skos:Concept"], says });
    }
    for (number, address) in &named.texts {
        let title = index.records.legal_texts.get(number).and_then(|text| text.title.as_deref()).unwrap_or(number);
        graph.add(&Resource {
            iri: address.clone(),
            classes: vec!["eli:LegalResource"],
            says: vec![("dct:identifier", plain(number)), ("dct:title", vietnamese(title))],
        });
    }
    graph
}

fn concept(iri: String, notation: &str, label: &str) -> Resource {
    let says = vec![("skos:notation", plain(notation)), ("skos:prefLabel", vietnamese(label))];
    Resource { iri, classes: vec!["skos:Concept"], says }
}

fn province(index: &Index) -> String {
    format!("{}#tinh", index.records.site.base_url)
}

fn way(index: &Index, via: &str) -> String {
    format!("{}#cach-nop-{via}", index.records.site.base_url)
}

fn service(index: &Index, entry: &Entry, named: &mut Named, graph: &mut Graph) {
    let base_url = &index.records.site.base_url;
    let url = format!("{base_url}{}", entry.url);
    let state = &entry.state.whole;
    let now = entry.state.content(entry.procedure);
    let mut says = vec![
        ("dct:identifier", plain(entry.code.as_str())),
        ("dct:title", vietnamese(&entry.procedure.name)),
        ("dct:description", vietnamese(&description(index, entry))),
        ("foaf:page", iri(url.clone())),
        ("dct:spatial", iri(province(index))),
    ];
    for agency in authorities(index, entry) {
        says.push(("cv:hasCompetentAuthority", iri(format!("{base_url}{}", address::agency(&agency)))));
        named.agencies.insert(agency);
    }
    says.push(("cv:sector", iri(format!("{base_url}{}", address::sector(&entry.procedure.sector)))));
    named.sectors.insert(entry.procedure.sector.clone());
    says.extend(status(state.status).map(|status| ("adms:status", named.other(STATUSES, status))));
    if state.status != Status::Unknown
        && state.status != Status::Suspended
        && (state.since, state.until) != (None, None)
    {
        let period = format!("{url}#thoi-gian");
        says.push(("dct:temporal", iri(period.clone())));
        let last = state.until.and_then(|until| until.pred_opt());
        let days = [("dcat:startDate", state.since), ("dcat:endDate", last)];
        let days = days.into_iter().filter_map(|(property, day)| Some((property, date(day?))));
        graph.add(&Resource { iri: period, classes: vec!["dct:PeriodOfTime"], says: days.collect() });
    }
    let public = |codes: &[&crate::model::ProcedureCode]| {
        let held = codes.iter().filter(|code| index.entry(code).is_some());
        held.map(|code| iri(format!("{base_url}{}", address::procedure(code)))).collect::<Vec<_>>()
    };
    says.extend(public(state.successors).into_iter().map(|other| ("dct:isReplacedBy", other)));
    says.extend(public(state.predecessors).into_iter().map(|other| ("dct:replaces", other)));
    for text in entry.procedure.legal.value().into_iter().flatten() {
        let address = format!("{base_url}#van-ban-{}", crate::text::slug(&text.number));
        // Two numbers may come to one address: the first has it.
        let address = named.texts.entry(text.number.clone()).or_insert(address).clone();
        says.push(("cv:hasLegalResource", iri(address)));
    }
    if let Component::Value(channels) = &now.record.channels {
        let mut taken = BTreeSet::new();
        for channel in channels.iter().filter(|channel| taken.insert(channel.via)) {
            let via = channel.via.as_str();
            let address = format!("{url}#cach-nop-{via}");
            named.ways.insert(via);
            says.push(("cv:hasChannel", iri(address.clone())));
            let time = channel.time_cut.as_ref().or(channel.time.value()).and_then(duration);
            let link = index.records.links.get(entry.code).filter(|_| channel.via == Via::Online);
            let mut of_channel =
                vec![("dct:identifier", plain(&format!("{}-{via}", entry.code))), ("dct:type", iri(way(index, via)))];
            of_channel.extend(time.map(|time| ("cv:processingTime", Object::Typed(time, "xsd:duration"))));
            of_channel.extend(link.map(|link| ("foaf:page", iri(link.target.url()))));
            graph.add(&Resource { iri: address, classes: vec!["cv:Channel"], says: of_channel });
        }
    }
    for (value, currency) in amounts(&now.record.channels) {
        let address = format!("{url}#phi-{value}-{}", currency.to_lowercase());
        says.push(("cv:hasCost", iri(address.clone())));
        let of_cost = vec![
            ("dct:identifier", plain(&format!("{}-{value}-{currency}", entry.code))),
            ("cv:hasValue", Object::Typed(value.to_string(), "xsd:double")),
            ("cv:currency", named.other(CURRENCIES, currency)),
        ];
        graph.add(&Resource { iri: address, classes: vec!["cv:Cost"], says: of_cost });
    }
    graph.add(&Resource { iri: url, classes: vec!["cpsv:PublicService"], says });
}

const STATUSES: &str = "http://purl.org/adms/status/";
const CURRENCIES: &str = "http://publications.europa.eu/resource/authority/currency/";

/// The word of the ADMS vocabulary, where there is one.
fn status(status: Status) -> Option<&'static str> {
    match status {
        Status::InForce => Some("Completed"),
        Status::Pending => Some("UnderDevelopment"),
        Status::Repealed | Status::Replaced => Some("Withdrawn"),
        Status::Suspended | Status::Unknown => None,
    }
}

/// Those that carry it out, as far as the catalogue knows them by name; else who published it.
fn authorities(index: &Index, entry: &Entry) -> BTreeSet<AgencyId> {
    let names = entry.procedure.executing.value().into_iter().flatten();
    let found: BTreeSet<AgencyId> =
        names.filter_map(|name| index.agency_named(name)).map(|agency| agency.id.clone()).collect();
    if found.is_empty() { BTreeSet::from([entry.procedure.issuer.clone()]) } else { found }
}

/// The sentence that the page has for search engines: nothing that the facts do not say.
fn description(index: &Index, entry: &Entry) -> String {
    let levels: Vec<String> = entry.procedure.levels.iter().map(|level: &Level| index.words.level(*level)).collect();
    let status = index.words.status(entry.state.whole.status).to_lowercase();
    let sector = index.records.sector_name(&entry.procedure.sector);
    let as_of = day(index.catalogue.as_of);
    let args = [
        ("name", entry.procedure.name.as_str()),
        ("code", entry.code.as_str()),
        ("status", &status),
        ("sector", sector),
        ("day", &as_of),
    ];
    let sentence = index.words.fill("procedure", "description", &args);
    if levels.is_empty() { sentence } else { format!("{sentence} {}.", levels.join(", ")) }
}
