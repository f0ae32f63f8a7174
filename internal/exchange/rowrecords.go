package exchange

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/maphash"
	"io"
	"regexp"
	"strconv"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/packed"
)

// Continuing is a Reader that needs to know what earlier imports called the rows and
// articles of its data set, so that reading them again adds nothing.
type Continuing interface {
	Continue(ctx context.Context, store kg.Sources) error
}

// rowRecords gives the rows of files without ids of their own a record: the number of
// the line, "@" and a digest of what the file holds, "17@9f86d081884c". It is the same
// wherever the file is and whatever it is called. The rows of a file that has grown at
// its end keep the records that they had.
type rowRecords struct {
	inputs  *inputs
	limit   packed.Limit
	dataset string

	file     int // which contents are of
	contents []contents

	known map[string]bool // digests of files that were read before
	// What rows were called before there were digests: by line, and the file's name
	// where there were several files.
	former map[uint64]bool
	seed   maphash.Seed
}

// contents are the lines of a file up to one, from the first.
type contents struct {
	lines  int
	digest string
}

func newRowRecords(in *inputs, limit packed.Limit, dataset string) *rowRecords {
	return &rowRecords{inputs: in, limit: limit, dataset: dataset, file: -1, known: map[string]bool{}, former: map[uint64]bool{}, seed: maphash.MakeSeed()}
}

var lineAndDigest = regexp.MustCompile(`^[0-9]+@([0-9a-f]{12})$`)

// remember takes in what the store has of the data set.
func (r *rowRecords) remember(ctx context.Context, store kg.Sources) error {
	return store.Records(ctx, r.dataset, func(s kg.SourceRecord) error {
		if m := lineAndDigest.FindStringSubmatch(s.Record); m != nil {
			r.known[m[1]] = true
		} else {
			r.former[r.formerly(s.Relation, s.Record)] = true
		}
		return nil
	})
}

func (r *rowRecords) formerly(relation, record string) uint64 {
	return maphash.String(r.seed, relation+" "+record)
}

// of returns the record of a line of a file. Its errors are those of reading files.
func (r *rowRecords) of(file, line int) (string, error) {
	if file != r.file {
		if err := r.look(file); err != nil {
			return "", err
		}
	}
	for _, c := range r.contents {
		if line <= c.lines {
			return strconv.Itoa(line) + "@" + c.digest, nil
		}
	}
	return "", fmt.Errorf("%s has grown while it was read; import it again", r.inputs.names[file])
}

// kept returns the record that a row's relation has in the store where an earlier
// import wrote it, and otherwise record.
func (r *rowRecords) kept(relation kg.Relation, file, line int, record string) string {
	if len(r.former) == 0 {
		return record
	}
	id, number := kg.RelationID(relation, false), strconv.Itoa(line)
	for _, former := range []string{number, r.inputs.names[file] + ":" + number} {
		if r.former[r.formerly(id, former)] {
			return former
		}
	}
	return record
}

// look reads a file for its digest, and those of its beginnings that were read
// before.
func (r *rowRecords) look(file int) (err error) {
	s, err := packed.Open(r.inputs.paths[file], r.limit)
	if err != nil {
		return err
	}
	s.Name = r.inputs.names[file]
	defer func() { err = errors.Join(err, s.Close()) }()
	r.file, r.contents = file, nil
	reader, all, lines, open := bufio.NewReaderSize(s, 64<<10), sha256.New(), 0, false
	for {
		part, err := reader.ReadSlice('\n')
		_, _ = all.Write(part)
		switch {
		case bytes.HasSuffix(part, []byte("\n")):
			lines, open = lines+1, false
			if len(r.known) > 0 && r.known[shortDigest(all)] {
				r.contents = append(r.contents, contents{lines, shortDigest(all)})
			}
		case len(part) > 0:
			open = true
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
	if open { // a last line is the same with and without its end
		_, _ = all.Write([]byte("\n"))
		lines++
	}
	r.contents = append(r.contents, contents{lines, shortDigest(all)})
	return nil
}

func shortDigest(h hash.Hash) string {
	var room [sha256.Size]byte
	return hex.EncodeToString(h.Sum(room[:0])[:6])
}
