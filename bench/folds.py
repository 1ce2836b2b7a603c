#!/usr/bin/env python3
"""Five-fold check of the event sentences: how much of a fold is coded by rules that nothing else calls for.

    chancery read --format jsonl events/dev.jsonl > dev.ledgers.jsonl
    python3 bench/folds.py BENCH_FOLDER/events dev.ledgers.jsonl [--elsewhere LEDGERS ...] [--unread 4:2]

Rules are not fitted, so a fold cannot be left out by training again. What can be left out are the rules that were
perhaps written for a fold: those that code events in its sentences, in no other sentence of the file, and in no text
`--elsewhere` (ledgers of articles, say). Many of them were not (a language has many verbs, and 200 sentences meet each
of them once), so the scores without them are a lower bound, as those with all rules are an upper one where the
sentences were read.

A fold is every fifth line. `--unread N:K` names the lines, counted from one, that nobody looked at while writing rules
(those whose number leaves K when divided by N); they are scored apart. Recall is by `score_events.py --accept-alt`.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import defaultdict

N_FOLDS = 5
LEVELS = "abcd"


def read(path):
    """Ledgers of a file; what else Unicode counts as the end of a line stands within the texts."""
    with open(path, encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def shaped(folder, ledgers):
    """Ledgers as the scorer reads them, by the benchmark's own script."""
    lines = "".join(json.dumps(ledger) + "\n" for ledger in ledgers)
    script = [sys.executable, "-B", str(folder / "ledgers_to_events.py")]
    return subprocess.run(script, input=lines, capture_output=True, text=True, check=True).stdout


def recall(folder, gold, ledgers):
    """Recall at the four levels, and precision of the type."""
    with tempfile.TemporaryDirectory() as there:
        gold_file, system_file = pathlib.Path(there, "gold.jsonl"), pathlib.Path(there, "system.jsonl")
        gold_file.write_text("".join(gold), encoding="utf-8")
        system_file.write_text(shaped(folder, ledgers), encoding="utf-8")
        script = [sys.executable, "-B", str(folder / "score_events.py"), "--accept-alt", "--json"]
        done = subprocess.run([*script, str(gold_file), str(system_file)], capture_output=True, text=True, check=True)
    levels = json.loads(done.stdout)["levels"]
    return [levels[level]["r"] for level in LEVELS] + [levels["a"]["p"]]


def without(ledger, rules):
    return ledger | {"events": [event for event in ledger["events"] if event["rule"] not in rules]}


def shown(name, n, scores):
    return f"| {name} | {n} | " + " / ".join(f"{score:.2f}" for score in scores[:4]) + f" | {scores[4]:.2f} |"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path, help="the benchmark's folder")
    arguments.add_argument("ledgers", type=pathlib.Path, help="what the program reads in dev.jsonl")
    arguments.add_argument("--elsewhere", type=pathlib.Path, nargs="+", default=[], help="ledgers of other texts")
    arguments.add_argument("--unread", default="4:2", help="N:K (default 4:2)")
    a = arguments.parse_args()
    gold = (a.folder / "dev.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    ledgers = read(a.ledgers)
    if len(gold) != len(ledgers):
        sys.exit(f"{a.ledgers} has {len(ledgers)} ledgers for {len(gold)} sentences: read dev.jsonl anew")
    every, rest = map(int, a.unread.split(":"))

    folds = defaultdict(set)
    for n, ledger in enumerate(ledgers):
        for event in ledger["events"]:
            folds[event["rule"]].add(n % N_FOLDS)
    for path in a.elsewhere:
        for ledger in read(path):
            for event in ledger["events"]:
                folds[event["rule"]].add("elsewhere")

    def part(chosen, leave_out=frozenset()):
        numbers = [n for n in range(len(gold)) if chosen(n)]
        scores = recall(a.folder, [gold[n] for n in numbers], [without(ledgers[n], leave_out) for n in numbers])
        return len(numbers), scores

    print("| sentences | n | recall a / b / c / d | precision a |\n|---|---|---|---|")
    print(shown("all", *part(lambda n: True)))
    print(shown("not of the unread quarter", *part(lambda n: (n + 1) % every != rest)))
    print(shown("unread", *part(lambda n: (n + 1) % every == rest)))
    names = []
    for fold in range(N_FOLDS):
        own = {rule for rule, at in folds.items() if at == {fold}}
        names.append(sorted(own))
        print(shown(f"fold {fold + 1}, all rules", *part(lambda n: n % N_FOLDS == fold)))
        print(shown(f"fold {fold + 1}, without the {len(own)} rules that code nowhere else", *part(lambda n: n % N_FOLDS == fold, own)))
    for fold, own in enumerate(names):
        print(f"\nRules that code in fold {fold + 1} and nowhere else: " + ", ".join(f"`{rule}`" for rule in own) + ".")


if __name__ == "__main__":
    main()
