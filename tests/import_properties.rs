//! What holds of import whatever the content.

use crate::importing;
use crate::seeds;

use std::collections::BTreeSet;

use importing::{Held, day, facts, fixture, full, of_bytes};
use niemyet::import::{procedure_path, write_procedure};
use niemyet::input::{FileContent, Files, Input};
use niemyet::load::load;
use niemyet::model::{
    Absence, AgencyId, Channel, Component, DecisionNumber, Fee, FeeAmount, LegalText, Level, Paper, Procedure,
    ProcedureCode, SectorId, TimeLimit, Via, Written,
};
use proptest::prelude::*;
use proptest::sample::select;

/// A text of one line as import makes it: trimmed, in NFC, with anything in it that TOML or Markdown could mistake.
fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(
        select(vec![
            "Đăng ký",
            "hộ tịch",
            "\"",
            "\\",
            "'",
            "[[",
            "]]",
            "=",
            "#",
            "+++",
            "{",
            "}",
            "ằ",
            "1.004222",
            "\t",
            "…",
            "'''",
            "\"\"\"",
            "\\n",
            "not-entered",
            "true",
            "2026-01-01",
            "🏠",
            "\u{7f}",
            "<b>",
            "*",
        ]),
        1..6,
    )
    .prop_map(|parts| parts.join(" ").trim().to_owned())
    .prop_filter("says something", |text| !text.is_empty() && Absence::from_word(text).is_none())
}

/// A section's text: lines, none of which is a heading of the second level.
fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![line(), Just(String::new()), Just("### Phần".to_owned())], 1..5)
        .prop_map(|lines| lines.join("\n").trim().to_owned())
        .prop_filter("says something", |text| !text.is_empty() && text.lines().all(|line| !line.starts_with("## ")))
}

fn absence() -> impl Strategy<Value = Absence> {
    select(Absence::ALL.to_vec())
}

fn component<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Component<T>> {
    prop_oneof![value.prop_map(Component::Value), absence().prop_map(Component::Absent)]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(line(), 1..4)
}

fn time() -> impl Strategy<Value = TimeLimit> {
    prop_oneof![line(), (0..999u32).prop_map(|days| format!("{days},5 ngày làm việc"))]
        .prop_map(|text| TimeLimit::parse(&text))
        .prop_filter("is a text of its own", |time| Absence::from_word(&time.to_string()).is_none())
}

fn fee() -> impl Strategy<Value = Fee> {
    let amount =
        (0..i64::MAX as u64, line(), prop::option::of(line()), prop::option::of(line()), prop::option::of(line()));
    prop_oneof![
        line().prop_map(Fee::Stated),
        amount.prop_map(|(value, currency, label, note, source)| {
            Fee::Amount(FeeAmount { value, currency, label, note, source })
        }),
    ]
}

fn channel() -> impl Strategy<Value = Channel> {
    let fees = component(prop::collection::vec(fee(), 1..4));
    (select(Via::ALL.to_vec()), component(time()), prop::option::of(time()), fees, prop::option::of(prose()))
        .prop_map(|(via, time, time_cut, fees, note)| Channel { via, time, time_cut, fees, note })
}

fn paper() -> impl Strategy<Value = Paper> {
    (prop::option::of(line()), line(), prop::option::of(0..9u32), prop::option::of(0..9u32), prop::option::of(line()))
        .prop_map(|(case, name, original, copies, form)| Paper { case, name, original, copies, form })
}

fn legal() -> impl Strategy<Value = LegalText> {
    (line(), prop::option::of(line())).prop_map(|(number, title)| LegalText { number, title })
}

fn procedure() -> impl Strategy<Value = Procedure> {
    let identity = (
        select(vec!["1.004222", "1.012753.H19", "1.001193.02"]),
        line(),
        prop::collection::vec(line(), 0..2),
        prop::collection::btree_set(select(Level::ALL.to_vec()), 0..4),
        component(texts()),
        component(texts()),
        prop::option::of(line()),
        prop::option::of(line()),
        prop::collection::vec(line(), 0..3),
    );
    let content = (
        prop::option::of(0..i64::MAX as u64),
        component(prop::collection::vec(channel(), 1..4)),
        component(prop::collection::vec(paper(), 1..4)),
        0..5u32,
        prop::option::of(0..9u32),
        component(prop::collection::vec(legal(), 1..4)),
        [component(prose()), component(prose()), component(prose()), component(prose())],
        prop::collection::vec((line(), line()), 0..3),
        prop::option::of(line()),
    );
    (identity, content).prop_map(
        |(
            (code, name, common_names, levels, executing, objects, class, decision, keywords),
            (weight, channels, papers, papers_left, sets, legal, [steps, manner, result, conditions], written, source),
        )| {
            let code = ProcedureCode::new(code).unwrap();
            let file = format!("catalogue/{}", procedure_path("cu-tru", &code));
            Procedure {
                code,
                name,
                common_names,
                issuer: AgencyId("bo-cong-an".into()),
                executing,
                sector: SectorId("cu-tru".into()),
                levels: levels.into_iter().collect::<BTreeSet<_>>(),
                objects,
                class,
                decision: decision.map(|number| DecisionNumber::new(&number)),
                keywords,
                weight,
                channels,
                papers,
                papers_left,
                sets,
                legal,
                steps,
                manner,
                result,
                conditions,
                written: written.into_iter().map(|(field, text)| Written { field, text }).collect(),
                source,
                file,
            }
        },
    )
}

fn read(path: &str, text: &str) -> Option<Procedure> {
    let file = (path.to_owned(), FileContent::Bytes(text.as_bytes().to_vec()));
    let input = Input {
        catalogue: Files::from([file]),
        site: Files::new(),
        templates: Files::new(),
        as_of: day(),
        today: day(),
        base_url: None,
    };
    load(&input).0.procedures.into_values().next()
}

proptest! {
    #![proptest_config(seeds::keeping_seeds(300))]

    #[test]
    fn reading_what_was_written_gives_the_same_procedure(procedure in procedure()) {
        let text = write_procedure(&procedure);
        let path = procedure_path(&procedure.sector.0, &procedure.code);
        let again = read(&path, &text);
        prop_assert_eq!(again.as_ref(), Some(&procedure), "{}", text);
        prop_assert_eq!(write_procedure(&again.unwrap()), text);
    }

    #[test]
    fn any_bytes_are_told_and_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Held::with_agencies().plan(&[of_bytes("x", &bytes)], &full());
    }

    /// A fixture with a stretch cut out, doubled or overwritten: import goes on, what it writes loads without an
    /// error, and importing again changes nothing.
    #[test]
    fn mangled_fixtures_make_sound_files_or_none(
        name in select(vec!["list.csv", "lines.jsonl", "detail.json", "1523-repealed.jsonl"]),
        at in any::<prop::sample::Index>(),
        length in 0..200usize,
        kind in 0..3u8,
        junk in select(vec!["\"", "\\u0000", "\u{301}", "<script>", ",,,,", "{", "null", "\u{202e}", "## ", "\r\n", "1.000009"]),
    ) {
        let mut bytes = fixture(name).bytes;
        let start = at.index(bytes.len());
        let end = (start + length).min(bytes.len());
        match kind {
            0 => drop(bytes.drain(start..end)),
            1 => {
                let part = bytes[start..end].to_vec();
                bytes.splice(start..start, part);
            }
            _ => drop(bytes.splice(start..start, junk.bytes())),
        }
        let file = [of_bytes(name, &bytes)];
        for options in [full(), facts()] {
            let mut held = Held::with_agencies();
            held.import(&file, &options);
            prop_assert_eq!(held.errors(), Vec::<String>::new());
            let again = held.plan(&file, &options);
            prop_assert_eq!(again.edits, vec![]);
        }
    }
}
