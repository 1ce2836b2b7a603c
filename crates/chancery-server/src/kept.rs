//! Answers that are kept as long as the archive stays as it is.
//!
//! Many readers ask the same: the desk, the first page of a list, the series of a pair. Such an answer is kept with the
//! state of the archive it was read from, which every write changes, so that nobody is told what no longer holds; and
//! whoever asks for what another one is waiting for waits for that answer, and takes no turn meanwhile. What was last
//! used longest ago goes first.
//!
//! Not here: long answers, which are streamed, and errors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::RwLock;

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

/// The place of one question: the state of the archive, and the answer; written to by whoever finds it.
pub(crate) type Place = Arc<RwLock<Option<(String, Answer)>>>;

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

/// The answer that is held, when it is of this state.
pub(crate) fn of_state(held: &Option<(String, Answer)>, state: Option<&str>) -> Option<Answer> {
    held.as_ref().filter(|(of, _)| Some(of.as_str()) == state).map(|(_, answer)| answer.clone())
}

impl Kept {
    /// Puts an answer in its place, unless it is too long to be kept.
    pub(crate) fn keep(
        &self,
        question: &str,
        place: &mut Option<(String, Answer)>,
        state: Option<String>,
        answer: &Answer,
    ) {
        if let Some(state) = state.filter(|_| answer.body.len() <= LONGEST) {
            *place = Some((state, answer.clone()));
            self.weigh(question, answer.body.len());
        }
    }

    /// Where the answer to a question is kept.
    pub(crate) fn place(&self, question: &str) -> Place {
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
    use super::{Answer, Bytes, Inner, Kept, LONGEST, MOST, of_state};

    fn answer(length: usize) -> Answer {
        Answer { media: "text/plain", body: Bytes::from(vec![b'x'; length]), next: None }
    }

    fn keep(kept: &Kept, question: &str, state: Option<&str>, length: usize) {
        let place = kept.place(question);
        kept.keep(question, &mut place.try_write().unwrap(), state.map(str::to_owned), &answer(length));
    }

    fn held(kept: &Kept, question: &str, state: &str) -> Option<usize> {
        let place = kept.place(question);
        let held = place.try_read().unwrap();
        of_state(&held, Some(state)).map(|answer| answer.body.len())
    }

    fn inner<T>(kept: &Kept, of: impl FnOnce(&Inner) -> T) -> T {
        of(&kept.0.lock().unwrap())
    }

    #[test]
    fn an_answer_holds_as_long_as_its_state() {
        let kept = Kept::default();
        assert_eq!(held(&kept, "q", "1"), None);
        keep(&kept, "q", Some("1"), 1);
        assert_eq!((held(&kept, "q", "1"), held(&kept, "q", "2"), held(&kept, "other", "1")), (Some(1), None, None));
        keep(&kept, "q", Some("2"), 2);
        assert_eq!((held(&kept, "q", "1"), held(&kept, "q", "2")), (None, Some(2)));
        keep(&kept, "q", None, 3);
        assert_eq!(held(&kept, "q", "2"), Some(2), "an archive without a state keeps nothing");
        assert!(of_state(&None, None).is_none());
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let kept = Kept::default();
        for n in 0..100 {
            keep(&kept, "often", Some("1"), 1);
            keep(&kept, &n.to_string(), Some("1"), LONGEST);
            keep(&kept, "too long", Some("1"), LONGEST + 1);
        }
        assert!(inner(&kept, |i| i.n_bytes <= MOST && i.places.len() < 30 && i.places.contains_key("often")));
        assert_eq!(
            (held(&kept, "99", "1"), held(&kept, "0", "1"), held(&kept, "too long", "1")),
            (Some(LONGEST), None, None)
        );
    }
}
