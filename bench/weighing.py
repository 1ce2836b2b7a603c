#!/usr/bin/env python3
"""Fits the weights of the second look at the sides of events (data/codebook/weighing.toml).

    weighing.py CHANCERY --write FILE [--judged CSV... --articles PATH...]
    weighing.py CHANCERY --test

Learns from what readers coded: the items that were read (bench/items/read.jsonl), the reports that were (bench/reports),
and, with --judged, verdicts on coded events of articles (tables of bench/judged) whose articles --articles gives. What is
kept unread to measure on (bench/items/unread.jsonl, the reports named below) is never learned from; --test fits without
writing and shows what the weights would change there.

`chancery codebook weigh` lists the questions with the numbers that describe each state; a state's label is whether the
reading has it on that side. Needs LightGBM (bench/weighing-requirements.txt).
"""

import argparse
import csv
import glob
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

import lightgbm
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
UNREAD_REPORTS = """zawiya kalehe teesta swap-in-istanbul survey-ship east-asia baltic-steppe southern-africa caribbean
west-africa south-asia levant-maghreb europe-americas""".split()
READ_ITEMS = ("read.jsonl", "second.jsonl")
NO_STATE = {"", "---", "IGO", "NGO", "MNC", "IMG", "ISM", "UNO", "EUR", None}
SAME = {"XKX": "KOS"}
# Questions of each kind are weighed by trees of their own.
KINDS = ("home", "unplaced", "empty")
# Chosen by six folds over all that was coded. Homes are ranked: one of the states is right.
COMMON = {
    "num_leaves": 16, "max_depth": 8, "min_data_in_leaf": 10, "feature_fraction": 0.4, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 2, "verbose": -1, "num_threads": 1, "seed": 1, "deterministic": True,
}
SHAPE = {
    "home": ({"objective": "lambdarank", "learning_rate": 0.05}, 400),
    "unplaced": ({"objective": "binary", "learning_rate": 0.08}, 150),
    "empty": ({"objective": "binary", "learning_rate": 0.08}, 150),
}
# So much more than the state that is coded another must weigh, or where none is, than nothing.
LIMIT = {"home": 0.5, "unplaced": -0.2, "empty": -0.1}


class Event:
    """What a reading says of one event: its words or its trigger's start, its types, and the states of each side."""

    def __init__(self, types, sides, words=(), start=None, wrong=None, texts=None):
        self.types, self.sides, self.words, self.start = set(types), sides, list(words), start
        self.wrong = wrong or {}
        self.texts = texts or {}


def state(code):
    return SAME.get(code, code)


def states(codes):
    return {state(c) for c in codes} - NO_STATE


def items(path):
    for line in open(path):
        item = json.loads(line)
        events = []
        for e in item["events"]:
            sides = {s: states(p.get("country") for p in e[s]) for s in ("actors", "recipients")}
            texts = {s: [(p.get("text"), state(p.get("country"))) for p in e[s]] for s in sides}
            words = [e["words"], *(e.get("also") or [])]
            events.append(Event([e["type"], e.get("alt")], sides, words, texts=texts))
        yield item["id"], item["date"], item["text"], events


def reports(unread):
    for path in sorted(glob.glob(os.path.join(HERE, "reports", "*.gold.json"))):
        name = os.path.basename(path).removesuffix(".gold.json")
        if (name in UNREAD_REPORTS) != unread:
            continue
        gold = json.load(open(path))
        events = []
        for e in gold["events"]:
            if not e["reciprocal"]:
                sides = {s: states(p[0] for p in e[s]) for s in ("actors", "recipients")}
                events.append(Event(e["types"], sides, [e["evidence"]]))
        yield name, gold["published"], open(path.replace(".gold.json", ".txt")).read(), events


def verdicts(paths):
    """Of each article the events that were judged, a side only where the verdict says what is on it."""
    of_doc = defaultdict(dict)
    for path in paths:
        for row in csv.DictReader(open(path)):
            if row["type_ok"] == "y":
                kind = row["event"].split()[0]
                of_doc[row["doc"]][int(row["start"]), kind] = row
    found = {}
    for doc, rows in of_doc.items():
        found[doc] = []
        for (start, kind), row in rows.items():
            sides, wrong = {}, {}
            for side in ("actors", "recipients"):
                coded = states(code[:3] for code in row[side].split())
                (sides if row[side + "_ok"] == "y" else wrong)[side] = coded
            found[doc].append(Event([kind], sides, start=start, wrong=wrong))
    return found


def questions(chancery, paths, options=()):
    """The names of the numbers, and for each article its text and its questions."""
    command = [chancery, "codebook", "weigh", *options, *paths]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    names, articles = None, {}
    for line in filter(None, out.split("\n")):
        row = json.loads(line)
        if "features" in row:
            names = row["features"]
        elif "text" in row:
            articles[row["doc"]] = (row["text"], [])
        else:
            articles[row["doc"]][1].append(row)
    return names, articles


def of_texts(chancery, docs):
    """Questions on texts, with what their readings say."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for name, date, text, _ in docs:
            print(json.dumps({"id": name, "date": date, "text": text}), file=file)
        file.flush()
        names, articles = questions(chancery, [file.name])
    told = {name: events for name, _, _, events in docs}
    return names, [(doc, text, asked, told[doc]) for doc, (text, asked) in articles.items()]


def answers(doc, text, asked, events):
    """Pairs of a question and, for each of its states, whether it is right (None: not known)."""
    places = []
    for event in events:
        spans = []
        for words in event.words:
            at = text.find(words)
            if at >= 0:
                spans.append((at, at + len(words)))
        places.append(spans)
    taken = {}
    for question in asked:
        start, end = question["trigger"]
        key = (start, question["type"])
        if key not in taken:
            used = set(taken.values())
            fits = (
                i
                for i, event in enumerate(events)
                if i not in used and question["type"] in event.types
                and (event.start == start or any(a < end and start < b for a, b in places[i]))
            )
            found = next(fits, None)
            if found is None:
                continue
            taken[key] = found
        event = events[taken[key]]
        side = question["side"]
        here = question["argument"]
        if side in event.sides:
            right = event.sides[side]
            if here:
                words = text[here[0] : here[1]]
                named = [c for t, c in event.texts.get(side, []) if t and (t in words or words in t)]
                if named:
                    right = {named[0]} - NO_STATE
                elif len(right) > 1:
                    continue
                # Where a reading leaves a side empty it says nothing of where those are at home who are coded there.
                if not right and question["kind"] == "home":
                    continue
            yield question, {c: c in right for c in question["states"]}
        elif side in event.wrong and here and question["coded"] in event.wrong[side] and len(event.wrong[side]) == 1:
            yield question, {question["coded"]: False}


def fit(examples, which):
    parameters, rounds = SHAPE[which]
    ranks = parameters["objective"] == "lambdarank"
    rows, labels, groups = [], [], []
    for question, right in examples:
        known = [country for country in right if country in question["states"]]
        # What ranks learns from choices only.
        if question["kind"] != which or not known or ranks and (len(known) < 2 or not any(right.values())):
            continue
        rows += [question["states"][country] for country in known]
        labels += [int(right[country]) for country in known]
        groups.append(len(known))
    data = lightgbm.Dataset(np.array(rows, dtype=np.float32), np.array(labels), group=groups if ranks else None)
    return lightgbm.train(COMMON | parameters, data, rounds)


def weigh(model, question):
    names = list(question["states"])
    sums = model.predict(np.array([question["states"][c] for c in names], dtype=np.float32), raw_score=True)
    return dict(zip(names, sums))


def show(models, examples, label):
    """What the weights change, by threshold."""
    for which in KINDS:
        asked = [(q, r) for q, r in examples if q["kind"] == which and len(r) == len(q["states"])]
        weighed = [weigh(models[which], q) if q["states"] else {} for q, _ in asked]
        for limit in (-0.5, 0.0, 0.3, 0.6, 1.0, 1.5):
            n = Counter()
            for (question, right), sums in zip(asked, weighed):
                n["asked"] += 1
                coded = question["coded"]
                if not sums:
                    continue
                best = max(sums, key=sums.get)
                if which == "home":
                    moved = best != coded and sums[best] - sums[coded] > limit
                    n["right before"] += right[coded]
                    n["right after"] += right[best if moved else coded]
                    if moved:
                        n["mended" if right[best] else "spoiled" if right[coded] else "as wrong"] += 1
                elif sums[best] > limit:
                    n["filled rightly" if right[best] else "filled wrongly" if any(right.values()) else "nobody there"] += 1
                else:
                    n["left, somebody there" if any(right.values()) else "left rightly"] += 1
            print(label, which, limit, dict(sorted(n.items())))


def tree(node, names):
    if "leaf_value" in node:
        return f"{node['leaf_value']:.3g}"
    below, above = tree(node["left_child"], names), tree(node["right_child"], names)
    return f"({names[node['split_feature']]} <= {node['threshold']:.6g} {below} {above})"


def write(path, models, names, counts):
    with open(path, "w") as file:
        print("# Which state is on a side of an event that the words leave open: boosted trees, made by bench/weighing.py;", file=file)
        print(f"# do not edit. Fitted on {counts}.", file=file)
        for which in KINDS:
            print(f"\n[{which}]\nlimit = {LIMIT[which]}\ntrees = '''", file=file)
            for one in models[which].dump_model()["tree_info"]:
                print(tree(one["tree_structure"], names), file=file)
            print("'''", file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chancery")
    parser.add_argument("--write")
    parser.add_argument("--judged", nargs="*", default=[])
    parser.add_argument("--articles", nargs="*", default=[])
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    sources = []
    both = [item for name in READ_ITEMS for item in items(os.path.join(HERE, "items", name))]
    names, read = of_texts(args.chancery, both)
    sources.append(("items", read))
    sources.append(("reports", of_texts(args.chancery, list(reports(unread=False)))[1]))
    if args.judged:
        told = verdicts(args.judged)
        _, articles = questions(args.chancery, args.articles, ["--no-repair"])
        sources.append(("judged events", [(d, t, q, told[d]) for d, (t, q) in articles.items() if d in told]))
    examples, counts = [], []
    for label, docs in sources:
        here = [pair for doc in docs for pair in answers(*doc)]
        counts.append(f"{len(here)} questions of {len(docs)} {label}")
        examples += here
    print("; ".join(counts), file=sys.stderr)
    models = {which: fit(examples, which) for which in KINDS}
    if args.test:
        for label, docs in (
            ("items", list(items(os.path.join(HERE, "items", "unread.jsonl")))),
            ("reports", list(reports(unread=True))),
        ):
            _, docs = of_texts(args.chancery, docs)
            show(models, [pair for doc in docs for pair in answers(*doc)], "unread " + label)
    if args.write:
        write(args.write, models, names, "; ".join(counts))


if __name__ == "__main__":
    main()
