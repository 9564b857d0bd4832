//! A row in its source's words → rows of the ledger. What is not certain becomes a question; nothing is dropped.

use std::collections::BTreeMap;

use crate::model::{CodeForm, Day, Effect, Flag, Level, Levels, ProcedureCode, Records, RowContent, Via};
use crate::text::{clean as clean_line, fold};

use super::super::limits::{COMMENT_CHARS, NAME_CHARS};
use super::super::{clean, codes};
use super::block::shortened;
use super::clauses;
use super::content;
use super::effects;
use super::found::{Aside, FoundRow, Question, Word};
use super::names::{Match, Names};
use super::resolved::{Left, Resolved, Row};
use super::when::{self, End, Place};

pub(super) fn row(found: &FoundRow, names: &Names, records: &Records, into: &mut Resolved) {
    let dated = found.name.as_deref().filter(|name| !into.kept && !names.is_known(name)).and_then(dated_name);
    if let Some((name, remark)) = dated {
        let mut bare = found.clone();
        bare.name = Some(name);
        bare.remarks.push(remark);
        return named_row(&bare, names, records, into);
    }
    named_row(found, names, records, into);
}

fn named_row(found: &FoundRow, names: &Names, records: &Records, into: &mut Resolved) {
    let shown = shortened(found.name.as_deref().unwrap_or(&found.written));
    let texts = found.aside.iter().map(|aside| &aside.text).chain([&found.written]);
    if texts.into_iter().any(|text| text.len() > COMMENT_CHARS && text.chars().count() > COMMENT_CHARS) {
        into.questions.push(Question::new("cell_cut").with("row", &shown));
    }
    let Some(kind) = found.change else {
        let codes = found.codes.join(", ");
        return leave(found, Question::new("kind").with("row", shown).with("codes", codes), into);
    };
    let name = found.name.as_deref().map(|name| whole_name(name, names, into));
    let mut codes =
        |written: &[String]| written.iter().filter_map(|text| code(text, records, into)).collect::<Vec<_>>();
    let (mut own, old, new) = (codes(&found.codes), codes(&found.old), codes(&found.new));
    let mut candidates = codes(&found.candidates);
    let levels = levels(found, into);
    if let Some(name) = name.as_deref().filter(|_| !into.kept && !found.own.is_about_rows(kind)) {
        let codes: Vec<&ProcedureCode> = own.iter().chain(&old).chain(&new).collect();
        into.questions.extend(misnamed(&codes, name, &levels, names));
    }
    let mut by_name = false;
    let has_code = !own.is_empty() || !old.is_empty();
    if let Some(name) = name.as_deref().filter(|_| !has_code && !into.kept && !found.own.is_about_rows(kind)) {
        match named(name, &levels, names) {
            Named::One(code) => {
                by_name = true;
                own.push(code);
            }
            Named::Candidates(codes) => candidates = codes,
        }
        if !by_name {
            let key = if candidates.is_empty() { "code_none" } else { "code_several" };
            let shown: Vec<&str> = candidates.iter().map(ProcedureCode::as_str).collect();
            into.questions.push(Question::new(key).with("row", shortened(name)).with("codes", shown.join(", ")));
        }
    }
    let time = time(found, &shown, records, into);
    let ends = time.until.is_some()
        || into.until.is_some()
        || found.section.and_then(|at| into.sections.get(at)).is_some_and(|one| one.until.is_some());
    if found.suspended && kind == Word::Repeal && !ends && !into.kept {
        let codes = found.codes.join(", ");
        return leave(found, Question::new("suspension_open").with("row", shown).with("codes", codes), into);
    }
    if let Some(name) = found.name.as_deref().filter(|name| !into.kept && !names.is_known(name))
        && let Some(signed) = into.signed.as_ref().map(|signed| signed.value)
        && when::days(name)
            .into_iter()
            .any(|day| day.checked_add_months(chrono::Months::new(12)).is_some_and(|later| later > signed))
    {
        // A day near the signing is hardly a part of the name.
        into.questions.push(Question::new("row_time").with("row", &shown).with("text", shortened(name)));
    }
    // A row that ends a procedure, or is about other things, has no use for its columns: they stand beside it.
    let has_use = matches!(kind, Word::New | Word::Amend | Word::Replace | Word::Rebase);
    let content = if has_use {
        content::read(&found.content, &shown, into.kept, &mut into.questions)
    } else {
        RowContent::default()
    };
    let mut made = Row {
        kind,
        code: None,
        old,
        new,
        name,
        candidates,
        levels,
        effect: time.effect,
        text_effect: text_effect(found, &shown, into),
        until: time.until,
        legal: Vec::new(),
        prevails: found.prevails,
        content,
        differences: Vec::new(),
        section: found.section.and_then(|at| into.sections.get(at)).map(|section| section.id.clone()),
        own: found.own.clone(),
        corrected: corrected(found, records),
        words: found.written.clone(),
        aside: found.aside.clone(),
        by_name,
    };
    legal(found, &mut made);
    made.aside.extend(found.own.beside(kind));
    // The file's own words stand beside what was made of them, where the row's words do not have them anyway.
    let words = clean_line(&made.words);
    let is_seen = |aside: &Aside| has_use && (into.kept || words.contains(&clean_line(&aside.text)));
    made.aside.extend(found.content.asides().into_iter().filter(|aside| !is_seen(aside)));
    // Where both are there, the words of the catalogue win, and the others are to be seen.
    let level = found.level.as_deref().filter(|level| made.levels.is_empty() || clauses::levels(level) != made.levels);
    made.aside.extend(level.map(|level| Aside::new("level", level)));
    if has_code && !made.candidates.is_empty() && !made.new.is_empty() | (kind != Word::Replace) {
        made.aside.push(Aside::new("candidates", found.candidates.join("; ")));
    }
    if let Some(question) = unreadable(&made, &own, &shown) {
        return leave(found, question, into);
    }
    into.rows_read += found.rows;
    if kind == Word::Replace {
        if made.new.is_empty() {
            into.questions.push(Question::new("successor").with("row", shown));
        }
        // A replacement that names one side only: what the row has is what ends.
        if made.old.is_empty() {
            made.old = own;
        }
        into.rows.push(made);
        return;
    }
    if made.own.is_about_rows(kind) {
        made.aside.extend(own.iter().map(|code| Aside::new("code", code.as_str())));
        into.rows.push(made);
        return;
    }
    if own.len() > 1 {
        let all: Vec<&str> = own.iter().map(ProcedureCode::as_str).collect();
        into.questions.push(Question::new("several_codes").with("row", shown).with("codes", all.join(", ")));
    }
    if own.is_empty() {
        into.rows.push(made);
        return;
    }
    let signed = into.signed.as_ref().map(|signed| signed.value);
    into.rows.extend(own.into_iter().map(|code| {
        let record = records.procedures.get(&code);
        let differences = record.filter(|_| has_use).map(|record| content::differences(record, &made, signed));
        let differences = differences.unwrap_or_default();
        Row { code: Some(code), differences, ..made.clone() }
    }));
}

/// A code beside another procedure's name, or one that nobody knows and a digit away from the name's own.
fn misnamed(codes: &[&ProcedureCode], name: &str, levels: &Levels, names: &Names) -> Option<Question> {
    let mut others = names.identities.others(codes, name, levels);
    if let [code] = codes
        && others.is_empty()
    {
        others = names.identities.meant(code, name, levels);
    }
    let shown = |codes: &[&ProcedureCode]| codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ");
    let question = || Question::new("code_name").with("code", shown(codes)).with("name", shortened(name));
    (!others.is_empty()).then(|| question().with("others", shown(&others)))
}

/// Nothing is lost: such a row stands in its question, and as a comment of the draft, until a person enters it.
fn leave(found: &FoundRow, question: Question, into: &mut Resolved) {
    let mut aside = found.aside.clone();
    aside.extend(found.content.asides());
    // No kind has a use for what nobody understood.
    aside.extend(Word::ALL.iter().flat_map(|(kind, ..)| found.own.beside(*kind)).fold(Vec::new(), each_once));
    let listed = |texts: &[String]| Some(texts.join("; ")).filter(|text| !text.is_empty());
    let also = [
        ("level", found.level.clone()),
        ("levels", listed(&found.levels)),
        ("candidates", listed(&found.candidates)),
        ("legal_basis", found.legal.clone()),
        ("legal", listed(&found.legal_numbers)),
        ("effective", found.effect.clone()),
        ("text_effective", found.text_effect.clone()),
        ("effective_until", found.last_day.clone()),
        ("name", found.name.clone().filter(|name| *name != found.written)),
    ];
    aside.extend(
        also.into_iter()
            .filter_map(|(key, text)| Some(Aside::new(key, text?)))
            .filter(|one| !found.aside.contains(one)),
    );
    let codes = [&found.codes, &found.old, &found.new].into_iter().flatten().cloned().collect();
    let words = if found.written.is_empty() { found.name.clone().unwrap_or_default() } else { found.written.clone() };
    into.left.push(Left { words, codes, aside });
    into.questions.push(question);
    into.complete = false;
}

fn each_once(mut all: Vec<Aside>, one: Aside) -> Vec<Aside> {
    if !all.contains(&one) {
        all.push(one);
    }
    all
}

/// Why a row cannot be entered at all.
fn unreadable(row: &Row, own: &[ProcedureCode], shown: &str) -> Option<Question> {
    let question = || Some(Question::new("row_unread").with("row", shown));
    match row.kind {
        Word::Withdraw | Word::Correct if row.own.is_about_rows(row.kind) => {
            let is_whole = row.own.decision.is_some() && (row.kind == Word::Withdraw || row.corrected.is_some());
            if is_whole { None } else { question() }
        }
        Word::Replace if own.is_empty() && row.old.is_empty() => question(),
        Word::Flag if row.own.flag.as_deref().and_then(Flag::from_word).is_none() => question(),
        Word::Fee if row.own.via.as_deref().and_then(Via::from_word).is_none() || row.own.fee.is_none() => question(),
        Word::Competence if row.own.to.is_none() => question(),
        _ if own.is_empty() && row.old.is_empty() && row.name.is_none() => question(),
        _ => None,
    }
}

enum Named {
    One(ProcedureCode),
    Candidates(Vec<ProcedureCode>),
}

/// The code of a name; one of another level is another procedure's.
fn named(name: &str, levels: &Levels, names: &Names) -> Named {
    match names.codes(name) {
        Match::One(code) if names.levels(&code).is_none_or(|held| levels.is_empty() || !held.is_disjoint(levels)) => {
            Named::One(code)
        }
        Match::One(code) => Named::Candidates(vec![code]),
        Match::Several(codes) => Named::Candidates(codes),
        Match::None => Named::Candidates(Vec::new()),
    }
}

fn levels(found: &FoundRow, into: &mut Resolved) -> Levels {
    if found.levels.is_empty() {
        return found.level.as_deref().map(clauses::levels).unwrap_or_default();
    }
    levels_of(&found.levels, &mut into.questions)
}

/// The levels that words of the catalogue name.
pub(super) fn levels_of(words: &[String], questions: &mut Vec<Question>) -> Levels {
    let mut levels = Levels::new();
    for word in words {
        match Level::from_word(word) {
            Some(level) => drop(levels.insert(level)),
            None => questions.push(Question::new("key_unread").with("key", "levels").with("text", shortened(word))),
        }
    }
    levels
}

/// From when and until when a row says that it holds: by its own cells, by a note, else by the clause of effect.
#[derive(Default)]
struct Time {
    effect: Option<Effect>,
    /// The first day without effect.
    until: Option<Day>,
}

fn time(found: &FoundRow, shown: &str, records: &Records, into: &mut Resolved) -> Time {
    let ask = |key, text: &str, into: &mut Resolved| {
        into.questions.push(Question::new(key).with("row", shown).with("text", shortened(text)));
    };
    let mut time = Time::default();
    if let Some(words) = found.effect.as_deref() {
        let when = effects::of_words(words, &records.legal_texts);
        time = Time { effect: when.start, until: when.end.day().filter(|_| !into.kept) };
        let is_unread = when.start.is_none() && time.until.is_none() || !into.kept && when.end == End::Unclear;
        if is_unread {
            ask("row_effect", words, into);
        } else if !into.kept && (!when.left.is_empty() || !when.parts.is_empty()) {
            // One that names more may have several parts.
            ask("row_effect_more", words, into);
        }
    }
    if let Some(words) = found.last_day.as_deref() {
        time.until = until(words);
        if time.until.is_none() {
            ask("row_effect", words, into);
        }
    }
    // Only documents have such notes, and they are no other ledger's record.
    for remark in &found.remarks {
        let when = when::read(remark, Place::Remark, &records.legal_texts);
        let kinds = clauses::words(remark);
        let is_own =
            kinds.iter().all(|kind| found.change == Some(*kind)) && (found.suspended || !clauses::suspends(remark));
        let agrees = (when.start.is_none() || time.effect.is_none() || when.start == time.effect)
            && (when.end.day().is_none() || time.until.is_none() || when.end.day() == time.until);
        let is_taken = is_own && agrees && when.left.is_empty() && when.end != End::Unclear;
        if !is_taken && !when.is_silent() {
            ask("row_time", remark, into);
        }
        if is_own {
            time = Time { effect: time.effect.or(when.start), until: time.until.or(when.end.day()) };
        }
    }
    let ruled = found.ruled;
    if ruled.start.is_some() && time.effect.is_some() && ruled.start != time.effect
        || ruled.until.is_some() && time.until.is_some() && ruled.until != time.until
    {
        ask("row_time", found.effect.as_deref().unwrap_or(&found.written), into);
    }
    let signed = into.signed.as_ref().map(|signed| signed.value);
    let time = Time { effect: time.effect.or(ruled.start), until: time.until.or(ruled.until) };
    if !into.kept && effects::is_early(time.effect, signed) {
        ask("row_early", &time.effect.map(|effect| effect.to_string()).unwrap_or_default(), into);
    }
    time
}

/// A name without what stands behind it about time: "Đăng ký khai sinh (từ ngày 01/01/2027)". `None` where it has none.
fn dated_name(name: &str) -> Option<(String, String)> {
    const LEADS: [&str; 11] = [
        "tu ngay ",
        "tu ",
        "ke tu ",
        "co hieu luc ",
        "hieu luc ",
        "ap dung ",
        "thuc hien tu ",
        "den het ",
        "bai bo ",
        "tam ngung ",
        "tam dung ",
    ];
    let (before, behind) = match name.rsplit_once('(').filter(|(_, behind)| behind.trim_end().ends_with(')')) {
        Some(two) => two,
        None => name.rsplit_once('\n')?,
    };
    let folded = format!("{} ", fold(behind));
    let is_time = LEADS.iter().any(|lead| folded.starts_with(lead))
        && when::speaks(behind, Place::Remark)
        && (when::names_time(behind) || folded.contains("ngay ky"));
    is_time.then(|| (before.trim().to_owned(), behind.trim_end().trim_end_matches(')').to_owned()))
}

/// The effect that a correction says is the right one: one that can be dated.
fn corrected(found: &FoundRow, records: &Records) -> Option<Effect> {
    let read = effects::of_words(found.own.corrected_effect.as_deref()?, &records.legal_texts).start;
    read.filter(|effect| match effect {
        Effect::On(_) | Effect::OnSigning | Effect::AfterSigning(_) => true,
        Effect::Undated | Effect::Unstated => false,
    })
}

/// The legal text's own day: the file's, else what the legal basis says once.
fn text_effect(found: &FoundRow, shown: &str, into: &mut Resolved) -> Option<Day> {
    let (read, words) = match (&found.text_effect, found.legal.as_deref()) {
        (Some(words), _) => (clauses::day(words).map(Some).ok_or(()), words.as_str()),
        (None, Some(legal)) if !into.kept => (effects::of_text(legal), legal),
        (None, _) => return None,
    };
    read.unwrap_or_else(|()| {
        into.questions.push(Question::new("text_effect").with("row", shown).with("text", shortened(words)));
        None
    })
}

/// The legal texts by number; the words that are more than numbers stand beside.
fn legal(found: &FoundRow, row: &mut Row) {
    let words = found.legal.clone().unwrap_or_default();
    row.legal =
        if found.legal_numbers.is_empty() { clauses::legal_numbers(&words) } else { found.legal_numbers.clone() };
    if !words.is_empty() && row.legal.join("; ") != words {
        row.aside.insert(0, Aside::new("legal_basis", words));
    }
}

/// The first day without effect of words that name a last day.
pub(super) fn until(words: &str) -> Option<Day> {
    let when = when::read(words, Place::Cell, &BTreeMap::new());
    match when.end {
        End::From(day) => Some(day).filter(|_| when.left.is_empty()),
        End::Unclear => None,
        End::Unsaid => clauses::day(words)?.succ_opt(),
    }
}

/// A code as the catalogue has it: an agency's suffix is printed behind the code of the same procedure.
fn code(written: &str, records: &Records, into: &mut Resolved) -> Option<ProcedureCode> {
    let Ok(code) = ProcedureCode::new(written) else {
        into.questions.push(Question::new("code_invalid").with("code", shortened(written)));
        return None;
    };
    if code.form() == CodeForm::Broken {
        let meant = match codes::written(written) {
            codes::Written::Damaged(whole) => whole,
            codes::Written::Sound(_) | codes::Written::Odd(_) | codes::Written::No => Vec::new(),
        };
        let meant: Vec<&str> = meant.iter().map(ProcedureCode::as_str).collect();
        into.questions.push(match meant.as_slice() {
            [] => Question::new("code_broken").with("code", &code),
            meant => Question::new("code_broken_of").with("code", &code).with("codes", meant.join(", ")),
        });
    }
    let is_held = into.kept || records.procedures.contains_key(&code);
    Some(code.without_suffix().filter(|_| !is_held).unwrap_or(code))
}

/// A row's name, mended where that is certain; the row's own words stand beside it in the draft.
fn whole_name(written: &str, names: &Names, into: &mut Resolved) -> String {
    if written.chars().count() > NAME_CHARS {
        into.questions.push(Question::new("cell_cut").with("row", shortened(written)));
    }
    let beginning: String = written.chars().take(NAME_CHARS).collect();
    if into.kept {
        return beginning;
    }
    let name = clean::name(&beginning);
    if names.is_written(&name) {
        return name;
    }
    match names.repaired(&name) {
        Some(mended) => mended,
        None => {
            if let Some(guess) = names.guessed(&name) {
                let question = Question::new("words_broken").with("row", shortened(&name));
                into.questions.push(question.with("guess", shortened(&guess)));
            }
            name
        }
    }
}
