package export

import "hash/maphash"

// seen is a set of ids that keeps eight bytes for each, whatever its length. That
// two ids are taken for one is as likely as guessing a number of 64 bits, and
// nobody can choose ids that are.
type seen struct {
	seed maphash.Seed
	ids  map[uint64]struct{}
}

func newSeen() seen { return seen{seed: maphash.MakeSeed(), ids: map[uint64]struct{}{}} }

func (s seen) has(id string) bool {
	_, has := s.ids[maphash.String(s.seed, id)]
	return has
}

// add reports whether id was not in the set before.
func (s seen) add(id string) bool {
	before := len(s.ids)
	s.ids[maphash.String(s.seed, id)] = struct{}{}
	return len(s.ids) > before
}
