#!/usr/bin/env python3
"""Our own coded sentences in the shape of the events benchmark, to be scored by its scorer.

    python3 bench/own_sentences.py data/calibration/sentences.txt > own.jsonl
    chancery read --format jsonl own.jsonl | python3 BENCH_FOLDER/events/ledgers_to_events.py > coded.jsonl
    python3 BENCH_FOLDER/events/score_events.py own.jsonl coded.jsonl

The sentences stand as `chancery codebook calibrate` reads them: a sentence, and below it, set in, an event in each line
(type and mode, actors, recipients, parted by bars; `-` for none). What tells no event stands too, without one.
"""

import json
import sys


def parties(field):
    """`KEN.GOV, CVL`: a country and a sector, or either alone; sectors and countries are told apart by the full stop."""
    found = []
    for party in (part.strip() for part in field.split(",")):
        if party in ("", "-"):
            continue
        country, _, sector = party.partition(".")
        if not sector and country in SECTORS:
            country, sector = None, country
        found.append({"text": party, "country": country or None, "sector": sector or None})
    return found


# PLOVER's sectors, which stand alone where the country is not told.
SECTORS = set(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRM PTY REB REF REL SOC SPY UAF".split()
)


def main(path):
    sentences = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith(" "):
                sentences.append({"id": f"s{len(sentences) + 1}", "text": line.strip(), "events": []})
            elif line.strip() != "-":
                kind, actors, recipients = (field.strip() for field in line.split("|")[:3])
                event = {"plover": kind.split()[0], "source": parties(actors), "target": parties(recipients)}
                sentences[-1]["events"].append(event)
    for sentence in sentences:
        print(json.dumps(sentence))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
