package exchange

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
	"conflictgraph/internal/packed"
)

// referenceReader reads tables of states and dictionaries of actors, one file after
// another.
type referenceReader struct {
	inputs  *inputs
	readers []Reader // of each file; the first is read
	known   *knownStates
	done    int64 // bytes of the files before
	total   int64
}

// OpenReference opens tables of states, with the columns of country-codes.csv of the
// datasets project, and actor dictionaries in the form of TABARI and PETRARCH, such as
// Phoenix.Countries.actors.txt. Its errors name the option, or the file, that is at
// fault.
//
//   - A state is the entity that has its code of ISO 3166-1 in the store already, so
//     that what is known of it comes together; where there is none, "reference:ukr".
//     A table gives it its names in several languages, its identifiers, and its capital,
//     a place.
//   - An actor of a dictionary has an id made of its name and the code of the state, or of
//     the sort of organization, that its first code begins with. What follows in a code
//     becomes the type: [EGYGOV 811007-820102] is "cameo:GOV" of the state, from
//     1981-10-07 to 1982-01-02. The forms >DATE and <DATE are open at one end; dates
//     are YYMMDD, of which years up to 30 are of this century, or YYYYMMDD. A code without
//     dates has no time. So what holds between two intervals is not said.
//   - The record that is the evidence is the name and the code as they are written.
//
// A row is a record of a table, or a code of a dictionary.
func OpenReference(options RowOptions, files []string) (Reader, error) {
	if err := checkDataset(options.Name); err != nil {
		return nil, err
	}
	in, err := openInputs(files)
	if err != nil {
		return nil, err
	}
	r := &referenceReader{inputs: in, known: &knownStates{dataset: options.Name, ids: map[string]string{}}}
	if len(in.paths) == 0 {
		return nil, errors.Join(errors.New("there is nothing to read; name a file"), in.Close())
	}
	register := newRegister(options.Name)
	for i := range in.paths {
		one := &inputs{paths: in.paths[i : i+1], names: in.names[i : i+1]}
		reader, err := openReferenceFile(options, one, register, r.known)
		if err != nil {
			return nil, errors.Join(err, r.Close())
		}
		r.readers = append(r.readers, reader)
		_, size := reader.Progress()
		r.total += size
	}
	return r, nil
}

func openReferenceFile(options RowOptions, in *inputs, register *register, known *knownStates) (Reader, error) {
	source, err := packed.Open(in.paths[0], options.Limit)
	if err != nil {
		return nil, err
	}
	first, err := bufio.NewReader(io.LimitReader(source, maxLine)).ReadString('\n')
	if err := errors.Join(source.Close(), ignoreEOF(err)); err != nil {
		return nil, err
	}
	if strings.Contains(first, "ISO3166-1-Alpha-2") {
		return openStateTable(options, in, register, known)
	}
	return openDictionary(options, in, register, known)
}

// Next implements Reader.
func (r *referenceReader) Next(batch *kg.Batch) error {
	for len(r.readers) > 0 {
		err := r.readers[0].Next(batch)
		if !errors.Is(err, io.EOF) {
			return err
		}
		_, size := r.readers[0].Progress()
		r.done += size
		if err := r.readers[0].Close(); err != nil {
			return err
		}
		r.readers = r.readers[1:]
	}
	return io.EOF
}

// Progress implements Reader.
func (r *referenceReader) Progress() (read, total int64) {
	read = r.done
	if len(r.readers) > 0 {
		some, _ := r.readers[0].Progress()
		read += some
	}
	return read, r.total
}

// Close implements Reader.
func (r *referenceReader) Close() error {
	var errs []error
	for _, reader := range r.readers {
		errs = append(errs, reader.Close())
	}
	return errors.Join(append(errs, r.inputs.Close())...)
}

// Continue implements Continuing: it finds the states that the store has already.
func (r *referenceReader) Continue(ctx context.Context, store kg.Sources) error {
	return r.known.find(ctx, store)
}

// knownStates are the ids of states.
type knownStates struct {
	dataset string
	ids     map[string]string // of those that are in the store, by Alpha2
}

// find takes in which states a store has: those of the data set, and others that have a
// state's code.
func (k *knownStates) find(ctx context.Context, store kg.Store) error {
	var keys kg.Keys
	by := map[kg.Identifier]string{}
	for _, s := range states.All() {
		i, err := kg.Identifier{Scheme: "iso3166-1", Value: s.Alpha2}.Check("")
		if err != nil {
			continue
		}
		by[i] = s.Alpha2
		keys.Identifiers, keys.Entities = append(keys.Identifiers, i), append(keys.Entities, k.own(s))
	}
	found, err := store.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, id := range found.Identified {
		state, _ := states.ByISO(by[i])
		if found.Entities[k.own(state)] == nil && found.Entities[id].Kind.IsActor() {
			k.ids[by[i]] = id
		}
	}
	return nil
}

func (k *knownStates) own(s states.State) string { return k.dataset + ":" + strings.ToLower(s.Alpha3) }

// id returns the id of a state.
func (k *knownStates) id(s states.State) string {
	if id := k.ids[s.Alpha2]; id != "" {
		return id
	}
	return k.own(s)
}

// addState adds a state to batch unless a batch has it, and returns its id.
func (r *register) addState(batch *kg.Batch, known *knownStates, s states.State, names ...string) string {
	id := known.id(s)
	called := [2]string{"state.", s.Alpha2}
	if _, added := r.entities[called]; added && len(names) == 0 {
		return id
	}
	r.entities[called] = id
	batch.InferredKinds = true
	batch.Entities = append(batch.Entities, kg.Entity{ID: id, Kind: kg.KindCountry, Name: s.Name, Aliases: names, Identifiers: kg.StateIdentifiers(s)})
	return id
}
