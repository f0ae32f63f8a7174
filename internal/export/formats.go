package export

var formats = []Format{
	{Name: "csv", Extension: ".zip", ContentType: "application/zip", Opens: "spreadsheets, pandas, R", needs: sections{documents: true, types: true}, open: openCSV},
	{Name: "cypher", Extension: ".cypher", ContentType: "application/x-cypher-query; charset=utf-8", Opens: "Neo4j 5.26 or later (cypher-shell --file), in a database of its own", needs: sections{documents: true}, open: openCypher},
	{Name: "cytoscape", Extension: ".cyjs", ContentType: "application/json", Opens: "Cytoscape, Cytoscape.js, networkx", open: openCytoscape},
	{Name: "dot", Extension: ".dot", ContentType: "text/vnd.graphviz; charset=utf-8", Opens: "Graphviz, Gephi", open: openDOT},
	{Name: "gexf", Extension: ".gexf", ContentType: "application/gexf+xml; charset=utf-8", Opens: "Gephi (with its timeline), networkx", open: openGEXF},
	{Name: "geojson", Extension: ".geojson", ContentType: "application/geo+json", Opens: "QGIS, geopandas, GDAL, Leaflet (what happened somewhere that is known in degrees)", open: openGeoJSON},
	{Name: "graphml", Extension: ".graphml", ContentType: "application/graphml+xml; charset=utf-8", Opens: "yEd, Gephi, Cytoscape, networkx, igraph", open: openGraphML},
	{Name: "jsonld", Extension: ".jsonld", ContentType: "application/ld+json", Opens: "RDF tools, and import", needs: sections{documents: true, types: true}, open: openJSONLD},
	{Name: "kml", Extension: ".kml", ContentType: "application/vnd.google-earth.kml+xml", Opens: "Google Earth (with its timeline), QGIS, GDAL (as geojson)", open: openKML},
	{Name: "nquads", Extension: ".nq", ContentType: "application/n-quads", Opens: "RDF tools", needs: sections{documents: true, types: true}, open: openNQuads},
	{Name: "stix", Extension: ".stix.json", ContentType: "application/stix+json;version=2.1", Opens: "OpenCTI, MISP, stix2 (only actors, events and what is between them)", open: openSTIX},
}
