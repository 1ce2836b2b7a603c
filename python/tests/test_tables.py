import pytest

import chancery
from conftest import MEETING, REMARK, STRIKE

ITEMS = [MEETING, 3, STRIKE, REMARK]


def test_ledgers_are_nested_and_bad_rows_are_kept(engine):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(chancery.read(ITEMS, engine=engine))
    assert table.num_rows == 4
    rows = table.to_pylist()
    assert [row["id"] for row in rows] == ["item:1", None, "item:3", "item:4"]
    assert rows[1]["error"].startswith("item:2: this is of type int") and rows[1]["events"] is None
    for row, item in zip(rows, ITEMS):
        if isinstance(item, str):
            ledger = chancery.read([item], engine=engine)
            want = next(ledger).to_dict()
            want["article"]["id"] = row["id"]
            got = {name: row[name] for name in want}
            assert _close(got, want), "Arrow holds what the ledger holds"


def _close(one, other):
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_close, one, other))
    if isinstance(one, float):
        return one == pytest.approx(other, rel=1e-6)
    return one == other


def test_events_as_a_data_frame(engine):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    with pytest.warns(chancery.ReadWarning, match="item:2"):
        frame = chancery.read(ITEMS, engine=engine).to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assault = frame[frame["type"] == "ASSAULT"].iloc[0]
    assert (assault["article"], assault["first"], assault["killed_low"]) == ("item:3", "2024-05-03", 17)
    assert "army" in assault["asserted_by"]
    consult = frame[frame["type"] == "CONSULT"].iloc[0]
    assert consult["actors"] == "BRA.GOV;KEN.GOV" and consult["actor_names"].startswith("Ana Lopes;")
    with pytest.raises(chancery.ReadError, match="item:2"):
        chancery.read(ITEMS, on_error="raise", engine=engine).to_pandas()


def test_polars_needs_no_pyarrow(engine):
    polars = pytest.importorskip("polars")
    frame = chancery.read([MEETING, STRIKE], engine=engine).to_polars("statements")
    assert isinstance(frame, polars.DataFrame)
    assert "Peter Otieno" in frame["speaker"].to_list()
    assert "We agreed to open a new embassy." in frame["content"].to_list()[0]


@pytest.mark.parametrize("table", ["ledgers", "articles", "events", "statements", "positions", "entities", "places", "times"])
def test_every_table_has_its_rows(engine, table):
    pytest.importorskip("pyarrow")
    got = chancery.read([MEETING, STRIKE], engine=engine).to_arrow(table)
    ledgers = list(chancery.read([MEETING, STRIKE], engine=engine))
    want = {"ledgers": 2, "articles": 2}.get(table)
    if want is None:
        want = sum(len(getattr(ledger, table)) for ledger in ledgers)
    assert got.num_rows == want
    assert chancery.read([], engine=engine).to_arrow(table).schema == got.schema
    with pytest.raises(ValueError, match='no table is called "event"'):
        chancery.read([], engine=engine).to_arrow("event")


def test_batches_bound_memory_and_a_generators_trouble_comes_through(engine):
    pyarrow = pytest.importorskip("pyarrow")

    def items():
        for _ in range(10):
            yield STRIKE
        raise KeyError("the feed is gone")

    reader = pyarrow.RecordBatchReader.from_stream(chancery.read(items(), engine=engine).batches("articles", 4))
    assert [reader.read_next_batch().num_rows for _ in range(2)] == [4, 4]
    with pytest.raises(Exception, match="the feed is gone"):
        for _ in range(2):
            reader.read_next_batch()


def test_columns_are_those_of_the_archive(engine, tmp_path):
    pytest.importorskip("pyarrow")
    archive = chancery.Archive(tmp_path / "a.db", write=True)
    archive.add(chancery.read([{"text": MEETING, "id": "m"}], engine=engine))
    archive.settle()
    of_archive = {"events": archive.events(), "statements": archive.statements(), "positions": archive.positions()}
    for table, kept in of_archive.items():
        flat = chancery.read([{"text": MEETING, "id": "m"}], engine=engine).to_arrow(table)
        assert set(flat.column_names) <= set(kept.columns), table
        for ours, theirs in zip(flat.to_pylist(), sorted(kept, key=lambda row: row["id"])):
            if len(kept) == 1:
                same = set(ours) - {"id", "article", "historical", "within", "statement", "event"}
                assert _close({k: ours[k] for k in same}, {k: theirs[k] for k in same})


def test_the_archive_answers_in_arrow(engine, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    archive = chancery.Archive(tmp_path / "news.db", write=True)
    items = [
        {"text": STRIKE, "id": "1", "publisher": "A", "date": "2024-05-04"},
        {"text": STRIKE.replace("Rebels", "Mali's rebels"), "id": "2", "publisher": "B", "date": "2024-05-04"},
        {"text": MEETING, "id": "3", "publisher": "A", "date": "2024-06-04"},
    ]
    assert archive.add(chancery.read(items, engine=engine)) == {"new": 3, "updated": 0, "known": 0, "recoded": 0}
    assert archive.add(chancery.read(items, engine=engine))["known"] == 3
    assert archive.settle() == 3
    events = archive.events(type="ASSAULT")
    table = pyarrow.table(events)
    again = pyarrow.table(events)
    assert table.num_rows == len(events) >= 2 and table == again
    address = [one.column("evidence").chunk(0).buffers()[2].address for one in (table, again)]
    assert address[0] == address[1], "both share the archive's memory"
    assert len(archive.occurrences(type="ASSAULT")) == len(events) / 2, "both tell the same"
    assert [row["n"] for row in archive.series(by="month", type="ASSAULT")] == [len(events) / 2]
    counted = archive.sql("SELECT type, count(*) AS n FROM v_events GROUP BY type ORDER BY type").to_pandas()
    assert dict(zip(counted["type"], counted["n"]))["ASSAULT"] == len(events)
    assert archive.sql("SELECT 1 AS x WHERE 0").to_arrow().column_names == ["x"]
    first = next(iter(events))
    assert archive.show(first["id"])["type"] == "ASSAULT"
    assert archive.ledger(first["article"]).events
    assert len(archive.articles(since="2024-06-01")) == 1
    assert len(archive.changes("2020-01-01")) > 0
    assert len(chancery.Archive(tmp_path / "news.db", as_of="2020-01-01").articles()) == 0


def test_bad_questions_say_what_is_wrong(engine, tmp_path):
    with pytest.raises(chancery.ArchiveError, match="there is no archive"):
        chancery.Archive(tmp_path / "none.db")
    archive = chancery.Archive(tmp_path / "a.db", write=True)
    for question, error, message in [
        (lambda: archive.events(colour="red"), TypeError, 'no filter is called "colour"'),
        (lambda: archive.events(since="soon"), ValueError, 'since "soon" is not a date'),
        (lambda: archive.events(type="WAR"), ValueError, 'not "WAR"'),
        (lambda: archive.events(near="Jenin"), ValueError, "place with a distance"),
        (lambda: archive.series(by="hour"), ValueError, 'by="hour" is not known'),
        (lambda: archive.sql("DROP TABLE events"), chancery.ArchiveError, "."),
        (lambda: archive.show("ev_none"), chancery.ArchiveError, "ev_none"),
    ]:
        with pytest.raises(error, match=message):
            question()
    (tmp_path / "text.db").write_text("this is no database, but it is long enough to be looked at")
    with pytest.raises(chancery.ArchiveError):
        chancery.Archive(tmp_path / "text.db").events()


def test_an_archive_may_be_asked_from_threads(engine, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    archive = chancery.Archive(tmp_path / "a.db", write=True)
    archive.add(chancery.read(STRIKE, engine=engine))
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: len(archive.events()), range(20))) == {len(archive.events())}


def test_dasks_three_lines(tmp_path):
    dd = pytest.importorskip("dask.dataframe")
    pandas = pytest.importorskip("pandas")
    texts = [STRIKE.replace("17", str(20 + i)) for i in range(8)]
    pandas.DataFrame({"id": [f"a{i}" for i in range(8)], "text": texts}).to_parquet(tmp_path / "articles.parquet")
    code = lambda part: chancery.read(part.to_dict("records")).to_pandas("events")  # noqa: E731
    articles = dd.read_parquet(tmp_path / "articles.parquet").repartition(npartitions=3)
    events = articles.map_partitions(code, meta=chancery.read([]).to_pandas("events"))
    events.to_parquet(tmp_path / "events")
    got = pandas.read_parquet(tmp_path / "events")
    want = chancery.read([{"id": f"a{i}", "text": text} for i, text in enumerate(texts)]).to_pandas("events")
    assert sorted(zip(got["article"], got["id"], got["type"])) == sorted(zip(want["article"], want["id"], want["type"]))


def test_rays_three_lines(tmp_path):
    ray = pytest.importorskip("ray")
    pandas = pytest.importorskip("pandas")
    texts = [STRIKE.replace("17", str(20 + i)) for i in range(8)]
    rows = [{"id": f"a{i}", "text": text} for i, text in enumerate(texts)]
    (tmp_path / "articles").mkdir()
    for part in range(2):
        pandas.DataFrame(rows[4 * part : 4 * part + 4]).to_parquet(tmp_path / "articles" / f"{part}.parquet")
    code = lambda batch: chancery.read(batch.to_dict("records")).to_arrow("ledgers")  # noqa: E731
    ray.data.read_parquet(str(tmp_path / "articles")).map_batches(code, batch_format="pandas").write_parquet(
        str(tmp_path / "ledgers")
    )
    ray.shutdown()
    import pyarrow.parquet

    got = pyarrow.parquet.read_table(tmp_path / "ledgers").to_pylist()
    want = chancery.read(rows).to_arrow("ledgers").to_pylist()
    assert sorted(got, key=lambda row: row["id"]) == sorted(want, key=lambda row: row["id"])
