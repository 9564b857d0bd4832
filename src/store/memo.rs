//! What a build remembers beside its output, so that the next one need not make the same again.
//!
//! Only digests are remembered, never content: of all that the site was made from, and of the output's tree as it was left; and of a site
//! that rests on a part of it, that part's, and which other procedures it names. The file
//! is taken whole or not at all, belongs to one program alone, and where anything is in doubt the site is made as though there were none.
//! It is no part of the site: the same input gives the same site whatever is remembered.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::single::read_single;
use super::survey::{Survey, stamp_of};
use super::{Output, PublishReport, disk};
use crate::digest::{hex, sha256};
use crate::input::{FileContent, Files, Input};

const HEAD: &str = "# niemyet memo 4: what the last build was made from; it may be removed at any time.";
const PROGRAM: &str = "program ";
const INPUTS: &str = "inputs ";
const PART: &str = "part ";
const NAMED: &str = "named ";
const TREE: &str = "tree ";
const END: &str = "end ";

/// The largest memo that is read: seven lines, of which one names as many procedures as a nation has and more.
const MEMO_BYTES: u64 = 8 * 1024 * 1024;

/// The running program: another one may make another site of the same files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program(String);

impl Program {
    /// The program in a file, by what the system says of that file: forty million bytes need not be read to know it again. One
    /// that was copied is another one, which costs a whole build. Where the system does not tell one file from another that was put in
    /// its place, it is known by its bytes. `None` where nothing is said.
    pub fn at(path: &Path) -> Option<Program> {
        let stamp = if cfg!(unix) {
            stamp_of(&disk::open(path).ok()?.metadata().ok()?)
        } else {
            sha256(&disk::read(path).ok()?)
        };
        Some(Program(sha256(format!("{}\n{}{stamp}", env!("CARGO_PKG_VERSION"), path.display()).as_bytes())))
    }
}

/// All that a site is made from, as one digest: the program, the files or a part of what they say, the days, the address, the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of what one site is made from, where that is less than all that the run reads: `of` is a digest of its part
    /// of the catalogue. `None` where a file could not be read.
    pub fn of_part(program: &Program, files: [&Files; 2], of: &[&str]) -> Option<Fingerprint> {
        let mut hasher = Sha256::new();
        add(&mut hasher, program.0.as_bytes());
        add_files(&mut hasher, &files)?;
        Some(Fingerprint(hex(&hasher.finalize())).for_site(of))
    }

    /// The fingerprint of what one run reads; `offices` are the offices' own files. `None` where a file could not be read: what
    /// it holds is not known.
    pub fn of(program: &Program, input: &Input, offices: &Files) -> Option<Fingerprint> {
        let mut hasher = Sha256::new();
        let days = [input.as_of.to_string(), input.today.to_string()];
        for part in [program.0.as_str(), &days[0], &days[1], input.base_url.as_deref().unwrap_or_default()] {
            add(&mut hasher, part.as_bytes());
        }
        add_files(&mut hasher, &[&input.catalogue, &input.site, &input.templates, offices])?;
        Some(Fingerprint(hex(&hasher.finalize())))
    }

    /// The same for one of the sites that a run makes: `options` say which, and how.
    pub fn for_site(&self, options: &[&str]) -> Fingerprint {
        let mut hasher = Sha256::new();
        add(&mut hasher, self.0.as_bytes());
        for option in options {
            add(&mut hasher, option.as_bytes());
        }
        Fingerprint(hex(&hasher.finalize()))
    }
}

/// Files by their paths; `None` where one could not be read: what it holds is not known.
fn add_files(hasher: &mut Sha256, all: &[&Files]) -> Option<()> {
    for files in all {
        hasher.update(files.len().to_le_bytes());
        for (path, content) in *files {
            let FileContent::Bytes(bytes) = content else { return None };
            add(hasher, path.as_bytes());
            add(hasher, bytes);
        }
    }
    Some(())
}

/// With its length before it, so that no two rows of parts are the same bytes.
fn add(hasher: &mut Sha256, part: &[u8]) {
    hasher.update(part.len().to_le_bytes());
    hasher.update(part);
}

/// A site that stands as the last build left it, and was made from what there is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What publishing it again would report: nothing is written.
    pub report: PublishReport,
    /// How many bytes its files have.
    pub bytes: u64,
}

impl Standing {
    pub(super) fn of(survey: &Survey) -> Standing {
        let report = PublishReport {
            written: 0,
            unchanged: survey.manifest.len(),
            removed: Vec::new(),
            kept: survey.foreign.iter().cloned().collect(),
        };
        Standing { report, bytes: survey.ours.values().sum() }
    }
}

/// What a site was made from that rests on a part of what a run reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartInputs {
    /// The fingerprint of that part, and of what the rest says of `named`.
    pub inputs: Fingerprint,
    /// What the site names of the rest: single words.
    pub named: Vec<String>,
}

/// What is remembered of the last build into an output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memo {
    program: Program,
    inputs: Fingerprint,
    part: Option<PartInputs>,
    tree: String,
}

impl Memo {
    /// What this program remembers of an output; `None` where there is nothing, or it is in doubt.
    pub fn of(output: &Output, program: &Program) -> Option<Memo> {
        let bytes = read_single(&output.memo(), MEMO_BYTES).ok()??;
        Memo::parse(&String::from_utf8(bytes).ok()?).filter(|memo| memo.program == *program)
    }

    /// The site that stands in the folder, where it was made from `inputs` and no file of it, or beside it, has changed since:
    /// by name, size, the times of its last change and where it stands on the disk. What a killed run left is a doubt too.
    pub fn standing(&self, inputs: &Fingerprint, output: &Output) -> Option<Standing> {
        let left = [
            output.made(),
            output.staging(),
            output.retired(),
            output.dropped(),
            output.announced(),
            output.fresh_manifest(),
        ];
        let is_clear = left.iter().all(|path| disk::is_there(path).is_ok_and(|is_there| !is_there));
        if !is_clear || self.inputs != *inputs {
            return None;
        }
        Survey::of(output).ok().filter(|survey| self.has_left(survey)).map(|survey| Standing::of(&survey))
    }

    /// What the site was made from, where it rests on a part of what a run reads.
    pub fn part(&self) -> Option<&PartInputs> {
        self.part.as_ref()
    }

    /// Whether a folder is as the build left it that is remembered.
    pub(super) fn has_left(&self, survey: &Survey) -> bool {
        survey.stamp == self.tree
    }

    /// Remembers what has just been published: to be called while the folder is still
    /// locked ([`publish_then`](super::publish_then)). Where that fails there is no memo: the next build is a whole one.
    pub fn keep(output: &Output, program: &Program, inputs: &Fingerprint, part: Option<&PartInputs>) {
        let path = output.memo();
        let kept = Survey::of(output).ok().is_some_and(|survey| {
            let (program, inputs, part) = (program.clone(), inputs.clone(), part.cloned());
            let memo = Memo { program, inputs, part, tree: survey.stamp };
            disk::replace(&path, memo.to_text().as_bytes()).is_ok()
        });
        if !kept {
            let _ = disk::remove_file(&path); // one that stays is held against the tree before it is believed
        }
    }

    fn to_text(&self) -> String {
        let Memo { program, inputs, part, tree } = self;
        let mut text = format!("{HEAD}\n{PROGRAM}{}\n{INPUTS}{}\n", program.0, inputs.0);
        if let Some(PartInputs { inputs, named }) = part {
            let _ = writeln!(text, "{PART}{}\n{NAMED}{}", inputs.0, named.join(" ")); // as below
        }
        let _ = writeln!(text, "{TREE}{tree}");
        let end = sha256(text.as_bytes());
        let _ = writeln!(text, "{END}{end}"); // a String takes everything
        text
    }

    /// Reads a memo that is whole: its last line has the digest of all before it.
    fn parse(text: &str) -> Option<Memo> {
        let (body, end) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let body = format!("{body}\n");
        if end.strip_prefix(END)? != sha256(body.as_bytes()) {
            return None;
        }
        let mut lines = body.strip_prefix(HEAD)?.strip_prefix('\n')?.lines().peekable();
        let program = Program(lines.next()?.strip_prefix(PROGRAM)?.to_owned());
        let inputs = Fingerprint(lines.next()?.strip_prefix(INPUTS)?.to_owned());
        let part = match lines.next_if(|line| line.starts_with(PART)) {
            Some(line) => Some(PartInputs {
                inputs: Fingerprint(line.strip_prefix(PART)?.to_owned()),
                named: lines.next()?.strip_prefix(NAMED)?.split_whitespace().map(str::to_owned).collect(),
            }),
            None => None,
        };
        let tree = lines.next()?.strip_prefix(TREE)?.to_owned();
        lines.next().is_none().then_some(Memo { program, inputs, part, tree })
    }
}
