//! What `--stats` reports: one line of JSON on standard error, for programs that measure.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};

/// Runs from the end of loading.
pub(crate) struct Clock {
    load: Duration,
    started: Instant,
}

impl Clock {
    /// Starts, after loading took this long.
    pub(crate) fn start(load: Duration) -> Clock {
        Clock { load, started: Instant::now() }
    }

    /// Writes what was done, with the seconds since the start, those of loading, and the most memory held.
    pub(crate) fn report(&self, mut line: Value) -> Result<()> {
        line["seconds"] = self.started.elapsed().as_secs_f64().into();
        line["load_seconds"] = self.load.as_secs_f64().into();
        line["peak_rss_bytes"] = peak_rss_bytes().map_or(Value::Null, |bytes| json!(bytes));
        writeln!(io::stderr(), "{line}")?;
        Ok(())
    }
}

/// The most memory this process has held, where the system tells (Linux).
fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
