package exchange

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"conflictgraph/internal/kg/names"
	"conflictgraph/internal/kg/states"
)

// actorName is the name of an actor as it is read for what it is of.
type actorName struct {
	words []string // at least one
	about string   // the word that the rest belongs to: "office" of "Prime Minister's Office (India)", "head" of "Head of Government"
	plain bool     // it is of words only, without what stands in parentheses, numbers or signs
}

// endsAbout are words that end what a name is about.
var endsAbout = setOfWords("of for in on to and at against from")

func readName(name string) actorName {
	about, _, more := strings.Cut(name, "(")
	if first, _, several := strings.Cut(about, "/"); several {
		about, more = first, true
	}
	n := actorName{words: names.Words(about), plain: !more && !strings.ContainsAny(name, "0123456789&,;:\"")}
	if len(n.words) == 0 {
		n.words = []string{""}
	}
	n.about = n.words[len(n.words)-1]
	if i := slices.IndexFunc(n.words, func(w string) bool { return endsAbout[w] }); i > 0 {
		n.about = n.words[i-1]
	}
	return n
}

// The most words that the name of a person has here.
const mostWordsOfPerson = 5

// mayBePerson reports whether a name can be that of a person: some words, none of
// which is one for an organization, a role or a state.
func (n actorName) mayBePerson() bool {
	return n.plain && len(n.words) > 1 && len(n.words) <= mostWordsOfPerson && !slices.ContainsFunc(n.words, func(w string) bool {
		return organizationWords[w] || roleWords[w] || endsAbout[w] || w == "the" || isState(w)
	})
}

// isPerson reports whether a name is that of a person: one that may be, and begins
// with a given name.
func (n actorName) isPerson() bool { return n.mayBePerson() && givenNames()[n.words[0]] }

func isState(word string) bool {
	named, _ := states.Named(word)
	return len(named) > 0
}

// givenNamesList is made by generate; see there.
//
//go:embed given_names.txt
var givenNamesList string

var givenNames = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(givenNamesList) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !titles[line] {
			set[line] = true
		}
	}
	return set
})

func setOfWords(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

var (
	// titles begin names of persons, and of much else.
	titles = setOfWords(`abu ayatollah baron bishop chief christian crown crystal czech faith german ginger haj haji hope islam jihad job joy justice king lady lord
		major man mercy might moon prince princess queen royal saint san sheikh sierra sir star sultan sun tuanku unity victory virginia`)

	organizationWords = setOfWords(`academy administration agency airline airlines airways alliance armies army assembly association authorities authority
		bank battalion bloc board brigade brigades broadcaster broadcasting bureau cabinet cartel cell center centre chamber church clinic club coalition
		college command commission committee community companies company confederation conference congress consortium consulate cooperative corp corporation
		corps council court courts cross crescent daily department directorate division duma embassy enterprise federation firm fleet force forces forum
		foundation front fund gazette gendarmerie government governments group guard guards herald holdings hospital house inc industries
		industry initiative institute institution intelligence international journal judiciary junta knesset league legislature liberation ltd media
		military militia ministries ministry mission monarchy monitor mosque movement nations navy network news newspaper observatory office opposition
		organisation organisations organization organizations parliament parties party peacekeepers police post press programme program prosecution
		radio regime regiment school secretariat senate service services society squad station television territory times tribunal troops tv
		union university watch`)

	roleWords = setOfWords(`activist adviser advisor aide ambassador analyst assistant attorney banker boss candidate captain chairman chairperson
		chairwoman chancellor chief clergyman colonel commander commissioner consul counsel dictator director doctor economist emir envoy executive
		expert general governor head hostage imam inspector journalist judge king lawmaker lawyer leader legislator lieutenant magistrate
		manager mayor member mp minister monarch negotiator observer officer official officials operative parliamentarian patriarch pilot politician pope
		premier president prince princess prosecutor queen reporter representative representatives scientist secretary senator
		sergeant shah soldier speaker spokesman spokesperson spokeswoman sultan teacher treasurer warlord writer`)
)
