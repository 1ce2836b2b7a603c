//! What the parser gives, as spaCy gives it, and that it gives the same every time.

mod model;

use std::collections::BTreeMap;
use std::fmt::Write;

use chancery_doc::{Given, Iob, Language, Parse, RawMap, Segment, SegmentKind, Span, Text};
use expect_test::{Expect, expect};

/// A line for each token: text, tag, relation to head, and type of entity; an empty line between sentences.
fn render(text: &str, parse: &Parse) -> String {
    let mut out = String::new();
    for id in parse.ids() {
        let token = parse.token(id);
        if token.sent_start && id.index() > 0 {
            out.push('\n');
        }
        let (iob, entity) = parse.iob(id);
        let entity = match iob {
            Iob::O => String::new(),
            Iob::B => format!(" B-{entity}"),
            Iob::I => format!(" I-{entity}"),
        };
        let head = if parse.is_root(id) { "-".to_owned() } else { format!("{:?}", parse.span(token.head).of(text)) };
        let word = format!("{:?}", parse.span(id).of(text));
        let _ = writeln!(
            out,
            "{word} {} {} {} {} < {head}{entity}",
            parse.lemma(id).escape_debug(),
            token.pos,
            parse.tag(id),
            parse.dep(id)
        );
    }
    out
}

#[track_caller]
fn check(text: &str, want: Expect) {
    want.assert_eq(&render(text, &model::parser().worker().parse(text)));
}

#[test]
fn statements_and_names() {
    check(
        "Arland's president didn't meet Anna Berg in Geneva. She left on Monday.",
        expect![[r#"
            "Arland" Arland PROPN NNP poss < "president" B-ORG
            "'s" \'s PART POS case < "Arland"
            "president" president NOUN NN nsubj < "meet"
            "did" do AUX VBD aux < "meet"
            "n't" not PART RB neg < "meet"
            "meet" meet VERB VB ROOT < -
            "Anna" Anna PROPN NNP compound < "Berg" B-PERSON
            "Berg" Berg PROPN NNP dobj < "meet" I-PERSON
            "in" in ADP IN prep < "meet"
            "Geneva" Geneva PROPN NNP pobj < "in" B-GPE
            "." . PUNCT . punct < "meet"

            "She" she PRON PRP nsubj < "left"
            "left" leave VERB VBD ROOT < -
            "on" on ADP IN prep < "left"
            "Monday" Monday PROPN NNP pobj < "on" B-DATE
            "." . PUNCT . punct < "left"
        "#]],
    );
}

#[test]
fn an_arc_that_crosses_others_is_moved_to_its_true_head() {
    check(
        "The envoy asked what the two sides hoped to achieve.",
        expect![[r#"
        "The" the DET DT det < "envoy"
        "envoy" envoy NOUN NN nsubj < "asked"
        "asked" ask VERB VBD ROOT < -
        "what" what PRON WP dobj < "achieve"
        "the" the DET DT det < "sides"
        "two" two NUM CD nummod < "sides" B-CARDINAL
        "sides" side NOUN NNS nsubj < "hoped"
        "hoped" hop VERB VBD ccomp < "asked"
        "to" to PART TO aux < "achieve"
        "achieve" achieve VERB VB xcomp < "hoped"
        "." . PUNCT . punct < "asked"
    "#]],
    );
}

#[test]
fn white_space_and_nothing() {
    check("", expect![[""]]);
    check(
        " ",
        expect![[r#"
        " "   SPACE _SP dep < -
    "#]],
    );
    check(
        "\n\n The envoy  left.\n",
        expect![[r#"
            "\n\n " \n\n  SPACE _SP dep < "The"
            "The" the DET DT det < "envoy"
            "envoy" envoy NOUN NN nsubj < "left"
            " "   SPACE _SP dep < "envoy"
            "left" left ADJ JJ ROOT < -
            "." . PUNCT . punct < "left"
            "\n" \n SPACE _SP dep < "."
        "#]],
    );
}

const TEXTS: [&str; 4] = [
    "The foreign minister of Norway said on Tuesday that talks with Sudan's army had \"failed\", according to Reuters.",
    "\u{feff}\u{200b}\0 ((((((((((( !!!!!!!! https://example.org/a?b=c <b>@user</b> 😀👩‍👩‍👧 ﷺ e\u{301}",
    "Police arrested 17 protesters; the UN condemned it. \"We will not yield,\" the group's spokesman told AFP.",
    "word",
];

#[test]
fn a_reading_depends_on_nothing_read_before() {
    let parser = model::parser();
    // Longer than several blocks, and with words enough to fill the caches.
    let mut long = TEXTS.join(" ").repeat(40);
    for i in 0..7_000 {
        let _ = write!(long, " w{i}x the");
    }
    let texts: Vec<&str> = TEXTS.iter().copied().chain([&*long]).collect();
    let fresh: Vec<Parse> = texts.iter().map(|text| parser.worker().parse(text)).collect();
    std::thread::scope(|scope| {
        for first in 0..3 {
            let (texts, fresh) = (&texts, &fresh);
            scope.spawn(move || {
                let mut worker = parser.worker();
                for i in (first..texts.len()).chain(0..texts.len()) {
                    assert!(
                        worker.parse(texts[i]) == fresh[i],
                        "text {i} is read the same by a worker that has read others"
                    );
                }
            });
        }
    });
}

#[test]
fn segments_are_read_one_by_one() {
    let parts = ["Talks fail in Geneva", "The envoy left on Monday."];
    let text = parts.join("\n\n");
    let segments = vec![
        Segment { kind: SegmentKind::Headline, span: Span::at(0..parts[0].len()) },
        Segment { kind: SegmentKind::Paragraph, span: Span::at(parts[0].len() + 2..text.len()) },
    ];
    let language = Language { code: "en".to_owned(), reliable: false };
    let map = RawMap::identity(text.len() as u32);
    let article = Text::new(text.clone(), segments, map, Given::default(), language);
    let mut worker = model::parser().worker();
    let whole = render(&text, &worker.parse_text(&article, |_, _| BTreeMap::new()));
    let one_by_one: Vec<String> = parts.iter().map(|part| render(part, &worker.parse(part))).collect();
    assert_eq!(whole, one_by_one.join("\n"));
}
