package quote

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldedText is a text without what people and editors change unawares: case,
// accents, forms of quotation marks and dashes, width of white space.
type foldedText struct {
	text   string
	origin []int // for each byte of text, the offset of the character it was made of; one more for the end
}

var alike = strings.NewReplacer(
	"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
	"‘", "'", "’", "'", "‚", "'", "`", "'", "´", "'",
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "…", "...",
)

func fold(text string) *foldedText {
	var b strings.Builder
	f := &foldedText{}
	blank := false
	for i, r := range text {
		piece := string(unicode.ToLower(r))
		if r >= utf8.RuneSelf {
			piece = strings.Map(withoutMarks, norm.NFKD.String(alike.Replace(piece)))
		} else if r == '`' {
			piece = "'"
		}
		if unicode.IsSpace(r) {
			piece = " "
		}
		if piece == " " && blank {
			continue
		}
		blank = piece == " " || blank && piece == ""
		b.WriteString(piece)
		for range len(piece) {
			f.origin = append(f.origin, i)
		}
	}
	f.text, f.origin = b.String(), append(f.origin, len(text))
	return f
}

func withoutMarks(r rune) rune {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

// leastAlike is how many bytes of a folded quote have to be in the text for the
// place to be worth showing.
const leastAlike = 8

// nearest says where a quote that is not in the text nearly is; nothing where
// nothing is like it.
func (t *Text) nearest(exact string) string {
	if t.near == nil {
		t.near = fold(t.Content)
	}
	wanted := strings.TrimSpace(fold(exact).text)
	// Every beginning of what is in the text is in the text.
	length := sort.Search(len(wanted), func(n int) bool { return !strings.Contains(t.near.text, wanted[:n+1]) })
	if length == 0 || length < leastAlike && length < len(wanted) {
		return ""
	}
	at := strings.Index(t.near.text, wanted[:length])
	start, end := t.near.origin[at], t.near.origin[at+length]
	line := LineAt(t.Content, start)
	if length < len(wanted) {
		rest := after(t.Content, end, contextLength)
		return fmt.Sprintf(", which has only its beginning, on line %d: %s, and goes on %s", line, Shown(t.Content[start:end]), Shown(rest))
	}
	there := t.Content[start:end]
	return fmt.Sprintf(", but line %d has %s%s", line, Shown(there), firstDifference(there, exact))
}

// firstDifference names the first character in which there and exact differ.
func firstDifference(there, exact string) string {
	a, b := []rune(there), []rune(exact)
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return fmt.Sprintf(", with %q (%U) where the quote has %q (%U)", a[i], a[i], b[i], b[i])
		}
	}
	if len(b) > len(a) {
		return fmt.Sprintf(", without the %q that follows in the quote", string(b[len(a):]))
	}
	return ""
}
