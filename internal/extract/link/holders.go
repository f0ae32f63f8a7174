package link

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"conflictgraph/internal/kg"
	"conflictgraph/internal/kg/states"
)

// holdersTable is made by generate from the actor dictionaries of PETRARCH; see there.
//
//go:embed holders.tsv
var holdersTable string

// holders are the terms of persons in governments, as the table has them, by folded name.
var holders = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for row := range rows(holdersTable) {
		all[kg.FoldName(row[0])] = row[1]
	}
	return all
})

// tableEnds is the day after which the table knows of no terms, nor whether they ended.
const tableEnds = "20140130"

// governed reports whether somebody was in the government of a state, by its code, and was
// no more on a day.
func governed(name, state string, on time.Time) bool {
	day := on.Format("20060102")
	ended := false
	for term := range strings.SplitSeq(holders()[kg.FoldName(name)], ";") {
		if len(term) < len("USA -") {
			continue
		}
		if s, known := states.ByCAMEO(term[:3]); !known || s.Alpha2 != state {
			continue
		}
		_, to, _ := strings.Cut(term[4:], "-")
		if to == "" || day <= to {
			return false
		}
		ended = true
	}
	return ended
}

// governs returns the code of the state in whose government somebody was on a day; empty
// where that is none, or more than one.
func governs(name string, on time.Time) string {
	day := on.Format("20060102")
	code := ""
	for term := range strings.SplitSeq(holders()[kg.FoldName(name)], ";") {
		if len(term) < len("USA -") {
			continue
		}
		from, to, _ := strings.Cut(term[4:], "-")
		if to == "" {
			to = tableEnds
		}
		if from != "" && day < from || day > to {
			continue
		}
		s, known := states.ByCAMEO(term[:3])
		if !known || code != "" && code != s.Alpha2 {
			return ""
		}
		code = s.Alpha2
	}
	return code
}
