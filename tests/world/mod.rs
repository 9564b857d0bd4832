//! A project in a folder of its own, and the binary run in it: whole output and exit code.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use niemyet::model::Day;
use tempfile::TempDir;

/// The day of every run that does not say another.
pub(crate) const TODAY: &str = "2026-11-21";

/// A project in a temporary folder.
pub(crate) struct World {
    folder: TempDir,
}

/// What a run gave.
#[derive(Debug)]
#[must_use]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: Option<i32>,
}

impl World {
    /// An empty folder.
    pub(crate) fn empty() -> World {
        World { folder: tempfile::tempdir().unwrap() }
    }

    /// What `niemyet init` writes.
    pub(crate) fn new() -> World {
        let world = World::empty();
        for file in niemyet::scaffold::project(TODAY.parse::<Day>().unwrap()) {
            world.put(&file.path, &file.text);
        }
        world
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let target = self.at(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, text).unwrap();
    }

    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    /// Replaces a part of a file, which must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.put(path, text.replacen(from, to, 1));
    }

    /// Every file below a folder with its bytes; links as the text of where they lead. What builds remember is left out.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.at(folder))
    }

    /// The path of the only file below a folder.
    pub(crate) fn only_file(&self, folder: &str) -> String {
        let tree = self.tree(folder);
        assert_eq!(tree.len(), 1, "{:?}", tree.keys());
        format!("{folder}/{}", tree.keys().next().unwrap())
    }

    /// The names in the project's folder, without what builds remember.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !is_kept_beside(name));
        names.sort();
        names
    }

    /// The binary in the project's folder, on [`TODAY`].
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_niemyet"));
        command.args(args).current_dir(self.folder.path());
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR").env("TERM", "dumb");
        // Hosts of tests stand on this machine.
        for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        if !args.iter().any(|arg| arg.starts_with("--today")) {
            command.args(["--today", TODAY]);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.ran(self.command(args).output().unwrap())
    }

    /// The same over the catalogue of this repository, with arguments in one line: none has a blank in it.
    pub(crate) fn run_on_committed(&self, arguments: &str) -> Ran {
        let catalogue = format!("{}/catalogue", env!("CARGO_MANIFEST_DIR"));
        let arguments: Vec<&str> = arguments.split(' ').chain(["--catalogue", &catalogue]).collect();
        self.run(&arguments)
    }

    /// A run's output, with the folder's own path written `[folder]`.
    pub(crate) fn ran(&self, output: Output) -> Ran {
        let real = std::fs::canonicalize(self.folder.path()).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(real.to_str().unwrap(), "[folder]");
        Ran { stdout: text(output.stdout), stderr: text(output.stderr), status: output.status.code() }
    }

    /// Builds a site that has to succeed, and gives its files.
    pub(crate) fn good_site(&self) -> BTreeMap<String, Vec<u8>> {
        let ran = self.run(&["build"]);
        assert_eq!(ran.status, Some(0), "{ran:#?}");
        let site = self.tree("public");
        assert!(site.contains_key("index.html"));
        site
    }
}

/// Whether a path is of what builds keep beside their output: what they remember, the log, the site before.
fn is_kept_beside(path: &str) -> bool {
    path.split('/')
        .any(|name| ["memo", "log", "previous", "spare"].iter().any(|kept| name.ends_with(&format!(".niemyet-{kept}"))))
}

pub(crate) fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if is_kept_beside(&path) {
            continue;
        }
        if entry.file_type().is_symlink() {
            files.insert(path, std::fs::read_link(entry.path()).unwrap().to_str().unwrap().into());
        } else if entry.file_type().is_file() {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

impl Ran {
    /// The answer of a run that had findings, as JSON.
    pub(crate) fn faulty_json(&self) -> serde_json::Value {
        assert_eq!(self.status, Some(1), "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// The whole of it.
    #[track_caller]
    pub(crate) fn gives(&self, stdout: &str, stderr: &str, status: i32) {
        assert_eq!((self.stdout.as_str(), self.stderr.as_str(), self.status), (stdout, stderr, Some(status)));
    }
}
