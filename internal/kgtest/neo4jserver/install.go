package neo4jserver

import (
	"context"
	_ "embed"
	"fmt"

	"conflictgraph/internal/kgtest/maven"
)

// version is the one that pom.xml names.
const version = "5.26.30"

var (
	//go:embed pom.xml
	pom []byte
	//go:embed Neo.java
	program []byte
)

// install returns a folder with Neo4j's jars in it; see maven.Jars.
func install(ctx context.Context) (string, error) {
	jars, err := maven.Jars(ctx, "neo4j-"+version, pom)
	if err != nil {
		return "", fmt.Errorf("%w; or set NEO4J_URI to a Neo4j that runs", err)
	}
	return jars, nil
}
