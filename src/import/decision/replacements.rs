//! Rows of the interchange that are the two sides of one replacement → one row.

use std::collections::BTreeMap;

use super::content::FoundContent;
use super::divided;
use super::found::{Aside, FoundRow, Question, Word};
use super::shape::Object;

/// On which side of a replacement a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Side {
    /// The codes that replace the row's.
    by: Vec<String>,
    /// The codes that the row's replaces.
    of: Vec<String>,
    /// Which rows are one replacement, where the file says so.
    group: Option<u32>,
    /// Whether rows belong together only where the file says so.
    kept: bool,
    /// Whether the row has a new name for its own code.
    renamed: bool,
    /// Whether the successor was inferred from the order of rows.
    inferred: bool,
}

impl Side {
    pub(super) fn of(row: &Object, kept: bool) -> Side {
        Side {
            by: row.texts("replaced_by"),
            of: row.texts("replaces"),
            group: row.number("group"),
            kept,
            renamed: row.has("new_name") || row.has("replaced_by_name"),
            inferred: row.has("successor_inferred"),
        }
    }

    /// What rows have in common that end for the same successors, on the same days; `None` where a row is alone.
    fn group_of(&self, row: &FoundRow) -> Option<Group> {
        let of = match self.group {
            None if self.kept || self.by.is_empty() => return None,
            None => Err(self.by.clone()),
            Some(group) => Ok(group),
        };
        let days = [&row.effect, &row.last_day, &row.text_effect, &row.level].map(Clone::clone);
        Some((of, days, row.levels.clone()))
    }
}

/// Which rows are one replacement: by the file's own word or by the successors, with their days and levels.
type Group = (Result<u32, Vec<String>>, [Option<String>; 4], Vec<String>);

/// Puts the old rows with the same successors, and those successors' own rows, together.
pub(super) fn joined(rows: Vec<(Side, FoundRow)>, questions: &mut Vec<Question>) -> Vec<FoundRow> {
    let mut joined: Vec<(Side, FoundRow)> = Vec::new();
    let mut groups: BTreeMap<Group, usize> = BTreeMap::new();
    let mut successors = Vec::new();
    for (side, mut row) in rows {
        let own = row.codes.first().cloned();
        if side.inferred {
            let (new, old) = (side.by.join(", "), own.clone().unwrap_or_default());
            questions.push(Question::new("successor_inferred").with("new", new).with("old", old));
        }
        let ends = !side.by.is_empty() || side.group.is_some();
        if ends && matches!(row.change, Some(Word::Replace | Word::Repeal)) {
            let group = side.group_of(&row);
            let above = group.as_ref().and_then(|group| groups.get(group)).and_then(|at| joined.get_mut(*at));
            if let Some((_, above)) = above {
                above.old.append(&mut row.codes);
                take_in(above, row);
                continue;
            }
            groups.extend(group.map(|group| (group, joined.len())));
            row.change = Some(Word::Replace);
            row.old = std::mem::take(&mut row.codes);
            row.new.clone_from(&side.by);
        } else if !side.of.is_empty() {
            successors.push((side.of, row));
            continue;
        } else if row.change == Some(Word::Replace) {
            row.old = std::mem::take(&mut row.codes);
            if side.renamed {
                row.new.clone_from(&row.old);
            }
        } else if ends {
            // Its own word says that it does something else: both are to be seen.
            let group = side.group.map(|group| Aside::new("group", group.to_string()));
            let by = Some(side.by.join("; ")).filter(|by| !by.is_empty()).map(|by| Aside::new("replaced_by", by));
            for aside in by.into_iter().chain(group) {
                questions.push(Question::new("key_unread").with("key", &aside.key).with("text", &aside.text));
                row.aside.push(aside);
            }
        }
        joined.push((side, row));
    }
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (side, _)) in joined.iter().enumerate() {
        for code in &side.by {
            by.entry(code.clone()).or_insert(at);
        }
    }
    for (old, mut row) in successors {
        let own = row.codes.first().and_then(|own| by.get(own));
        match own.and_then(|at| joined.get_mut(*at)) {
            Some((_, group)) => {
                // The name that matters is that of the procedure which is there from now on, and so is its content.
                if group.new.len() == 1 {
                    if row.name.is_some() {
                        std::mem::swap(&mut group.name, &mut row.name);
                    }
                    std::mem::swap(&mut group.content, &mut row.content);
                } else {
                    let beside = group.content.parted(&row.content, false);
                    divided::ask_of_parts(group, beside, questions);
                    row.content = FoundContent::default();
                }
                take_in(group, row);
            }
            None => {
                let new = std::mem::take(&mut row.codes);
                joined.push((Side::default(), FoundRow { change: Some(Word::Replace), old, new, ..row }));
            }
        }
    }
    joined.into_iter().map(|(_, row)| row).collect()
}

/// What a further row of a replacement says stands beside it.
fn take_in(group: &mut FoundRow, row: FoundRow) {
    group.rows += row.rows;
    let name = row.name.filter(|name| *name != row.written && Some(name) != group.name.as_ref());
    let days = [("effective", row.effect, &group.effect), ("effective_until", row.last_day, &group.last_day)];
    let differ = days.into_iter().filter(|(_, own, of_group)| own != *of_group).map(|(key, own, _)| (key, own));
    let said = [("row", Some(row.written).filter(|text| !text.is_empty())), ("name", name)];
    let said: Vec<Aside> =
        said.into_iter().chain(differ).filter_map(|(key, text)| Some(Aside::new(key, text?))).collect();
    group.aside.extend(said);
    group.aside.extend(row.own.beside(Word::Replace));
    if row.content != group.content {
        group.aside.extend(row.content.asides());
    }
    if row.legal.is_some() && row.legal != group.legal {
        group.legal_numbers.extend(row.legal_numbers);
        group.legal = Some([group.legal.take(), row.legal].into_iter().flatten().collect::<Vec<_>>().join("; "));
    }
    group.aside.extend(row.aside);
}
