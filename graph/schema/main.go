// Command schema writes schema.graphqls from its template and generates the
// code that serves it. Run it by `go generate ./graph`.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"text/template"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/limits"
)

//go:embed schema.graphqls.tmpl
var source string

// connection is a Relay connection type. A walked one has the relation on each
// edge.
type connection struct {
	Name, Plural string
	Walked       bool
}

var connections = []connection{
	{"Entity", "entities", true},
	{"Actor", "actors", true},
	{"Proposal", "proposals", true},
	{"Provision", "provisions", true},
	{"Relation", "relations", false},
	{"Document", "documents", false},
}

func main() {
	log.SetFlags(0)
	if err := os.Chdir(".."); err != nil { // go generate runs in graph
		log.Fatal(err)
	}
	if err := writeSchema("schema.graphqls"); err != nil {
		log.Fatal(err)
	}
	if err := generate(); err != nil {
		log.Fatal(err)
	}
}

func writeSchema(path string) error {
	t := template.New("schema")
	t.Funcs(template.FuncMap{
		"connections":       func() []connection { return connections },
		"costDirectives":    func() string { return strings.TrimSpace(limits.Directives) },
		"identifierSchemes": func() string { return strings.Join(kg.SchemeIDs(), ", ") },
		"walk": func(name, relationType, direction, connection, description string) (string, error) {
			var page, sized bytes.Buffer
			err := errors.Join(t.ExecuteTemplate(&page, "page", nil), t.ExecuteTemplate(&sized, "sized", nil))
			return fmt.Sprintf("%q\n  %s(%s): %s!%s @relation(type: %q, direction: %s)",
				description, name, &page, connection, &sized, relationType, direction), err
		},
	})
	if _, err := t.Parse(source); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, nil); err != nil {
		return err
	}
	return os.WriteFile(path, bytes.TrimLeft(out.Bytes(), "\n"), 0o644)
}

func generate() error {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	if _, err := limits.NewCost(cfg.Schema, 0, nil); err != nil {
		return err
	}
	for name, def := range cfg.Schema.Types {
		for _, field := range def.Fields {
			if def == cfg.Schema.Query || !isRelationPage(field) {
				continue
			}
			entry := cfg.Models[name]
			if entry.Fields == nil {
				entry.Fields = map[string]config.TypeMapField{}
			}
			entry.Fields[field.Name] = config.TypeMapField{Resolver: true}
			cfg.Models[name] = entry
		}
	}
	if err := cfg.Init(); err != nil {
		return err
	}
	data, err := codegen.BuildData(cfg)
	if err != nil {
		return err
	}
	return write(data)
}

// isRelationPage reports whether a field is a page of relations, which is planned.
func isRelationPage(f *ast.FieldDefinition) bool {
	order := f.Arguments.ForName("orderBy")
	return order != nil && order.Type.Name() == "RelationOrder"
}
