package llm

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// maxChunk is how many bytes of text a request has, unless one sentence is longer.
const maxChunk = 6000

// sentence is a part of the text, with the white space after it.
type sentence struct {
	number int // from 1, in the article
	text   string
	start  int  // byte offset in the article
	ends   bool // a paragraph ends with it
}

// chunk is sentences that follow one another.
type chunk struct{ sentences []sentence }

func (c chunk) text() string {
	var b strings.Builder
	for _, s := range c.sentences {
		b.WriteString(s.text)
	}
	return b.String()
}

// numbered returns the sentences with their numbers, a blank line between paragraphs.
func (c chunk) numbered() string {
	var b strings.Builder
	for _, s := range c.sentences {
		b.WriteString("[" + itoa(s.number) + "] " + strings.TrimSpace(s.text))
		if s.ends {
			b.WriteString("\n\n")
		} else {
			b.WriteString("\n")
		}
	}
	return strings.TrimSpace(b.String())
}

// halves parts a chunk, between paragraphs where that leaves two parts that are alike, and
// reports whether it has more than one sentence.
func (c chunk) halves() (first, second chunk, ok bool) {
	n := len(c.sentences)
	if n < 2 {
		return c, chunk{}, false
	}
	at := n / 2
	for d := 0; d <= n/4; d++ {
		if c.sentences[at-d-1].ends && at-d > 0 {
			at -= d
			break
		}
		if at+d < n && c.sentences[at+d-1].ends {
			at += d
			break
		}
	}
	return chunk{c.sentences[:at]}, chunk{c.sentences[at:]}, true
}

// chunksOf parts a text into chunks of at most so many bytes, between paragraphs where it
// can.
func chunksOf(text string, most int) (chunks []chunk) {
	var current []sentence
	length := 0
	for _, p := range paragraphsOf(sentencesOf(text)) {
		size := 0
		for _, s := range p {
			size += len(s.text)
		}
		if length > 0 && length+size > most {
			chunks = append(chunks, chunk{current})
			current, length = nil, 0
		}
		for _, s := range p {
			if length > 0 && length+len(s.text) > most {
				chunks = append(chunks, chunk{current})
				current, length = nil, 0
			}
			current = append(current, s)
			length += len(s.text)
		}
	}
	if len(current) > 0 {
		chunks = append(chunks, chunk{current})
	}
	return chunks
}

func paragraphsOf(all []sentence) (paragraphs [][]sentence) {
	start := 0
	for i, s := range all {
		if s.ends || i == len(all)-1 {
			paragraphs = append(paragraphs, all[start:i+1])
			start = i + 1
		}
	}
	return paragraphs
}

// abbreviation ends what looks like a sentence and is none.
var abbreviation = regexp.MustCompile(`(?:^|[\s(“"‘'])(?:[A-Z]\.(?:[A-Z]\.)*|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|Pres|Hon|Rev|St|No|Nos|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Ltd|Corp|Co)\.)\s+$`)

// sentencesOf parts a text into sentences, as Unicode has them, apart from what ends with an
// abbreviation.
func sentencesOf(text string) (sentences []sentence) {
	state, offset := -1, 0
	start := 0
	for rest := text; rest != ""; {
		var part string
		part, rest, state = uniseg.FirstSentenceInString(rest, state)
		offset += len(part)
		so := text[start:offset]
		if rest != "" && abbreviation.MatchString(so) && !strings.ContainsAny(part[len(strings.TrimRightFunc(part, unicode.IsSpace)):], "\n") {
			continue
		}
		if strings.TrimSpace(so) == "" && len(sentences) > 0 {
			last := &sentences[len(sentences)-1]
			last.text += so
			last.ends = last.ends || strings.Contains(so, "\n")
			start = offset
			continue
		}
		sentences = append(sentences, sentence{len(sentences) + 1, so, start, strings.ContainsAny(so[len(strings.TrimRightFunc(so, unicode.IsSpace)):], "\n")})
		start = offset
	}
	return sentences
}
