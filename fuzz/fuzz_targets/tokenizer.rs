//! Any text can be parsed: no panic, no endless loop, and the tokens are spans of the text in order.

#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use chancery_doc::Parse;
use chancery_parse::{Parser, Worker};
use libfuzzer_sys::fuzz_target;

static PARSER: LazyLock<Parser> = LazyLock::new(|| Parser::load(&chancery_fuzz::model()).expect("the model loads"));

thread_local! {
    // One worker for the whole run: its caches fill with odd words, as in a long batch.
    static WORKER: RefCell<Worker<'static>> = RefCell::new(PARSER.worker());
}

fuzz_target!(|text: &str| {
    WORKER.with_borrow_mut(|worker| {
        let parse = worker.parse(text);
        let mut end = 0;
        for token in parse.ids() {
            let span = parse.span(token);
            assert!(span.start() >= end && span.end() > span.start(), "token {span:?} does not follow {end}");
            // A space that follows a token belongs to it; anything more is a token of its own.
            assert!(span.start() - end <= 1, "text before {span:?} is in no token");
            // Slicing panics where a span splits a character.
            assert!(!span.of(text).is_empty());
            end = span.end();
        }
        assert!(text.len() as u32 - end <= 1, "the end of the text is in no token");
        let fresh = PARSER.worker().parse(text);
        assert_eq!(described(&parse), described(&fresh), "what was read before changes the parse");
    });
});

/// Every fact of a parse, in words.
fn described(parse: &Parse) -> Vec<String> {
    let token = |id| {
        let (span, head) = (parse.span(id), parse.head(id));
        format!("{span:?} {} {} {head:?} {}", parse.lemma(id), parse.tag(id), parse.dep(id))
    };
    parse.ids().map(token).collect()
}
