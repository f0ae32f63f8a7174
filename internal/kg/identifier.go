package kg

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"conflictgraph/internal/kg/states"
)

// Identifier is by what a register knows an entity: the item of Wikidata, the code of
// a state. Value is as Identifier.Check returns it.
type Identifier struct {
	Scheme string // of Schemes
	Value  string
}

// IdentifierRecord is an identifier that an entity has, or had.
type IdentifierRecord struct {
	Identifier
	RecordedAt time.Time
	RemovedAt  *time.Time // nil where it still has it
}

// Scheme is how a register writes its identifiers.
type Scheme struct {
	ID      string
	Name    string
	Example string

	normal func(value string) (string, bool)
	url    func(value string) string // nil where there is none
	forms  func(value string) []string
	typed  bool // a search's text may be one of it
}

// Schemes are all that there are, by ID.
var Schemes = []Scheme{
	{ID: "acled", Name: "an actor of ACLED", Example: "359", normal: number(9), typed: true},
	{ID: "cameo", Name: "an actor code of CAMEO", Example: "UKRGOV", normal: code(`^[A-Z]{3}([A-Z0-9]{3}){0,7}$`, strings.ToUpper)},
	{ID: "ftm", Name: "an entity of FollowTheMoney data", Example: "NK-4tGbSWSbiVbWxyGLnBDXKv", normal: code(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$`, nil)},
	{ID: "geonames", Name: "a place of GeoNames", Example: "690791", normal: number(12), url: address("https://sws.geonames.org/%s/"), typed: true},
	{ID: "gw", Name: "a state of the Correlates of War or of Gleditsch and Ward", Example: "369", normal: number(3), typed: true},
	{ID: "isni", Name: "an International Standard Name Identifier (ISO 27729), whose last character checks the others", Example: "0000000121032683", normal: isni, url: address("https://isni.org/isni/%s"), typed: true},
	{
		ID: "iso3166-1", Name: "a state or territory by ISO 3166-1, in two letters, three letters or digits", Example: "UA",
		normal: stateCode, url: address("https://www.iso.org/obp/ui/#iso:code:3166:%s"), forms: stateCodes, typed: true,
	},
	{ID: "ucdp", Name: "an actor of UCDP", Example: "112", normal: number(9), url: address("https://ucdp.uu.se/actor/%s"), typed: true},
	{ID: "wikidata", Name: "an item of Wikidata", Example: "Q212", normal: code(`^Q[1-9][0-9]{0,11}$`, strings.ToUpper), url: address("http://www.wikidata.org/entity/%s"), typed: true},
}

// SchemeIDs returns the ID of each scheme.
func SchemeIDs() (ids []string) {
	for _, s := range Schemes {
		ids = append(ids, s.ID)
	}
	return ids
}

func schemeOf(id string) (Scheme, bool) {
	i, known := slices.BinarySearchFunc(Schemes, id, func(s Scheme, id string) int { return cmp.Compare(s.ID, id) })
	if !known {
		return Scheme{}, false
	}
	return Schemes[i], true
}

func address(format string) func(string) string {
	return func(value string) string { return fmt.Sprintf(format, value) }
}

// number returns what makes numbers of at most so many digits of values, without zeros
// in front.
func number(digits int) func(string) (string, bool) {
	return func(value string) (string, bool) {
		n, err := strconv.ParseUint(value, 10, 64)
		plain := strconv.FormatUint(n, 10)
		return plain, err == nil && n > 0 && len(plain) <= digits && value[0] != '+'
	}
}

// code returns what makes values of those that match a pattern once they are folded.
func code(pattern string, fold func(string) string) func(string) (string, bool) {
	form := regexp.MustCompile(pattern)
	return func(value string) (string, bool) {
		if fold != nil {
			value = fold(value)
		}
		return value, form.MatchString(value)
	}
}

func stateCode(value string) (string, bool) {
	s, known := states.ByISO(value)
	return s.Alpha2, known
}

func stateCodes(value string) []string {
	s, known := states.ByISO(value)
	if !known {
		return nil
	}
	forms := []string{s.Alpha2, s.Alpha3, s.ISONumeric()}
	return slices.DeleteFunc(forms, func(code string) bool { return code == "" })
}

var isniForm = regexp.MustCompile(`^[0-9]{15}[0-9X]$`)

// isni checks the last character by ISO 7064 MOD 11-2.
func isni(value string) (string, bool) {
	value = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(value))
	if !isniForm.MatchString(value) {
		return "", false
	}
	sum := 0
	for _, digit := range value[:15] {
		sum = (sum + int(digit-'0')) * 2 % 11
	}
	return value, value[15] == "0123456789X"[(12-sum%11)%11]
}

// The longest value of an identifier, in bytes.
const longestIdentifier = 200

// Check returns i with its value as all values of its scheme are kept: capitals for
// codes, no zeros in front of numbers, two letters for states; that of an address of
// the scheme for what it is the address of. Its error has CodeBadInput, and names a
// field of the argument at.
func (i Identifier) Check(at string) (Identifier, error) {
	s, known := schemeOf(strings.ToLower(i.Scheme))
	if !known {
		return i, BadInput(at+"scheme", "%q is no scheme of identifiers; give one of %s", Shorten(i.Scheme), strings.Join(SchemeIDs(), ", "))
	}
	if normal, is := s.read(i.Value); is {
		return normal, nil
	}
	return i, BadInput(at+"value", "%q is not the identifier of %s; give one such as %s", Shorten(i.Value), s.Name, s.Example)
}

// read returns the identifier that a value is in a scheme, if it is one.
func (s Scheme) read(value string) (Identifier, bool) {
	value = strings.TrimSpace(value)
	if s.url != nil {
		value = afterAddress(s, value)
	}
	if len(value) == 0 || len(value) > longestIdentifier {
		return Identifier{}, false
	}
	normal, is := s.normal(value)
	return Identifier{s.ID, normal}, is
}

// afterAddress returns what an address of the scheme ends in.
func afterAddress(s Scheme, value string) string {
	_, address, isAddress := strings.Cut(value, "://")
	if !isAddress {
		return value
	}
	_, own, _ := strings.Cut(s.url("\x00"), "://")
	before, after, _ := strings.Cut(own, "\x00")
	address = strings.TrimPrefix(address, "www.")
	if rest, is := strings.CutPrefix(address, strings.TrimPrefix(before, "www.")); is {
		return strings.TrimSuffix(rest, after)
	}
	if rest, is := strings.CutPrefix(address, "wikidata.org/wiki/"); is && s.ID == "wikidata" {
		return rest
	}
	return value
}

// String returns the scheme, a colon and the value.
func (i Identifier) String() string { return i.Scheme + ":" + i.Value }

// MarshalText implements encoding.TextMarshaler.
func (i Identifier) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// ParseIdentifier reads what String returns. Its error is that of Check.
func ParseIdentifier(at, text string) (Identifier, error) {
	scheme, value, found := strings.Cut(text, ":")
	if !found {
		return Identifier{}, BadInput(strings.TrimSuffix(at, "."), "%q is not an identifier; give a scheme, a colon and a value, such as wikidata:Q212", Shorten(text))
	}
	return Identifier{scheme, value}.Check(at)
}

// URL returns where the register tells of what it identifies; "" where it has no such
// address.
func (i Identifier) URL() string {
	if s, known := schemeOf(i.Scheme); known && s.url != nil {
		return s.url(i.Value)
	}
	return ""
}

// Forms returns i in each of the forms that its scheme has: a state of ISO 3166-1 has
// three.
func (i Identifier) Forms() []Identifier {
	s, known := schemeOf(i.Scheme)
	if !known || s.forms == nil {
		return []Identifier{i}
	}
	var all []Identifier
	for _, form := range s.forms(i.Value) {
		all = append(all, Identifier{i.Scheme, form})
	}
	return all
}

// IdentifierOfURL returns the identifier whose URL is given.
func IdentifierOfURL(url string) (Identifier, bool) {
	for _, s := range Schemes {
		if s.url == nil || afterAddress(s, url) == url {
			continue
		}
		if i, err := (Identifier{s.ID, url}).Check(""); err == nil {
			return i, true
		}
	}
	return Identifier{}, false
}

// identifiersTyped returns what a search's text may be meant for as an identifier.
func identifiersTyped(text string) (all []Identifier) {
	text = strings.TrimSpace(text)
	if i, err := ParseIdentifier("", text); err == nil {
		return []Identifier{i}
	}
	for _, s := range Schemes {
		if !s.typed && (s.ID != "cameo" || text != strings.ToUpper(text)) {
			continue
		}
		if i, is := s.read(text); is {
			all = append(all, i)
		}
	}
	return all
}

// HeldAt reports whether an entity had the identifier as of a moment.
func (r IdentifierRecord) HeldAt(asOf *time.Time) bool {
	return KnownAsOf(r.RecordedAt, asOf) && (r.RemovedAt == nil || !KnownAsOf(*r.RemovedAt, asOf))
}

// HasIdentifier reports whether r has an identifier now.
func (r *EntityRecord) HasIdentifier(i Identifier) bool {
	return slices.ContainsFunc(r.IdentifierRecords, func(known IdentifierRecord) bool { return known.Identifier == i && known.RemovedAt == nil })
}

// StateIdentifiers returns all that the table of states knows a state by.
func StateIdentifiers(s states.State) (all []Identifier) {
	for _, i := range []Identifier{{"wikidata", s.Wikidata}, {"geonames", s.GeoNames}, {"iso3166-1", s.Alpha2}, {"cameo", s.CAMEO()}} {
		if known, err := i.Check(""); err == nil {
			all = append(all, known)
		}
	}
	return all
}
