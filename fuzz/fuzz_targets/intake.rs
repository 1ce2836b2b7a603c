//! Any bytes can be taken in: what is no article is an error, and an article's spans fit its text.

#![no_main]

use chancery_intake::{CleanOptions, Options, articles, clean};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, Vec<u8>)| {
    let (repair, bytes) = input;
    let length = bytes.len() as u64;
    let reader = Box::new(std::io::Cursor::new(bytes));
    for raw in articles(reader, "fuzz", None, &Options::default()).flatten() {
        let mut notes = Vec::new();
        let options = CleanOptions { repair, ..CleanOptions::default() };
        let text = clean(raw, &options, &mut notes);
        let mut end = 0;
        for segment in text.segments() {
            let span = segment.span;
            assert!(span.start() >= end, "segment {span:?} does not follow {end}");
            // Slicing panics where a span splits a character or leaves the text.
            let _ = span.of(text.as_str());
            let raw = text.raw_map().raw(span);
            assert!(raw.start <= raw.end && raw.end <= length, "{span:?} leads to {raw:?} of {length} bytes");
            end = span.end();
        }
    }
});
