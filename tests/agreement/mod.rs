//! Whether everything that is told of a catalogue's lives is the same: states, steps, lists, single procedures, periods,
//! differences, time lines and pages, on every day on which any of them may change.
//!
//! What is told of (code, level, day) has to be what `Ledger::as_of` says of it; the steps of a code in order give its states
//! on every day; differences add up.

mod differences;
mod law;
mod life;
mod lists;
pub(crate) mod pages;

use std::collections::BTreeSet;

use niemyet::ledger::Ledger;
use niemyet::model::Day;

/// The days on which anything may be otherwise, each with its neighbours, and days before and after all of them.
fn days_around<'d>(days: impl IntoIterator<Item = &'d Day>) -> Vec<Day> {
    let mut around: BTreeSet<Day> = ["1990-01-01", "2090-01-01"].iter().map(|day| day.parse().unwrap()).collect();
    for day in days {
        around.extend([day.pred_opt(), Some(*day), day.succ_opt()].into_iter().flatten());
    }
    around.into_iter().collect()
}

/// Every day on which anything of a ledger may be otherwise.
pub(crate) fn days(ledger: &Ledger<'_>) -> BTreeSet<Day> {
    ledger.held().flat_map(|timeline| timeline.days()).copied().collect()
}

/// How many comparisons were made, or the first thing that is told in two ways. All but the pages: [`pages::check`].
pub(crate) fn check(ledger: &Ledger<'_>) -> Result<usize, String> {
    let days = days(ledger);
    let mut made = 0;
    for timeline in ledger.held() {
        made += life::is_one(ledger, timeline)?;
    }
    let middle = days.iter().nth(days.len() / 2);
    // Between two days nothing changes, as each life is held to.
    for day in days.first().and_then(|day| day.pred_opt()).into_iter().chain(days.iter().copied()) {
        let catalogue = ledger.as_of(day);
        let is_middle = middle == Some(&day);
        made += lists::lists_say_as_of(&catalogue, is_middle)?;
        for code in catalogue.states.keys().filter(|_| is_middle) {
            made += lists::shown_periods_are_lives(&catalogue, code)?;
        }
    }
    made += differences::differences_say_as_of(ledger, &days)?;
    for three in triples(&days) {
        made += differences::differences_add_up(ledger, three)?;
    }
    Ok(made)
}

/// Three days in order, a third of the days apart, from each seventh of them on; and the first, one between and the last.
fn triples(days: &BTreeSet<Day>) -> Vec<[Day; 3]> {
    let days: Vec<Day> = days.iter().flat_map(|day| [day.pred_opt(), Some(*day)]).flatten().collect();
    let apart = (days.len() / 3).max(1);
    let spans = days.windows(2 * apart + 1).step_by((days.len() / 7).max(1));
    let spans = spans.map(|span| [span.first(), span.get(apart), span.last()]);
    let whole = std::iter::once([days.first(), days.get(days.len() / 2), days.last()]);
    let three = spans.chain(whole).filter_map(|[from, middle, to]| Some([*from?, *middle?, *to?]));
    three.filter(|[from, middle, to]| from < middle && middle < to).collect()
}
