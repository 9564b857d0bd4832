//! A graph of resources, as Turtle and as JSON-LD: the same statements in both.

use serde_json::{Map, Value, json};

use super::make_room;

/// Prefixes, in the order of Turtle's head.
const PREFIXES: [(&str, &str); 11] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("atu", "http://data.europa.eu/88u/dataset/"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What is stated of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    /// Another resource, by its address.
    Iri(String),
    /// A text in Vietnamese.
    Vietnamese(String),
    /// A text of no language.
    Plain(String),
    /// A value with its type, which has a prefix.
    Typed(String, &'static str),
}

/// A resource: its address, its classes, what is stated of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resource {
    pub(super) iri: String,
    pub(super) classes: Vec<&'static str>,
    pub(super) says: Vec<(&'static str, Object)>,
}

/// Resources as Turtle, a block each, and as JSON-LD, a line each. Each is written when it comes: together they are many times
/// the records that they tell of.
#[derive(Debug)]
pub(super) struct Graph {
    turtle: String,
    json_ld: String,
    is_empty: bool,
}

impl Graph {
    /// The heads of both texts.
    pub(super) fn new() -> Graph {
        let turtle = PREFIXES.iter().map(|(prefix, address)| format!("@prefix {prefix}: <{address}> .\n")).collect();
        let context: Map<String, Value> =
            PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), Value::from(*address))).collect();
        let json_ld = format!("{{\"@context\":{},\"@graph\":[\n", Value::from(context));
        Graph { turtle, json_ld, is_empty: true }
    }

    /// Writes a resource.
    pub(super) fn add(&mut self, resource: &Resource) {
        let Resource { iri, classes, says } = resource;
        self.turtle.push_str(&format!("\n{} a {}", turtle_iri(iri), classes.join(", ")));
        let mut object = Map::new();
        object.insert("@id".to_owned(), iri.as_str().into());
        object.insert("@type".to_owned(), classes.clone().into());
        for (property, value) in says {
            self.turtle.push_str(&format!(" ;\n  {property} {}", turtle(value)));
            let values = object.entry((*property).to_owned()).or_insert_with(|| Value::Array(Vec::new()));
            if let Some(values) = values.as_array_mut() {
                values.push(json_ld(value));
            }
        }
        self.turtle.push_str(" .\n");
        self.json_ld.push_str(if self.is_empty { "" } else { ",\n" });
        self.json_ld.push_str(&Value::from(object).to_string());
        self.is_empty = false;
    }

    /// Makes room as [`make_room`] does.
    pub(super) fn make_room(&mut self, done: usize, all: usize) {
        make_room(&mut self.turtle, done, all);
        make_room(&mut self.json_ld, done, all);
    }

    /// The whole as JSON-LD and as Turtle.
    pub(super) fn into_texts(mut self) -> (String, String) {
        self.json_ld.push_str("\n]}\n");
        (self.json_ld, self.turtle)
    }
}

fn json_ld(object: &Object) -> Value {
    match object {
        Object::Iri(iri) => json!({ "@id": iri }),
        Object::Vietnamese(text) => json!({ "@value": text, "@language": "vi" }),
        Object::Plain(text) => json!(text),
        Object::Typed(text, of) => json!({ "@value": text, "@type": of }),
    }
}

fn turtle(object: &Object) -> String {
    match object {
        Object::Iri(iri) => turtle_iri(iri),
        Object::Vietnamese(text) => format!("{}@vi", quoted(text)),
        Object::Plain(text) => quoted(text),
        Object::Typed(text, of) => format!("{}^^{of}", quoted(text)),
    }
}

/// An address in brackets; what may not stand between them is escaped as addresses have it.
fn turtle_iri(iri: &str) -> String {
    let may_not = |c: char| c <= ' ' || "<>\"{}|^`\\".contains(c);
    let safe: String =
        iri.chars().map(|c| if may_not(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }).collect();
    format!("<{safe}>")
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::{Graph, Object, Resource};

    #[test]
    fn no_text_ends_its_quotes_and_no_address_its_brackets() {
        let says = vec![("dct:title", Object::Vietnamese("Cấp \"lại\"\n\\".to_owned()))];
        let mut graph = Graph::new();
        graph.add(&Resource { iri: "https://a.example/x>y z".to_owned(), classes: vec!["foaf:Agent"], says });
        let (json_ld, turtle) = graph.into_texts();
        assert!(turtle.ends_with(
            "\n<https://a.example/x%3Ey%20z> a foaf:Agent ;\n  dct:title \"Cấp \\\"lại\\\"\\n\\\\\"@vi .\n"
        ));
        let json: serde_json::Value = serde_json::from_str(&json_ld).unwrap();
        assert_eq!(json["@graph"][0]["dct:title"][0]["@value"], "Cấp \"lại\"\n\\");
    }
}
