//! Who wrote an article, from a line such as "By Ana Ruiz and Tom Okello in Nairobi".
//!
//! What is deliberately absent: whether a word is a name. Whoever the line names wrote it.

/// Words that open a byline.
const OPENINGS: &[&str] = &["by ", "written by ", "reporting by ", "text by ", "story by "];

/// The names in a byline, in its order, each once; without the opening word, place, outlet and address.
///
/// ```
/// use chancery_intake::authors;
/// assert_eq!(authors("By Ana Ruiz, Tom Okello and Li Wei in Nairobi"), ["Ana Ruiz", "Tom Okello", "Li Wei"]);
/// assert_eq!(authors("Kofi Mensah | Daily Post"), ["Kofi Mensah"]);
/// ```
pub fn authors(line: &str) -> Vec<String> {
    let mut line = line.trim();
    let lower = line.to_lowercase();
    if let Some(opening) = OPENINGS.iter().find(|o| lower.starts_with(**o)).filter(|_| lower.len() == line.len()) {
        line = line[opening.len()..].trim_start();
    }
    let line = line.split(['|', '\u{2022}', ';', '(', '\n']).next().unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for part in line.split(',').flat_map(|p| p.split(" and ")).flat_map(|p| p.split(" & ")) {
        // "Ana Ruiz in Nairobi", "Ana Ruiz for the Post".
        let part = [" in ", " at ", " for ", " of ", " with "].iter().fold(part, |p, w| p.split(w).next().unwrap_or(p));
        let name = part.trim().trim_start_matches("and ").trim_end_matches('.').trim();
        let is_name = !name.eq_ignore_ascii_case("by")
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['@', '/'])
            && name.len() <= 120;
        if is_name && !found.iter().any(|f| f == name) {
            found.push(name.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::authors;

    #[test]
    fn odd_lines_name_nobody() {
        assert!(authors("").is_empty());
        assert!(authors("By ").is_empty());
        assert!(authors("desk@example.org").is_empty());
        assert!(authors("2024, 17").is_empty());
    }

    #[test]
    fn one_name_twice_counts_once() {
        assert_eq!(authors("Ana Ruiz & Ana Ruiz"), ["Ana Ruiz"]);
    }
}
