//! What no tracked file may hold, and how long a source may be.

use super::Violation;

/// The most lines of a source file. Longer ones hold more than one thing.
const LONGEST: usize = 800;

/// The most bytes of a tracked file.
const LARGEST: usize = 1 << 20;

const SOURCES: &[&str] = &[".rs", ".py", ".ts", ".svelte"];

/// Folders of one machine. They are put together from pieces, so that this file does not hold what it looks for.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/tm", "p/w/"),
    concat!("/tm", "p/out/"),
    concat!("/tm", "p/peers/"),
];

/// Hosts of package registries: a machine reaches them as it is set up to, not as we say.
const REGISTRY_HOSTS: &[&str] = &[
    concat!("py", "pi.org"),
    concat!("python", "hosted"),
    concat!("registry.", "npmjs"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
    concat!("deb.", "debian.org"),
];

/// Work that was left for later.
const STUBS: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Clocks and networks, by which the same input would stop giving the same output.
const CLOCKS: &[&str] = &["SystemTime::now", "Instant::now", "Zoned::now", "Timestamp::now", "std::net::"];

/// Where analysis lives, which has no clock.
const TIMELESS: &[&str] = &[
    "crates/chancery-doc/src/",
    "crates/chancery-intake/src/",
    "crates/chancery-parse/src/",
    "crates/chancery-gazetteer/src/",
    "crates/chancery-actors/src/",
    "crates/chancery-grounding/src/",
    "crates/chancery-coding/src/",
];

/// The one module that may allow itself unsafe code; the workspace's lints deny it everywhere else.
const UNSAFE: &str = "crates/chancery-gazetteer/src/places/map.rs";

pub(super) fn check_size(path: &str, n_bytes: usize, violations: &mut Vec<Violation>) {
    if n_bytes > LARGEST {
        let message = format!("has {} KiB; a tracked file has at most {}", n_bytes / 1024, LARGEST / 1024);
        violations.push(Violation::new(path, 0, message));
    }
}

pub(super) fn check(path: &str, content: &str, violations: &mut Vec<Violation>) {
    let is_source = SOURCES.iter().any(|extension| path.ends_with(extension));
    let n_lines = content.lines().count();
    if is_source && n_lines > LONGEST {
        let message = format!("has {n_lines} lines; split it, {LONGEST} is the most");
        violations.push(Violation::new(path, 0, message));
    }
    let is_lock = path.ends_with(".lock") || path.ends_with("-lock.json") || path.ends_with("lock.yaml");
    let mut is_timeless = TIMELESS.iter().any(|folder| path.starts_with(folder));
    for (idx, line) in content.lines().enumerate() {
        // Tests stand last in a file, and may time what they run.
        is_timeless &= line.trim() != "#[cfg(test)]";
        let mut flag = |message: String| violations.push(Violation::new(path, idx + 1, message));
        if let Some(found) = MACHINE_PATHS.iter().find(|folder| holds_path(line, folder)) {
            flag(format!("names a folder of one machine ({found})"));
        }
        if !is_lock && let Some(found) = REGISTRY_HOSTS.iter().find(|host| line.contains(**host)) {
            flag(format!("names the host of a package registry ({found})"));
        }
        if is_source && let Some(found) = STUBS.iter().find(|stub| holds_mark(line, stub)) {
            flag(format!("leaves work for later ({found})"));
        }
        if is_source && path != UNSAFE && line.contains(concat!("allow(unsafe", "_code)")) {
            flag(format!("only {UNSAFE} may hold unsafe code"));
        }
        if is_timeless && let Some(found) = CLOCKS.iter().find(|clock| line.contains(**clock)) {
            flag(format!("analysis knows neither clock nor network ({found}; invariant 2)"));
        }
    }
}

/// Whether the line holds the mark; within a longer run of letters it is none ("XXXX" opens a TimeML value).
fn holds_mark(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let goes_on = |c: char| c.is_alphanumeric();
        let (before, after) = (&line[..at], &line[at + mark.len()..]);
        !(mark.ends_with(goes_on) && (before.ends_with(goes_on) || after.starts_with(goes_on)))
    })
}

/// Whether the line names the folder itself, not one of that name within an address or another folder.
fn holds_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | ')' | '*'))
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, UNSAFE, check};

    #[track_caller]
    fn check_line(path: &str, line: &str, want: &[&str]) {
        let mut violations = Vec::new();
        check(path, line, &mut violations);
        assert_eq!(violations.iter().map(|violation| violation.message.as_str()).collect::<Vec<_>>(), want);
    }

    #[test]
    fn folders_of_one_machine() {
        let line = format!("see {}", concat!("/ro", "ot/notes"));
        check_line("README.md", &line, &[concat!("names a folder of one machine (/ro", "ot/)")]);
        check_line("README.md", concat!("https://example.org/wo", "rk/notes"), &[]);
        check_line("README.md", concat!("out/ho", "me/notes"), &[]);
    }

    #[test]
    fn registries() {
        let line = concat!("get it from py", "pi.org");
        check_line("README.md", line, &[concat!("names the host of a package registry (py", "pi.org)")]);
        check_line("Cargo.lock", line, &[]);
    }

    #[test]
    fn stubs_only_in_sources() {
        let line = concat!("    todo", "!()");
        check_line("crates/chancery/src/main.rs", line, &[concat!("leaves work for later (todo", "!()")]);
        check_line("docs/style.md", line, &[]);
        check_line("crates/chancery/src/main.rs", "a Monday of no week is XXXX-WXX-1", &[]);
        check_line(
            "crates/chancery/src/main.rs",
            concat!("// XX", "X: later"),
            &[concat!("leaves work for later (XX", "X)")],
        );
    }

    #[test]
    fn clocks_only_above_the_stages() {
        let line = "let begin = Instant::now();";
        let want = ["analysis knows neither clock nor network (Instant::now; invariant 2)"];
        check_line("crates/chancery-parse/src/lib.rs", line, &want);
        check_line("crates/chancery/src/main.rs", line, &[]);
        check_line("crates/chancery-parse/src/lib.rs", &format!("#[cfg(test)]\nmod tests {{\n{line}\n}}"), &[]);
    }

    #[test]
    fn unsafe_code_in_one_module() {
        let line = concat!("#[allow(unsafe", "_code)]");
        check_line(UNSAFE, line, &[]);
        check_line("crates/chancery/src/main.rs", line, &[&format!("only {UNSAFE} may hold unsafe code")]);
    }

    #[test]
    fn long_sources() {
        let lines = "\n".repeat(LONGEST + 1);
        check_line("crates/chancery/src/main.rs", &lines, &["has 801 lines; split it, 800 is the most"]);
        check_line("docs/list.md", &lines, &[]);
    }
}
