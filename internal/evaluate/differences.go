package evaluate

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteDifferences writes, article by article, what was found and is not strictly right, and
// what was annotated and not found.
func WriteDifferences(w io.Writer, gold, found []Article) error {
	var b strings.Builder
	for i, g := range gold {
		f := found[i]
		pairs := matched(g.Claims, f.Claims, strictly)
		fmt.Fprintf(&b, "\n%s\n", g.Name)
		for j, c := range f.Claims {
			if !slices.ContainsFunc(pairs, func(p [2]int) bool { return p[1] == j }) {
				fmt.Fprintf(&b, "wrong\t%s\n", c)
			}
		}
		for j, c := range g.Claims {
			if !slices.ContainsFunc(pairs, func(p [2]int) bool { return p[0] == j }) {
				fmt.Fprintf(&b, "missed\t%s\n", c)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String is what c says, and its words.
func (c Claim) String() string {
	name := func(e Entity) string { return append(slices.Clone(e.Names), e.ID)[0] }
	return fmt.Sprintf("%s %s %s, %s %s %s: %s", name(c.Subject), c.Type, name(c.Object), c.Status, c.Certainty, c.Time, strings.Join(strings.Fields(c.Exact), " "))
}
