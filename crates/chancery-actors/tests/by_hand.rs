//! The resolver on parses made by hand: what it does with the grammar it is given.

use chancery_actors::Resolver;
use chancery_doc::{Cast, Form, HandToken, Parse, Text};

/// Words as `word/POS/TAG/dep/head`, parted by blanks.
fn cast(text: &str, words: &str) -> Cast {
    let tokens: Vec<HandToken<'_>> = words
        .split_whitespace()
        .map(|w| {
            let f: Vec<&str> = w.split('/').collect();
            HandToken {
                word: f[0],
                lemma: f[0],
                pos: f[1],
                tag: f[2],
                dep: f[3],
                head: f[4].parse().expect("an index"),
            }
        })
        .collect();
    let resolver = Resolver::new().expect("the lists load");
    resolver.resolve(&Text::paragraph(text), &Parse::by_hand(text, &tokens), &mut Vec::new())
}

fn summary(cast: &Cast) -> Vec<String> {
    cast.entities()
        .iter()
        .map(|e| {
            let country = e.country.map_or("-".to_owned(), |c| c.to_string());
            let sectors: Vec<&str> = e.sectors.iter().map(|s| s.code()).collect();
            let roles: Vec<&str> = e.roles.iter().map(|r| r.title.as_str()).collect();
            format!("{} | {country} | {} | {}", e.name, sectors.join(" "), roles.join("; "))
        })
        .collect()
}

#[test]
fn a_title_tells_country_sector_and_role_and_a_pronoun_inherits_them() {
    let cast = cast(
        "Kenyan Premier Amina Otieno resigned. She left Nairobi.",
        "Kenyan/ADJ/JJ/amod/3 Premier/PROPN/NNP/compound/3 Amina/PROPN/NNP/compound/3 Otieno/PROPN/NNP/nsubj/4 \
         resigned/VERB/VBD/ROOT/4 ./PUNCT/./punct/4 She/PRON/PRP/nsubj/7 left/VERB/VBD/ROOT/7 \
         Nairobi/PROPN/NNP/dobj/7 ./PUNCT/./punct/7",
    );
    assert_eq!(summary(&cast)[0], "Amina Otieno | KEN | GOV | Premier");
    let forms: Vec<Form> = cast.mentions_of(cast.mentions()[0].entity).map(|m| m.form).collect();
    assert_eq!(forms, [Form::Name, Form::Pronoun]);
    assert_eq!(cast.mentions()[0].span, chancery_doc::Span::new(0, 27), "the whole phrase is the mention");
}

#[test]
fn a_capital_acts_for_its_government_but_is_a_place_where_something_happens() {
    let said = cast("Ottawa protested.", "Ottawa/PROPN/NNP/nsubj/1 protested/VERB/VBD/ROOT/1 ./PUNCT/./punct/1");
    assert_eq!(summary(&said), ["Canada | CAN |  | "]);
    assert_eq!(said.mentions()[0].sectors, [chancery_doc::Sector::Gov]);
    let place = cast(
        "They met in Ottawa.",
        "They/PRON/PRP/nsubj/1 met/VERB/VBD/ROOT/1 in/ADP/IN/prep/1 Ottawa/PROPN/NNP/pobj/2 ./PUNCT/./punct/1",
    );
    assert_eq!(summary(&place), ["Ottawa | CAN |  | "]);
    assert_eq!(place.mentions()[0].sectors, [chancery_doc::Sector::Cvl], "what befalls a city befalls who lives there");
}

#[test]
fn coordinated_nationalities_are_two_actors() {
    let cast = cast(
        "Hungarian and Slovak officials met.",
        "Hungarian/ADJ/JJ/amod/3 and/CCONJ/CC/cc/0 Slovak/ADJ/JJ/conj/0 officials/NOUN/NNS/nsubj/4 \
         met/VERB/VBD/ROOT/4 ./PUNCT/./punct/4",
    );
    assert_eq!(summary(&cast), ["Hungarian and Slovak officials | SVK | GOV | ", "Hungarian officials | HUN | GOV | "]);
}

#[test]
fn taking_sides_is_not_belonging() {
    let cast = cast(
        "A pro-Iranian militia fired.",
        "A/DET/DT/det/4 pro/ADJ/JJ/amod/3 -/PUNCT/HYPH/punct/3 Iranian/ADJ/JJ/amod/4 militia/NOUN/NN/nsubj/5 \
         fired/VERB/VBD/ROOT/5 ./PUNCT/./punct/5",
    );
    assert_eq!(summary(&cast), ["pro-Iranian militia | - | REB | "]);
}

#[test]
fn odd_text_has_an_empty_cast_not_a_panic() {
    assert!(cast("", "").entities().is_empty());
    assert!(cast("— ?", "—/PUNCT/:/punct/0 ?/PUNCT/./punct/1").entities().is_empty());
    assert!(cast("the of", "the/DET/DT/det/1 of/ADP/IN/ROOT/1").mentions().is_empty());
}
