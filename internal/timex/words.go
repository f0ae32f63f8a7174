package timex

import (
	"strings"
	"unicode"
)

// A word is a run of letters and digits, with points, hyphens and apostrophes inside, or
// one other character that is no blank.
type word struct {
	text       string // as it stands
	low        string
	start, end int  // code points
	opens      bool // a sentence begins with it
}

// maxWord is how many characters of a word are looked at.
const maxWord = 24

func split(text string) []word {
	var words []word
	runes := []rune(text)
	inside := func(i int) bool {
		if i <= 0 || i+1 >= len(runes) || !strings.ContainsRune("-'’./–", runes[i]) {
			return false
		}
		before, after := runes[i-1], runes[i+1]
		if runes[i] == '.' || runes[i] == '/' {
			return (unicode.IsDigit(before) && unicode.IsDigit(after)) || (runes[i] == '.' && unicode.IsLetter(before) && unicode.IsLetter(after))
		}
		return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
	}
	opens := true
	for i := 0; i < len(runes); {
		r := runes[i]
		if unicode.IsSpace(r) {
			if r == '\n' && i+1 < len(runes) && runes[i+1] == '\n' {
				opens = true
			}
			i++
			continue
		}
		j := i + 1
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			for j < len(runes) && (unicode.IsLetter(runes[j]) || unicode.IsDigit(runes[j]) || unicode.Is(unicode.Mn, runes[j]) || inside(j)) {
				j++
			}
		}
		text := string(runes[i:j])
		if j-i > maxWord {
			text = string(runes[i : i+maxWord])
		}
		words = append(words, word{text: text, low: strings.ToLower(strings.ReplaceAll(text, "’", "'")), start: i, end: j, opens: opens})
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ',' {
			opens = false
		}
		if (r == '.' || r == '!' || r == '?') && !abbreviated(words) {
			opens = true
		}
		i = j
	}
	return words
}

// abbreviated reports whether the point that words end in belongs to an abbreviation.
func abbreviated(words []word) bool {
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-2]
	return last.end == words[len(words)-1].start && (len([]rune(last.text)) == 1 || strings.Contains(last.text, ".") || abbreviations[last.low])
}

var abbreviations = setOf("mr mrs ms dr gen lt col sgt maj capt st prof sen rep gov jan feb mar apr jun jul aug sept sep oct nov dec no vs hon rev adm brig cmdr")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
