"""Compares how often the entity that is asked for is found first, over the pairs of
internal/kgtest/namecases/collected.tsv, all of whose stored names are in one graph.

    go build -o after .                               # in this tree
    go build -o before .                              # in another commit's
    python3 bench/names.py before after

It prints a Markdown table with a column for each program, which is asked with GraphQL.
"""

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

TABLE = os.path.join(os.path.dirname(__file__), "..", "internal", "kgtest", "namecases", "collected.tsv")
QUERY = "query($text: String!) { search(text: $text, first: 3) { node { ... on Entity { name } } } }"


def read_pairs():
    stored, pairs = [], []
    with open(TABLE, encoding="utf-8") as table:
        for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] == "kind":
                continue
            names = [name.strip() for name in row[1].split(";")]
            stored += [name for name in names if name not in stored]
            pairs.append((row[0], names[0], row[2]))
    return stored, pairs


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Program:
    """A server of this project, filled with names."""

    def __init__(self, binary, stored):
        self.name, self.dir = os.path.basename(binary), tempfile.TemporaryDirectory()
        path = lambda name: os.path.join(self.dir.name, name)
        with open(path("entities.txt"), "w", encoding="utf-8") as f:
            f.writelines(f"{name}\t{i}\n" for i, name in enumerate(stored))
        with open(path("relations.txt"), "w", encoding="utf-8") as f:
            f.write("Make a visit\t0\n")
        with open(path("rows.txt"), "w", encoding="utf-8") as f:
            f.writelines(f"{i}\t0\t{(i + 1) % len(stored)}\t0\n" for i in range(len(stored)))
        db = ["--db", path("graph.db")]
        subprocess.run([binary, "import", *db, "--format", "tkg", "--name", "names", "--entities", path("entities.txt"), "--relations", path("relations.txt"),
                        "--start", "2020-01-01", "--unit", "day", path("rows.txt")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{address}/graphql"
        self.process = subprocess.Popen([binary, "serve", *db, "--no-seed", "--addr", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                self.first("x")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{binary} does not answer")

    def first(self, text):
        body = json.dumps({"query": QUERY, "variables": {"text": text}}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
        hits = [hit["node"].get("name") for hit in (answer.get("data") or {}).get("search") or []]
        return hits[0] if hits else None

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.dir.cleanup()


def main():
    stored, pairs = read_pairs()
    asked = [Program(binary, stored) for binary in sys.argv[1:]]
    kinds, right, missed = [], {}, []
    try:
        for kind, name, text in pairs:
            if kind not in kinds:
                kinds.append(kind)
            for i, program in enumerate(asked):
                first = program.first(text)
                right[kind, i] = right.get((kind, i), 0) + (first == name)
                if first != name:
                    missed.append(f"{program.name}: {text} finds {first}, not {name}")
    finally:
        for program in asked:
            program.close()
    total = lambda kind: sum(k == kind for k, _, _ in pairs)
    print("| | pairs | " + " | ".join(program.name for program in asked) + " |")
    print("|---|---|" + "---|" * len(asked))
    for kind in kinds:
        print(f"| {kind} | {total(kind)} | " + " | ".join(str(right[kind, i]) for i in range(len(asked))) + " |")
    print(f"| all | {len(pairs)} | " + " | ".join(str(sum(right[kind, i] for kind in kinds)) for i in range(len(asked))) + " |")
    print("\n" + "\n".join(missed), file=sys.stderr)


if __name__ == "__main__":
    main()
