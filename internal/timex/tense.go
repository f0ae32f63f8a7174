package timex

import "strings"

// future reports whether what is spoken of beside n words from i on is still to come at
// publication: the nearest verb to the left in the sentence says, or else the first to
// the right.
func (f *finder) future(i, n int) bool {
	for k := i - 1; k >= 0 && k >= i-reach; k-- {
		if f.words[k+1].opens {
			break
		}
		if toCome, says := f.tense(k); says {
			return toCome
		}
	}
	for k := i + n; k < len(f.words) && k < i+n+reach && !f.words[k].opens; k++ {
		if toCome, says := f.tense(k); says {
			return toCome
		}
	}
	return false
}

// reach is how many words are looked at on either side.
const reach = 40

var (
	toCome   = setOf("will would shall won't wouldn't 'll due scheduled slated planned plans plan planning upcoming expected expects intends intend intended hopes")
	infinite = setOf("due scheduled set expected plans plan planned planning agreed ready likely intends intended vowed pledged promised wants wanted hopes hope hoped offered is are about invited prepared proposed poised")
	past     = setOf("was were had said told met began came went took made held left did got gave saw spoke struck hit fell fought shot sent broke found led lost won built brought put set cut kept rose ran sat wrote says has have been became")
)

// tense reports whether the word at k tells a tense, and whether that is one of what is
// to come.
func (f *finder) tense(k int) (future, says bool) {
	w := f.low(k)
	switch {
	case f.is(k-1, "be"):
		return false, false // "will be held": what stands before says
	case toCome[w]:
		return true, true
	case w == "to" && infinite[f.low(k-1)]:
		return true, true
	case strings.HasSuffix(w, "'ll"):
		return true, true
	case past[w]:
		return false, true
	case len(w) > 4 && strings.HasSuffix(w, "ed") && f.words[k].text == w:
		if f.is(k+1, "to") && infinite[w] {
			return true, true
		}
		return false, true
	}
	return false, false
}
