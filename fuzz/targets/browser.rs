//! Any query, over any catalogue, asked of both engines: the browser's script, run by node over what the build exports, never throws and
//! answers what the Rust engine answers.
#![no_main]

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex};

use fuzz_shapes::{options, overlaid, project, write_seeds};
use libfuzzer_sys::fuzz_target;
use niemyet::address::Links;
use niemyet::input::{Files, Input};
use niemyet::pipeline::with_catalogue;
use niemyet::render::site_files;
use niemyet::report::answer_json;
use niemyet::search::{Options, Searcher, Typing, client, export};
use serde_json::{Map, Value, json};

/// The browser's script, in a program that is asked a line at a time and ends with this one.
struct Browser {
    asks: ChildStdin,
    says: BufReader<ChildStdout>,
}

impl Browser {
    fn open() -> Browser {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/browser.mjs");
        let node = Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut node = node.expect("node runs the browser's script");
        let (asks, says) = (node.stdin.take().expect("piped"), node.stdout.take().expect("piped"));
        Browser { asks, says: BufReader::new(says) }
    }

    /// Asks, and panics with what is wrong.
    fn ask(&mut self, what: &Value) {
        writeln!(self.asks, "{what}").expect("node listens");
        let mut said = String::new();
        self.says.read_line(&mut said).expect("node answers");
        assert_eq!(said, "ok\n", "{what}");
    }
}

/// A catalogue in both engines: what node is given of it, and the Rust engine.
struct Engines {
    files: Value,
    searcher: Searcher,
}

impl Engines {
    fn of(input: &Input) -> Engines {
        with_catalogue(input, |catalogue, _| {
            let none = Files::new();
            let site = site_files(&none);
            let mut files = Map::new();
            for (path, bytes) in client::files(&site, &export(catalogue), Links::Folders).iter() {
                files.insert(path.to_owned(), json!(String::from_utf8_lossy(bytes)));
            }
            Engines { files: Value::Object(files), searcher: Searcher::new(catalogue).expect("an index in memory") }
        })
    }

    /// A query with the answer that the browser has to give.
    fn asked(&self, query: &str, options: &Options) -> Value {
        let answer = self.searcher.search(query, options).expect("an index in memory");
        let mut choices = Map::new();
        for (facet, value) in &options.choices {
            let values = choices.entry(facet.as_str()).or_insert_with(|| json!([]));
            values.as_array_mut().expect("made so").push(json!(value));
        }
        let expected: Value = serde_json::from_str(&answer_json(&answer)).expect("it is JSON");
        let typing = options.typing == Typing::Unfinished;
        json!({ "query": query, "typing": typing, "limit": options.limit, "choices": choices, "expected": expected })
    }
}

static PROJECT: LazyLock<Input> = LazyLock::new(project);
static ENGINES: LazyLock<Engines> = LazyLock::new(|| Engines::of(&PROJECT));
static BROWSER: LazyLock<Mutex<Browser>> = LazyLock::new(|| {
    let mut browser = Browser::open();
    browser.ask(&json!({ "keep": ENGINES.files }));
    Mutex::new(browser)
});

fuzz_target!(
    init: write_seeds("browser"),
    |data: &[u8]| {
        let (query, input) = overlaid(&PROJECT, data);
        let (options, query) = options(query);
        let own = (input != *PROJECT).then(|| Engines::of(&input));
        let mut ask = own.as_ref().unwrap_or(&ENGINES).asked(&query, &options);
        if let Some(engines) = own {
            ask["files"] = engines.files;
        }
        BROWSER.lock().expect("one thread").ask(&ask);
    }
);
