package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
	"conflictgraph/internal/store/sqlite"
)

// A loading is batches to be written, some of them before a load begins, and
// which of the others come after the load was interrupted.
type loading struct {
	batches     []kg.Batch
	before      int
	interrupted map[int]bool
	completed   map[int]bool // by a store that was opened in between
	forgotten   map[int]bool // after which what was appended is no longer remembered
}

var anyLoading = rapid.Custom(func(t *rapid.T) loading {
	l := loading{interrupted: map[int]bool{}, completed: map[int]bool{}, forgotten: map[int]bool{}}
	l.batches = rapid.SliceOfN(rapid.Custom(drawBatch), 2, 5).Draw(t, "batches")
	l.before = rapid.IntRange(0, 1).Draw(t, "before")
	for i := range l.batches {
		l.batches[i].RecordedAt = time.UnixMilli(int64(1_700_000_000_000 + i)).UTC()
		l.interrupted[i] = rapid.IntRange(0, 3).Draw(t, "interrupted") == 0
		l.completed[i] = rapid.Bool().Draw(t, "completed")
		l.forgotten[i] = rapid.Bool().Draw(t, "forgotten")
	}
	return l
})

// retracting returns a batch that retracts, before the load, two of three relations
// there are, one of these as a release of their data set does.
func (l loading) retracting() kg.Batch {
	b := kg.Batch{RecordedAt: time.UnixMilli(1_700_000_000_000).UTC()}
	for _, before := range l.batches[:l.before] {
		for i, r := range before.Relations {
			if i%3 > 0 {
				b.Retractions = append(b.Retractions, kg.Retraction{Relation: kg.RelationID(r, false), ByPublisher: i%3 == 1})
			}
		}
	}
	return b
}

// What a load leaves behind is what Write does, whatever comes twice, and wherever
// it is interrupted.
func TestALoadLeavesWhatWritingDoes(t *testing.T) {
	examples := 12
	if testing.Short() {
		examples = 3
	}
	for example := range examples {
		t.Run(fmt.Sprint("example ", example), func(t *testing.T) { checkLoading(t, anyLoading.Example(example)) })
	}
}

func checkLoading(t *testing.T, l loading) {
	written, loaded := filepath.Join(t.TempDir(), "written.db"), filepath.Join(t.TempDir(), "loaded.db")
	var want, got kg.Written
	s := open(t, written)
	for i, b := range l.batches {
		if i == l.before {
			must1(s.Write(t.Context(), l.retracting()))
		}
		if w := must1(s.Write(t.Context(), cloned(b))); i >= l.before {
			want = want.Sum(w)
		}
	}
	s = open(t, loaded)
	for _, b := range l.batches[:l.before] {
		must1(s.Write(t.Context(), cloned(b)))
	}
	must1(s.Write(t.Context(), l.retracting()))
	load := must1(s.Load(t.Context()))
	if load == nil {
		t.Fatal("there is no load")
	}
	interrupted := false
	for i, b := range l.batches[l.before:] {
		if l.interrupted[i] {
			interrupted = true
			must(t, load.Close())
			if l.completed[i] {
				must1(open(t, loaded).Types(t.Context()))
			}
			s = open(t, loaded)
			load = must1(s.Load(t.Context()))
		}
		b = cloned(b)
		must(t, load.Check(t.Context(), &b))
		got = got.Sum(must1(load.Write(t.Context(), b)))
		if l.forgotten[i] {
			sqlite.Forget(load)
		}
	}
	if _, err := open(t, loaded).Types(t.Context()); kg.ErrorCode(err) != kg.CodeUnavailable {
		t.Errorf("while a load is at work another store returns %v", err)
	}
	got = got.Sum(must1(load.Finish(t.Context(), nil)))
	must(t, load.Close())
	if got != want && !interrupted {
		t.Errorf("counted %+v, not %+v", got, want)
	}
	if w, l := dump(t, written), dump(t, loaded); w != l {
		t.Errorf("written:\n%s\nloaded:\n%s", w, l)
	}
	must1(s.Types(t.Context()))
}

// manyRows returns a batch that takes more than some pages, with every relation
// twice.
func manyRows() kg.Batch {
	b := kg.Batch{RecordedAt: time.UnixMilli(1_700_000_000_000).UTC(), Types: []kg.RelationType{kg.TypesByID(kg.CoreTypes())["met-with"]}}
	for i := range 100 {
		b.Entities = append(b.Entities, kg.Entity{ID: fmt.Sprint("x:", i), Kind: kg.KindPerson, Name: fmt.Sprint("Person ", i)})
	}
	for i := range 4000 {
		b.Relations = append(b.Relations, kg.Relation{
			Type: "met-with", Subject: fmt.Sprint("x:", i%100), Object: fmt.Sprint("x:", i%2000/100), Status: kg.StatusOccurred, Certainty: kg.CertaintyStated,
			Evidence: []kg.Evidence{{Source: &kg.Source{Dataset: "rows", Record: fmt.Sprint(i)}}},
		})
	}
	return b
}

func TestALoadOnAFullDiskCanBeGoneOnWith(t *testing.T) {
	written, loaded := filepath.Join(t.TempDir(), "written.db"), filepath.Join(t.TempDir(), "loaded.db")
	want := must1(open(t, written).Write(t.Context(), manyRows()))
	load := must1(open(t, loaded).Load(t.Context()))
	b := manyRows()
	must(t, load.Check(t.Context(), &b))
	sqlite.FillDisk(t, load, 3)
	if _, err := load.Write(t.Context(), b); kg.ErrorCode(err) != kg.CodeUnavailable || !strings.Contains(err.Error(), "full") {
		t.Fatalf("on a full disk writing returns %v", err)
	}
	sqlite.FillDisk(t, load, 1<<20)
	got := must1(load.Write(t.Context(), b))
	for free := 1; ; free += 20 {
		sqlite.FillDisk(t, load, free)
		united, err := load.Finish(t.Context(), nil)
		if err == nil {
			got = got.Sum(united)
			if free == 1 {
				t.Error("the disk was never full")
			}
			break
		}
		if kg.ErrorCode(err) != kg.CodeUnavailable || !strings.Contains(err.Error(), "full") {
			t.Fatalf("on a full disk the end returns %v", err)
		}
	}
	must(t, load.Close())
	want.Activity, got.Activity = 0, 0
	if got != want {
		t.Errorf("counted %+v, not %+v", got, want)
	}
	if w, l := dump(t, written), dump(t, loaded); w != l {
		t.Errorf("written:\n%.2000s\nloaded:\n%.2000s", w, l)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// cloned returns a copy of what Check changes.
func cloned(b kg.Batch) kg.Batch {
	b.Relations = append([]kg.Relation(nil), b.Relations...)
	for i := range b.Relations {
		b.Relations[i].Evidence = append([]kg.Evidence(nil), b.Relations[i].Evidence...)
	}
	return b
}

const loadText = "A met B. B met C. Alpha speaks for Beta."

func drawBatch(t *rapid.T) (b kg.Batch) {
	core := kg.TypesByID(kg.CoreTypes())
	for _, id := range []string{"met-with", "spokesperson-for", "supports"} {
		b.Types = append(b.Types, core[id])
	}
	names := []string{"Alpha", "Beta", "Gamma", "Delta"}
	for i, name := range names {
		e := kg.Entity{ID: fmt.Sprint("x:", i), Kind: kg.KindPerson, Name: name}
		if rapid.IntRange(0, 4).Draw(t, "renamed") == 0 {
			e.Aliases = []string{rapid.SampledFrom([]string{"Uno", "Duo"}).Draw(t, "alias")}
		}
		b.Entities = append(b.Entities, e)
	}
	b.Entities = append(b.Entities, kg.Entity{ID: "paris", Kind: kg.KindPlace, Name: "Paris"})
	b.Documents = []kg.Document{{ID: "doc:one", Title: "One", Text: loadText}}
	for range rapid.IntRange(0, 12).Draw(t, "relations") {
		r := kg.Relation{
			Type:    rapid.SampledFrom([]string{"met-with", "supports", "spokesperson-for"}).Draw(t, "type"),
			Subject: fmt.Sprint("x:", rapid.IntRange(0, 2).Draw(t, "subject")), Object: fmt.Sprint("x:", rapid.IntRange(1, 3).Draw(t, "object")),
			Status: rapid.SampledFrom(kg.Statuses[:2]).Draw(t, "status"), Certainty: kg.CertaintyStated,
		}
		if edtf := rapid.SampledFrom([]string{"", "2020-01-01", "2020-01-02", "2020-01", "2020-01-01/.."}).Draw(t, "time"); edtf != "" {
			r.Time = &kg.Time{EDTF: edtf}
		}
		if rapid.IntRange(0, 3).Draw(t, "with a place") == 0 {
			r.Places = []string{"paris"}
			r.Attributions = []kg.Attribution{{By: "x:3", Stance: kg.StanceStated}}
		}
		for range rapid.IntRange(1, 3).Draw(t, "evidence") {
			if rapid.Bool().Draw(t, "quote") {
				from := rapid.SampledFrom([]string{"A met B", "B met C", "Alpha speaks"}).Draw(t, "exact")
				start := strings.Index(loadText, from)
				r.Evidence = append(r.Evidence, kg.Evidence{Document: "doc:one", Exact: from, Start: start, End: start + len(from)})
			} else {
				r.Evidence = append(r.Evidence, kg.Evidence{Source: &kg.Source{
					Dataset: rapid.SampledFrom([]string{"d", "e"}).Draw(t, "dataset"), Record: rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "record")}})
			}
		}
		b.Relations = append(b.Relations, r)
	}
	return b
}

// dump returns all that a database holds, without the keys by which it does.
func dump(t testing.TB, path string) string {
	t.Helper()
	db := must1(sql.Open("sqlite", path))
	defer db.Close()
	db.SetMaxOpenConns(1)
	var all strings.Builder
	for _, words := range []string{"entity", "relation"} {
		must1(db.ExecContext(context.Background(), `CREATE VIRTUAL TABLE temp.`+words+`_terms USING fts5vocab (main, `+words+`_words, row)`))
	}
	for _, query := range []string{
		`PRAGMA integrity_check`,
		`PRAGMA foreign_key_check`,
		`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`,
		`SELECT id, kind, name, description, recorded_at, relations FROM entity ORDER BY id`,
		`SELECT e.id, a.name, a.recorded_at FROM alias a JOIN entity e ON e.key = a.entity ORDER BY e.id, a.key`,
		`SELECT id, label, relations FROM relation_type ORDER BY id`,
		`SELECT hex(r.digest), r.day, s.id, y.id, o.id, r.class, r.edtf, r.end_day, r.recorded_at
			FROM relation r JOIN entity s ON s.key = r.subject JOIN entity o ON o.key = r.object JOIN relation_type y ON y.key = r.type ORDER BY r.key`,
		`SELECT hex(r.digest), s.ordinal, d.name, s.record, s.recorded_at FROM source s JOIN relation r ON r.key = s.relation JOIN dataset d ON d.key = s.dataset ORDER BY 1, 2`,
		`SELECT hex(r.digest), q.start_char, q.exact, q.recorded_at FROM quote q JOIN relation r ON r.key = q.relation ORDER BY r.digest, q.key`,
		`SELECT hex(r.digest), p.ordinal, e.id FROM place p JOIN relation r ON r.key = p.relation JOIN entity e ON e.key = p.entity ORDER BY 1, 2`,
		`SELECT hex(r.digest), p.ordinal, e.id, p.stance FROM attribution p JOIN relation r ON r.key = p.relation JOIN entity e ON e.key = p.entity ORDER BY 1, 2`,
		`SELECT o.id, s.id FROM subject_of p JOIN entity s ON s.key = p.subject JOIN entity o ON o.key = p.object ORDER BY 1, 2`,
		`SELECT count(*) FROM quote`, `SELECT count(*) FROM source`, `SELECT count(*) FROM place`,
		`SELECT * FROM entity_terms`, `SELECT * FROM relation_terms`,
		`SELECT * FROM pending_load`, `SELECT * FROM pending_index`,
	} {
		rows := must1(db.QueryContext(context.Background(), query))
		columns := must1(rows.Columns())
		for rows.Next() {
			values := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(t, rows.Scan(into...))
			fmt.Fprintln(&all, values...)
		}
		must(t, rows.Err())
		fmt.Fprintln(&all, "--")
	}
	return all.String()
}

func TestALoadLeavesOneSegmentOfEachFullTextIndex(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "graph.db"))
	l, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for number := range 4 {
		b := kgtest.Graph()
		for i := range b.Entities {
			b.Entities[i].Aliases = append(b.Entities[i].Aliases, fmt.Sprint("alias ", number))
		}
		if err := l.Check(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if entities, _ := sqlite.WordSegments(t, s); entities < 2 {
		t.Fatalf("%d segments were written", entities)
	}
	if _, err := l.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if entities, relations := sqlite.WordSegments(t, s); entities != 1 || relations != 1 {
		t.Errorf("the full-text indexes have %d and %d segments", entities, relations)
	}
}
