//! The neutral form: what a file says of a decision, in its own words.

/// A decision as its file has it. `None` is what the file does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    pub(super) number: Option<String>,
    /// Texts that may name the issuer, the likeliest first.
    pub(super) issuers: Vec<String>,
    pub(super) signed: Option<String>,
    pub(super) published: Option<String>,
    /// The clause of effect, or a bare day.
    pub(super) effect: Option<String>,
    /// Where the clause was read, where that is not the text itself.
    pub(super) effect_source: Option<String>,
    /// The last day of effect.
    pub(super) last_day: Option<String>,
    pub(super) title: Option<String>,
    pub(super) sectors: Vec<String>,
    /// Numbers of decisions that the preamble cites.
    pub(super) cited: Vec<String>,
    /// Decisions that it says it ends, in its own words.
    pub(super) ends: Vec<String>,
    pub(super) sections: Vec<FoundSection>,
    pub(super) rows: Vec<FoundRow>,
    /// Whether the file itself says that rows are missing.
    pub(super) partial: bool,
    /// What the reader could not settle.
    pub(super) questions: Vec<Question>,
}

/// A part of an annex under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundSection {
    pub(super) id: String,
    pub(super) title: String,
}

/// A row of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoundRow {
    /// How many rows of the file it was put together from.
    pub(super) rows: usize,
    pub(super) change: Option<Word>,
    /// The level, in the source's words.
    pub(super) level: Option<String>,
    pub(super) codes: Vec<String>,
    pub(super) old: Vec<String>,
    pub(super) new: Vec<String>,
    pub(super) name: Option<String>,
    /// The row as the file has it, where that is more than the name.
    pub(super) written: String,
    pub(super) legal: Option<String>,
    pub(super) effect: Option<String>,
    pub(super) last_day: Option<String>,
    /// Which of the sections.
    pub(super) section: Option<usize>,
}

/// What a row does, by its heading or its own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    New,
    Amend,
    Replace,
    Repeal,
    Rebase,
}

impl Word {
    /// The word of catalogue files.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Word::New => "new",
            Word::Amend => "amend",
            Word::Replace => "replace",
            Word::Repeal => "repeal",
            Word::Rebase => "rebase",
        }
    }
}

/// Something that a person has to find out: a string of `import.question` and its values.
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
