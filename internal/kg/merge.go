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
		for _, id := range []string{m.From, m.Into} {
			if _, known := c.kinds[id]; !known {
				return &Error{Code: CodeNotFound, Field: at, Message: fmt.Sprintf("there is no entity %q", id)}
			}
		}
		from, to := survivor(m.From), survivor(m.Into)
		switch {
		case m.From == m.Into:
			return BadInput(at, "%q cannot be merged into itself; name two entities", m.From)
		case c.kinds[m.From] != c.kinds[m.Into]:
			return Conflict("%s: %q is of kind %s and %q of kind %s; only entities of one kind can be one", at, m.From, c.kinds[m.From], m.Into, c.kinds[m.Into])
		case from == to:
		case from != m.From:
			return Conflict("%s: %q is merged into %q already; merge that one, or unmerge %q first", at, m.From, from, m.From)
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
			return &Error{Code: CodeNotFound, Field: at, Message: fmt.Sprintf("there is no entity %q", u.Entity)}
		}
	}
	return nil
}
