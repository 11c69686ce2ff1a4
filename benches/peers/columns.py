#!/usr/bin/env python3
"""The rules of `../deal/rules.rs` over columns, and from files to decisions, in Polars and DuckDB on one thread.

First it makes sure that both decide as the rules by hand do, then it prints what they cost:

    pip install polars duckdb
    cargo build --release && python3 columns.py [ROWS]
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import polars as pl

HERE = Path(__file__).parent
PEERS = HERE / "target" / "release" / "stagegate-peers"
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 5

DATES = ["created", "close_date", "last_activity", "decision_date"]
ENUMERATIONS = ["kind", "source", "region", "segment", "industry", "stage"]


def ask(*arguments):
    return subprocess.run([PEERS, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def cpu(run):
    """The median CPU seconds of some runs, and the last result."""
    times = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_SELF)
        result = run()
        after = resource.getrusage(resource.RUSAGE_SELF)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(times)[ROUNDS // 2], result


def with_days(rules):
    """Polars reads `today` as a column otherwise."""
    today = str(rules["today"])
    for entry in rules["sets"]:
        entry["rules"] = [[name, text.replace("today", today)] for name, text in entry["rules"]]
    return rules["sets"]


def polars_frame(source):
    days = [pl.col(name).cast(pl.Date).cast(pl.Int32) for name in DATES]
    return source.with_columns(days)


def polars_decide(frame, entry):
    rules = [pl.sql_expr(text).alias(name) for name, text in entry["rules"]]
    decision = pl.sql_expr(entry["decision"]).cast(pl.Int8).alias("decision")
    return frame.with_columns(rules).with_columns(decision)


def polars_columns(frame, entry):
    names = [name for name, _ in entry["rules"]]
    return polars_decide(frame.lazy(), entry).select(*names, "decision").collect()


def duckdb_query(table, entry):
    rules = ", ".join(f"{text} as {name}" for name, text in entry["rules"])
    names = ", ".join(name for name, _ in entry["rules"])
    inner = f"select {rules}, stage from {table}"
    return f"select {names}, {entry['decision']} as decision from ({inner})"


def duckdb_load(connection, csv):
    """The deals as a table: enumerations as such, dates in days."""
    connection.execute(f"create table raw as select * from read_csv('{csv}')")
    for name in ENUMERATIONS:
        connection.execute(f"create type {name}_type as enum (select distinct {name} from raw order by 1)")
    replaced = [f"cast({name} - date '1970-01-01' as integer) as {name}" for name in DATES]
    replaced += [f"{name}::{name}_type as {name}" for name in ENUMERATIONS]
    connection.execute(f"create table deals as select * replace ({', '.join(replaced)}) from raw")


def columns(sets, csv, connection):
    frame = polars_frame(pl.read_csv(csv, try_parse_dates=True))
    frame = frame.with_columns(pl.col(name).cast(pl.Categorical) for name in ENUMERATIONS)
    print(f"| {ROWS} rows in memory, CPU seconds, one thread | 10 rules | 40 rules |\n| --- | --- | --- |")
    polars_times, duckdb_times = [], []
    for count, entry in zip((10, 40), sets):
        expected = ask("decisions", count, ROWS).strip()
        seconds, result = cpu(lambda: polars_columns(frame, entry))
        assert "".join(map(str, result["decision"])) == expected, f"Polars decides otherwise, {count} rules"
        polars_times.append(seconds)
        query = duckdb_query("deals", entry)
        seconds, _ = cpu(lambda: connection.execute(f"create or replace table result as {query}"))
        decisions = connection.execute("select string_agg(decision, '') from result").fetchone()[0]
        assert decisions == expected, f"DuckDB decides otherwise, {count} rules"
        duckdb_times.append(seconds)
    print(f"| Polars {pl.__version__} | {polars_times[0]:.3f} | {polars_times[1]:.3f} |")
    print(f"| DuckDB {duckdb.__version__} | {duckdb_times[0]:.3f} | {duckdb_times[1]:.3f} |\n")


def files(entry, csv, json_lines, connection):
    print(f"| {ROWS} rows from a file to decisions in a file, 40 rules, CPU seconds | CSV | JSON lines |\n| --- | --- | --- |")
    out = csv.with_name("decisions.csv")

    def polars(scan):
        polars_decide(polars_frame(scan), entry).select("decision").sink_csv(out)

    as_dates = [pl.col(name).str.to_date() for name in DATES]
    by_csv, _ = cpu(lambda: polars(pl.scan_csv(csv, try_parse_dates=True)))
    by_json, _ = cpu(lambda: polars(pl.scan_ndjson(json_lines).with_columns(as_dates)))
    print(f"| Polars {pl.__version__} | {by_csv:.2f} | {by_json:.2f} |")

    def duck(source):
        replaced = ", ".join(f"cast(cast({name} as date) - date '1970-01-01' as integer) as {name}" for name in DATES)
        query = duckdb_query(f"(select * replace ({replaced}) from {source})", entry)
        connection.execute(f"copy (select decision from ({query})) to '{out}'")

    by_csv, _ = cpu(lambda: duck(f"read_csv('{csv}')"))
    by_json, _ = cpu(lambda: duck(f"read_json('{json_lines}', format = 'newline_delimited')"))
    print(f"| DuckDB {duckdb.__version__} | {by_csv:.2f} | {by_json:.2f} |")


def main():
    sets = with_days(json.loads(ask("sql")))
    folder = HERE / "target"
    csv, json_lines = folder / "deals.csv", folder / "deals.jsonl"
    csv.write_text(ask("csv", ROWS))
    json_lines.write_text(ask("jsonl", ROWS))
    connection = duckdb.connect()
    connection.execute("set threads = 1; set preserve_insertion_order = true")
    duckdb_load(connection, csv)
    columns(sets, csv, connection)
    files(sets[1], csv, json_lines, connection)


if __name__ == "__main__":
    main()
