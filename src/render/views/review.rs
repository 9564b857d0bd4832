//! The review (*Rà soát*): what `check` says of the catalogue, for the offices that control and mend it.

use serde::Serialize;

use crate::address::{REVIEW, review_rule};
use crate::audit::Comparison;
use crate::finding::{Class, Code, Verdict};
use crate::model::{DecisionKey, ProcedureCode};
use crate::text::capitalised;

use super::super::index::Index;
use super::super::review::{Asked, OfRule, Review, Row};
use super::super::review_data::{addresses, title};
use super::super::review_work::{Subject, Work, Works};
use super::super::words::{LANGUAGE, Words, day, number};
use super::evidence::QuestionView;
use super::list::{OpenView, PAGE_ROWS};
use super::pager::{Pager, page_address};
use super::{Cell, Head, Link, ProcedureRef};

/// The address of the questions.
pub(in crate::render) const QUESTIONS: &str = "ra-soat/cau-hoi/";
/// The address of the comparison, code by code.
pub(in crate::render) const COMPARISON: &str = "ra-soat/doi-chieu/";

/// How many procedures a rule names on the first page.
const EXAMPLES: usize = 3;

/// The first page.
#[derive(Serialize)]
pub(in crate::render) struct ReviewView {
    intro: String,
    tiles: Vec<Tile>,
    faults: Vec<RuleRow>,
    unchecked: Vec<RuleRow>,
    /// What nearly every procedure has in common.
    common: Vec<CommonRow>,
    works: Vec<WorkTable>,
    sides: Vec<SideRow>,
    outcomes: Vec<OutcomeRow>,
    /// Where the differing codes stand, where there are any.
    comparison: Option<String>,
    questions: Vec<KindRow>,
    questions_count: String,
    open: Vec<OpenView>,
    questions_url: Option<String>,
    files: Vec<Link>,
    /// How many findings name internal procedures and stand in no list and no file.
    not_shown: Option<String>,
}

#[derive(Serialize)]
struct Tile {
    tag: Tag,
    count: String,
}

/// A verdict: colour, frame and word say the same thing.
#[derive(Serialize)]
pub(super) struct Tag {
    class: &'static str,
    word: String,
}

impl Tag {
    pub(super) fn of(words: Words, verdict: Verdict) -> Tag {
        let class = match verdict {
            Verdict::Error => "a",
            Verdict::Warning => "b",
            Verdict::Info => "c",
            Verdict::Unchecked => "d",
        };
        Tag { class, word: words.get("verdict", verdict.as_str()) }
    }
}

#[derive(Serialize)]
struct RuleRow {
    tag: Tag,
    title: String,
    code: &'static str,
    count: String,
    url: Option<String>,
    examples: Vec<ProcedureRef>,
    /// What to do, where that is the same for all.
    help: Vec<Piece>,
}

/// What is the same for nearly every procedure, in one line.
#[derive(Serialize)]
struct CommonRow {
    tag: Tag,
    text: String,
    parts: Vec<String>,
    help: Vec<Piece>,
}

/// The lists of work of one kind.
#[derive(Serialize)]
struct WorkTable {
    id: &'static str,
    title: String,
    rows: Vec<WorkRow>,
}

/// A list of work with a bar, in hundredths of the longest.
#[derive(Serialize)]
struct WorkRow {
    name: String,
    url: String,
    faults: String,
    width: usize,
    unchecked: String,
}

#[derive(Serialize)]
struct SideRow {
    name: String,
    count: Cell,
    note: String,
}

#[derive(Serialize)]
struct OutcomeRow {
    state: &'static str,
    word: String,
    count: String,
}

#[derive(Serialize)]
struct KindRow {
    text: String,
    count: String,
}

/// One page of a rule's findings.
#[derive(Serialize)]
pub(in crate::render) struct RuleView {
    title: String,
    code: &'static str,
    tag: Tag,
    is_unchecked: bool,
    count: String,
    /// How many name internal procedures and are not shown.
    not_shown: Option<String>,
    reference: Option<&'static str>,
    /// What to do, where that is the same for all.
    help: Vec<Piece>,
    rows: Vec<FindingRow>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct FindingRow {
    procedure: Option<ProcedureRef>,
    /// The decision, where the finding is about no procedure.
    decision: Option<Link>,
    message: Vec<Piece>,
    help: Vec<Piece>,
    agency: String,
}

/// A piece of a sentence: plain, or as it stands in a file.
#[derive(Serialize)]
pub(super) struct Piece {
    text: String,
    is_code: bool,
}

/// One page of questions.
#[derive(Serialize)]
pub(in crate::render) struct QuestionsView {
    count: String,
    open: Vec<OpenView>,
    rows: Vec<QuestionRow>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct QuestionRow {
    procedure: ProcedureRef,
    question: QuestionView,
    /// The command that answers it.
    command: Option<String>,
    /// How else it is answered.
    mend: Option<String>,
}

/// One page of the comparison.
#[derive(Serialize)]
pub(in crate::render) struct ComparisonView {
    list: Option<String>,
    rows: Vec<ComparedRow>,
    pager: Option<Pager>,
}

#[derive(Serialize)]
struct ComparedRow {
    procedure: ProcedureRef,
    state: &'static str,
    word: String,
}

/// The first page.
pub(in crate::render) fn summary(index: &Index, review: &Review, works: &Works) -> (Head, ReviewView) {
    let words = index.words;
    let is_fault = |rule: &&OfRule| rule.code.class() == Class::Fault;
    let (faults, unchecked): (Vec<&OfRule>, Vec<&OfRule>) =
        review.rules.iter().filter(|rule| rule.common.is_none()).partition(is_fault);
    let rows = |rules: Vec<&OfRule>| rules.into_iter().map(|rule| rule_row(index, rule)).collect();
    let tile = |verdict| Tile { tag: Tag::of(words, verdict), count: number(review.counts.with(verdict)) };
    let as_of = day(index.catalogue.as_of);
    let args = [("day", as_of.as_str()), ("count", &number(index.entries.len()))];
    let differ = !differing(review).is_empty();
    let open: Vec<OpenView> = index.open_decisions().map(|decision| OpenView::of(index, decision)).collect();
    let questions = review.questions.len() + open.len();
    let view = ReviewView {
        intro: words.fill("review", "intro", &args),
        tiles: Verdict::ALL.map(tile).into(),
        faults: rows(faults),
        unchecked: rows(unchecked),
        common: review.rules.iter().filter_map(|rule| common(index, rule)).collect(),
        works: Subject::ALL
            .map(|subject| work_table(index, works, subject))
            .into_iter()
            .filter(|it| !it.rows.is_empty())
            .collect(),
        sides: sides(index, review),
        outcomes: outcomes(index, review),
        comparison: differ.then(|| COMPARISON.to_owned()),
        questions: kinds(index, review),
        questions_count: number(questions),
        open,
        questions_url: (questions > 0).then(|| QUESTIONS.to_owned()),
        files: files(words),
        not_shown: not_shown(words, review.rules.iter().map(OfRule::not_shown).sum()),
    };
    let description = words.fill("review", "description", &[("province", &index.records.site.province)]);
    (Head::new(REVIEW, words.get("review", "title"), description, "review"), view)
}

/// How many findings are not shown, in words.
fn not_shown(words: Words, count: usize) -> Option<String> {
    (count > 0).then(|| words.fill("review", "not_shown", &[("count", &number(count))]))
}

fn files(words: Words) -> Vec<Link> {
    let [json, csv] = addresses();
    let link = |key, url| Link { text: words.get("review", key), url: Some(url) };
    vec![link("csv", csv), link("json", json)]
}

fn rule_row(index: &Index, rule: &OfRule) -> RuleRow {
    let mut codes: Vec<&ProcedureCode> = rule.rows.iter().filter_map(|row| row.procedure.as_ref()).collect();
    codes.dedup();
    RuleRow {
        tag: Tag::of(index.words, rule.code.verdict()),
        title: title(rule.code),
        code: rule.code.name(),
        count: number(rule.count),
        url: (!rule.rows.is_empty()).then(|| review_rule(rule.code)),
        examples: codes.into_iter().take(EXAMPLES).map(|code| procedure(index, code)).collect(),
        help: pieces(rule.help.as_deref().unwrap_or_default()),
    }
}

/// What is the same for nearly every procedure.
fn common(index: &Index, rule: &OfRule) -> Option<CommonRow> {
    let words = index.words;
    let common = rule.common.as_ref()?;
    let part = |(part, count): &(String, usize)| format!("{part}: {}", number(*count));
    let args =
        [("count", &*number(common.procedures)), ("total", &number(index.entries.len())), ("title", &title(rule.code))];
    Some(CommonRow {
        tag: Tag::of(words, rule.code.verdict()),
        text: words.fill("review", "common_row", &args),
        parts: common.parts.iter().map(part).collect(),
        help: pieces(rule.help.as_deref().unwrap_or_default()),
    })
}

/// The lists of work of a kind, most faults first; what could not be checked beside, and never in the bar.
fn work_table(index: &Index, works: &Works, subject: Subject) -> WorkTable {
    let of = works.of(subject);
    let most = of.iter().map(|work| work.faults()).max().unwrap_or(0).max(1);
    let row = |work: &&Work| WorkRow {
        name: work.name.clone(),
        url: work.base.clone(),
        faults: number(work.faults()),
        width: (work.faults() * 100).div_ceil(most),
        unchecked: number(work.count() - work.faults()),
    };
    let id = subject.key();
    WorkTable { id, title: index.words.get("review", &format!("by_{id}")), rows: of.iter().map(row).collect() }
}

/// What each side has; one that is not at hand could not be checked.
fn sides(index: &Index, review: &Review) -> Vec<SideRow> {
    let words = index.words;
    let unknown = || Cell { text: words.get("verdict", "unchecked"), class: "unk" };
    let compared = &review.compared;
    let side = |key: &str, count: Cell, note: String| SideRow { name: words.get("review", key), count, note };
    let site = words.fill("review", "site_note", &[("day", &day(index.catalogue.as_of))]);
    let list = match compared.list {
        Some(list) => {
            let foreign = number(compared.foreign);
            let args =
                [("list", list.title.as_str()), ("taken", &words.taken(list)), ("total", &number(list.rows.len()))];
            let mut note = words.fill("review", "list_note", &args);
            if compared.foreign > 0 {
                note.push_str(&words.fill("review", "list_foreign", &[("count", &foreign)]));
            }
            side("side_list", Cell::value(number(compared.listed)), note)
        }
        None => side("side_list", unknown(), words.get("review", "list_none")),
    };
    let decisions = match index.records.decisions.is_empty() {
        false => side("side_decisions", Cell::value(number(compared.decided)), words.get("review", "decisions_note")),
        true => side("side_decisions", unknown(), words.get("review", "decisions_none")),
    };
    vec![
        side("side_site", Cell::value(number(compared.shown)), site),
        list,
        decisions,
        side("side_posted", unknown(), words.get("review", "posted_none")),
    ]
}

/// How many codes stand how to each other, and how many totals differ.
fn outcomes(index: &Index, review: &Review) -> Vec<OutcomeRow> {
    let words = index.words;
    let row = |outcome: Comparison| OutcomeRow {
        state: outcome.state(),
        word: words.get("outcome", outcome.as_str()),
        count: number(review.compared.count(outcome)),
    };
    let is_said = |outcome: &Comparison| *outcome == Comparison::Matched || review.compared.count(*outcome) > 0;
    let mut rows: Vec<OutcomeRow> = Comparison::ALL.into_iter().filter(is_said).map(row).collect();
    let drifts = review.rules.iter().filter(|rule| matches!(rule.code, Code::CountDrift | Code::DeclaredTotalDiffers));
    let drifts: usize = drifts.map(|rule| rule.count).sum();
    rows.push(OutcomeRow { state: "COUNT_DRIFT", word: words.get("outcome", "count-drift"), count: number(drifts) });
    rows
}

/// How many questions there are of each kind.
fn kinds(index: &Index, review: &Review) -> Vec<KindRow> {
    let mut counts = std::collections::BTreeMap::new();
    for asked in &review.questions {
        *counts.entry(crate::listing::question(asked.question).kind).or_insert(0_usize) += 1;
    }
    let row = |(kind, count): (&str, usize)| KindRow { text: index.words.get("asked", kind), count: number(count) };
    counts.into_iter().map(row).collect()
}

/// How many pages the findings of a rule fill; none where nearly every procedure has one.
pub(in crate::render) fn rule_pages(rule: &OfRule) -> usize {
    if rule.common.is_some() { 0 } else { rule.rows.len().div_ceil(PAGE_ROWS) }
}

/// A page of a rule's findings, 0 for the first.
pub(in crate::render) fn rule(index: &Index, rule: &OfRule, page: usize) -> (Head, RuleView) {
    let words = index.words;
    let base = review_rule(rule.code);
    let help = rule.help.as_deref();
    let rows = rule.rows.iter().skip(page * PAGE_ROWS).take(PAGE_ROWS);
    let rows = rows.map(|row| finding_row(index, row, help.is_none())).collect();
    let view = RuleView {
        title: title(rule.code),
        code: rule.code.name(),
        tag: Tag::of(words, rule.code.verdict()),
        is_unchecked: rule.code.class() == Class::Unchecked,
        count: number(rule.count),
        not_shown: not_shown(words, rule.not_shown()),
        // Only an article is of use to a reader here; what else a rule rests on stands in the reference of rules.
        reference: rule.code.reference().split("; ").find(|part| part.contains("Điều")),
        help: pieces(help.unwrap_or_default()),
        rows,
        pager: Pager::of(&base, page, rule_pages(rule)),
    };
    (Head::new(&page_address(&base, page), view.title.clone(), String::new(), "review"), view)
}

fn finding_row(index: &Index, row: &Row, with_help: bool) -> FindingRow {
    let procedure = row.procedure.as_ref().map(|code| procedure(index, code));
    FindingRow {
        decision: about(index, row).filter(|_| procedure.is_none()),
        procedure,
        message: pieces(&row.message),
        help: if with_help { pieces(&row.finding.official_help(LANGUAGE)) } else { Vec::new() },
        agency: row.agency.map(|id| index.records.agency_name(id).to_owned()).unwrap_or_default(),
    }
}

/// What a finding of no procedure is about: its decision, or the file that is wrong.
pub(super) fn about(index: &Index, row: &Row) -> Option<Link> {
    let decision = |key: &DecisionKey| Link {
        text: index.words.decision(&key.number),
        url: index.addresses.of(key).map(str::to_owned),
    };
    // Of a file that is there for nothing its name is all that there is to say.
    let is_file = matches!(row.finding.code, Code::FileUnknown | Code::OverrideUnknown);
    let file = row.finding.place.as_ref().filter(|_| is_file);
    let file = || file.map(|place| Link { text: place.path.clone(), url: None });
    row.decision.map(decision).or_else(file)
}

/// A procedure by its code; one that has no page by its code alone.
pub(super) fn procedure(index: &Index, code: &ProcedureCode) -> ProcedureRef {
    let unknown =
        || ProcedureRef { code: code.to_string(), name: String::new(), url: None, mark: None, elsewhere: None };
    index.entry(code).map_or_else(unknown, |entry| ProcedureRef::of(index.words, entry))
}

/// A sentence at its backquotes.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = capitalised(text);
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces.map(|(at, piece)| Piece { text: piece.to_owned(), is_code: at % 2 == 1 }).collect()
}

/// How many pages the questions fill.
pub(in crate::render) fn question_pages(index: &Index, review: &Review) -> usize {
    let least = usize::from(index.open_decisions().next().is_some());
    review.questions.len().div_ceil(PAGE_ROWS).max(least)
}

/// A page of questions, 0 for the first, which has what decisions leave open too.
pub(in crate::render) fn questions(index: &Index, review: &Review, page: usize) -> (Head, QuestionsView) {
    let words = index.words;
    let rows = review.questions.iter().skip(page * PAGE_ROWS).take(PAGE_ROWS);
    let open = index.open_decisions().filter(|_| page == 0).map(|decision| OpenView::of(index, decision));
    let view = QuestionsView {
        count: number(review.questions.len()),
        open: open.collect(),
        rows: rows.map(|asked| question_row(index, asked)).collect(),
        pager: Pager::of(QUESTIONS, page, question_pages(index, review)),
    };
    (Head::new(&page_address(QUESTIONS, page), words.get("review", "questions"), String::new(), "review"), view)
}

fn question_row(index: &Index, asked: &Asked) -> QuestionRow {
    QuestionRow {
        procedure: procedure(index, asked.code),
        question: QuestionView::of(index, asked.question),
        command: asked.command(),
        mend: asked.mend().map(|key| index.words.get("review", key)),
    }
}

/// The codes about which the sides differ, by outcome. Where there is no list nothing was compared.
fn differing<'r>(review: &'r Review) -> Vec<(Comparison, &'r ProcedureCode)> {
    let differ = |outcome: &Comparison| !matches!(outcome, Comparison::Matched | Comparison::NoList);
    let codes = review.compared.codes.iter().filter(|(_, outcome)| differ(outcome));
    let mut codes: Vec<_> = codes.map(|(code, outcome)| (*outcome, *code)).collect();
    codes.sort();
    codes
}

/// How many pages the comparison fills; none where nothing differs.
pub(in crate::render) fn comparison_pages(review: &Review) -> usize {
    differing(review).len().div_ceil(PAGE_ROWS)
}

/// A page of the comparison, 0 for the first.
pub(in crate::render) fn comparison(index: &Index, review: &Review, page: usize) -> (Head, ComparisonView) {
    let words = index.words;
    let list = review.compared.list;
    let rows = differing(review).into_iter().skip(page * PAGE_ROWS).take(PAGE_ROWS).map(|(outcome, code)| {
        let named = ProcedureRef { name: listed_name(review, code), ..procedure(index, code) };
        ComparedRow {
            procedure: if index.entry(code).is_some() { procedure(index, code) } else { named },
            state: outcome.state(),
            word: words.get("outcome", outcome.as_str()),
        }
    });
    let view = ComparisonView {
        list: list.map(|list| format!("{}, {}", list.title, words.taken(list))),
        rows: rows.collect(),
        pager: Pager::of(COMPARISON, page, comparison_pages(review)),
    };
    (Head::new(&page_address(COMPARISON, page), words.get("review", "comparison"), String::new(), "review"), view)
}

/// The name that the list has for a code.
fn listed_name(review: &Review, code: &ProcedureCode) -> String {
    review.compared.list.and_then(|list| list.rows.get(code)).cloned().unwrap_or_default()
}
