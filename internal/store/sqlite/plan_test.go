package sqlite

import (
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg/plan"
)

// queryPlan returns how SQLite goes about a statement, a line for each loop.
func queryPlan(t *testing.T, s *Store, st *statement) []string {
	t.Helper()
	rows, err := s.writer.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+st.text, make([]any, 40)...)
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

const bounded = "(day,digest)>(?,?) AND (day,digest)<(?,?))"

func TestEveryWalkFindsItsBoundsInItsIndexAndReadsItsOrder(t *testing.T) {
	s := openForPlans(t)
	tested := 0
	for _, c := range []struct {
		seek rangeIndex
		name string
		key  string
	}{
		{rangeAll, "day", ""},
		{rangeType, "type", "type=? AND "},
		{rangeSubject, "subject", "subject=? AND "},
		{rangeObject, "object", "object=? AND "},
		{rangeSubjectType, "subject_type", "subject=? AND type=? AND "},
		{rangeObjectType, "object_type", "object=? AND type=? AND "},
		{rangePair, "pair", "subject=? AND object=? AND "},
	} {
		ordinary, others := "ordinary_by_"+c.name, "other_by_"+c.name
		whole := []string{search(ordinary, c.key+bounded), search(others, c.key+bounded)}
		if c.seek == rangePair {
			ordinary = "relation_by_pair"
			whole = []string{search(ordinary, c.key+bounded)}
		}
		for _, w := range []struct {
			of   string
			walk scanStatements
			want []string
		}{
			{"all", c.seek.whole, whole},
			{"the ordinary ones", c.seek.ordinary, []string{search(ordinary, c.key+bounded)}},
			{"classes", c.seek.classes, slices.Repeat([]string{search("class_by_"+c.name, c.key+"class=? AND "+bounded)}, classesAtOnce)},
		} {
			for _, st := range []*statement{w.walk.newestFirst, w.walk.oldestFirst} {
				tested++
				if lines := without(steps(t, s, st), slices.Concat(merging, ofClaims, inGaps)...); !slices.Equal(lines, w.want) {
					t.Errorf("the plan of the walk by %s over %s is\n%s\nand not\n%s", c.name, w.of, strings.Join(lines, "\n"), strings.Join(w.want, "\n"))
				}
			}
		}
	}
	if tested != 6*len(rangeIndexes) {
		t.Errorf("there are %d rangeIndexes, but %d walks are tested", len(rangeIndexes), tested)
	}
}

func TestAWalkFromEitherEndReadsBothInOrder(t *testing.T) {
	s := openForPlans(t)
	for _, c := range []struct {
		seek         rangeIndex
		suffix, more string
	}{{rangeEnds, "", ""}, {rangeEndsType, "_type", "type=? AND "}} {
		of := func(index string) []string {
			return []string{
				search(index+"_by_subject"+c.suffix, "subject=? AND "+c.more+bounded),
				search(index+"_by_object"+c.suffix, "object=? AND "+c.more+bounded),
			}
		}
		for _, w := range []struct {
			walk scanStatements
			want []string
		}{{c.seek.ordinary, of("ordinary")}, {c.seek.whole, append(of("ordinary"), of("other")...)}} {
			for _, st := range []*statement{w.walk.newestFirst, w.walk.oldestFirst} {
				if lines := without(steps(t, s, st), slices.Concat(merging, ofClaims, inGaps)...); !slices.Equal(lines, w.want) {
					t.Errorf("the plan is\n%s\nand not\n%s", strings.Join(lines, "\n"), strings.Join(w.want, "\n"))
				}
			}
		}
	}
}

// The steps that merge walks, and those that look whether a relation has a quote of
// some documents, what it names, or was not valid, for each relation that is walked over.
var (
	merging  = []string{"MERGE (UNION ALL)", "LEFT", "RIGHT"}
	ofClaims = []string{"CORRELATED SCALAR SUBQUERY", "SEARCH q USING INDEX quote_by_document (document=? AND relation=?)", "SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
		"SEARCH a USING PRIMARY KEY (relation=?)", "SEARCH p USING PRIMARY KEY (relation=?)", "SEARCH x USING INTEGER PRIMARY KEY (rowid=?)",
		"SEARCH s USING PRIMARY KEY (relation=?)", "SEARCH l USING PRIMARY KEY (relation=? AND ordinal>?)"}
	inGaps = []string{"SCAN g VIRTUAL TABLE"} // the gaps of one relation
)

func search(index, bounds string) string { return "SEARCH r USING INDEX " + index + " (" + bounds }

// without returns lines without those that begin with something.
func without(lines []string, beginnings ...string) []string {
	return slices.DeleteFunc(lines, func(line string) bool {
		return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(line, b) })
	})
}

func TestClassesAreFoundByOneStepEach(t *testing.T) {
	s := openForPlans(t)
	for _, seek := range rangeIndexes {
		searches := 0
		for _, line := range steps(t, s, seek.present) {
			switch {
			case strings.HasPrefix(line, "SEARCH r USING COVERING INDEX class_by_") && strings.HasSuffix(line, "class>? AND class<?)"):
				searches++
			case strings.HasPrefix(line, "SEARCH"), strings.HasPrefix(line, "SCAN r"), strings.Contains(line, "TEMP B-TREE"):
				t.Errorf("%q is in the plan of %s", line, seek.present.text)
			}
		}
		if searches != 2 {
			t.Errorf("%d steps are in the plan of %s", searches, seek.present.text)
		}
	}
}

func TestQuotesAreFoundByTheirDocument(t *testing.T) {
	s := openForPlans(t)
	want := []string{"SEARCH r USING INTEGER PRIMARY KEY (rowid=?)", "SEARCH q USING INDEX quote_by_document (document=?)", "USE TEMP B-TREE FOR ORDER BY"}
	for _, seek := range rangeIndexes {
		for _, st := range []*statement{seek.quoted.newestFirst, seek.quoted.oldestFirst} {
			if lines := without(steps(t, s, st), slices.Concat(ofClaims, inGaps)...); !slices.Equal(lines, want) {
				t.Errorf("the plan is %q, not %q", lines, want)
			}
		}
	}
}

func TestTheFewThatNameSomethingAreFoundByIt(t *testing.T) {
	s := openForPlans(t)
	for what, c := range map[string]struct {
		naming
		want []string
	}{
		"attributed": {namings[plan.AttributedTo], []string{"SEARCH n USING COVERING INDEX attribution_by_entity (entity=?)"}},
		"place":      {namings[plan.InPlace], []string{"SEARCH n USING COVERING INDEX place_by_entity (entity=?)"}},
		"data set":   {namings[plan.InDataset], []string{"SEARCH n USING COVERING INDEX source_by_dataset (dataset=?)"}},
		"spot":       {namingSpots, []string{"SEARCH n USING INDEX source_by_cell (cell>? AND cell<?)", "SEARCH n USING INDEX quote_by_cell (cell>? AND cell<?)"}},
	} {
		for _, st := range []*statement{c.count, c.whole.newestFirst, c.whole.oldestFirst} {
			lines := steps(t, s, st)
			for _, want := range c.want {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }) {
					t.Errorf("of a %s %q is not in the plan %q", what, want, lines)
				}
			}
			for _, line := range lines {
				if strings.HasPrefix(line, "SCAN r") || strings.Contains(line, "_by_subject") || strings.Contains(line, "_by_object") {
					t.Errorf("of a %s %q is in the plan", what, line)
				}
			}
			if st != c.count && !slices.Contains(lines, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)") {
				t.Errorf("of a %s relations are not found by their keys: %q", what, lines)
			}
		}
	}
}

func TestNoStatementIsPlannedAgainForAnotherLimit(t *testing.T) {
	for _, st := range statements {
		if strings.Contains(st.text, "LIMIT ?") {
			t.Errorf("SQLite looks at the value of the limit when it plans, and plans again for another, unless it says LIMIT +? in %s", st.text)
		}
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
		for _, line := range queryPlan(t, s, st) {
			table, scans := strings.CutPrefix(line, "SCAN ")
			table, _, _ = strings.Cut(table, " ")
			switch {
			case !scans, table == "CONSTANT":
			case strings.HasPrefix(table, "(subquery"), table == "pair", table == "present", table == "paged": // made by the statement itself
			case strings.HasSuffix(line, "VIRTUAL TABLE INDEX 1:"): // a list that json_each reads
			case strings.Contains(line, "VIRTUAL TABLE INDEX 0:M"): // MATCH
			case strings.HasSuffix(line, "VIRTUAL TABLE INDEX 0:="): // a row by its key
			case table == "relation_type", table == "dataset": // small
			case st == countDocuments, st == allMerges: // read once for every change
			case st == usesAsPlace: // read where a curator says that a place is none
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
		if lines := without(queryPlan(t, s, st), slices.Concat(inGaps, ofClaims)...); len(lines) != 1 || lines[0] != want {
			t.Errorf("the plan is %q, not %q", lines, want)
		}
	}
}
