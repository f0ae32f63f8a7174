package plan

import (
	"cmp"
	"fmt"

	"conflictgraph/internal/kg"
)

// writeQueue records decisions of suggestions, and what is suggested anew. It comes after
// all that is recorded of the graph.
func (w *writer) writeQueue() error {
	b := w.batch
	if len(b.Suggestions)+len(b.Ingestions)+len(b.Decisions) == 0 {
		return nil
	}
	found := kg.NewFound()
	keys := kg.Keys{}
	for _, d := range b.Decisions {
		keys.Suggestions = append(keys.Suggestions, d.Suggestion)
	}
	for _, s := range b.Suggestions {
		keys.Suggestions = append(keys.Suggestions, s.ID)
	}
	for _, i := range b.Ingestions {
		keys.Ingestions = append(keys.Ingestions, i.ID)
	}
	if err := w.queued(found, keys); err != nil {
		return err
	}
	last, err := w.tx.LastQueued(w.ctx)
	if err != nil {
		return err
	}
	decided := map[string]*kg.Suggestion{}
	for _, d := range b.Decisions {
		s := found.Suggestions[d.Suggestion]
		s.State, s.Decision, decided[s.ID] = d.State, w.number, s
		switch d.State {
		case kg.SuggestionAccepted:
			s.Relation = b.Relations[d.Relation].ID
		case kg.SuggestionSuperseded:
			s.SupersededBy = d.By
		}
		w.log.Add(kg.SuggestionDecided, s.ID, string(d.State))
		w.written.Decided++
		if err := w.putSuggestion(s); err != nil {
			return err
		}
	}
	before := claimed{writer: w, decided: decided, documents: map[string]bool{}}
	existing := map[string]int{} // by the ingestion
	for i := range b.Suggestions {
		s := b.Suggestions[i]
		known, err := before.find(&s)
		if err != nil {
			return err
		}
		if known = cmp.Or(known, found.Suggestions[s.ID]); known != nil {
			if decided[s.RevisionOf] != nil {
				return kg.ConflictIn(fmt.Sprintf("suggestions[%d]", i), "this was suggested of the document before, as %q, which is %s; decide that", known.ID, known.State)
			}
			existing[s.Origin.Run]++
			w.written.Existing++
			continue
		}
		last++
		s.Number, found.Suggestions[s.ID] = last, &s
		before.claims.Add(&s)
		w.written.Queued++
		if err := w.putSuggestion(&s); err != nil {
			return err
		}
	}
	for i := range b.Ingestions {
		in := b.Ingestions[i]
		switch there := found.Ingestions[in.ID]; {
		case there == nil:
			last++
			in.Number = last
		case there.State == kg.IngestionDone:
			continue // by somebody else at the same time
		default:
			in.Number = there.Number
		}
		in.Queued, in.Known = in.Queued-existing[in.ID], in.Known+existing[in.ID]
		row, err := IngestionRow(&in)
		if err != nil {
			return err
		}
		w.changes.Queue = append(w.changes.Queue, row)
	}
	return nil
}

func (w *writer) putSuggestion(s *kg.Suggestion) error {
	row, err := SuggestionRow(s)
	w.changes.Queue = append(w.changes.Queue, row)
	return err
}

// claimed is what was suggested of documents, whatever became of it.
type claimed struct {
	*writer
	decided   map[string]*kg.Suggestion // by the batch
	documents map[string]bool           // that were read
	claims    kg.Claims
}

// find returns what of the document was suggested before that claims what s does; where s is
// a revision, other than what was revised. It returns nil where there is none.
func (c *claimed) find(s *kg.Suggestion) (*kg.Suggestion, error) {
	if !c.documents[s.Document] {
		c.documents[s.Document] = true
		l := queueList{Snapshot: c.tx, ctx: c.ctx, filter: kg.SuggestionFilter{Documents: []string{s.Document}}}
		if err := l.choose(); err != nil {
			return nil, err
		}
		all, err := l.scan(kg.Scan{Upper: kg.QueuePositionEnd, Limit: mostOfDocument})
		if err != nil {
			return nil, err
		}
		for _, there := range all {
			c.claims.Add(cmp.Or(c.decided[there.ID], there))
		}
	}
	return c.claims.Find(s, c.query.types.IsSymmetric(s.Type), func(there *kg.Suggestion) bool {
		return s.RevisionOf != "" && there.State == kg.SuggestionSuperseded
	}), nil
}

// mostOfDocument is how many suggestions of one document are looked at.
const mostOfDocument = 1 << 20
