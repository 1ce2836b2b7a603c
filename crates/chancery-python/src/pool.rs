//! Threads that read, each with a reader of its own whose caches stay warm from one call to the next.
//!
//! Python calls once for each article or for streams of them, from any thread, and may fork in between. So work is a
//! closure that goes to whichever thread is free, and its result comes back through a channel of its own. The
//! engine's ordered map is of no use here: it drives the stream, while Python pulls.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use chancery_engine::{Engine, Reader};

/// A piece of work; whether the reader is sound afterwards.
type Task = Box<dyn FnOnce(&mut Reader<'_>) -> bool + Send>;

/// What became of a piece of work: its result, or the message of the panic that it ended in.
pub(crate) type Outcome<T> = Result<T, String>;

/// An engine and the threads that read with it.
pub(crate) struct Pool {
    engine: Arc<Engine>,
    n_threads: usize,
    /// The way to the threads, and the process that they are in: a forked child has none of its parent's.
    threads: Mutex<Option<(u32, Sender<Task>)>>,
}

impl Pool {
    pub(crate) fn new(engine: Engine, n_threads: usize) -> Pool {
        Pool { engine: Arc::new(engine), n_threads: n_threads.max(1), threads: Mutex::new(None) }
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    pub(crate) fn n_threads(&self) -> usize {
        self.n_threads
    }

    /// Has `work` done on a thread that is free; the result comes through the channel.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> T + Send + 'static,
    ) -> Receiver<Outcome<T>> {
        let (give, take) = mpsc::sync_channel(1);
        let task: Task = Box::new(move |reader| {
            let outcome = catch_unwind(AssertUnwindSafe(|| work(reader))).map_err(|panic| message(&*panic));
            let is_sound = outcome.is_ok();
            // Nobody waits any more when a stream was dropped half read.
            let _ = give.send(outcome);
            is_sound
        });
        let me = std::process::id();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = match &*threads {
            Some((process, sender)) if *process == me => sender.clone(),
            _ => {
                let sender = self.start();
                *threads = Some((me, sender.clone()));
                sender
            }
        };
        drop(threads);
        // The threads end only when the last sender is gone, so one is there to take it.
        let _ = sender.send(task);
        take
    }

    fn start(&self) -> Sender<Task> {
        let (give, take) = mpsc::channel::<Task>();
        let take = Arc::new(Mutex::new(take));
        for _ in 0..self.n_threads {
            let (take, engine) = (Arc::clone(&take), Arc::clone(&self.engine));
            std::thread::spawn(move || {
                let mut reader = engine.reader();
                loop {
                    let task = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(task) = task else { return };
                    if !task(&mut reader) {
                        reader = engine.reader();
                    }
                }
            });
        }
        give
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("an article broke the program ({}); please report it", words.unwrap_or("unknown cause"))
}
