package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"conflictgraph/internal/export"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// maxElement is how many bytes one element of a JSON-LD file may have.
const maxElement = 64 << 20

// jsonLDReader reads files that were exported as JSON-LD, element by element. A
// row is an element: a document, an entity, a relation type or a relation.
type jsonLDReader struct {
	*files
	inputs  *inputs
	text    *textPositions
	decoder *json.Decoder
}

// OpenJSONLD opens files that export wrote as JSON-LD. It reads them as it writes
// them, and no other JSON-LD. What they hold is recorded as stated now, under the
// ids it had, those of relations included unless one names what had been merged
// into something else: that is exported as it answers, and gets the id of what it
// states then. Documents, entities and types have to come before the relations that
// name them.
//
// The batches may have merges and withdrawals, which no kg.Load takes: Run is to be
// given no Loader.
func OpenJSONLD(limit packed.Limit, paths []string) (Reader, error) {
	in, err := openInputs(paths)
	if err != nil {
		return nil, err
	}
	files, err := openFiles(limit, in.paths)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	files.call(in.names)
	r := &jsonLDReader{files: files, inputs: in}
	if err := r.begin(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close implements Reader.
func (r *jsonLDReader) Close() error { return errors.Join(r.files.Close(), r.inputs.Close()) }

// begin reads up to the first element of the file that was opened.
func (r *jsonLDReader) begin() error {
	r.text = &textPositions{reader: r.source, name: r.source.Name, line: 1}
	r.decoder = json.NewDecoder(r.text)
	if err := r.expect(json.Delim('{')); err != nil {
		return err
	}
	for {
		key, err := r.decoder.Token()
		if err != nil {
			return r.broken(err)
		}
		if key == "@graph" {
			return r.expect(json.Delim('['))
		}
		if key == json.Delim('}') {
			return fmt.Errorf("%s has no @graph; give a file that export wrote as JSON-LD", r.source.Name)
		}
		var passed json.RawMessage
		if err := r.decoder.Decode(&passed); err != nil {
			return r.broken(err)
		}
	}
}

func (r *jsonLDReader) expect(want json.Token) error {
	if got, err := r.decoder.Token(); err != nil {
		return r.broken(err)
	} else if got != want {
		return fmt.Errorf("%s: there is %v where %v should be; give a file that export wrote as JSON-LD", r.source.Name, got, want)
	}
	return nil
}

// broken says of which file err is.
func (r *jsonLDReader) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s is cut short; export it again", r.source.Name)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%s:%d: %w; give a file that export wrote as JSON-LD", r.source.Name, r.text.lineOf(r.decoder.InputOffset()), err)
	}
	return err
}

// Next implements Reader.
func (r *jsonLDReader) Next(batch *kg.Batch) error {
	for !r.decoder.More() {
		if err := r.end(); err != nil {
			return err
		}
	}
	r.text.passed = r.decoder.InputOffset()
	var raw json.RawMessage
	if err := r.decoder.Decode(&raw); err != nil {
		return r.broken(err)
	}
	line := r.text.lineOf(r.decoder.InputOffset() - int64(len(raw)))
	var e ldElement
	err := json.Unmarshal(raw, &e)
	if err == nil {
		err = e.add(batch)
	}
	if err != nil {
		return &Reject{File: r.source.Name, Line: line, Reason: err.Error(), Text: string(raw[:min(len(raw), maxRejectText)])}
	}
	return nil
}

// end reads the end of a file and begins with the next; io.EOF where there is none.
func (r *jsonLDReader) end() error {
	for _, want := range []json.Token{json.Delim(']'), json.Delim('}')} {
		if err := r.expect(want); err != nil {
			return err
		}
	}
	if !r.more() {
		return io.EOF
	}
	if err := r.open(); err != nil {
		return err
	}
	return r.begin()
}

// textPositions tells on which line an offset is that was read not long ago, and
// ends what has too long an element.
type textPositions struct {
	reader io.Reader
	name   string
	read   int64
	passed int64   // where the element begins that is read
	line   int     // of what is before the first break
	breaks []int64 // offsets after line feeds
}

func (p *textPositions) Read(b []byte) (int, error) {
	if p.read-p.passed > maxElement {
		return 0, fmt.Errorf("%s:%d: what begins here is longer than %d bytes", p.name, p.lineOf(p.passed), maxElement)
	}
	n, err := p.reader.Read(b)
	for i, c := range b[:n] {
		if c == '\n' {
			p.breaks = append(p.breaks, p.read+int64(i)+1)
		}
	}
	p.read += int64(n)
	return n, err
}

// lineOf returns the line of an offset, which is not before the one that it was
// asked for last.
func (p *textPositions) lineOf(offset int64) int {
	passed := slices.IndexFunc(p.breaks, func(b int64) bool { return b > offset })
	if passed < 0 {
		passed = len(p.breaks)
	}
	p.line += passed
	p.breaks = slices.Delete(p.breaks, 0, passed)
	return p.line
}

// idIn returns the id that an IRI has after its beginning.
func idIn(beginning, iri string) (string, error) {
	id, ok := export.IDOf(beginning, iri)
	if !ok {
		return "", fmt.Errorf("%s is not what an export calls something; that begins with %s", quote(iri), beginning)
	}
	return id, nil
}
