// Package export writes a graph, or a filtered part of it, in the formats that
// other tools open. It reads a store page by page, so that memory does not grow
// with the number of relations: what is kept is a number for each entity and
// document written.
package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"conflictgraph/internal/kg"
)

// Format is a format that a graph can be written in.
type Format struct {
	Name        string // as a caller gives it, "graphml"
	Extension   string // of files, ".graphml"
	ContentType string // of answers over HTTP
	Opens       string // the tools that open it

	needs sections
	open  func(out *bufio.Writer) encoder
}

// Formats lists every format, by name.
func Formats() []Format { return slices.Clone(formats) }

// Names returns the names of all formats, in order.
func Names() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// FormatOf returns the format of a name, or an error with CodeBadInput that lists
// those there are.
func FormatOf(name string) (Format, error) {
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, kg.BadInput("format", "there is no format %q; choose one of %s", name, strings.Join(Names(), ", "))
}

// Selection says what of the graph is written. The zero Selection is all of it.
type Selection struct {
	// Entity is the id of one whose relations are written; empty for those of
	// all.
	Entity string
	Filter kg.RelationFilter
	AsOf   *time.Time // what the graph knew then; nil, or later than now, for now
}

// filtered reports whether s leaves out relations, and with them the entities
// that only those name.
func (s Selection) filtered() bool {
	f := s.Filter
	f.Direction = "" // of relations without an owner
	return s.Entity != "" || !f.IsEmpty()
}

// Write writes what s selects of a store to w: the relations, and every entity
// that one of them names; without a filter, every entity. What is recorded while
// it writes is not in it. It calls progress, unless that is nil, after each page
// with the number of things written so far.
//
// Its errors are those of the store, of w, CodeBadInput for a selection that cannot
// be, and CodeNotFound for one that names what is not there; after any error what was written is not whole. It writes nothing
// before the first page is read.
func Write(ctx context.Context, store Store, w io.Writer, f Format, s Selection, progress func(written int)) error {
	types, err := store.Types(ctx)
	if err != nil {
		return err
	}
	byID := kg.TypesByID(types)
	if err := s.check(byID); err != nil {
		return err
	}
	if err := s.lookUp(ctx, store); err != nil {
		return err
	}
	// Once and for all, so that every pass over the store sees the same graph.
	asOf := time.Now().UTC().Truncate(time.Millisecond)
	if s.AsOf != nil && s.AsOf.Before(asOf) {
		asOf = *s.AsOf
	}
	out := bufio.NewWriterSize(w, 64<<10)
	k := &walk{
		store: store, selection: s, asOf: asOf, needs: f.needs, types: byID, out: out, to: f.open(out),
		written: newSeen(), usedTypes: map[string]bool{}, progress: progress,
	}
	return k.run(ctx)
}

func (s Selection) check(types map[string]kg.RelationType) error {
	err := s.Filter.Check("filter", types)
	var wrong *kg.Error
	if errors.As(err, &wrong) {
		return outsideFilter(wrong)
	}
	if err == nil && s.Entity != "" {
		if err := kg.CheckEntityID(s.Entity); err != nil {
			return kg.BadInput("entity", "%v", err)
		}
	}
	return err
}

// lookUp returns an error for the first id in s that names nothing.
func (s Selection) lookUp(ctx context.Context, store Store) error {
	named := s.Filter.Named("filter")
	if s.Entity != "" {
		named = named.With("entity", kg.ThingEntity, s.Entity)
	}
	if len(named) == 0 {
		return nil
	}
	found, err := store.Get(ctx, named.Keys(nil))
	if err != nil {
		return err
	}
	err = kg.Suggest(ctx, store, named.Missing(found.Has))
	var wrong *kg.Error
	if errors.As(err, &wrong) {
		return outsideFilter(wrong)
	}
	return err
}

// outsideFilter names the parameter for a field of the filter, which is called alike.
func outsideFilter(err *kg.Error) *kg.Error {
	return &kg.Error{Code: err.Code, Field: strings.TrimPrefix(err.Field, "filter."), Message: err.Message, Err: err.Err}
}

// Store is the part of a kg.Store that is read.
type Store interface {
	Candidates(ctx context.Context, req kg.CandidateRequest) (kg.Candidates, error)
	Types(ctx context.Context) ([]kg.RelationType, error)
	Get(ctx context.Context, keys kg.Keys) (*kg.Found, error)
	Pages(ctx context.Context, reqs kg.PageRequests) ([]kg.RelationPage, *kg.Found, error)
	ListEntities(ctx context.Context, req kg.EntityList) (kg.EntityPage, error)
	ListDocuments(ctx context.Context, req kg.DocumentList) (kg.DocumentPage, error)
	Datasets(ctx context.Context) ([]kg.Dataset, error)
	EntityRecords(ctx context.Context, ids []string) (map[string]*kg.EntityRecord, error)
	Merges(ctx context.Context) ([]kg.MergeRecord, error)
}

// edge is a relation with what is to be said of its type and ends.
type edge struct {
	*kg.Relation
	of              kg.RelationType
	subject, object *kg.Entity
	documents       map[string]*kg.Document // those that it rests on, at least, without their texts
}

// section is a part of an export. They come in the order in which they are
// declared here.
type section int

const (
	documentSection section = iota // documents, with their texts
	entitySection
	typeSection
	relationSection
	endSection // after everything
)

// sections are those that a format has besides entities and relations.
type sections struct{ documents, types bool }

// encoder writes one format. What it fails to write its bufio.Writer reports when
// it is flushed.
type encoder interface {
	// begin is called before what belongs to a section, for every section, those
	// that the format has not included.
	begin(s section) error
	document(d *kg.Document) error
	entity(e *kg.Entity) error
	relationType(t kg.RelationType) error
	relation(r edge) error
}

// versioned is an encoder that says when things changed, and what they were.
type versioned interface {
	encoder
	// follow is called once, before anything is written.
	follow(v *versions)
}

// plain is what an encoder has in common that has neither documents nor types.
type plain struct{}

func (plain) document(*kg.Document) error        { return fmt.Errorf("the format has no documents") }
func (plain) relationType(kg.RelationType) error { return fmt.Errorf("the format has no types") }
