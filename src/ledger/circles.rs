//! Circles among replacements, found in one walk along and one against their direction (Kosaraju): a chain of ten
//! thousand successors costs ten thousand steps.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ProcedureCode;

type Edges<'a> = BTreeMap<&'a ProcedureCode, Vec<&'a ProcedureCode>>;

/// Each code that stands in a circle, with the smallest code of its circle. `edges` lead from the old to the new.
pub(super) fn smallest_of_circle<'a>(
    edges: impl Iterator<Item = (&'a ProcedureCode, &'a ProcedureCode)>,
) -> BTreeMap<&'a ProcedureCode, &'a ProcedureCode> {
    let (mut onward, mut back) = (Edges::new(), Edges::new());
    for (from, to) in edges {
        onward.entry(from).or_default().push(to);
        back.entry(to).or_default().push(from);
    }
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for start in onward.keys() {
        gather(start, &onward, &mut seen, &mut order);
    }
    let mut smallest = BTreeMap::new();
    seen.clear();
    for start in order.into_iter().rev() {
        let mut circle = Vec::new();
        gather(start, &back, &mut seen, &mut circle);
        if circle.len() > 1
            && let Some(least) = circle.iter().min().copied()
        {
            smallest.extend(circle.into_iter().map(|code| (code, least)));
        }
    }
    smallest
}

/// Adds every code that `start` leads to and that was not seen, each after those that it leads to.
fn gather<'a>(
    start: &'a ProcedureCode,
    edges: &Edges<'a>,
    seen: &mut BTreeSet<&'a ProcedureCode>,
    into: &mut Vec<&'a ProcedureCode>,
) {
    let mut ahead = vec![(start, false)];
    while let Some((code, is_done)) = ahead.pop() {
        if is_done {
            into.push(code);
        } else if seen.insert(code) {
            ahead.push((code, true));
            ahead.extend(edges.get(code).into_iter().flatten().map(|next| (*next, false)));
        }
    }
}
