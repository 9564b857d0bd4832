//! Circles among replacements, found in one walk along and one against their direction (Kosaraju): a chain of ten
//! thousand successors costs ten thousand steps. A row stands between its old codes and its new ones, so that one of
//! thousands by thousands costs as many steps as it has codes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ProcedureCode;

/// What an edge leads from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'a> {
    Code(&'a ProcedureCode),
    /// All that replace by one list of successors.
    Row(usize),
}

type Edges<'a> = BTreeMap<Node<'a>, Vec<Node<'a>>>;

/// Each code that stands in a circle, with the smallest code of its circle. `replaced` are the old codes, each with its
/// successors; codes that were replaced by one row share that list.
pub(super) fn smallest_of_circle<'a>(
    replaced: impl Iterator<Item = (&'a ProcedureCode, &'a [&'a ProcedureCode])>,
) -> BTreeMap<&'a ProcedureCode, &'a ProcedureCode> {
    let (mut onward, mut back, mut rows) = (Edges::new(), Edges::new(), BTreeMap::new());
    let mut lead = |from, to| {
        onward.entry(from).or_default().push(to);
        back.entry(to).or_default().push(from);
    };
    for (code, successors) in replaced {
        let count = rows.len();
        let row = *rows.entry(successors.as_ptr()).or_insert(count);
        lead(Node::Code(code), Node::Row(row));
        if row == count {
            successors.iter().for_each(|successor| lead(Node::Row(row), Node::Code(successor)));
        }
    }
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for start in onward.keys() {
        gather(*start, &onward, &mut seen, &mut order);
    }
    let mut smallest = BTreeMap::new();
    seen.clear();
    for start in order.into_iter().rev() {
        let mut circle = Vec::new();
        gather(start, &back, &mut seen, &mut circle);
        let codes = || circle.iter().filter_map(Node::code);
        if codes().nth(1).is_some()
            && let Some(least) = codes().min()
        {
            smallest.extend(codes().map(|code| (code, least)));
        }
    }
    smallest
}

impl<'a> Node<'a> {
    fn code(&self) -> Option<&'a ProcedureCode> {
        match self {
            Node::Code(code) => Some(code),
            Node::Row(_) => None,
        }
    }
}

/// Adds every node that `start` leads to and that was not seen, each after those that it leads to.
fn gather<'a>(start: Node<'a>, edges: &Edges<'a>, seen: &mut BTreeSet<Node<'a>>, into: &mut Vec<Node<'a>>) {
    let mut ahead = vec![(start, false)];
    while let Some((node, is_done)) = ahead.pop() {
        if is_done {
            into.push(node);
        } else if seen.insert(node) {
            ahead.push((node, true));
            ahead.extend(edges.get(&node).into_iter().flatten().map(|next| (*next, false)));
        }
    }
}
