package evaluate

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"conflictgraph/internal/kg"
)

// Counts are how many claims were found, annotated, and both.
type Counts struct{ Found, Gold, Right int }

// Precision, Recall and F1 are from 0 to 1, and 0 where there is nothing.
func (c Counts) Precision() float64 { return part(c.Right, c.Found) }
func (c Counts) Recall() float64    { return part(c.Right, c.Gold) }
func (c Counts) F1() float64        { return part(2*c.Right, c.Found+c.Gold) }

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (c *Counts) add(found, gold, right int) {
	c.Found, c.Gold, c.Right = c.Found+found, c.Gold+gold, c.Right+right
}

// Score says how well claims that were found are those that were annotated. A claim is
// strictly right where its type, both ends, status and certainty are; it is right, the words
// for the same thing aside, in the relaxed sense where its type is and all words of each end's
// name are among those of the annotated one's or the other way round.
type Score struct {
	Articles        int
	Strict, Relaxed Counts
	Typed           Counts // type and both ends, whatever the status and certainty
	Offices         Counts // strictly, of claims that somebody holds an office
	Ends            Counts // pairs of ends, whatever is said of them
	Unchanged       Counts // strictly, with the time

	Status, Certainty Agreement // of claims that are right in type and ends
	Time              Counts    // of these: times that were found, annotated, and equal
	Verbatim          Counts    // quotes that stand in the text to the letter
}

// Agreement is how often something was found for what was annotated.
type Agreement map[[2]string]int // by what was annotated and what was found

// MacroF1 is the mean of F1 of all values that were annotated.
func (a Agreement) MacroF1() float64 {
	values := map[string]bool{}
	for pair := range a {
		values[pair[0]] = true
	}
	sum := 0.0
	for v := range values {
		var c Counts
		for pair, n := range a {
			if pair[0] == v {
				c.Gold += n
			}
			if pair[1] == v {
				c.Found += n
			}
			if pair[0] == v && pair[1] == v {
				c.Right += n
			}
		}
		sum += c.F1()
	}
	if len(values) == 0 {
		return 0
	}
	return sum / float64(len(values))
}

// Always is the agreement of what says one value of everything.
func (a Agreement) Always(value string) Agreement {
	floor := Agreement{}
	for pair, n := range a {
		floor[[2]string{pair[0], value}] += n
	}
	return floor
}

// Compare scores what was found against what was annotated, article by article in one order.
func Compare(gold, found []Article) Score {
	s := Score{Status: Agreement{}, Certainty: Agreement{}}
	for i, g := range gold {
		s.Articles++
		s.article(g, found[i])
	}
	return s
}

func same(a, b Entity) bool { return a.isSame(b) }

func typed(g, f Claim) bool { return g.Type == f.Type && g.ends(f, same) }

func strictly(g, f Claim) bool {
	return typed(g, f) && g.Status == f.Status && g.Certainty == f.Certainty
}

func (s *Score) article(gold, found Article) {
	like := func(a, b Entity) bool { return a.isLike(b) }
	count := func(c *Counts, gold, found []Claim, right func(g, f Claim) bool) {
		c.add(len(found), len(gold), len(matched(gold, found, right)))
	}
	count(&s.Strict, gold.Claims, found.Claims, strictly)
	count(&s.Typed, gold.Claims, found.Claims, typed)
	count(&s.Relaxed, gold.Claims, found.Claims, func(g, f Claim) bool { return g.Type == f.Type && g.ends(f, like) })
	count(&s.Ends, gold.Claims, found.Claims, func(g, f Claim) bool {
		return g.ends(f, same) || same(g.Subject, f.Object) && same(g.Object, f.Subject)
	})
	count(&s.Unchanged, gold.Claims, found.Claims, func(g, f Claim) bool { return strictly(g, f) && g.Time == f.Time })
	count(&s.Offices, offices(gold.Claims), offices(found.Claims), strictly)
	for _, pair := range matched(gold.Claims, found.Claims, typed) {
		g, f := gold.Claims[pair[0]], found.Claims[pair[1]]
		s.Status[[2]string{string(g.Status), string(f.Status)}]++
		s.Certainty[[2]string{string(g.Certainty), string(f.Certainty)}]++
		timed := func(t string) int {
			if t == "" {
				return 0
			}
			return 1
		}
		equal := 0
		if g.Time == f.Time {
			equal = timed(g.Time)
		}
		s.Time.add(timed(f.Time), timed(g.Time), equal)
	}
	runes := []rune(found.Text)
	for _, c := range found.Claims {
		verbatim := 0
		if c.Start >= 0 && c.Start < c.End && c.End <= len(runes) && string(runes[c.Start:c.End]) == c.Exact {
			verbatim = 1
		}
		s.Verbatim.add(1, 1, verbatim)
	}
}

// matched pairs each annotated claim with one that was found and is right, none twice.
func matched(gold, found []Claim, right func(g, f Claim) bool) (pairs [][2]int) {
	taken := make([]bool, len(found))
	for i, g := range gold {
		best := -1
		for j, f := range found {
			if taken[j] || !right(g, f) {
				continue
			}
			if best < 0 || overlaps(g, f) && !overlaps(g, found[best]) {
				best = j
			}
		}
		if best >= 0 {
			taken[best] = true
			pairs = append(pairs, [2]int{i, best})
		}
	}
	return pairs
}

func overlaps(a, b Claim) bool { return a.Start < b.End && b.Start < a.End }

// officeTypes are the types of claims that somebody holds an office.
var officeTypes = strings.Fields(`president-of vice-president-of prime-minister-of chancellor-of monarch-of foreign-minister-of defence-minister-of
	interior-minister-of minister-of secretary-of-state-of secretary-general-of special-envoy-of ambassador-of ambassador-to spokesperson-for deputy-of
	adviser-to commander-of leader-of head-of governor-of mayor-of`)

func offices(claims []Claim) []Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return !slices.Contains(officeTypes, c.Type) })
}

// WriteTable writes scores as a table in Markdown, a column for each.
func WriteTable(w io.Writer, names []string, scores []Score) error {
	var b strings.Builder
	row := func(name string, cell func(Score) string) {
		fmt.Fprintf(&b, "| %s |", name)
		for _, s := range scores {
			fmt.Fprintf(&b, " %s |", cell(s))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "| | %s |\n|---|%s\n", strings.Join(names, " | "), strings.Repeat("---|", len(names)))
	row("articles, claims", func(s Score) string { return fmt.Sprintf("%d, %d", s.Articles, s.Strict.Gold) })
	counts := func(name string, of func(Score) Counts) {
		row(name, func(s Score) string {
			c := of(s)
			return fmt.Sprintf("%.2f / %.2f / %.2f", c.Precision(), c.Recall(), c.F1())
		})
	}
	counts("claims, strict: precision / recall / F1", func(s Score) Counts { return s.Strict })
	counts("claims, type and ends", func(s Score) Counts { return s.Typed })
	counts("claims, relaxed", func(s Score) Counts { return s.Relaxed })
	counts("pairs of ends", func(s Score) Counts { return s.Ends })
	counts("offices", func(s Score) Counts { return s.Offices })
	agreement := func(name, always string, of func(Score) Agreement) {
		row(name+", macro F1 (always "+always+")", func(s Score) string {
			return fmt.Sprintf("%.2f (%.2f)", of(s).MacroF1(), of(s).Always(always).MacroF1())
		})
	}
	agreement("status", string(kg.StatusOccurred), func(s Score) Agreement { return s.Status })
	agreement("certainty", string(kg.CertaintyStated), func(s Score) Agreement { return s.Certainty })
	counts("times", func(s Score) Counts { return s.Time })
	row("quotes that stand in the text", func(s Score) string { return fmt.Sprintf("%.2f", s.Verbatim.Precision()) })
	row("accepted unchanged, of all suggested", func(s Score) string { return fmt.Sprintf("%.2f", s.Unchanged.Precision()) })
	_, err := io.WriteString(w, b.String())
	return err
}
