//! Repairs as tables: what was found, what it becomes, and what is said about it.

use chancery_doc::{Note, Text};
use chancery_intake::{CleanOptions, InputFormat, Options, articles, clean};

fn cleaned(found: &str, repair: bool) -> (Text, Vec<Note>) {
    let bytes = found.as_bytes().to_vec();
    let mut read = articles(Box::new(std::io::Cursor::new(bytes)), "in", Some(InputFormat::Text), &Options::default());
    let raw = read.next().expect("one article").expect("it is text");
    let mut notes = Vec::new();
    let date = chancery_intake::parse_date("2023-02-01");
    let text = clean(raw, &CleanOptions { repair, date }, &mut notes);
    (text, notes)
}

#[track_caller]
fn check(found: &str, want: &str, want_notes: &str) {
    let (text, notes) = cleaned(found, true);
    assert_eq!(text.as_str(), want);
    let told: Vec<String> = notes
        .iter()
        .map(|n| {
            let place = n.span.map(|s| s.of(text.as_str())).unwrap_or_default();
            format!("{}@{place}", n.code.0.trim_start_matches("intake."))
        })
        .collect();
    assert_eq!(told.join(" "), want_notes, "{found}");
    let (again, notes) = cleaned(want, true);
    assert_eq!(again.as_str(), want, "cleaning twice is cleaning once");
    assert!(notes.iter().all(|n| n.span.is_none()), "nothing is left to repair in {want}");
    assert_eq!(cleaned(found, false).0.as_str(), found, "without repair the text is verbatim");
}

#[test]
fn mojibake() {
    check("JosÃ© left.", "José left.", "mojibake@é");
    check("Jos茅 Antonio", "José Antonio", "mojibake@é");
    check("脡dgar and N茅stor", "Édgar and Néstor", "mojibake@É mojibake@é");
    check("Itâ€™s over", "It’s over", "mojibake@’");
    check("Itâ\u{80}\u{99}s over", "It’s over", "mojibake@’");
    check("It鈥檚 over", "It’s over", "mojibake@’s");
    check("鈥淲e left", "“We left", "mojibake@“W");
    check("â€œNoâ€\u{9d} â€“ she", "“No” – she", "mojibake@“ mojibake@” mojibake@–");
    check("â€œNo,â€ she said", "“No,” she said", "mojibake@“ mojibake@”");
    check("FranÃ\u{83}Â§ois left", "François left", "mojibake@ç mojibake@ç");
    check("FranA\u{303}\u{83}A\u{302}§ois left", "François left", "mojibake@ç mojibake@ç");
    check("Â£30 million", "£30 million", "mojibake@£");
    check("a vote\u{97}a close", "a vote—a close", "mojibake@—");
    check("They didnâ t, it\u{e2} s", "They didn’t, it’s", "mojibake@’ mojibake@’");
    check("cÅ“ur and Å¡koda and KoÅ¡ice", "cœur and škoda and Košice", "mojibake@œ mojibake@š mojibake@š");
    check("ÐœÐ¾Ñ\u{81}ÐºÐ²Ð°", "Москва", "mojibake@Москва");
}

#[test]
fn what_is_sound_stays() {
    for text in [
        "The café » and „Ä“ and CAFÉ» and SÃO PAULO",
        "Kweichow 茅台 rose; 习近平 spoke; Xi (习近平) said",
        "Moscow (Москва) and Αθήνα and القاهرة",
        "AT&T; R&D &c; &unknown; &; & so on",
        "He is 5'10'' tall at 45°30'15'' north",
        "Use `code` here and ```fence```",
        "the file photo_camera.jpg and a photo_camera inside",
        "São Tomé, Zürich, Łódź, naïve “quotes” – it’s",
        "&amp;lt; stays as it is",
        "العربية می\u{200c}خواهم",
        "An â alone",
    ] {
        check(text, text, "");
    }
}

#[test]
fn entities() {
    check(
        "A &amp; B &eacute;&#233;&#xe9; &lt;b&gt;",
        "A & B ééé <b>",
        "entity@& entity@é entity@é entity@é entity@< entity@>",
    );
    check("&ldquo;No&rdquo;&nbsp;&mdash; &#8217;", "“No” — ’", "entity@“ entity@” entity@  entity@— entity@’ space@ ");
    check("&#150; &Atilde;&copy;t", "– ét", "mojibake@– mojibake@é entity@– entity@é entity@é");
    let many = "&amp; ".repeat(20);
    let (_, notes) = cleaned(&format!("{many}end"), true);
    let told: Vec<&str> = notes.iter().map(|n| n.message.as_str()).collect();
    assert_eq!(told, ["20 HTML entities decoded; the first: \"&amp;\" is an HTML entity; read as “&”"]);
}

#[test]
fn icons() {
    check("photo_camera REUTERS/X Y - A", "REUTERS/X Y - A", "icon@");
    check("photo_cameraREUTERS", "REUTERS", "icon@");
    check("a\n  chevron_right Read\nb", "a\n  Read\nb", "icon@");
    check("Read more arrow_forward\nb", "Read more\nb", "icon@");
    check("arrow_forward\nb", "\nb", "icon@");
}

#[test]
fn spaces_and_what_cannot_be_seen() {
    check("a\u{a0}b\u{2009}c\td", "a b c d", "space@ ");
    check("co\u{ad}op\u{200b}er\u{feff}ate\u{200e}", "cooperate", "invisible@");
    check("a\r\nb\rc\u{2028}d", "a\nb\nc\nd", "line-end@\n");
    check("a\u{1}b\u{7f}", "ab", "control@");
    check("``Yes,'' he said. ''No,'' she did.", "\"Yes,\" he said. \"No,\" she did.", "quotes@\"");
}

/// A small generator, so that the same inputs come each time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn properties_hold_for_any_bytes() {
    let seeds: [&[u8]; 6] = [
        "NAIROBI, Kenya (AP) _ Jos茅 said ``no'' &amp; left.\r\n\r\nphoto_camera AFP/X - A â€™ b".as_bytes(),
        "{\"text\": \"Jos\\u00e9 \\ud83d\\ude00 â€œNoâ€\u{9d}\", \"title\": \"A &lt; B\", \"date\": \"2023-02-01\"}\n{\"text\": \"x\"}".as_bytes(),
        b"President Jos\xe9 Mar\xeda said \x93no\x94.\nBy Jane Doe\n",
        b"\xff\xfeT\0a\0l\0k\0s\0",
        "Title Of It\n\nA\u{303}\u{83}A\u{302}§ &#38;#38; &amp;amp; A line (Photo: X)\n\nBy Jane\n".as_bytes(),
        "ÐŸÑ€ 鈥檚 \u{200d}\u{ad} â \u{85}\u{97} '' `` ''' 5'10''\n\u{feff}arrow_forward".as_bytes(),
    ];
    let splices: [&[u8]; 20] = [
        b"&",
        b";",
        b"\\",
        b"\"",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xe2\x80\x99",
        b"\xc3",
        b"\xa9",
        b"``",
        b"''",
        b"&amp;",
        b"photo_camera ",
        "â€".as_bytes(),
        "茅".as_bytes(),
        "\u{ad}".as_bytes(),
        b" - ",
        b"(AP) _ ",
        b"#38;",
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..6000 {
        let mut bytes = seeds[random.below(seeds.len())].to_vec();
        for _ in 0..1 + random.below(6) {
            let at = random.below(bytes.len() + 1);
            match random.below(4) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
                2 if at < bytes.len() => drop(bytes.remove(at)),
                _ => drop(bytes.splice(at..at, splices[random.below(splices.len())].iter().copied())),
            }
        }
        holds(&bytes);
    }
}

fn holds(bytes: &[u8]) {
    let owned = bytes.to_vec();
    for raw in articles(Box::new(std::io::Cursor::new(owned)), "in", None, &Options::default()).flatten() {
        let is_utf8 = std::str::from_utf8(bytes).is_ok();
        let has_title = raw.headline.is_some();
        for repair in [true, false] {
            let mut notes = Vec::new();
            let before = raw.text.as_str().to_owned();
            let text = clean(raw.clone(), &CleanOptions { repair, date: None }, &mut notes);
            let words = text.as_str();
            let at_boundary = |s: chancery_doc::Span| words.get(s.range()).is_some();
            assert!(text.segments().iter().all(|s| at_boundary(s.span) && !s.span.is_empty()));
            assert!(notes.iter().filter_map(|n| n.span).all(at_boundary));
            let mut last = 0;
            for segment in text.segments() {
                assert!(words[last..segment.span.start() as usize].trim().is_empty(), "only white space lies between");
                last = segment.span.end() as usize;
            }
            assert!(words[last..].trim().is_empty());
            let mut furthest = 0;
            for (at, char) in words.char_indices() {
                let raw = text.raw_map().raw(chancery_doc::Span::at(at..at + char.len_utf8()));
                assert!(raw.end as usize <= bytes.len());
                assert!(has_title || raw.start >= furthest || char == '\u{fffd}', "the map goes forward");
                furthest = raw.start;
                if is_utf8 && char.is_ascii_alphabetic() && raw.end - raw.start == 1 {
                    assert_eq!(bytes[raw.start as usize], char as u8, "what is verbatim maps to the same byte");
                }
            }
            if repair {
                let (again, _) = cleaned_again(words);
                assert_eq!(again, words, "cleaning twice is cleaning once, for {before}");
            } else {
                assert_eq!(words, before);
            }
        }
    }
}

fn cleaned_again(text: &str) -> (String, Vec<Note>) {
    if text.trim().is_empty() || text.starts_with(['\u{feff}', '%', '{', '<', '[']) || text.contains('\0') {
        return (text.to_owned(), Vec::new());
    }
    let (text, notes) = cleaned(text, true);
    (text.as_str().to_owned(), notes)
}
