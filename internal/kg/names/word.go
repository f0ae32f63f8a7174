package names

import (
	"cmp"
	"slices"
)

// Word is a word of a name as it is compared with others.
type Word struct {
	Text    string
	sound   string
	writing string // where it is written without vowels; see bareWriting
	plain   bool   // compared by its spelling and its sound only
	*origins
}

// origins are what tells a word of a name in other languages.
type origins struct {
	skeleton string
	forms    []string // the names of the table of forms that it may be
	rest     string   // its sound without the article that it begins with
	servant  string   // the sound of whom it says that somebody is the servant
}

// known returns w with its origins.
func (w *Word) known() *origins {
	if w.origins == nil {
		w.origins = &origins{}
		if !w.plain {
			w.skeleton, w.forms = skeleton(w.sound), forms().bySound[w.sound]
			if w.writing != "" {
				w.forms = slices.Concat(w.forms, forms().byWriting[w.writing])
			}
			w.rest, w.servant = Sound(withoutArticle(w.Text)), Sound(servantOf(w.Text))
		}
	}
	return w.origins
}

func parseWord(text string) Word { return Word{Text: text, sound: Sound(text)} }

// What keys that are no sounds begin with.
const (
	skeletonKey = "0"
	formKey     = "1"
	servantKey  = "2"
	shortKey    = "3"
)

// Keys returns the keys that w shares with words that may be the same name, each of
// a-z and 0-9. That of its sound is the first.
func (w Word) Keys() []string {
	o := w.known()
	keys := soundKeys(w.sound)
	add := func(before, key string) {
		if key != "" && !slices.Contains(keys, before+key) {
			keys = append(keys, before+key)
		}
	}
	add(skeletonKey, o.skeleton)
	for _, f := range o.forms {
		add(formKey, f)
	}
	for _, sound := range []string{o.rest, o.servant} {
		if sound != "" {
			add("", soundKey(sound))
		}
	}
	if o.servant != "" {
		add(servantKey, cmp.Or(skeleton(o.servant), o.servant))
	}
	return keys
}

// Alike says from 0 to 1 how sure it is that two words are one name.
func (w *Word) Alike(other *Word) float64 {
	if w.Text == other.Text {
		return 1
	}
	a, b := w.known(), other.known()
	switch {
	case slices.ContainsFunc(a.forms, func(f string) bool { return slices.Contains(b.forms, f) }):
		return 0.93
	case w.sound == other.sound:
		return 0.9
	case a.rest != "" && (a.rest == other.sound || a.rest == b.rest), b.rest != "" && b.rest == w.sound:
		return 0.88
	case a.servant != "" && (a.servant == b.servant || a.servant == other.sound), b.servant != "" && b.servant == w.sound:
		return 0.88
	case a.servant != "" && b.servant != "" && skeleton(a.servant) != "" && skeleton(a.servant) == skeleton(b.servant):
		return 0.86
	}
	best := 0.0
	if a.skeleton != "" && a.skeleton == b.skeleton {
		if distance, may := similar(w.sound, other.sound); may {
			best = 0.8 - 0.04*float64(distance)
		}
	}
	return max(best, w.misspelt(other))
}

// misspelt says how sure it is that two words are one but for a letter.
func (w *Word) misspelt(other *Word) float64 {
	a, b := w.sound, other.sound
	if min(len(a), len(b)) < shortestMisspelled || max(len(a), len(b)) > longestMisspelled || len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return 0
	}
	distance, _ := similar(a, b)
	if distance > 2 { // no key is shared
		return 0
	}
	keys := soundKeys(a)
	if !slices.ContainsFunc(soundKeys(b), func(k string) bool { return slices.Contains(keys, k) }) {
		return 0
	}
	return 0.9 - 0.2*float64(distance)
}
