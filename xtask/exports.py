"""Opens every export of the archive with the tool it is for.

Called by `cargo xtask test --full` with the command that runs chancery. Each check compares what the tool reads with
what the archive says, so that a file that opens and is empty or shifted by a column fails.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import geojson
import networkx
import pandas

ARTICLES = "crates/chancery/tests/archive/articles.jsonl"
R_PAGE = "docs/r-users.md"


def r_page(folder: str) -> None:
    """Runs what docs/r-users.md shows, in a folder with its files: the SQL always, the R as far as it is at hand."""
    blocks = re.findall(r"```r\n(.*?)```", Path(R_PAGE).read_text(encoding="utf-8"), re.S)
    queries = [sql for block in blocks for sql in re.findall(r'dbGetQuery\(con, "(.*?)"\)', block, re.S)]
    assert len(queries) == 2, queries
    here = os.getcwd()
    os.chdir(folder)
    try:
        for sql in queries:
            assert duckdb.sql(sql).fetchall(), sql
    finally:
        os.chdir(here)
    if not shutil.which("Rscript"):
        print("R: skipped, since there is no Rscript (Debian: apt install r-base-core)")
        return
    ran, opened = 0, ""
    for block in blocks:
        # The second question to DuckDB asks over the connection that the first one opened.
        code = opened + block if "(con," in block and "library" not in block else block
        opened = block if "con <-" in block else opened
        needed = sorted({*re.findall(r"library\((\w+)\)", code), *re.findall(r"(\w+)::", code)})
        names = ", ".join(f'"{name}"' for name in needed)
        there = f"quit(status = as.integer(!all(c({names}) %in% rownames(installed.packages()))))"
        if needed and subprocess.run(["Rscript", "-e", there], capture_output=True).returncode != 0:
            print(f"R: a block is skipped, since not all of {', '.join(needed)} are installed")
            continue
        done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0 or not done.stdout.strip():
            sys.exit(f"a block of {R_PAGE} does not run:\n{code}\n{done.stderr}")
        ran += 1
    print(f"R: {ran} of {len(blocks)} blocks of {R_PAGE} run")


def main(command: list[str]) -> None:
    def chancery(*args: str) -> None:
        done = subprocess.run([*command, *args], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"chancery {' '.join(args)} ended with {done.returncode}:\n{done.stderr}")

    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder, "news.db"))
        chancery("ingest", "--archive", db, ARTICLES)

        def export(form: str, *more: str) -> str:
            path = str(Path(folder, f"export.{form}"))
            chancery("export", "--archive", db, "--form", form, "--output", path, *more)
            return path

        archive = sqlite3.connect(f"file:{db}?mode=ro", uri=True)

        def count(sql: str) -> int:
            return archive.execute(sql).fetchone()[0]

        n_events = count("SELECT count(*) FROM v_events")
        assert n_events > 10, n_events
        types = dict(archive.execute("SELECT type, count(*) FROM v_events GROUP BY type"))

        flat = pandas.read_csv(export("csv"))
        assert flat["type"].value_counts().to_dict() == types, flat["type"].value_counts()
        assert flat["id"].is_unique and flat["evidence"].notna().all()

        for table in (pandas.read_csv(export("csv", "--text-free")),):
            assert "evidence" not in table.columns and len(table) == n_events

        parquet = export("parquet")
        rows = duckdb.sql(f"SELECT type, count(*) FROM '{parquet}' GROUP BY type").fetchall()
        assert dict(rows) == types, rows
        kinds = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{parquet}')").fetchall())
        assert (kinds["id"], kinds["quad"], kinds["scale"]) == ("VARCHAR", "BIGINT", "DOUBLE"), kinds
        assert duckdb.sql(f"SELECT count(*) FROM '{parquet}' WHERE evidence IS NULL").fetchall() == [(0,)]

        shutil.copy(parquet, Path(folder, "events.parquet"))
        chancery("occurrences", "--archive", db, "--format", "csv", "--output", str(Path(folder, "occurrences.csv")))
        r_page(folder)

        plover = pandas.read_json(export("plover"), lines=True)
        assert plover["type"].value_counts().to_dict() == types
        assert plover["actor"].map(lambda side: all({"name", "country", "sectors"} <= set(a) for a in side)).all()

        gdelt = pandas.read_csv(export("gdelt"), sep="\t", header=None, dtype=str)
        assert gdelt.shape[1] == 61, gdelt.shape
        assert gdelt[0].is_unique and gdelt[1].str.fullmatch(r"\d{8}").all() and gdelt[29].isin(list("1234")).all()

        graph = networkx.read_graphml(export("graphml"))
        assert graph.is_directed() and graph.number_of_edges() > 0
        assert all("n_events" in data for _, _, data in graph.edges(data=True))
        assert all(data.get("name") for _, data in graph.nodes(data=True))

        located = count("SELECT count(*) FROM v_occurrences WHERE lat IS NOT NULL")
        if located > 0:
            map_ = geojson.loads(Path(export("geojson")).read_text(encoding="utf-8"))
            assert map_.is_valid, map_.errors()
            assert len(map_["features"]) == located
    print(f"{n_events} events opened by pandas, DuckDB, networkx and geojson")


main(sys.argv[1:])
