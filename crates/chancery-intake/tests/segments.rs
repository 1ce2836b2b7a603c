//! Layouts of many houses, and what each line of them is.

use std::fmt::Write as _;

use chancery_doc::Text;
use chancery_intake::{CleanOptions, Options, articles, clean};
use expect_test::{Expect, expect};

fn text(found: &str, repair: bool) -> Text {
    let bytes = found.as_bytes().to_vec();
    let mut read = articles(Box::new(std::io::Cursor::new(bytes)), "in", None, &Options::default());
    let raw = read.next().expect("one article").expect("it is text");
    clean(raw, &CleanOptions { repair, date: None }, &mut Vec::new())
}

/// Each segment with its kind; line breaks inside one are shown as bars, and long ones are cut.
#[track_caller]
fn check(found: &str, want: Expect) {
    let text = text(found, true);
    let mut out = String::new();
    for segment in text.segments() {
        let kind = format!("{:?}", segment.kind).to_lowercase();
        let words = segment.span.of(text.as_str()).replace('\n', " | ");
        let cut: String = words.chars().take(90).collect();
        let dots = if cut.len() < words.len() { "…" } else { "" };
        writeln!(out, "{kind:<11}{cut}{dots}").expect("a string takes all");
    }
    want.assert_eq(&out);
}

const LEAD: &str = "The ministers of the two countries met for three hours in the capital on Monday and agreed to open the border again.";
const MORE: &str = "A spokesman said that the first lorries would cross before the end of the week, as long as both sides kept the truce.";

#[test]
fn a_wire_report() {
    check(
        &format!(
            "Border to open again\n\nBy Jane Doe and Juan Pérez\n\nSAMARRA, March 3 (Agency) - {LEAD}\n\n{MORE}\n\n(Reporting by Jane Doe; editing by John Roe)\n"
        ),
        expect![[r#"
            headline   Border to open again
            byline     By Jane Doe and Juan Pérez
            dateline   SAMARRA, March 3 (Agency) -
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            byline     (Reporting by Jane Doe; editing by John Roe)
        "#]],
    );
    check(
        &format!("SAMARRA, Arland (AW) _\n\n{LEAD}\n\n{MORE}"),
        expect![[r#"
        dateline   SAMARRA, Arland (AW) _
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
        paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
    "#]],
    );
    check(
        &format!("Ministers agree to open the border.\n\nSAMARRA (AW) — {LEAD}\n\n{MORE}"),
        expect![[r#"
        headline   Ministers agree to open the border.
        dateline   SAMARRA (AW) —
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
        paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
    "#]],
    );
}

#[test]
fn a_web_page_with_all_its_parts() {
    check(
        &format!(
            "World\n\nBorder to open again after three years of closure\n\nMinisters agree on lorries, not on visas, and leave the islands for later\n\nBy Jane Doe, Diplomatic Correspondent\n\nPublished: 3 March 2023\n\nThe two ministers shake hands in Samarra on Monday. Photograph: John Roe/AFP/Getty Images\n\n{LEAD}\n\n{MORE}\n\nWhat happens next?\n\n{MORE}\n\nRead more: Ten years of talks\n\n'No lorries' without a truce\n\n{LEAD}\n\n[Jane Doe/Reuters]\n\n© 2023 The Example. All rights reserved.\n"
        ),
        expect![[r#"
            other      World
            headline   Border to open again after three years of closure
            standfirst Ministers agree on lorries, not on visas, and leave the islands for later
            byline     By Jane Doe, Diplomatic Correspondent
            other      Published: 3 March 2023
            caption    The two ministers shake hands in Samarra on Monday.
            other      Photograph: John Roe/AFP/Getty Images
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            crosshead  What happens next?
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            other      Read more: Ten years of talks
            crosshead  'No lorries' without a truce
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            caption    [Jane Doe/Reuters]
            other      © 2023 The Example. All rights reserved.
        "#]],
    );
}

#[test]
fn a_standfirst_may_stand_above_the_headline() {
    check(
        &format!(
            "The minister has also met the heads of the unions in recent days, to whom he promised that wages would rise before the \"end of the year\"\n\nMinister promises open border\n\nphoto_camera AFP/JANE DOE - The minister waves to the crowd\n\n{LEAD}\n\nUnions remain doubtful\n\n{MORE}\n\nCoordinator Asia: Jane van Doe"
        ),
        expect![[r#"
            standfirst The minister has also met the heads of the unions in recent days, to whom he promised that…
            headline   Minister promises open border
            caption    AFP/JANE DOE - The minister waves to the crowd
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            crosshead  Unions remain doubtful
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            byline     Coordinator Asia: Jane van Doe
        "#]],
    );
}

#[test]
fn a_hard_wrapped_text_has_several_lines_a_paragraph() {
    check(
        "Border to open again\n\nThe ministers of the two countries met for three hours in the capital\non Monday and agreed to open the border again. A spokesman said that\nthe first lorries would cross before the end of the week.\n\nOn the islands, which both claim, the ministers could not agree; they\nwill meet again in May, when the guarantors of the truce return to the\ncapital, diplomats said.\n",
        expect![[r#"
            headline   Border to open again
            paragraph  The ministers of the two countries met for three hours in the capital | on Monday and agre…
            paragraph  On the islands, which both claim, the ministers could not agree; they | will meet again in…
        "#]],
    );
    check(
        "Oil exports fell:\nArland: 12\nBorland: 14\nCorland: 8\n\nThe ministry gave no reason for the fall in exports on Monday.",
        expect![[r#"
            paragraph  Oil exports fell:
            paragraph  Arland: 12
            paragraph  Borland: 14
            paragraph  Corland: 8
            paragraph  The ministry gave no reason for the fall in exports on Monday.
        "#]],
    );
}

#[test]
fn one_line_is_a_paragraph() {
    check(
        "Arland threatens Borland",
        expect![[r#"
        paragraph  Arland threatens Borland
    "#]],
    );
    check(
        LEAD,
        expect![[r#"
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
    "#]],
    );
    check(
        "Arland threatens Borland\n\nCorland leaves",
        expect![[r#"
        paragraph  Arland threatens Borland
        paragraph  Corland leaves
    "#]],
    );
    check(
        &format!("{LEAD}\n\n{MORE}"),
        expect![[r#"
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
        paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
    "#]],
    );
    check(
        &format!("SAMARRA — {LEAD}"),
        expect![[r#"
        dateline   SAMARRA —
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
    "#]],
    );
}

#[test]
fn a_speakers_name_is_no_dateline() {
    check(
        &format!("HOST: {LEAD}\n\nDOE: {MORE}\n\nHOST: {MORE}"),
        expect![[r#"
        paragraph  HOST: The ministers of the two countries met for three hours in the capital on Monday and …
        paragraph  DOE: A spokesman said that the first lorries would cross before the end of the week, as lo…
        paragraph  HOST: A spokesman said that the first lorries would cross before the end of the week, as l…
    "#]],
    );
}

#[test]
fn a_headline_that_comes_apart_stands_in_front() {
    let line = |title: &str, body: &str| format!("{{\"title\": \"{title}\", \"text\": \"{body}\"}}\n");
    check(
        &line("Border opens", LEAD),
        expect![[r#"
        headline   Border opens
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
    "#]],
    );
    check(
        &line("Border opens", &format!("Border opens\\n{LEAD}")),
        expect![[r#"
        headline   Border opens
        paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
    "#]],
    );
    let verbatim = text(&line("Border opens", LEAD), false);
    assert_eq!(verbatim.as_str(), LEAD);
    assert_eq!(verbatim.given.headline.as_deref(), Some("Border opens"));
}

#[test]
fn a_full_date_in_the_dateline_is_the_publication_date() {
    let date = |found: &str| text(found, true).given.published.map(|d| d.to_string()).unwrap_or_default();
    assert_eq!(date(&format!("SAMARRA, March 3, 2024 (Agency) — {LEAD}")), "2024-03-03");
    assert_eq!(date(&format!("SAMARRA, March 3 (Agency) — {LEAD}")), "");
    let line = format!("{{\"date\": \"20240301\", \"text\": \"SAMARRA, March 3, 2024 — {LEAD}\"}}");
    assert_eq!(date(&line), "2024-03-01");
}

#[test]
fn a_title_that_ends_in_a_stop_needs_more_than_its_place() {
    let kind = |first: &str, next: &str| {
        let text = text(&format!("{first}\n\n{next}\n\n{MORE}"), true);
        text.segments()[0].kind
    };
    use chancery_doc::SegmentKind::{Headline, Paragraph};
    assert_eq!(kind("Ministers agree to open the Border of the Islands.", LEAD), Paragraph);
    assert_eq!(kind("Ministers agree to open border.", LEAD), Headline, "terse, and told again below");
    assert_eq!(kind("Ministers Agree to Open the Border After Talks.", LEAD), Headline, "in capitals");
    assert_eq!(kind("VOTE IS ON: Ministers Agree to Open the Border.", LEAD), Headline, "a colon makes no dateline");
    assert_eq!(kind("The bank said its chief had resigned over what it called \"a mistake.\"", LEAD), Paragraph);
    assert_eq!(kind("It rained in the capital on Monday.", LEAD), Paragraph);
}

#[test]
fn a_database_label_parts_the_summary_from_the_report() {
    check(
        &format!(
            "Ministers agree to open border;\nIslands left for later talks.\nABSTRACT.\n{MORE}\nFULL TEXT.\n{LEAD}"
        ),
        expect![[r#"
            headline   Ministers agree to open border;
            standfirst Islands left for later talks.
            other      ABSTRACT.
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            other      FULL TEXT.
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
        "#]],
    );
}

#[test]
fn credits_and_set_off_headings_stand_apart() {
    check(
        &format!(
            "Border to open again\n\nThe ministers of Arland and Borduria shake hands before talks in Samarra. Photo: Kestrel\n\nSAMARRA (AW) - {LEAD}\n\n- The islands wait -\n\n{MORE}\n\n**What comes next**\n\n{LEAD}\n\nstr-mo/kjm/ach\n"
        ),
        expect![[r#"
            headline   Border to open again
            caption    The ministers of Arland and Borduria shake hands before talks in Samarra.
            other      Photo: Kestrel
            dateline   SAMARRA (AW) -
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            crosshead  - The islands wait -
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
            crosshead  **What comes next**
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            other      str-mo/kjm/ach
        "#]],
    );
    check(
        &format!("Border to open again\n\nSamarra (Agency West)\n\n{LEAD}\n\n{MORE}"),
        expect![[r#"
            headline   Border to open again
            dateline   Samarra (Agency West)
            paragraph  The ministers of the two countries met for three hours in the capital on Monday and agreed…
            paragraph  A spokesman said that the first lorries would cross before the end of the week, as long as…
        "#]],
    );
}
