"""Spark itself, on two executors of their own (`local-cluster`), which each start a JVM."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

import chancery
from conftest import MEETING, REMARK, STRIKE

pyspark = pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")

from pyspark.sql import SparkSession  # noqa: E402

from chancery import spark as cs  # noqa: E402

SETTINGS = {"today": "2026-01-01"}


def texts(n):
    """Articles that differ, some of them bad."""
    made = []
    for i in range(n):
        body = f"{MEETING} {STRIKE.replace('17', str(10 + i))} {REMARK}"
        made.append({"id": f"a{i:04}", "text": body, "publisher": f"Paper {i % 3}", "date": f"2024-05-{1 + i % 28:02}"})
    made[3]["text"] = None
    made[n // 2]["text"] = "   "
    made[5]["id"] = None
    return made


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("chancery tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
        .config("spark.executor.processTreeMetrics.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def frame(spark, items, partitions):
    schema = "id string, text string, publisher string, date string"
    rows = [(one["id"], one["text"], one["publisher"], one["date"]) for one in items]
    return spark.createDataFrame(rows, schema).repartition(partitions, "date")


def on_one_machine(items):
    """The rows that Spark should give: a dict of id to the ledger's JSON, or its error."""
    engine = chancery.Engine(threads=1, **SETTINGS)
    want = {}
    named = [{**one, "id": cs._id(one)} for one in items]
    for one, read in zip(named, chancery.read(named, on_error="keep", engine=engine)):
        failed = isinstance(read, chancery.Failure)
        want[one["id"]] = read.message.split(": ", 1)[1] if failed else read.to_dict()
    return want


def plain(value):
    """A Spark row as JSON has it; floats with as many digits as a float has."""
    if hasattr(value, "asDict"):
        return {key: plain(one) for key, one in value.asDict().items()}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return round(value, 5) if isinstance(value, float) else value


def as_rows(df):
    got = {}
    for row in df.collect():
        row = row.asDict()
        assert row["id"] not in got, "no row is doubled"
        error = row.pop("error")
        name = row.pop("id")
        row.pop("day", None)
        got[name] = error if error is not None else plain(row)
    return got


def test_the_same_as_on_one_machine_row_for_row(spark, tmp_path):
    items = texts(60)
    df = frame(spark, items, 4).withColumn("day", pyspark.sql.functions.col("date"))
    df.write.partitionBy("day").parquet(str(tmp_path / "articles"))
    articles = spark.read.parquet(str(tmp_path / "articles"))
    ledgers = cs.read(articles, keep=["day"], engine=SETTINGS)
    assert ledgers.columns[:3] == ["day", "id", "error"]
    ledgers.write.partitionBy("day").parquet(str(tmp_path / "ledgers"))
    assert (tmp_path / "ledgers" / "day=2024-05-01").is_dir()

    back = spark.read.parquet(str(tmp_path / "ledgers"))
    want = on_one_machine(items)
    got = as_rows(back)
    assert got.keys() == want.keys() and len(got) == 60
    assert got["a0003"] == "`text` is missing or null; give the article as a string field `text`"
    for name in want:
        assert got[name] == plain(want[name]), name
    # Nested columns can be asked in SQL.
    back.createOrReplaceTempView("ledgers")
    counted = spark.sql("SELECT e.type, count(*) AS n FROM ledgers LATERAL VIEW explode(events) t AS e GROUP BY e.type")
    types = [event["type"] for one in want.values() if isinstance(one, dict) for event in one["events"]]
    assert {row["type"]: row["n"] for row in counted.collect()} == {name: types.count(name) for name in set(types)}

    # The second job: what belongs together.
    occurrences = cs.settle(back)
    occurrences.write.parquet(str(tmp_path / "occurrences"))
    found = spark.read.parquet(str(tmp_path / "occurrences")).collect()
    archive = chancery.Archive(tmp_path / "one.db", write=True)
    engine = chancery.Engine(threads=1, **SETTINGS)
    named = [{**one, "id": cs._id(one)} for one in items]
    archive.add(one for one in chancery.read(named, on_error="keep", engine=engine) if isinstance(one, chancery.Ledger))
    archive.settle()
    assert {row["id"] for row in found} == {row["id"] for row in archive.occurrences()}
    assert {row["id"]: plain(row) for row in found} == {row["id"]: plain(row) for row in archive.occurrences()}
    stories = cs.settle(back, "stories").collect()
    assert {row["id"] for row in stories} == {row["id"] for row in archive.stories()}


def executors():
    """The process ids of the executors' JVMs that this process's Spark has started."""
    parents = {}
    commands = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
                commands[int(entry.name)] = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])

    def is_ours(pid):
        while pid in parents:
            if pid == os.getpid():
                return True
            pid = parents[pid]
        return False

    # The shell that starts an executor has the name in its arguments too.
    return [
        pid
        for pid, args in commands.items()
        if any(b"CoarseGrainedExecutorBackend" in arg for arg in args) and args[0].endswith(b"java") and is_ours(pid)
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_an_executor_killed_in_the_middle_loses_and_doubles_nothing(spark, tmp_path):
    items = texts(240)
    marks = tmp_path / "marks"
    marks.mkdir()
    df = frame(spark, items, 12)
    before = executors()
    assert len(before) == 2
    folder = str(marks)

    def marked(batches):
        # Each batch that is taken up leaves a mark, so that we know when the middle is.
        for batch in batches:
            (Path(folder) / f"{os.getpid()}-{time.monotonic_ns()}").touch()
            time.sleep(0.3)
            yield batch

    slow = df.mapInArrow(marked, df.schema)
    killed = []

    def kill():
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if len(list(marks.iterdir())) >= 4:
                os.kill(before[0], signal.SIGKILL)
                killed.append(before[0])
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    cs.read(slow, engine=SETTINGS).write.parquet(str(tmp_path / "ledgers"))
    killer.join()
    assert killed, "an executor was killed"
    assert len(list(marks.iterdir())) > 12, "what it had begun was done again"
    back = spark.read.parquet(str(tmp_path / "ledgers"))
    assert as_rows(back) == {name: plain(one) for name, one in on_one_machine(items).items()}


def test_files_are_read_where_the_executors_are(spark, tmp_path):
    lines = [json.dumps({"id": f"l{i}", "text": STRIKE.replace("17", str(30 + i))}) for i in range(150)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines + ["{broken"]) + "\n")
    (tmp_path / "one.txt").write_text(MEETING)
    names = [str(tmp_path / "many.jsonl"), str(tmp_path / "one.txt"), str(tmp_path / "none.txt")]
    paths = spark.createDataFrame([(name,) for name in names], "file string").repartition(3)
    rows = cs.read_files(paths, path="file", engine=SETTINGS).collect()
    assert len(rows) == 150 + 1 + 1 + 1
    good = {row["id"]: row for row in rows if row["error"] is None}
    assert good.keys() == {*(f"l{i}" for i in range(150)), "one.txt"}
    assert good["one.txt"]["path"] == names[1]
    bad = sorted(row["error"] for row in rows if row["error"] is not None)
    assert len(bad) == 2 and any("many.jsonl:151" in one for one in bad) and any("none.txt" in one for one in bad)
    engine = chancery.Engine(threads=1, **SETTINGS)
    want = chancery.read(json.loads(lines[7]), engine=engine).to_dict()
    assert plain({name: good["l7"][name] for name in want}) == plain(want)
    with pytest.raises(ValueError, match='no column "path", only file'):
        cs.read_files(paths)


def test_what_cannot_be_read_is_said_before_anything_runs(spark):
    df = frame(spark, texts(8), 1)
    with pytest.raises(ValueError, match='no column "body", only id, text, publisher, date'):
        cs.read(df, text="body")
    with pytest.raises(ValueError, match="no column region to keep"):
        cs.read(df, keep=["region"])
    with pytest.raises(ValueError, match="column id cannot be kept"):
        cs.read(df, keep=["id"])
    with pytest.raises(ValueError, match='no column "day"'):
        cs.read(df, date_column="day")
    with pytest.raises(TypeError, match="no argument colour"):
        cs.read(df, colour="red")
    with pytest.raises(ValueError, match='no table is called "events2"'):
        cs.settle(df, "events2")


def test_other_names_for_columns(spark):
    rows = [("x1", "https://example.org/1", STRIKE, "2024-05-04")]
    df = spark.createDataFrame(rows, "key string, url string, body string, day string")
    row = cs.read(df, text="body", id="key", date_column="day", engine=SETTINGS).collect()[0]
    assert (row["id"], row["article"]["url"], row["article"]["published"]) == ("x1", "https://example.org/1", "2024-05-04")
    assert json.loads(json.dumps(plain(row["events"])))[0]["type"] == "ASSAULT"
