package kg

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"unicode/utf8"
)

// position is the key that relations and documents are listed by. It is made so
// that comparing strings lists the newest first, undated ones last, and those
// of one day by id.
func position(t *Time, id string) string { return PositionAt(PlaceOf(t), id) }

// PlaceOf returns where what has a time stands among what has others: less is before.
func PlaceOf(t *Time) uint32 {
	if t == nil || t.Start == nil {
		return undatedPlace
	}
	return placeOfDay(*t.Start)
}

// DayOfPlace returns the first day of what stands at a place, unless that is undated.
func DayOfPlace(place uint32) Date { return Date(int64(MaxDate) - int64(place)) }

// PositionAt returns the Relation.Position of what has an id and stands at a place.
func PositionAt(place uint32, id string) string {
	const digits = "0123456789abcdef"
	var room [64]byte
	text := room[:0]
	for shift := 28; shift >= 0; shift -= 4 {
		text = append(text, digits[place>>shift&0xf])
	}
	return string(append(text, id...))
}

const (
	undatedPlace    = 0xffffffff
	positionUndated = "ffffffff"
	// PositionEnd is greater than every position of a relation or document.
	PositionEnd = "g"
)

func placeOfDay(d Date) uint32 { return uint32(int64(MaxDate) - int64(d)) }

func positionOfDay(d Date) string { return PositionAt(placeOfDay(d), "") }

// RelationOrder is the order in which relations are listed.
type RelationOrder string

const (
	NewestFirst RelationOrder = "NEWEST_FIRST" // by start, newest first, undated ones last, then by id
	OldestFirst RelationOrder = "OLDEST_FIRST" // the same list read from its end
)

// Slice says which part of an ordered list a page shows: Limit items from its
// start, or from its end, of what lies between After and Before.
type Slice struct {
	Limit   int
	FromEnd bool
	After   string // a position, exclusive; empty for the start of the list
	Before  string // a position, exclusive; empty for the end of the list
}

// The page sizes that a caller gets and may ask for.
const (
	DefaultPageSize = 20
	MaxPageSize     = 100
)

// PageArgs are the arguments of a Relay connection as a caller sent them.
type PageArgs struct {
	First, Last   *int
	After, Before *string
}

// Slice checks the arguments against the cursors of one kind of list. Its errors
// have CodeBadInput and name the argument.
func (a PageArgs) Slice(kind CursorKind) (Slice, error) {
	s := Slice{Limit: DefaultPageSize}
	if a.First != nil && a.Last != nil {
		return s, BadInput("last", "first (%d) and last (%d) cannot go together; give one of them", *a.First, *a.Last)
	}
	size := func(name string, n int) error {
		if n < 0 || n > MaxPageSize {
			return BadInput(name, "%d is not a page size; give a number from 0 to %d", n, MaxPageSize)
		}
		s.Limit = n
		return nil
	}
	cursor := func(name string, c *string, into *string) (err error) {
		if c == nil {
			return nil
		}
		if *into, err = ParseCursor(kind, *c); err != nil {
			return BadInput(name, "%v", err)
		}
		return nil
	}
	if a.First != nil {
		if err := size("first", *a.First); err != nil {
			return s, err
		}
	}
	if a.Last != nil {
		s.FromEnd = true
		if err := size("last", *a.Last); err != nil {
			return s, err
		}
	}
	if err := cursor("after", a.After, &s.After); err != nil {
		return s, err
	}
	return s, cursor("before", a.Before, &s.Before)
}

// Scan is a walk over positions, which is all that a store has to do for a page:
// those between Lower and Upper, both exclusive, from the lowest up or from the
// highest down, at most Limit. A page asks for one more than it shows.
type Scan struct {
	Lower, Upper string
	Descending   bool
	Limit        int
}

// Scan returns the walk that s needs over a list whose greatest position is
// below end, in its order or, where reversed, against it.
func (s Slice) Scan(end string, reversed bool) Scan {
	lower, upper := s.After, s.Before
	if reversed {
		lower, upper = upper, lower
	}
	if upper == "" {
		upper = end
	}
	return Scan{Lower: lower, Upper: upper, Descending: s.FromEnd != reversed, Limit: s.Limit + 1}
}

// Cut makes a page of what the Scan of s found: it takes off the item too many,
// turns the rest into the order of the list and says what lies around it.
func Cut[T any](s Slice, found []T) (items []T, hasPrevious, hasNext bool) {
	more := len(found) > s.Limit
	if more {
		found = found[:s.Limit]
	}
	if s.FromEnd {
		slices.Reverse(found)
		return found, more, s.Before != ""
	}
	return found, s.After != "", more
}

// FirstOf puts what was found in any order into that of a scan, and returns as much as it
// asks for.
func FirstOf[T interface{ Position() string }](found []T, scan Scan) []T {
	type placed struct {
		position string
		item     T
	}
	all := make([]placed, len(found))
	for i, item := range found {
		all[i] = placed{item.Position(), item}
	}
	slices.SortFunc(all, func(a, b placed) int {
		if scan.Descending {
			a, b = b, a
		}
		return strings.Compare(a.position, b.position)
	})
	for i, p := range all {
		found[i] = p.item
	}
	return found[:min(len(found), scan.Limit)]
}

// CursorKind tells the cursors of different lists apart.
type CursorKind byte

const (
	RelationCursor CursorKind = 'r'
	EntityCursor   CursorKind = 'e'
	DocumentCursor CursorKind = 'd'

	SuggestionCursor CursorKind = 's'
	DuplicateCursor  CursorKind = 'u'
)

// Cursor returns an opaque text for a position.
func Cursor(kind CursorKind, position string) string {
	b := make([]byte, 0, 5+len(position))
	b = append(b, byte(kind))
	b = append(b, position...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor returns the position that Cursor made cursor of, or an error where
// it is not a cursor of that kind.
func ParseCursor(kind CursorKind, cursor string) (position string, err error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err == nil && len(b) > 5 && b[0] == byte(kind) {
		position = string(b[1 : len(b)-4])
		// A decoder overlooks line breaks; and no position is other than UTF-8.
		if Cursor(kind, position) == cursor && utf8.ValidString(position) {
			return position, nil
		}
	}
	if len(cursor) > 80 {
		cursor = strings.ToValidUTF8(cursor[:80], "") + "…"
	}
	return "", fmt.Errorf("%q is not a cursor of this list; use a cursor or endCursor that it returned", cursor)
}
