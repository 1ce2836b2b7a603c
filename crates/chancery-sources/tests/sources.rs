//! What comes out of each kind of input, and what hostile ones cost.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_intake::Raw;
use chancery_sources::{Options, articles};
use tempfile::TempDir;

const FIRST: &str = "Ministers from Costaguana and Sulaco signed a treaty on fishing in the capital on Monday.";
const SECOND: &str = "The treaty ends a dispute of three years, the foreign ministry of Costaguana said.";

struct Dir(TempDir);

impl Dir {
    fn new() -> Dir {
        Dir(tempfile::tempdir().expect("a temporary folder"))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(&path, bytes).expect("it can be written");
        path
    }
}

/// The articles of a path, and the messages about what was none, in order.
fn read(path: &Path) -> (Vec<Raw>, Vec<String>) {
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    for item in articles(path, &Options::default()) {
        match item.and_then(|found| found.read()) {
            Ok(raw) => found.push(raw),
            Err(error) => bad.push(error.to_string()),
        }
    }
    (found, bad)
}

fn texts(raws: &[Raw]) -> Vec<&str> {
    raws.iter().map(|raw| raw.text.as_str()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(*name, options).expect("memory");
        out.write_all(bytes).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

fn page(headline: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{headline} | The Sulaco Mirror</title>\
         <meta property=\"og:title\" content=\"{headline}\"><meta property=\"og:site_name\" content=\"The Sulaco Mirror\">\
         <meta property=\"article:published_time\" content=\"2024-03-05T08:30:00Z\"><meta name=\"author\" content=\"Ana Pardo\">\
         </head><body><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>\
         <article><h1>{headline}</h1>{body}</article>\
         <aside><h2>Most read</h2><ul><li><a href=\"/a\">Ten recipes for the rainy season</a></li></ul></aside>\
         <footer>Subscribe to our newsletter. All rights reserved.</footer></body></html>"
    )
}

const LONG: &[&str] = &[
    FIRST,
    SECOND,
    "Fishermen on both sides of the strait had protested against the licences for months, and the coast guards of the \
     two countries had seized eleven boats since the summer.",
    "The president of Sulaco, Elena Viola, welcomed the treaty and said that parliament would vote on it in May.",
];

fn warc_record(kind: &str, headers: &str, block: &str) -> String {
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len())
}

fn response(url: &str, html: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
    let headers = format!("WARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{}>\r\n", url.len());
    warc_record("response", &headers, &block)
}

#[test]
fn a_page_gives_its_article_without_menus_and_says_who_published_it_when() {
    let dir = Dir::new();
    let (found, bad) = read(&dir.write("page.html", page("Costaguana and Sulaco sign fishing treaty", LONG)));
    assert!(bad.is_empty(), "{bad:?}");
    let text = found[0].text.as_str();
    assert_eq!(text.split("\n\n").collect::<Vec<_>>(), LONG, "the paragraphs and nothing else");
    let given = &found[0].given;
    assert_eq!(given.headline.as_deref(), Some("Costaguana and Sulaco sign fishing treaty"));
    assert_eq!(given.publisher.as_deref(), Some("The Sulaco Mirror"));
    assert_eq!(given.published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert_eq!(given.authors, ["Ana Pardo"]);
}

#[test]
fn a_page_as_sites_write_them_gives_whole_sentences_and_no_other_report() {
    let wrapped: Vec<String> = LONG.iter().map(|paragraph| paragraph.replace(" of ", "\n        of\n")).collect();
    let linked =
        wrapped[2].replace("the strait", "<a href=\"/strait\">the strait</a>").replace("months,", "<b>months</b>,");
    let with_quote =
        "<a href=\"/viola\">Viola</a>’s aides spoke of “<em>a new beginning</em>” (<a href=\"/text\">text</a>).";
    let body = format!(
        "{}<figure><img src=\"a.jpg\"></figure><p>{linked}</p><p>{}</p><p>{with_quote}</p>\
         <h3>Related stories</h3><p>Eleven boats burn in the harbour of Sulaco</p><p>Strike halts silver mine</p>",
        wrapped[..2].iter().map(|paragraph| format!("<p>\n      {paragraph}\n</p>\n")).collect::<String>(),
        wrapped[3],
    );
    let script = format!("<script>{}</script>", "for(i=0;i<n;i++)a+='<b>';".repeat(600));
    let html = page("Costaguana and Sulaco sign fishing treaty", &[])
        .replace("</h1>", &format!("</h1>{body}"))
        .replace("</head>", &format!("{script}</head>"));
    let dir = Dir::new();
    let (found, bad) = read(&dir.write("page.html", html));
    assert!(bad.is_empty(), "{bad:?}");
    let mut want: Vec<&str> = LONG.to_vec();
    want.push("Viola’s aides spoke of “a new beginning” (text).");
    assert_eq!(found[0].text.as_str().split("\n\n").collect::<Vec<_>>(), want);
}

#[test]
fn feeds_give_an_article_for_each_item() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Sulaco Mirror</title><link>https://mirror.example</link>\
         <description>d</description><item><title>Treaty &amp; peace</title><link>https://mirror.example/1</link>\
         <guid>g1</guid><pubDate>Tue, 05 Mar 2024 08:30:00 GMT</pubDate><description>&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item>\
         <item><title>No text</title><guid>g2</guid></item></channel></rss>"
    );
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Mirror</title><id>f</id><updated>2024-03-05T00:00:00Z</updated>\
         <entry><id>a1</id><title>Treaty</title><updated>2024-03-05T00:00:00Z</updated><link href=\"https://mirror.example/2\"/>\
         <content type=\"html\">&lt;div&gt;{SECOND}&lt;/div&gt;</content></entry></feed>"
    );
    let dir = Dir::new();
    let (found, bad) = read(&dir.write("feed.xml", rss));
    assert_eq!(texts(&found), [format!("{FIRST}\n\n{SECOND}")]);
    let given = &found[0].given;
    assert_eq!((given.id.as_deref(), given.publisher.as_deref()), (Some("g1"), Some("Sulaco Mirror")));
    assert_eq!(given.headline.as_deref(), Some("Treaty & peace"));
    assert_eq!(given.published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert!(bad[0].contains("feed.xml:2: the item of the feed has no text"), "{bad:?}");
    let (found, bad) = read(&dir.write("atom", atom));
    assert_eq!((texts(&found), bad), (vec![SECOND], Vec::new()));
    assert_eq!(found[0].given.url.as_deref(), Some("https://mirror.example/2"));
}

#[test]
fn news_xml_of_agencies_is_read() {
    let nitf = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE nitf [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\
         <nitf><head><docdata><doc-id id-string=\"n-7\"/><date.issue norm=\"20240305T083000Z\"/>\
         <doc.copyright holder=\"Agencia Sulaco\"/></docdata></head><body><body.head><hedline><hl1>Treaty signed</hl1></hedline>\
         <byline>By Ana Pardo</byline><dateline><location>SULACO</location></dateline></body.head>\
         <body.content><p>{FIRST}&lol2;</p><p>{SECOND}</p></body.content></body></nitf>"
    );
    let g2 = format!(
        "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet><newsItem guid=\"tag:1\" xml:lang=\"en\">\
         <itemMeta><versionCreated>2024-03-06T10:00:00Z</versionCreated><provider literal=\"Agencia Sulaco\"/></itemMeta>\
         <contentMeta><contentCreated>2024-03-05T10:00:00Z</contentCreated><headline>Treaty signed</headline></contentMeta>\
         <contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>\
         <p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML></contentSet></newsItem>\
         <newsItem guid=\"tag:2\"><contentMeta><headline>A picture</headline></contentMeta></newsItem></itemSet></newsMessage>"
    );
    let dir = Dir::new();
    let (found, bad) = read(&dir.write("a.nitf", nitf));
    assert_eq!((texts(&found), bad), (vec![&*format!("SULACO - {FIRST}\n\n{SECOND}")], Vec::new()));
    let given = &found[0].given;
    assert_eq!((given.id.as_deref(), given.publisher.as_deref()), (Some("n-7"), Some("Agencia Sulaco")));
    assert_eq!(given.published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    let (found, bad) = read(&dir.write("b.xml", g2));
    assert_eq!(texts(&found), [format!("{FIRST}\n\n{SECOND}")]);
    let given = &found[0].given;
    assert_eq!((given.id.as_deref(), given.headline.as_deref()), (Some("tag:1"), Some("Treaty signed")));
    assert_eq!(
        given.published.map(|date| date.to_string()).as_deref(),
        Some("2024-03-05"),
        "when the content was made"
    );
    assert_eq!(bad.len(), 1, "{bad:?}");
    let (found, bad) = read(&dir.write("deep.xml", format!("<nitf>{}", "<block>".repeat(100_000))));
    assert!(found.is_empty() && bad[0].contains("deep"), "{bad:?}");
    let (_, bad) = read(&dir.write("cut.xml", "<nitf><body><body.content><p>Talks began"));
    assert!(bad[0].contains("cut off") || bad[0].contains("well-formed"), "{bad:?}");
}

#[test]
fn a_web_archive_gives_its_pages_in_order_and_survives_broken_records() {
    let one = response("https://mirror.example/one", &page("One treaty", LONG));
    let two = response("https://mirror.example/two", &page("Two treaties", LONG));
    let moved = warc_record("response", "", "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n");
    let info = warc_record("warcinfo", "", "software: test\r\n");
    let text =
        warc_record("conversion", "Content-Type: text/plain\r\nWARC-Target-URI: https://mirror.example/t\r\n", FIRST);
    let headless = "WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n";
    let all = format!("{info}{one}{moved}{headless}{two}{text}");
    let dir = Dir::new();
    let check = |path: &Path| {
        let (found, bad) = read(path);
        let urls: Vec<&str> = found.iter().filter_map(|raw| raw.given.url.as_deref()).collect();
        assert_eq!(urls, ["https://mirror.example/one", "https://mirror.example/two", "https://mirror.example/t"]);
        assert_eq!(bad.len(), 1, "{bad:?}");
        assert!(bad[0].contains("no Content-Length"), "{bad:?}");
    };
    check(&dir.write("news.warc", &all));
    // Each record is a gzip member of its own, as Common Crawl writes them.
    let members: Vec<u8> =
        [&info[..], &one, &moved, headless, &two, &text].iter().flat_map(|part| gzip(part.as_bytes())).collect();
    check(&dir.write("news.warc.gz", &members));
    let (found, bad) = read(&dir.write("cut.warc", &all[..info.len() + one.len() + 300]));
    assert_eq!(found.len(), 1);
    assert!(bad.iter().any(|message| message.contains("cut off")), "{bad:?}");
    let (found, bad) = read(&dir.write("cut.warc.gz", &members[..members.len() - 40]));
    assert_eq!(found.len(), 2, "what came before is kept");
    assert!(bad.len() == 2 && bad[1].contains("cannot be read"), "{bad:?}");
}

#[test]
fn compressed_files_folders_and_archives_are_opened_wherever_they_stand() {
    let line = |id: u32| format!("{{\"id\": \"{id}\", \"text\": \"{FIRST}\"}}\n");
    let dir = Dir::new();
    dir.write("a/1.jsonl.gz", gzip((line(1) + &line(2)).as_bytes()));
    dir.write("a/2.jsonl.zst", zstd(line(3).as_bytes()));
    dir.write(
        "b.zip",
        zipped(&[
            ("x.jsonl", line(4).as_bytes()),
            ("deep/y.jsonl.gz", &gzip(line(5).as_bytes())),
            ("__MACOSX/._x", b"junk"),
        ]),
    );
    dir.write("c.txt", SECOND);
    dir.write(".hidden", "never read");
    let (found, bad) = read(dir.0.path());
    assert!(bad.is_empty(), "{bad:?}");
    let ids: Vec<&str> = found.iter().map(|raw| raw.given.id.as_deref().unwrap_or("-")).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "-"]);
    assert!(found[4].name.ends_with("b.zip!deep/y.jsonl.gz"), "{}", found[4].name);
    assert_eq!(found[5].text.as_str(), SECOND);
}

#[test]
fn bombs_links_and_paths_that_climb_are_refused_and_the_rest_is_kept() {
    let zeros = vec![b'a'; 32 << 20];
    let dir = Dir::new();
    dir.write("1-bomb.txt.gz", gzip(&zeros));
    dir.write("2-bomb.txt.zst", zstd(&zeros));
    dir.write(
        "3-bomb.zip",
        zipped(&[("first.txt", FIRST.as_bytes()), ("bomb.txt", &zeros), ("after.txt", SECOND.as_bytes())]),
    );
    dir.write("4-climb.zip", zipped(&[("../../etc/evil.txt", b"x"), ("good.txt", FIRST.as_bytes())]));
    let mut inner = zipped(&[("deep.txt", FIRST.as_bytes())]);
    for _ in 0..8 {
        inner = zipped(&[("inner.zip", &inner)]);
    }
    dir.write("5-nested.zip", inner);
    let mut links = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    links.add_symlink("link.txt", "/etc/passwd", zip::write::SimpleFileOptions::default()).expect("memory");
    links.start_file("good.txt", zip::write::SimpleFileOptions::default()).expect("memory");
    links.write_all(SECOND.as_bytes()).expect("memory");
    dir.write("6-links.zip", links.finish().expect("memory").into_inner());
    let mut broken = zipped(&[("bad.txt", LONG.join("\n").as_bytes()), ("good.txt", SECOND.as_bytes())]);
    broken[60] ^= 0xff;
    dir.write("7-broken.zip", broken);
    dir.write("8-cut.zip", &zipped(&[("a.txt", FIRST.as_bytes())])[..60]);
    dir.write("9-good.txt", SECOND);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/", dir.0.path().join("9-link")).expect("a link");
    let (found, bad) = read(dir.0.path());
    let shown: Vec<&str> = texts(&found).into_iter().map(|text| text.get(..100).unwrap_or(text)).collect();
    assert_eq!(shown, [FIRST, FIRST, SECOND, SECOND, SECOND], "{bad:#?}");
    let reasons = [
        ("1-bomb.txt.gz", "100 times"),
        ("2-bomb.txt.zst", "100 times"),
        ("3-bomb.zip", "100 times"),
        ("4-climb.zip!../../etc/evil.txt", "leads out"),
        ("5-nested.zip", "more than 4 deep"),
        ("6-links.zip!link.txt", "link"),
        ("7-broken.zip!bad.txt", "cannot be unpacked"),
        ("8-cut.zip", "not a ZIP archive"),
        ("9-link", "is a link"),
    ];
    for (name, reason) in reasons {
        let is_told = bad.iter().any(|message| message.contains(name) && message.contains(reason));
        assert!(cfg!(not(unix)) || is_told, "{name}: {reason} is missing in {bad:#?}");
    }
}

#[test]
fn truncated_streams_keep_what_came_before() {
    let lines: String =
        (0..2000).map(|id| format!("{{\"id\": {id}, \"text\": \"{FIRST} {}\"}}\n", id * 7919)).collect();
    let dir = Dir::new();
    let whole = gzip(lines.as_bytes());
    let (found, bad) = read(&dir.write("cut.jsonl.gz", &whole[..whole.len() / 2]));
    assert!(found.len() > 100 && found.len() < 2000, "{}", found.len());
    assert!(bad.len() == 1 && bad[0].contains("cannot be read"), "{bad:?}");
    let whole = zstd(lines.as_bytes());
    let (_, bad) = read(&dir.write("cut.jsonl.zst", &whole[..whole.len() / 2]));
    assert!(!bad.is_empty() && bad[0].contains("cannot be read"), "{bad:?}");
}

#[test]
fn deep_pages_and_other_xml_are_refused() {
    let dir = Dir::new();
    let (found, bad) = read(&dir.write("deep.html", format!("<html><body>{}x", "<div>".repeat(200_000))));
    assert!(found.is_empty() && bad[0].contains("400 deep"), "{bad:?}");
    let (_, bad) = read(&dir.write("other.xml", "<?xml version=\"1.0\"?><invoice><total>3</total></invoice>"));
    assert!(bad[0].contains("no feed, NewsML-G2 or NITF"), "{bad:?}");
    let (_, bad) = read(&dir.write("cut.rss", "<rss version=\"2.0\"><channel><item><title>Cut"));
    assert!(bad[0].contains("feed"), "{bad:?}");
    let (_, bad) = read(&dir.write("menu.html", "<html><body></body></html>"));
    assert_eq!(bad.len(), 1, "{bad:?}");
}

#[test]
fn tables_give_an_article_for_each_row() {
    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let write = |path: &Path, schema: &str, named: &str, compression: Compression| {
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut file =
            SerializedFileWriter::new(File::create(path).expect("a file"), schema, properties).expect("a writer");
        let mut group = file.next_row_group().expect("a group");
        let mut column = group.next_column().expect("no fault").expect("the first column");
        column.typed::<Int64Type>().write_batch(&[10, 11, 12], None, None).expect("numbers");
        column.close().expect("no fault");
        let mut column = group.next_column().expect("no fault").expect("the second column");
        let words = [ByteArray::from(FIRST), ByteArray::from(named)];
        column.typed::<ByteArrayType>().write_batch(&words, Some(&[1, 0, 1]), None).expect("words");
        column.close().expect("no fault");
        group.close().expect("no fault");
        file.close().expect("no fault");
    };
    let dir = Dir::new();
    let path = dir.0.path().join("rows.parquet");
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        write(&path, "message m { required int64 id; optional binary text (UTF8); }", SECOND, compression);
        let (found, bad) = read(&path);
        assert_eq!(texts(&found), [FIRST, SECOND], "{compression:?}");
        assert_eq!(found[1].given.id.as_deref(), Some("12"));
        assert!(bad.len() == 1 && bad[0].contains("rows.parquet:2: the row has no text"), "{compression:?}: {bad:?}");
    }
    let path = dir.0.path().join("other.parquet");
    let schema = "message m { required int64 id; optional binary body (UTF8); }";
    write(&path, schema, SECOND, Compression::UNCOMPRESSED);
    let (_, bad) = read(&path);
    assert!(bad[0].contains("no column `text`, only id, body"), "{bad:?}");
    let mut bytes = fs::read(&path).expect("it is there");
    bytes.truncate(bytes.len() / 2);
    let (_, bad) = read(&dir.write("cut.parquet", bytes));
    assert!(bad[0].contains("not a Parquet file"), "{bad:?}");
}
