package neo4j

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"os"
	"slices"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/plan"
	"conflictgraph/internal/store/neo4j/importfiles"
)

// staged is what is restored into files, as far as what comes later needs it.
type staged struct {
	plan.Transaction // none: of the rest of it a restoration asks nothing

	folder *importfiles.Folder
	tables *fileTables
	number int64 // of the last node

	types  *plan.Types
	byID   map[string]kg.RelationType
	edges  map[string]string // by type
	merges *plan.Merges
	merged int64 // merges and unmerges

	entities  map[string]*stagedEntity
	inOrder   []*stagedEntity
	offices   map[string][]kg.Relation // by subject
	documents map[string]stagedText
	texts     *os.File // of documents, one after the other
	textsEnd  int64

	classes  []int64
	datasets map[string]bool
	last     kg.Activity
	renaming bool

	seed maphash.Seed
	once map[uint64]struct{} // hashes of the ids of relations and of what is in the queue

	part stagedPart
}

// A stagedEntity is all that is known of an entity.
type stagedEntity struct {
	number    int64
	record    kg.EntityRecord
	corrected bool
	terms     plan.EntityTerms

	mergedMs, unmergedMs []int64
	everRetracted        bool
	retracted            int64 // relations
}

// A stagedText is where the text of a document stands.
type stagedText struct {
	number int64
	at     int64
	length int
}

// A stagedPart is what is written once all of a part of the records is known.
type stagedPart struct {
	documents []kg.Document
	relations []kg.Relation
	withdrawn map[string][]kg.Gap // documents
	retracted map[string][]kg.Gap // relations
	terms     map[string]string   // of relations
	former    map[string]string   // ids of relations
}

func newStagedPart() stagedPart {
	return stagedPart{withdrawn: map[string][]kg.Gap{}, retracted: map[string][]kg.Gap{}, terms: map[string]string{}, former: map[string]string{}}
}

var _ plan.Restoring = (*staged)(nil)

func newStaged(path string) (*staged, error) {
	folder, err := importfiles.Create(path)
	if err != nil {
		return nil, err
	}
	s := &staged{
		folder: folder, tables: newFileTables(folder), types: plan.NewTypes(nil), byID: map[string]kg.RelationType{}, edges: map[string]string{}, merges: plan.NewMerges(nil),
		entities: map[string]*stagedEntity{}, offices: map[string][]kg.Relation{}, documents: map[string]stagedText{}, datasets: map[string]bool{},
		seed: maphash.MakeSeed(), once: map[uint64]struct{}{}, part: newStagedPart(),
	}
	if s.texts, err = folder.Scratch(); err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	return s, nil
}

func (s *staged) close() error {
	return errors.Join(s.texts.Close(), os.Remove(s.texts.Name()), s.folder.Close())
}

func (s *staged) next() int64 {
	s.number++
	return s.number
}

// isOnce returns an error where something of a kind is there that has the same id.
func (s *staged) isOnce(kind, id string) error {
	sum := maphash.String(s.seed, kind+id)
	if _, there := s.once[sum]; there {
		return twice(kind, id)
	}
	s.once[sum] = struct{}{}
	return nil
}

func twice(kind, id string) error {
	return kg.BadInput(kind, "%q is there twice, of which Neo4j's importer would make two; restore it into a Neo4j that runs, which makes one of them", kg.Shorten(id))
}

// Types implements plan.Snapshot.
func (s *staged) Types(context.Context) (*plan.Types, error) { return s.types, nil }

// Merges implements plan.Snapshot.
func (s *staged) Merges(context.Context) (*plan.Merges, error) { return s.merges, nil }

// LastActivity implements plan.Transaction.
func (s *staged) LastActivity(context.Context) (number int64, at time.Time, err error) {
	return s.last.Number, s.last.RecordedAt, nil
}

// OfTypes implements plan.Transaction, for types that give an office to their subjects.
func (s *staged) OfTypes(_ context.Context, of []string, direction kg.Direction, types []string) (all []kg.Relation, err error) {
	if direction != kg.DirectionOut {
		return nil, fmt.Errorf("what is restored is asked for relations of the direction %s", direction)
	}
	for _, id := range of {
		for _, r := range s.offices[id] {
			if slices.Contains(types, r.Type) {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// Lookup implements plan.Snapshot. Relations are in the files, and none is there twice.
func (s *staged) Lookup(_ context.Context, keys plan.Keys) (plan.Rows, error) {
	rows := plan.NewRows()
	for _, id := range keys.Entities {
		if e := s.entities[id]; e != nil {
			r := e.record
			r.Names, r.IdentifierRecords, r.Former = slices.Clone(r.Names), slices.Clone(r.IdentifierRecords), slices.Clone(r.Former)
			rows.Entities[id] = &r
		}
	}
	for _, id := range keys.Documents {
		at, is := s.documents[id]
		if !is {
			continue
		}
		d := &kg.Document{ID: id}
		if keys.Need.Text {
			text := make([]byte, at.length)
			if _, err := s.texts.ReadAt(text, at.at); err != nil {
				return rows, err
			}
			d.Text = string(text)
		}
		rows.Documents[id] = d
	}
	return rows, nil
}
