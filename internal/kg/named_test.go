package kg

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWhatNamesNothingIsAnErrorThatNamesTheArgument(t *testing.T) {
	before := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	graph := func() *smallGraph {
		g := village()
		g.entities = append(g.entities, Entity{ID: "late", RecordedAt: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)})
		return g
	}
	paths := func(change func(*PathRequest)) func(*smallGraph) error {
		req := PathRequest{From: "a", To: "d", MaxLength: 2, First: 1}
		change(&req)
		return func(g *smallGraph) error { _, err := FindPaths(t.Context(), g, req); return err }
	}
	around := func(change func(*NeighborhoodRequest)) func(*smallGraph) error {
		req := NeighborhoodRequest{Center: []string{"a"}, Depth: 1, Limit: 10}
		change(&req)
		return func(g *smallGraph) error { _, err := FindNeighborhood(t.Context(), g, req); return err }
	}
	for _, c := range []struct {
		name  string
		ask   func(*smallGraph) error
		field string // of the error
	}{
		{"where paths start", paths(func(r *PathRequest) { r.From = "nobody" }), "from"},
		{"where paths end", paths(func(r *PathRequest) { r.To = "nobody" }), "to"},
		{"both", paths(func(r *PathRequest) { r.From, r.To = "nobody", "nobody" }), "from"},
		{"what paths avoid, though there are some", paths(func(r *PathRequest) { r.Avoid = []string{"b", "nobody"} }), "avoid"},
		{"whom their filter names", paths(func(r *PathRequest) { r.Filter.With = []string{"nobody"} }), "filter.with"},
		{"which documents their filter names", paths(func(r *PathRequest) { r.Filter.Documents = []string{"doc:none"} }), "filter.documents"},
		{"as of once", paths(func(r *PathRequest) { r.AsOf, r.To = &before, "nobody" }), "to"},
		{"what is there now, as of before", paths(func(r *PathRequest) { r.AsOf, r.To = &before, "late" }), ""},
		{"a centre", around(func(r *NeighborhoodRequest) { r.Center = []string{"nobody"} }), "center"},
		{"a centre beside others", around(func(r *NeighborhoodRequest) { r.Center = []string{"a", "nobody"} }), "center"},
		{"a centre alone", around(func(r *NeighborhoodRequest) { r.Center, r.Depth = []string{"nobody"}, 0 }), "center"},
		{"whom a neighbourhood's filter names, though it is not empty", around(func(r *NeighborhoodRequest) { r.Filter.With = []string{"b", "nobody"} }), "filter.with"},
		{"whom it names where it is empty", around(func(r *NeighborhoodRequest) { r.Center, r.Filter.With = []string{"late"}, []string{"nobody"} }), "filter.with"},
		{"a centre as of before", around(func(r *NeighborhoodRequest) { r.Center, r.AsOf = []string{"late"}, &before }), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := graph()
			err := c.ask(g)
			if c.field != "" {
				checkError(t, err, CodeNotFound, c.field)
			} else if err != nil {
				t.Error(err)
			}
			if n := g.calls["Get"]; n > 2 {
				t.Errorf("%d calls of Get", n)
			}
		})
	}
}

func TestWhatIsSpeltMuchLikeItIsSuggested(t *testing.T) {
	err := RelationFilter{Types: []string{"met-wiht"}}.Check("filter", TypesByID(CoreTypes()))
	if want := `filter.types: there is no relation type "met-wiht"; did you mean "met-with"?`; err == nil || err.Error() != want {
		t.Errorf("%v, not %s", err, want)
	}
	err = RelationFilter{Types: []string{strings.Repeat("q", 5000)}}.Check("filter", TypesByID(CoreTypes()))
	if err == nil || !strings.HasSuffix(err.Error(), `q…"; relationTypes lists those there are`) || len(err.Error()) > 200 {
		t.Error(err)
	}
	if other := errors.New("other"); Suggest(t.Context(), nil, other) != other || Suggest(t.Context(), nil, nil) != nil {
		t.Error("an error of another sort is not left as it is")
	}
}
