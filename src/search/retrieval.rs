//! The tantivy index: which records hold a word, and in how many names a word stands.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, Index, Searcher, TantivyDocument, TantivyError, Term};

/// Bytes that tantivy may fill before it writes; far more than a country's catalogue needs.
const MEMORY: usize = 64_000_000;

/// An index in memory, of one segment, so that tantivy's document numbers are the rows of the table.
pub(super) struct Retrieval {
    searcher: Searcher,
    name: Field,
    other: Field,
    context: Field,
}

/// The folded words of one record.
pub(super) struct Document {
    /// Of its official name.
    pub(super) name: Vec<String>,
    /// Of its everyday and former names and its keywords.
    pub(super) others: Vec<String>,
    /// Of the name of its sector.
    pub(super) context: Vec<String>,
}

impl Retrieval {
    /// Indexes the records in the order given. Words are indexed as they are: the analyser has made them.
    pub(super) fn new(documents: impl IntoIterator<Item = Document>) -> Result<Self, TantivyError> {
        let words = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let options = TextOptions::default().set_indexing_options(words);
        let mut schema = Schema::builder();
        let name = schema.add_text_field("name", options.clone());
        let other = schema.add_text_field("other", options.clone());
        let context = schema.add_text_field("context", options);
        let index = Index::builder().schema(schema.build());
        let mut writer = index.single_segment_index_writer(RamDirectory::create(), MEMORY)?;
        for words in documents {
            let mut document = TantivyDocument::default();
            document.add_text(name, words.name.join(" "));
            document.add_text(other, words.others.join(" "));
            document.add_text(context, words.context.join(" "));
            writer.add_document(document)?;
        }
        let searcher = writer.finalize()?.reader()?.searcher();
        Ok(Retrieval { searcher, name, other, context })
    }

    /// Every word of an official name, with the number of records whose names have it.
    pub(super) fn vocabulary(&self) -> Result<BTreeMap<String, usize>, TantivyError> {
        let mut words = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.name)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let word = String::from_utf8_lossy(terms.key()).into_owned();
                words.insert(word, terms.value().doc_freq as usize);
            }
        }
        Ok(words)
    }

    /// Marks the rows whose names or sector have at least one of the words.
    pub(super) fn mark_rows_with(&self, words: &BTreeSet<&str>, rows: &mut [bool]) -> Result<(), TantivyError> {
        for segment in self.searcher.segment_readers() {
            for field in [self.name, self.other, self.context] {
                let inverted = segment.inverted_index(field)?;
                for word in words {
                    let term = Term::from_field_text(field, word);
                    let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                    while let Some(row) = rows.get_mut(found.doc() as usize) {
                        *row = true;
                        found.advance();
                    }
                }
            }
        }
        Ok(())
    }
}
