package kg

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What the ids of relations and documents begin with. No entity's does.
const (
	RelationPrefix = "rel:"
	DocumentPrefix = "doc:"
)

// relationCode keeps the order of the bytes it encodes.
var relationCode = base32.HexEncoding.WithPadding(base32.NoPadding)

// RelationID returns the id of r, "rel:" and 26 characters: a digest of what it
// states (type, ends, status, certainty, time, places, attributions) and where
// (documents or data set). It does not depend on the order of places,
// attributions and evidence, on which words of a document are quoted, or on
// when r was recorded.
func RelationID(r Relation) string {
	h := sha256.New()
	part := func(kind byte, s string) { fmt.Fprintf(h, "%c%d:%s", kind, len(s), s) }
	part('t', r.Type)
	part('s', r.Subject)
	part('o', r.Object)
	part('S', string(r.Status))
	part('C', string(r.Certainty))
	if r.Time != nil {
		part('T', r.Time.EDTF)
	}
	set := func(kind byte, values []string) {
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			part(kind, v)
		}
	}
	set('p', slices.Clone(r.Places))
	var by, where []string
	for _, a := range r.Attributions {
		by = append(by, string(a.Stance)+" "+a.By)
	}
	for _, e := range r.Evidence {
		if e.Source != nil {
			where = append(where, "dataset "+e.Source.Dataset)
		} else {
			where = append(where, e.Document)
		}
	}
	set('a', by)
	set('w', where)
	return RelationPrefix + strings.ToLower(relationCode.EncodeToString(h.Sum(nil)[:16]))
}

// RelationDigest returns the 16 bytes that a relation's id encodes, and whether
// id is the id of a relation at all. Digests order as ids do.
func RelationDigest(id string) (digest [16]byte, ok bool) {
	code, found := strings.CutPrefix(id, RelationPrefix)
	if !found || len(code) != 26 || code != strings.ToLower(code) {
		return digest, false
	}
	b, err := relationCode.DecodeString(strings.ToUpper(code))
	if err != nil || len(b) != len(digest) {
		return digest, false
	}
	copy(digest[:], b)
	return digest, RelationIDOf(digest) == id
}

// RelationIDOf returns the id that encodes digest.
func RelationIDOf(digest [16]byte) string {
	return RelationPrefix + strings.ToLower(relationCode.EncodeToString(digest[:]))
}

var (
	slug      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	datasetID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*:[^\s:\pC\pZ]+$`)
)

// CheckSlug returns an error that names what would be right unless s is made of
// lower-case letters, digits and single hyphens.
func CheckSlug(s string) error {
	if len(s) <= 200 && slug.MatchString(s) {
		return nil
	}
	return fmt.Errorf("%q is not an id; write lower-case letters, digits and single hyphens, for example %q", s, "volodymyr-zelenskyy")
}

// CheckEntityID returns an error unless id is a slug, or a data set's name, a
// colon and the data set's own id, such as "icews:1234", which has no blanks,
// colons and control characters.
func CheckEntityID(id string) error {
	if strings.HasPrefix(id, RelationPrefix) || strings.HasPrefix(id, DocumentPrefix) {
		return fmt.Errorf("%q is not an entity's id; %q and %q begin ids of other things", id, RelationPrefix, DocumentPrefix)
	}
	return CheckTypeID(id)
}

// CheckTypeID returns an error unless id is a slug, or a data set's or
// vocabulary's name, a colon and its own id, such as "cameo:040".
func CheckTypeID(id string) error {
	if len(id) <= 200 && utf8.ValidString(id) && datasetID.MatchString(id) {
		return nil
	}
	return CheckSlug(id)
}

// CheckDocumentID returns an error unless id is "doc:" and a slug.
func CheckDocumentID(id string) error {
	rest, ok := strings.CutPrefix(id, DocumentPrefix)
	if !ok || CheckSlug(rest) != nil {
		return fmt.Errorf("%q is not a document's id; write %q and lower-case letters, digits and single hyphens", id, DocumentPrefix)
	}
	return nil
}
