"""Compares what is stored of recorded answers of a language model, half of whose quotes
stand in no text: by this project's gate, by langextract's alignment, and by
neo4j-graphrag, which has none. Each is given the same relation in the form that it asks
models for.

    python3 -m venv .venv && .venv/bin/pip install -r bench/grounding/requirements.txt
    .venv/bin/python bench/grounding.py

It prints a Markdown table; with --each, also what became of each answer, as JSON lines.
"""

import asyncio
import importlib.metadata
import json
import logging
import pathlib
import subprocess
import sys

import langextract
from langextract.core import base_model, types
from neo4j_graphrag.components.entity_relation_extractor import LLMEntityRelationExtractor
from neo4j_graphrag.components.graph_pruning import GraphPruning
from neo4j_graphrag.components.kg_writer import Neo4jWriter
from neo4j_graphrag.components.schema import GraphSchema, NodeType, PropertyType, RelationshipType
from neo4j_graphrag.components.types import TextChunk, TextChunks
from neo4j_graphrag.llm import LLMInterface, LLMResponse

ROOT = pathlib.Path(__file__).parent.parent
ARTICLES = ROOT / "internal" / "evaluate" / "testdata" / "work"
FORMS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚`´", "'"), **dict.fromkeys("‐‑‒–—−", "-")})


def of_one_form(text):
    return " ".join(text.translate(FORMS).split())


def stands(words, text):
    return of_one_form(words) in of_one_form(text)


class Answer:
    def __init__(self, line):
        self.__dict__.update(json.loads(line))
        self.text = (ARTICLES / self.article / "article.txt").read_text(encoding="utf-8")
        self.relation = self.answer["relations"][0]
        self.quote = self.relation["quote"]
        self.entities = {e["key"]: e for e in self.answer["entities"]}


def gate(answers):
    """What this project stores: the words of the evidence."""
    done = subprocess.run(["go", "run", "./bench", "grounding"], cwd=ROOT, check=True, capture_output=True, text=True)
    told = {t["id"]: t for t in map(json.loads, done.stdout.splitlines())}
    return [told[a.id]["exact"] if told[a.id]["stored"] else None for a in answers]


class Recorded(base_model.BaseLanguageModel):
    """A model of langextract's that gives one answer."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def infer(self, batch_prompts, **_):
        for _ in batch_prompts:
            yield [types.ScoredOutput(score=1.0, output=self.answer)]


def aligned(answer, **params):
    """The extraction that langextract makes of an answer."""
    r = answer.relation
    attributes = {"subject": answer.entities[r["subject"]]["name"], "object": answer.entities[r["object"]]["name"]}
    output = json.dumps({"extractions": [{r["type"]: answer.quote, r["type"] + "_attributes": attributes}]}, ensure_ascii=False)
    example = langextract.data.ExampleData("Ada Example met Ben Sample.", [langextract.data.Extraction("met-with", "Ada Example met Ben Sample", attributes={"subject": "Ada Example", "object": "Ben Sample"})])
    result = langextract.extract(
        answer.text, prompt_description="Find relations.", examples=[example], model=Recorded(output), max_char_buffer=len(answer.text) + 1,
        resolver_params=params or None, show_progress=False, use_schema_constraints=False,
    )
    return result.extractions[0]


def by_langextract(answers, **params):
    """What is stored of what has a place in the text: the words of the extraction."""
    found = [aligned(a, **params) for a in answers]
    return [e.extraction_text if e.char_interval else None for e in found], found


class RecordedLLM(LLMInterface):
    """A model of neo4j-graphrag's that gives one answer."""

    def __init__(self, answer):
        super().__init__(model_name="recorded")
        self.answer = answer

    def invoke(self, *_, **__):
        return LLMResponse(content=self.answer)

    async def ainvoke(self, *_, **__):
        return LLMResponse(content=self.answer)


async def by_graphrag(answers):
    """The property that is written with a relationship, of what the pruner leaves."""
    stored = []
    for a in answers:
        r = a.relation
        label = lambda e: e["kind"].title().replace("_", "")
        output = json.dumps({
            "nodes": [{"id": e["key"], "label": label(e), "properties": {"name": e["name"]}} for e in a.entities.values()],
            "relationships": [{"type": r["type"], "start_node_id": r["subject"], "end_node_id": r["object"], "properties": {"quote": a.quote}}],
        }, ensure_ascii=False)
        schema = GraphSchema(
            node_types=tuple(NodeType(label=l, properties=[PropertyType(name="name", type="STRING")]) for l in sorted({label(e) for e in a.entities.values()})),
            relationship_types=(RelationshipType(label=r["type"], properties=[PropertyType(name="quote", type="STRING")]),),
        )
        extractor = LLMEntityRelationExtractor(llm=RecordedLLM(output), create_lexical_graph=False)
        graph = await extractor.run(chunks=TextChunks(chunks=[TextChunk(text=a.text, index=0)]), schema=schema)
        pruned = await GraphPruning().run(graph=graph, schema=schema)
        rows = Neo4jWriter._relationships_to_rows(pruned.graph.relationships)
        stored.append(rows[0]["properties"].get("quote") if rows else None)
    return stored


def percent(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "–"


def main():
    logging.disable(logging.WARNING)
    lines = (pathlib.Path(__file__).parent / "grounding" / "answers.jsonl").read_text(encoding="utf-8").split("\n")
    answers = [Answer(line) for line in lines if line]
    version = lambda name: f"`{name}` {importlib.metadata.version(name)}"
    default, placed = by_langextract(answers)
    exact, _ = by_langextract(answers, enable_fuzzy_alignment=False, accept_match_lesser=False)
    columns = {
        "the gate": gate(answers),
        version("langextract") + ", as it is by default": default,
        version("langextract") + ", exact matches only": exact,
        version("neo4j-graphrag"): asyncio.run(by_graphrag(answers)),
    }
    true = sum(a.stands for a in answers)
    print("| | stored | of these to the letter in the text | of the true, lost | of the false, stored |")
    print("|---|---|---|---|---|")
    for name, stored in columns.items():
        kept = [(a, words) for a, words in zip(answers, stored) if words is not None]
        letter = sum(stands(words, a.text) for a, words in kept)
        lost = sum(a.stands and words is None for a, words in zip(answers, stored))
        false = sum(not a.stands for a, _ in kept)
        print(f"| {name} | {len(kept)} | {percent(letter, len(kept))} | {percent(lost, true)} | {percent(false, len(answers) - true)} |")
    if "--each" in sys.argv[1:]:
        for i, a in enumerate(answers):
            e = placed[i]
            at = a.text[e.char_interval.start_pos:e.char_interval.end_pos] if e.char_interval else None
            print(json.dumps({"id": a.id, "stands": a.stands, "kind": a.kind, "quote": a.quote, "aligned": e.alignment_status.value if e.alignment_status else None,
                              "with": at, **{name: words is not None for name, words in columns.items()}}, ensure_ascii=False))


if __name__ == "__main__":
    main()
