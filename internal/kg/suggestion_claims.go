package kg

// IsSameClaim reports whether of two suggestions of one document whoever decided the one has
// decided the other: they state the same type between the same ends, either way round where
// it is symmetric, both as done or both as ahead, both contested or both not, at times that
// may be the same.
func IsSameClaim(a, b *Suggestion, symmetric bool) bool {
	return claimOf(a).isSame(claimOf(b), symmetric)
}

// Claims are suggestions by what they claim. The zero value has none.
type Claims struct{ byEnds map[claimKey][]claim }

// A claim is a suggestion, and the relation it would become with its time as days.
type claim struct {
	of *Suggestion
	Relation
}

type claimKey struct{ document, typ, low, high string }

func claimOf(s *Suggestion) claim {
	r := s.Claim()
	r.ID = ""
	if r.Time != nil {
		at, err := ParseEDTF(r.Time.EDTF)
		if r.Time = &at; err != nil {
			r.Time = nil
		}
	}
	return claim{s, r}
}

func (s *Suggestion) claimKey() claimKey {
	return claimKey{s.Document, s.Type, min(s.Subject.ID, s.Object.ID), max(s.Subject.ID, s.Object.ID)}
}

func (c claim) isSame(other claim, symmetric bool) bool {
	a, b := c.Relation, other.Relation
	a.ID, b.ID = "a", "b" // of one id, they would be no two relations
	return c.of.Document == other.of.Document && a.Status.IsAhead() == b.Status.IsAhead() && SameMatter(&a, &b, symmetric) && a.Contests() == b.Contests()
}

// Add adds a suggestion.
func (c *Claims) Add(s *Suggestion) {
	if c.byEnds == nil {
		c.byEnds = map[claimKey][]claim{}
	}
	c.byEnds[s.claimKey()] = append(c.byEnds[s.claimKey()], claimOf(s))
}

// Find returns the first suggestion that claims what another does, as IsSameClaim has it, of
// those that but does not leave out; nil where there is none.
func (c *Claims) Find(s *Suggestion, symmetric bool, but func(*Suggestion) bool) *Suggestion {
	wanted := claimOf(s)
	for _, there := range c.byEnds[s.claimKey()] {
		if (but == nil || !but(there.of)) && there.isSame(wanted, symmetric) {
			return there.of
		}
	}
	return nil
}

// Alike returns how many suggestions of a document are of the type and the ends of another.
func (c *Claims) Alike(s *Suggestion) int { return len(c.byEnds[s.claimKey()]) }
