package exchange

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// TKGOptions say how quadruples are to be read.
type TKGOptions struct {
	Name      string       // of the data set, a slug; ids begin with it
	Entities  string       // path of the id table of subjects and objects
	Relations string       // path of the id table of relations
	Start     string       // the day that times are counted from, YYYY-MM-DD
	Unit      Unit         // what they count
	Limit     packed.Limit // on the expansion of compressed files
}

// tkgReader reads a temporal knowledge graph: rows of subject, relation, object
// and time with blanks and tabs between them, of which further columns are not
// read, and tables of what the ids stand for.
type tkgReader struct {
	*lines
	dataset   string
	clock     clock
	entities  map[int64]*named
	relations map[int64]*relation
	inputs    *inputs
	rows      *rowRecords

	// Rows of one time tend to follow each other.
	lastTime int64
	lastDay  kg.Time
}

// relation is what a row's relation stands for.
type relation struct {
	named
	kind      kg.RelationType
	status    kg.Status
	certainty kg.Certainty
}

// OpenTKG opens files of quadruples. Its errors name the option, or the file and
// the line of an id table, that is at fault.
//
// Entities have the id NAME:ID. Relations have the type of the CAMEO event that
// their name is, or otherwise NAME:ID; where all names are CAMEO codes, they are
// that event's. Only entities and types of rows that are taken are recorded. The
// evidence of a relation is the number of its line, "@" and a digest of what its
// file holds.
func OpenTKG(options TKGOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	for _, table := range []struct{ field, file string }{{"entities", options.Entities}, {"relations", options.Relations}} {
		if table.file == "" {
			return nil, kg.BadInput(table.field, "this format needs a table of ids; name the file")
		}
	}
	if len(files) == 0 {
		return nil, kg.BadInput("files", "there is nothing to read; name a file of quadruples")
	}
	r := &tkgReader{dataset: options.Name, lastTime: -1}
	var err error
	if r.clock, err = newClock(options.Start, options.Unit); err != nil {
		return nil, err
	}
	if r.entities, err = readIDTable(options.Entities); err != nil {
		return nil, err
	}
	table, err := readIDTable(options.Relations)
	if err != nil {
		return nil, err
	}
	r.relations = typesOf(options.Name, table)
	if r.inputs, err = openInputs(files); err != nil {
		return nil, err
	}
	if r.lines, err = r.inputs.lines(options.Limit); err != nil {
		return nil, errors.Join(err, r.inputs.Close())
	}
	r.rows = newRowRecords(r.inputs, options.Limit, options.Name)
	return r, nil
}

// Continue implements Continuing.
func (r *tkgReader) Continue(ctx context.Context, store kg.Sources) error {
	return r.rows.remember(ctx, store)
}

// Close implements Reader.
func (r *tkgReader) Close() error { return errors.Join(r.lines.Close(), r.inputs.Close()) }

// typesOf returns the types of a table of relations.
func typesOf(dataset string, table map[int64]*named) map[int64]*relation {
	codes := true
	for _, n := range table {
		codes = codes && cameo.IsCode(n.name)
	}
	types := make(map[int64]*relation, len(table))
	for id, n := range table {
		event, known := cameo.ByName(n.name)
		label := n.name
		if codes {
			event, known = cameo.ByCode(n.name)
			label = event.Name
		}
		if !known {
			event, label = cameo.Event{Name: n.name}, n.name
			if codes {
				event.Code = n.name
			}
		}
		kind := event.RelationType(label)
		if !known {
			kind.ID = dataset + ":" + strconv.FormatInt(id, 10)
		}
		types[id] = &relation{named: *n, kind: kind, status: event.Status(), certainty: event.Certainty()}
	}
	return types
}

// Next implements Reader. Empty lines are no rows.
func (r *tkgReader) Next(batch *kg.Batch) error {
	line, err := r.next()
	for err == nil && len(bytes.TrimSpace(line)) == 0 {
		line, err = r.next()
	}
	if err != nil {
		return err
	}
	q, err := parseQuadruple(line)
	if err != nil {
		return r.reject(line, "%v", err)
	}
	subject, object, relation := r.entities[q.subject], r.entities[q.object], r.relations[q.relation]
	switch {
	case subject == nil:
		return r.reject(line, "there is no subject %d in the table of entities", q.subject)
	case relation == nil:
		return r.reject(line, "there is no relation %d in the table of relations", q.relation)
	case object == nil:
		return r.reject(line, "there is no object %d in the table of entities", q.object)
	}
	if q.time != r.lastTime {
		day, err := r.clock.at(q.time)
		if err != nil {
			return r.reject(line, "%v", err)
		}
		r.lastTime, r.lastDay = q.time, day
	}
	record, err := r.rows.of(r.index, r.number)
	if err != nil {
		return err
	}
	if !relation.sent {
		relation.sent = true
		batch.Types = append(batch.Types, relation.kind)
	}
	when := r.lastDay
	source := &kg.Source{Dataset: r.dataset}
	stated := kg.Relation{
		Type: relation.kind.ID, Subject: r.entity(batch, subject), Object: r.entity(batch, object),
		Status: relation.status, Certainty: relation.certainty, Time: &when, Evidence: []kg.Evidence{{Source: source}},
	}
	source.Record = r.rows.kept(stated, r.index, r.number, record)
	batch.Relations = append(batch.Relations, stated)
	return nil
}

// entity returns the id of an entity, which it adds to batch unless a batch has
// it.
func (r *tkgReader) entity(batch *kg.Batch, n *named) string {
	if !n.sent {
		n.sent = true
		batch.InferredKinds = true
		n.key = r.dataset + ":" + strconv.FormatInt(n.id, 10)
		kind := kindOf(n.name)
		batch.Entities = append(batch.Entities, kg.Entity{ID: n.key, Kind: kind, Name: n.name, Identifiers: stateIdentifiers(kind, n.name)})
		n.name = "" // which is needed no more, and there may be millions
	}
	return n.key
}

type quadruple struct{ subject, relation, object, time int64 }

var errColumns = errors.New("a row needs four columns: subject, relation, object and time")

func parseQuadruple(line []byte) (q quadruple, err error) {
	rest := line
	for _, into := range []*int64{&q.subject, &q.relation, &q.object, &q.time} {
		rest = bytes.TrimLeft(rest, " \t")
		column := rest
		if end := bytes.IndexAny(rest, " \t"); end >= 0 {
			column = rest[:end]
		}
		if len(column) == 0 {
			return q, errColumns
		}
		rest = rest[len(column):]
		n, ok := wholeNumber(column)
		if !ok {
			return q, notANumber(column)
		}
		*into = n
	}
	return q, nil
}

func notANumber(column []byte) error {
	return errors.New(strconv.Quote(shortened(column)) + " is not a whole number; subject, relation, object and time are, counted from 0")
}
