//! What an extractor leaves of the page around an article: labels of galleries and charts, and the headlines of other
//! reports below it.
//!
//! A headline of another report is a danger, since it tells of something that this article does not. Lines that the
//! segmentation knows as furniture ("Read more", "Advertisement", by-lines) are left to it, and nothing is taken that
//! reads like a sentence of the report, unless it stands below a heading that says where the report ends.

use std::collections::BTreeMap;

/// How headings begin that stand between a report and what else the site would have its readers read.
const ENDINGS: &[&str] = &[
    "also on ",
    "around the web",
    "editor's picks",
    "editors' picks",
    "from around the web",
    "from our partners",
    "in case you missed it",
    "keep reading",
    "latest headlines",
    "latest news",
    "latest stories",
    "more coverage",
    "more from ",
    "more headlines",
    "more news",
    "more on this",
    "more stories",
    "more top stories",
    "most popular",
    "most read",
    "most viewed",
    "most watched",
    "next on ",
    "other news",
    "other opinion",
    "other stories",
    "popular stories",
    "promoted stories",
    "read next",
    "recommended",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related topics",
    "sponsored content",
    "sponsored links",
    "sponsored stories",
    "the latest in ",
    "top stories",
    "trending",
    "up next",
    "what to read next",
    "you may also like",
    "you may like",
    "you might also like",
    "you might like",
];

/// A heading has no more words than this.
const HEADING: usize = 6;
/// A label has no more words than this.
const LABEL: usize = 12;
/// A line that many times is no sentence of a report.
const OFTEN: usize = 3;
/// A line of fewer words is no paragraph.
const PARAGRAPH: usize = 8;
/// By-line, date, highlights and the like take fewer lines above a report.
const MENU: usize = 10;
/// An article has at least this many words in its paragraphs, or nothing is taken from its end.
const ARTICLE: usize = 60;

/// The lines of an article, from the text that was found in a page.
pub(crate) fn without(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        *times.entry(line).or_default() += 1;
    }
    let is_often = |line: &str| times.get(line).is_some_and(|times| *times >= OFTEN);
    let mut kept: Vec<&str> = lines.iter().copied().filter(|line| !(is_label(line) && is_often(line))).collect();
    if let Some(end) = ending(&kept) {
        kept.truncate(end);
    }
    if let Some(end) = last_of_report(&kept) {
        kept.truncate(end);
    }
    if let Some(start) = first_of_report(&kept) {
        kept.drain(..start);
    }
    kept
}

fn n_words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// What may be the title of a gallery or the unit of a chart; but who speaks in an interview is named often.
fn is_label(line: &str) -> bool {
    !line.ends_with([':', '.', '?', '!']) && (2..=LABEL).contains(&n_words(line))
}

/// The first line of what follows a report, when a heading says so and most of the text stands before it.
fn ending(lines: &[&str]) -> Option<usize> {
    let all: usize = lines.iter().map(|line| n_words(line)).sum();
    let mut before = 0;
    for (at, line) in lines.iter().enumerate() {
        if before >= ARTICLE && before * 2 > all && is_ending(line) {
            return Some(at);
        }
        before += n_words(line);
    }
    None
}

fn is_ending(line: &str) -> bool {
    let lower = line.to_lowercase().replace('’', "'");
    n_words(line) <= HEADING && !ends_sentence(line) && ENDINGS.iter().any(|heading| lower.starts_with(heading))
}

fn is_paragraph(line: &str) -> bool {
    ends_sentence(line) && n_words(line) >= PARAGRAPH
}

fn is_article(lines: &[&str]) -> bool {
    lines.iter().filter(|line| is_paragraph(line)).map(|line| n_words(line)).sum::<usize>() >= ARTICLE
}

/// The first paragraph, where so much stands above it that it must be menus and the headlines of others.
fn first_of_report(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| is_paragraph(line))?;
    let n_above = lines[..first].iter().filter(|line| !ends_sentence(line)).count();
    (n_above >= MENU && is_article(lines)).then_some(first)
}

/// Where the lines end that a report closes with: headlines and labels below its last paragraph are none of its.
fn last_of_report(lines: &[&str]) -> Option<usize> {
    let last = lines.iter().rposition(|line| is_paragraph(line))?;
    let words: usize = lines.iter().filter(|line| is_paragraph(line)).map(|line| n_words(line)).sum();
    let rest = &lines[last + 1..];
    let is_small = rest.iter().map(|line| n_words(line)).sum::<usize>() * 2 < words;
    if !is_small || !is_article(lines) {
        return None;
    }
    // A short sentence, a note in brackets and those who wrote it may close a report.
    let closes = |line: &&str| ends_sentence(line) || line.starts_with(['(', '[', '—', '–', '-']) || is_credit(line);
    Some(last + 1 + rest.iter().take_while(|line| closes(line)).count())
}

fn is_credit(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.starts_with("by ") || [" by ", "contributed", "reporting"].iter().any(|word| lower.contains(word))
}

/// Whether a line ends as sentences do.
fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '*']);
    bare.ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::without;

    const REPORT: &str = "Envoys of Norland and Sutland met in the border town of Brae on Tuesday to talk about fishing \
        rights, their first meeting since the ferry dispute of last spring began to sour trade between them.\n\
        \"We have agreed to meet again,\" the Norland envoy told reporters after the talks, which went on for six hours \
        in a school hall because the town has no hotel with a room that was large enough.\n";

    fn check(around: &str, want: &str) {
        let all = format!("{REPORT}{around}");
        assert_eq!(without(&all)[2..].join("\n"), want, "{around}");
    }

    #[test]
    fn headlines_below_a_report_are_left_out() {
        check("Sutland minister quits over budget\nFloods cut off Brae\n", "");
        check("Related stories\nSutland's minister has quit. He said that he was tired of the budget.\n", "");
        check("MORE FROM WORLD\nFloods have cut off Brae.\n", "");
        check("Trending now\nFloods\n", "");
    }

    #[test]
    fn what_closes_a_report_is_kept() {
        check("He left.\n", "He left.");
        check(
            "(Reporting by Ana Lund; Editing by Bo Hale)\nFloods cut off Brae\n",
            "(Reporting by Ana Lund; Editing by Bo Hale)",
        );
        check("Ana Lund contributed to this report\n", "Ana Lund contributed to this report");
        // A heading inside a report, and a sentence that begins like one of these.
        let more = "What was agreed\nThe ferries will run again from Friday, and boats of either side may fish in the strait.\n";
        check(more, more.trim_end());
        check(
            "Recommended catches for the strait will be published by both sides on Friday.\n",
            "Recommended catches for the strait will be published by both sides on Friday.",
        );
    }

    #[test]
    fn nothing_is_cut_where_no_report_is_seen() {
        let list = "Fish\nChips\nPeas\n";
        assert_eq!(without(list).join("\n"), list.trim_end());
        let early = format!("Related stories\nFloods cut off Brae\n{REPORT}");
        assert_eq!(without(&early).len(), 4, "a box of links above the text ends nothing");
    }

    #[test]
    fn menus_above_a_report_are_left_out() {
        let above = |n: usize| (0..n).map(|i| format!("Section {i} of the site\n")).collect::<String>();
        assert_eq!(without(&format!("{}{REPORT}", above(12))).len(), 2);
        assert_eq!(without(&format!("{}{REPORT}", above(4))).len(), 6, "highlights");
    }

    #[test]
    fn labels_at_every_picture_are_left_out() {
        let gallery = format!(
            "Talks in Brae\n{REPORT}Talks in Brae\nTalks in Brae\nThe hall was full, said a guard who had stood there.\n"
        );
        assert_eq!(without(&gallery).len(), 3);
        let interview = format!("Q:\nWhy?\nQ:\nWhen?\nQ:\nWhere?\n{REPORT}");
        assert_eq!(without(&interview).len(), 8);
    }
}
