package rules

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A frame is what follows a verb where it states a relation of a type.
type frame struct {
	lemma, relation string
	parts           []part
	state           bool // told in the present tense, it holds
	both            bool // of several subjects, without an object, each with each
	active          bool // the passive says something else
	flag            string
	rule            string
}

// A part of a frame is an object, a verb that follows "to", several subjects, one of some
// words, or a phrase with one of some nouns.
type part struct {
	kind  byte // 'O', 'V', '+', 'w' or 'n'
	words []string
}

//go:embed frames.tsv
var framesTable string

//go:embed irregular.tsv
var irregularTable string

// What the form of a verb may be.
const (
	formBase = 1 << iota
	formThird
	formPast
	formPart
	formIng
)

type form struct {
	lemma string
	forms int
}

type lexicon struct {
	frames map[string][]*frame // by lemma
	forms  map[string]form
}

var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{frames: map[string][]*frame{}, forms: map[string]form{}}
	irregular := map[string][2]string{}
	for line := range strings.Lines(irregularTable) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
			irregular[f[0]] = [2]string{f[1], f[2]}
		}
	}
	add := func(word, lemma string, f int) {
		have := l.forms[word]
		l.forms[word] = form{lemma, have.forms | f}
	}
	verb := func(lemma string) {
		if l.frames[lemma] == nil {
			l.frames[lemma] = []*frame{}
		}
		add(lemma, lemma, formBase)
		add(third(lemma), lemma, formThird)
		add(ing(lemma), lemma, formIng)
		if i, is := irregular[lemma]; is {
			add(i[0], lemma, formPast)
			add(i[1], lemma, formPart)
			return
		}
		add(past(lemma), lemma, formPast|formPart)
		if strings.HasSuffix(lemma, "l") && !doubled[lemma] { // the British spelling
			add(lemma+"led", lemma, formPast|formPart)
			add(lemma+"ling", lemma, formIng)
		}
		if doubled[lemma] && strings.HasSuffix(lemma, "el") { // the American one
			add(lemma+"ed", lemma, formPast|formPart)
			add(lemma+"ing", lemma, formIng)
		}
	}
	for line := range strings.Lines(framesTable) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		one := &frame{lemma: f[0], relation: f[2], rule: f[0] + " " + f[1]}
		for p := range strings.FieldsSeq(f[1]) {
			switch {
			case p == "O" || p == "V" || p == "+":
				one.parts = append(one.parts, part{kind: p[0]})
			case p[0] == '{':
				one.parts = append(one.parts, part{'n', strings.Split(strings.Trim(p, "{}"), "|")})
			default:
				one.parts = append(one.parts, part{'w', strings.Split(strings.Trim(p, "()"), "|")})
			}
		}
		if len(f) > 3 {
			one.flag = f[3]
			one.state, one.both, one.active = f[3] == "state", f[3] == "both", f[3] == "active"
		}
		verb(one.lemma)
		l.frames[one.lemma] = append(l.frames[one.lemma], one)
	}
	for _, lemma := range strings.Fields(otherVerbs) {
		verb(lemma)
	}
	for lemma, f := range l.frames {
		slices.SortStableFunc(f, func(a, b *frame) int { return len(b.parts) - len(a.parts) })
		l.frames[lemma] = f
	}
	for word, f := range map[string]form{
		"is": {"be", formThird}, "are": {"be", formThird}, "was": {"be", formPast}, "were": {"be", formPast}, "am": {"be", formThird}, "being": {"be", formIng}, "been": {"be", formPart},
		"has": {"have", formThird}, "having": {"have", formIng}, "had": {"have", formPast | formPart},
	} {
		l.forms[word] = f
	}
	return l
})

// otherVerbs are those that say who says something, or how a deed that follows is meant.
const otherVerbs = `say tell announce add state declare report note insist argue explain confirm acknowledge admit concede claim allege deny write
vow pledge promise plan decide intend prepare schedule expect want hope seek try attempt fail refuse decline manage continue start order instruct be do consider
believe think suggest fear doubt remain flee resign step remove suspect charge serve quit retire go come leave belong set remark warn dispute`

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func third(s string) string {
	n := len(s)
	switch {
	case strings.HasSuffix(s, "s") || strings.HasSuffix(s, "sh") || strings.HasSuffix(s, "ch") || strings.HasSuffix(s, "x") || strings.HasSuffix(s, "z") || strings.HasSuffix(s, "o"):
		return s + "es"
	case s[n-1] == 'y' && n > 1 && !vowel(s[n-2]):
		return s[:n-1] + "ies"
	}
	return s + "s"
}

// doubled are verbs whose last letter is doubled before an ending.
var doubled = setOf("rebel plan stop expel travel cut begin set let admit")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

func ing(s string) string {
	n := len(s)
	switch {
	case doubled[s]:
		return s + s[n-1:] + "ing"
	case s[n-1] == 'e' && !strings.HasSuffix(s, "ee") && s != "be":
		return s[:n-1] + "ing"
	}
	return s + "ing"
}

func past(s string) string {
	n := len(s)
	switch {
	case doubled[s]:
		return s + s[n-1:] + "ed"
	case s[n-1] == 'e':
		return s + "d"
	case s[n-1] == 'y' && !vowel(s[n-2]):
		return s[:n-1] + "ied"
	}
	return s + "ed"
}
