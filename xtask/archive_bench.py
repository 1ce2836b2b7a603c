"""Measures the archive on articles whose stories and happenings are known, because they are made here.

Called by `cargo xtask archive-bench` with the command that runs chancery, how many articles and events to make, a
folder for them, and the URLs of the archives. Two parts:

1. Articles that can be read: happenings in towns that exist, told by agencies, reprinted, told again by other outlets
   in other words and with `via`, followed up on the next day with a higher toll. They go through `chancery ingest`, and
   what it joins is compared with what is known.
2. Ledgers with ten events each, which go in by `chancery ingest --ledgers`, for the time that filters take among many;
   a server gets a copy of the tables, so that both are asked about the same.

Everything is drawn from one seed, so two runs measure the same.
"""

import argparse
import csv
import io
import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

# Country, its adjective, its capital, other towns with latitude and longitude, and family names.
WORLD = [
    ("Nigeria", "Nigerian", "NGA", "Abuja", [("Maiduguri", 11.85, 13.16), ("Kaduna", 10.52, 7.44), ("Jos", 9.92, 8.89)], "Okafor Bello Adeyemi Danjuma Eze Yakubu"),
    ("Kenya", "Kenyan", "KEN", "Nairobi", [("Garissa", -0.46, 39.64), ("Kisumu", -0.1, 34.76), ("Lamu", -2.27, 40.9)], "Mwangi Otieno Kamau Wanjiru Kiprop Achieng"),
    ("Mali", "Malian", "MLI", "Bamako", [("Gao", 16.27, -0.04), ("Mopti", 14.49, -4.18), ("Timbuktu", 16.77, -3.0)], "Keita Traore Coulibaly Diarra Sissoko Maiga"),
    ("Pakistan", "Pakistani", "PAK", "Islamabad", [("Quetta", 30.18, 67.0), ("Peshawar", 34.01, 71.58), ("Multan", 30.2, 71.47)], "Khan Afridi Bhatti Mengal Durrani Qureshi"),
    ("India", "Indian", "IND", "New Delhi", [("Srinagar", 34.08, 74.8), ("Imphal", 24.81, 93.94), ("Raipur", 21.25, 81.63)], "Sharma Reddy Nair Banerjee Patel Iyer"),
    ("Iraq", "Iraqi", "IRQ", "Baghdad", [("Mosul", 36.34, 43.13), ("Basra", 30.51, 47.78), ("Kirkuk", 35.47, 44.39)], "al-Jabouri al-Saadi Barwari Hashimi al-Tai Kadhim"),
    ("Colombia", "Colombian", "COL", "Bogota", [("Cucuta", 7.89, -72.5), ("Tumaco", 1.8, -78.76), ("Quibdo", 5.69, -76.66)], "Restrepo Quintero Mosquera Pardo Arango Velez"),
    ("Peru", "Peruvian", "PER", "Lima", [("Puno", -15.84, -70.02), ("Ayacucho", -13.16, -74.22), ("Piura", -5.19, -80.63)], "Salcedo Quispe Huaman Zevallos Paredes Choque"),
    ("Mexico", "Mexican", "MEX", "Mexico City", [("Culiacan", 24.8, -107.39), ("Acapulco", 16.86, -99.88), ("Oaxaca", 17.07, -96.73)], "Herrera Montes Cardenas Orozco Villalobos Luna"),
    ("Ukraine", "Ukrainian", "UKR", "Kyiv", [("Kharkiv", 49.98, 36.25), ("Odesa", 46.48, 30.73), ("Dnipro", 48.45, 34.98)], "Kovalenko Shevchuk Bondar Melnyk Tkachenko Lysenko"),
    ("Serbia", "Serbian", "SRB", "Belgrade", [("Novi Sad", 45.25, 19.84), ("Nis", 43.32, 21.9), ("Novi Pazar", 43.14, 20.51)], "Jovanovic Petrovic Nikolic Ilic Markovic Stankovic"),
    ("Turkey", "Turkish", "TUR", "Ankara", [("Diyarbakir", 37.91, 40.22), ("Izmir", 38.41, 27.13), ("Van", 38.49, 43.38)], "Yilmaz Demir Kaya Aydin Ozturk Arslan"),
    ("Greece", "Greek", "GRC", "Athens", [("Thessaloniki", 40.64, 22.94), ("Patras", 38.25, 21.73), ("Volos", 39.36, 22.94)], "Papadakis Georgiou Nikolaidis Makris Vlachos Samaras"),
    ("Armenia", "Armenian", "ARM", "Yerevan", [("Gyumri", 40.79, 43.85), ("Vanadzor", 40.81, 44.49), ("Ijevan", 40.88, 45.15)], "Sargsyan Hakobyan Petrosyan Grigoryan Avetisyan Karapetyan"),
    ("Georgia", "Georgian", "GEO", "Tbilisi", [("Batumi", 41.64, 41.64), ("Kutaisi", 42.27, 42.7), ("Zugdidi", 42.51, 41.87)], "Beridze Kapanadze Lomidze Gelashvili Maisuradze Tsiklauri"),
    ("Thailand", "Thai", "THA", "Bangkok", [("Pattani", 6.87, 101.25), ("Chiang Rai", 19.91, 99.83), ("Surin", 14.88, 103.49)], "Srisai Thongchai Boonmee Wongsa Chaiyo Suwan"),
    ("Myanmar", "Burmese", "MMR", "Naypyidaw", [("Sittwe", 20.15, 92.9), ("Lashio", 22.93, 97.75), ("Myitkyina", 25.38, 97.4)], "Aung Htun Myint Zaw Thein Kyaw"),
    ("Indonesia", "Indonesian", "IDN", "Jakarta", [("Jayapura", -2.53, 140.72), ("Medan", 3.59, 98.67), ("Ambon", -3.7, 128.18)], "Wibowo Santoso Siregar Hutapea Kusuma Pratama"),
    ("Ethiopia", "Ethiopian", "ETH", "Addis Ababa", [("Mekelle", 13.5, 39.47), ("Gondar", 12.6, 37.47), ("Jijiga", 9.35, 42.8)], "Tadesse Bekele Haile Girma Alemu Worku"),
    ("Egypt", "Egyptian", "EGY", "Cairo", [("Arish", 31.13, 33.8), ("Minya", 28.1, 30.75), ("Suez", 29.97, 32.53)], "Fahmy Mansour Shaker Naguib Ghali Soliman"),
]
GIVEN = "Samuel Maria Ahmed Elena Joseph Amina Viktor Rosa Daniel Leila Peter Nadia Omar Irina Paul Sofia Karim Anna".split()
OUTLETS = ["Morning Herald", "Evening Courier", "Daily Tribune", "Harbour Gazette", "Central Observer", "Plateau Times", "National Post", "City Mirror", "Border Chronicle", "Radio Delta", "Lakeside Ledger", "Northern Star"]
AGENCIES = ["Meridian Newswire", "Orbis Press Agency", "Transit Wire"]
THINGS = "market bridge stadium clinic school station hotel quarry mosque church depot granary mill barracks port".split()
CAUSES = ["rising bread prices", "power cuts", "a new land law", "unpaid wages", "the closure of a hospital", "water shortages", "a tax on fuel", "delayed elections"]
CARGO = ["wheat flour", "medicines", "tents and blankets", "cooking oil", "water filters", "rice"]
SUBJECTS = ["fishing rights", "border trade", "water from a shared river", "air links", "the return of refugees", "gas deliveries", "customs rules"]


def story(rng: random.Random, n: int, day: date) -> list[dict]:
    """Articles on one matter; happenings are told with their words in [[words|happening]]."""
    country, adjective, _, capital, towns, names = rng.choice(WORLD)
    other = rng.choice([w for w in WORLD if w[0] != country])
    town = rng.choice(towns)[0]
    family = names.split()
    rng.shuffle(family)
    official, leader, second = (f"{rng.choice(GIVEN)} {name}" for name in family[:3])
    foreign = f"{rng.choice(GIVEN)} {rng.choice(other[5].split())}"
    thing, toll = rng.choice(THINGS), rng.randint(3, 60)
    later, hurt = toll + rng.randint(1, 9), rng.randint(2, 90)
    cause, cargo, subject, tons = rng.choice(CAUSES), rng.choice(CARGO), rng.choice(SUBJECTS), rng.randint(20, 900)
    weekday = day.strftime("%A")
    kind = rng.choice(["raid", "bomb", "march", "talks", "expel", "aid", "kidnap", "truce"])
    a, b, c = (f"{n}{letter}" for letter in "abc")
    if kind == "raid":
        head = [f"Gunmen kill {toll} at {thing} in {town}", f"{toll} people dead after raid on {adjective} {thing}", f"Toll of {town} raid rises to {later}"]
        lead = [f"Gunmen [[killed {toll} people|{a}]] at a {thing} in the {adjective} town of {town} on {weekday}, police said.",
                f"At least {toll} people were [[shot dead|{a}]] on {weekday} when armed men [[attacked a {thing}|{a}]] in {town}, according to the {adjective} police.",
                f"The number of people [[killed|{a}]] in {weekday}'s attack on a {thing} in {town} has risen to {later}, officials said."]
        more = [f"Soldiers [[arrested {hurt} suspects|{b}]] in nearby villages, police spokesman {official} said.",
                f"President {leader} [[condemned the attack|{c}]] and promised that the {thing} would be rebuilt."]
    elif kind == "bomb":
        head = [f"Car bomb kills {toll} in {town}", f"Blast at {adjective} {thing} leaves {toll} dead", f"{later} dead in {town} bombing"]
        lead = [f"A car bomb [[killed {toll} people|{a}]] outside a {thing} in the {adjective} city of {town} on {weekday}, officials said.",
                f"A bomb [[exploded|{a}]] near a {thing} in {town} on {weekday} and [[killed {toll} people|{a}]], {country}'s interior ministry said.",
                f"Hospitals in {town} now count {later} people who were [[killed|{a}]] by a car bomb at a {thing} on {weekday}."]
        more = [f"Interior Minister {official} [[visited the wounded|{b}]] in the city's hospital.",
                f"The {adjective} government [[accused {other[0]}|{c}]] of harbouring those who sent the bomber."]
    elif kind == "march":
        head = [f"Thousands march in {town} over {cause}", f"{adjective} police break up protest", f"More rallies called in {town}"]
        lead = [f"Thousands of people [[marched through {town}|{a}]] in {country} on {weekday} to protest against {cause}.",
                f"Protesters angry at {cause} [[took to the streets|{a}]] of the {adjective} city of {town} on {weekday}.",
                f"Union leaders in {town} called for more rallies after {weekday}'s [[protest|{a}]] against {cause}."]
        more = [f"Police [[fired tear gas|{b}]] near the {thing} and [[detained {hurt} demonstrators|{c}]], union leader {official} said.",
                f"The police [[arrested {hurt} people|{c}]], a spokesman said."]
    elif kind == "talks":
        head = [f"{country} and {other[0]} hold talks on {subject}", f"Ministers of {country} and {other[0]} meet in {capital}", f"{other[0]} greets deal on {subject}"]
        lead = [f"The foreign ministers of {country} and {other[0]} [[held talks|{a}]] on {subject} in {capital} on {weekday}.",
                f"Foreign Minister {official} of {country} [[met {foreign}|{a}]], the {other[1]} foreign minister, in {capital} on {weekday} to discuss {subject}.",
                f"{other[1]} Foreign Minister {foreign} praised the result of {weekday}'s [[talks|{a}]] in {capital}."]
        more = [f"The two countries [[signed an agreement|{b}]] on {subject} after four hours.",
                f"{foreign} [[invited {official}|{c}]] to {other[3]} for a second round."]
    elif kind == "expel":
        head = [f"{country} expels two {other[1]} diplomats", f"{other[1]} envoys told to leave {capital}", f"{other[0]} answers expulsion of diplomats"]
        lead = [f"{country} on {weekday} [[expelled two {other[1]} diplomats|{a}]] whom it accuses of spying.",
                f"Two diplomats of {other[0]} must leave {capital}, after {country} [[declared them unwelcome|{a}]] on {weekday}.",
                f"{other[0]} on {(day + timedelta(1)).strftime('%A')} [[expelled two {adjective} diplomats|{b}]], a day after {country} had [[thrown out|{a}]] two of its own."]
        more = [f"The {adjective} foreign ministry [[summoned the {other[1]} ambassador|{c}]], spokesman {official} said.",
                f"{other[1]} Foreign Minister {foreign} called the step hostile."]
    elif kind == "aid":
        head = [f"{other[0]} sends {cargo} to {town}", f"Aid from {other[0]} reaches {adjective} town", f"Families in {town} receive {cargo}"]
        lead = [f"{other[0]} [[delivered {tons} tonnes of {cargo}|{a}]] to the {adjective} town of {town} on {weekday} after floods.",
                f"A convoy from {other[0]} [[brought {cargo}|{a}]] to flood victims in {town}, {country}, on {weekday}.",
                f"Families in {town} received {cargo} that {other[0]} had [[sent|{a}]] on {weekday}."]
        more = [f"{adjective} President {leader} [[thanked {other[0]}|{b}]] for its help.",
                f"The {adjective} army [[rescued {hurt} villagers|{c}]] by helicopter, Colonel {official} said."]
    elif kind == "kidnap":
        head = [f"Rebels kidnap {toll} near {town}", f"{toll} taken hostage in {country}", f"Hostages of {town} freed"]
        lead = [f"Rebels [[kidnapped {toll} people|{a}]] near {town} in {country} on {weekday}, the governor said.",
                f"Armed men [[abducted {toll} passengers|{a}]] from a bus outside the {adjective} town of {town} on {weekday}.",
                f"Soldiers have [[freed|{b}]] most of the {toll} people who were [[abducted|{a}]] near {town} on {weekday}, {country}'s army said."]
        more = [f"Governor {official} [[visited the families|{c}]] at the {thing}.", "The kidnappers have not made any demands, the police said."]
    else:
        head = [f"{country} and rebels agree truce in {town}", f"Fighting stops in {adjective} town", f"Truce holds in {town}"]
        lead = [f"The {adjective} army and rebels [[agreed on a ceasefire|{a}]] in {town} on {weekday}, General {official} said.",
                f"A ceasefire that {country}'s army and rebels [[agreed|{a}]] on {weekday} has ended the fighting in {town}.",
                f"The truce which the {adjective} army and rebels had [[agreed|{a}]] on {weekday} held in {town} on its second day."]
        more = [f"{other[1]} Foreign Minister {foreign} [[welcomed the truce|{b}]].",
                f"Two soldiers were [[wounded|{c}]] by a mine near the {thing} before the shooting stopped."]
    rest = [f"Life in {town} went on around the {thing}, residents told reporters.",
            f"{second}, who sells fruit by the {thing}, said that people were tired.",
            f"It was the talk of {town}, where {cause} had been the main worry.",
            f"Shops near the {thing} stayed closed until noon."]
    agency = rng.choice(AGENCIES)
    wire = f"{town.upper()} ({agency}) - {lead[0]}\n\n{' '.join(more)}\n\n{' '.join(rng.sample(rest, 2))}"
    found = [(0, agency, head[0], wire)]
    outlets = rng.sample(OUTLETS, len(OUTLETS))
    for i in range(min(len(outlets), int(rng.paretovariate(0.9)) - 1)):
        outlet, way = outlets[i], rng.random()
        if way < 0.35:
            found.append((0, outlet, head[0], f"{wire}\n\nReaders can write to the {outlet}."))
        elif way < 0.7:
            via = f" {agency} reported." if rng.random() < 0.5 else ""
            found.append((rng.randint(0, 1), outlet, head[1], f"{lead[1]}{via}\n\n{rng.choice(more)} {rng.choice(rest)}"))
        else:
            found.append((rng.randint(1, 2), outlet, head[2], f"{lead[2]}\n\n{rng.choice(more)} {rng.choice(rest)}"))
    return [{"publisher": outlet, "date": str(day + timedelta(1 + late)), "title": title, "text": text} for late, outlet, title, text in found]


def unmark(text: str) -> tuple[str, list]:
    plain, told, at = "", [], 0
    for mark in re.finditer(r"\[\[(.+?)\|(.+?)\]\]", text):
        plain += text[at : mark.start()]
        told.append((len(plain), len(plain) + len(mark[1]), mark[2]))
        plain += mark[1]
        at = mark.end()
    return plain + text[at:], told


def make_articles(path: Path, n_articles: int) -> dict[str, tuple[int, list]]:
    """Writes articles, mixed as they would arrive; gives story and told happenings of each."""
    rng = random.Random(20240310)
    all_, truth, n = [], {}, 0
    # As many stories a day in a small run as in a large one, so that both are as crowded.
    while len(all_) < n_articles:
        day = date(2023, 1, 1) + timedelta(n // 30)
        for article in story(rng, n, day):
            article["text"], told = unmark(article["text"])
            article["id"] = f"a{len(all_)}"
            truth[article["id"]] = (n, told)
            all_.append(article)
        n += 1
    del all_[n_articles:]
    all_.sort(key=lambda article: article["date"])
    with open(path, "w", encoding="utf-8") as out:
        for article in all_:
            out.write(json.dumps(article) + "\n")
    return {article["id"]: truth[article["id"]] for article in all_}


TYPES = [("AGREE", 1, 6.0), ("CONSULT", 1, 2.5), ("SUPPORT", 1, 4.0), ("COOPERATE", 2, 7.0), ("AID", 2, 8.0), ("REQUEST", 3, -1.0), ("ACCUSE", 3, -3.0), ("REJECT", 3, -4.0), ("THREATEN", 3, -5.0), ("PROTEST", 4, -6.0), ("SANCTION", 4, -5.0), ("COERCE", 4, -7.0), ("ASSAULT", 4, -9.0)]
SECTORS = ["GOV", "MIL", "REB", "CVL", "OPP", "JRN"]


def made_up(rng: random.Random, n: int) -> list[str]:
    """Words that nobody uses, as many as a language has for the things and people of the news."""
    starts, middles, ends = "b d f g h k l m n p r s t v z br dr kl st tr".split(), "a e i o u ai ou".split(), "n r l s t m d".split()
    return sorted({"".join(rng.choice(part) for part in (starts, middles, ends, middles, ends)) for _ in range(2 * n)})[:n]


def make_ledgers(path: Path, n_events: int) -> None:
    """Ledgers with ten events each, over ten years, in the same countries; parties come as often as in the news: a few very often.

    An article is about four countries at most, and most of its people, things and acts are named in few others, so that
    articles are as unlike as those of a newspaper.
    """
    rng = random.Random(7)
    weights = [1 / (i + 1) for i in range(len(WORLD))]
    words = made_up(rng, 6000)
    with open(path, "w", encoding="utf-8") as out:
        for n in range(n_events // 10):
            published = date(2014, 1, 1) + timedelta(n * 3650 // max(1, n_events // 10))
            some = rng.choices(WORLD, weights, k=4)
            entities, places, events, sentences, statements = [], [], [], [], []
            at = 0
            for i in range(10):
                one, two = rng.choices(some, k=2)
                town = rng.choice(one[4])
                family = rng.choice(one[5].split()) if rng.random() < 0.2 else rng.choice(words).capitalize()
                name = f"{rng.choice(GIVEN)} {family}"
                kind, quad, scale = rng.choice(TYPES)
                verb, thing = f"{rng.choice(words)}ed", rng.choice(THINGS if rng.random() < 0.5 else words)
                sentence = f"{name} of {one[0]} {verb} the {thing} number {n * 10 + i} with {two[1]} officials in {town[0]}."
                where = sentence.index(town[0])
                for party, person, called in ((one, True, name), (two, False, f"{two[1]} officials")):
                    start = at + sentence.index(called)
                    entities.append({"id": f"e{len(entities) + 1}", "name": called, "kind": "person" if person else "group", "country": party[2], "sectors": [rng.choice(SECTORS)], "roles": [], "wikidata": None, "mentions": [{"start": start, "end": start + len(called), "form": "name" if person else "nominal"}]})
                places.append({"id": f"l{i + 1}", "start": at + where, "end": at + where + len(town[0]), "text": town[0], "kind": "name", "name": town[0], "country": one[2], "admin1": None, "admin2": None, "feature": "PPL", "precision": 5, "lat": town[1], "lon": town[2], "geonames": None})
                side = lambda e: {"entity": e["id"], "country": e["country"], "sectors": e["sectors"], "start": e["mentions"][0]["start"], "end": e["mentions"][0]["end"]}
                day = str(published - timedelta(rng.randint(0, 3)))
                span = {"start": at, "end": at + len(sentence), "trigger": [at + sentence.index(verb), at + sentence.index(verb) + len(verb)]}
                if i < 3:
                    statements.append({"id": f"st{i + 1}", "speaker": entities[-2]["id"], "on_behalf_of": None, "addressee": entities[-1]["id"], "cue": [span["trigger"]], "source": [], "content": [[at, at + len(sentence)]], "form": "indirect", "within": None, "via": [], "evidence": [span], "rule": "made", "confidence": 0.9})
                events.append({"id": f"ev{i + 1}", "type": kind, "mode": [], "context": [{"name": "diplomatic", "scope": "sentence"}] if i == 0 else [], "cameo": "010", "goldstein": 0.0, "quad": quad, "scale": scale, "actors": [side(entities[-2])], "recipients": [side(entities[-1])], "evidence": [span], "polarity": "affirmed", "modality": "actual", "historical": False, "time": None, "date": {"from": day, "to": day, "precision": "day", "source": "text"}, "place": f"l{i + 1}", "place_source": "clause", "amount": None, "attribution": [f"st{i + 1}"] if i < 3 else [], "contested_by": [], "via": [], "rule": "made", "confidence": {"type": 0.9, "actors": 0.9, "recipients": 0.9}})
                sentences.append(sentence)
                at += len(sentence) + 1
            text = " ".join(sentences)
            ledger = {"schema": "chancery/1", "article": {"id": f"l{n}", "url": None, "publisher": OUTLETS[n % len(OUTLETS)], "published": str(published), "language": "en", "headline": None, "text": text}, "segments": [{"kind": "paragraph", "start": 0, "end": len(text)}], "entities": entities, "events": events, "statements": statements, "positions": [], "times": [], "places": places, "notes": [], "produced_by": {"version": "0", "model": "made", "codebook": "made"}}
            out.write(json.dumps(ledger) + "\n")


def chancery(command: list[str], *args: str) -> tuple[str, float]:
    began = time.monotonic()
    done = subprocess.run([*command, *args], capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"chancery {' '.join(args)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout, time.monotonic() - began


def peak() -> float:
    """Megabytes of the largest program that ran so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def rows(command: list[str], url: str, query: str):
    out, _ = chancery(command, "sql", "--archive", url, query, "--format", "csv")
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(out)))[1:]


def b_cubed(pairs) -> tuple[float, float, float]:
    both, got, gold = Counter(pairs), Counter(g for g, _ in pairs), Counter(t for _, t in pairs)
    precision = sum(n * n / got[g] for (g, _), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[t] for (_, t), n in both.items()) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def joined(events) -> tuple[float, float]:
    """Precision and recall of the pairs of events of different articles that are joined: (article, happening, occurrence)."""

    def n_pairs(groups):
        # All pairs less those within one article.
        return sum(sum(c.values()) ** 2 - sum(n * n for n in c.values()) for c in groups.values()) / 2

    by = {key: defaultdict(Counter) for key in ("occurrence", "happening", "both", "unmarked")}
    for article, happening, occurrence in events:
        by["occurrence"][occurrence][article] += 1
        if happening is None:
            by["unmarked"][occurrence][article] += 1
        else:
            by["happening"][happening][article] += 1
            by["both"][happening, occurrence][article] += 1
    right = n_pairs(by["both"])
    return right / max(1, n_pairs(by["occurrence"]) - n_pairs(by["unmarked"])), right / max(1, n_pairs(by["happening"]))


def quality(command: list[str], url: str, truth: dict) -> None:
    stories = rows(command, url, "SELECT name, story FROM v_articles")
    print("stories B-cubed precision {:.3f} recall {:.3f} F1 {:.3f}".format(*b_cubed([(story, truth[name][0]) for name, story in stories])))
    spans = rows(command, url, """SELECT a.name, e.id, o.id, coalesce(p.trigger_start, p."start") - length(v.headline) - 2,
        coalesce(p.trigger_end, p."end") - length(v.headline) - 2 FROM events e JOIN versions v ON v.key = e.version AND v.current = 1
        JOIN articles a ON a.key = v.article JOIN occurrences o ON o.key = e.occurrence
        JOIN spans p ON p.kind = 'event' AND p.record = e.key AND p.role = 'evidence' ORDER BY e.id, p.n""")
    events = {}
    for name, event, occurrence, start, end in spans:
        start, end = int(start), int(end)
        told = next((h for s, e, h in truth[name][1] if start < e and s < end), None)
        before = events.get(event)
        if before is None or before[1] is None:
            in_body = start >= 0 or (before is not None and before[3])
            events[event] = (name, told, occurrence, in_body)
    # A headline tells again what the body tells; its words are not marked.
    events = [e[:3] for e in events.values() if e[1] is not None or e[3]]
    coded = {(name, told) for name, told, _ in events if told is not None}
    n_told = len({(name, told) for name, (_, all_) in truth.items() for _, _, told in all_})
    print("occurrences: precision {:.3f} recall {:.3f} of coded pairs".format(*joined(events)), f"(the coder found {len(coded) / max(1, n_told):.3f} of what is told)")


QUESTIONS = [
    ("events", "--actor", "NGA.GOV"),
    ("events", "--actor", "GEO"),
    ("events", "--actor", "Samuel Okafor"),
    ("events", "--recipient", "KEN"),
    ("events", "--dyad", "NGA,KEN"),
    ("events", "--dyad", "EGY>ETH", "--since", "2020-01-01"),
    ("events", "--type", "ASSAULT"),
    ("events", "--type", "ASSAULT", "--actor", "MLI", "--since", "2019-01-01", "--until", "2019-12-31"),
    ("events", "--context", "diplomatic", "--country", "PER"),
    ("events", "--country", "NGA"),
    ("events", "--since", "2018-03-01", "--until", "2018-03-07"),
    ("events", "--near", "Gao,50km"),
    ("events", "--min-sources", "2"),
    ("events", "--text", "granary quarry"),
    ("events", "--text", "granary", "--actor", "IRQ", "--type", "ACCUSE"),
    ("occurrences", "--dyad", "NGA,KEN", "--type", "ASSAULT"),
    ("occurrences", "--country", "UKR", "--since", "2022-01-01"),
    ("statements", "--actor", "KEN.GOV"),
    ("statements", "--actor", "Samuel Okafor"),
    ("stories", "--actor", "GRC", "--since", "2021-01-01"),
    ("actors", "--country", "NGA"),
]


def filters(command: list[str], url: str) -> None:
    _, idle = chancery(command, "events", "--archive", url, "--since", "1900-01-01", "--until", "1900-01-02", "--format", "csv")
    print(f"a question with no answer: {idle * 1000:.0f} ms (starting the program and opening the archive included)")
    slowest = 0.0
    for question in QUESTIONS:
        times = []
        for _ in range(3):
            answer, took = chancery(command, question[0], "--archive", url, *question[1:], "--limit", "50", "--format", "csv")
            times.append(took * 1000)
        slowest = max(slowest, min(times))
        print(f"{min(times):6.0f} ms  {answer.count(chr(10)) - 1:3} rows  {' '.join(question)} --limit 50")
    print(f"slowest {slowest:.0f} ms")


def ingest(command: list[str], url: str, path: Path, n: int, *more: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _, took = chancery(command, "ingest", "--archive", url, str(path), *more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = f", {Path(url).stat().st_size / n:.0f} bytes an article" if Path(url).is_file() else ""
    print(f"ingest of {n} in {took:.0f} s, settled: {n / took:.1f} articles/s, {n / busy:.1f} for a second of processor time, at most {peak():.0f} MB{size}", flush=True)


def settling(command: list[str], url: str, path: Path, n: int) -> None:
    """What it takes to settle a hundred articles more, of days that are full already."""
    lines = path.read_text(encoding="utf-8").splitlines()[n // 2 : n // 2 + 100]
    more = path.with_name("more.jsonl")
    with open(more, "w", encoding="utf-8") as out:
        for line in lines:
            article = json.loads(line)
            article["id"], article["publisher"] = f"{article['id']}-again", "Late Edition"
            out.write(json.dumps(article) + "\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    _, took = chancery(command, "ingest", "--archive", url, str(more))
    busy = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"100 more into the middle of {n}: {took:.1f} s, {busy:.1f} of processor time, reading and starting included", flush=True)


def copy(command: list[str], source: str, url: str) -> None:
    """Fills an archive on a server with the tables of a file: what is asked of both is then the same."""
    began = time.monotonic()
    chancery(command, "ingest", "--archive", url, "--ledgers", "/dev/null")
    # The full-text index is the server's own; everything else has the same columns.
    tables = rows(command, url, "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'")
    tables = [name for (name,) in tables if name not in ("about", "versions_text")]
    psql = ["psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", url, "--command"]
    # Indexes are made once all rows are there, which is much sooner than row by row.
    indexes = rows(command, url, "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)")
    subprocess.run([*psql, "; ".join(f'DROP INDEX "{name}"' for name, _ in indexes)], check=True)
    # Rows come in any order, so what refers to others is not checked on the way: the file has checked it.
    off = "SET session_replication_role = replica"
    db = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    for table in tables:
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
        names = ", ".join(f'"{name}"' for name in columns)
        filling = subprocess.Popen([*psql, off, "--command", f"COPY {table} ({names}) FROM STDIN (FORMAT csv, NULL '\\N')"], stdin=subprocess.PIPE, text=True, encoding="utf-8")
        out = csv.writer(filling.stdin)
        for row in db.execute(f'SELECT {names} FROM "{table}"'):
            out.writerow("\\N" if v is None else f"\\x{v.hex()}" if isinstance(v, bytes) else v for v in row)
        filling.stdin.close()
        if filling.wait() != 0:
            sys.exit(f"the table {table} could not be copied")
    words = "INSERT INTO versions_text SELECT key, to_tsvector('simple', coalesce(headline, '') || chr(10) || text) FROM versions WHERE current = 1"
    memory = "SET maintenance_work_mem = '512MB'"
    subprocess.run([*psql, memory, "--command", words, *(part for _, made in indexes for part in ("--command", made)), "--command", "VACUUM ANALYZE"], check=True)
    print(f"copied to the server in {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=100_000)
    arguments.add_argument("--events", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--postgres", help="URL of an empty database")
    arguments.add_argument("--keep", action="store_true", help="use archives that are there")
    arguments.add_argument("--filled", action="store_true", help="the server has the events already")
    arguments.add_argument("command", nargs="+")
    a = arguments.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    if a.articles:
        path, url = a.folder / "articles.jsonl", str(a.folder / "articles.db")
        truth = make_articles(path, a.articles)
        print(f"{len(truth)} articles of {len({s for s, _ in truth.values()})} stories, {path.stat().st_size / len(truth):.0f} bytes each", flush=True)
        if not (a.keep and Path(url).exists()):
            Path(url).unlink(missing_ok=True)
            ingest(a.command, url, path, len(truth))
        quality(a.command, url, truth)
        settling(a.command, url, path, len(truth))
    if a.events:
        path = a.folder / "ledgers.jsonl"
        if not (a.keep and path.exists()):
            make_ledgers(path, a.events)
        file = str(a.folder / "events.db")
        if not (a.keep and Path(file).exists()):
            Path(file).unlink(missing_ok=True)
            ingest(a.command, file, path, a.events // 10, "--ledgers")
        for url in filter(None, [file, a.postgres]):
            if url == a.postgres and not a.filled:
                copy(a.command, file, url)
            print(f"{url.split(':')[0]}:", rows(a.command, url, "SELECT count(*) FROM events")[0][0], "events")
            filters(a.command, url)


if __name__ == "__main__":
    main()
