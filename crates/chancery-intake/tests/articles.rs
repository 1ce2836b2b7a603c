//! From files of all sorts to articles: what is read, what is refused, and how the rest survives.

use std::io::{BufReader, Read};

use chancery_intake::{CleanOptions, InputFormat, Options, Raw, articles, clean};
use expect_test::{Expect, expect};

fn read(bytes: &[u8]) -> Vec<Result<Raw, chancery_intake::Error>> {
    let bytes = bytes.to_vec();
    articles(Box::new(std::io::Cursor::new(bytes)), "in", None, &Options::default()).collect()
}

/// One line an article: its place and text, or the error; then its notes.
#[track_caller]
fn check(bytes: &[u8], want: Expect) {
    let mut out = String::new();
    for item in read(bytes) {
        match item {
            Ok(raw) => {
                let line = raw.line.map(|l| format!("{l}: ")).unwrap_or_default();
                out += &format!("{line}{}", raw.text.as_str().trim_end());
                let given = &raw.given;
                for (field, value) in [
                    ("id", given.id.clone()),
                    ("url", given.url.clone()),
                    ("publisher", given.publisher.clone()),
                    ("headline", given.headline.clone()),
                    ("published", given.published.map(|d| d.to_string())),
                    ("language", given.language.clone()),
                ] {
                    out += &value.map(|v| format!(" [{field} {v}]")).unwrap_or_default();
                }
                out.push('\n');
                for note in raw.notes {
                    out += &format!("  {}: {}\n", note.code.0, note.message);
                }
            }
            Err(error) => out += &format!("error: {error}\n"),
        }
    }
    want.assert_eq(&out);
}

#[test]
fn a_bad_line_does_not_cost_the_others() {
    check(
        b"{\"text\": \"One.\"}\n\n{\"text\": \"cut off\n{\"id\": 2}\n{\"text\": null}\n{\"text\": [\"a\"]}\nplain words\n{\"text\": \" \"}\n{\"text\": \"Two.\"}",
        expect![[r#"
            1: One.
            error: in:3: not a JSON object: EOF while parsing a string at column 17; the line is cut off; write it anew or remove it
            error: in:4: `text` is missing or null; give the article as a string field `text`
            error: in:5: `text` is missing or null; give the article as a string field `text`
            error: in:6: `text` is a list; give the article as a string
            error: in:7: not a JSON object: the line begins otherwise than with a brace; correct the line, or pass --input text if the file is plain text
            error: in:8: there is no text in it; give a file or a line that holds an article
            9: Two.
        "#]],
    );
}

#[test]
fn carriers_fields_are_read_with_tolerance() {
    check(
        concat!(
            r#"{"id": 7, "text": "A.", "date": null, "published": "2023-02-01T09:00Z", "tags": [1, {"a": 2}]}"#,
            "\n",
            r#"{"id": "x", "text": "B.", "headline": "Title", "dct": 19980807, "language": "en", "publisher": "P", "url": "u"}"#,
            "\n",
            r#"{"id": {"a": 1}, "text": "C.", "date": "soon", "dct": "980807", "title": null, "headline": "H"}"#,
            "\n",
            r#"{"text": "D \ud83d\ude00 \ud800 \u00e9\n\t\"q\" \/", "title": ""}"#,
        )
        .as_bytes(),
        expect![[r#"
            1: A. [id 7] [published 2023-02-01]
            2: B. [id x] [url u] [publisher P] [headline Title] [published 1998-08-07] [language en]
            3: C. [headline H] [published 1998-08-07]
              intake.bad-field: `id` is an object and was ignored; give a string
              intake.bad-date: `date` is "soon", which is no date; write it as 2023-02-01
            4: D 😀 � é
            	"q" /
              intake.undecodable: 1 halves of surrogate pairs stand alone; U+FFFD stands there
        "#]],
    );
}

#[test]
fn what_is_no_text_is_named() {
    check(
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3",
        expect![[r#"
        error: in: this is a PDF; convert it to text first
    "#]],
    );
    check(
        b"\x1f\x8b\x08\0\0\0\0\0",
        expect![[r#"
        error: in: this is gzip data; unpack it first
    "#]],
    );
    check(
        b"",
        expect![[r#"
        error: in: there is no text in it; give a file or a line that holds an article
    "#]],
    );
    check(
        b" \n\n",
        expect![[r#"
        error: in: there is no text in it; give a file or a line that holds an article
    "#]],
    );
    check(
        b"[\n {\"text\": \"a\"}\n]",
        expect![[r#"
        error: in: not a JSON object: the input is a JSON list; write one object on each line (jq -c '.[]' FILE)
    "#]],
    );
    check(
        b"{\n  \"text\": \"a\"\n}",
        expect![[r#"
            error: in:1: not a JSON object: EOF while parsing an object at column 1; the object goes on in the next line; write each on one line (jq -c . FILE)
        "#]],
    );
}

#[test]
fn the_map_of_a_json_string_leads_into_the_file() {
    let file = "{\"text\": \"One.\"}\n{\"id\": 1, \"text\": \"Jos\\u00e9 said \\\"no\\\" & left.\", \"title\": \"A \\u2014 b\"}\n";
    let raw = read(file.as_bytes()).remove(1).unwrap();
    let text = clean(raw, &CleanOptions::default(), &mut Vec::new());
    assert_eq!(text.as_str(), "A — b\n\nJosé said \"no\" & left.");
    for (words, bytes) in
        [("José", "Jos\\u00e9"), ("é", "\\u00e9"), ("\"no\"", "\\\"no\\\""), ("left", "left"), ("A — b", "A \\u2014 b")]
    {
        let at = text.as_str().find(words).unwrap();
        let raw = text.raw_map().raw(chancery_doc::Span::at(at..at + words.len()));
        assert_eq!(&file[raw.start as usize..raw.end as usize], bytes);
    }
}

#[test]
fn an_article_over_the_limit_is_passed_over() {
    let mut file = Vec::new();
    file.extend(br#"{"text": ""#);
    file.extend(std::iter::repeat_n(b'a', 5000));
    file.extend(b"\"}\n{\"text\": \"After.\"}\n");
    let options = Options { max_article_bytes: 1000, ..Options::default() };
    let found: Vec<_> = articles(Box::new(std::io::Cursor::new(file)), "in", None, &options).collect();
    assert!(found[0].as_ref().unwrap_err().is_too_large());
    assert_eq!(found[0].as_ref().unwrap_err().line(), Some(1));
    assert_eq!(found[1].as_ref().unwrap().text.as_str(), "After.");
    assert_eq!(found.len(), 2);
    let text =
        articles(Box::new(std::io::repeat(b'a').take(1001).chain(std::io::empty()).buffered()), "in", None, &options);
    assert!(text.last().unwrap().unwrap_err().is_too_large());
}

trait Buffered: Read + Sized {
    fn buffered(self) -> BufReader<Self> {
        BufReader::new(self)
    }
}

impl<R: Read> Buffered for R {}

#[test]
fn a_line_of_fifty_megabytes_takes_time_in_proportion() {
    let sentence = "The minister said the talks in Bogot\\u00e1 would go on & on. ";
    let time = |n_bytes: usize| {
        let line = format!("{{\"text\": \"{}\"}}\n", sentence.repeat(n_bytes / sentence.len()));
        let start = std::time::Instant::now();
        let raw = read(line.as_bytes()).remove(0).unwrap();
        let text = clean(raw, &CleanOptions::default(), &mut Vec::new());
        assert_eq!(text.segments().len(), 1);
        start.elapsed().as_secs_f64()
    };
    let (small, large) = (time(5_000_000), time(50_000_000));
    // Ten times the length may take a few times more than tenfold on a busy machine, never a hundredfold.
    assert!(large < small.max(0.02) * 40.0, "5 MB took {small} s, 50 MB {large} s");
}

#[test]
fn the_format_can_be_told() {
    let bytes = b"{\"text\": \"a\"}";
    let mut found = articles(Box::new(&bytes[..]), "in", Some(InputFormat::Text), &Options::default());
    assert_eq!(found.next().unwrap().unwrap().text.as_str(), "{\"text\": \"a\"}");
    assert!(found.next().is_none());
}
