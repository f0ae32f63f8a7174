// Package rules finds the claims of English news by rules, with nothing installed: a
// lexicon of verbs and what follows them, titles and appositions, and cues for what is
// planned, asked for, alleged and denied. It says little where it is not sure.
package rules

import (
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/extract/english"
	"conflictgraph/internal/extract/link"
	"conflictgraph/internal/kg"
	"conflictgraph/internal/timex"
)

// Version changes whenever the same article may give other proposals.
const Version = "1"

// MaxText is how many characters of an article are read.
const MaxText = 200_000

// Extractor is an extract.Extractor. The zero value is ready.
type Extractor struct{}

// Name implements extract.Extractor.
func (Extractor) Name() string { return "rules" }

// Version implements extract.Extractor.
func (Extractor) Version() string { return Version }

// Extract implements extract.Extractor. An article whose language is said to be another
// than English has no proposals: it is refused for the reason LANGUAGE.
func (Extractor) Extract(ctx context.Context, article extract.Article, known extract.Known) (extract.Extraction, error) {
	if l := strings.ToLower(article.Language); l != "" && l != "en" && !strings.HasPrefix(l, "en-") {
		return extract.Extraction{Refused: []kg.Refusal{{Reason: "LANGUAGE", Count: 1, Examples: []string{fmt.Sprintf("the article is said to be in %s (%s); rules read English", languageName(article.Language), article.Language)}}}}, nil
	}
	body := article.Text
	if len(body) > MaxText {
		body = cut(body)
	}
	text, err := english.Parse(ctx, body)
	if err != nil {
		return extract.Extraction{}, err
	}
	times := timex.Find(body, article.PublishedAt)
	var on *time.Time
	if at := article.PublishedAt; at != nil && at.End != nil {
		t := at.End.Time()
		on = &t
	}
	of, err := link.Resolve(ctx, text, times, known, on)
	if err != nil {
		return extract.Extraction{}, err
	}
	types := kg.TypesByID(kg.CoreTypes())
	if known != nil {
		all, err := known.Types(ctx)
		if err != nil {
			return extract.Extraction{}, err
		}
		for _, t := range all {
			types[t.ID] = t
		}
	}
	w := &writer{whole: body, text: text, of: of, types: types, seen: map[string]bool{}, ends: map[*link.Entity]bool{}}
	offices := of.Offices
	timesAt := 0
	for s := range text.Sentences {
		if err := ctx.Err(); err != nil {
			return extract.Extraction{}, err
		}
		if text.Sentences[s].Headline {
			continue
		}
		var mine []timex.Expression
		tokens := text.Sentences[s].Tokens
		for timesAt < len(times) && times[timesAt].End <= tokens[0].Start {
			timesAt++
		}
		for k := timesAt; k < len(times) && times[k].Start < tokens[len(tokens)-1].End; k++ {
			mine = append(mine, times[k])
		}
		for len(offices) > 0 && offices[0].Sentence <= s {
			w.office(offices[0])
			offices = offices[1:]
		}
		x := newReading(w, s, mine)
		x.claims()
		w.bodies(s)
	}
	return extract.Extraction{Proposals: w.proposals}, nil
}

// languageName returns what a language is called in English, by its tag.
func languageName(tag string) string {
	if t, err := language.Parse(tag); err == nil {
		if name := display.English.Tags().Name(t); name != "" {
			return name
		}
	}
	return "another language"
}

// cut returns the beginning of a text, up to the end of a paragraph where there is one.
func cut(text string) string {
	text = strings.ToValidUTF8(text[:MaxText], "")
	if i := strings.LastIndexByte(text, '\n'); i > MaxText/2 {
		text = text[:i]
	}
	return text
}

// A writer gathers what an article is found to claim.
type writer struct {
	whole     string
	text      *english.Text
	of        *link.Article
	types     map[string]kg.RelationType
	seen      map[string]bool
	ends      map[*link.Entity]bool // what is an end of some claim
	alleged   []claim
	proposals []extract.Proposal
}

// claim is a proposal before its words are cut out.
type claim struct {
	subject, object           *link.Entity
	subjectWords, objectWords string
	relation, rule            string
	status                    kg.Status
	certainty                 kg.Certainty
	by                        *link.Entity
	byWords                   string
	stance                    kg.Stance
	time                      *timex.Expression
	places                    []*link.Entity
	sentence                  int
	first, last               int // tokens of the quote
}

// write adds a claim to the proposals, unless its type does not take such ends, or it was
// said before.
func (w *writer) write(c claim) bool {
	t, known := w.types[c.relation]
	if !known || c.subject == nil || c.object == nil || c.subject == c.object || c.subject.Name == "" || c.object.Name == "" {
		return false
	}
	if c.object.Guessed && c.object.Kind == kg.KindOrganization && len(t.ObjectKinds) > 0 && !has(t.ObjectKinds, c.object.Kind) && has(t.ObjectKinds, kg.KindPlace) {
		c.object.Kind = kg.KindPlace
	}
	if !has(t.SubjectKinds, c.subject.Kind) || !has(t.ObjectKinds, c.object.Kind) {
		return false
	}
	subject, object := c.subject.Name, c.object.Name
	if t.Symmetric && object < subject {
		subject, object = object, subject
	}
	by := ""
	if c.by != nil {
		by = c.by.Name
	}
	key := strings.Join([]string{subject, c.relation, object, string(c.status), string(c.certainty)}, "\x00")
	if c.relation == "part-of" || strings.HasSuffix(c.relation, "-of") {
		key = strings.Join([]string{subject, c.relation, object}, "\x00")
	}
	_ = by
	if w.seen[key] {
		return true
	}
	w.seen[key] = true
	if c.certainty == kg.CertaintyAlleged {
		w.alleged = append(w.alleged, c)
	}
	w.ends[c.subject], w.ends[c.object] = true, true
	tokens := w.text.Sentences[c.sentence].Tokens
	for c.last > c.first+1 && !tokens[c.last-1].IsWord() && tokens[c.last-1].Text != "\"" && tokens[c.last-1].Text != ")" {
		c.last--
	}
	start, end := tokens[c.first].Start, tokens[c.last-1].End
	exact := w.text.Words(start, end)
	p := extract.Proposal{
		Subject: w.mention(c.subject, c.subjectWords), Object: w.mention(c.object, c.objectWords), Type: c.relation, Status: c.status, Certainty: c.certainty,
		Quote: extract.Quote{Exact: exact, Occurrence: w.occurrence(start, end)}, Rule: c.rule,
	}
	if c.by != nil && c.by.Name != "" {
		p.Attributions = []extract.Attribution{{By: w.mention(c.by, c.byWords), Stance: c.stance}}
	}
	if c.time != nil && c.time.EDTF != "" {
		p.Time = &extract.TimeMention{Words: c.time.Words, EDTF: c.time.EDTF, Inferred: c.time.Inferred, Reasoning: c.time.Reasoning}
	}
	for _, place := range c.places {
		if place != c.object && place != c.subject {
			p.Places = append(p.Places, w.mention(place, ""))
		}
	}
	w.proposals = append(w.proposals, p)
	return true
}

func has(kinds []kg.EntityKind, kind kg.EntityKind) bool {
	if len(kinds) == 0 {
		return true
	}
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// occurrence returns which of the places where some words stand begins at start; 0 where
// there is only one.
func (w *writer) occurrence(start, end int) int {
	wanted := w.text.Runes[start:end]
	n, at := 0, 0
	for i := 0; i+len(wanted) <= len(w.text.Runes); i++ {
		if w.text.Runes[i] != wanted[0] || !equal(w.text.Runes[i:i+len(wanted)], wanted) {
			continue
		}
		n++
		if i == start {
			at = n
		}
	}
	if n == 1 {
		return 0
	}
	return at
}

func equal(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (w *writer) mention(e *link.Entity, words string) extract.Mention {
	m := extract.Mention{Name: strings.TrimSpace(e.Name), Kind: e.Kind, Description: "", Known: e.Known, Candidates: e.Candidates}
	if words != "" && words != m.Name {
		m.Words = words
		if !names(words, e) {
			m.Antecedent = w.standing(e)
		}
	}
	return m
}

// standing returns the first of the names of an entity, or of what it is of, that stands in
// the text; empty where none does.
func (w *writer) standing(e *link.Entity) string {
	all := append([]string{strings.TrimSpace(e.Name)}, e.Aliases...)
	if e.Of != nil {
		all = append(append(all, e.Of.Name), e.Of.Aliases...)
	}
	for _, name := range all {
		if name != "" && strings.Contains(w.whole, name) {
			return name
		}
	}
	return ""
}

// names reports whether words name an entity.
func names(words string, e *link.Entity) bool {
	low := kg.FoldName(words)
	if strings.Contains(low, kg.FoldName(e.Name)) {
		return true
	}
	for _, a := range e.Aliases {
		if strings.Contains(low, kg.FoldName(a)) {
			return true
		}
	}
	return false
}

// office writes that somebody holds an office, and what the office is of where that is
// part of a state.
func (w *writer) office(o link.Office) {
	tokens := w.text.Sentences[o.Sentence].Tokens
	c := claim{
		subject: o.Holder, object: o.Of, relation: o.Type, rule: o.Rule, status: kg.StatusOngoing, certainty: kg.CertaintyStated,
		sentence: o.Sentence, first: o.First, last: min(o.Last, len(tokens)), subjectWords: o.Words, objectWords: o.OfWords,
	}
	if o.Former {
		c.status = kg.StatusOccurred
	}
	if v := w.left(o); v != nil {
		c.status, c.certainty, c.by, c.byWords, c.stance = kg.StatusOccurred, v.certainty, v.by, v.byWords, v.stance
		c.first, c.last = min(c.first, v.first), max(c.last, v.last)
	}
	w.write(c)
}

var leaving = setOf("resign quit retire")

// left returns how the sentence that gives somebody an office says that he leaves it; nil
// where it does not.
func (w *writer) left(o link.Office) *sense {
	x := newReading(w, o.Sentence, nil)
	for _, v := range x.verbs {
		if !leaving[v.lemma] && !(v.lemma == "step" && x.low(v.last) == "down") || !v.finite || v.modal != "" || v.dueTo || x.low(v.last) == "as" {
			continue
		}
		m, ok := x.sense(v)
		if !ok || len(m.subjects) != 1 || len(m.subjects[0].Entities) != 1 || m.subjects[0].Entities[0] != o.Holder {
			continue
		}
		return &m
	}
	return nil
}

// parts are what is part of a state that is called by its name.
var parts = setOf(`army military navy police government parliament forces force guard guards cabinet junta ministry troops soldiers agents court courts patrol service agency brigade
regiment battalion division assembly senate congress command coastguard commission intelligence bank administration prosecutors warships air-force militia council mission`)

// fielded are those of which many are sent: what is said of them is told, not that they are.
var fielded = setOf("troops soldiers agents forces warships")

// bodies writes which states the forces, ministries and the like that a sentence names are
// part of.
func (w *writer) bodies(s int) {
	for _, all := range [][]*link.Phrase{w.of.Inner[s], w.of.Phrases[s]} {
		for _, p := range all {
			if p.Named && len(p.Entities) == 1 && p.Entities[0].Kind == kg.KindOrganization && p.Office == "" {
				w.partOf(p.Entities[0], s, p.First, p.Core)
			}
			if p.OfficeOf != nil && p.OfficeOf.Of != nil && !p.OfficeOf.Unnamed {
				w.partOf(p.OfficeOf, s, p.First, p.Core)
			}
		}
	}
}

// partOf writes which state a body is part of.
func (w *writer) partOf(e *link.Entity, sentence, first, last int) {
	if e == nil || e.Of == nil || e.Kind != kg.KindOrganization || e.Of.Name == "" || e.Of.Kind == kg.KindPerson {
		return
	}
	relation := "part-of"
	switch head := link.LastWord(e.Name); {
	case head == "delegation" || head == "embassy" || head == "diplomats" || head == "delegates":
		relation = "represents"
	case strings.HasPrefix(e.Name, "government of "):
	case !parts[head] || fielded[head] && !w.ends[e]:
		return
	}
	w.write(claim{
		subject: e, object: e.Of, relation: relation, rule: "body-of-state", status: kg.StatusOngoing, certainty: kg.CertaintyStated,
		sentence: sentence, first: first, last: last,
	})
}
