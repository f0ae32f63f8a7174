package gate

import "conflictgraph/internal/kg"

// leaveOutKnown takes out of the suggestions what the graph states of the document already,
// what was suggested of it before, whatever became of it, and what is there twice.
func (c *checker) leaveOutKnown() error {
	if len(c.result.Suggestions) == 0 {
		return nil
	}
	before, err := c.queued()
	if err != nil {
		return err
	}
	stated, err := c.stated()
	if err != nil {
		return err
	}
	kept := c.result.Suggestions[:0]
	for _, s := range c.result.Suggestions {
		symmetric := c.types[s.Type].Symmetric
		if there := stated.Find(&s, symmetric, nil); there != nil {
			c.result.Known = append(c.result.Known, Known{Relation: there.Relation})
			continue
		}
		if there := before.Find(&s, symmetric, nil); there != nil {
			known := Known{}
			if there.ID != "" {
				known.Suggestion = there
			}
			c.result.Known = append(c.result.Known, known)
			continue
		}
		if before.Alike(&s) >= MaxAlike {
			c.refuse(TooMany, "more than %d claims of %s between %q and %q", MaxAlike, s.Type, s.Subject.ID, s.Object.ID)
			continue
		}
		before.Add(&s)
		kept = append(kept, s)
	}
	c.result.Suggestions = kept
	return nil
}

// queued returns what was suggested of the document; for a revision, but for what was
// revised.
func (c *checker) queued() (all kg.Claims, err error) {
	req := kg.SuggestionList{
		Filter: kg.SuggestionFilter{Documents: []string{c.Document.ID}},
		Slice:  kg.Slice{Limit: 1000},
	}
	if c.Revises != "" {
		req.Filter.States = []kg.SuggestionState{kg.SuggestionPending, kg.SuggestionAccepted, kg.SuggestionRejected}
	}
	for {
		page, err := c.store.ListSuggestions(c.ctx, req)
		if err != nil {
			return all, err
		}
		for _, s := range page.Suggestions {
			if s.ID != c.Revises {
				all.Add(s)
			}
		}
		if !page.HasNext {
			return all, nil
		}
		req.Slice.After = page.Suggestions[len(page.Suggestions)-1].Position()
	}
}

// stated returns what the graph states of the document between the ends of suggestions, as
// suggestions.
func (c *checker) stated() (all kg.Claims, err error) {
	reqs := kg.PageRequests{Need: kg.Need{Claims: true}}
	for _, s := range c.result.Suggestions {
		if s.Subject.New || s.Object.New {
			continue
		}
		reqs.Pages = append(reqs.Pages, kg.PageRequest{
			Owner: s.Subject.ID, Slice: kg.Slice{Limit: kg.MaxPageSize},
			Filter: kg.RelationFilter{Types: []string{s.Type}, With: []string{s.Object.ID}, Documents: []string{c.Document.ID}},
		})
	}
	if len(reqs.Pages) == 0 {
		return all, nil
	}
	pages, _, err := c.store.Pages(c.ctx, reqs)
	for _, page := range pages {
		for _, r := range page.Relations {
			all.Add(c.asSuggestion(r))
		}
	}
	return all, err
}

func (c *checker) asSuggestion(r *kg.Relation) *kg.Suggestion {
	s := &kg.Suggestion{
		Document: c.Document.ID, Type: r.Type, Subject: kg.SuggestedEntity{ID: r.Subject}, Object: kg.SuggestedEntity{ID: r.Object},
		Status: r.Status, Certainty: r.Certainty, Relation: r.ID,
	}
	if r.Time != nil {
		s.Time = &kg.SuggestedTime{EDTF: r.Time.EDTF}
	}
	for _, a := range r.Attributions {
		s.Attributions = append(s.Attributions, kg.SuggestedAttribution{By: kg.SuggestedEntity{ID: a.By}, Stance: a.Stance})
	}
	return s
}
