package kg

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyRelation draws a relation that has a time of some kind and an id.
var anyRelation = rapid.Custom(func(t *rapid.T) Relation {
	var r Relation
	var digest [16]byte
	// Few bytes, so that ids are often close.
	digest[0], digest[15] = rapid.Byte().Draw(t, "first"), rapid.Byte().Draw(t, "last")
	r.ID = RelationIDOf(digest)
	near := rapid.Map(rapid.Int32Range(-2, 2), func(d int32) Date { return Date(d) })
	start := rapid.OneOf(anyDate, near, rapid.Just(MinDate), rapid.Just(MaxDate)).Draw(t, "start")
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
	case 1:
		r.Time = &Time{End: &start}
	default:
		r.Time = Day(start)
	}
	return r
})

func TestPositionsOrderByStartNewestFirstThenUndatedThenByID(t *testing.T) {
	comesBefore := func(a, b Relation) bool {
		aDated, bDated := a.Time != nil && a.Time.Start != nil, b.Time != nil && b.Time.Start != nil
		switch {
		case aDated != bDated:
			return aDated
		case aDated && *a.Time.Start != *b.Time.Start:
			return *a.Time.Start > *b.Time.Start
		}
		return a.ID < b.ID
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyRelation.Draw(t, "a"), anyRelation.Draw(t, "b")
		if got, want := a.Position() < b.Position(), comesBefore(a, b); got != want {
			t.Errorf("%q before %q: %t", a.Position(), b.Position(), got)
		}
		if a.Position() >= PositionEnd || a.Position() == "" {
			t.Errorf("%q is not between the start and the end of the list", a.Position())
		}
	})
}

func TestDocumentsOrderAsRelationsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRelation.Draw(t, "relation")
		if d := (Document{ID: r.ID, PublishedAt: r.Time}); d.Position() != r.Position() {
			t.Errorf("%q and %q", d.Position(), r.Position())
		}
	})
}

func TestAScanUpToADayLeavesOutWhatStartsAfterIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, to := anyRelation.Draw(t, "relation"), anyDate.Draw(t, "to")
		if r.Time != nil && r.Time.Start != nil && rapid.Bool().Draw(t, "on the day") {
			to = *r.Time.Start
		}
		for _, order := range []RelationOrder{"", NewestFirst, OldestFirst} {
			scan := PageRequest{Filter: RelationFilter{To: &to}, Order: order}.Scan()
			starts := r.Time == nil || r.Time.Start == nil || *r.Time.Start <= to
			if within := scan.Lower < r.Position() && r.Position() < scan.Upper; within != starts {
				t.Errorf("%q is within %+v up to %s: %t", r.Position(), scan, to, within)
			}
		}
	})
}

// walk does with a list what a store does for a Scan.
func walk(list []string, s Scan) []string {
	found := []string{}
	for _, p := range list {
		if s.Lower < p && p < s.Upper {
			found = append(found, p)
		}
	}
	if s.Descending {
		slices.Reverse(found)
	}
	return found[:min(len(found), s.Limit)]
}

func TestScanAndCutTakeThePageThatTheSliceDescribes(t *testing.T) {
	letters := rapid.StringMatching(`[a-f]{1,2}`)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfNDistinct(letters, 0, 12, rapid.ID[string]).Draw(t, "list")
		slices.Sort(list)
		reversed := rapid.Bool().Draw(t, "reversed")
		s := Slice{
			Limit: rapid.IntRange(0, 5).Draw(t, "limit"), FromEnd: rapid.Bool().Draw(t, "from the end"),
			After: rapid.OneOf(rapid.Just(""), letters).Draw(t, "after"), Before: rapid.OneOf(rapid.Just(""), letters).Draw(t, "before"),
		}
		items, previous, next := Cut(s, walk(list, s.Scan("g", reversed)))

		// The same, said over the list in the order that it is shown in.
		shown := slices.Clone(list)
		after := func(p, q string) bool { return p > q }
		if reversed {
			slices.Reverse(shown)
			after = func(p, q string) bool { return p < q }
		}
		shown = slices.DeleteFunc(shown, func(p string) bool {
			return s.After != "" && !after(p, s.After) || s.Before != "" && !after(s.Before, p)
		})
		more := len(shown) > s.Limit
		wantPrevious, wantNext := s.After != "", more
		if s.FromEnd {
			shown = shown[max(0, len(shown)-s.Limit):]
			wantPrevious, wantNext = more, s.Before != ""
		} else {
			shown = shown[:min(len(shown), s.Limit)]
		}
		if !slices.Equal(items, shown) || previous != wantPrevious || next != wantNext {
			t.Errorf("%+v of %v reversed: %t is %v, %t, %t, not %v, %t, %t", s, list, reversed, items, previous, next, shown, wantPrevious, wantNext)
		}
	})
}

var cursorKinds = []CursorKind{RelationCursor, EntityCursor, DocumentCursor}

func TestACursorIsReadAsThePositionItWasMadeOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		position := rapid.StringN(1, -1, -1).Draw(t, "position")
		kind := rapid.SampledFrom(cursorKinds).Draw(t, "kind")
		cursor := Cursor(kind, position)
		if got, err := ParseCursor(kind, cursor); err != nil || got != position {
			t.Errorf("%q of %q is read as %q (%v)", cursor, position, got, err)
		}
		for _, other := range cursorKinds {
			if got, err := ParseCursor(other, cursor); other != kind && err == nil {
				t.Errorf("a cursor of kind %c is read as %q of kind %c", kind, got, other)
			}
		}
	})
}

func TestAnAlteredCursorIsRefused(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n\x00"
	rapid.Check(t, func(t *rapid.T) {
		cursor := Cursor(RelationCursor, anyRelation.Draw(t, "relation").Position())
		i, c := rapid.IntRange(0, len(cursor)-1).Draw(t, "at"), alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "character")]
		for _, altered := range []string{cursor[:i] + string(c) + cursor[i+1:], cursor[:i] + string(c) + cursor[i:], cursor[:i] + cursor[i+1:], cursor[:i], cursor + cursor, cursor + "="} {
			if got, err := ParseCursor(RelationCursor, altered); altered != cursor && err == nil {
				t.Errorf("%q, altered to %q, is read as %q", cursor, altered, got)
			}
		}
	})
}

// sealed makes a cursor of bytes that no list has as a position.
func sealed(b string) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32([]byte(b), crc32.ChecksumIEEE([]byte(b))))
}

func TestACursorOfNoPositionIsRefused(t *testing.T) {
	for name, cursor := range map[string]string{
		"of nothing": "", "too short": "cg", "of an empty position": sealed("r"), "not UTF-8": sealed("r\xff\xfe"), "UTF-8 cut short": sealed("r0000\xf0\x9f"),
		"a number": "10", "Base64 with padding": "cmVsOmFiYw==", "a very long text": strings.Repeat("é", 10_000),
	} {
		got, err := ParseCursor(RelationCursor, cursor)
		if err == nil {
			t.Errorf("%s: %q is read as %q", name, cursor, got)
			continue
		}
		if len(err.Error()) > 400 {
			t.Errorf("%s: the error is %d bytes long", name, len(err.Error()))
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	for _, s := range []string{"", "cg", "====", Cursor(RelationCursor, "ffffffffrel:"), Cursor(EntityCursor, "ä\x01a"), sealed("r\xff"), sealed("x")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range cursorKinds {
			if position, err := ParseCursor(kind, s); err == nil && (position == "" || Cursor(kind, position) != s) {
				t.Errorf("%q is read as %q, whose cursor is %q", s, position, Cursor(kind, position))
			}
		}
	})
}

func TestPageArgumentsMakeASlice(t *testing.T) {
	n := func(n int) *int { return &n }
	relation, entity := Cursor(RelationCursor, "p"), Cursor(EntityCursor, "p")
	no := "no cursor"
	for _, c := range []struct {
		name  string
		args  PageArgs
		want  Slice
		field string // of the error
	}{
		{name: "none: the first 20", want: Slice{Limit: 20}},
		{name: "first", args: PageArgs{First: n(5)}, want: Slice{Limit: 5}},
		{name: "first 0", args: PageArgs{First: n(0)}, want: Slice{}},
		{name: "first 100", args: PageArgs{First: n(100)}, want: Slice{Limit: 100}},
		{name: "last", args: PageArgs{Last: n(5)}, want: Slice{Limit: 5, FromEnd: true}},
		{name: "last 0", args: PageArgs{Last: n(0)}, want: Slice{FromEnd: true}},
		{name: "after", args: PageArgs{After: &relation}, want: Slice{Limit: 20, After: "p"}},
		{name: "last before", args: PageArgs{Last: n(1), Before: &relation}, want: Slice{Limit: 1, FromEnd: true, Before: "p"}},
		{name: "after and before", args: PageArgs{First: n(1), After: &relation, Before: &relation}, want: Slice{Limit: 1, After: "p", Before: "p"}},
		{name: "first and last", args: PageArgs{First: n(1), Last: n(1)}, field: "last"},
		{name: "a negative first", args: PageArgs{First: n(-1)}, field: "first"},
		{name: "first 101", args: PageArgs{First: n(101)}, field: "first"},
		{name: "a negative last", args: PageArgs{Last: n(-1)}, field: "last"},
		{name: "last 101", args: PageArgs{Last: n(101)}, field: "last"},
		{name: "last beyond 32 bits", args: PageArgs{Last: n(1 << 40)}, field: "last"},
		{name: "after no cursor", args: PageArgs{After: &no}, field: "after"},
		{name: "before no cursor", args: PageArgs{Before: &no}, field: "before"},
		{name: "before a cursor of another list", args: PageArgs{Before: &entity}, field: "before"},
		{name: "after an empty text", args: PageArgs{After: new(string)}, field: "after"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.args.Slice(RelationCursor)
			if c.field != "" {
				checkError(t, err, CodeBadInput, c.field)
				return
			}
			if err != nil || got != c.want {
				t.Errorf("%+v (%v), not %+v", got, err, c.want)
			}
		})
	}
}

// checkError fails t unless err has a code and names a field and says something.
func checkError(t *testing.T, err error, code Code, field string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("an error with code %s was expected, not %v", code, err)
	}
	if e.Code != code || e.Field != field || e.Message == "" {
		t.Errorf("an error with code %s that names %q was expected, not %s and %q: %v", code, field, e.Code, e.Field, err)
	}
}
