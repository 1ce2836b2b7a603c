#!/usr/bin/env python3
"""What reading with Spark costs, by runs at three sizes, for docs/spark.md.

    spark_cost.py [--sizes 400 800 1600] [--master 'local-cluster[2,1,1024]']

Articles are those of `examples/`, each with a number of its own so that no two are the same. Counted are seconds of
processors, of the Python processes that read and of Spark's own JVMs apart: unlike time on the wall they mean the same on a
busy machine. A line through the sizes parts what a job costs by itself from what an article costs.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession

from chancery import spark as cs

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def articles(n):
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    return [(f"a{i}", f"{texts[i % len(texts)]}\n\nThis is report number {i}.") for i in range(n)]


def processor_seconds():
    """Seconds that the processes below this one have taken, those that they outlived included: JVMs, and Pythons."""
    parents, seconds = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
            seconds[int(entry.name)] = sum(int(stat[i]) for i in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")
    sums = {"java": 0.0, "python": 0.0}
    for pid in parents:
        above = pid
        while above in parents and above != os.getpid():
            above = parents[above]
        if above != os.getpid() or pid == os.getpid():
            continue
        try:
            name = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
        except OSError:
            continue
        sums["java" if name == "java" else "python"] += seconds[pid]
    return sums


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[400, 800, 1600])
    parser.add_argument("--master", default="local-cluster[2,1,1024]")
    typed = parser.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = (
        SparkSession.builder.master(typed.master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n in [min(typed.sizes) // 4, *typed.sizes]:
            source = articles(n)
            n_words = sum(len(text.split()) for _, text in source)
            spark.createDataFrame(source, "id string, text string").repartition(8).write.parquet(f"{folder}/in{n}")
            before = processor_seconds()
            begin = time.perf_counter()
            cs.read(spark.read.parquet(f"{folder}/in{n}")).write.parquet(f"{folder}/out{n}")
            wall = time.perf_counter() - begin
            after = processor_seconds()
            failed = spark.read.parquet(f"{folder}/out{n}").where("error IS NOT NULL").count()
            row = {
                "articles": n,
                "words": n_words,
                "python_s": after["python"] - before["python"],
                "spark_s": after["java"] - before["java"],
                "wall_s": wall,
                "failed": failed,
            }
            if n in typed.sizes:
                rows.append(row)
            print(json.dumps(row), file=sys.stderr)
    spark.stop()
    # Least squares over the sizes.
    xs, ys = [row["articles"] for row in rows], [row["python_s"] + row["spark_s"] for row in rows]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    each = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
    answer = {
        "each_ms": each * 1e3,
        "job_s": mean_y - each * mean_x,
        "words_each": sum(row["words"] for row in rows) / sum(xs),
        "core_hours_per_million": each * 1e6 / 3600,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
