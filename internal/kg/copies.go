package kg

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/cespare/xxhash/v2"
)

// The rule by which texts are copies of one another: of the sequences of five words that
// the shorter has, seven in ten stand in the longer, which has at most four times as many.
const (
	wordsOfShingle = 5
	sharedByCopies = 0.7
	longestCopy    = 4
)

// sketched is how many hashes of sequences of words a fingerprint has: with so many, what
// two texts share is estimated to within a twentieth.
const sketched = 128

// Fingerprint returns what copies of a text are known by: how many different sequences of
// five words it has, and the least hashes of these (a bottom-k sketch, see Broder, On the
// resemblance and containment of documents, 1997), as base64. Case, accents, punctuation
// and white space do not matter. Stores keep it.
func Fingerprint(text string) string {
	words := shingledWords(text)
	hashes := make([]uint32, 0, len(words))
	for i := range max(1, len(words)-wordsOfShingle+1) {
		shingle := strings.Join(words[i:min(len(words), i+wordsOfShingle)], " ")
		hashes = append(hashes, uint32(xxhash.Sum64String(shingle)>>32))
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	kept := binary.BigEndian.AppendUint32(nil, uint32(len(hashes)))
	for _, h := range hashes[:min(len(hashes), sketched)] {
		kept = binary.BigEndian.AppendUint32(kept, h)
	}
	return base64.StdEncoding.EncodeToString(kept)
}

// shingledWords returns the words of a text without case and accents. Where a script does
// not part words, each character is one.
func shingledWords(text string) (words []string) {
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range FoldName(text) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			end()
			words = append(words, string(r))
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			word.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return words
}

// AreCopies reports whether two texts, by their fingerprints, are copies of one another.
func AreCopies(a, b string) bool {
	if a == b {
		return a != ""
	}
	sizeA, hashesA := sketchOf(a)
	sizeB, hashesB := sketchOf(b)
	if min(sizeA, sizeB) == 0 || max(sizeA, sizeB) > longestCopy*min(sizeA, sizeB) {
		return false
	}
	// Of the least hashes that either has, how many both have tells their resemblance.
	looked, shared := 0, 0
	for i, j := 0, 0; looked < sketched && (i < len(hashesA) || j < len(hashesB)); looked++ {
		switch {
		case j == len(hashesB) || i < len(hashesA) && hashesA[i] < hashesB[j]:
			i++
		case i == len(hashesA) || hashesB[j] < hashesA[i]:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	resemblance := float64(shared) / float64(looked)
	inBoth := resemblance / (1 + resemblance) * float64(sizeA+sizeB)
	return inBoth >= sharedByCopies*float64(min(sizeA, sizeB))
}

// sketchOf returns how many sequences a fingerprint is of, and their least hashes.
func sketchOf(fingerprint string) (size int, hashes []uint32) {
	kept, err := base64.StdEncoding.DecodeString(fingerprint)
	if err != nil || len(kept) < 8 || len(kept)%4 != 0 {
		return 0, nil
	}
	for i := 4; i < len(kept); i += 4 {
		hashes = append(hashes, binary.BigEndian.Uint32(kept[i:]))
	}
	return int(binary.BigEndian.Uint32(kept)), hashes
}

// indexedHashes is by how many of its least hashes a text is found by its copies.
const indexedHashes = 8

// LeastHashes returns the least hashes of a text by its fingerprint, of which nearly all
// copies of it have one, too.
func LeastHashes(fingerprint string) (hashes []string) {
	_, all := sketchOf(fingerprint)
	for _, h := range all[:min(len(all), indexedHashes)] {
		hashes = append(hashes, strconv.FormatUint(uint64(h), 16))
	}
	return hashes
}

// SourceCount is how many say what a relation states.
type SourceCount struct {
	Count       int // documents and data sets
	Independent int // the same, documents that are copies of one another once
}

// SourcesOf counts the sources of relations that state the same, with their evidence. A
// document that is not among those given, or is out of view, is none. Copies of copies are
// copies, too.
func SourcesOf(relations []*Relation, documents map[string]*Document) SourceCount {
	datasets := map[string]bool{}
	var distinct []*Document
	seen := map[string]bool{}
	for _, r := range relations {
		for _, e := range r.Evidence {
			if e.Source != nil {
				datasets[e.Source.Dataset] = true
				continue
			}
			if d := documents[e.Document]; d != nil && d.RetractedAt == nil && !seen[e.Document] {
				seen[e.Document] = true
				distinct = append(distinct, d)
			}
		}
	}
	s := SourceCount{Count: len(distinct) + len(datasets), Independent: len(datasets)}
	for len(distinct) > 0 {
		s.Independent++
		group := distinct[:1:1]
		distinct = distinct[1:]
		for i := 0; i < len(group); i++ {
			distinct = slices.DeleteFunc(distinct, func(d *Document) bool {
				is := AreCopies(group[i].Fingerprint, d.Fingerprint)
				if is {
					group = append(group, d)
				}
				return is
			})
		}
	}
	return s
}
