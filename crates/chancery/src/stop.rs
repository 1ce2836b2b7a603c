//! Ctrl-C: the first asks the program to finish what it has begun, the second ends it.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::complain;

static N_ASKED: AtomicUsize = AtomicUsize::new(0);

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// From now on Ctrl-C stops in an orderly way. Without a handler (none can be set) it just ends the program.
pub(crate) fn listen() {
    let _ = ctrlc::set_handler(|| {
        if N_ASKED.fetch_add(1, Ordering::SeqCst) > 0 {
            std::process::exit(INTERRUPTED);
        }
        complain("stopping; what was begun is finished and kept (Ctrl-C again ends at once)");
    });
}

/// Whether the user wants the program to stop.
pub(crate) fn is_asked() -> bool {
    N_ASKED.load(Ordering::SeqCst) > 0
}
