package kg

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What the ids of relations and documents begin with. No entity's does.
const (
	RelationPrefix = "rel:"
	DocumentPrefix = "doc:"
)

// relationCode keeps the order of the bytes it encodes: 16 of them in codeLength
// characters.
var relationCode = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

const codeLength = 26

// DigestCode returns the first 16 bytes of a digest as ids have them: 26 characters of 0-9
// and a-v.
func DigestCode(digest [sha256.Size]byte) string { return relationCode.EncodeToString(digest[:16]) }

// RelationID returns the id of r, "rel:" and 26 characters: a digest of what it
// states (type, ends, status, certainty, time, places, attributions) and where
// (documents or data set). It does not depend on the order of places,
// attributions and evidence, nor, where documents say that r of a symmetric type holds,
// on that of its ends; on which words of a document are quoted, or on when r was
// recorded. A data set that has a row for each direction means, and counts, two.
func RelationID(r Relation, symmetric bool) string {
	if symmetric && !r.isCoded() && r.Subject > r.Object {
		r.Subject, r.Object = r.Object, r.Subject
	}
	return digestOf(r)
}

// FormerRelationID returns the other id that r may have had when the order of its ends
// was a part of it: that of the greater end first. It is empty where there is none.
func FormerRelationID(r Relation, symmetric bool) string {
	if !symmetric || r.isCoded() || r.Subject == r.Object {
		return ""
	}
	if r.Subject < r.Object {
		r.Subject, r.Object = r.Object, r.Subject
	}
	return digestOf(r)
}

// isCoded reports whether r rests on a row of a data set.
func (r *Relation) isCoded() bool {
	return slices.ContainsFunc(r.Evidence, func(e Evidence) bool { return e.Source != nil })
}

func digestOf(r Relation) string {
	var room [512]byte
	text := room[:0]
	part := func(kind byte, words ...string) {
		length := 0
		for _, w := range words {
			length += len(w)
		}
		text = strconv.AppendInt(append(text, kind), int64(length), 10)
		text = append(text, ':')
		for _, w := range words {
			text = append(text, w...)
		}
	}
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
	if len(r.Places) > 0 {
		set('p', slices.Clone(r.Places))
	}
	if len(r.Attributions) > 0 {
		var by []string
		for _, a := range r.Attributions {
			by = append(by, string(a.Stance)+" "+a.By)
		}
		set('a', by)
	}
	if len(r.Evidence) == 1 && r.Evidence[0].Source != nil {
		part('w', inDataset, r.Evidence[0].Source.Dataset)
	} else {
		var where []string
		for _, e := range r.Evidence {
			if e.Source != nil {
				where = append(where, inDataset+e.Source.Dataset)
			} else {
				where = append(where, e.Document)
			}
		}
		set('w', where)
	}
	sum := sha256.Sum256(text)
	return RelationIDOf([16]byte(sum[:16]))
}

// inDataset begins where a row of a data set says something, in what an id is made
// of.
const inDataset = "dataset "

// RelationDigest returns the 16 bytes that a relation's id encodes, and whether
// id is the id of a relation at all. Digests order as ids do.
func RelationDigest(id string) (digest [16]byte, ok bool) {
	code, found := strings.CutPrefix(id, RelationPrefix)
	if !found || len(code) != codeLength {
		return digest, false
	}
	n, err := relationCode.Decode(digest[:], []byte(code))
	// The last character has two bits more than there are to encode.
	return digest, err == nil && n == len(digest) && RelationIDOf(digest) == id
}

// RelationIDOf returns the id that encodes digest.
func RelationIDOf(digest [16]byte) string {
	var id [len(RelationPrefix) + codeLength]byte
	copy(id[:], RelationPrefix)
	relationCode.Encode(id[len(RelationPrefix):], digest[:])
	return string(id[:])
}

var (
	slug      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	datasetID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*:[^\s:\pC\pZ]+$`)
)

// longestID is how many bytes an id may have, that of a document without its prefix.
const longestID = 200

// CheckSlug returns an error that names what would be right unless s is made of
// lower-case letters, digits and single hyphens.
func CheckSlug(s string) error {
	if len(s) <= longestID && slug.MatchString(s) {
		return nil
	}
	if len(s) > longestID {
		return fmt.Errorf("%q is too long with %d characters; give an id of at most %d", Shorten(s), utf8.RuneCountInString(s), longestID)
	}
	return fmt.Errorf("%q is not an id; write lower-case letters, digits and single hyphens, for example %q", s, "volodymyr-zelenskyy")
}

// CheckEntityID returns an error unless id is a slug, or a data set's name, a
// colon and the data set's own id, such as "icews:1234", which has no blanks,
// colons and control characters.
func CheckEntityID(id string) error {
	for _, prefix := range []string{RelationPrefix, DocumentPrefix, SuggestionPrefix, IngestionPrefix} {
		if strings.HasPrefix(id, prefix) {
			return fmt.Errorf("%q is not an entity's id; %q begins ids of other things", Shorten(id), prefix)
		}
	}
	return CheckTypeID(id)
}

// CheckTypeID returns an error unless id is a slug, or a data set's or
// vocabulary's name, a colon and its own id, such as "cameo:040".
func CheckTypeID(id string) error {
	if len(id) <= longestID && utf8.ValidString(id) && datasetID.MatchString(id) {
		return nil
	}
	return CheckSlug(id)
}

// CheckDocumentID returns an error unless id is "doc:" and a slug.
func CheckDocumentID(id string) error {
	rest, ok := strings.CutPrefix(id, DocumentPrefix)
	if ok && len(rest) > longestID {
		return fmt.Errorf("%q is too long with %d characters; give one of at most %d after %q", Shorten(id), utf8.RuneCountInString(id), longestID, DocumentPrefix)
	}
	if !ok || CheckSlug(rest) != nil {
		return fmt.Errorf("%q is not a document's id; write %q and lower-case letters, digits and single hyphens", Shorten(id), DocumentPrefix)
	}
	return nil
}
