package kg

import "fmt"

// merges checks the merges and unmerges of a batch, in their order.
func (c *checker) merges() error {
	into := map[string]string{} // what the batch merges so far, on top of what the store has
	survivor := func(id string) string {
		if e := c.found.Entities[id]; e != nil {
			id = e.ID
		}
		for into[id] != "" {
			id = into[id]
		}
		return id
	}
	for i, m := range c.batch.Merges {
		at := fmt.Sprintf("merges[%d]", i)
		if err := checkTexts(at, "reason", m.Reason); err != nil {
			return err
		}
		for _, end := range []struct{ field, id string }{{".from", m.From}, {".into", m.Into}} {
			if _, known := c.kinds[end.id]; !known {
				return NotFound(at+end.field, ThingEntity, end.id)
			}
		}
		from, to := survivor(m.From), survivor(m.Into)
		switch {
		case m.From == m.Into:
			return BadInput(at+".into", "%q cannot be merged into itself; name two entities", m.From)
		case c.kinds[m.From] != c.kinds[m.Into]:
			return ConflictIn(at+".from", "%q is of kind %s and %q of kind %s; only entities of one kind can be one", m.From, c.kinds[m.From], m.Into, c.kinds[m.Into])
		case from == to:
		case from != m.From:
			return ConflictIn(at+".from", "%q is merged into %q already; merge that one, or unmerge %q first", m.From, from, m.From)
		default:
			into[from] = to
		}
	}
	for i, u := range c.batch.Unmerges {
		at := fmt.Sprintf("unmerges[%d]", i)
		if err := checkTexts(at, "reason", u.Reason); err != nil {
			return err
		}
		if _, known := c.kinds[u.Entity]; !known {
			return NotFound(at+".entity", ThingEntity, u.Entity)
		}
	}
	return nil
}
