//! A graph of resources, as Turtle and as JSON-LD: the same statements in both.

use serde_json::{Map, Value, json};

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

/// Resources in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Graph(pub(super) Vec<Resource>);

impl Graph {
    /// As Turtle: a block a resource.
    pub(super) fn to_turtle(&self) -> String {
        let mut text: String =
            PREFIXES.iter().map(|(prefix, address)| format!("@prefix {prefix}: <{address}> .\n")).collect();
        for Resource { iri, classes, says } in &self.0 {
            text.push_str(&format!("\n{} a {}", turtle_iri(iri), classes.join(", ")));
            for (property, object) in says {
                text.push_str(&format!(" ;\n  {property} {}", turtle(object)));
            }
            text.push_str(" .\n");
        }
        text
    }

    /// As JSON-LD: a resource a line.
    pub(super) fn to_json_ld(&self) -> String {
        let context: Map<String, Value> =
            PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), Value::from(*address))).collect();
        let mut text = format!("{{\"@context\":{},\"@graph\":[\n", Value::from(context));
        for (number, Resource { iri, classes, says }) in self.0.iter().enumerate() {
            let mut object = Map::new();
            object.insert("@id".to_owned(), iri.as_str().into());
            object.insert("@type".to_owned(), classes.clone().into());
            for (property, value) in says {
                let values = object.entry((*property).to_owned()).or_insert_with(|| Value::Array(Vec::new()));
                if let Some(values) = values.as_array_mut() {
                    values.push(json_ld(value));
                }
            }
            text.push_str(if number == 0 { "" } else { ",\n" });
            text.push_str(&Value::from(object).to_string());
        }
        text.push_str("\n]}\n");
        text
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
        let graph =
            Graph(vec![Resource { iri: "https://a.example/x>y z".to_owned(), classes: vec!["foaf:Agent"], says }]);
        let turtle = graph.to_turtle();
        assert!(turtle.ends_with(
            "\n<https://a.example/x%3Ey%20z> a foaf:Agent ;\n  dct:title \"Cấp \\\"lại\\\"\\n\\\\\"@vi .\n"
        ));
        let json: serde_json::Value = serde_json::from_str(&graph.to_json_ld()).unwrap();
        assert_eq!(json["@graph"][0]["dct:title"][0]["@value"], "Cấp \"lại\"\n\\");
    }
}
