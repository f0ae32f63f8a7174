package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kgtest"
)

// ofVersion returns the path of a database of an earlier schema that holds what
// there is in the one at another path.
func ofVersion(t *testing.T, version int64, of string) string {
	t.Helper()
	path, db := emptyOfVersion(t, version)
	run := func(text string, args ...any) {
		if _, err := db.ExecContext(t.Context(), text, args...); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	run(`ATTACH ? AS other`, of)
	tables := []string{"entity", "document", "alias", "relation_type", "relation", "subject_of", "merge", "place", "attribution", "quote", "dataset", "source"}
	if version >= 4 {
		tables = append(tables, "activity", "change")
	}
	for _, table := range tables {
		var columns string
		if err := db.QueryRowContext(t.Context(), `SELECT group_concat(name) FROM pragma_table_info(?)`, table).Scan(&columns); err != nil {
			t.Fatal(err)
		}
		former := []string{"status", "class >> 3 & 3", "certainty", "class & 7", "retraction_reason", "retractions ->> '$[#-1].reason'"}
		switch {
		case version < 12:
			former = append(former, "class", "class & 511")
		case version < 19:
			former = append(former, "class", "class & 1023")
		}
		values := strings.NewReplacer(former...).Replace(columns)
		run(`INSERT INTO main.` + table + ` (` + columns + `) SELECT ` + values + ` FROM other.` + table)
	}
	for _, words := range []string{"entity_words", "relation_words"} {
		for _, part := range []string{"_data", "_idx", "_docsize"} {
			run(`DELETE FROM main.` + words + part)
			run(`INSERT INTO main.` + words + part + ` SELECT * FROM other.` + words + part)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// emptyOfVersion makes an empty database of a version.
func emptyOfVersion(t *testing.T, version int64) (path string, db *sql.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "graph.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	provider, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		t.Fatal(err)
	}
	return path, db
}

func TestADatabaseOfAnEarlierVersionIsBroughtToThis(t *testing.T) {
	present := filepath.Join(t.TempDir(), "graph.db")
	var want []kg.RelationPage
	for _, version := range []int64{schemaVersion, 1, 11, 18} {
		path := present
		if version < schemaVersion {
			path = ofVersion(t, version, present)
		}
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		written, err := s.Write(t.Context(), kgtest.Graph())
		if err != nil || written.Relations > 0 != (version == schemaVersion) {
			t.Fatal(written, err)
		}
		var is int64
		if err := s.writer.QueryRowContext(t.Context(), `PRAGMA user_version`).Scan(&is); err != nil || is != schemaVersion {
			t.Errorf("the version is %d (%v)", is, err)
		}
		reqs := kg.PageRequests{Need: kg.Need{Claims: true}}
		for _, f := range []kg.RelationFilter{
			{Status: []kg.Status{kg.StatusPlanned, kg.StatusProposed, kg.StatusOngoing}}, {Quoted: new(true)}, {Quoted: new(false)},
		} {
			reqs.Pages = append(reqs.Pages, kg.PageRequest{Filter: f, Slice: kg.Slice{Limit: 100}, Count: true})
		}
		pages, _, err := s.Pages(t.Context(), reqs)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = pages
		}
		if pages[0].Total != 4 || pages[1].Total != len(kgtest.Graph().Relations)-1 || pages[2].Total != 1 || !reflect.DeepEqual(pages, want) {
			t.Errorf("pages of a database of version %d are\n%+v\nand of a new one\n%+v", version, pages, want)
		}
	}
}

func TestARelationThatWasRecordedBeforeThereWereCodingsHasTheRightOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	write := func(path string, b kg.Batch) map[string]kg.Coding {
		t.Helper()
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		if _, err := s.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Slice: kg.Slice{Limit: 100}}}})
		if err != nil {
			t.Fatal(err)
		}
		codings := map[string]kg.Coding{}
		for _, r := range pages[0].Relations {
			codings[r.Type] = r.Coding
		}
		return codings
	}
	b, want := kgtest.Uncoded()
	if got := write(path, b); !maps.Equal(got, want) {
		t.Fatalf("the codings are %v, not %v", got, want)
	}
	for _, version := range []int64{1, 11, 18} {
		if got := write(ofVersion(t, version, path), kg.Batch{}); !maps.Equal(got, want) {
			t.Errorf("of a database of version %d the codings are %v, not %v", version, got, want)
		}
	}
}

func TestWhatWasRetractedInAnEarlierVersionCanBeRestored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(b kg.Batch) kg.Written {
		t.Helper()
		w, err := s.Write(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	write(kgtest.Graph())
	write(kg.Batch{Retractions: []kg.Retraction{{Relation: kgtest.ID(kgtest.MetMonday), Reason: "wrong"}}})
	withdrawn := write(kg.Batch{Withdrawals: []kg.Withdrawal{{Document: kgtest.Interview, Reason: "a forgery"}}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), ofVersion(t, 7, path)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	found, err := s.Get(t.Context(), kg.Keys{Relations: []string{kgtest.ID(kgtest.MetMonday)}, Documents: []string{kgtest.Interview}})
	if err != nil {
		t.Fatal(err)
	}
	if r := found.Relations[kgtest.ID(kgtest.MetMonday)]; len(r.Retractions) != 1 || r.Retractions[0].Reason != "wrong" || r.Retractions[0].Document != "" {
		t.Errorf("what was retracted by itself is %+v", r)
	}
	if d := found.Documents[kgtest.Interview]; len(d.Retractions) != 1 || d.Retractions[0].Reason != "a forgery" || d.RetractedAt == nil {
		t.Errorf("what was withdrawn is %+v", d)
	}
	w := write(kg.Batch{Readmissions: []kg.Readmission{{Document: kgtest.Interview}}})
	if w.Readmitted != 1 || w.Restored != withdrawn.Retracted || w.Restored == 0 {
		t.Errorf("with the document %d relations went, and %d came back", withdrawn.Retracted, w.Restored)
	}
}

func TestALoadThatWasPendingInAnEarlierVersionIsCompleted(t *testing.T) {
	path, db := emptyOfVersion(t, 5)
	run := func(text string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	run(`INSERT INTO pending_index SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relation' AND sql IS NOT NULL`)
	for _, index := range indexesOf(t, db) {
		name, _, _ := strings.Cut(index, " ")
		run(`DROP INDEX ` + name)
	}
	run(`INSERT INTO pending_load VALUES (1, 'gone')`)
	run(`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position) VALUES (2, 'x:a', 'PERSON', 'A', '', 0, 0, x'61'), (3, 'x:b', 'PERSON', 'B', '', 0, 0, x'62')`)
	run(`INSERT INTO relation_type VALUES (2, 'x:t', 't', 't', 0, '', '', '', '', 0)`)
	run(`INSERT INTO relation (day, digest, subject, type, object, status, certainty, inferred, reasoning, recorded_at)
		VALUES (4294967295, randomblob(16), 2, 2, 3, 0, 0, 0, '', 0), (4294967295, randomblob(16), 2, 2, 3, 2, 4, 0, '', 0)`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{
		{Owner: "x:a", Filter: kg.RelationFilter{Certainty: []kg.Certainty{kg.CertaintyDenied}}, Slice: kg.Slice{Limit: 5}},
		{Owner: "x:b", Slice: kg.Slice{Limit: 5}, Count: true},
	}})
	if err != nil || len(pages[0].Relations) != 1 || pages[0].Relations[0].Status != kg.StatusPlanned || pages[1].Total != 2 {
		t.Errorf("the pages are %+v (%v)", pages, err)
	}
	if got, want := indexesOf(t, s.writer.DB), indexesOf(t, openForPlans(t).writer.DB); !slices.Equal(got, want) {
		t.Errorf("the indexes are %q, not %q", got, want)
	}
}

// indexesOf returns the names and the definitions of the indexes of relation.
func indexesOf(t *testing.T, db *sql.DB) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT name || ' ' || sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relation' AND sql IS NOT NULL ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

func TestRowsOfBeforeAreFoundByTheirPublishers(t *testing.T) {
	path, db := emptyOfVersion(t, 20)
	for _, text := range []string{
		`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position) VALUES (2, 'x:a', 'PERSON', 'A', '', 0, 0, x'61')`,
		`INSERT INTO relation_type VALUES (2, 'x:t', 't', 't', 0, '', '', '', '', 0)`,
		`INSERT INTO dataset (key, name) VALUES (1, 'x')`,
		`INSERT INTO relation (key, day, digest, subject, type, object, class, inferred, reasoning, recorded_at) VALUES
			(1, 4294967295, x'00000000000000000000000000000001', 2, 2, 2, 0, 0, '', 0), (2, 4294967295, x'00000000000000000000000000000002', 2, 2, 2, 0, 0, '', 0)`,
		`INSERT INTO source (relation, ordinal, dataset, record, recorded_at, publisher) VALUES (1, 0, 1, '1', 0, 'Radio Éxemple'), (2, 0, 1, '2', 0, NULL)`,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Filter: kg.RelationFilter{Publishers: []string{"radio exemple"}}, Slice: kg.Slice{Limit: 5}}}})
	if err != nil || len(pages[0].Relations) != 1 || pages[0].Relations[0].ID != kg.RelationIDOf([16]byte{15: 1}) {
		t.Errorf("the pages are %+v (%v)", pages, err)
	}
}

func TestRowsOfBeforeAreFoundByTheirDataSetsAndSpots(t *testing.T) {
	path, db := emptyOfVersion(t, 21)
	for _, text := range []string{
		`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position) VALUES (2, 'x:a', 'PERSON', 'A', '', 0, 0, x'61')`,
		`INSERT INTO relation_type VALUES (2, 'x:t', 't', 't', 0, '', '', '', '', 0)`,
		`INSERT INTO dataset (key, name, codings) VALUES (1, 'x', 1), (2, 'y', 1)`,
		`INSERT INTO document (key, id, title, url, inferred, reasoning, recorded_at, position, text) VALUES (1, 'd', '', '', 0, '', 0, x'64', 'words')`,
		`INSERT INTO relation (key, day, digest, subject, type, object, class, inferred, reasoning, recorded_at) VALUES
			(1, 4294967295, x'00000000000000000000000000000001', 2, 2, 2, 0, 0, '', 0), (2, 4294967295, x'00000000000000000000000000000002', 2, 2, 2, 0, 0, '', 0),
			(3, 4294967295, x'00000000000000000000000000000003', 2, 2, 2, 0, 0, '', 0)`,
		`INSERT INTO source (relation, ordinal, dataset, record, recorded_at, point) VALUES (1, 0, 1, '1', 0, '-0.25,179.9 TOWN'), (2, 0, 2, '2', 0, '-0.25,179.9 COUNTRY')`,
		`INSERT INTO quote (relation, document, start_char, end_char, exact, prefix, suffix, recorded_at, point) VALUES (3, 1, 0, 5, 'words', '', '', 0, '-0.5,-180 EXACT')`,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for _, c := range []struct {
		filter kg.RelationFilter
		want   []byte
	}{
		{kg.RelationFilter{Datasets: []string{"y"}}, []byte{2}},
		{kg.RelationFilter{BBox: &kg.BBox{West: 179, South: -0.25, East: 180, North: 0}}, []byte{1}},
		{kg.RelationFilter{BBox: &kg.BBox{West: 179, South: -0.5, East: -179, North: -0.25}}, []byte{1, 3}},
	} {
		pages, _, err := s.Pages(t.Context(), kg.PageRequests{Pages: []kg.PageRequest{{Filter: c.filter, Slice: kg.Slice{Limit: 5}}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range pages[0].Relations {
			got = append(got, r.ID)
		}
		var want []string
		for _, last := range c.want {
			want = append(want, kg.RelationIDOf([16]byte{15: last}))
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %+v the page is %q, not %q", c.filter, got, want)
		}
	}
}

func TestCellsAreNumberedAlikeInSQL(t *testing.T) {
	s := openForPlans(t)
	for _, text := range []string{`PRAGMA foreign_keys = OFF`, `INSERT INTO source (relation, ordinal, dataset, record, recorded_at) VALUES (1, 0, 1, '', 0)`} {
		if _, err := s.writer.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		degrees := func(most int) *rapid.Generator[float64] {
			return rapid.OneOf(rapid.Float64Range(-float64(most), float64(most)), rapid.Map(rapid.IntRange(-4*most, 4*most), func(n int) float64 { return float64(n) / 4 }))
		}
		p := kg.Point{Latitude: degrees(90).Draw(t, "latitude"), Longitude: degrees(180).Draw(t, "longitude"), Precision: rapid.SampledFrom(kg.Precisions).Draw(t, "precision")}
		var cell sql.NullInt64
		err := s.writer.QueryRowContext(context.Background(), `UPDATE source SET point = ? RETURNING cell`, p.String()).Scan(&cell)
		if err != nil || cell.Valid != p.IsSpot() {
			t.Fatalf("the cell of %s is %v (%v)", &p, cell, err)
		}
		box := kg.BBox{West: p.Longitude, South: p.Latitude, East: p.Longitude, North: p.Latitude}
		if cells := box.Cells(); cell.Valid && !slices.ContainsFunc(cells, func(c kg.Cells) bool { return c.From <= cell.Int64 && cell.Int64 <= c.To }) {
			t.Errorf("%s is in cell %d of the database, but its box is of %v", &p, cell.Int64, cells)
		}
	})
}

func TestCoordinatesInDescriptionsBecomePoints(t *testing.T) {
	path, db := emptyOfVersion(t, 12)
	for _, text := range []string{
		`INSERT INTO entity (key, id, kind, name, description, unnamed, recorded_at, position) VALUES
			(2, 'x:a', 'PERSON', 'A', 'latitude 1, longitude 2', 0, 0, x'61'),
			(3, 'x:place.b', 'PLACE', 'Porto, North, Northland', 'latitude 41.15, longitude -8.61', 0, 0, x'62'),
			(4, 'x:place.c', 'PLACE', 'North, Northland', 'latitude -1.5, longitude 0', 0, 0, x'63'),
			(5, 'x:place.d', 'PLACE', 'Northland', 'latitude 7, longitude 21', 0, 0, x'64'),
			(6, 'x:place.e', 'PLACE', 'E', 'latitude 7, longitude and time', 0, 0, x'65')`,
		`INSERT INTO relation_type VALUES (2, 'x:t', 't', 't', 0, '', '', '', '', 0)`,
		`INSERT INTO dataset VALUES (1, 'x')`,
		`INSERT INTO relation (key, day, digest, subject, type, object, class, inferred, reasoning, recorded_at) VALUES
			(1, 4294967295, x'00000000000000000000000000000001', 2, 2, 2, 0, 0, '', 0), (2, 4294967295, x'00000000000000000000000000000002', 2, 2, 2, 0, 0, '', 0)`,
		`INSERT INTO source (relation, ordinal, dataset, record, recorded_at) VALUES (1, 0, 1, '1', 0), (1, 1, 1, '2', 0), (2, 0, 1, '3', 0)`,
		`INSERT INTO place VALUES (1, 0, 3), (2, 0, 6)`,
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	first, second := kg.RelationIDOf([16]byte{15: 1}), kg.RelationIDOf([16]byte{15: 2})
	found, err := s.Get(t.Context(), kg.Keys{Entities: []string{"x:a", "x:place.b", "x:place.c", "x:place.d", "x:place.e"}, Relations: []string{first, second}, Need: kg.Need{Claims: true}})
	if err != nil {
		t.Fatal(err)
	}
	porto := kg.Point{Latitude: 41.15, Longitude: -8.61, Precision: kg.PrecisionTown}
	for id, want := range map[string]*kg.Point{
		"x:a": nil, "x:place.b": &porto, "x:place.c": {Latitude: -1.5, Precision: kg.PrecisionProvince}, "x:place.d": {Latitude: 7, Longitude: 21, Precision: kg.PrecisionCountry}, "x:place.e": nil,
	} {
		if got := found.Entities[id]; !reflect.DeepEqual(got.Point, want) || (got.Description == "") != (want != nil) {
			t.Errorf("%s is at %s, not %s, and described as %q", id, got.Point, want, got.Description)
		}
	}
	for _, e := range found.Relations[first].Evidence {
		if e.Point == nil || *e.Point != porto {
			t.Errorf("row %s is at %s, not %s", e.Source.Record, e.Point, &porto)
		}
	}
	if at := found.Relations[second].Point(); at != nil || len(found.Relations[first].Evidence) != 2 {
		t.Errorf("what happened at a place without coordinates is at %s", at)
	}
}
