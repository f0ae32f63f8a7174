"""Reads a STIX 2.1 bundle with the stix2 library, which checks it, too."""

import re
from datetime import date, timedelta

import stix2

CLASSES = {"PERSON": "individual", "ORGANIZATION": "organization", "COUNTRY": "organization", "GROUP": "group", "OTHER_ACTOR": "unspecified"}


def read(path):
    with open(path, encoding="utf-8") as file:
        bundle = stix2.parse(file.read(), version="2.1")
    definition = next(o for o in bundle.objects if o["type"] == "extension-definition")
    ids, found = {}, {"nodes": {}, "edges": {}, "edgeCount": 0, "revoked": {}}
    for o in bundle.objects:
        if o["id"] in (definition["id"], definition["created_by_ref"]):
            continue
        extension = {camel(name): plain(value) for name, value in o["extensions"][definition["id"]].items()}
        assert extension.pop("extensionType") == "property-extension"
        id = ids[o["id"]] = extension.pop("graphId")
        assert o["modified"] >= o["created"], id
        if o.get("revoked", False):
            assert o["type"] != "relationship"
            found["revoked"][id] = {"name": o["name"], "modified": stix2.utils.format_datetime(o["modified"])} | extension
            del ids[o["id"]]
            continue
        if o["type"] != "relationship":
            assert o["name"] == extension["label"] and o.get("description") == extension.get("description"), id
            assert o["type"] == ("incident" if extension["kind"] == "EVENT" else "identity"), id
            assert o["created"] >= stix2.utils.parse_into_datetime(extension["recordedAt"]), id
            assert o.get("identity_class") == CLASSES.get(extension["kind"]), id
            found["nodes"][id] = extension
            continue
        check(o, extension)
        found["edges"][id] = {"source": ids[o["source_ref"]], "target": ids[o["target_ref"]]} | extension
        found["edgeCount"] += 1
    return found


def check(o, extension):
    """Compares the properties that STIX has with those of the extension."""
    start, stop = str(o.get("start_time", "")), str(o.get("stop_time", ""))
    assert start[:10] == ("" if extension.get("start", "-").startswith("-") else extension["start"]), (o, start)
    last = extension.get("end", "-")
    after = "" if last.startswith("-") or last == "9999-12-31" else str(date.fromisoformat(last) + timedelta(days=1))
    assert stop[:10] == after, (o, stop)
    assert o["relationship_type"] in ("related-to", re.sub("[^a-z0-9]+", "-", extension["type"].lower()).strip("-")), o
    assert o["description"] == extension["label"], o
    quoted = [(e.get("document", e.get("dataset")), e.get("exact"), e.get("record")) for e in extension["evidence"]]
    assert [(r["source_name"], r.get("description"), r.get("external_id")) for r in o["external_references"]] == quoted, o


def plain(value):
    if isinstance(value, dict):
        return {name: plain(v) for name, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def camel(name):
    return re.sub("_(.)", lambda m: m[1].upper(), name)
