package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest/bothstores"
	"conflictgraph/internal/packed"
)

// imports reads to a store as the command does.
func imports(t *testing.T, store kg.Store, r Reader) Summary {
	t.Helper()
	must(t, r.(Continuing).Continue(t.Context(), store.(kg.Sources)))
	summary, err := Run(t.Context(), store, r, Options{})
	must(t, err)
	return summary
}

// adds returns what an import added, in words.
func adds(s Summary) string {
	w := s.Written
	return fmt.Sprintf("%d relations, %d documents, %d pieces of evidence", w.Relations, w.Documents, w.Evidence)
}

const nothingNew = "0 relations, 0 documents, 0 pieces of evidence"

// recordsOf returns the records that a data set has in a store.
func recordsOf(t *testing.T, store kg.Store, dataset string) (all []string) {
	t.Helper()
	must(t, store.(kg.Sources).Records(t.Context(), dataset, func(s kg.SourceRecord) error {
		all = append(all, s.Record)
		return nil
	}))
	slices.Sort(all)
	return all
}

// Two publications of one text are two documents, each with what was said in it.
func TestTwoArticlesOfOneTextAreTwo(t *testing.T) {
	const header, text = "A,B,Q,T,H,U\n", "A met B."
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		open := mapped(t, articlesMapping)
		table := header + "A,B,A met B," + text + ",Morning,https://one.example\nA,B,A met B," + text + ",Evening,https://two.example\n" +
			"A,C,A met,A met C.,Morning,https://one.example\nA,B,met B," + text + ",Morning,https://one.example\n"
		same(t, "first", adds(imports(t, store, opened(t, open, ".csv", table))), "3 relations, 3 documents, 1 pieces of evidence")
		same(t, "again", adds(imports(t, store, opened(t, open, ".csv", table))), nothingNew)
		var published []string
		must(t, store.(kg.Sources).DocumentsNamed(t.Context(), "doc:rows-", func(d kg.Document) error {
			published = append(published, d.Title+" "+d.URL)
			return nil
		}))
		slices.Sort(published)
		sameLines(t, "documents", published, "Evening https://two.example", "Morning https://one.example", "Morning https://one.example")
	})
}

// A document whose id is made of the text alone, as it was once, keeps it where it was
// published in the same place.
func TestArticlesOfEarlierImportsKeepTheirIDs(t *testing.T) {
	const text = "A met B."
	digest := sha256.Sum256([]byte(text))
	former := "doc:rows-" + hex.EncodeToString(digest[:12])
	row := func(title string) string { return "A,B,Q,T,H,U\nA,B,A met B," + text + "," + title + ",\n" }
	bothstores.Each(t, func(t *testing.T, store kg.Store) {
		open := mapped(t, articlesMapping)
		batch, _ := readAll(t, opened(t, open, ".csv", row("Morning")))
		batch.Documents[0].ID, batch.Relations[0].Evidence[0].Document = former, former
		_, err := store.Write(t.Context(), batch)
		must(t, err)
		same(t, "the same", adds(imports(t, store, opened(t, open, ".csv", row("Morning")))), nothingNew)
		same(t, "another title", adds(imports(t, store, opened(t, open, ".csv", row("Evening")))), "1 relations, 1 documents, 0 pieces of evidence")

		_, err = store.Write(t.Context(), kg.Batch{Withdrawals: []kg.Withdrawal{{Document: former}}})
		must(t, err)
		same(t, "out of view", adds(imports(t, store, opened(t, open, ".csv", row("Morning")))), nothingNew)
	})
}

const noSource = "subject: A\ntype: {value: met}\nobject: B\n"

// Rows of different files are different records, whatever the files are called, and
// rows of one file the same.
func TestRowsAreOneRecordEach(t *testing.T) {
	csv := func(rows string) string { return "A,B,C\n" + rows }
	for name, c := range map[string]struct {
		open func(t *testing.T) opener
		of   func(rows string) string
		rows [2]string // state the same in different files
		more string
	}{
		"csv": {func(t *testing.T) opener { return mapped(t, noSource) }, csv, [2]string{"x,y,1\n", "x,y,2\n"}, "x,z,3\n"},
		"tkg": {func(t *testing.T) opener {
			o := options(t)
			return func(paths ...string) (Reader, error) { return OpenTKG(o, paths) }
		}, func(rows string) string { return rows }, [2]string{"0 0 1 0 1\n", "0 0 1 0 2\n"}, "0 0 2 0\n"},
	} {
		t.Run(name, func(t *testing.T) {
			bothstores.Each(t, func(t *testing.T, store kg.Store) {
				open, first, second := c.open(t), c.of(c.rows[0]), c.of(c.rows[1])
				read := func(paths ...string) string {
					t.Helper()
					r, err := open(paths...)
					must(t, err)
					defer func() { must(t, r.Close()) }()
					return adds(imports(t, store, r))
				}
				same(t, "the first", read(file(t, "a.txt", first)), "1 relations, 0 documents, 0 pieces of evidence")
				same(t, "another of its name", read(file(t, "a.txt", second)), "0 relations, 0 documents, 1 pieces of evidence")
				same(t, "records", len(recordsOf(t, store, "rows")), 2)
				same(t, "both at once", read(file(t, "a.txt", first), file(t, "a.txt", second)), nothingNew)
				same(t, "under another name", read(file(t, "b.txt", first)), nothingNew)
				same(t, "packed", read(file(t, "a.txt.gz", gzipped(t, first))), nothingNew)
				same(t, "without its last line's end", read(file(t, "a.txt", strings.TrimSuffix(first, "\n"))), nothingNew)
				same(t, "grown", read(file(t, "a.txt", first+c.more)), "1 relations, 0 documents, 0 pieces of evidence")
				same(t, "grown by a row that says it again", read(file(t, "a.txt", first+c.more+c.more)), "0 relations, 0 documents, 1 pieces of evidence")
				same(t, "as it was", read(file(t, "a.txt", first)), nothingNew)
				same(t, "records", len(recordsOf(t, store, "rows")), 4)
			})
		})
	}
}

// A store in which rows are called by their lines, and by the names of their files
// where there were several, keeps these.
func TestRowsOfEarlierImportsKeepTheirRecords(t *testing.T) {
	for name, formerly := range map[string]string{"one file": "3", "several files": "a.csv:3"} {
		t.Run(name, func(t *testing.T) {
			bothstores.Each(t, func(t *testing.T, store kg.Store) {
				open := mapped(t, noSource)
				const table = "A,B,C\n,y,0\nx,y,1\n"
				batch, _ := readAll(t, opened(t, open, ".csv", table))
				batch.Relations[0].Evidence[0].Source.Record = formerly
				_, err := store.Write(t.Context(), batch)
				must(t, err)
				same(t, "the same", adds(imports(t, store, opened(t, open, ".csv", table))), nothingNew)
				sameLines(t, "records", recordsOf(t, store, "rows"), formerly)
				same(t, "another line", adds(imports(t, store, opened(t, open, ".csv", "A,B,C\nx,y,1\n"))), "0 relations, 0 documents, 1 pieces of evidence")
			})
		})
	}
}

func TestAFileThatGrowsWhileItIsReadIsAnError(t *testing.T) {
	in, err := openInputs([]string{file(t, "a.csv", "A,B\nx,y\n")})
	must(t, err)
	r := newRowRecords(in, packed.Limit{}, "rows")
	record, err := r.of(0, 2)
	must(t, err)
	same(t, "record", record, "2@"+shortDigestOf("A,B\nx,y\n"))
	if _, err := r.of(0, 3); err == nil || !strings.Contains(err.Error(), "a.csv has grown") {
		t.Errorf("%v", err)
	}
}
