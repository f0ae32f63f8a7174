package llm

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"conflictgraph/internal/extract"
	"conflictgraph/internal/kg"
)

// How many names of a part of a text are looked up, of how many words each, and how many
// entities are offered.
const (
	maxNames   = 2000
	maxWords   = 5
	maxOffered = 100
)

// offer returns the known entities that have a name which stands in a text, each once, in
// the order in which their names stand there.
func offer(ctx context.Context, text string, known extract.Known) (offered []kg.Entity, err error) {
	names := namesIn(text)
	if len(names) == 0 {
		return nil, nil
	}
	found, err := known.Named(ctx, names, nil)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		for i, e := range found[name] {
			const alike = 3 // of one name
			if i < alike && len(offered) < maxOffered && !slices.ContainsFunc(offered, func(o kg.Entity) bool { return o.ID == e.ID }) {
				offered = append(offered, e)
			}
		}
	}
	return offered, nil
}

// within are words that stand within names and begin none.
var within = strings.Fields("of the and for de la le du des del da dos di von van der den al el bin ibn")

// namesIn returns what may be names in a text: words that begin with a capital, or are of a
// script without, with what stands between them. Longer ones come before shorter ones.
func namesIn(text string) (names []string) {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`,;:!?()[]{}"“”„«»…/`, r)
	})
	seen := map[string]bool{}
	for i := range words {
		if !beginsName(words[i]) {
			continue
		}
		for n := min(maxWords, len(words)-i); n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			if last := words[i+n-1]; !beginsName(last) || !areOfName(words[i:i+n]) {
				continue
			}
			for _, form := range []string{name, strings.TrimRight(name, ".’'"), withoutGenitive(name)} {
				if form != "" && !seen[form] && len(names) < maxNames {
					seen[form] = true
					names = append(names, form)
				}
			}
		}
	}
	return names
}

func withoutGenitive(name string) string {
	for _, ending := range []string{"’s", "'s"} {
		if cut, found := strings.CutSuffix(strings.TrimRight(name, "."), ending); found {
			return cut
		}
	}
	return ""
}

func areOfName(words []string) bool {
	for _, w := range words {
		if !beginsName(w) && !slices.Contains(within, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func beginsName(word string) bool {
	for _, r := range word {
		switch {
		case unicode.IsUpper(r), unicode.IsTitle(r), unicode.IsDigit(r):
			return true
		case unicode.IsLetter(r):
			return !unicode.IsLower(r)
		}
	}
	return false
}
