"""Reads an export with a reader that is not this project's, and prints what it
finds as JSON: nodes and edges by id, each with its attributes."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import networkx

import stix_bundle

# What formats without lists hold as JSON.
LISTS = {"aliases", "merged", "places", "attributions", "evidence", "subjectKinds", "objectKinds"}


def lists(attributes):
    return {name: json.loads(value) if name in LISTS and isinstance(value, str) else value for name, value in attributes.items()}


def found(graph, edge_id):
    """Returns the nodes and edges of a networkx graph."""
    nodes = {node: lists(data) for node, data in graph.nodes(data=True)}
    edges = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        edge = edge_id(key, data)
        edges[edge] = {"source": source, "target": target} | lists(data)
    return {"nodes": nodes, "edges": edges, "edgeCount": graph.number_of_edges()}


def graphml(path):
    return found(networkx.read_graphml(path, force_multigraph=True), lambda key, data: key)


def gexf(path):
    return found(networkx.MultiDiGraph(networkx.read_gexf(path, version="1.3")), lambda key, data: data.pop("id"))


def cytoscape(path):
    with open(path, encoding="utf-8") as file:
        graph = networkx.cytoscape_graph(json.load(file))
    assert isinstance(graph, networkx.MultiDiGraph)
    read = found(graph, lambda key, data: data.pop("id"))
    for node, data in read["nodes"].items():
        assert node == data.pop("id") == data.pop("value") and data["label"] == data.pop("name")
    for data in read["edges"].values():
        del data["key"]
    return read


def dot(path):
    """Graphviz itself reads the graph; its JSON has what it found."""
    run = subprocess.run(["dot", "-Tdot_json", path], capture_output=True, check=True)
    assert run.stderr == b"", run.stderr
    graph = json.loads(run.stdout, strict=False)
    layout = {"_gvid", "id", "name", "tail", "head", "dir", "style", "label"}

    def plain(text):
        return text.replace("\\\\", "\\")

    def attributes(thing):
        said = {name: plain(value) for name, value in thing.items() if name not in layout and value != ""}
        said["label"] = said.pop("labelText")
        return lists(said)

    names = {node["_gvid"]: plain(node["name"]) for node in graph.get("objects", [])}
    nodes = {names[node["_gvid"]]: attributes(node) for node in graph.get("objects", [])}
    edges = {}
    for edge in graph.get("edges", []):
        edges[edge["id"]] = attributes(edge) | {"source": names[edge["tail"]], "target": names[edge["head"]]}
    return {"nodes": nodes, "edges": edges, "edgeCount": len(graph.get("edges", []))}


def table(archive, name):
    with archive.open(name) as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""), strict=True))
    plain = [{name: value.removeprefix("'") for name, value in row.items()} for row in rows]
    return {row.pop("id"): lists({name: value for name, value in row.items() if value != ""}) for row in plain}


def tables(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {part: table(archive, part + ".csv") for part in ("nodes", "edges", "documents", "types")}


csv.field_size_limit(1 << 30)
formats = {"cytoscape": cytoscape, "dot": dot, "graphml": graphml, "gexf": gexf, "csv": tables}
formats["stix"] = stix_bundle.read
json.dump(formats[sys.argv[1]](sys.argv[2]), sys.stdout)
