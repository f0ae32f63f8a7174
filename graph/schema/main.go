// Command schema writes schema.graphqls from its template and generates the
// code that serves it. Run it by `go generate ./graph`.
package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"log"
	"os"
	"text/template"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
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
		"connections": func() []connection { return connections },
		"walk": func(name, relationType, direction, connection, description string) (string, error) {
			var page bytes.Buffer
			err := t.ExecuteTemplate(&page, "page", nil)
			return fmt.Sprintf("%q\n  %s(%s): %s! @relation(type: %q, direction: %s)",
				description, name, page.String(), connection, relationType, direction), err
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

// walkers name the methods of model.Item that serve the fields with @relation,
// by what these return.
var walkers = map[string]string{
	"EntityConnection":    "Walk",
	"ActorConnection":     "WalkActors",
	"ProposalConnection":  "WalkProposals",
	"ProvisionConnection": "WalkProvisions",
}

func generate() error {
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	for name, def := range cfg.Schema.Types {
		entry := cfg.Models[name]
		for _, field := range def.Fields {
			if field.Directives.ForName("relation") == nil {
				continue
			}
			if entry.Fields == nil {
				entry.Fields = map[string]config.TypeMapField{}
			}
			entry.Fields[field.Name] = config.TypeMapField{FieldName: walkers[field.Type.Name()]}
			cfg.Models[name] = entry
		}
	}
	if err := api.Generate(cfg, api.AddPlugin(inOrder{})); err != nil {
		return err
	}
	return leaveOut(cfg.Exec.Filename)
}

// inOrder has the fields of an object resolved one after another: only the root
// fields wait for anything, so that a goroutine for each field costs more than it
// gains.
type inOrder struct{}

func (inOrder) Name() string { return "in order" }

func (inOrder) GenerateCode(data *codegen.Data) error {
	for _, o := range data.Objects {
		o.DisableConcurrency = o.DisableConcurrency || !o.Root
	}
	return nil
}

// leaveOut takes out of the generated code what gqlgen has no option to leave out.
func leaveOut(generated string) error {
	code, err := os.ReadFile(generated)
	if err != nil {
		return err
	}
	if bytes.Contains(code, []byte("out.ResolveConcurrently(")) {
		return fmt.Errorf("%s resolves fields at once, which need the place for what is put off", generated)
	}
	for _, change := range []func([]byte) ([]byte, error){marshalLists, marshalObjects, marshalLeaves, resolveFields} {
		if code, err = change(code); err != nil {
			return fmt.Errorf("%s: %w", generated, err)
		}
	}
	return os.WriteFile(generated, code, 0o644)
}

// marshalLists has no goroutine for each element of a list.
func marshalLists(code []byte) ([]byte, error) {
	concurrently := []byte("graphql.MarshalSliceConcurrently(")
	if !bytes.Contains(code, concurrently) {
		return nil, fmt.Errorf("no list is marshalled by %q any more; see what is there now", concurrently)
	}
	return bytes.ReplaceAll(code, concurrently, []byte("marshalInOrder(")), nil
}
