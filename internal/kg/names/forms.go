package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// formsTable has a name on each line, in its forms.
//
//go:embed forms.tsv
var formsTable string

// forms returns, by the sound of each of its forms, the names of formsTable that a
// word may be.
var forms = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for line := range strings.Lines(formsTable) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var name string
		for form := range strings.SplitSeq(line, "\t") {
			sound := Sound(strings.Join(Words(form), ""))
			if name == "" {
				name = sound
			}
			if !slices.Contains(all[sound], name) {
				all[sound] = append(all[sound], name)
			}
		}
	}
	return all
})
