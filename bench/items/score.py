#!/usr/bin/env python3
"""Scores what is coded of short wire items against their readings.

    score.py CHANCERY ITEMS.jsonl [further options of `chancery read`]

Prints how many of the events that readers agree on are found, with the countries of those who do it, and with those of
whom it is done to besides; and how many of the events that are coded no reading has. An event is found where one of its
type, or of its other type, has its trigger among the words of the reading, or else near them in the same sentence. A side
is right where its countries are those of the reading and no others; where a reading tells nobody to whom it is done, that
side is not checked. International bodies other than UN and EU, and organisations of no state, count as without country.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter

TWO_SIDED = {"AGREE", "CONSULT", "COOPERATE"}
NO_STATE = {"", "---", "IGO", "NGO", "MNC", "IMG"}
SAME = {"XKX": "KOS", "NAT": "IGO"}
NEAR = 90


def countries(side):
    codes = (party.get("country") or "---" for party in side)
    return {SAME.get(code, code) for code in codes} - NO_STATE


def read(chancery, items, options):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for item in items:
            print(json.dumps({key: item[key] for key in ("id", "date", "text")}), file=file)
        file.flush()
        command = [chancery, "read", "--format", "jsonl", file.name, *options]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ledgers = map(json.loads, filter(None, out.split("\n")))
    return {ledger["article"]["id"]: ledger for ledger in ledgers}


def sentence(text, at):
    start = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at))
    end = text.find(". ", at)
    return start, end if end > 0 else len(text)


def match(text, readings, coded):
    """Of each reading the event that is coded for it, those on its very words first."""

    def overlap(a, b):
        return a[0] < b[1] and b[0] < a[1]

    def beside(a, b):
        return abs(sum(a) - sum(b)) < 2 * NEAR and sentence(text, a[0]) == sentence(text, b[0])

    found, used = {}, set()
    for fits in (overlap, beside):
        for i, reading in enumerate(readings):
            words = [reading["words"], *(reading.get("also") or [])]
            spans = [(text.find(w), text.find(w) + len(w)) for w in words if w in text]
            best = None
            for j, event in enumerate(coded):
                triggers = [tuple(piece["trigger"]) for piece in event["evidence"]]
                of_type = event["type"] in (reading["type"], reading.get("alt"))
                if i in found or j in used or not of_type or not any(fits(t, s) for t in triggers for s in spans):
                    continue
                sides = ("actors", "recipients")
                shared = sum(len(countries(reading[s]) & countries(event[s])) for s in sides)
                best = max(best or (-1, 0), (shared, -j))
            if best:
                found[i] = -best[1]
                used.add(-best[1])
    return found


def main():
    chancery, path, *options = sys.argv[1:]
    items = [json.loads(line) for line in open(path, encoding="utf-8")]
    ledgers = read(chancery, items, options)
    count = Counter()
    for item in items:
        ledger = ledgers.get(item["id"], {"article": {"text": item["text"]}, "events": []})
        text, coded, readings = ledger["article"]["text"], ledger["events"], item["events"]
        found = match(text, readings, coded)
        count["coded"] += len(coded)
        count["extra"] += len(coded) - len(found)
        for i, reading in enumerate(readings):
            if reading.get("arguable"):
                continue
            count["told"] += 1
            if i not in found:
                continue
            event = coded[found[i]]
            wanted = [countries(reading["actors"]), countries(reading["recipients"])]
            given = [countries(event["actors"]), countries(event["recipients"])]
            if reading["type"] in TWO_SIDED:
                wanted, given = [wanted[0] | wanted[1], set()], [given[0] | given[1], set()]
            who = wanted[0] == given[0]
            count["found"] += 1
            count["who"] += who
            count["both"] += who and (not wanted[1] or wanted[1] == given[1])
    share = {key: count[key] / count["told"] for key in ("found", "who", "both")}
    print(f"{len(items)} items, {count['told']} events:", *(f"{key} {value:.3f}" for key, value in share.items()))
    print(f"{count['coded']} coded, {count['extra'] / max(1, count['coded']):.3f} of them in no reading")


if __name__ == "__main__":
    main()
