#!/usr/bin/env python3
"""How many of the codebook's own examples are still coded when a day, an aside or a source is put into them.

    python3 bench/frames.py [--show N] [CHANCERY]

Takes every example of an event rule that opens with its actor and the trigger in the past tense ("[A Chad] *expelled*
the ambassador"), puts the words of a frame before the trigger, behind it, before or behind the sentence, and codes both.
Nothing that happens has changed, so the same event should be coded: this asks how well the grammar stands up to the
parser, without anybody's judgement. CHANCERY is the program (default: target/release/chancery).
"""

import argparse
import glob
import json
import pathlib
import re
import subprocess
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent

FRAMES = [
    ("before the verb", " on Monday"),
    ("behind the verb", " on Monday"),
    ("before the verb", " late on Sunday"),
    ("before the verb", ", whose army is small,"),
    ("before the verb", ", under pressure from the opposition,"),
    ("before the verb", ", which has been at odds with its neighbours for years,"),
    ("before the verb", ", according to state radio,"),
    ("behind all", ", state radio reported on Friday."),
    ("behind all", ", a senior officer said on condition of anonymity."),
    ("before all", "Diplomats in Geneva said "),
]

PAST = re.compile(r"(ed|sent|gave|took|held|met|made|said|cut|shot|broke|hit|fought|sold|paid|built|told|left|won|went"
                  r"|put|set|threw|began|drove|withdrew|fell)$")
EXAMPLE = re.compile(r"^\[A ([^\]]*)\] \*([a-z]+)\*( .*)$")
DAY = re.compile(r"\bon (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
SMALL = {"The", "A", "An", "Two", "Three", "Ten", "Gunmen", "Police", "Rebels", "Thousands", "Hundreds"}


def examples():
    """Actor, verb and rest of each example."""
    for path in sorted(glob.glob(str(ROOT / "data/codebook/events/*/*.toml"))):
        for rule in tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8")).get("rule", []):
            for hit in rule.get("hits", []):
                match = EXAMPLE.match(hit)
                if match and PAST.search(match[2]) and not DAY.search(hit):
                    rest = re.sub(r"\[[AR] ([^\]]*)\]", r"\1", match[3]).replace("*", "")
                    yield match[1], match[2], rest


def framed(place, words, actor, verb, rest):
    if place == "before the verb":
        return f"{actor}{words} {verb}{rest}"
    if place == "behind the verb":
        return f"{actor} {verb}{words}{rest}"
    sentence = f"{actor} {verb}{rest}"
    if place == "behind all":
        return sentence.rstrip(".") + words
    return words + (sentence[0].lower() + sentence[1:] if sentence.split()[0] in SMALL else sentence)


def coded(program, sentences):
    """For each sentence the type and the countries of both sides of what is coded."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(i), "text": s}) + "\n" for i, s in enumerate(sentences))
        file.flush()
        command = [program, "read", "--no-repair", "--format", "jsonl", file.name]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    states = lambda side: sorted(str(x["country"]) for x in side)
    ledgers = {}
    for line in out.strip().split("\n"):
        ledger = json.loads(line)
        events = [(e["type"], states(e["actors"]), states(e["recipients"])) for e in ledger["events"]]
        ledgers[int(ledger["article"]["id"])] = events
    return [ledgers[i] for i in range(len(sentences))]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", nargs="?", default=str(ROOT / "target/release/chancery"))
    options.add_argument("--show", type=int, default=0, help="print so many of the lost sentences of each frame")
    args = options.parse_args()
    found = list(examples())
    plain = coded(args.program, [f"{actor} {verb}{rest}" for actor, verb, rest in found])
    print("| frame | words | examples | type lost | a side changed |\n|---|---|---|---|---|")
    for place, words in FRAMES:
        sentences = [framed(place, words, *example) for example in found]
        lost, changed, shown = 0, 0, []
        pairs = [(a, b, s) for a, b, s in zip(plain, coded(args.program, sentences), sentences) if a]
        for before, after, sentence in pairs:
            if before[0][0] not in [event[0] for event in after]:
                lost += 1
                shown.append(sentence)
            elif before[0] not in after:
                changed += 1
        print(f"| {place} | {words.strip()} | {len(pairs)} | {lost / len(pairs):.3f} | {changed / len(pairs):.3f} |")
        for sentence in shown[: args.show]:
            print(f"    {sentence}")


if __name__ == "__main__":
    main()
