"""Who and what is linked with Zelenskyy, and how? Drawn as a picture.

    python main.py http://localhost:8080/graphql zelenskyy.png
"""

import sys

import matplotlib
import networkx
from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

matplotlib.use("Agg")  # no window, only a file
from matplotlib import pyplot  # noqa: E402

address, picture = sys.argv[1:] or ("http://localhost:8080/graphql", "zelenskyy.png")
around = gql("""
  query Around {
    neighborhood(center: ["volodymyr-zelenskyy"]) {
      nodes { entity { __typename id name } }
      edges { subject { id } type { label } object { id } }
    }
  }
""")
subgraph = Client(transport=HTTPXTransport(url=address)).execute(around)["neighborhood"]

graph = networkx.MultiDiGraph()
for node in subgraph["nodes"]:
    graph.add_node(node["entity"]["id"], name=node["entity"]["name"], kind=node["entity"]["__typename"])
for edge in subgraph["edges"]:
    graph.add_edge(edge["subject"]["id"], edge["object"]["id"], label=edge["type"]["label"])

colours = {"Person": "#e8a33d", "Country": "#4c8eda", "Organization": "#57a773"}
layout = networkx.spring_layout(graph, seed=1)
pyplot.figure(figsize=(12, 8))
networkx.draw(graph, layout, node_color=[colours.get(kind, "#b0b0b0") for _, kind in graph.nodes(data="kind")], edge_color="#999999")
networkx.draw_networkx_labels(graph, layout, dict(graph.nodes(data="name")), font_size=9)
networkx.draw_networkx_edge_labels(graph, layout, {(a, b): l for a, b, l in graph.edges(data="label")}, font_size=7)
pyplot.savefig(picture)
print(f"{picture}: {len(graph)} entities, {graph.number_of_edges()} relations")
