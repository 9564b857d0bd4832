//! A record with what the annexes in force say of its content.

use std::borrow::Cow;

use crate::model::{Absence, Channel, Component, Decision, Fee, Procedure, TimeLimit, Via};

use super::event::Origin;
use super::facts::{Fact, FactKind};
use super::state::State;

/// What a procedure's content is on a day: its record, and over it what decisions say from their rows' days on. A row that
/// speaks of some of the procedure's levels changes nothing here; it is told beside, with its levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content<'p> {
    /// The record, with the channels that it has as they are on the day.
    pub record: Cow<'p, Procedure>,
    /// Where the record has no channels: times and fees as decisions alone say them. The channels of fees that name one; of
    /// others a single one, whose `via` means nothing.
    pub unrecorded: Vec<Channel>,
    /// The place, as the latest decision has it.
    pub place: Option<String>,
    /// The decisions that times, fees and the place rest on, where it is not the record.
    pub times_by: Option<&'p Decision>,
    /// As for the times.
    pub fees_by: Option<&'p Decision>,
    /// As for the times; of the agency where no place is named.
    pub place_by: Option<&'p Decision>,
}

/// What decisions say of times and fees.
#[derive(Default)]
struct Said {
    time: Option<TimeLimit>,
    cut: Option<TimeLimit>,
    fees: Vec<(Option<Via>, Vec<Fee>)>,
}

impl<'l> State<'l> {
    /// The content of the procedure on the day.
    pub fn content<'p>(&self, record: &'p Procedure) -> Content<'p>
    where
        'l: 'p,
    {
        let mut content = Content {
            record: Cow::Borrowed(record),
            unrecorded: Vec::new(),
            place: None,
            times_by: None,
            fees_by: None,
            place_by: None,
        };
        let says = self.timeline.events().iter().any(|event| match event.origin {
            Origin::Row(_, change) => !change.content.is_empty(),
            Origin::Ruling(_) => false,
        });
        if !says {
            return content;
        }
        let of_all = |fact: &Fact| fact.levels.is_empty() || record.levels.is_subset(fact.levels);
        let mut said = Said::default();
        for fact in self.facts().into_iter().filter(of_all) {
            match fact.what {
                FactKind::Time(time) => (said.time, content.times_by) = (Some(time), Some(fact.by)),
                FactKind::TimeCut(time) => (said.cut, content.times_by) = (Some(time), Some(fact.by)),
                FactKind::Fee { via, fees } => {
                    said.fees.push((via, fees));
                    content.fees_by = Some(fact.by);
                }
                FactKind::Place(place) => (content.place, content.place_by) = (Some(place), Some(fact.by)),
                FactKind::Executing(agency) => {
                    content.record.to_mut().executing = Component::Value(vec![agency]);
                    content.place_by = content.place_by.or(Some(fact.by));
                }
                FactKind::Flag { .. } | FactKind::Competence { .. } | FactKind::Name { .. } | FactKind::Legal(_) => {}
            }
        }
        if said.time.is_none() && said.cut.is_none() && said.fees.is_empty() {
            return content;
        }
        match &record.channels {
            Component::Value(channels) => {
                let now = channels.iter().map(|channel| said.over(channel.clone())).collect();
                content.record.to_mut().channels = Component::Value(now);
            }
            Component::Absent(_) => content.unrecorded = said.alone(),
        }
        content
    }
}

impl Said {
    /// A channel as it is by what decisions say. A cut of a time limit that is no more is none of the new one.
    fn over(&self, channel: Channel) -> Channel {
        let fees = self.fees_of(Some(channel.via));
        Channel {
            time_cut: self.cut.clone().or(channel.time_cut.filter(|_| self.time.is_none())),
            time: self.time.clone().map_or(channel.time, Component::Value),
            fees: fees.map_or(channel.fees, |fees| Component::Value(fees.clone())),
            ..channel
        }
    }

    /// The channels that decisions alone tell of.
    fn alone(&self) -> Vec<Channel> {
        let blank = |via| Channel {
            via,
            time: Component::Absent(Absence::NotEntered),
            time_cut: None,
            fees: Component::Absent(Absence::NotEntered),
            note: None,
        };
        let named: Vec<Via> =
            Via::ALL.into_iter().filter(|via| self.fees.iter().any(|(of, _)| *of == Some(*via))).collect();
        let vias = if named.is_empty() { vec![Via::Direct] } else { named };
        vias.into_iter().map(|via| self.over(blank(via))).collect()
    }

    /// The fees of a channel: its own, else those of every one.
    fn fees_of(&self, via: Option<Via>) -> Option<&Vec<Fee>> {
        let of = |via| self.fees.iter().rev().find(|(of, _)| *of == via).map(|(_, fees)| fees);
        of(via).or_else(|| of(None))
    }
}
