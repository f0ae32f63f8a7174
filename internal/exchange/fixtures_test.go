package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"conflictgraph/internal/kg"
)

const (
	entityTable   = "Northland\t0\nCitizen (India)\t1\nIndia\t2\nA. Person\t3\n"
	relationTable = "Consult\t0\nMake a visit\t1\nMake statement\t2\nDeny responsibility\t3\n"
)

// file writes a file and returns its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// options returns options that read the tables above.
func options(t testing.TB) TKGOptions {
	t.Helper()
	return TKGOptions{
		Name: "rows", Entities: file(t, "entities.txt", entityTable), Relations: file(t, "relations.txt", relationTable),
		Start: "2018-01-01", Unit: Hour,
	}
}

// open opens rows of the tables above.
func open(t testing.TB, rows ...string) Reader {
	t.Helper()
	return openWith(t, options(t), rows...)
}

func openWith(t testing.TB, options TKGOptions, rows ...string) Reader {
	t.Helper()
	var files []string
	for i, content := range rows {
		files = append(files, file(t, string('a'+rune(i))+".txt", content))
	}
	r, err := OpenTKG(options, files)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

// readAll reads to the end.
func readAll(t testing.TB, r Reader) (batch kg.Batch, rejects []*Reject) {
	t.Helper()
	for {
		err := r.Next(&batch)
		var reject *Reject
		switch {
		case errors.Is(err, io.EOF):
			return batch, rejects
		case errors.As(err, &reject):
			rejects = append(rejects, reject)
		case err != nil:
			t.Fatal(err)
		}
	}
}

// memory is a Store that keeps relations by their ids.
type memory struct {
	checker
	relations map[string]kg.Relation
	batches   []int // how many relations each had
	after     func(batches int) error
}

func newMemory() *memory {
	return &memory{checker: *newChecker(), relations: map[string]kg.Relation{}}
}

func (m *memory) Write(ctx context.Context, batch kg.Batch) (written kg.Written, err error) {
	if err := ctx.Err(); err != nil {
		return written, err
	}
	types, entities := maps.Clone(m.types), maps.Clone(m.entities)
	if _, err := m.checker.Write(ctx, batch); err != nil {
		return written, err
	}
	written.Types, written.Entities = len(m.types)-len(types), len(m.entities)-len(entities)
	written.Existing = len(batch.Types) + len(batch.Entities) - written.Types - written.Entities
	for _, r := range batch.Relations {
		if _, known := m.relations[r.ID]; known {
			written.Existing++
			continue
		}
		m.relations[r.ID] = r
		written.Relations++
	}
	m.batches = append(m.batches, len(batch.Relations))
	if m.after != nil {
		return written, m.after(len(m.batches))
	}
	return written, nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// shortDigestOf returns the digest by which records name a file with some content.
func shortDigestOf(content string) string {
	digest := sha256.Sum256([]byte(content))
	return hex.EncodeToString(digest[:6])
}
