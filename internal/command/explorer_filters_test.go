package command

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/web/browsertest"
)

// withAMeetingInMontmartre serves the article, and beside it a meeting in a place that
// is part of Paris, of which an agency writes. It returns a moment before that was
// recorded.
func withAMeetingInMontmartre(t *testing.T) (started, time.Time) {
	clearEnvironment(t)
	t.Setenv("CONFLICTGRAPH_TOKEN_CURATOR", curatorToken)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	before := time.Now().UTC()
	const text = "Olena Example met Ivan Example in Montmartre, which is a part of Paris, said Anne Example."
	for _, mutation := range []string{
		`addDocument(input: {id: "doc:wire", text: "` + text + `", publisher: "Agence Exemple"}) { document { id } }`,
		`addEntity(input: {id: "montmartre", kind: PLACE, name: "Montmartre"}) { entity { id } }`,
		`addEntity(input: {id: "olena-example", kind: PERSON, name: "Olena Example"}) { entity { id } }`,
		`addEntity(input: {id: "ivan-example", kind: PERSON, name: "Ivan Example"}) { entity { id } }`,
		`addEntity(input: {id: "anne-example", kind: PERSON, name: "Anne Example"}) { entity { id } }`,
		`assertRelation(input: {type: "part-of", subject: "montmartre", object: "paris", evidence: [{document: "doc:wire", exact: "Montmartre, which is a part of Paris"}]}) { relation { id } }`,
		`assertRelation(input: {type: "met-with", subject: "olena-example", object: "ivan-example", places: ["montmartre"],
			attributions: [{by: "anne-example", stance: STATED}], point: {latitude: 48.886, longitude: 2.343},
			evidence: [{document: "doc:wire", exact: "Olena Example met Ivan Example in Montmartre"}]}) { relation { id } }`,
	} {
		_, answer := s.ask(t, curatorToken, "mutation { "+mutation+" }")
		require.NotContains(t, answer, "errors")
	}
	return s, before
}

// rows is a JavaScript expression: the table of relations holds the meeting in
// Montmartre, and so many rows.
func rows(count int) string {
	return fmt.Sprintf(`(rows => rows.length === %d && rows.some(row => row.textContent.includes("Olena Example")))([...document.querySelectorAll("tbody tr")])`, count)
}

// typeInto types into the field of a label.
func typeInto(page *browsertest.Page, label, text string) {
	field := fmt.Sprintf(`.filters input[aria-label=%q]`, label)
	page.WaitFor(`document.querySelector('` + field + `') !== null`)
	page.Do(chromedp.SendKeys(chromedp.CSS(field), text))
}

func TestTheExplorerFiltersByWhoSaidItWhereAndWhoPublishedIt(t *testing.T) {
	s, before := withAMeetingInMontmartre(t)
	page := browsertest.New(t)
	param := func(name, value string) string {
		return fmt.Sprintf(`new URLSearchParams(location.search).getAll(%q).join() === %q`, name, value)
	}
	suggested := func(name string) {
		option := fmt.Sprintf(`[...document.querySelectorAll('.filters [role="option"]')].find(o => o.textContent.includes(%q))`, name)
		page.WaitFor(option + ` !== undefined`)
		page.String(option + `.click() ?? ""`)
	}
	fill := func(values ...string) {
		for i, value := range values {
			field := fmt.Sprintf(`.box-fields label:nth-of-type(%d) input`, i+1)
			page.Do(chromedp.SendKeys(chromedp.CSS(field), value))
		}
		page.Press("Look there")
	}
	for _, filter := range []struct {
		name        string
		choose      func()
		param, says string
		count       int // the meeting, and what else passes: 7 relations of the article happened in Paris
		clear       string
	}{
		{"said by", func() { typeInto(page, "Who said it", "Anne Ex"); suggested("Anne Example") }, "saidby", "anne-example", 1, "Clear Anne Example"},
		{"where, with what lies in it", func() { typeInto(page, "A place or state that it happened in", "Paris"); suggested("Paris") }, "place", "paris", 8, "Clear Paris"},
		{"published by", func() { typeInto(page, "A publisher", "agence exemple"); page.Press("Add the publisher") }, "publisher", "agence exemple", 2, "Clear agence exemple"},
		{"within degrees", func() { fill("2", "48.5", "2.5", "49") }, "bbox", "2,48.5,2.5,49", 1, "Anywhere"},
	} {
		t.Run(filter.name, func(t *testing.T) {
			page.OpenExplorer(s.url + "/?show=split")
			page.Press("Filter")
			filter.choose()
			page.WaitFor(param(filter.param, filter.says))
			page.WaitFor(rows(filter.count))
			link := page.Link()

			page.Press(filter.clear)
			page.WaitFor(param(filter.param, ""))
			page.WaitFor(`document.querySelectorAll("tbody tr").length > 2`)

			page.OpenExplorer(link)
			page.WaitFor(rows(filter.count))
			page.String(`(() => { window.open = () => null; return "" })()`) // this tab, instead of another
			page.Press("Open as GraphQL")
			page.WaitForPage("/graphiql")
			answer := page.RunCurrentTab()
			require.Contains(t, answer, `"Olena Example"`)
			require.NotContains(t, answer, `"Steve Witkoff"`)
		})
	}

	t.Run("recorded since", func(t *testing.T) {
		page.OpenExplorer(s.url + "/?show=split&" + url.Values{"recordedsince": {before.Format(time.RFC3339Nano)}}.Encode())
		page.WaitFor(rows(2))
		page.Press("Filter")
		page.Press("Clear " + before.Format("2 Jan 2006"))
		page.WaitFor(param("recordedsince", ""))
		page.WaitFor(`document.querySelectorAll("tbody tr").length > 2`)

		const field = `.filters input[type="date"]`
		page.String(`(field => {
			Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "2025-01-31");
			field.dispatchEvent(new Event("input", { bubbles: true })); return "" })(document.querySelector('` + field + `'))`)
		page.WaitFor(param("recordedsince", "2025-01-31T00:00:00Z"))
		page.WaitForText("96 of 96 relations in the graph pass the filter.")
	})

	t.Run("what cannot be meant is said", func(t *testing.T) {
		page.OpenExplorer(s.url + "/?show=split&saidby=nobody&place=nowhere&bbox=2,49,2.5,48.5")
		for _, text := range []string{"saidby=nobody is nothing in this graph", "place=nowhere is nothing in this graph", "bbox=2,49,2.5,48.5 is not west, south, east and north"} {
			page.WaitForText(text)
		}
		for _, wrong := range []struct{ north, says string }{
			{"48.5", "South must not be greater than north."},
			{"91", "North has to be a number of degrees from −90 to 90."},
		} {
			page.OpenExplorer(s.url)
			page.Press("Filter")
			fill("2", "49", "2.5", wrong.north)
			page.WaitForText(wrong.says)
			require.NotContains(t, page.Link(), "bbox")
		}
	})
	require.Empty(t, page.Outside(), "requests to other machines")
	require.Empty(t, page.Complaints(), "errors in the console")
}
