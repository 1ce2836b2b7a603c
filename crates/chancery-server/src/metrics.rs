//! Counts for Prometheus.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests were answered, by class of status, and how long they took together.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    by_class: [AtomicU64; 5],
    microseconds: AtomicU64,
}

impl Metrics {
    /// Counts a request that was answered.
    pub(crate) fn count(&self, status: u16, took: std::time::Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        self.by_class[class].fetch_add(1, Ordering::Relaxed);
        self.microseconds.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// In the text format of Prometheus.
    pub(crate) fn text(&self) -> String {
        let mut out = String::from(
            "# HELP chancery_http_requests_total Requests answered, by class of status.\n\
             # TYPE chancery_http_requests_total counter\n",
        );
        let mut n = 0;
        for (i, count) in self.by_class.iter().enumerate() {
            let count = count.load(Ordering::Relaxed);
            n += count;
            out.push_str(&format!("chancery_http_requests_total{{status=\"{}xx\"}} {count}\n", i + 1));
        }
        let seconds = self.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        out.push_str(&format!(
            "# HELP chancery_http_request_seconds Time spent on requests.\n\
             # TYPE chancery_http_request_seconds summary\n\
             chancery_http_request_seconds_sum {seconds}\nchancery_http_request_seconds_count {n}\n"
        ));
        out
    }
}
