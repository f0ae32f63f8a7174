package faults

import (
	"time"

	"github.com/stretchr/testify/require"
)

// checkJournal checks that the journal has no gap, goes forward in time, and holds
// each write that was acknowledged once, under its number.
func (l *load) checkJournal() {
	l.t.Helper()
	var last struct {
		number int64
		at     time.Time
	}
	times := map[string]int{}
	for {
		var answer struct {
			History []struct {
				Number     int64
				RecordedAt time.Time
				Reason     string
				Changes    []struct{ Kind, ID string }
			}
		}
		require.NoError(l.t, l.server.read(l.t.Context(), `query($after: Int!) { history(after: $after, first: 100) { number recordedAt reason changes { kind id } } }`, map[string]any{"after": last.number}, &answer))
		if len(answer.History) == 0 {
			break
		}
		for _, a := range answer.History {
			require.Equal(l.t, last.number+1, a.Number, "the journal has a gap")
			require.True(l.t, a.RecordedAt.After(last.at), "activity %d was recorded at %s, not after the one before it, of %s", a.Number, a.RecordedAt, last.at)
			require.NotEmpty(l.t, a.Changes, "activity %d changes nothing", a.Number)
			last.number, last.at = a.Number, a.RecordedAt
			times[a.Reason]++
			if number, acked := l.acked[a.Reason]; acked {
				require.Equal(l.t, number, a.Number, a.Reason)
			}
		}
	}
	for key := range l.acked {
		require.Equal(l.t, 1, times[key], "how often %s was done", key)
	}
}

type names struct{ Nodes []struct{ Name string } }

// checkGroups checks that of every group all is there.
func (l *load) checkGroups() {
	l.t.Helper()
	for _, g := range l.groups {
		var answer struct {
			Document struct{ Text string }
			Ada      struct {
				ID, Name        string
				Aliases, Merged []string
				Relations       struct {
					TotalCount int
					Nodes      []struct {
						Type, Subject, Object struct{ ID string }
						Evidence              []struct {
							Exact      string
							Start, End int
						}
					}
				}
				MetWith, Criticized names
			}
			Ben       struct{ MetWith names }
			Cy        struct{ ID string }
			Criticism struct{ RetractedAt *time.Time }
			Search    []struct{ Node struct{ ID string } }
		}
		require.NoError(l.t, l.server.read(l.t.Context(), `query($document: ID!, $ada: ID!, $ben: ID!, $cy: ID!, $criticism: ID!, $alias: String!) {
			document(id: $document) { text }
			ada: actor(id: $ada) { id name aliases merged metWith { nodes { name } } criticized { nodes { ... on Person { name } } }
				relations { totalCount nodes { type { id } subject { id } object { id } evidence { exact start end } } } }
			ben: actor(id: $ben) { metWith { nodes { name } } }
			cy: entity(id: $cy) { id }
			criticism: node(id: $criticism) { ... on Relation { retractedAt } }
			search(text: $alias, first: 1) { node { id } }
		}`, map[string]any{
			"document": g.document(), "ada": g.entity("ada"), "ben": g.entity("ben"), "cy": g.entity("cy"), "criticism": g.criticism, "alias": g.name("Zed"),
		}, &answer), g.id)
		a := answer.Ada
		require.Equal(l.t, g.name("Ada"), a.Name)
		require.Contains(l.t, a.Aliases, g.name("Zed"))
		require.Equal(l.t, []string{g.entity("cy")}, a.Merged)
		require.Equal(l.t, a.ID, answer.Cy.ID, "what was merged answers as another")
		require.Equal(l.t, 1, a.Relations.TotalCount, g.id)
		require.Len(l.t, a.Relations.Nodes, 1, g.id)
		r := a.Relations.Nodes[0]
		require.Equal(l.t, []string{"met-with", g.entity("ada"), g.entity("ben")}, []string{r.Type.ID, r.Subject.ID, r.Object.ID})
		require.Len(l.t, r.Evidence, 1)
		require.Equal(l.t, g.sentence("met"), r.Evidence[0].Exact)
		require.Equal(l.t, g.sentence("met"), answer.Document.Text[r.Evidence[0].Start:r.Evidence[0].End])
		require.Len(l.t, a.MetWith.Nodes, 1)
		require.Empty(l.t, a.Criticized.Nodes, "what was retracted is gone")
		require.Len(l.t, answer.Ben.MetWith.Nodes, 1, "both ends have the relation")
		require.NotNil(l.t, answer.Criticism.RetractedAt, "what was retracted says so")
		require.Len(l.t, answer.Search, 1, "what was written can be found")
		require.Equal(l.t, g.entity("ada"), answer.Search[0].Node.ID)
	}
}

// checkCounts checks that what is counted is what there is.
func (l *load) checkCounts() {
	l.t.Helper()
	var counted struct {
		Stats struct {
			Total  int
			ByType []struct {
				Type  struct{ ID string }
				Count int
			}
		}
	}
	require.NoError(l.t, l.server.read(l.t.Context(), `{ stats { total byType { type { id } count } } }`, nil, &counted))
	byType, all, after := map[string]int{}, map[string]bool{}, (*string)(nil)
	for {
		var page struct {
			Relations struct {
				TotalCount int
				Nodes      []struct {
					ID   string
					Type struct{ ID string }
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		require.NoError(l.t, l.server.read(l.t.Context(), `query($after: String) { relations(first: 100, after: $after) { totalCount nodes { id type { id } } pageInfo { hasNextPage endCursor } } }`, map[string]any{"after": after}, &page))
		for _, r := range page.Relations.Nodes {
			require.False(l.t, all[r.ID], "a relation is on two pages")
			all[r.ID] = true
			byType[r.Type.ID]++
		}
		require.Equal(l.t, counted.Stats.Total, page.Relations.TotalCount)
		if !page.Relations.PageInfo.HasNextPage {
			break
		}
		after = &page.Relations.PageInfo.EndCursor
	}
	require.Len(l.t, all, counted.Stats.Total)
	for _, c := range counted.Stats.ByType {
		require.Equal(l.t, byType[c.Type.ID], c.Count, c.Type.ID)
	}
}
