package sqlite

import (
	"strings"
	"testing"
)

// plan returns how SQLite goes about a statement, a line for each loop.
func plan(t *testing.T, s *Store, st *statement) []string {
	t.Helper()
	rows, err := s.writer.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+st.text, make([]any, 20)...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func openForPlans(t *testing.T) *Store {
	s, err := Open(t.Context(), Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestEverySeekFindsItsBoundsInItsIndexAndReadsItsOrder(t *testing.T) {
	s := openForPlans(t)
	for _, c := range []struct {
		seek seek
		want string
	}{
		{seekAll, "relation_by_day ("},
		{seekType, "relation_by_type (type=? AND "},
		{seekSubject, "relation_by_subject (subject=? AND "},
		{seekObject, "relation_by_object (object=? AND "},
		{seekSubjectType, "relation_by_subject_type (subject=? AND type=? AND "},
		{seekObjectType, "relation_by_object_type (object=? AND type=? AND "},
		{seekPair, "relation_by_pair (subject=? AND object=? AND "},
	} {
		for _, st := range []*statement{c.seek.newestFirst, c.seek.oldestFirst} {
			lines := plan(t, s, st)
			if want := "SEARCH r USING INDEX " + c.want + "(day,digest)>(?,?) AND (day,digest)<(?,?))"; lines[0] != want {
				t.Errorf("the plan is\n%s\nbut it should begin with\n%s", strings.Join(lines, "\n"), want)
			}
			for _, line := range lines[1:] {
				if strings.Contains(line, "TEMP B-TREE") || strings.HasPrefix(line, "SCAN r") {
					t.Errorf("the plan of the seek in %s has %q", c.want, line)
				}
			}
		}
	}
	if len(seeks) != 7 {
		t.Errorf("there are %d seeks, but seven are tested", len(seeks))
	}
}

func TestNoStatementReadsAWholeTableThatGrows(t *testing.T) {
	s := openForPlans(t)
	for _, st := range statements {
		if strings.HasPrefix(st.text, "INSERT") {
			// Their plans hold scans for references that were written too early,
			// which are not run where there are none.
			continue
		}
		for _, line := range plan(t, s, st) {
			table, scans := strings.CutPrefix(line, "SCAN ")
			table, _, _ = strings.Cut(table, " ")
			switch {
			case !scans, table == "CONSTANT":
			case strings.HasPrefix(table, "(subquery"), table == "pair": // made by the statement itself
			case strings.HasSuffix(line, "VIRTUAL TABLE INDEX 1:"): // a list that json_each reads
			case strings.Contains(line, "VIRTUAL TABLE INDEX 0:M"): // MATCH
			case table == "relation_type", table == "dataset": // small
			case st == countDocuments, st == allMerges: // read once for every change
			default:
				t.Errorf("%q is in the plan of %s", line, st.text)
			}
		}
	}
}

func TestListsAreReadInTheOrderOfAnIndex(t *testing.T) {
	s := openForPlans(t)
	for st, want := range map[*statement]string{
		entitiesUp:   "SEARCH entity USING INDEX entity_by_kind (kind=? AND position>? AND position<?)",
		entitiesDown: "SEARCH entity USING INDEX entity_by_kind (kind=? AND position>? AND position<?)",
		titlesUp:     "SEARCH document USING INDEX document_by_position (position>? AND position<?)",
		titlesDown:   "SEARCH document USING INDEX document_by_position (position>? AND position<?)",
		textsUp:      "SEARCH document USING INDEX document_by_position (position>? AND position<?)",
		textsDown:    "SEARCH document USING INDEX document_by_position (position>? AND position<?)",
	} {
		if lines := plan(t, s, st); len(lines) != 1 || lines[0] != want {
			t.Errorf("the plan is %q, not %q", lines, want)
		}
	}
}
