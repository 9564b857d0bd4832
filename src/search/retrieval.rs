//! The tantivy index: which records hold a word, and in how many names a word stands.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::directory::RamDirectory;
use tantivy::query::TermSetQuery;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocId, Index, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, TantivyError, Term};

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

    /// The rows whose names or sector have at least one of the words, in order.
    pub(super) fn rows_with(&self, words: &BTreeSet<&str>) -> Result<Vec<usize>, TantivyError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let fields = [self.name, self.other, self.context];
        let terms = fields.into_iter().flat_map(|field| words.iter().map(move |w| Term::from_field_text(field, w)));
        self.searcher.search(&TermSetQuery::new(terms), &Rows)
    }
}

/// Collects the numbers of matching documents.
struct Rows;

/// The matching documents of the one segment.
struct RowsOfSegment(Vec<usize>);

impl Collector for Rows {
    type Fruit = Vec<usize>;
    type Child = RowsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<RowsOfSegment> {
        Ok(RowsOfSegment(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<usize>>) -> tantivy::Result<Vec<usize>> {
        let mut rows = segments.concat();
        rows.sort_unstable();
        Ok(rows)
    }
}

impl SegmentCollector for RowsOfSegment {
    type Fruit = Vec<usize>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.0.push(document as usize);
    }

    fn harvest(self) -> Vec<usize> {
        self.0
    }
}
