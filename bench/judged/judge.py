#!/usr/bin/env python3
"""Draws events at random from coded articles for a person to judge, and sums the verdicts.

    judge.py draw LEDGERS.jsonl ... [-n 200] [--seed 2026-11]    # to read: what was coded, and the words
    judge.py table LEDGERS.jsonl ... [-n 200] [--seed 2026-11]   # the rows of the table, verdicts left open
    judge.py sum VERDICTS.csv

LEDGERS are what `chancery read --format jsonl` wrote, one file for each benchmark; the name of the file up to its first
dot stands in the table. The draw takes the events whose hash with the seed is lowest, so that it is the same on every
machine, and of a later version of the program it takes mostly the same events again. The table holds no text: a
document, offsets of the trigger, what was coded, and three verdicts with a reason.

Verdicts: `type_ok` is y or n (there is such an event there, as real as it is coded, and PLOVER calls it so).
`actors_ok` and `recipients_ok` are y where all who are coded are those of the text with the right country and nobody
who is named there is missing (an empty side is right where nobody is named), m where only a country that the article
tells is missing, else n. Sectors are not judged. `reason` says what is wrong, as a cause, a colon, and plain words. `half` says of an article
whether rules were mended while it was read ("seen") or never ("unseen").
"""

import argparse
import csv
import hashlib
import json
import pathlib
import sys
from collections import Counter

COLUMNS = ["bench", "doc", "start", "end", "event", "actors", "recipients", "rule", "confidence",
           "type_ok", "actors_ok", "recipients_ok", "reason", "half"]


def code(argument):
    """Country and sectors of a party, as they are in CAMEO's codes."""
    return (argument.get("country") or "---") + "".join(argument.get("sectors") or [])


def half(bench, doc):
    """Articles are halved by the hash of their name: rules were mended on one half, the other is only ever judged."""
    if bench == "events":
        return ""
    return "seen" if hashlib.sha256(f"half/{doc}".encode()).digest()[0] % 2 == 0 else "unseen"


def drawn(paths, n, seed):
    """The n events with the lowest hash, in the order of benchmark, document and place."""
    found = []
    for path in paths:
        bench = pathlib.Path(path).name.split(".")[0]
        for line in open(path, encoding="utf-8"):
            ledger = json.loads(line)
            for event in ledger["events"]:
                start, end = event["evidence"][0]["trigger"]
                key = f"{seed}/{bench}/{ledger['article']['id']}/{start}/{event['type']}"
                found.append((hashlib.sha256(key.encode()).hexdigest(), bench, ledger, event, start, end))
    found.sort(key=lambda f: f[0])
    return sorted(found[:n], key=lambda f: (f[1], f[2]["article"]["id"], f[4])), len(found)


def row(bench, ledger, event, start, end):
    kind = event["type"] + "".join(f" {m}" for m in event["mode"])
    flags = [event["polarity"] if event["polarity"] != "affirmed" else "",
             event["modality"] if event["modality"] != "actual" else "", "historical" if event["historical"] else ""]
    kind += "".join(f" ({f})" for f in flags if f)
    return {"bench": bench, "doc": ledger["article"]["id"], "start": start, "end": end, "event": kind,
            "actors": " ".join(code(a) for a in event["actors"]),
            "recipients": " ".join(code(a) for a in event["recipients"]),
            "rule": event["rule"], "confidence": event["confidence"]["type"], "half": half(bench, ledger["article"]["id"])}


def draw(args):
    events, n_all = drawn(args.ledgers, args.n, args.seed)
    print(f"{len(events)} of {n_all} events")
    for i, (_, bench, ledger, event, start, end) in enumerate(events, 1):
        text = ledger["article"]["text"]
        r = row(bench, ledger, event, start, end)
        side = lambda name: "; ".join(f"{text[a['start']:a['end']]} [{code(a)}]" for a in event[name]) or "-"
        evidence = event["evidence"][0]
        a, b = max(0, evidence["start"] - args.context), min(len(text), evidence["end"] + args.context // 4)
        words = f"{text[a:start]}**{text[start:end]}**{text[end:b]}".replace("\n", " ")
        print(f"\n{i}. {bench} {r['doc']} {r['event']} <{r['rule']}>\n   {side('actors')} > {side('recipients')}\n   {words}")


def table(args):
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for _, bench, ledger, event, start, end in drawn(args.ledgers, args.n, args.seed)[0]:
        out.writerow(row(bench, ledger, event, start, end))


def total(args):
    rows = list(csv.DictReader(open(args.verdicts, encoding="utf-8")))
    wrong = [r for r in rows if r["type_ok"] not in ("y", "n") or not {r["actors_ok"], r["recipients_ok"]} <= set("ymn")]
    if wrong:
        sys.exit(f"{args.verdicts}: {len(wrong)} rows lack a verdict, the first of {wrong[0]['doc']}")
    groups = [("all", rows)] + [(b, [r for r in rows if r["bench"] == b]) for b in sorted({r["bench"] for r in rows})]
    groups += [(h, [r for r in rows if r.get("half") == h]) for h in sorted({r.get("half") or "" for r in rows}) if h]
    for name, group in groups:
        share = lambda test: f"{sum(map(test, group))}/{len(group)} = {sum(map(test, group)) / len(group):.3f}"
        both = lambda r, right: r["type_ok"] == "y" and {r["actors_ok"], r["recipients_ok"]} <= set(right)
        print(f"{name:12} type {share(lambda r: r['type_ok'] == 'y')}   who {share(lambda r: both(r, 'ym'))}   "
              f"with every country {share(lambda r: both(r, 'y'))}")
    causes = Counter(r["reason"].split(":")[0] for r in rows if r["reason"])
    print("causes       " + ", ".join(f"{cause} {n}" for cause, n in causes.most_common()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run in (("draw", draw), ("table", table)):
        command = commands.add_parser(name)
        command.add_argument("ledgers", nargs="+")
        command.add_argument("-n", type=int, default=200)
        command.add_argument("--seed", default="2026-11")
        command.add_argument("--context", type=int, default=160, help="characters shown before the evidence")
        command.set_defaults(run=run)
    command = commands.add_parser("sum")
    command.add_argument("verdicts")
    command.set_defaults(run=total)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
