package backup

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"

	"github.com/klauspost/compress/gzip"

	"conflictgraph/internal/kg"
)

// How many bytes one record of a backup may have, and the first line. They bound
// what a file that was made to do harm has kept in memory.
const (
	longestRecord = 256 << 20
	longestHeader = 1 << 10
)

// What a file that is refused is.
var (
	ErrForeign = errors.New("it is no backup of this program; give a file that conflictgraph backup wrote")
	ErrDamaged = errors.New("the backup is damaged or cut off; take another copy of it, or an earlier backup")
)

// Verify reads a whole backup, every record of it, and returns what is in it. Its error
// is ErrForeign, ErrDamaged, one that says that the backup is of a newer version than
// this program or which record cannot be read, ctx's, or in's. A file that is not as
// it was written is damaged, whatever its records are.
func Verify(ctx context.Context, in io.Reader) (Counts, error) {
	var first error
	number, former := 0, newEarlier()
	var merges []kg.MergeRecord
	counts, err := read(ctx, in, func(text []byte) error {
		if number++; first != nil {
			return nil
		}
		var r kg.Record
		if r, first = parseNumbered(number, text, former); r.Merge != nil {
			merges = append(merges, *r.Merge)
		}
		return nil
	})
	switch {
	case err != nil:
		return counts, err
	case first != nil:
		return counts, first
	}
	return counts, kg.CheckMerges(merges)
}

// read calls record with each line between the first and the last, which is not
// to be kept, and checks the whole. It returns record's error where that fails.
func read(ctx context.Context, in io.Reader, record func(text []byte) error) (Counts, error) {
	file := bufio.NewReaderSize(in, 64<<10)
	packed, err := gzip.NewReader(file)
	if err != nil {
		return Counts{}, judged(err, ErrForeign)
	}
	packed.Multistream(false)
	r := reader{in: bufio.NewReaderSize(packed, 64<<10), sum: sha256.New()}
	if err := r.readHeader(); err != nil {
		return Counts{}, err
	}
	for n := 1; ; n++ {
		if n%recordsBetweenReports == 0 && ctx.Err() != nil {
			return r.counts, ctx.Err()
		}
		if err := r.next(longestRecord); err != nil {
			return r.counts, judged(err, ErrDamaged)
		}
		kind := kindOf(r.line)
		if kind == "end" {
			break
		}
		r.sum.Write(r.line)
		if !slices.Contains(kinds, kind) && json.Valid(r.line) {
			// If the checksum is right, a newer program wrote it.
			if r.unknown == "" {
				r.unknown = kind
			}
			continue
		}
		if !r.count(kind) {
			return r.counts, ErrDamaged
		}
		if err := record(r.line); err != nil {
			return r.counts, err
		}
	}
	if err := r.checkEnd(); err != nil {
		return r.counts, err
	}
	// What follows is the checksum of gzip, and then nothing.
	for _, rest := range []io.Reader{r.in, file} {
		if n, err := rest.Read(make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
			return r.counts, judged(err, ErrDamaged)
		}
	}
	if r.unknown != "" {
		return r.counts, errNewer(fmt.Sprintf("records of the kind %q", r.unknown))
	}
	return r.counts, nil
}

// errNewer is the error of a backup that has something that this program does not know.
func errNewer(what string) error {
	return fmt.Errorf("the backup has %s, which this program does not know: a newer version of it wrote the backup; use that", what)
}

// judged returns what is wrong with a file, or err where that is about reading it.
func judged(err, wrong error) error {
	var outside *fs.PathError
	if errors.As(err, &outside) {
		return err
	}
	return wrong
}

type reader struct {
	in     *bufio.Reader
	sum    hash.Hash
	line   []byte // the last that was read, with its end
	counts Counts
	kind   int // the index among kinds of the last line

	unknown string // the kind of a record that this program does not know
}

// next reads a line, of so many bytes at most.
func (r *reader) next(longest int) error {
	r.line = r.line[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.line)+len(part) > longest {
			return ErrDamaged
		}
		r.line = append(r.line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

func (r *reader) readHeader() error {
	if err := r.next(longestHeader); err != nil {
		return judged(err, ErrForeign)
	}
	var l line
	if kindOf(r.line) != "conflictgraph" || json.Unmarshal(r.line, &l) != nil || l.Header == nil || l.Header.Backup < 1 {
		return ErrForeign
	}
	if l.Header.Backup > Version {
		// Only the checksum of gzip tells whether that is what was written.
		if _, err := io.Copy(io.Discard, r.in); err != nil {
			return judged(err, ErrDamaged)
		}
		return fmt.Errorf("the backup is of version %d, and this program reads none above %d; use the newer program that wrote it", l.Header.Backup, Version)
	}
	r.sum.Write(r.line)
	return nil
}

// kinds are the names of records in the order in which they come.
var kinds = []string{"type", "document", "entity", "relation", "merge", "activity", "queued"}

// kindOf returns the first name of a line's object.
func kindOf(text []byte) string {
	name, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte(`{"`)), []byte(`":`))
	return string(name[:min(len(name), 20)])
}

// count counts a record and reports whether it is one that can come here.
func (r *reader) count(kind string) bool {
	for r.kind < len(kinds) && kinds[r.kind] != kind {
		r.kind++
	}
	if r.kind == len(kinds) {
		return false
	}
	*[]*int{&r.counts.Types, &r.counts.Documents, &r.counts.Entities, &r.counts.Relations, &r.counts.Merges, &r.counts.Activities, &r.counts.Queued}[r.kind]++
	return true
}

func (r *reader) checkEnd() error {
	var l line
	if json.Unmarshal(r.line, &l) != nil || l.End == nil || *l.End != (end{r.counts, hex.EncodeToString(r.sum.Sum(nil))}) {
		return ErrDamaged
	}
	return nil
}
