package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
)

// answer is what a model answers, its parts not yet looked at.
type answer struct {
	Entities  []json.RawMessage `json:"entities"`
	Relations []json.RawMessage `json:"relations"`
}

// entity is something that the text speaks of.
type entity struct {
	Key         string        `json:"key"`
	Name        string        `json:"name"`
	Kind        kg.EntityKind `json:"kind"`
	Known       *string       `json:"known"`
	Description string        `json:"description"`
}

// relation is a claim.
type relation struct {
	Subject   string       `json:"subject"`
	Type      string       `json:"type"`
	Object    string       `json:"object"`
	Status    kg.Status    `json:"status"`
	Certainty kg.Certainty `json:"certainty"`
	Time      *struct {
		Words string `json:"words"`
		EDTF  string `json:"edtf"`
	} `json:"time"`
	Places       []string `json:"places"`
	Attributions []struct {
		By     string    `json:"by"`
		Stance kg.Stance `json:"stance"`
	} `json:"attributions"`
	Quote      string `json:"quote"`
	Occurrence int    `json:"occurrence"`
}

// How much of an answer is looked at.
const (
	maxEntities  = 500
	maxRelations = 500
	maxObjects   = 200 // that an answer may seem to begin with
)

// parseAnswer returns the JSON object that stands in an answer, whatever is around it.
func parseAnswer(content string) (*answer, error) {
	from := 0
	for range maxObjects {
		i := strings.IndexByte(content[from:], '{')
		if i < 0 {
			break
		}
		from += i
		var object map[string]json.RawMessage
		var a answer
		if json.NewDecoder(strings.NewReader(content[from:])).Decode(&object) == nil && object["relations"] != nil {
			if json.NewDecoder(strings.NewReader(content[from:])).Decode(&a) == nil {
				return &a, nil
			}
		}
		from++
	}
	return nil, &refusedError{fmt.Sprintf("the answer holds no JSON object with a list of relations: %q", kg.Shorten(line(content)))}
}

// mention is an entity that the text speaks of, as a model says and the run knows.
type mention struct {
	entity
	known string // its id, which was offered; empty where it is new
}

// table are the entities that were found in the parts of an article before.
type table struct {
	keys  map[string]mention
	order []string
}

const maxTable = 300

// add adds an entity under its key, or under a free one where that stands for another.
func (t *table) add(m mention) {
	for _, key := range t.order {
		if old := t.keys[key]; kg.FoldName(old.Name) == kg.FoldName(m.Name) && old.Kind == m.Kind {
			return
		}
	}
	if len(t.order) >= maxTable {
		return
	}
	key := m.Key
	for n := len(t.order) + 1; ; n++ {
		if _, taken := t.keys[key]; !taken && len(key) <= 20 {
			break
		}
		key = fmt.Sprintf("e%d", n)
	}
	t.keys[key] = m
	t.order = append(t.order, key)
}

// take makes proposals of what a model answers about a part of the text.
func (r *run) take(a *answer, c chunk, offered []kg.Entity) {
	entities := r.entities(a.Entities, offered)
	for i, raw := range a.Relations {
		if i == maxRelations {
			r.refuse(TooMany, "%d relations in one answer are more than the %d that are looked at", len(a.Relations), maxRelations)
			break
		}
		if p, ok := r.proposal(raw, entities, c); ok {
			r.result.Proposals = append(r.result.Proposals, p)
		}
	}
}

// entities returns what keys stand for: what the answer says, or else what was found before.
func (r *run) entities(all []json.RawMessage, offered []kg.Entity) map[string]mention {
	found := map[string]mention{}
	for key, m := range r.mentions.keys {
		found[key] = m
	}
	for i, raw := range all {
		var e entity
		if i == maxEntities {
			r.refuse(TooMany, "%d entities in one answer are more than the %d that are looked at", len(all), maxEntities)
			break
		}
		if err := strictly(raw, &e); err != nil {
			r.refuse(ClaimInvalid, "an entity %v: %s", err, shortened(raw))
			continue
		}
		if e.Key == "" || strings.TrimSpace(e.Name) == "" {
			r.refuse(ClaimInvalid, "an entity has no key or no name: %s", shortened(raw))
			continue
		}
		m := mention{entity: e}
		if e.Known != nil && *e.Known != "" {
			id := *e.Known
			if !offers(offered, id) && !r.mentions.offers(id) {
				r.refuse(UnknownEntity, "%q is said to be %q, which was not offered", kg.Shorten(e.Name), kg.Shorten(id))
				delete(found, e.Key)
				continue
			}
			m.known = id
		}
		found[e.Key] = m
		r.mentions.add(m)
	}
	return found
}

func offers(offered []kg.Entity, id string) bool {
	return slices.ContainsFunc(offered, func(e kg.Entity) bool { return e.ID == id })
}

// offers reports whether an entity was offered with a part of the text before.
func (t *table) offers(id string) bool {
	for _, m := range t.keys {
		if m.known == id {
			return true
		}
	}
	return false
}

// proposal returns what a relation of an answer proposes, unless it is refused.
func (r *run) proposal(raw json.RawMessage, entities map[string]mention, c chunk) (p extract.Proposal, ok bool) {
	var claim relation
	if err := strictly(raw, &claim); err != nil {
		r.refuse(ClaimInvalid, "a relation %v: %s", err, shortened(raw))
		return p, false
	}
	for _, given := range []struct{ field, value string }{
		{"type", claim.Type}, {"status", string(claim.Status)}, {"certainty", string(claim.Certainty)}, {"quote", strings.TrimSpace(claim.Quote)},
	} {
		if given.value == "" {
			r.refuse(ClaimInvalid, "a relation has no %s: %s", given.field, shortened(raw))
			return p, false
		}
	}
	if !slices.Contains(r.prompt.types, claim.Type) {
		r.refuse(UnknownType, "%q is none of the types that were offered", kg.Shorten(claim.Type))
		return p, false
	}
	p = extract.Proposal{Type: claim.Type, Status: claim.Status, Certainty: claim.Certainty, Quote: r.quote(claim, c)}
	named := func(key string) (extract.Mention, bool) {
		m, found := entities[key]
		if !found {
			r.refuse(UnknownEntity, "%q is the key of no entity: %s", kg.Shorten(key), shortened(raw))
			return extract.Mention{}, false
		}
		return r.mention(m, p.Quote.Exact), true
	}
	if p.Subject, ok = named(claim.Subject); !ok {
		return p, false
	}
	if p.Object, ok = named(claim.Object); !ok {
		return p, false
	}
	for _, key := range claim.Places {
		place, ok := named(key)
		if !ok {
			return p, false
		}
		p.Places = append(p.Places, place)
	}
	for _, by := range claim.Attributions {
		who, ok := named(by.By)
		if !ok {
			return p, false
		}
		p.Attributions = append(p.Attributions, extract.Attribution{By: who, Stance: by.Stance})
	}
	if t := claim.Time; t != nil && t.EDTF != "" {
		p.Time = &extract.TimeMention{Words: t.Words, EDTF: t.EDTF, Inferred: !strings.Contains(t.Words, strings.TrimLeft(t.EDTF, "-")[:min(4, len(strings.TrimLeft(t.EDTF, "-")))])}
		if p.Time.Inferred {
			p.Time.Reasoning = fmt.Sprintf("%q, as a language model reads it", line(t.Words))
			if r.article.PublishedAt != nil {
				p.Time.Reasoning += " beside the day of publication, " + line(r.article.PublishedAt.EDTF)
			}
		}
	}
	return p, true
}

// mention says how a quote speaks of an entity: by its name, or by the end of it, as by a
// surname.
func (r *run) mention(m mention, exact string) extract.Mention {
	named := extract.Mention{Name: strings.TrimSpace(m.Name), Kind: m.Kind, Description: m.Description, Known: m.known}
	if strings.Contains(exact, named.Name) {
		return named
	}
	words := strings.Fields(named.Name)
	for i := 1; i < len(words); i++ {
		if end := strings.Join(words[i:], " "); len(end) > 2 && strings.Contains(exact, end) {
			named.Words = end
			if strings.Contains(r.article.Text, named.Name) {
				named.Antecedent = named.Name
			}
			break
		}
	}
	return named
}

var numbers = regexp.MustCompile(`\[\d+\]\s*`)

// quote returns the words that a claim quotes, without the numbers of sentences, and which
// of their places in the whole text is meant.
func (r *run) quote(claim relation, c chunk) extract.Quote {
	q := extract.Quote{Exact: strings.TrimSpace(claim.Quote)}
	places, _ := r.text.Find(q.Exact)
	if len(places) == 0 {
		if without := strings.TrimSpace(numbers.ReplaceAllString(q.Exact, "")); without != "" {
			q.Exact = without
			places, _ = r.text.Find(q.Exact)
		}
	}
	start := utf8.RuneCountInString(r.article.Text[:c.sentences[0].start])
	end := start + utf8.RuneCountInString(c.text())
	var here []int // which of the places the model was shown
	for i, place := range places {
		if place.Start >= start && place.Start < end {
			here = append(here, i)
		}
	}
	switch {
	case len(places) < 2:
	case len(here) == 1:
		q.Occurrence = here[0] + 1
	case claim.Occurrence > 0 && claim.Occurrence <= len(here):
		q.Occurrence = here[claim.Occurrence-1] + 1
	}
	return q
}

// strictly decodes an object, each of whose fields has to have its type.
func strictly(raw json.RawMessage, into any) error {
	if trimmed := bytes.TrimSpace(raw); len(trimmed) == 0 || trimmed[0] != '{' {
		return errors.New("is no object")
	}
	err := json.Unmarshal(raw, into)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("has a %s for %q", wrong.Value, wrong.Field)
	}
	return err
}

func shortened(raw json.RawMessage) string { return kg.Shorten(line(string(raw))) }
