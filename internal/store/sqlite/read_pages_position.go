package sqlite

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"strconv"

	"conflictgraph/internal/kg"
)

// A place is where a relation stands among all: the days from its start to
// kg.MaxDate, and the bytes that its id encodes. Places compare as the positions
// of kg.Relation do.
type place struct {
	day    int64
	digest [16]byte
}

const undated = math.MaxUint32

func placeOf(t *kg.Time, digest [16]byte) place {
	if t == nil || t.Start == nil {
		return place{undated, digest}
	}
	return place{int64(kg.MaxDate) - int64(*t.Start), digest}
}

// start returns the first day of what stands at p, nil where it has none.
func (p place) start() *kg.Date {
	if p.day == undated {
		return nil
	}
	d := kg.Date(int64(kg.MaxDate) - p.day)
	return &d
}

func (p place) id() string { return kg.RelationIDOf(p.digest) }

// position returns p as kg.Relation.Position does.
func (p place) position() string { return fmt.Sprintf("%08x", p.day) + p.id() }

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.day, q.day), bytes.Compare(p.digest[:], q.digest[:]))
}

// parsePosition returns the place whose position is given, and whether there is
// one.
func parsePosition(position string) (p place, ok bool) {
	if len(position) < 8 {
		return p, false
	}
	day, err := strconv.ParseUint(position[:8], 16, 32)
	if p.digest, ok = kg.RelationDigest(position[8:]); err != nil || !ok {
		return p, false
	}
	p.day = int64(day)
	return p, p.position() == position
}

// A bound divides places: those it is at most, and those it is greater than.
type bound struct {
	day    int64
	digest []byte
}

var (
	firstBound = bound{-1, []byte{}}
	lastBound  = bound{math.MaxInt64, []byte{}}
)

func (p place) bound() bound { return bound{p.day, p.digest[:]} }

// next returns the bound that is greater than p and at most all that follow it.
func (p place) next() bound { return bound{p.day, append(p.digest[:], 0)} }

func (b bound) compare(c bound) int {
	return cmp.Or(cmp.Compare(b.day, c.day), bytes.Compare(b.digest, c.digest))
}

func greater(b, c bound) bound {
	if b.compare(c) < 0 {
		return c
	}
	return b
}

func less(b, c bound) bound {
	if b.compare(c) < 0 {
		return b
	}
	return c
}

// boundFrom returns the bound of the places whose position is at least what is
// given.
func boundFrom(position string) bound {
	if p, ok := parsePosition(position); ok {
		return p.bound()
	}
	return boundWhere(position, func(p place) bool { return p.position() >= position })
}

// boundAfter returns the bound of the places whose position is greater than what
// is given.
func boundAfter(position string) bound {
	if p, ok := parsePosition(position); ok {
		return p.next()
	}
	return boundWhere(position, func(p place) bool { return p.position() > position })
}

// boundWhere returns the bound of the places that have reached a position which
// none has, and which may be any string at all.
func boundWhere(position string, reached func(place) bool) bound {
	switch {
	case position == "":
		return firstBound
	case position >= kg.PositionEnd:
		return lastBound
	}
	if day, err := strconv.ParseUint(position, 16, 32); err == nil && fmt.Sprintf("%08x", day) == position {
		return bound{int64(day), []byte{}}
	}
	var before place
	if reached(before) {
		return firstBound
	}
	// Bit by bit, before becomes the last place that has not.
	for bit := range 32 {
		if before.day |= 1 << (31 - bit); reached(before) {
			before.day &^= 1 << (31 - bit)
		}
	}
	for bit := range 8 * len(before.digest) {
		if before.digest[bit/8] |= 0x80 >> (bit % 8); reached(before) {
			before.digest[bit/8] &^= 0x80 >> (bit % 8)
		}
	}
	return before.next()
}
