//! A parallel map over a stream that keeps the order of the input and a bounded memory.
//!
//! Rayon's bridges lose the order of a stream, and its indexed iterators need the whole input first. Here each
//! thread takes the next item when it is free, and the caller gets results in order, one at a time. A thread waits
//! when it is too far ahead of the slowest item, so that one long article cannot pile up all others behind it.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError};

/// What became of an item: a result, or the message of the panic that a worker survived.
pub type Outcome<T> = Result<T, String>;

/// How many items may wait for a slower one before them, for each thread.
const AHEAD: usize = 16;

struct Board<I, T> {
    items: I,
    taken: usize,
    given: usize,
    exhausted: bool,
    stopped: bool,
    done: BTreeMap<usize, Outcome<T>>,
}

/// Maps `items` on `n_threads` threads and gives each result to `sink`, in the order of the items.
///
/// `start` makes a thread's own state, `work` maps one item. A panic in `work` becomes an `Err` with its message
/// and the state is made anew; all other items are unharmed. When `sink` answers `false`, no further item is taken.
pub fn for_each_ordered<I, S, T>(
    items: I,
    n_threads: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I::Item) -> T + Sync,
    mut sink: impl FnMut(Outcome<T>) -> bool,
) where
    I: Iterator + Send,
    T: Send,
{
    let n_threads = n_threads.max(1);
    let board =
        Mutex::new(Board { items, taken: 0, given: 0, exhausted: false, stopped: false, done: BTreeMap::new() });
    let changed = Condvar::new();
    let lock = || board.lock().unwrap_or_else(PoisonError::into_inner);
    let work_on = |state: &mut S, item| {
        catch_unwind(AssertUnwindSafe(|| work(state, item))).map_err(|panic| {
            *state = start();
            panic_message(&*panic)
        })
    };

    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                let mut state = start();
                loop {
                    let mut b = lock();
                    while !b.stopped && !b.exhausted && b.taken >= b.given + n_threads * AHEAD {
                        b = changed.wait(b).unwrap_or_else(PoisonError::into_inner);
                    }
                    if b.stopped || b.exhausted {
                        break;
                    }
                    let Some(item) = b.items.next() else {
                        b.exhausted = true;
                        changed.notify_all();
                        break;
                    };
                    let index = b.taken;
                    b.taken += 1;
                    drop(b);
                    let outcome = work_on(&mut state, item);
                    lock().done.insert(index, outcome);
                    changed.notify_all();
                }
            });
        }
        loop {
            let mut b = lock();
            let next = b.given;
            let outcome = loop {
                if let Some(outcome) = b.done.remove(&next) {
                    break outcome;
                }
                if b.exhausted && next == b.taken {
                    return;
                }
                b = changed.wait(b).unwrap_or_else(PoisonError::into_inner);
            };
            b.given += 1;
            changed.notify_all();
            drop(b);
            if !sink(outcome) {
                lock().stopped = true;
                changed.notify_all();
                return;
            }
        }
    });
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("unknown cause").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(n: usize, n_threads: usize) -> Vec<Outcome<usize>> {
        let mut out = Vec::new();
        for_each_ordered(
            0..n,
            n_threads,
            || (),
            |(), i| {
                if i == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                assert!(i != 7, "seven is odd");
                i * i
            },
            |r| {
                out.push(r);
                true
            },
        );
        out
    }

    #[test]
    fn order_holds_and_a_panic_costs_one_item() {
        for n_threads in [1, 2, 5] {
            let got = squares(200, n_threads);
            assert_eq!(got.len(), 200);
            for (i, r) in got.iter().enumerate() {
                match i {
                    7 => assert_eq!(r.as_ref().unwrap_err(), "seven is odd"),
                    _ => assert_eq!(*r.as_ref().unwrap(), i * i),
                }
            }
        }
        assert!(squares(0, 3).is_empty());
    }

    #[test]
    fn a_sink_that_has_enough_ends_an_endless_stream() {
        let mut n = 0;
        for_each_ordered(
            0..,
            3,
            || (),
            |(), i: u64| i,
            |_| {
                n += 1;
                n < 50
            },
        );
        assert_eq!(n, 50);
    }

    #[test]
    fn a_slow_first_item_bounds_how_many_are_taken() {
        let taken = Mutex::new(0usize);
        let most = Mutex::new(0usize);
        let items = (0..10_000usize).inspect(|_| *taken.lock().unwrap() += 1);
        for_each_ordered(
            items,
            2,
            || (),
            |(), i| {
                if i == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(50));
                    *most.lock().unwrap() = *taken.lock().unwrap();
                }
            },
            |_| true,
        );
        assert!(*most.lock().unwrap() <= 2 * AHEAD + 2, "no more than the window may be taken");
    }
}
