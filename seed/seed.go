// Package seed loads annotated articles: a text, verbatim, and the statements it
// makes, each with the words it rests on. It carries the article that a new
// graph is seeded with. README.md describes the format.
package seed

import (
	"embed"

	"conflictgraph/internal/kg"
)

// FS holds the article and its annotations.
//
//go:embed annotations.yaml article.txt
var FS embed.FS

// Article returns the embedded article and everything it states, with the core
// relation types.
func Article() (kg.Batch, error) { return Load(FS, ".") }
