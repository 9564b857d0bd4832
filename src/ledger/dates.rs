//! The two days of a row: by the decision's own words, and by the normative text behind it.

use crate::model::{Calendar, Change, Day, Effect};

use super::evidence::Basis;

/// Both days of a row. Both are kept; [`Dates::why`] tells which rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// By the decision: the row's own clause, its section's or the decision's; the signing where the clause says so.
    pub decision: Option<Day>,
    /// The first day of the normative text (văn bản quy phạm pháp luật).
    pub text: Option<Day>,
    /// Why the one that rules does.
    pub why: Why,
}

/// Why one of a row's two days rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nobody recorded either: the effect is unknown.
    NeitherKnown,
    /// Nobody recorded either: the province's rule for silent decisions gives the signing.
    SilentRule,
    /// Only the decision's is on record.
    OnlyDecision,
    /// Only the text's is on record.
    OnlyText,
    /// They are one day.
    Same,
    /// The decision's is the later one.
    DecisionLater,
    /// The text's is the later one.
    TextLater,
    /// What ends does so with the text, whatever the decision says, even before its signing.
    TextOfEnd,
}

impl Why {
    /// Every reason, in the order of the reference.
    pub const ALL: [Why; 8] = [
        Why::NeitherKnown,
        Why::SilentRule,
        Why::OnlyDecision,
        Why::OnlyText,
        Why::Same,
        Why::DecisionLater,
        Why::TextLater,
        Why::TextOfEnd,
    ];

    /// The word in JSON and in the strings file.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::NeitherKnown => "neither-known",
            Why::SilentRule => "silent-rule",
            Why::OnlyDecision => "only-decision",
            Why::OnlyText => "only-text",
            Why::Same => "same",
            Why::DecisionLater => "decision-later",
            Why::TextLater => "text-later",
            Why::TextOfEnd => "text-of-end",
        }
    }
}

impl Dates {
    /// The days of a row: `clause` is the one by the decision's own words, and the effect rests on `basis`.
    pub(super) fn of(clause: Option<Day>, change: &Change, basis: Option<&Basis<'_>>) -> Dates {
        let text = change.text_effect;
        let why = match (clause, text) {
            (None, None) if basis.is_some() => Why::SilentRule,
            (None, None) => Why::NeitherKnown,
            (Some(_), None) => Why::OnlyDecision,
            (None, Some(_)) => Why::OnlyText,
            (Some(clause), Some(text)) if clause == text => Why::Same,
            (Some(_), Some(_)) if change.kind.ends() => Why::TextOfEnd,
            (Some(clause), Some(text)) if clause > text => Why::DecisionLater,
            (Some(_), Some(_)) => Why::TextLater,
        };
        Dates { decision: clause, text, why }
    }

    /// The days of a row that ceases: `stated` is the one by the decision's own words.
    pub(super) fn of_end(stated: Option<Day>) -> Dates {
        let why = if stated.is_some() { Why::OnlyDecision } else { Why::NeitherKnown };
        Dates { decision: stated, text: None, why }
    }
}

/// The day by a decision's own words, and whether it is named, the signing, or counted from there.
pub(super) fn by_clause(effect: Effect, signed: Option<Day>, calendar: &Calendar) -> Option<(Day, Basis<'static>)> {
    let basis = match effect {
        Effect::On(_) => Basis::Clause,
        Effect::OnSigning => Basis::Signing,
        Effect::AfterSigning(_) => Basis::Counted,
        Effect::Undated | Effect::Unstated => return None,
    };
    Some((effect.day(signed, calendar)?, basis))
}
