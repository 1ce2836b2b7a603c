//! The loader against faulty books, and the matcher on parses made by hand. The rules' own sentences run through the
//! whole chain in the engine's tests.

use std::collections::BTreeMap;

use chancery_doc::{
    Cast, Entity, EntityId, EntityKind, EventType, Form, HandToken, Mention, Parse, RawMap, Segment, SegmentKind, Span,
    Text, Toll,
};

use crate::{Codebook, Coder, Layers};

mod books;

const TYPE: &str = "type = \"CONSULT\"\ndefinition = \"Meetings.\"\nborders = [\"not yet held: AGREE\"]\n";
const RULE: &str = "[[rule]]\nid = \"consult.meet\"\nverbs = [\"meet\"]\nactor = \"subject\"\nrecipient = [\"prep:with > pobj\", \"object\"]\nreason = \"To meet.\"\nhits = [\"[A Chad] *met* [R Togo].\"]\nmisses = [\"Chad left.\"]\n";

fn book(rules: &str) -> Result<Codebook, crate::Error> {
    let files = [("events/consult/type.toml", TYPE), ("events/consult/meet.toml", rules)];
    Codebook::from_files(&files.map(|(f, t)| (f.to_owned(), t.to_owned())).into_iter().collect::<BTreeMap<_, _>>())
}

#[track_caller]
fn check_fault(rules: &str, want: &str) {
    assert_eq!(book(rules).map(|_| ()).unwrap_err().to_string(), want);
}

#[test]
fn faults_name_file_line_code_and_remedy() {
    check_fault(
        &RULE.replace("prep:with > pobj", "prep:with > pobject"),
        "events/consult/meet.toml:5: CB014: rule consult.meet: \"pobject\" in the path \"prep:with > pobject\" is no relation; \
         use subject, doer, object, dative, clause, act, quote, rest, around, sides, itself, sentence, head, anti, bound, proviso, prep or one of acl, acomp, advcl, \
         advmod, agent, amod, appos, attr, aux, auxpass, ccomp, compound, conj, csubj, dep, det, dobj, mark, neg, nmod, npadvmod, nsubj, nsubjpass, nummod, \
         oprd, parataxis, pcomp, pobj, poss, preconj, prt, punct, relcl, xcomp",
    );
    check_fault(
        &RULE.replace("[\"meet\"]", "[\"@talkers\"]"),
        "events/consult/meet.toml:3: CB005: rule consult.meet names the word set @talkers, which does not exist; add it to a file in words/",
    );
    check_fault(
        &format!("{RULE}\n{RULE}"),
        "events/consult/meet.toml:10: CB003: the rule id consult.meet is already in events/consult/meet.toml:1; rename one",
    );
    check_fault(
        &format!("{RULE}beats = \"consult.mete\"\n"),
        "events/consult/meet.toml:1: CB025: rule consult.meet beats consult.mete, which does not exist; correct the id",
    );
    let unknown = book(&format!("{RULE}colour = 1\n")).unwrap_err();
    assert_eq!((unknown.code(), unknown.line()), ("CB002", Some(9)));
}

#[test]
fn equal_rules_tie_unless_one_beats_the_other() {
    let twin = RULE.replace("consult.meet", "consult.twin");
    let tied = book(&format!("{RULE}\n{twin}")).unwrap().ties();
    assert_eq!(tied.iter().map(|t| (&*t.first, &*t.second)).collect::<Vec<_>>(), [("consult.meet", "consult.twin")]);
    assert!(book(&format!("{RULE}\n{twin}beats = \"consult.meet\"\n")).unwrap().ties().is_empty());
}

#[test]
fn of_equal_rules_of_two_types_the_deed_goes_first() {
    let coerce = TYPE.replace("CONSULT", "COERCE").replace("Meetings", "Coercion");
    let grab = RULE.replace("consult.meet", "coerce.grab");
    let with = |beats: &str| {
        let files = [
            ("events/coerce/type.toml", coerce.clone()),
            ("events/coerce/grab.toml", grab.clone()),
            ("events/consult/type.toml", TYPE.to_owned()),
            ("events/consult/meet.toml", format!("{RULE}{beats}")),
        ];
        Codebook::from_files(&files.map(|(f, t)| (f.to_owned(), t)).into_iter().collect()).unwrap()
    };
    let won = |book: Codebook| {
        let (_, reading) =
            read_by(book, 0, "Chad/Chad/PROPN/NNP/nsubj/1 met/meet/VERB/VBD/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1");
        reading.events.iter().map(|e| e.rule.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(with("").ties(), []);
    assert_eq!(won(with("")), ["coerce.grab"]);
    assert_eq!(won(with("beats = \"coerce.grab\"\n")), ["consult.meet"]);
}

#[test]
fn the_embedded_book_is_sound() {
    let book = Codebook::embedded().unwrap();
    assert_eq!(book.ties(), []);
    assert_eq!(book.types.len(), chancery_doc::EventType::ALL.len());
}

/// The parse of words as `word/lemma/POS/TAG/dep/head`.
fn hand_parse(sentence: &str) -> Parse {
    let rows: Vec<Vec<&str>> = sentence.split(' ').map(|w| w.split('/').collect()).collect();
    let plain: String = rows.iter().map(|r| r[0]).collect::<Vec<_>>().join(" ");
    let words: Vec<HandToken<'_>> = rows
        .iter()
        .map(|r| HandToken { word: r[0], lemma: r[1], pos: r[2], tag: r[3], dep: r[4], head: r[5].parse().unwrap() })
        .collect();
    Parse::by_hand(&plain, &words)
}

/// Words as `word/lemma/POS/TAG/dep/head`; the countries are the cast.
fn read(sentence: &str) -> (String, chancery_doc::Reading) {
    read_under(0, sentence)
}

fn read_under(n_headline: usize, sentence: &str) -> (String, chancery_doc::Reading) {
    read_by(Codebook::embedded().unwrap(), n_headline, sentence)
}

/// As [`read`], by a book of its own, where so many words at the start are the headline.
fn read_by(book: Codebook, n_headline: usize, sentence: &str) -> (String, chancery_doc::Reading) {
    let rows: Vec<Vec<&str>> = sentence.split(' ').map(|w| w.split('/').collect()).collect();
    let plain: String = rows.iter().map(|r| r[0]).collect::<Vec<_>>().join(" ");
    let text = if n_headline == 0 {
        Text::paragraph(&plain)
    } else {
        let end = rows[..n_headline].iter().map(|r| r[0].len() + 1).sum::<usize>() as u32;
        let segment = |kind, start, end| Segment { kind, span: Span::new(start, end) };
        let len = plain.len() as u32;
        let segments = vec![segment(SegmentKind::Headline, 0, end - 1), segment(SegmentKind::Paragraph, end, len)];
        let whole = Text::paragraph(&plain);
        Text::new(plain.clone(), segments, RawMap::identity(len), whole.given, whole.language)
    };
    let parse = hand_parse(sentence);
    let (mut entities, mut mentions): (Vec<Entity>, Vec<Mention>) = (Vec::new(), Vec::new());
    for t in parse.ids().filter(|&t| parse.pos(t) == chancery_doc::Pos::Propn) {
        let name = parse.span(t).of(&plain);
        // States by their names: who has no standing does nothing that matters.
        let state = match name {
            "Chad" => "TCD".parse().ok(),
            "Togo" => "TGO".parse().ok(),
            "Benin" => "BEN".parse().ok(),
            _ => None,
        };
        let known = entities.iter().position(|e| e.name == name);
        mentions.push(Mention {
            entity: EntityId::new(known.unwrap_or(entities.len())),
            span: parse.span(t),
            tokens: t.index() as u32..t.index() as u32 + 1,
            head: t,
            form: Form::Name,
            country: state,
            country_source: None,
            sectors: Vec::new(),
        });
        if known.is_some() {
            continue;
        }
        entities.push(Entity {
            name: name.to_owned(),
            kind: if state.is_some() { EntityKind::Place } else { EntityKind::Organization },
            country: state,
            sectors: Vec::new(),
            abroad: false,
            state: state.is_some(),
            roles: Vec::new(),
            size: None,
            mentions: Vec::new(),
        });
    }
    let cast = Cast::new(entities, mentions);
    let layers = Layers { text: &text, parse: &parse, cast: &cast, times: &[], places: &[] };
    let reading = Coder::new(book).code(&layers, &mut Vec::new(), &mut |_| ());
    (plain, reading)
}

#[track_caller]
fn check(sentence: &str, want: &[&str]) {
    let (plain, reading) = read(sentence);
    let of = |s: Span| s.of(&plain).to_owned();
    let shown: Vec<String> = reading
        .events
        .iter()
        .map(|e| {
            let side = |a: &[chancery_doc::Argument]| a.iter().map(|a| of(a.span)).collect::<Vec<_>>().join("+");
            format!(
                "{} {} {} > {} ({:?} {:?})",
                e.event_type,
                e.rule,
                side(&e.actors),
                side(&e.recipients),
                e.polarity,
                e.modality
            )
        })
        .collect();
    assert_eq!(shown, want);
}

#[test]
fn the_passive_turns_actor_and_recipient() {
    check(
        "Togo/Togo/PROPN/NNP/nsubjpass/2 was/be/AUX/VBD/auxpass/2 attacked/attack/VERB/VBN/ROOT/2 by/by/ADP/IN/agent/2 Chad/Chad/PROPN/NNP/pobj/3",
        &["ASSAULT assault.attack Chad > Togo (Affirmed Actual)"],
    );
}

#[test]
fn a_controlled_infinitive_shares_its_subject_and_a_threat_stands_for_the_act() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/1 threatened/threaten/VERB/VBD/ROOT/1 to/to/PART/TO/aux/3 attack/attack/VERB/VB/xcomp/1 Togo/Togo/PROPN/NNP/dobj/3",
        &["THREATEN threaten.violence Chad > Togo (Affirmed Actual)"],
    );
}

#[test]
fn a_future_meeting_is_agree_and_a_negated_attack_is_negated() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/2 will/will/AUX/MD/aux/2 meet/meet/VERB/VB/ROOT/2 Togo/Togo/PROPN/NNP/dobj/2",
        &["AGREE consult.meet Chad+Togo >  (Affirmed Actual)"],
    );
    check(
        "Chad/Chad/PROPN/NNP/nsubj/3 did/do/AUX/VBD/aux/3 not/not/PART/RB/neg/3 attack/attack/VERB/VB/ROOT/3 Togo/Togo/PROPN/NNP/dobj/3",
        &["ASSAULT assault.attack Chad > Togo (Negated Actual)"],
    );
}

#[test]
fn the_result_of_a_passive_is_the_doing_of_its_agent() {
    check(
        "Togo/Togo/PROPN/NNP/nsubjpass/2 was/be/AUX/VBD/auxpass/2 attacked/attack/VERB/VBN/ROOT/2 by/by/ADP/IN/agent/2 Chad/Chad/PROPN/NNP/pobj/3 ,/,/PUNCT/,/punct/2 killing/kill/VERB/VBG/advcl/2 Benin/Benin/PROPN/NNP/dobj/6",
        &[
            "ASSAULT assault.attack Chad > Togo (Affirmed Actual)",
            "ASSAULT assault.kill Chad > Benin (Affirmed Actual)",
        ],
    );
}

#[test]
fn an_attack_that_kills_does_so_by_the_hand_of_whoever_made_it() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/1 attacked/attack/VERB/VBD/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1 ././PUNCT/./punct/1 The/the/DET/DT/det/5 attack/attack/NOUN/NN/nsubj/6 killed/kill/VERB/VBD/ROOT/6 Benin/Benin/PROPN/NNP/dobj/6",
        &[
            "ASSAULT assault.attack Chad > Togo (Affirmed Actual)",
            "ASSAULT assault.kill Chad > Benin (Affirmed Actual)",
        ],
    );
}

#[test]
fn means_to_an_end_are_the_subject_s_and_a_far_recipient_is_found() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/1 used/use/VERB/VBD/ROOT/1 tanks/tank/NOUN/NNS/dobj/1 to/to/PART/TO/aux/4 attack/attack/VERB/VB/xcomp/1 Togo/Togo/PROPN/NNP/dobj/4",
        &["ASSAULT assault.attack Chad > Togo (Affirmed Actual)"],
    );
    check(
        "Chad/Chad/PROPN/NNP/nsubj/1 suspended/suspend/VERB/VBD/ROOT/1 the/the/DET/DT/det/3 delivery/delivery/NOUN/NN/dobj/1 of/of/ADP/IN/prep/3 grain/grain/NOUN/NN/pobj/4 to/to/ADP/IN/prep/5 Togo/Togo/PROPN/NNP/pobj/6",
        &["SANCTION sanction.cut_off_flow Chad > Togo (Affirmed Actual)"],
    );
}

const HEADLINE_AND_BODY: &str = "Chad/Chad/PROPN/NNP/nsubj/1 attacks/attack/VERB/VBZ/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1 Chad/Chad/PROPN/NNP/nsubj/4 attacked/attack/VERB/VBD/ROOT/4 Togo/Togo/PROPN/NNP/dobj/4";

#[test]
fn headline_and_body_tell_one_attack_and_another_target_is_another() {
    let (_, reading) = read_under(3, HEADLINE_AND_BODY);
    let [attack] = &reading.events[..] else { panic!("one event, not {:?}", reading.events) };
    assert_eq!(attack.evidence.iter().map(|e| e.trigger.start()).collect::<Vec<_>>(), [5, 23]);
    let (_, reading) =
        read_under(3, &HEADLINE_AND_BODY.replace("Togo/Togo/PROPN/NNP/dobj/4", "Mali/Mali/PROPN/NNP/dobj/4"));
    assert_eq!(reading.events.len(), 2, "Togo is not Mali: {:?}", reading.events);
}

/// The numbers of whom Chad killed, where the object is `words`, the last of them its head.
fn killed(words: &[(&str, &str, &str)]) -> Option<(Toll, String)> {
    let head = words.len() + 1;
    let object: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(i, (word, pos, dep))| {
            let (dep, head) = if i + 2 == head { ("dobj", 1) } else { (*dep, head) };
            format!("{word}/{}/{pos}/NN/{dep}/{head}", word.trim_end_matches('s'))
        })
        .collect();
    let sentence = format!(
        "Chad/Chad/PROPN/NNP/nsubj/1 killed/kill/VERB/VBD/ROOT/1 {} Togo/Togo/PROPN/NNP/npadvmod/1",
        object.join(" ")
    );
    let (plain, reading) = read(&sentence);
    let toll = reading.events.iter().find_map(|e| e.casualties.killed)?;
    Some((toll, toll.text.of(&plain).to_owned()))
}

#[test]
fn numbers_of_people_have_their_interval_and_their_words() {
    let check = |words: &[(&str, &str, &str)], want: (Option<u32>, Option<u32>, Option<u32>), text: &str| {
        let (toll, words) = killed(words).expect("they are counted");
        assert_eq!((toll.low, toll.best, toll.high, words.as_str()), (want.0, want.1, want.2, text));
    };
    let people = ("people", "NOUN", "dobj");
    let number = |n: &'static str| (n, "NUM", "nummod");
    let word = |w: &'static str| (w, "ADV", "advmod");
    check(&[word("at"), word("least"), number("17"), people], (Some(17), Some(17), None), "at least 17");
    check(&[word("more"), word("than"), number("20"), people], (Some(20), Some(20), None), "more than 20");
    check(
        &[word("between"), number("5"), word("and"), number("10"), people],
        (Some(5), Some(7), Some(10)),
        "between 5 and 10",
    );
    check(&[number("two"), number("hundred"), people], (Some(200), Some(200), Some(200)), "two hundred");
    check(&[word("up"), word("to"), number("1,200"), people], (None, Some(1200), Some(1200)), "up to 1,200");
    check(&[("no", "DET", "det"), people], (Some(0), Some(0), Some(0)), "no");
    check(&[number("dozens")], (Some(24), Some(24), Some(99)), "dozens");
}

#[test]
fn a_denial_contests_what_it_denies_and_does_not_assert_it() {
    let (plain, reading) = read(
        "Chad/Chad/PROPN/NNP/nsubj/1 denied/deny/VERB/VBD/ROOT/1 that/that/SCONJ/IN/mark/5 it/it/PRON/PRP/nsubj/5 had/have/AUX/VBD/aux/5 attacked/attack/VERB/VBN/ccomp/1 Togo/Togo/PROPN/NNP/dobj/5",
    );
    let [statement] = &reading.statements[..] else { panic!("one statement, not {}", reading.statements.len()) };
    assert_eq!((&*statement.rule, statement.content[0].of(&plain)), ("say.deny", "that it had attacked Togo"));
    assert!(reading.events.iter().all(|e| e.attribution.is_empty()), "a denial asserts nothing: {:?}", reading.events);

    let (_, reading) = read(
        "Chad/Chad/PROPN/NNP/nsubj/1 attacked/attack/VERB/VBD/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1 ././PUNCT/./punct/1 Chad/Chad/PROPN/NNP/nsubj/5 denied/deny/VERB/VBD/ROOT/5 the/the/DET/DT/det/7 charge/charge/NOUN/NN/dobj/5",
    );
    let attack = reading.events.iter().find(|e| e.event_type == EventType::Assault).expect("the attack is told");
    assert_eq!((attack.attribution.len(), attack.contested_by.len()), (0, 1));
}

#[test]
fn an_empty_text_has_an_empty_reading() {
    check("None/none/PRON/NN/ROOT/0", &[]);
}

#[test]
fn a_sentence_to_prison_is_a_conviction_and_an_arrest() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/1 sentenced/sentence/VERB/VBD/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1 to/to/ADP/IN/prep/1 prison/prison/NOUN/NN/pobj/3",
        &[
            "SANCTION sanction.imprison Chad > Togo (Affirmed Actual)",
            "COERCE sanction.imprison Chad > Togo (Affirmed Actual)",
        ],
    );
}

#[test]
fn a_past_tense_that_hangs_on_its_object_still_has_a_subject() {
    check(
        "Chad/Chad/PROPN/NNP/nsubj/2 attacked/attack/VERB/VBN/amod/2 Togo/Togo/PROPN/NNP/ROOT/2",
        &["ASSAULT assault.attack Chad > Togo (Affirmed Actual)"],
    );
}

#[test]
fn a_second_event_of_no_type_is_a_fault() {
    check_fault(
        &format!("{RULE}also = [{{ type = \"MEET\" }}]\n"),
        "events/consult/meet.toml:9: CB031: rule consult.meet also emits \"MEET\"; use one of the 16 PLOVER types",
    );
}
