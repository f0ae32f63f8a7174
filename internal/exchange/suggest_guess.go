package exchange

import (
	"slices"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/cameo"
	"conflictgraph/internal/kg"
)

// guess says what a column may be by its name and by what is in it.
type guess struct {
	what  string
	names []string // folded, those that say it best first
	fits  func(t *sample, c *sampleColumn) bool
}

// guesses are made one after another; a column is one thing only.
var guesses = []guess{
	{"source", []string{"id", "eventid", "eventidcnty", "recordid", "sourceid", "rowid", "record", "uid", "relid", "key", "globaleventid"}, (*sample).tellsRows},
	{"date", []string{"date", "eventdate", "datestart", "startdate", "startday", "start", "begin", "began", "beginning", "firstday", "day", "when", "time", "timestamp", "datum", "fecha", "month", "period", "startyear", "year", "from", "since"}, (*sample).areDates},
	{"until", []string{"dateend", "enddate", "endday", "end", "ended", "until", "lastday", "endyear", "to", "till"}, (*sample).areDates},
	{"year", []string{"year"}, (*sample).areDates},
	{"subject", []string{"subject", "subjectname", "actor1", "actor1name", "actora", "sourcename", "sourceactor", "actorname", "sidea", "partya", "party1", "countrya", "country1", "statea", "state1", "persona", "person1", "attacker", "aggressor", "perpetrator", "initiator", "sender", "donor", "supplier", "exporter", "speaker", "who", "from", "head", "source", "actor", "name", "person"}, (*sample).areNames},
	{"object", []string{"object", "objectname", "actor2", "actor2name", "actorb", "targetname", "targetactor", "recipientname", "sideb", "partyb", "party2", "countryb", "country2", "stateb", "state2", "personb", "person2", "defender", "victim", "target", "receiver", "recipient", "importer", "addressee", "whom", "with", "to", "tail", "counterpart", "partner"}, (*sample).areNames},
	{"status", []string{"status", "state"}, (*sample).areStatuses},
	{"certainty", []string{"certainty", "reliability", "confidence"}, (*sample).areCertainties},
	{"type", []string{"type", "relation", "relationtype", "relationship", "predicate", "verb", "action", "interaction", "subeventtype", "eventtype", "eventtext", "event", "what", "kind", "category", "role"}, (*sample).areTypes},
	{"place", []string{"place", "placename", "location", "where", "town", "city", "site", "admin1", "region", "country"}, (*sample).areNames},
	{"text", []string{"text", "article", "fulltext", "body", "content", "sentence", "passage", "quote"}, (*sample).areTexts},
	{"quote", []string{"quote", "quotation", "sentence", "excerpt", "words", "passage", "evidence"}, (*sample).areTexts},
	{"title", []string{"title", "headline"}, (*sample).areTexts},
	{"url", []string{"url", "link", "address", "sourceurl", "articleurl", "web"}, (*sample).areAddresses},
}

// guess returns what a sample tells.
func (t *sample) guess() *suggestion {
	s := &suggestion{columns: map[string]*sampleColumn{}}
	for _, g := range guesses {
		for _, name := range g.names {
			if c := t.column(name); c != nil && s.columns[g.what] == nil && g.fits(t, c) {
				s.columns[g.what], c.used = c, true
			}
		}
	}
	t.guessDates(s)
	t.guessNames(s)
	if c := s.columns["type"]; c != nil {
		s.types = ownTypes(c)
	}
	t.guessQuotes(s)
	return s
}

// column returns the column of a folded name, unless it is something already.
func (t *sample) column(folded string) *sampleColumn {
	for i := range t.columns {
		if c := &t.columns[i]; c.folded == folded && c.name != "" && !c.used {
			return c
		}
	}
	return nil
}

// unused calls each with the columns that are nothing yet until it returns true.
func (t *sample) unused(each func(*sampleColumn) bool) {
	for i := range t.columns {
		if c := &t.columns[i]; !c.used && c.name != "" && each(c) {
			return
		}
	}
}

// guessDates looks for dates in columns of other names, and for what they begin and
// end.
func (t *sample) guessDates(s *suggestion) {
	if s.columns["date"] == nil {
		t.unused(func(c *sampleColumn) bool {
			if !t.areDates(c) || filled(c.values, isNumber) && !filled(c.values, isYear) {
				return false
			}
			s.columns["date"], c.used = c, true
			return true
		})
	}
	first, last := s.columns["date"], s.columns["until"]
	delete(s.columns, "until")
	if first == nil {
		if last != nil {
			s.columns["date"] = last
		}
		return
	}
	columns := []*sampleColumn{first}
	if last != nil {
		if inOrder(first, last) {
			s.until, columns = last, append(columns, last)
		} else {
			last.used = false
		}
	}
	orders := told{allowed: anyOrder}
	for _, c := range columns {
		for _, v := range c.values {
			orders.see(v, v)
		}
	}
	if orders.allowed == 0 || orders.first != "" && !single(orders.allowed) {
		s.unknown = orders.first
	}
}

// inOrder reports whether no day of a column is after that of another.
func inOrder(first, last *sampleColumn) bool {
	for i, v := range first.values {
		from, orders, err := parseWritten(v, anyOrder)
		to, _, otherwise := parseWritten(last.values[i], anyOrder)
		if err == nil && otherwise == nil && !differ(v, orders) && from.Start != nil && to.End != nil && *from.Start > *to.End {
			return false
		}
	}
	return true
}

// guessNames takes the first columns that hold names for what has no column yet: the
// one of the most different values for an end, that of the fewest for the type.
func (t *sample) guessNames(s *suggestion) {
	var names []*sampleColumn
	t.unused(func(c *sampleColumn) bool {
		if t.areNames(c) && all(c.values, func(v string) bool { return v != "" && !isAddress(v) }) {
			names = append(names, c)
		}
		return false
	})
	wanted := slices.DeleteFunc([]string{"subject", "type", "object"}, func(what string) bool { return s.columns[what] != nil })
	if len(names) < len(wanted) && len(names) > 0 && s.columns["type"] == nil {
		wanted = slices.DeleteFunc(wanted, func(what string) bool { return what == "type" })
	}
	if len(names) > len(wanted) {
		names = names[:len(wanted)]
	}
	if len(names) < len(wanted) {
		return
	}
	for i, what := range wanted {
		s.columns[what], names[i].used = names[i], true
	}
}

// guessQuotes leaves a document only where there is a text, and words that stand in
// it.
func (t *sample) guessQuotes(s *suggestion) {
	leave := func(whats ...string) {
		for _, what := range whats {
			if c := s.columns[what]; c != nil {
				c.used = false
				delete(s.columns, what)
			}
		}
	}
	text, quote := s.columns["text"], s.columns["quote"]
	switch {
	case text == nil && quote == nil:
		leave("title", "url")
	case text == nil:
		s.columns["text"] = quote
	case quote == nil:
		s.columns["quote"] = text
	default:
		for i, words := range quote.values {
			if !strings.Contains(text.values[i], words) {
				leave("quote")
				s.columns["quote"] = text
				return
			}
		}
	}
}

// ownTypes lists the types that are neither the API's nor CAMEO's, if they are few.
func ownTypes(c *sampleColumn) (own []string) {
	const most = 30
	seen := map[string]bool{}
	for _, v := range c.values {
		v = oneLine(v)
		if key := kg.FoldName(v); v == "" || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		if _, standard := standardType(v); !standard {
			own = append(own, v)
		}
	}
	if len(own) > most {
		return nil
	}
	return own
}

// all reports whether all values hold, of which there is one at least.
func all(values []string, holds func(string) bool) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v string) bool { return !holds(v) })
}

// filled reports whether all values that are not empty hold, of which there is one.
func filled(values []string, holds func(string) bool) bool {
	there := false
	for _, v := range values {
		if v != "" && !holds(v) {
			return false
		}
		there = there || v != ""
	}
	return there
}

// tellsRows reports whether each row has a value of its own.
func (t *sample) tellsRows(c *sampleColumn) bool {
	seen := map[string]bool{}
	return all(c.values, func(v string) bool {
		before := seen[v]
		seen[v] = true
		return !before && checkName("source", v) == nil
	})
}

// areDates reports whether nine in ten values are dates.
func (t *sample) areDates(c *sampleColumn) bool {
	dates, others := 0, 0
	for _, v := range c.values {
		if _, _, err := parseWritten(v, anyOrder); err == nil && v != "" {
			dates++
		} else if v != "" {
			others++
		}
	}
	return dates > 0 && dates >= 9*others
}

// areNames reports whether values are short and neither numbers nor dates.
func (t *sample) areNames(c *sampleColumn) bool {
	const longest = 120
	plain := func(v string) bool {
		return utf8.RuneCountInString(v) <= longest && checkName("name", oneLine(v)) == nil
	}
	return t.rows == 0 || filled(c.values, plain) && !filled(c.values, isNumber) && !t.areDates(c)
}

// areTypes reports whether values are names, or codes of CAMEO.
func (t *sample) areTypes(c *sampleColumn) bool {
	return t.areNames(c) || filled(c.values, func(v string) bool { _, known := cameo.OfCode(v); return known })
}

func (t *sample) areStatuses(c *sampleColumn) bool {
	return filled(c.values, func(v string) bool { _, err := statusOf(v); return err == nil })
}

func (t *sample) areCertainties(c *sampleColumn) bool {
	return filled(c.values, func(v string) bool { _, err := certaintyOf(v); return err == nil })
}

func (t *sample) areTexts(c *sampleColumn) bool {
	return filled(c.values, func(v string) bool { return !isNumber(v) && !isAddress(v) })
}

func (t *sample) areAddresses(c *sampleColumn) bool { return filled(c.values, isAddress) }

func isNumber(v string) bool {
	_, is := degrees(strings.TrimSuffix(v, "%"), 1e300)
	return is
}

func isYear(v string) bool {
	n, whole := wholeNumber([]byte(v))
	return whole && n >= 1000 && n < 2100
}
