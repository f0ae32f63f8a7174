"""Reads an export with a reader that is not this project's, and prints what it
finds as JSON: nodes and edges by id, each with its attributes."""

import csv
import io
import json
import struct
import subprocess
import sys
import zipfile

import networkx
import pyogrio
import rdflib
from rdflib.namespace import PROV, RDF, RDFS, XSD

# Literals are compared as they are written.
rdflib.NORMALIZE_LITERALS = False
CG = rdflib.Namespace("urn:conflictgraph:vocabulary#")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("https://schema.org/")
NATIVE = {XSD.boolean, XSD.nonNegativeInteger}

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
        # A byte order mark says that it is UTF-8.
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        assert text.read(1) == "\ufeff"
        rows = list(csv.DictReader(text, strict=True))
    plain = [{name: value.removeprefix("'") for name, value in row.items()} for row in rows]
    return {row.pop("id"): lists({name: value for name, value in row.items() if value != ""}) for row in plain}


def tables(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {part: table(archive, part + ".csv") for part in ("nodes", "edges", "documents", "types")}


def quads(path, syntax):
    dataset = rdflib.Dataset()
    dataset.parse(path, format=syntax)
    all_quads = {(s, p, o, None if g == rdflib.graph.DATASET_DEFAULT_GRAPH_ID else g) for s, p, o, g in dataset.quads()}
    assert not any(isinstance(term, rdflib.BNode) for quad in all_quads for term in quad)
    return all_quads


class Described:
    """What the default graph of a data set says."""

    def __init__(self, triples):
        self.said = {}
        for s, p, o in triples:
            self.said.setdefault(s, {}).setdefault(p, []).append(o)

    def all(self, subject, *path):
        found = [subject]
        for predicate in path:
            found = [o for s in found for o in self.said.get(s, {}).get(predicate, [])]
        return found

    def literals(self, subject, *path):
        return sorted((o.toPython() if o.datatype in NATIVE else str(o)) for o in self.all(subject, *path))

    def one(self, subject, *path):
        found = self.literals(subject, *path)
        assert len(found) <= 1, (subject, path, found)
        return found[0] if found else None

    def ids(self, subject, *path):
        return sorted(self.one(o, SCHEMA.identifier) for o in self.all(subject, *path))


def known(attributes):
    return {name: value for name, value in attributes.items() if value not in (None, [])}


def rdf(path, syntax):
    everything = quads(path, syntax)
    d = Described((s, p, o) for s, p, o, g in everything if g is None)
    stated = {g: (s, p, o) for s, p, o, g in everything if g is not None}
    assert len(stated) == sum(g is not None for *_, g in everything)
    found = {"nodes": {}, "edges": {}, "documents": {}, "types": {}}

    def details(document):
        return {
            "publisher": d.one(document, SCHEMA.publisher, SCHEMA.name), "language": d.one(document, SCHEMA.inLanguage), "licence": d.one(document, SCHEMA.license),
            "capturedAt": d.one(document, CG.capturedAt), "archivedUrl": d.one(document, SCHEMA.archivedAt), "sha256": d.one(document, SCHEMA.sha256),
            "reliability": d.one(document, CG.reliability),
        }

    def evidence(annotation, of):
        assert d.all(annotation, OA.hasBody) == [of]
        target = d.all(annotation, OA.hasTarget)[0]
        selector = OA.hasSelector
        return known({
            "document": next(iter(d.ids(target, OA.hasSource)), None), "dataset": d.one(target, CG.dataset), "record": d.one(target, CG.record),
            "exact": d.one(target, selector, OA.exact), "prefix": d.one(target, selector, OA.prefix), "suffix": d.one(target, selector, OA.suffix),
            "start": d.one(target, selector, OA.start), "end": d.one(target, selector, OA.end), "recordedAt": d.one(annotation, PROV.generatedAtTime),
        })

    for s in d.said:
        kinds = set(d.all(s, RDF.type))
        id = d.one(s, SCHEMA.identifier)
        about = {"recordedAt": d.one(s, PROV.generatedAtTime)}
        if d.all(s, CG.kind):
            found["nodes"][id] = known(about | {
                "label": d.one(s, SCHEMA.name), "kind": d.one(s, CG.kind), "aliases": d.literals(s, SCHEMA.alternateName),
                "merged": d.literals(s, CG.merged), "description": d.one(s, SCHEMA.description), "unnamed": d.one(s, CG.unnamed),
            })
        elif SCHEMA.Article in kinds:
            found["documents"][id] = known(about | {
                "title": d.one(s, SCHEMA.name), "text": d.one(s, SCHEMA.text), "url": d.one(s, SCHEMA.url), "publishedAt": d.one(s, CG.publication, CG.edtf),
                "retractedAt": d.one(s, PROV.invalidatedAtTime), "publishedAtInferred": d.one(s, CG.publication, CG.inferred), "publishedAtReasoning": d.one(s, CG.publication, CG.reasoning),
            } | details(s))
        elif RDF.Property in kinds:
            found["types"][id] = known({
                "label": d.one(s, RDFS.label), "inverseLabel": d.one(s, CG.inverseLabel), "symmetric": d.one(s, CG.symmetric), "plover": d.one(s, CG.plover),
                "cameo": d.one(s, CG.cameo), "subjectKinds": d.literals(s, CG.subjectKind), "objectKinds": d.literals(s, CG.objectKind),
            })
        elif RDF.Statement in kinds:
            of = d.all(s, RDF.predicate)[0]
            assert stated[s] == tuple(d.all(s, p)[0] for p in (RDF.subject, RDF.predicate, RDF.object))
            annotations = sorted(d.all(s, CG.evidence), key=lambda a: int(a.rsplit("#evidence")[1]))
            every = [evidence(a, s) for a in annotations]
            sources = {e["document"] for e in every if "document" in e}
            assert set(d.ids(s, PROV.hadPrimarySource)) == sources
            first = every[0]
            quoted = [details(t) for t in d.all(annotations[0], OA.hasTarget, OA.hasSource)]
            published = quoted[0] if quoted else {"publisher": d.one(annotations[0], OA.hasTarget, CG.publisher), "reliability": None}
            found["edges"][id] = known(about | {
                "source": d.ids(s, RDF.subject)[0], "target": d.ids(s, RDF.object)[0], "type": d.one(of, SCHEMA.identifier), "label": d.one(of, RDFS.label),
                "inverseLabel": d.one(of, CG.inverseLabel), "symmetric": d.one(of, CG.symmetric), "plover": d.one(of, CG.plover), "cameo": d.one(of, CG.cameo),
                "status": d.one(s, CG.status), "certainty": d.one(s, CG.certainty), "coding": d.one(s, CG.coding), "edtf": d.one(s, CG.time, CG.edtf), "start": d.one(s, CG.time, CG.firstDay),
                "end": d.one(s, CG.time, CG.lastDay), "inferred": d.one(s, CG.time, CG.inferred), "reasoning": d.one(s, CG.time, CG.reasoning),
                "places": d.ids(s, SCHEMA.location),
                "attributions": sorted(({"by": d.ids(a, PROV.agent)[0], "stance": d.one(a, CG.stance)} for a in d.all(s, PROV.qualifiedAttribution)), key=str),
                "evidence": every, "retractedAt": d.one(s, PROV.invalidatedAtTime),
                "document": first.get("document"), "quote": first.get("exact"), "prefix": first.get("prefix"), "suffix": first.get("suffix"),
                "quoteStart": first.get("start"), "quoteEnd": first.get("end"), "dataset": first.get("dataset"), "record": first.get("record"),
                "publisher": published["publisher"], "reliability": published["reliability"],
            })
    return found | {"edgeCount": len(stated)}


def isomorphic(jsonld, nquads):
    """Reports whether two files are the same data set; with no blank nodes, that is
    the same quads."""
    return quads(jsonld, "json-ld") == quads(nquads, "nquads")


def places(path):
    """GDAL reads a layer of points, of which KML without any has none."""
    if len(pyogrio.list_layers(path)) == 0:
        return {"edges": {}, "edgeCount": 0}
    meta, _, geometries, columns = pyogrio.raw.read(path)
    table = dict(zip(meta["fields"], columns))
    edges = {}
    for i, geometry in enumerate(geometries):
        longitude, latitude = struct.unpack("<dd", geometry[5:21])
        edges[table["id"][i]] = {name: table[name][i] for name in ("source", "target", "precision", "coding")} | {
            "longitude": longitude, "latitude": latitude, "deaths": float(table["deaths"][i]),
        }
    return {"edges": edges, "edgeCount": len(geometries)}


csv.field_size_limit(1 << 30)
formats = {"cytoscape": cytoscape, "dot": dot, "graphml": graphml, "gexf": gexf, "csv": tables}
formats["stix"] = stix_bundle.read
formats["jsonld"] = lambda path: rdf(path, "json-ld")
formats["nquads"] = lambda path: rdf(path, "nquads")
formats["isomorphic"] = isomorphic
formats["geojson"] = formats["kml"] = places
json.dump(formats[sys.argv[1]](*sys.argv[2:]), sys.stdout)
