package names

import "strings"

// isArticle reports whether word is an article before next: the, or the Arabic one in
// one of its spellings, of which those that take up the letter that follows are
// articles before such a letter only: "ash" in "ash-Shabaab".
func isArticle(word, next string) bool {
	switch word {
	case "the", "al", "el", "ul":
		return true
	}
	assimilated := len(word) >= 2 && len(word) <= 3 && strings.ContainsRune("aeu", rune(word[0]))
	return assimilated && sunLetters[word[1:]] && strings.HasPrefix(next, word[1:])
}

// sunLetters are what the l of the Arabic article turns into before them.
var sunLetters = setOf("t th d dh r z s sh n")

// particles are words of names that are also written as one with what follows.
var particles = setOf("bin ibn ben bint abu abou umm mac mc o de di da la le van von der")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// shortestRest is how many letters what follows an article has at least, where both
// are one word.
const shortestRest = 4

// withoutArticle returns what is left of a word that begins with an article or
// a particle: "shabaab" of "alshabaab", "" where there is none.
func withoutArticle(word string) string {
	for _, before := range []string{"al", "el", "ul", "abu", "abou", "bin"} {
		if rest, found := strings.CutPrefix(word, before); found && len(rest) >= shortestRest {
			return rest
		}
	}
	if len(word) > shortestRest+2 && strings.ContainsRune("aeu", rune(word[0])) {
		for _, n := range []int{2, 1} {
			before, rest := word[1:1+n], word[1+n:]
			if sunLetters[before] && strings.HasPrefix(rest, before) && len(rest) >= shortestRest {
				return rest
			}
		}
	}
	return ""
}

// Names that say whose servant somebody is, "Abd al-Rahman", are written as one word,
// two or three, and with the article's vowel and consonant or without.

// servantOf returns whose servant a word says that somebody is: "rahman" of
// "abdurrahman", "" where it does not.
func servantOf(word string) string {
	rest, found := strings.CutPrefix(word, "abd")
	if !found || len(rest) < shortestRest {
		return ""
	}
	if v := rest[0]; v == 'a' || v == 'e' || v == 'i' || v == 'o' || v == 'u' {
		rest = strings.TrimPrefix(strings.TrimPrefix(rest[1:], "u"), "l")
	}
	for _, n := range []int{2, 1} {
		if len(rest) > 2*n && sunLetters[rest[:n]] && strings.HasPrefix(rest[n:], rest[:n]) {
			rest = rest[n:]
			break
		}
	}
	if len(rest) < shortestRest {
		return ""
	}
	return rest
}

// servants returns, of names in several words that say whose servant somebody is, each
// as one word.
func servants(words []string) (all []Word) {
	for i, w := range words {
		if !servantWords[w] || i+1 >= len(words) {
			continue
		}
		of := words[i+1]
		if i+2 < len(words) && isArticle(of, words[i+2]) {
			of = words[i+2]
		}
		if len(of) >= shortestRest {
			all = append(all, parseWord("abd"+of))
		}
	}
	return all
}

var servantWords = setOf("abd abdu abdul abdel abdal abdil abdol abdoul abdur abdar abder abdus abdas abdes abdun abdan abden abduz abdaz abdez")
