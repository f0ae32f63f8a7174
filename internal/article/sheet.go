package article

import (
	"cmp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// sheet is what the style sheets in a page say that may hide what is in it.
type sheet struct {
	rules   []rule
	suspect map[*html.Node]bool // elements that some rule may hide
	tooLong bool
}

// rule is what is declared for elements of one selector.
type rule struct {
	selector     cascadia.Sel
	order        int
	declarations []declaration
}

type declaration struct {
	property, value string
	important       bool
}

// What style sheets may take: rules that say something of what is looked at, and how often
// one is compared with an element.
const (
	maxRules       = 20_000
	maxComparisons = 20_000_000
)

// readSheets reads the style sheets that stand in a page. What is for another medium than a
// screen is left out.
func readSheets(doc *html.Node) *sheet {
	s := &sheet{suspect: map[*html.Node]bool{}}
	elements := 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			elements++
		}
		if n.Type == html.ElementNode && n.DataAtom == atom.Style && isForScreens(attribute(n, "media")) {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				s.read(c.Data)
			}
		}
	}
	var suspicious []rule
	for _, r := range s.rules {
		if styled(r.declarations).mayHide() {
			suspicious = append(suspicious, r)
		}
	}
	if len(s.rules) > maxRules || len(suspicious)*elements > maxComparisons {
		return &sheet{tooLong: true}
	}
	for _, r := range suspicious {
		for _, n := range cascadia.QueryAll(doc, r.selector) {
			s.suspect[n] = true
		}
	}
	if len(s.suspect)*len(s.rules) > maxComparisons {
		return &sheet{tooLong: true}
	}
	return s
}

func isForScreens(media string) bool {
	media = strings.ToLower(strings.TrimSpace(media))
	return media == "" || media == "all" || strings.HasPrefix(media, "screen")
}

// read adds the rules of a style sheet.
func (s *sheet) read(text string) {
	p := css.NewParser(parse.NewInputString(text), false)
	var selectors string
	var declarations []declaration
	var blocks []bool // of rules at which the parser is, whether each applies
	for {
		grammar, _, data := p.Next()
		switch grammar {
		case css.ErrorGrammar:
			if !p.HasParseError() {
				return
			}
		case css.BeginAtRuleGrammar:
			name := strings.ToLower(string(data))
			blocks = append(blocks, name == "@media" && isForScreens(written(p.Values())) || name == "@supports" || name == "@layer")
		case css.EndAtRuleGrammar:
			blocks = blocks[:max(0, len(blocks)-1)]
		case css.BeginRulesetGrammar:
			selectors, declarations = written(p.Values()), nil
		case css.DeclarationGrammar:
			declarations = append(declarations, declarationOf(string(data), p.Values())...)
		case css.EndRulesetGrammar:
			if len(declarations) > 0 && !slices.Contains(blocks, false) {
				s.add(selectors, declarations)
			}
		}
	}
}

// add adds a rule for each of some selectors. What depends on a pointer or on programs is
// none of what is seen at first.
func (s *sheet) add(list string, declarations []declaration) {
	selectors, err := cascadia.ParseGroup(list)
	if err != nil {
		for one := range strings.SplitSeq(list, ",") {
			if selector, err := cascadia.Parse(one); err == nil {
				selectors = append(selectors, selector)
			}
		}
	}
	for _, selector := range selectors {
		if len(s.rules) <= maxRules {
			s.rules = append(s.rules, rule{selector, len(s.rules), declarations})
		}
	}
}

func written(tokens []css.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.Write(t.Data)
	}
	return strings.TrimSpace(b.String())
}

// lookedAtProperties are those that may hide an element.
var lookedAtProperties = strings.Fields(`display visibility opacity content-visibility font-size position left right top bottom
	margin-left margin-right margin-top text-indent clip clip-path width height max-width max-height overflow transform color background background-color`)

func declarationOf(property string, tokens []css.Token) []declaration {
	property = strings.ToLower(property)
	if property == "overflow-x" || property == "overflow-y" {
		property = "overflow"
	}
	if !slices.Contains(lookedAtProperties, property) {
		return nil
	}
	value := strings.ToLower(written(tokens))
	value, important := strings.CutSuffix(value, "important")
	if important {
		value = strings.TrimRight(value, " \t\n!")
	}
	return []declaration{{property, strings.Join(strings.Fields(value), " "), important}}
}

// mayHide reports whether what is declared hides an element, by itself or with what others
// declare.
func (s style) mayHide() bool {
	if s.hides() || s.hidesText() || s["clip"] != "" {
		return true
	}
	for _, size := range []string{"width", "height", "max-width", "max-height"} {
		if length, found := pixels(s[size]); found && length <= 1 {
			return true
		}
	}
	return false
}

func styled(declarations []declaration) style {
	s := style{}
	for _, d := range declarations {
		s[d.property] = d.value
	}
	return s
}

// styleOf returns what is declared of an element: what is important, what its own style
// says, then by how specific a rule is, then by the order of the rules. What may not hide
// it is left out unless all is asked for.
func (s *sheet) styleOf(n *html.Node, all bool) style {
	own := inline(attribute(n, "style"))
	if !s.suspect[n] && !all {
		if len(own) == 0 {
			return nil
		}
		return styled(own)
	}
	type weighed struct {
		declaration
		of    cascadia.Specificity
		order int
	}
	var found []weighed
	for _, r := range s.rules {
		if r.selector.Match(n) {
			for _, d := range r.declarations {
				found = append(found, weighed{d, r.selector.Specificity(), r.order})
			}
		}
	}
	for i, d := range own {
		const attributes = 1 << 20 // above every selector
		found = append(found, weighed{d, cascadia.Specificity{attributes}, i})
	}
	slices.SortStableFunc(found, func(a, b weighed) int {
		switch {
		case a.important != b.important && a.important:
			return 1
		case a.important != b.important:
			return -1
		case a.of.Less(b.of):
			return -1
		case b.of.Less(a.of):
			return 1
		}
		return cmp.Compare(a.order, b.order)
	})
	declared := style{}
	for _, f := range found {
		declared[f.property] = f.value
	}
	return declared
}

// inline reads what an element's own attribute declares.
func inline(text string) (found []declaration) {
	if text == "" {
		return nil
	}
	p := css.NewParser(parse.NewInputString(text), true)
	for {
		grammar, _, data := p.Next()
		switch grammar {
		case css.ErrorGrammar:
			if !p.HasParseError() {
				return found
			}
		case css.DeclarationGrammar:
			found = append(found, declarationOf(string(data), p.Values())...)
		}
	}
}
