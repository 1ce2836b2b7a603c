//! Answers that are kept as long as the archive stays as it is.
//!
//! Many readers ask the same: the desk, the first page of a list, the series of a pair. Such an answer is kept with the
//! state of the archive it was read from, which every write changes, so that nobody is told what no longer holds; and
//! whoever asks for what another one is waiting for waits for that answer. What was last used longest ago goes first.
//!
//! Not here: long answers, which are streamed, and errors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// So many bytes are kept at most.
const MOST: usize = 48 << 20;
/// A longer answer is not kept.
const LONGEST: usize = 2 << 20;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) media: &'static str,
    pub(crate) body: Bytes,
    /// Where a list goes on.
    pub(crate) next: Option<String>,
}

/// The place of one question; locked while somebody finds its answer.
type Place = Arc<Mutex<Option<(String, Answer)>>>;

#[derive(Debug, Default)]
struct Inner {
    /// By question: when it was last asked for, how long its answer is, and the answer.
    places: BTreeMap<String, (u64, usize, Place)>,
    n_asked: u64,
    n_bytes: usize,
}

/// Answers by question.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Inner>);

impl Kept {
    /// The answer to a question about an archive in a state: the one that is kept, else the one found now.
    pub(crate) fn answer<E>(
        &self,
        question: &str,
        state: Option<&str>,
        find: impl FnOnce() -> Result<Answer, E>,
    ) -> Result<Answer, E> {
        let Some(state) = state else { return find() };
        let place = self.place(question);
        // Whoever panicked while holding a place left what was there before, which says itself whether it holds.
        let mut held = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, answer)) = &*held
            && of == state
        {
            return Ok(answer.clone());
        }
        let answer = find()?;
        if answer.body.len() <= LONGEST {
            *held = Some((state.to_owned(), answer.clone()));
            drop(held);
            self.weigh(question, answer.body.len());
        }
        Ok(answer)
    }

    fn place(&self, question: &str) -> Place {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.n_asked += 1;
        let now = inner.n_asked;
        let entry = inner.places.entry(question.to_owned()).or_default();
        entry.0 = now;
        Arc::clone(&entry.2)
    }

    /// Counts the length of an answer, and makes room. A question weighs something even without an answer.
    fn weigh(&self, question: &str, length: usize) {
        const OF_A_QUESTION: usize = 512;
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = &mut *inner;
        if let Some((_, weight, _)) = inner.places.get_mut(question) {
            let now = length + question.len() + OF_A_QUESTION;
            inner.n_bytes = inner.n_bytes + now - *weight;
            *weight = now;
        }
        while inner.n_bytes > MOST || inner.places.len() * OF_A_QUESTION > MOST {
            let oldest = inner.places.iter().min_by_key(|(_, (asked, _, _))| *asked).map(|(name, _)| name.clone());
            let Some((_, weight, _)) = oldest.and_then(|name| inner.places.remove(&name)) else { break };
            inner.n_bytes -= weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Bytes, Inner, Kept, LONGEST, MOST};

    fn answer(length: usize) -> Result<Answer, ()> {
        Ok(Answer { media: "text/plain", body: Bytes::from(vec![b'x'; length]), next: None })
    }

    fn inner<T>(kept: &Kept, of: impl FnOnce(&Inner) -> T) -> T {
        of(&kept.0.lock().unwrap())
    }

    #[test]
    fn an_answer_holds_as_long_as_its_state() {
        let kept = Kept::default();
        assert_eq!(kept.answer("q", Some("1"), || answer(1)).unwrap().body.len(), 1);
        assert_eq!(kept.answer("q", Some("1"), || Err(())).unwrap().body.len(), 1, "it is not asked again");
        assert_eq!(kept.answer("q", Some("2"), || answer(2)).unwrap().body.len(), 2);
        assert!(kept.answer("other", Some("2"), || Err(())).is_err(), "an error is not kept");
        assert_eq!(kept.answer("other", Some("2"), || answer(3)).unwrap().body.len(), 3);
        assert_eq!(kept.answer("q", None, || answer(4)).unwrap().body.len(), 4, "an archive without a state is asked");
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let kept = Kept::default();
        for n in 0..100 {
            assert_eq!(kept.answer("often", Some("1"), || answer(1)).unwrap().body.len(), 1);
            kept.answer(&n.to_string(), Some("1"), || answer(LONGEST)).unwrap();
            kept.answer("too long", Some("1"), || answer(LONGEST + 1)).unwrap();
        }
        assert!(inner(&kept, |i| i.n_bytes <= MOST && i.places.len() < 30 && i.places.contains_key("often")));
        assert_eq!(kept.answer("99", Some("1"), || Err(())).unwrap().body.len(), LONGEST);
    }
}
