#!/usr/bin/env python3
"""Verdicts on what is coded in reports that were read by hand, for `chancery codebook calibrate --judged`.

    chancery read --min-confidence 0 --format jsonl REPORT.txt --date D >> ledgers.jsonl      # for each report
    python3 bench/reports/verdicts.py bench/reports ledgers.jsonl > verdicts.csv

An event's type is right where the reading has an event of that type on the same words; a side where it has the countries
that the reading gives and no other. A side that the reading leaves open gets no verdict on countries and counts as right.
The columns are those of `bench/judged`.
"""

import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "judged"))

from judge import COLUMNS, code


def side(ours, theirs):
    """Whether the countries of a side are those of the reading."""
    if not theirs:
        return "y"
    wanted = {country for country, *_ in theirs}
    found = {a.get("country") for a in ours} - {None}
    return "y" if wanted <= found | ({None} & wanted) and found <= wanted else "n"


def rows(ledger, gold):
    text = ledger["article"]["text"]
    spans = [(e, text.find(e["evidence"])) for e in gold["events"]]
    for event in ledger["events"]:
        start, end = event["evidence"][0]["trigger"]
        near = [e for e, at in spans if event["type"] in e["types"] and any(
            v["start"] < at + len(e["evidence"]) and v["end"] > at for v in event["evidence"])]
        # Of several the one whose sides fit best.
        answers = [(side(event["actors"], e["actors"]), side(event["recipients"], e["recipients"])) for e in near]
        actors, recipients = min(answers, key=lambda a: a.count("n")) if answers else ("n", "n")
        yield ["reports", ledger["article"]["id"], start, end, event["type"], " ".join(map(code, event["actors"])),
               " ".join(map(code, event["recipients"])), event["rule"], event["confidence"]["type"],
               "y" if near else "n", actors, recipients, "", "seen"]


def main(folder, ledgers):
    golds = {g["article"]: g for g in (json.loads(f.read_text()) for f in pathlib.Path(folder).glob("*.gold.json"))}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for line in open(ledgers, encoding="utf-8"):
        ledger = json.loads(line)
        gold = golds.get(ledger["article"]["id"])
        if gold:
            out.writerows(rows(ledger, gold))


if __name__ == "__main__":
    main(*sys.argv[1:])
