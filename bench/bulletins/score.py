#!/usr/bin/env python3
"""Scores what is coded of 28 bulletins and agency reports against readings by hand, or of articles of Wikinews.

    score.py CHANCERY [further options of `chancery read`]
    score.py CHANCERY --wikinews FOLDER [further options]

Prints, pooled over all of them, how many of the entities, events, statements and positions of the readings are found, with
the right people, and with all else (`score_articles.py` of the shared benchmarks says what that is), and how many of the
events that are coded no reading explains.

The texts are not ours to copy, so the readings hold offsets of characters and no words but names. The texts come
from the time and place benchmarks beside this repository, and from the Python package that carries the Lee corpus of
Australian bulletins for its tests, which pip fetches. The articles of Wikinews come from FOLDER, each as NAME.txt of the
title, an empty line, and its paragraphs with an empty line between; `wikinews.json` says which they are, and how long each
is. Those that were mended from are scored apart from the others.
"""

import glob
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared/bench"
PACKAGE = "gensim==4.4.0"
CORPORA = ["gensim/test/test_data/lee_background.cor", "gensim/test/test_data/lee.cor"]


def bulletins():
    """The bulletins of the corpus by their names, `lee000` the first."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder, PACKAGE]
        subprocess.run(fetch, check=True)
        with zipfile.ZipFile(glob.glob(f"{folder}/*.whl")[0]) as wheel:
            files = [wheel.read(name).decode("utf-8", "replace") for name in CORPORA]
    lines = [line.strip() for text in files for line in text.split("\n") if line.strip()]
    return {f"lee{i:03}": line + "\n" for i, line in enumerate(lines)}


def reports():
    """The texts of the time and place benchmarks by their names."""
    files = [SHARED / "place/place_dev.jsonl", SHARED / "time/time_dev.jsonl"]
    rows = (json.loads(line) for file in files for line in open(file, encoding="utf-8"))
    return {row["id"]: row["text"] for row in rows}


def scorer():
    """The scorer of whole articles, as a module."""
    spec = importlib.util.spec_from_file_location("score_articles", SHARED / "articles/score_articles.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worded(reading, text):
    """A reading with the words for its offsets."""
    words = lambda x: text[x[0]:x[1]] if isinstance(x, list) else x
    for kind in ("events", "statements", "positions"):
        for item in reading[kind]:
            item["evidence"] = words(item["evidence"])
            if "quoted" in item:
                item["quoted"] = [words(q) for q in item["quoted"]]
    return reading


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    chancery, *options = sys.argv[1:]
    if options[:1] == ["--wikinews"]:
        folder, options = pathlib.Path(options[1]), options[2:]
        readings = json.loads((HERE / "wikinews.json").read_text(encoding="utf-8"))
        texts = {name: (folder / f"{name}.txt").read_text(encoding="utf-8") for name in readings}
        for title, mended in (("mended from", True), ("not mended from", False)):
            print(title)
            chosen = {name: r for name, r in readings.items() if (r["seen"] == "mended from") == mended}
            show(chancery, options, chosen, texts)
        return
    readings = json.loads((HERE / "readings.json").read_text(encoding="utf-8"))
    show(chancery, options, readings, {**reports(), **bulletins()})


def show(chancery, options, readings, texts):
    """Codes the texts of the readings and prints how much of these is found."""
    score = scorer()
    for name, reading in readings.items():
        if len(texts[name]) != reading["length"]:
            sys.exit(f"{name}: the text is not the one that was read: {len(texts[name])} characters for {reading['length']}")
        worded(reading, texts[name])
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for name, reading in readings.items():
            file.write(json.dumps({"id": name, "text": texts[name], "date": reading["published"]}) + "\n")
        file.flush()
        command = [chancery, "read", file.name, "--no-repair", "--format", "jsonl", *options]
        coded = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ledgers = [score.Ledger(json.loads(line)) for line in coded.split("\n") if line]
    levels = {"entities": score.entity_level, "events": score.event_level,
              "statements": score.statement_level, "positions": score.position_level}
    reached, system, unexplained = defaultdict(list), 0, 0
    for ledger in ledgers:
        reading = readings[ledger.led["article"]["id"]]
        for kind, level in levels.items():
            items, gold = ledger.led[kind], reading[kind]
            if kind in ("entities", "events"):
                reached[kind] += [max((level(ledger, g, i) for i in items), default=0) for g in gold]
            else:
                reached[kind] += score.best(gold, items, lambda g, i: level(ledger, g, i))
        system += len(ledger.led["events"])
        unexplained += sum(not any(score.event_level(ledger, g, i) for g in reading["events"])
                           for i in ledger.led["events"])
    for kind, got in reached.items():
        found, who, complete = (sum(v >= k for v in got) / len(got) for k in (1, 2, 3))
        print(f"{kind:<11} gold {len(got):3}  found {found:.3f}  who {who:.3f}  complete {complete:.3f}")
    print(f"{system} events are coded, {unexplained / max(1, system):.3f} of them explained by no reading")


if __name__ == "__main__":
    main()
