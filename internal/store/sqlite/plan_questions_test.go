package sqlite

import (
	"slices"
	"strings"
	"testing"
)

// steps returns a plan without the lists that parameters hold.
func steps(t *testing.T, s *Store, st *statement) (lines []string) {
	t.Helper()
	for _, line := range queryPlan(t, s, st) {
		if line != "CREATE BLOOM FILTER" && !strings.HasPrefix(line, "LIST SUBQUERY") && !strings.HasPrefix(line, "SCAN json_each") {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestWhatStandsIsCountedFromOneIndexAlone(t *testing.T) {
	s := openForPlans(t)
	if len(standingTallies) != 3 {
		t.Errorf("there are %d tallies of what stands, but three are tested", len(standingTallies))
	}
	for want, counted := range map[string]*tally{
		"ordinary_by_type (type>? AND type<?)":                       standingAll.ordinary,
		"other_by_type (type>? AND type<?)":                          standingAll.others,
		"ordinary_by_subject_type (subject=? AND type>? AND type<?)": standingFrom.ordinary,
		"other_by_subject_type (subject=? AND type>? AND type<?)":    standingFrom.others,
		"ordinary_by_object_type (object=? AND type>? AND type<?)":   standingTo.ordinary,
		"other_by_object_type (object=? AND type>? AND type<?)":      standingTo.others,
	} {
		for _, st := range []*statement{counted.byType, counted.byTypeAndTime, counted.byValue, counted.byValueAndTime} {
			searches := slices.DeleteFunc(steps(t, s, st), func(line string) bool { return !strings.HasPrefix(line, "SEARCH") })
			if len(searches) != 1 || searches[0] != "SEARCH r USING COVERING INDEX "+want {
				t.Errorf("it searches %q, not only the index %s", searches, want)
			}
		}
	}
}

func TestATimelineByTypeSortsDaysAndNotRelations(t *testing.T) {
	s := openForPlans(t)
	for _, one := range standingTallies {
		for _, counted := range []*tally{one.ordinary, one.others} {
			if lines := steps(t, s, counted.byType); len(lines) != 1 {
				t.Errorf("counting by type takes %q", lines)
			}
			lines := steps(t, s, counted.byTypeAndTime)
			days, sorts := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "SCAN (subquery") }),
				slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "TEMP B-TREE") })
			if days < 0 || sorts < days {
				t.Errorf("it sorts before days are counted: %q", lines)
			}
		}
	}
}

func TestPairsAreFoundBySeeks(t *testing.T) {
	s := openForPlans(t)
	for _, c := range []struct {
		name string
		st   *statement
		want []string
	}{
		{"the objects of subjects, each by a seek", objectsOf, []string{
			"SEARCH r USING COVERING INDEX relation_by_pair (subject=?)",
			"SEARCH r USING COVERING INDEX relation_by_pair (subject=? AND object>?)",
		}},
		{"the subjects of objects", subjectsOf, []string{"SEARCH subject_of USING PRIMARY KEY (object=?)"}},
		{"which of some are linked", linkedAmong, []string{"SEARCH r EXISTS USING COVERING INDEX relation_by_pair (subject=? AND object=?)"}},
		{"the newest of each pair", newestOfEach, append([]string{
			"SEARCH r USING INDEX relation_by_pair (subject=? AND object=? AND day>?)",
			"SEARCH q USING INDEX quote_by_document (document=? AND relation=?)",
		}, ofChecks...)},
		{"the newest of all pairs", newestOfAll, append([]string{
			"SEARCH r USING INDEX relation_by_pair (subject=? AND object=? AND (day,digest)>(?,?) AND (day,digest)<(?,?))",
			"SEARCH q USING INDEX quote_by_document (document=? AND relation=?)",
		}, ofChecks...)},
		{"offices", ofTypesBySubject, []string{
			"SEARCH r USING COVERING INDEX ordinary_by_subject_type (subject=? AND type=?)",
			"SEARCH r USING COVERING INDEX other_by_subject_type (subject=? AND type=?)",
		}},
		{"who holds an office", ofTypesByObject, []string{
			"SEARCH r USING COVERING INDEX ordinary_by_object_type (object=? AND type=?)",
			"SEARCH r USING COVERING INDEX other_by_object_type (object=? AND type=?)",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := steps(t, s, c.st)
			searches := slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return !strings.HasPrefix(line, "SEARCH") })
			if !slices.Equal(searches, c.want) {
				t.Errorf("it searches\n%s\nand not\n%s", strings.Join(searches, "\n"), strings.Join(c.want, "\n"))
			}
			if c.st == newestOfEach && slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "TEMP B-TREE") }) {
				t.Errorf("it sorts: %q", lines)
			}
		})
	}
}

func TestCandidatesComeFromTheFullTextIndex(t *testing.T) {
	s := openForPlans(t)
	for st, thing := range map[*statement]string{entitiesMatching: "e", relationsMatching: "r"} {
		want := []string{"SCAN w VIRTUAL TABLE INDEX 0:M1", "SEARCH " + thing + " USING INTEGER PRIMARY KEY (rowid=?)", "USE TEMP B-TREE FOR ORDER BY"}
		if lines := steps(t, s, st); !slices.Equal(lines, want) {
			t.Errorf("the plan is %q, not %q", lines, want)
		}
	}
}

// ofChecks are the searches for what checks ask of a relation, where there are any: first
// for one thing, and then for all.
var ofChecks = []string{
	"SEARCH a USING PRIMARY KEY (relation=?)",
	"SEARCH p USING PRIMARY KEY (relation=?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
	"SEARCH x USING INTEGER PRIMARY KEY (rowid=?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH l USING PRIMARY KEY (relation=? AND ordinal>?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH l USING PRIMARY KEY (relation=? AND ordinal>?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
	"SEARCH a USING PRIMARY KEY (relation=?)",
	"SEARCH p USING PRIMARY KEY (relation=?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
	"SEARCH x USING INTEGER PRIMARY KEY (rowid=?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH l USING PRIMARY KEY (relation=? AND ordinal>?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH l USING PRIMARY KEY (relation=? AND ordinal>?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
	"SEARCH s USING PRIMARY KEY (relation=?)",
	"SEARCH q USING INDEX sqlite_autoindex_quote_1 (relation=?)",
}
