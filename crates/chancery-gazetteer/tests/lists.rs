//! Users' lists: what loads, what is refused and why, who is meant by a name, and what somebody was when.

use std::fs;
use std::path::Path;

use chancery_doc::Date;
use chancery_gazetteer::{Gazetteer, Lists, What};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    dir
}

fn only(files: &[(&str, &str)]) -> Gazetteer {
    let dir = folder(files);
    Gazetteer::load(Lists::Only(dir.path())).expect("the lists load")
}

/// What is wrong with a list, a line each.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let dir = folder(files);
    Gazetteer::check(Lists::Only(dir.path())).iter().map(ToString::to_string).collect()
}

/// The only entry of a name: kind, usual name, country, sectors.
fn one(g: &Gazetteer, name: &str) -> String {
    let found = g.find(name);
    assert_eq!(found.len(), 1, "{name}");
    let entry = g.entry(found[0]);
    let country = entry.country.map_or("-".to_owned(), |c| c.to_string());
    format!("{} | {} | {country} | {}", entry.what, entry.name, sectors(&entry.sectors))
}

fn sectors(sectors: &[chancery_doc::Sector]) -> String {
    sectors.iter().map(|s| s.code()).collect::<Vec<_>>().join(" ")
}

/// What somebody was on a day: sectors and office.
fn on(g: &Gazetteer, name: &str, day: &str) -> String {
    let day: Option<Date> = (!day.is_empty()).then(|| day.parse().expect("a date"));
    let standing = g.entry(g.find(name)[0]).standing(day);
    let former = if standing.former { "former " } else { "" };
    let office = standing.office.map_or("-".to_owned(), |o| format!("{former}{}", o.title));
    let country = standing.country.map_or("-".to_owned(), |c| c.to_string());
    format!("{country} | {} | {office}", sectors(standing.sectors))
}

#[test]
fn lists_are_found_by_walking_the_folder_and_known_by_their_columns() {
    let g = only(&[
        (
            "north/bodies.csv",
            "organization,aliases,country,sectors\n\"Board of Salt, Tar and Rope\",Salt Board,NOR,GOV\n",
        ),
        ("towns.csv", "# ours\n\nplace,aliases,country,sectors\nLongyearbyen,,NOR,\n"),
        ("notes.md", "no list"),
        ("nouns.csv", "noun,sectors,class\nrope maker,BUS,person\n"),
    ]);
    assert_eq!(one(&g, "salt board"), "organization | Board of Salt, Tar and Rope | NOR | GOV");
    assert_eq!(one(&g, "Longyearbyen"), "place | Longyearbyen | NOR | ");
    let noun = g.noun(g.find_noun("rope makers").expect("the plural is derived"));
    assert_eq!((&*noun.form, g.file(noun.at), noun.at.line), ("rope maker", "nouns.csv", 2));
    assert_eq!(g.counts(), (2, 1));
}

#[test]
fn an_organisation_is_on_a_day_what_a_term_says_and_else_what_its_row_does() {
    let g = only(&[
        ("bodies.csv", "organization,aliases,country,sectors\nSalt Guard,,NOR,REB\n"),
        ("terms.csv", "organization,country,sectors,from,to,certainty\nSalt Guard,NOR,GOV,1990,1995-03,certain\n"),
    ]);
    let days = ["1989-12-31", "1990-01-01", "1995-03-31", "1995-04-01", ""];
    let held = days.map(|day| on(&g, "Salt Guard", day));
    assert_eq!(held, ["NOR | REB | -", "NOR | GOV | ", "NOR | GOV | ", "NOR | REB | -", "NOR | REB | "]);
    let told =
        faults(&[("terms.csv", "organization,country,sectors,from,to,certainty\nSalt Guard,NOR,GOV,1990,,certain\n")]);
    assert_eq!(
        told,
        ["terms.csv:2: GZ010: no list before this one has an organisation of this country called \"Salt Guard\""]
    );
}

#[test]
fn a_broken_list_names_file_line_code_and_remedy_and_all_faults_are_told() {
    let names = "organization,aliases,country,sectors\n";
    let check = |file: &str, text: &str, expected: &[&str]| assert_eq!(faults(&[(file, text)]), expected, "{text}");
    check(
        "a.csv",
        &format!("{names}Salt Board,,Nor,GOV\nTar Board,,NOR,GOVT\nRope Board,,NOR\n,Hemp Board,NOR,GOV\n"),
        &[
            "a.csv:2: GZ004: \"Nor\" is not a PLOVER country code; use an ISO 3166 alpha-3 or PLOVER code",
            "a.csv:3: GZ005: \"GOVT\" is not a PLOVER sector; use codes such as GOV, parted by blanks",
            "a.csv:4: GZ003: 3 fields; there must be 4, and a comma in one needs quotes",
            "a.csv:5: GZ010: the name is missing",
        ],
    );
    check(
        "b.csv",
        "noun,sectors,class\nbaker,BUS,trade\n",
        &["b.csv:2: GZ006: \"trade\" is no class; see the head of agents.csv"],
    );
    check(
        "c.csv",
        "code,name,aliases,adjectives,people,capitals,seats\nNOR,Norway,,Norwegian,Northman,Oslo,\n",
        &["c.csv:2: GZ007: \"Northman\" must be one and several, as in Dane/Danes"],
    );
    let offices = "person,aliases,country,title,sectors,from,to,certainty\n";
    check(
        "d.csv",
        &format!(
            "{offices}Ada Lund,,NOR,Premier,GOV,2001-13,,certain\nAda Lund,,NOR,Premier,GOV,2005,2004-12,certain\n\
             Ada Lund,,NOR,Premier,GOV,2001,2004,surely\nAda Lund,,NOR,,GOV,2001,2004,certain\n"
        ),
        &[
            "d.csv:2: GZ008: \"2001-13\" is no date; write it as 2005, 2005-11 or 2005-11-22",
            "d.csv:3: GZ008: the term ends (2004-12) before it begins (2005)",
            "d.csv:4: GZ009: \"surely\" must be certain or likely",
            "d.csv:5: GZ010: the title of the office is missing",
        ],
    );
    check(
        "e.txt",
        "KENYA\n+KENYAN\nUGANDA [UGA 2001-]\nCHAD [TCD\n",
        &[
            "e.txt:1: GZ011: \"KENYA\" has no code; write [CODE] behind it or below it",
            "e.txt:3: GZ011: \"2001\" is no date; write it as 20140929 or 140929",
            "e.txt:4: GZ011: \"CHAD [TCD\" has a bracket that is not closed",
        ],
    );
    let columns = faults(&[("f.csv", "name,country\nSalt Board,NOR\n")]);
    assert!(columns[0].starts_with("f.csv:1: GZ002: the columns are \"name,country\"; they must be one of: code,"));
    let missing = Gazetteer::check(Lists::Only(Path::new("no/such/folder")));
    assert_eq!((missing.len(), missing[0].code(), missing[0].line()), (1, "GZ001", None));
}

#[test]
fn a_list_that_is_not_utf_8_is_refused_at_its_line() {
    let dir = folder(&[]);
    fs::write(dir.path().join("x.csv"), b"place,aliases,country,sectors\nTroms\xf8,,NOR,\n").expect("written");
    let error = Gazetteer::load(Lists::Only(dir.path())).expect_err("it is not UTF-8");
    assert_eq!((error.code(), error.file(), error.line()), ("GZ001", "x.csv", Some(2)));
}

#[test]
fn what_loads_may_still_be_unclear_and_is_told() {
    let found = faults(&[
        (
            "a.csv",
            "organization,aliases,country,sectors\nSalt Union,SU,NOR,LAB\nSoil Union,SU,SWE,LAB\n~Tar Union,,NOR,LAB\n\
             Salt Union,,FIN,LAB\nNorth Union,~NU,NOR,LAB\nNear Union,~NU,SWE,LAB\n",
        ),
        ("n.csv", "noun,sectors,class\nsalter,BUS,person\nsalters,BUS,person\n"),
        (
            "o.csv",
            "person,aliases,country,title,sectors,from,to,certainty\nAda Lund,,NOR,President,GOV,2001,2004-05,certain\n\
             Bo Dahl,,NOR,President,GOV,2003-02,2008,certain\nEli Moe,,NOR,President,GOV,2008,,likely\n",
        ),
    ]);
    assert_eq!(
        found,
        [
            "a.csv:2: GZ101: \"SU\" is also claimed by Soil Union (a.csv:3), so it is read as neither without context; \
         write ~SU in the rows that share it",
            "a.csv:2: GZ101: \"Salt Union\" is also claimed by Salt Union (a.csv:5), so it is read as neither without \
         context; write ~Salt Union in the rows that share it",
            "n.csv:3: GZ103: \"salters\" is a form of a noun listed already (n.csv:2)",
            "o.csv:3: GZ104: Bo Dahl is President (NOR) while Ada Lund (o.csv:2) still is",
        ]
    );
}

#[test]
fn a_name_that_several_claim_stands_for_what_they_have_in_common() {
    let g = only(&[(
        "a.csv",
        "organization,aliases,country,sectors\nSalt Union,~SU,NOR,LAB\nSoil Union,~SU,SWE,LAB\nTar Union,TU,NOR,LAB\n\
         Tin Union,~TU,SWE,BUS\n",
    )]);
    let names: Vec<&str> = g.find("SU").iter().map(|&id| &*g.entry(id).name).collect();
    assert_eq!(names, ["Salt Union", "Soil Union"]);
    let names: Vec<&str> = g.find("TU").iter().map(|&id| &*g.entry(id).name).collect();
    assert_eq!(names, ["Tar Union", "Tin Union"]);
    assert_eq!(g.names_of(g.find("Tin Union")[0]), [("Tin Union", false), ("TU", true)]);
}

#[test]
fn a_users_list_goes_before_ours_and_may_stand_alone() {
    let dir = folder(&[
        ("a.csv", "organization,aliases,country,sectors\nMossad,,NOR,BUS\n"),
        ("n.csv", "noun,sectors,class\ngunman,BUS,person\n"),
    ]);
    let both = Gazetteer::load(Lists::Both(dir.path())).expect("the lists load");
    assert_eq!(one(&both, "Mossad"), "organization | Mossad | NOR | BUS");
    assert_eq!(one(&both, "Oslo"), "capital | Oslo | NOR | ");
    assert_eq!(sectors(&both.noun(both.find_noun("gunmen").expect("listed")).sectors), "BUS");
    let alone = Gazetteer::load(Lists::Only(dir.path())).expect("the lists load");
    assert!(alone.find("Oslo").is_empty());
}

#[test]
fn what_somebody_was_depends_on_the_date() {
    let g = only(&[(
        "o.csv",
        "person,aliases,country,title,sectors,from,to,certainty\n\
         Ada Lund,Lund,NOR,Prime Minister,GOV,2005-10-17,2013-10,certain\n\
         Ada Lund,,NOR,opposition leader,OPP PTY,2001,2005-10-16,likely\n\
         Ada Lund,,IGO,Secretary-General,GOV,2016,,certain\n",
    )]);
    for (day, expected) in [
        ("", "NOR | GOV | Prime Minister"),
        ("1999-05-01", "NOR |  | -"),
        ("2001-01-01", "NOR | OPP PTY | opposition leader"),
        ("2005-10-16", "NOR | OPP PTY | opposition leader"),
        ("2005-10-17", "NOR | GOV | Prime Minister"),
        ("2013-10-31", "NOR | GOV | Prime Minister"),
        ("2013-11-01", "NOR | ELI | former Prime Minister"),
        ("2016-01-01", "IGO | GOV | Secretary-General"),
        ("2030-01-01", "IGO | GOV | Secretary-General"),
    ] {
        assert_eq!(on(&g, "Lund", day), expected, "{day}");
    }
}

#[test]
fn dictionaries_of_petrarch_load() {
    let g = only(&[
        (
            "actors.txt",
            "<!-- our own\n small test -->\nNORWAY_ [NOR] ; state\n+NORWEGIAN_\nSALT_UNION [NORLAB]\n\
             ADA_LUND_  ; premier\n+MS._LUND\n\t[NOROPP <20051017]\n\t[NORGOV 051017-131016]\n\t[NORELI > 20131016]\n\
             BO_DAHL [NORBUS] # when nothing else\n\t[NORMIL 900101-951231]\nNOBODY [---]\nWORLD_ROPE_BODY [IGOUNO]\n",
        ),
        (
            "agents.txt",
            "!PERSON! = MAN, MEN, WOMAN\nROPE!PERSON! [~BUS]\nSALT_POLICE {} [~COP]\nATTORNEY_OF_SALT {ATTORNEYS_OF_SALT} [~JUD]\n\
             RIGHTS_WATCHER [NGO~]\n",
        ),
    ]);
    assert_eq!(one(&g, "Norwegian"), "state | Norway | NOR | ");
    assert_eq!(one(&g, "Salt Union"), "organization | Salt Union | NOR | LAB");
    assert_eq!(one(&g, "World Rope Body"), "organization | World Rope Body | UNO | ");
    assert!(g.find("Nobody").is_empty());
    assert_eq!(g.entry(g.find("Ada Lund")[0]).what, What::Person);
    assert_eq!(on(&g, "Ms. Lund", "2004-01-01"), "NOR | OPP | ");
    assert_eq!(on(&g, "Ada Lund", "2010-01-01"), "NOR | GOV | ");
    assert_eq!(on(&g, "Ada Lund", "2014-01-01"), "NOR | ELI | ");
    assert_eq!(on(&g, "Bo Dahl", "1993-01-01"), "NOR | MIL | ");
    assert_eq!(on(&g, "Bo Dahl", "2003-01-01"), "NOR | BUS | -");
    for (noun, expected) in [
        ("ropewoman", "BUS"),
        ("ropemen", "BUS"),
        ("salt police", "COP"),
        ("attorneys of salt", "JUD"),
        ("rights watchers", "SOC"),
    ] {
        let id = g.find_noun(noun).unwrap_or_else(|| panic!("{noun} is listed"));
        assert_eq!(sectors(&g.noun(id).sectors), expected, "{noun}");
    }
}
