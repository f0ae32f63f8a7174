// Package english takes English text apart: paragraphs, sentences, words and their parts
// of speech, each with where it stands.
package english

import (
	"context"
	"strings"
	"unicode"

	"github.com/jdkato/prose/v3"
)

// Token is a word or a mark of a text.
type Token struct {
	Text       string // with plain quotation marks, apostrophes and hyphens
	Low        string // Text in small letters
	Tag        string // part of speech, of the Penn Treebank
	Start, End int    // code points of the text
}

// Capital reports whether the token begins with a capital letter.
func (t Token) Capital() bool {
	for _, r := range t.Text {
		return unicode.IsUpper(r)
	}
	return false
}

// IsWord reports whether the token begins with a letter or digit.
func (t Token) IsWord() bool {
	for _, r := range t.Text {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return false
}

// Sentence is some tokens in a row.
type Sentence struct {
	Tokens    []Token
	Paragraph int  // from 0
	Headline  bool // it is a paragraph without a mark at its end, before all others
}

// Text is a text that was taken apart.
type Text struct {
	Runes     []rune // verbatim
	Sentences []Sentence
}

// Words returns the text's own characters between two code points.
func (t *Text) Words(start, end int) string { return string(t.Runes[start:end]) }

// MaxSentence is how many tokens of a sentence are read; the rest of it is left out.
const MaxSentence = 160

// Parse takes a text apart. It returns ctx's error when that ends first.
func Parse(ctx context.Context, text string) (*Text, error) {
	t := &Text{Runes: []rune(text)}
	number := 0
	for start := 0; start < len(t.Runes); {
		end, next := t.piece(start)
		if blank := strings.TrimSpace(string(t.Runes[start:end])); blank != "" {
			if err := t.paragraph(ctx, start, end, number); err != nil {
				return nil, err
			}
		}
		if next >= len(t.Runes) || t.Runes[next-1] == '\n' {
			number++
		}
		start = next
	}
	return t, nil
}

// plain returns a character in its plain form, of which there is one for each.
func plain(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '‐', '‑':
		return '-'
	case '\u00a0', '\u202f', '\t':
		return ' '
	}
	return r
}

// longestRun is how many characters without a blank, or how many blanks, are read: the
// tokenizer takes the square of their number. A paragraph is read in parts of longestPart.
const (
	longestRun  = 100
	longestPart = 20_000
)

// piece returns where what is read in one from start on ends, and where the next begins.
func (t *Text) piece(start int) (end, next int) {
	run, blank := 0, false
	for i := start; i < len(t.Runes); i++ {
		r := t.Runes[i]
		if r == '\n' {
			return i, i + 1
		}
		if b := unicode.IsSpace(plain(r)); b != blank {
			run, blank = 0, b
		}
		if run++; run > longestRun {
			next = i
			for next < len(t.Runes) && t.Runes[next] != '\n' && unicode.IsSpace(plain(t.Runes[next])) == blank {
				next++
			}
			return i, next
		}
		if i-start > longestPart && blank {
			return i, i + 1
		}
	}
	return len(t.Runes), len(t.Runes)
}

func (t *Text) paragraph(ctx context.Context, start, end, number int) error {
	runes := make([]rune, end-start)
	for i, r := range t.Runes[start:end] {
		runes[i] = plain(r)
	}
	text := string(runes)
	doc, err := prose.NewDocumentContext(ctx, text, prose.WithExtraction(false))
	if err != nil {
		return err
	}
	at, char := 0, start // bytes and code points so far
	seek := func(byteOffset int) int {
		for at < byteOffset && at < len(text) {
			at++
			for at < len(text) && text[at]&0xC0 == 0x80 {
				at++
			}
			char++
		}
		return char
	}
	tokens := doc.Tokens()
	sentences := doc.Sentences()
	k := 0
	var s Sentence
	flush := func() {
		if len(s.Tokens) > 0 {
			s.Paragraph = number
			t.Sentences = append(t.Sentences, s)
		}
		s = Sentence{}
	}
	for i, token := range tokens {
		for k+1 < len(sentences) && token.Start >= sentences[k+1].Start {
			if !continues(s.Tokens, token.Text) {
				flush()
			}
			k++
		}
		from := seek(token.Start)
		to := seek(token.End())
		if len(s.Tokens) >= MaxSentence {
			continue
		}
		for _, piece := range pieces(token.Text) {
			n := len([]rune(piece))
			s.Tokens = append(s.Tokens, Token{Text: piece, Low: strings.ToLower(piece), Tag: token.Tag, Start: from, End: min(from+n, to)})
			from += n
		}
		// A mark that ends a sentence inside quotation marks ends it behind them.
		if i+1 < len(tokens) && token.Text == "\"" && len(s.Tokens) > 1 && isStop(s.Tokens[len(s.Tokens)-2].Text) && opens(tokens[i+1].Text) && !odd(s.Tokens) {
			flush()
		}
	}
	flush()
	for i := range t.Sentences {
		if t.Sentences[i].Paragraph == number {
			t.Sentences[i].Tokens = stopped(initials(t.Sentences[i].Tokens))
			retag(t.Sentences[i].Tokens)
		}
	}
	if number == 0 && len(t.Sentences) > 0 {
		last := &t.Sentences[len(t.Sentences)-1]
		if ending := last.Tokens[len(last.Tokens)-1].Text; len(t.Sentences) == 1 && !isStop(ending) && ending != "\"" && len(last.Tokens) < 30 && end < len(t.Runes) {
			last.Headline = true
		}
	}
	return nil
}

// pieces returns a token in parts where the tokenizer left a dash or a possessive in it.
func pieces(text string) []string {
	for _, ending := range []string{"'s", "'S"} {
		if rest, found := strings.CutSuffix(text, ending); found && rest != "" {
			return []string{rest, text[len(rest):]}
		}
	}
	if n := len(text); n > 2 && strings.HasSuffix(text, "s'") {
		return []string{text[:n-1], "'"}
	}
	return []string{text}
}

// initials returns the tokens of a sentence with the letters that stand for names joined to
// their stops: "James T. Miller".
func initials(tokens []Token) []Token {
	kept := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if i > 0 && i+2 < len(tokens) && len([]rune(t.Text)) == 1 && t.Capital() && tokens[i-1].Capital() && tokens[i+1].Text == "." && tokens[i+1].Start == t.End && tokens[i+2].Capital() {
			t.Text, t.Low, t.End, t.Tag = t.Text+".", t.Low+".", tokens[i+1].End, "NNP"
			i++
		}
		kept = append(kept, t)
	}
	return kept
}

// stopped returns the tokens of a sentence with its stop as one, where the tokenizer left it
// at a word that is no short form.
func stopped(tokens []Token) []Token {
	last := tokens[len(tokens)-1]
	word, found := strings.CutSuffix(last.Text, ".")
	if !found || len([]rune(word)) < 3 || strings.Contains(word, ".") || shortForms[last.Low] || last.End-last.Start != len([]rune(last.Text)) {
		return tokens
	}
	stop := Token{Text: ".", Low: ".", Tag: ".", Start: last.End - 1, End: last.End}
	last.Text, last.Low, last.End = word, strings.ToLower(word), last.End-1
	tokens[len(tokens)-1] = last
	return append(tokens, stop)
}

func isStop(mark string) bool { return mark == "." || mark == "!" || mark == "?" }

func opens(text string) bool {
	for _, r := range text {
		return unicode.IsUpper(r) || r == '"'
	}
	return false
}

func odd(tokens []Token) bool {
	n := 0
	for _, t := range tokens {
		if t.Text == "\"" {
			n++
		}
	}
	return n%2 == 1
}

// continues reports whether a sentence that was taken to end goes on: after the short form
// of a title or a rank, an initial, or within quotation marks.
func continues(tokens []Token, next string) bool {
	if len(tokens) == 0 {
		return false
	}
	last := tokens[len(tokens)-1]
	if next == "\"" && isStop(last.Text) && odd(tokens) {
		return true // the closing mark belongs to it
	}
	word := last.Low
	if last.Text == "." && len(tokens) > 1 && tokens[len(tokens)-2].End == last.Start {
		word = tokens[len(tokens)-2].Low + "."
	}
	return shortForms[word] || len([]rune(word)) == 2 && strings.HasSuffix(word, ".") && unicode.IsLetter([]rune(word)[0])
}

var shortForms = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("mr mrs ms dr gen lt col sgt maj capt st prof sen rep gov brig adm cmdr rev hon jan feb mar apr jun jul aug sept sep oct nov dec lt.-gen maj.-gen") {
		set[w+"."] = true
	}
	return set
}()
