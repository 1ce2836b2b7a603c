//! Faulty books, books that lie on others, and what matching costs.

use std::collections::{BTreeMap, BTreeSet};

use super::{RULE, TYPE, book, hand_parse};
use crate::{Codebook, layers};

/// A book of the given files, over the smallest one that is sound.
fn with(files: &[(&str, &str)]) -> Result<Codebook, crate::Error> {
    let mut all = BTreeMap::from([
        ("events/consult/type.toml".to_owned(), TYPE.to_owned()),
        ("events/consult/meet.toml".to_owned(), RULE.to_owned()),
    ]);
    all.extend(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())));
    Codebook::from_files(&all)
}

const MEET: &str = "events/consult/meet.toml";
const CUE: &str = "[[rule]]\nid = \"say.say\"\nverbs = [\"say\"]\nsource = \"subject\"\ncontent = \"clause\"\nreason = \"To say.\"\nhits = [\"[S Chad] *said* [C it left].\"]\nmisses = [\"Chad left.\"]\n";
const STANCE: &str = "[[rule]]\nid = \"support.back\"\nverbs = [\"back\"]\nstance = \"support\"\nholder = \"subject\"\ntopic = \"object\"\nreason = \"To back.\"\nhits = [\"[H Chad] *backed* [P the plan].\"]\nmisses = [\"Chad left.\"]\n";

/// Every code that loading can give, each with a book that earns it: the message names file, line, code and remedy.
#[test]
fn every_fault_names_file_line_code_and_remedy() {
    let rule = |from: &str, to: &str| RULE.replace(from, to);
    let meet = |text: String| (MEET, text);
    let faults: Vec<((&str, String), &str, &str)> = vec![
        (meet("[[rule]\n".into()), "events/consult/meet.toml:1: CB002", "see docs/codebook.md"),
        (meet(format!("{RULE}colour = 1\n")), "events/consult/meet.toml:9: CB002", "see docs/codebook.md"),
        (meet(format!("{RULE}{RULE}")), "events/consult/meet.toml:9: CB003", "rename one"),
        (
            ("words/a.toml", "[a]\nabout = \"A.\"\nwords = [\"Upper\"]\n".into()),
            "words/a.toml:1: CB004",
            "write it as \"upper\"",
        ),
        (
            ("words/a.toml", "\n[a]\nabout = \"A.\"\nwords = [\"@b\"]\n".into()),
            "words/a.toml:2: CB005",
            "add [b] to a file in words/",
        ),
        (meet(rule("[\"meet\"]", "[\"@b\"]")), "events/consult/meet.toml:3: CB005", "add it to a file in words/"),
        (
            ("events/consult/type.toml", TYPE.replace("CONSULT", "TALK")),
            "events/consult/type.toml:1: CB006",
            "use one of PLOVER's 16",
        ),
        (
            ("cameo.toml", "\"990\" = { name = \"x\", type = \"TALK\" }\n".into()),
            "cameo.toml:1: CB006",
            "correct it or leave it out",
        ),
        (("events/aid/give.toml", RULE.into()), "events/aid/give.toml: CB007", "add one that defines the event type"),
        (("notes.toml", "a = 1\n".into()), "notes.toml: CB008", "use events/<type>/"),
        (
            ("events/consult/type.toml", "type = \"CONSULT\"\n".into()),
            "events/consult/type.toml:1: CB009",
            "write what it is and what it is not",
        ),
        (meet(rule("consult.meet", "Meet")), "events/consult/meet.toml:2: CB010", "of the form family.pattern"),
        (meet(rule("To meet.", " ")), "events/consult/meet.toml:2: CB011", "say in a sentence why"),
        (
            meet(rule("verbs = [\"meet\"]\n", "")),
            "events/consult/meet.toml:2: CB012",
            "give it verbs, nouns, adjectives or forms",
        ),
        (meet(rule("actor =", "light = [\"hold\"]\nactor =")), "events/consult/meet.toml:2: CB013", "name the nouns"),
        (
            meet(rule("prep:with > pobj", "prep:with > pobject")),
            "events/consult/meet.toml:5: CB014",
            "use subject, doer, object",
        ),
        (
            meet(rule("reason =", "class = \"speech\"\nreason =")),
            "events/consult/meet.toml:2: CB015",
            "move it to speech/",
        ),
        (
            ("speech/say.toml", CUE.replace("reason =", "joint = true\nreason =")),
            "speech/say.toml:2: CB016",
            "use source, content and addressee",
        ),
        (
            ("speech/say.toml", CUE.replace("reason =", "class = \"song\"\nreason =")),
            "speech/say.toml:2: CB017",
            "use one of speech, belief",
        ),
        (
            ("speech/say.toml", CUE.replace("content = \"clause\"\n", "class = \"speech\"\n")),
            "speech/say.toml:2: CB018",
            "give the path",
        ),
        (
            meet(rule("reason =", "requires = \"guest\"\nreason =")),
            "events/consult/meet.toml:6: CB019",
            "use actor, recipient",
        ),
        (
            meet(rule("reason =", "where = { object = \"<dog>\" }\nreason =")),
            "events/consult/meet.toml:6: CB020",
            "use <actor>, <people>",
        ),
        (meet(rule("reason =", "cameo = \"999\"\nreason =")), "events/consult/meet.toml:6: CB021", "add it there"),
        (
            meet(rule("reason =", "mode = \"dance\"\nreason =")),
            "events/consult/meet.toml:6: CB022",
            "see its type.toml",
        ),
        (meet(rule("*met*", "met")), "events/consult/meet.toml:7: CB023", "lacks a *trigger*"),
        (meet(rule("misses = [\"Chad left.\"]\n", "")), "events/consult/meet.toml:1: CB024", "add a sentence of each"),
        (meet(format!("{RULE}beats = \"consult.mete\"\n")), "events/consult/meet.toml:1: CB025", "correct the id"),
        (meet(rule("Chad left.", "Chad left. => no.where")), "events/consult/meet.toml:8: CB025", "correct the id"),
        (meet(format!("{RULE}beats = \"consult.meet\"\n")), "events/consult/meet.toml:1: CB026", "break the circle"),
        (
            (
                "reality.toml",
                "[[cue]]\nstanding = \"tree\"\neffect = \"planned\"\nwords = [\"may\"]\nreason = \"x\"\n".into(),
            ),
            "reality.toml:1: CB027",
            "use auxiliary",
        ),
        (meet(rule("reason =", "topic = \"object\"\nreason =")), "events/consult/meet.toml:2: CB028", "move it there"),
        (
            ("positions/back.toml", STANCE.replace("reason =", "joint = true\nreason =")),
            "positions/back.toml:2: CB028",
            "use stance, negated",
        ),
        (
            ("positions/back.toml", STANCE.replace("\"support\"\nholder", "\"love\"\nholder")),
            "positions/back.toml:4: CB029",
            "use one of",
        ),
        (
            (
                "topics.toml",
                "drop = []\n[[class]]\nkey = \"a\"\nwords = [\"x\"]\n[[class]]\nkey = \"b\"\nwords = [\"x\"]\n".into(),
            ),
            "topics.toml:5: CB030",
            "drop it",
        ),
        (
            meet(rule("reason =", "also = [{ type = \"TALK\" }]\nreason =")),
            "events/consult/meet.toml:6: CB031",
            "use one of the 16",
        ),
        (
            ("events/consult/type.toml", format!("{TYPE}private = {{ sectors = [\"dog\"], both = true }}\n")),
            "events/consult/type.toml:4: CB032",
            "use PLOVER codes",
        ),
        (
            ("codebook.toml", "about = \"Mine.\"\nwithout = [\"consult.meet\"]\n".into()),
            "codebook.toml:2: CB033",
            "add `extends",
        ),
        (
            ("codebook.toml", "about = \"Mine.\"\nextends = \"chancery\"\nwithout = [\"no.such\"]\n".into()),
            "codebook.toml:3: CB033",
            "correct the id",
        ),
        (
            ("codebook.toml", "about = \"Mine.\"\n\nextends = \"chancellery\"\n".into()),
            "codebook.toml:3: CB034",
            "use \"chancery\"",
        ),
        (
            ("contexts.toml", "[[context]]\nname = \"rain\"\nreason = \"Rain.\"\nhits = []\nmisses = []\n".into()),
            "contexts.toml:1: CB035",
            "add what is missing",
        ),
        (("confidence.toml", "[type]\nmoon = 1.0\n".into()), "confidence.toml:2: CB040", "calibrate"),
        (
            (
                "weighing.toml",
                ["home", "unplaced", "empty"]
                    .map(|k| format!("[{k}]\nlimit = 0\ntrees = '''\n0.5\n(moon <= 1 0 1)\n'''\n"))
                    .concat(),
            ),
            "weighing.toml:5: CB041",
            "bench/weighing.py",
        ),
    ];
    let wrong: Vec<String> = faults
        .iter()
        .map(|((file, text), place, remedy)| match with(&[(file, text)]) {
            Ok(_) => format!("no fault, where {place} was wanted"),
            Err(told) if told.to_string().starts_with(place) && told.to_string().contains(remedy) => String::new(),
            Err(told) => format!("{told}\n  should start {place} and say: {remedy}"),
        })
        .filter(|complaint| !complaint.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let documented = include_str!("../../../../docs/codebook.md");
    let told: BTreeSet<&str> = faults.iter().filter_map(|(_, place, _)| place.rsplit(' ').next()).collect();
    let missing: Vec<_> = told.iter().filter(|code| !documented.contains(**code)).collect();
    assert!(missing.is_empty(), "docs/codebook.md lacks {missing:?}");
}

#[test]
fn a_longer_circle_of_beats_is_found_too() {
    let named = |id: &str, beats: &str| format!("{}beats = \"{beats}\"\n", RULE.replace("consult.meet", id));
    let text = [named("consult.a", "consult.b"), named("consult.b", "consult.c"), named("consult.c", "consult.a")];
    let told = book(&text.concat()).unwrap_err().to_string();
    assert!(told.contains("CB026") && told.contains("consult.a beats itself"), "{told}");
}

#[test]
fn rules_that_can_never_win_are_found() {
    let contradicts = RULE
        .replace("reason =", "where = { object = \"rebel\" }\nunless = { object = [\"rebel\", \"army\"] }\nreason =");
    let found = book(&contradicts).unwrap();
    let [(id, why)] = &found.unreachable()[..] else { panic!("one rule contradicts itself") };
    assert_eq!((*id, why.as_str()), ("consult.meet", "its `where` and `unless` exclude each other; drop one"));

    let winner = format!("{}beats = \"consult.meet\"\n", RULE.replace("consult.meet", "consult.see"));
    let found = book(&format!("{RULE}{winner}")).unwrap();
    let [(id, why)] = &found.unreachable()[..] else { panic!("one rule is always beaten") };
    assert_eq!((*id, why.contains("consult.see beats it wherever it matches")), ("consult.meet", true));
    assert_eq!(book(RULE).unwrap().unreachable(), []);
}

fn extending(files: &[(&str, &str)]) -> Result<Codebook, crate::Error> {
    let mut all =
        BTreeMap::from([("codebook.toml".to_owned(), "about = \"Mine.\"\nextends = \"chancery\"\n".to_owned())]);
    all.extend(files.iter().map(|(f, t)| ((*f).to_owned(), (*t).to_owned())));
    Codebook::from_files(&all)
}

#[test]
fn a_book_that_extends_adds_replaces_and_takes_away() {
    let ours = Codebook::embedded().unwrap();
    let n_ours = ours.rule_ids().count();

    // A new rule needs no type.toml, and wins against an equally specific one of ours without `beats`.
    let new = RULE.replace("consult.meet", "mine.meet");
    let own = extending(&[("events/consult/mine.toml", &new)]).unwrap();
    assert_eq!(own.rule_ids().count(), n_ours + 1);
    assert!(!own.is_inherited("mine.meet") && own.is_inherited("consult.meet"));
    assert!(own.ties().iter().all(|t| &*t.second != "mine.meet"), "{:?}", own.ties());
    assert_ne!(own.version(), ours.version());

    // An id of ours replaces our rule, and our sentences of it.
    let own = extending(&[("events/consult/mine.toml", RULE)]).unwrap();
    assert_eq!(own.rule_ids().count(), n_ours);
    assert_eq!(own.describe("consult.meet").unwrap().reason, "To meet.");
    assert_eq!(own.examples().filter(|e| &*e.rule == "consult.meet").count(), 2);

    // What is taken away is gone, and nothing of ours that named it is at fault.
    let manifest = "about = \"Mine.\"\nextends = \"chancery\"\nwithout = [\"consult.meet\", \"protest.*\"]\n";
    let own = extending(&[("codebook.toml", manifest)]).unwrap();
    let left: Vec<&str> = own.rule_ids().filter(|r| *r == "consult.meet" || r.starts_with("protest.")).collect();
    assert_eq!(left, [""; 0]);
    assert!(own.rule_ids().count() < n_ours);
}

#[test]
fn a_book_that_extends_adds_modes_words_codes_and_contexts() {
    let rule = RULE
        .replace("reason =", "mode = \"tea\"\ncameo = \"0401\"\nreason =")
        .replace("[\"meet\"]", "[\"@taking_tea\"]");
    let own = extending(&[
        ("events/consult/type.toml", "type = \"CONSULT\"\n[modes]\ntea = 2.0\n"),
        ("events/consult/tea.toml", &rule.replace("consult.meet", "mine.tea")),
        ("words/tea.toml", "[taking_tea]\nabout = \"Tea.\"\nwords = [\"sip\"]\n[civilian_actor]\nabout = \"And sippers.\"\nwords = [\"@civilian_actor\", \"sipper\"]\n"),
        ("cameo.toml", "\"0401\" = { name = \"takes tea\", goldstein = 2.0 }\n"),
        ("contexts.toml", "[[context]]\nname = \"tea\"\nlemmas = [\"tea\"]\nreason = \"Tea.\"\nhits = [\"They sip tea.\"]\nmisses = [\"They left.\"]\n"),
    ])
    .unwrap();
    let consult = &own.types[&chancery_doc::EventType::Consult];
    assert!(consult.modes.contains_key("tea") && consult.modes.contains_key("visit") && consult.planned.is_some());
    let civilians = own.sets.get("civilian_actor").unwrap();
    assert!(civilians.contains("sipper") && civilians.contains("worker"), "a set that names itself adds to ours");
    assert_eq!(own.context_examples().filter(|e| &*e.context == "tea").count(), 2);
    assert!(own.context_examples().any(|e| &*e.context == "military"), "PLOVER's contexts stay");
}

#[test]
fn faults_of_a_pile_name_the_book_they_are_in() {
    let told = extending(&[("events/consult/mine.toml", &RULE.replace("consult.meet", "Meet"))]).unwrap_err();
    assert!(told.to_string().starts_with("events/consult/mine.toml:2: CB010"), "{told}");
    let own = extending(&[]).unwrap();
    assert_eq!(own.describe("consult.meet").unwrap().file.split('/').next(), Some("chancery:events"));
}

#[test]
fn a_book_may_lie_on_a_folder_but_not_on_itself() {
    let root = std::env::temp_dir().join(format!("chancery-books-{}", std::process::id()));
    let write = |name: &str, text: &str| {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("lower/events/consult/type.toml", TYPE);
    write("lower/events/consult/meet.toml", RULE);
    write("upper/codebook.toml", "about = \"Upper.\"\nextends = \"../lower\"\n");
    write("upper/events/consult/see.toml", &RULE.replace("consult.meet", "consult.see"));
    let found = Codebook::load(&root.join("upper")).unwrap();
    assert_eq!(found.rule_ids().collect::<Vec<_>>(), ["consult.meet", "consult.see"]);
    assert_eq!(found.describe("consult.meet").unwrap().file, "../lower:events/consult/meet.toml");

    write("lower/codebook.toml", "about = \"Lower.\"\nextends = \"../upper\"\n");
    let told = Codebook::load(&root.join("upper")).unwrap_err().to_string();
    std::fs::remove_dir_all(&root).unwrap();
    assert!(told.starts_with("../lower:codebook.toml:2: CB034: `extends` leads back"), "{told}");
}

/// Twice as many rules whose words are not in the sentence are not looked at: the rules tried stay the same.
#[test]
fn rules_that_share_no_lemma_with_the_sentence_cost_nothing() {
    let mut files = layers::embedded().unwrap();
    let ours = Codebook::from_files(&files).unwrap();
    let n = ours.rule_ids().count();
    let nonsense: String = (0..n)
        .map(|i| {
            RULE.replace("consult.meet", &format!("nonsense.r{i}"))
                .replace("[\"meet\"]", &format!("[\"zqv{i}x\", \"wvq{i}z\"]"))
        })
        .collect();
    files.insert("events/consult/nonsense.toml".to_owned(), nonsense);
    let doubled = Codebook::from_files(&files).unwrap();
    assert_eq!(doubled.rule_ids().count(), 2 * n);
    let parse = hand_parse(
        "Chad/Chad/PROPN/NNP/nsubj/1 attacked/attack/VERB/VBD/ROOT/1 Togo/Togo/PROPN/NNP/dobj/1 after/after/ADP/IN/prep/1 talks/talk/NOUN/NNS/pobj/3 failed/fail/VERB/VBD/relcl/4",
    );
    let tried = ours.rules_tried(&parse);
    assert!(tried > 0 && tried < n / 4, "{tried} of {n} rules are tried on six words");
    assert_eq!(doubled.rules_tried(&parse), tried);
}
