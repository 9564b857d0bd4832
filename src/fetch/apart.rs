//! Tasks side by side that have to keep out of each other's way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};

/// What is to be done, what is under way, what is done.
struct State<R> {
    waiting: VecDeque<usize>,
    busy: BTreeSet<String>,
    done: BTreeMap<usize, R>,
}

/// The keys of a task under way, free again when it is dropped: also where the work panics, so that nobody waits for it.
struct Busy<'s, R> {
    keys: Vec<String>,
    state: &'s Mutex<State<R>>,
    freed: &'s Condvar,
}

impl<R> Drop for Busy<'_, R> {
    fn drop(&mut self) {
        let mut held = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        held.busy.retain(|key| !self.keys.contains(key));
        self.freed.notify_all();
    }
}

/// Does tasks, at most `most` at once and no two at once that have a key in common, and gives what each came to, in their order. The
/// first one that may begin begins.
pub fn apart<T: Sync, R: Send>(
    tasks: &[T],
    most: usize,
    keys: impl Fn(&T) -> Vec<String> + Sync,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let state = Mutex::new(State { waiting: (0..tasks.len()).collect(), busy: BTreeSet::new(), done: BTreeMap::new() });
    let freed = Condvar::new();
    let run = || {
        let mut held = state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let is_free =
                |at: &usize| tasks.get(*at).is_some_and(|task| keys(task).iter().all(|key| !held.busy.contains(key)));
            let Some(place) = held.waiting.iter().position(is_free) else {
                if held.waiting.is_empty() {
                    return;
                }
                held = freed.wait(held).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let Some((at, task)) = held.waiting.remove(place).and_then(|at| Some((at, tasks.get(at)?))) else {
                continue;
            };
            let of_task = keys(task);
            held.busy.extend(of_task.iter().cloned());
            drop(held);
            let busy = Busy { keys: of_task, state: &state, freed: &freed };
            let result = work(task);
            drop(busy);
            held = state.lock().unwrap_or_else(PoisonError::into_inner);
            held.done.insert(at, result);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..most.clamp(1, tasks.len().max(1)) {
            scope.spawn(run);
        }
    });
    state.into_inner().unwrap_or_else(PoisonError::into_inner).done.into_values().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn two_that_share_a_key_are_never_done_at_once_and_others_are() {
        let under_way = Mutex::new(BTreeSet::new());
        let tasks: Vec<(usize, usize)> = (0..40).map(|at| (at % 3, at)).collect();
        let keys = |task: &(usize, usize)| vec![task.0.to_string(), format!("/{}", task.1 / 8)];
        let done = apart(&tasks, 4, keys, |task| {
            for key in keys(task) {
                assert!(under_way.lock().unwrap().insert(key), "{task:?}");
            }
            std::thread::yield_now();
            keys(task).iter().for_each(|key| assert!(under_way.lock().unwrap().remove(key)));
            task.1
        });
        assert_eq!(done, (0..40).collect::<Vec<_>>());
        // Each waits for the other: alone none would end.
        let both = Barrier::new(2);
        apart(&["a", "b"], 2, |task| vec![(*task).to_owned()], |_| both.wait().is_leader());
        // One that panics keeps nobody waiting.
        let tasks = ["same"; 3];
        let panicked =
            std::panic::catch_unwind(|| apart(&tasks, 2, |task| vec![(*task).to_owned()], |_| panic!("once")));
        assert!(panicked.is_err());
        assert_eq!(apart(&[(); 0], 4, |()| Vec::new(), |()| 1), Vec::<i32>::new());
    }
}
