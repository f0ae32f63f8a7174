package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// formsTable has a name on each line, in its forms.
//
//go:embed forms.tsv
var formsTable string

// A formTable tells the names of formsTable that a word may be, each by the sound of
// its first form.
type formTable struct {
	bySound   map[string][]string
	byWriting map[string][]string // of forms in a script without vowels
}

var forms = sync.OnceValue(func() formTable {
	t := formTable{map[string][]string{}, map[string][]string{}}
	for line := range strings.Lines(formsTable) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var name string
		for form := range strings.SplitSeq(line, "\t") {
			all, key := t.byWriting, bareWriting(form)
			if key == "" {
				all, key = t.bySound, Sound(strings.Join(Words(form), ""))
			}
			if name == "" {
				name = key
			}
			if !slices.Contains(all[key], name) {
				all[key] = append(all[key], name)
			}
		}
	}
	return t
})

// bareWriting returns a word in Arabic or Hebrew letters without its marks and an Arabic
// article, "" for one in other letters.
func bareWriting(word string) string {
	letters := bare(word)
	if letters == "" || strings.ContainsFunc(letters, func(r rune) bool { return !unicode.In(r, unicode.Arabic, unicode.Hebrew) || !unicode.IsLetter(r) }) {
		return ""
	}
	if rest, found := strings.CutPrefix(letters, "ال"); found && utf8.RuneCountInString(rest) >= shortestWritten {
		return rest
	}
	return letters
}

// shortestWritten is how many letters a word is of at least that has an article.
const shortestWritten = 3

// writings returns the words of a text, of which there are so many, that are in Arabic or
// Hebrew letters, by their places among all, as bareWriting returns them; nil where there
// are none.
func writings(text string, words int) []string {
	if isASCII(text) {
		return nil
	}
	var all []string
	at := 0
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) {
		n := len(Words(field))
		if written := bareWriting(field); written != "" && n == 1 && at < words {
			if all == nil {
				all = make([]string, words)
			}
			all[at] = written
		}
		at += n
	}
	return all
}
