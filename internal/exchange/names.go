package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/names"
)

// checkDataset returns an error unless name can begin the ids of a data set.
func checkDataset(name string) error {
	reserved := []string{cameo.Vocabulary, cameo.PLOVERVocabulary, "doc", "rel"}
	if err := kg.CheckSlug(name); err != nil {
		return kg.BadInput("name", "%v", err)
	}
	if slices.Contains(reserved, name) {
		return kg.BadInput("name", "%q begins other ids; give the data set another name", name)
	}
	if len(name) > 100 {
		return kg.BadInput("name", "a name of %d characters is too long; give one of at most 100", len(name))
	}
	return nil
}

// maxName is the length in bytes up to which a name is taken for one. Databases
// do not index much longer ones.
const maxName = 1000

// maxSlug keeps ids below the 200 characters that they may have.
const maxSlug = 70

// localID returns the id that something has by its name, in its data set: the
// name as a slug where that tells all of it but for case, accents and blanks, and
// otherwise the slug, a tilde and a digest. So one name has one id, in every file
// and every run, names that differ in more have different ones, and what
// kg.FoldName makes of a name depends on the id only.
func localID(name string) string {
	key := kg.FoldName(name)
	words := names.Slug(key)
	slug := strings.Join(words, "-")
	if len(slug) > 0 && len(slug) <= maxSlug && strings.Join(words, " ") == key {
		return slug
	}
	digest := sha256.Sum256([]byte(key))
	return strings.TrimSuffix(slug[:min(len(slug), maxSlug)], "-") + "~" + hex.EncodeToString(digest[:6])
}

// oneLine returns name with each run of white space made one blank.
func oneLine(name string) string { return strings.Join(strings.Fields(name), " ") }

// checkName returns an error, which calls it what, unless name can be a name.
func checkName(what, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("the %s is empty", what)
	case len(name) > maxName:
		return fmt.Errorf("the %s is longer than %d bytes; are the columns in their places?", what, maxName)
	}
	return kg.CheckName("the "+what, name)
}

// checkNames checks pairs of what a name is called and the name.
func checkNames(whatAndName ...string) error {
	for pair := range slices.Chunk(whatAndName, 2) {
		if err := checkName(pair[0], pair[1]); err != nil {
			return err
		}
	}
	return nil
}

// maxKnown is how many entities and how many documents a register remembers. It
// then starts anew, so that memory stays flat.
const maxKnown = 1 << 17

// register knows which entities, types and documents a batch has already.
type register struct {
	dataset   string
	entities  map[[2]string]string // ids, by what they are called: part of the id that tells the sort, and name
	documents map[string]bool
	types     map[string]bool
}

func newRegister(dataset string) *register {
	return &register{dataset: dataset, entities: map[[2]string]string{}, documents: map[string]bool{}, types: map[string]bool{}}
}

// described is an entity as a row describes it.
type described struct {
	sort string // begins the id within the data set, "place."; empty for most
	name string // as the row has it
	key  string // what the id is made of; name where empty
	kind func(key string) kg.EntityKind
	text string // its description, of which no more than maxName is kept

	point *kg.Point // where a place is

	identifiers []kg.Identifier // that the row has; those of a state besides
}

// entity returns the id of an entity, which it adds to batch unless a batch has
// it under this name.
func (r *register) entity(batch *kg.Batch, d described) string {
	key := d.key
	if key == "" {
		key = d.name
	}
	called := [2]string{d.sort, d.name + "\x00" + d.key}
	if d.key == "" {
		called[1] = d.name
	}
	if id, known := r.entities[called]; known {
		return id
	}
	if len(r.entities) >= maxKnown {
		clear(r.entities)
	}
	// What is remembered must not hold on to the row that it is a part of.
	d.name, called[1] = strings.Clone(d.name), strings.Clone(called[1])
	id := r.dataset + ":" + d.sort + localID(key)
	// Rows that differ in case or accents only have one id and must have one kind.
	kind := d.kind(kg.FoldName(key))
	r.entities[called] = id
	batch.InferredKinds = true
	text := strings.ToValidUTF8(d.text[:min(len(d.text), maxName)], "")
	identifiers := append(slices.Clone(d.identifiers), stateIdentifiers(kind, d.name)...)
	batch.Entities = append(batch.Entities, kg.Entity{ID: id, Kind: kind, Name: d.name, Description: text, Identifiers: identifiers, Point: d.point})
	return id
}

// maxTypes is how many types a data set may have. One that seems to have more has
// something else where its types should be.
const maxTypes = 10_000

// checkTypes returns an error if a type cannot be added any more.
func (r *register) checkTypes(t kg.RelationType) error {
	if len(r.types) >= maxTypes && !r.types[t.ID] {
		return fmt.Errorf("there are more than %d types of relations already; does this column hold the type?", maxTypes)
	}
	return nil
}

// relationType adds a type to batch unless a batch has it.
func (r *register) relationType(batch *kg.Batch, t kg.RelationType) {
	if !r.types[t.ID] {
		r.types[t.ID] = true
		batch.Types = append(batch.Types, t)
	}
}

// places returns the id of the place that is called where, or nothing where that
// is empty. It is at a point unless that is nil.
func (r *register) places(batch *kg.Batch, where string, at *kg.Point) []string {
	if where == "" {
		return nil
	}
	return []string{r.entity(batch, described{sort: "place.", name: where, kind: ofKind(kg.KindPlace), point: at})}
}

func ofKind(kind kg.EntityKind) func(string) kg.EntityKind {
	return func(string) kg.EntityKind { return kind }
}
