//! The neutral form: what a file says of a decision, in its own words.

use std::collections::VecDeque;

use crate::model::{Day, Effect};

use super::content::FoundContent;

/// A decision as its file has it. `None` is what the file does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Whether the file is another ledger's record, which a person has confirmed already: what it leaves open is known
    /// there, and its codes and names are taken as they are.
    pub(super) kept: bool,
    /// Whether the file is not the decision's own text (a table of many, a page about it): its digest says nothing of that.
    pub(super) second_hand: bool,
    pub(super) number: Option<String>,
    /// Texts that may name the issuer, the likeliest first.
    pub(super) issuers: VecDeque<String>,
    /// The issuer's identifier, where the file has one.
    pub(super) issuer_id: Option<String>,
    pub(super) signed: Option<String>,
    /// The year, where the day of signing is not on record.
    pub(super) year: Option<i32>,
    pub(super) published: Option<String>,
    pub(super) entered: Option<String>,
    /// Whether the texts behind it were made by the shortened procedure.
    pub(super) shortened: bool,
    /// The clause of effect, or a bare day.
    pub(super) effect: Option<String>,
    /// The words of the clause, where the file has them apart.
    pub(super) effect_clause: Option<String>,
    /// Where the clause was read, where that is not the text itself.
    pub(super) effect_source: Option<String>,
    /// The last day of effect.
    pub(super) last_day: Option<String>,
    pub(super) title: Option<String>,
    pub(super) sectors: Vec<String>,
    /// Identifiers of sectors, where the file has them.
    pub(super) sector_ids: Vec<String>,
    /// The agencies whose procedures it is about.
    pub(super) agencies: Vec<String>,
    pub(super) scope: Option<FoundScope>,
    /// The ministries' decisions behind it, where the file lists them.
    pub(super) central: Vec<String>,
    /// Numbers of decisions that the preamble cites.
    pub(super) cited: Vec<String>,
    /// Its articles but the one on effect, in its own words: they may end or correct other decisions.
    pub(super) articles: Vec<String>,
    pub(super) sections: Vec<FoundSection>,
    pub(super) rows: Vec<FoundRow>,
    /// Whether rows are missing: the file itself says so, or a part of it was not read.
    pub(super) partial: bool,
    /// Where the file says that the text was found.
    pub(super) source: Option<String>,
    /// The SHA-256 of the signed file, where the file has it.
    pub(super) sha256: Option<String>,
    /// What the file says beside all this.
    pub(super) aside: Vec<Aside>,
    /// What the reader could not settle.
    pub(super) questions: Vec<Question>,
    /// What a person should know of it and need not answer.
    pub(super) notes: Vec<Question>,
    /// Questions that the file itself has, in its words.
    pub(super) open: Vec<String>,
}

/// Something that a file says and the catalogue has no place for: it stands as a comment beside the row, so that the
/// person who confirms sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    /// The file's own key.
    pub(super) key: String,
    pub(super) text: String,
}

impl Aside {
    pub(super) fn new(key: &str, text: impl Into<String>) -> Aside {
        Aside { key: key.to_owned(), text: text.into() }
    }
}

/// What a standardised list covers, in identifiers and words of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundScope {
    pub(super) sectors: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) levels: Vec<String>,
}

/// A part of an annex under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundSection {
    pub(super) id: String,
    pub(super) title: String,
    /// The headings that rule its rows, the outermost first; none where the file has only a title.
    pub(super) path: Vec<Step>,
    /// The effect, the last day and the total, where the file has them apart from the heading.
    pub(super) effect: Option<String>,
    pub(super) last_day: Option<String>,
    pub(super) declared: Option<usize>,
    /// Whether the title's total is of more than this section, and has been compared.
    pub(super) parted: bool,
}

/// A heading above rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Step {
    /// Its number: "II", "A", "1".
    pub(super) label: String,
    pub(super) text: String,
    /// Lines below it that speak of time: "(Có hiệu lực từ 26/9/2026)".
    pub(super) lines: Vec<String>,
}

/// What the clause of effect says of a row apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ruled {
    pub(super) start: Option<Effect>,
    /// The first day without effect.
    pub(super) until: Option<Day>,
}

/// A row of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundRow {
    /// How many rows of the file it was put together from.
    pub(super) rows: usize,
    pub(super) change: Option<Word>,
    /// Its number in its table, as printed.
    pub(super) number: Option<String>,
    /// Which of the file's tables it stands in.
    pub(super) table: usize,
    /// Whether the heading says that it is suspended: a repeal that has to have a last day.
    pub(super) suspended: bool,
    /// Notes that may speak of time.
    pub(super) remarks: Vec<String>,
    /// What the clause of effect says of it apart from the others.
    pub(super) ruled: Ruled,
    /// The level, in the source's words.
    pub(super) level: Option<String>,
    /// The levels in the words of the catalogue, where the file has them.
    pub(super) levels: Vec<String>,
    pub(super) codes: Vec<String>,
    pub(super) old: Vec<String>,
    pub(super) new: Vec<String>,
    /// Codes whose names fit, where the file lists them.
    pub(super) candidates: Vec<String>,
    pub(super) name: Option<String>,
    /// The row as the file has it, where that is more than the name.
    pub(super) written: String,
    pub(super) legal: Option<String>,
    /// The legal texts by number, where the file lists them.
    pub(super) legal_numbers: Vec<String>,
    pub(super) effect: Option<String>,
    /// The day on which the legal text behind the row takes effect.
    pub(super) text_effect: Option<String>,
    pub(super) last_day: Option<String>,
    pub(super) prevails: bool,
    /// What it says of the procedure itself.
    pub(super) content: FoundContent,
    /// Which of the sections.
    pub(super) section: Option<usize>,
    /// What a row of a rarer kind has of its own.
    pub(super) own: Particulars,
    /// What the row says beside all this.
    pub(super) aside: Vec<Aside>,
}

/// What a row that marks, moves competence, sets a fee, replaces, corrects or withdraws has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Particulars {
    pub(super) flag: Option<String>,
    pub(super) unset: bool,
    pub(super) to: Option<String>,
    pub(super) via: Option<String>,
    pub(super) fee: Option<String>,
    pub(super) decision: Option<String>,
    pub(super) year: Option<u32>,
    pub(super) of: Option<String>,
    pub(super) codes: Vec<String>,
    pub(super) corrected_effect: Option<String>,
    pub(super) existing: Vec<String>,
}

impl Particulars {
    /// Whether a row of a kind is about rows of another decision, and about no procedure of its own.
    pub(super) fn is_about_rows(&self, kind: Word) -> bool {
        let corrects = self.decision.is_some() || self.corrected_effect.is_some();
        kind == Word::Withdraw || (kind == Word::Correct && corrects)
    }

    /// What of it a kind of row has no use for, by key.
    pub(super) fn beside(&self, kind: Word) -> Vec<Aside> {
        let listed = |codes: &[String]| Some(codes.join("; ")).filter(|codes| !codes.is_empty());
        let (codes, existing) = (listed(&self.codes), listed(&self.existing));
        let set = self.unset.then(|| "false".to_owned());
        let year = self.year.map(|year| year.to_string());
        let of_rows: &[Word] = &[Word::Withdraw, Word::Correct];
        let all: [(&[Word], &str, &Option<String>); 11] = [
            (&[Word::Flag], "flag", &self.flag),
            (&[Word::Flag], "set", &set),
            (&[Word::Competence], "to", &self.to),
            (&[Word::Fee], "via", &self.via),
            (&[Word::Fee], "fee", &self.fee),
            (of_rows, "decision", &self.decision),
            (of_rows, "year", &year),
            (of_rows, "of", &self.of),
            (of_rows, "codes", &codes),
            (&[Word::Correct], "corrected_effective", &self.corrected_effect),
            (&[Word::Replace], "existing", &existing),
        ];
        let unused = all.into_iter().filter(|(own, ..)| !own.contains(&kind));
        unused.filter_map(|(_, key, text)| Some(Aside::new(key, text.clone()?))).collect()
    }
}

/// What a row does, by its heading or its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    New,
    Amend,
    Replace,
    Repeal,
    Rebase,
    Flag,
    Competence,
    Fee,
    Correct,
    Internal,
    Withdraw,
}

impl Word {
    /// The words of the interchange and of catalogue files, in the order of their references.
    pub(super) const ALL: [(Word, &'static str, &'static str); 11] = [
        (Word::New, "NEW", "new"),
        (Word::Amend, "AMENDED", "amend"),
        (Word::Replace, "REPLACED", "replace"),
        (Word::Repeal, "ABOLISHED", "repeal"),
        (Word::Rebase, "STANDARDISED", "rebase"),
        (Word::Flag, "MARKED", "flag"),
        (Word::Competence, "COMPETENCE", "competence"),
        (Word::Fee, "FEE", "fee"),
        (Word::Correct, "CORRECTED", "correct"),
        (Word::Internal, "INTERNAL", "internal"),
        (Word::Withdraw, "WITHDRAWN", "withdraw"),
    ];

    /// What a word of the interchange says.
    pub(super) fn from_interchange(text: &str) -> Option<Word> {
        Word::ALL.iter().find(|(_, word, _)| *word == text).map(|(word, ..)| *word)
    }

    /// The word of catalogue files.
    pub(super) fn as_str(self) -> &'static str {
        Word::ALL.iter().find(|(word, ..)| *word == self).map_or("", |(.., own)| own)
    }
}

/// Something that a person has to find out, or should know: a string of `import.question` or `import.note` and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) key: &'static str,
    pub(super) values: Vec<(&'static str, String)>,
}

impl Question {
    pub(super) fn new(key: &'static str) -> Question {
        Question { key, values: Vec::new() }
    }

    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Question {
        self.values.push((name, value.to_string()));
        self
    }
}
