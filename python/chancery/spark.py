"""Reading with Apache Spark: a data frame of articles becomes one of ledgers, row for row.

    >>> from chancery import spark as cs                                                             # doctest: +SKIP
    >>> articles = spark.read.parquet("articles/")                                                   # doctest: +SKIP
    >>> cs.read(articles, text="text", keep=["day"]).write.partitionBy("day").parquet("ledgers/")    # doctest: +SKIP
    >>> cs.settle(spark.read.parquet("ledgers/")).write.parquet("occurrences/")                      # doctest: +SKIP

Each Python process of an executor loads one engine, the first time that it gets a row, and keeps it. Ledgers never become
Python objects: articles go in and Arrow comes out. An article that cannot be read is a row with its `error` and nothing else, so
no row is lost, and a task that Spark repeats gives the same rows again.
"""

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

#: Columns that are read besides the text when the data frame has them, and that `read` may be told other names for.
FIELDS = ("id", "url", "publisher", "title", "date", "language")

#: Rows that are read and given on at a time.
ROWS = 128

_engines: Dict[Tuple[Tuple[str, Any], ...], Any] = {}


def _engine(settings: Dict[str, Any]) -> Any:
    """The engine of this process with these settings."""
    from ._engine import Engine

    key = tuple(sorted((name, repr(value)) for name, value in settings.items()))
    if key not in _engines:
        _engines[key] = Engine(**settings)
    return _engines[key]


def _empty(table: str) -> "pyarrow.Table":
    """A table without rows, which tells its columns."""
    import pyarrow

    engine = _engine({"threads": 1})
    return pyarrow.RecordBatchReader.from_stream(engine._inner.stream(iter([])).batches(table, 1)).read_all()


def _columns(schema: "pyarrow.Schema") -> "StructType":
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def ledger_schema() -> "StructType":
    """The columns that `read` gives after those that are kept: `id`, `error`, and the ledger's own, nested."""
    return _columns(_empty("ledgers").schema)


def read(
    df: "DataFrame",
    text: str = "text",
    *,
    keep: Sequence[str] = (),
    date: Optional[str] = None,
    repair: bool = True,
    engine: Optional[Dict[str, Any]] = None,
    **columns: Optional[str],
) -> "DataFrame":
    """Reads the articles of a data frame, one a row, through `mapInArrow`.

    text:    the column that holds the articles
    keep:    columns that stand unchanged in front of the ledger's, such as the one that the result is partitioned by
    date:    the publication date to assume where a row has none
    repair:  whether to repair what transport did to the texts
    engine:  settings of `chancery.Engine` (`codebook`, `places`, `min_confidence`, …); files must be where executors see them.
             Each Python process reads with one thread unless `threads` says otherwise, since Spark runs one a core
    columns: `id=`, `url=`, `publisher=`, `title=`, `date_column=` and `language=` name the columns that hold these; without them those
             of that name are taken, as far as there are any. A row without id has one made of its text

    Gives the kept columns, then `id`, `error`, and the ledger's own: `schema`, `article`, `segments`, `entities`, `events`,
    `statements`, `positions`, `times`, `places`, `notes` and `produced_by`.
    """
    from pyspark.sql.types import StructType

    if text not in df.columns:
        raise ValueError(f"the data frame has no column \"{text}\", only {', '.join(df.columns)}; name it with text=")
    known = {("date_column" if name == "date" else name): name for name in FIELDS}
    sources: Dict[str, str] = {"text": text}
    for argument, field in known.items():
        named = columns.pop(argument, None)
        if named is not None and named not in df.columns:
            raise ValueError(f"the data frame has no column \"{named}\", only {', '.join(df.columns)}")
        if named is not None or (field in df.columns and field != text):
            sources[field] = named or field
    if columns:
        raise TypeError(f"read() has no argument {', '.join(sorted(columns))}")
    ledger = ledger_schema()
    clash = sorted(set(keep) & set(ledger.names))
    if clash:
        raise ValueError(f"column {', '.join(clash)} cannot be kept beside the ledger's of that name; rename it first")
    missing = sorted(set(keep) - set(df.columns))
    if missing:
        raise ValueError(f"the data frame has no column {', '.join(missing)} to keep")
    settings = {"threads": 1, **(engine or {})}
    wanted = list(dict.fromkeys([*keep, *sources.values()]))
    schema = StructType([df.schema[name] for name in keep] + list(ledger.fields))
    kept = list(keep)

    def run(batches: "Iterator[pyarrow.RecordBatch]") -> "Iterator[pyarrow.RecordBatch]":
        return _read_batches(batches, sources, kept, date, repair, settings)

    return df.select(*wanted).mapInArrow(run, schema)


def _read_batches(
    batches: "Iterator[pyarrow.RecordBatch]",
    sources: Dict[str, str],
    keep: List[str],
    date: Optional[str],
    repair: bool,
    settings: Dict[str, Any],
) -> "Iterator[pyarrow.RecordBatch]":
    """A row of ledgers for each row of articles, and in the same order."""
    import pyarrow

    engine = _engine(settings)
    for whole in batches:
        for at in range(0, whole.num_rows, ROWS):
            batch = whole.slice(at, ROWS)
            columns = {field: batch.column(name).to_pylist() for field, name in sources.items()}
            rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
            ids = [_id(row) for row in rows]
            items = iter([{**row, "id": id} for row, id in zip(rows, ids)])
            stream = engine._inner.stream(items, date=date, repair=repair).batches("ledgers", ROWS)
            read = pyarrow.RecordBatchReader.from_stream(stream).read_all().combine_chunks()
            # A row that could not be read has its id all the same, and no number that depends on how rows were parted.
            errors = [None if error is None else error.split(": ", 1)[-1] for error in read.column("error").to_pylist()]
            read = read.set_column(0, "id", pyarrow.array(ids, pyarrow.string()))
            read = read.set_column(1, "error", pyarrow.array(errors, pyarrow.string()))
            names = [*keep, *read.column_names]
            arrays = [batch.column(name) for name in keep] + [column.combine_chunks() for column in read.columns]
            arrays = [one.chunk(0) if isinstance(one, pyarrow.ChunkedArray) else one for one in arrays]
            yield pyarrow.RecordBatch.from_arrays(arrays, names)


def read_files(
    paths: "DataFrame",
    path: str = "path",
    *,
    date: Optional[str] = None,
    repair: bool = True,
    engine: Optional[Dict[str, Any]] = None,
) -> "DataFrame":
    """Reads all articles of files, such as the WARC files of Common Crawl News, whose names a data frame has.

    path: the column that holds the names, as every executor can open them; a row is a piece of work, so part the data
          frame (`repartition`) into as many as there are cores, or more

    Gives `path` and then the columns of `read`: a row for each article, and one with an `error` for what is broken.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    if path not in paths.columns:
        raise ValueError(f"the data frame has no column \"{path}\", only {', '.join(paths.columns)}; name it with path=")
    settings = {"threads": 1, **(engine or {})}
    schema = StructType([StructField("path", StringType(), True), *ledger_schema().fields])

    def run(batches: "Iterator[pyarrow.RecordBatch]") -> "Iterator[pyarrow.RecordBatch]":
        return _read_file_batches(batches, date, repair, settings)

    return paths.select(paths[path].cast("string").alias("path")).mapInArrow(run, schema)


def _read_file_batches(
    batches: "Iterator[pyarrow.RecordBatch]", date: Optional[str], repair: bool, settings: Dict[str, Any]
) -> "Iterator[pyarrow.RecordBatch]":
    import pyarrow

    engine = _engine(settings)
    for batch in batches:
        for name in batch.column(0).to_pylist():
            items = iter([Path(name)] if name else [])
            stream = engine._inner.stream(items, date=date, repair=repair).batches("ledgers", ROWS)
            for read in pyarrow.RecordBatchReader.from_stream(stream):
                names = pyarrow.array([name] * read.num_rows, pyarrow.string())
                yield pyarrow.RecordBatch.from_arrays([names, *read.columns], ["path", *read.schema.names])


def _id(row: Dict[str, Any]) -> str:
    """The row's own id, else one of its text: the same on any executor and in any partition."""
    given = row.get("id")
    if given is not None and str(given).strip():
        return str(given)
    text = row.get("text")
    return "text-" + hashlib.sha256(str(text if text is not None else "").encode("utf-8", "replace")).hexdigest()[:16]


def settle(ledgers: "DataFrame", table: str = "occurrences") -> "DataFrame":
    """What belongs together over all articles, as a second job on what `read` gave.

    table: `occurrences` (happenings, each once), `stories`, `actors`, or any other table of `chancery.Archive`

    It is judged pair by pair, so all ledgers must meet: one task gathers them in an archive on its disk, in the order of their
    ids, and settles it there. Memory stays flat; time and disk grow with the articles. For more than a machine's disk can
    hold, settle month by month.
    """
    from pyspark.sql.types import DoubleType, LongType, StringType, StructField, StructType

    from ._archive import Archive

    kinds = ("articles", "events", "occurrences", "statements", "positions", "stories", "actors")
    if table not in kinds:
        raise ValueError(f'no table is called "{table}"; there are {", ".join(kinds)}')
    with tempfile.TemporaryDirectory() as folder:
        empty = Archive(os.path.join(folder, "empty.db"), write=True)
        arrow = getattr(empty, table)().to_arrow().schema
    types = {"string": StringType(), "int64": LongType(), "double": DoubleType()}
    schema = StructType([StructField(one.name, types[str(one.type)], True) for one in arrow])
    fields = [name for name in ledger_schema().names if name not in ("id", "error")]

    def run(batches: "Iterator[pyarrow.RecordBatch]") -> "Iterator[pyarrow.RecordBatch]":
        return _settle_batches(batches, table)

    good = ledgers.where("error IS NULL").select(*fields)
    return good.repartition(1).sortWithinPartitions("article.id", "article.text").mapInArrow(run, schema)


def _settle_batches(batches: "Iterator[pyarrow.RecordBatch]", table: str) -> "Iterator[pyarrow.RecordBatch]":
    import pyarrow

    from ._archive import Archive

    with tempfile.TemporaryDirectory(prefix="chancery-") as folder:
        archive = Archive(os.path.join(folder, "settle.db"), write=True)
        for batch in batches:
            for at in range(0, batch.num_rows, ROWS):
                for row in batch.slice(at, ROWS).to_pylist():
                    archive._inner.add(json.dumps(row, ensure_ascii=False))
        archive.settle()
        answer: Union["pyarrow.Table", Any] = getattr(archive, table)().to_arrow()
        yield from answer.to_batches(max_chunksize=10_000)
