package seed

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// damage is one way to break the annotations of the article.
type damage struct {
	name     string
	old, new string   // old is replaced where it stands first
	at       string   // the problem is on the line where this stands first, in the damaged file
	says     []string // what is wrong and what to do
}

var damages = []damage{
	{"a quote is not in the text at all", "- French President Emmanuel Macron\n", "- Nobody ever wrote this\n", "- Nobody ever",
		[]string{`"Nobody ever wrote this" is not in article.txt`, "copy the words exactly"}},
	{"a quote has a straight apostrophe", "- Zelenskyy’s visit followed a meeting in Florida\n", "- Zelenskyy's visit followed a meeting in Florida\n", "- Zelenskyy's visit",
		[]string{`line 2 has "Zelenskyy’s visit followed a meeting in Florida"`, `'’' (U+2019) where the quote has '\''`, "copy the words"}},
	{"a quote has two blanks", "- U.S. Special Envoy Steve Witkoff\n", "- U.S. Special  Envoy Steve Witkoff\n", "- U.S. Special  Envoy",
		[]string{`line 5 has "U.S. Special Envoy Steve Witkoff"`, "copy the words"}},
	{"a quote has another case", "- Russian President Vladimir Putin\n", "- russian president Vladimir Putin\n", "- russian president",
		[]string{`line 5 has "Russian President Vladimir Putin"`}},
	{"a quote goes wrong after its beginning", "- U.S. President Donald Trump recently downplayed the plan’s significance\n", "- U.S. President Donald Trump recently praised the plan\n", "recently praised",
		[]string{`only its beginning, on line 3: "U.S. President Donald Trump recently "`, `goes on "downplayed the`}},
	{"a quote is there twice", "- Witkoff has faced scrutiny\n", "- Macron\n", "- Macron\n",
		[]string{`"Macron" is in article.txt 3 times, on lines 1, 4, 4;`, "prefix or suffix"}},
	{"a prefix does not stand before the quote", "prefix: \"Macron has consistently supported Ukraine and expressed concerns about aspects of the U.S. proposal. \"", "prefix: 'He said: '", "- exact: Last week",
		[]string{`the prefix "He said: " does not stand right before the quote`, `on line 4 that is "roposal. "`, "leave the prefix out"}},
	{"a suffix does not stand after the quote", "      - French President Emmanuel Macron\n", "      - {exact: French President Emmanuel Macron, suffix: ' in London'}\n", "{exact: French President",
		[]string{`the suffix " in London" does not stand right after`, `" in Paris "`, "leave the suffix out"}},
	{"a quote is empty", "- Ukrainian President Volodymyr Zelenskyy\n", "- ''\n", "- ''\n",
		[]string{"the quote is empty", "copy the words"}},
	{"a quote is given twice", "      - Witkoff has faced scrutiny\n", "      - Witkoff has faced scrutiny\n      - exact: Witkoff has faced scrutiny\n", "      - exact: Witkoff has faced",
		[]string{"is there twice", "remove one"}},
	{"evidence is missing", "    evidence:\n      - Ukrainian President Volodymyr Zelenskyy\n", "", "  - subject: volodymyr-zelenskyy\n    type: president-of",
		[]string{"the relation has no evidence", "quote the words"}},
	{"evidence is an empty list", "    evidence:\n      - Ukrainian President Volodymyr Zelenskyy\n", "    evidence: []\n", "    evidence: []",
		[]string{"the relation has no evidence", "quote the words"}},
	{"evidence is no list", "    evidence:\n      - Ukrainian President Volodymyr Zelenskyy\n", "    evidence: Ukrainian President Volodymyr Zelenskyy\n", "    evidence: Ukrainian",
		[]string{"evidence has to be a list", "line of its own"}},
	{"a subject that nobody defined", "subject: marco-rubio\n    type: described", "subject: marko-rubio\n    type: described", "subject: marko-rubio",
		[]string{`no entity "marko-rubio" (did you mean "marco-rubio"?)`, "define it under entities:"}},
	{"a place that nobody defined", "places: [florida]", "places: [georgia]", "places: [georgia]",
		[]string{`no entity "georgia"`, "define it"}},
	{"a place that is a person", "places: [florida]", "places: [donald-trump]", "places: [donald-trump]",
		[]string{`"donald-trump" is of kind PERSON`, "PLACE or COUNTRY"}},
	{"an attribution to nobody", "{by: macrons-office, stance: STATED}", "{by: macron-office, stance: STATED}", "by: macron-office",
		[]string{`did you mean "macrons-office"?`}},
	{"an unknown relation type", "type: special-envoy-of", "type: special-envoy", "type: special-envoy\n",
		[]string{`no relation type "special-envoy" (did you mean "special-envoy-of"?)`, "define it under types:"}},
	{"an unknown kind", "id: florida, kind: PLACE", "id: florida, kind: STATE", "id: florida, kind: STATE",
		[]string{`no kind "STATE"`, "PERSON, ORGANIZATION, COUNTRY, GROUP, OTHER_ACTOR, PLACE, EVENT, PROPOSAL, PROVISION or REPORT"}},
	{"an unknown status", "status: PLANNED", "status: PLANED", "status: PLANED",
		[]string{`no status "PLANED" (did you mean "PLANNED"?)`, "OCCURRED, ONGOING, PLANNED or PROPOSED"}},
	{"an unknown certainty", "certainty: DISPUTED", "certainty: RUMOURED", "certainty: RUMOURED",
		[]string{`no certainty "RUMOURED"`, "STATED, CONFIRMED, ALLEGED, DISPUTED or DENIED"}},
	{"an unknown stance", "stance: CONFIRMED", "stance: confirmed", "stance: confirmed",
		[]string{`no stance "confirmed" (did you mean "CONFIRMED"?)`, "DOWNPLAYED, DISPUTED or DENIED"}},
	{"a status that is left out", "    status: PLANNED\n", "", "  - subject: emmanuel-macron\n    type: called-for\n    object: fair-and",
		[]string{"a relation has no status", "write one of OCCURRED"}},
	{"a day that does not exist", "edtf: 2025-12-02", "edtf: 2025-11-31", "edtf: 2025-11-31",
		[]string{`"2025-11-31" is not an EDTF date`, "there is no day 31", "such as 2025-12-01"}},
	{"an interval that ends before it starts", "edtf: 2025-11-24/2025-11-30", "edtf: 2025-11-30/2025-11-24", "edtf: 2025-11-30/2025-11-24",
		[]string{"ends before it starts"}},
	{"a time that nobody named", "time: tuesday", "time: tusday", "time: tusday",
		[]string{`no time named "tusday" (did you mean "tuesday"?)`, "define it under times:"}},
	{"an inferred time without reasoning", "    inferred: true\n    reasoning: \"“on Monday”: the Monday after the Florida talks of 29 and 30 November 2025.\"\n", "    inferred: true # alone\n", "inferred: true # alone",
		[]string{"inferred, without a reasoning", "add reasoning:"}},
	{"a reasoning for a time that is not inferred", "    inferred: true\n    reasoning: \"“on Monday”", "    reasoning: \"“on Monday”", "reasoning: \"“on Monday”",
		[]string{"not inferred", "add inferred: true"}},
	{"a flag that is a text", "    unnamed: true", "    unnamed: 'yes'", "    unnamed: 'yes'",
		[]string{"unnamed has to be true or false"}},
	{"an entity that is defined twice", "  - {id: moscow, kind: PLACE, name: Moscow}", "  - {id: paris, kind: PLACE, name: Moscow}", "  - {id: paris, kind: PLACE, name: Moscow}",
		[]string{`entity "paris" is defined already at annotations.yaml:`, "remove one of the two"}},
	{"a relation that is stated twice from both sides",
		"  # 2. Zelenskyy’s visit followed", "  - {object: volodymyr-zelenskyy, type: met-with, subject: emmanuel-macron, status: OCCURRED, certainty: STATED, time: monday, places: [paris], evidence: [French President Emmanuel Macron in Paris]}\n  # 2. Zelenskyy’s visit followed",
		"  - {object: volodymyr-zelenskyy", []string{"the same is stated already at annotations.yaml:", "put all quotes into the evidence"}},
	{"someone who meets himself", "object: steve-witkoff\n    status: PLANNED", "object: vladimir-putin\n    status: PLANNED", "object: vladimir-putin\n    status: PLANNED",
		[]string{`"vladimir-putin" is on both sides of "met-with"`, "name the other side"}},
	{"an end of the wrong kind", "subject: united-states\n    type: proposed\n    object: 28-point-peace-framework", "subject: united-states\n    type: proposed\n    object: florida", "object: florida\n    status: OCCURRED\n    certainty: STATED\n    time: by-the",
		[]string{`"florida" is of kind PLACE`, `the object of "proposed" has to be of kind PROPOSAL`, "use another type"}},
	{"ends that are exchanged", "  - subject: emmanuel-macron\n    type: president-of\n    object: france", "  - subject: france\n    type: president-of\n    object: emmanuel-macron", "  - subject: france",
		[]string{`"france" is of kind COUNTRY`, "exchange the two ends"}},
	{"a text file that is not there", "text: article.txt", "text: artikel.txt", "text: artikel.txt",
		[]string{`"artikel.txt": there is no such file`, "put the file into the directory"}},
	{"a text file elsewhere", "text: article.txt", "text: ../article.txt", "text: ../article.txt",
		[]string{"not the name of a file in this directory", "put the text beside"}},
	{"a text file at an absolute path", "text: article.txt", "text: /etc/passwd", "text: /etc/passwd",
		[]string{"not the name of a file in this directory"}},
	{"no text file", "  text: article.txt\n", "", "  id: doc:zelenskyy",
		[]string{"a document has no text", "name the file"}},
	{"a document id without doc:", "id: doc:zelenskyy", "id: zelenskyy", "id: zelenskyy",
		[]string{"not a document's id", `write "doc:"`}},
	{"an address that could run a script", "  text: article.txt\n", "  text: article.txt\n  url: 'javascript:alert(1)'\n", "  url:",
		[]string{"not a web address", "https://"}},
	{"YAML that is not closed", "aliases: [Macron], description: President of France}", "aliases: [Macron, description: President of France}", "aliases: [Macron, description",
		[]string{"not valid YAML", "mend it here or in the lines above"}},
	{"YAML that is indented wrongly", "    object: france\n", "   object: france\n", "   object: france",
		[]string{"not valid YAML"}},
	{"a key that is written twice", "    object: france\n", "    object: france\n    object: russia\n", "    object: russia\n    status: ONGOING",
		[]string{"not valid YAML", `"object" already defined`}},
	{"an unknown key", "    certainty: STATED\n", "    certainity: STATED\n", "    certainity",
		[]string{`no key "certainity" (did you mean "certainty"?)`, "its keys are"}},
	{"an unknown section", "relations:\n", "relation:\n", "relation:\n",
		[]string{`no key "relation" (did you mean "relations"?)`}},
	{"an empty name", "name: Kremlin}", "name: ''}", "name: ''}",
		[]string{"name is empty", "write a name"}},
	{"an empty alias", "aliases: [Trump]", "aliases: ['']", "aliases: ['']",
		[]string{"alias is empty", "remove the line"}},
	{"a name on two lines", "name: Kremlin}", `name: "Krem\nlin"}`, `name: "Krem\nlin"`,
		[]string{"more than one line"}},
	{"a control character by escape", "name: Kremlin}", `name: "Krem\x00lin"}`, `name: "Krem\x00lin"`,
		[]string{"control character", "remove the escape"}},
	{"a name that fills a page", "name: Kremlin}", "name: " + strings.Repeat("K", 301) + "}", "name: KKK",
		[]string{"longer than 300"}},
	{"an id with capitals and blanks", "- {id: kremlin,", "- {id: The Kremlin,", "id: The Kremlin",
		[]string{`"The Kremlin" is not an id`, "write lower-case letters"}},
	{"an id that begins like a relation's", "- {id: kremlin,", "- {id: 'rel:kremlin',", "id: 'rel:kremlin'",
		[]string{"not an entity's id"}},
	{"a core type that is defined again", "- id: depends-on", "- id: met-with", "- id: met-with",
		[]string{`"met-with" is a core type already`, "another id"}},
	{"a type without an inverse label", "    inverseLabel: is a condition of\n", "", "  - id: depends-on",
		[]string{"a relation type has no inverseLabel", "from object to subject"}},
	{"a code that is none", "  - id: depends-on\n", "  - id: depends-on\n    cameo: 4X\n", "    cameo: 4X",
		[]string{`"4X" is no cameo code`, "040"}},
	{"a type for ends of no kind", "subjectKinds: [EVENT]", "subjectKinds: [EVENTS]", "subjectKinds: [EVENTS]",
		[]string{`no kind "EVENTS" (did you mean "EVENT"?)`}},
	{"a bomb of aliases", "entities:\n", "entities: &a [*a, *a]\n", "entities: &a",
		[]string{"anchors, aliases and merge keys", "write the value out"}},
	{"a tag", "name: Kremlin}", "name: !!binary S3JlbWxpbg==}", "name: !!binary",
		[]string{"tags", "remove it"}},
	{"brackets without end", "places: [paris]", "places: " + strings.Repeat("[", 100_000), "places: [[",
		[]string{"nested too deeply"}},
	{"dashes without end", "places: [paris]", "places:\n      " + strings.Repeat("- ", 100_000), "      - - ",
		[]string{"nested too deeply"}},
	{"a second YAML document", "relations:\n", "---\nrelations:\n", "---\n",
		[]string{"second YAML document", "a file of its own"}},
	{"a byte order mark", "# What article.txt", "\ufeff# What article.txt", "# What",
		[]string{"byte order mark", "save it as UTF-8 without"}},
	{"Latin-1", "name: Kremlin}", "name: Kr\xe9mlin}", "name: Kr\xe9mlin",
		[]string{"not in UTF-8", "save it as UTF-8"}},
	{"a NUL", "name: Kremlin}", "name: Kr\x00mlin}", "name: Kr\x00mlin",
		[]string{"control character U+0000", "remove it"}},
}

func seedFile(t *testing.T, name string) string {
	t.Helper()
	content, err := FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestDamagedAnnotationsYieldNothingButWhereAndWhatToDo(t *testing.T) {
	annotations, article := seedFile(t, "annotations.yaml"), seedFile(t, "article.txt")
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			if !strings.Contains(annotations, d.old) {
				t.Fatalf("the annotations no longer hold %q", d.old)
			}
			damaged := strings.Replace(annotations, d.old, d.new, 1)
			before, _, found := strings.Cut(damaged, d.at)
			if !found {
				t.Fatalf("the damaged annotations do not hold %q", d.at)
			}
			b, err := Load(directory("annotations.yaml", damaged, "article.txt", article), ".")
			wantProblem(t, b, err, "annotations.yaml", 1+strings.Count(before, "\n"), d.says)
		})
	}
}

// wantProblem checks that err has a problem at a line of a file that says all
// of says, and that nothing was yielded.
func wantProblem(t *testing.T, b kg.Batch, err error, file string, line int, says []string) {
	t.Helper()
	if b.Types != nil || b.Documents != nil || b.Entities != nil || b.Relations != nil {
		t.Error("something was yielded")
	}
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v, want problems", err)
	}
	if !slices.ContainsFunc(problems, func(p Problem) bool {
		return p.File == file && p.Line == line && !slices.ContainsFunc(says, func(s string) bool { return !strings.Contains(p.Message, s) })
	}) {
		t.Errorf("want %s:%d with %q, got\n%v", file, line, says, err)
	}
}

func TestOneDamageIsOneProblem(t *testing.T) {
	annotations, article := seedFile(t, "annotations.yaml"), seedFile(t, "article.txt")
	follows := map[string]bool{ // these leave something behind that others refer to
		"an entity that is defined twice": true, "an id with capitals and blanks": true, "an id that begins like a relation's": true,
		"a core type that is defined again": true, "an unknown key": true, "ends that are exchanged": true,
	}
	for _, d := range damages {
		_, err := Load(directory("annotations.yaml", strings.Replace(annotations, d.old, d.new, 1), "article.txt", article), ".")
		var problems Problems
		if errors.As(err, &problems); len(problems) != 1 && !follows[d.name] {
			t.Errorf("%s: %d problems, want 1:\n%v", d.name, len(problems), err)
		}
	}
}

func TestDamagedTextsYieldNothingButWhereAndWhatToDo(t *testing.T) {
	for _, d := range []struct {
		name, text string
		line       int
		says       []string
	}{
		{"a byte order mark", "\ufeffAda met Ben.", 1, []string{"byte order mark", "save it as UTF-8 without"}},
		{"Latin-1", "Hello.\nAda met Ben. Caf\xe9", 2, []string{"not in UTF-8", "save it as UTF-8"}},
		{"UTF-16", "A\x00d\x00a\x00", 1, []string{"control character U+0000", "plain text in UTF-8"}},
		{"nothing but blanks", " \n\n", 1, []string{"the text is empty", "put the article there"}},
	} {
		t.Run(d.name, func(t *testing.T) {
			b, err := Load(directory("a.yaml", small("t.txt", "Ada met Ben"), "t.txt", d.text), ".")
			wantProblem(t, b, err, "t.txt", d.line, d.says)
		})
	}
	t.Run("a text that is no article", func(t *testing.T) {
		b, err := Load(directory("a.yaml", small("t.txt", "Ada met Ben"), "t.txt", strings.Repeat("Ada met Ben. ", MaxTextBytes/13+1)), ".")
		wantProblem(t, b, err, "a.yaml", 1, []string{"larger than 1024 KiB", "split it up"})
	})
	t.Run("a directory in its place", func(t *testing.T) {
		b, err := Load(directory("a.yaml", small("t.txt", "Ada met Ben"), "t.txt/x", "Ada met Ben"), ".")
		wantProblem(t, b, err, "a.yaml", 1, []string{"not a file"})
	})
}

func TestDamagedDirectoriesYieldNothingButWhereAndWhatToDo(t *testing.T) {
	good := small("t.txt", "Ada met Ben")
	for _, d := range []struct {
		name  string
		files []string
		file  string
		line  int
		says  []string
	}{
		{"an empty annotation file", []string{"b.yaml", ""}, "b.yaml", 1, []string{"the file is empty", "seed/README.md"}},
		{"nothing but a comment", []string{"b.yaml", "# later\n"}, "b.yaml", 1, []string{"the file is empty"}},
		{"a list where sections belong", []string{"b.yaml", "- a\n- b\n"}, "b.yaml", 1, []string{"key: value lines", "document, times, types, entities or relations"}},
		{"a word", []string{"b.yaml", "hello\n"}, "b.yaml", 1, []string{"key: value lines"}},
		{"an annotation file that is too large", []string{"b.yaml", "#" + strings.Repeat("x", MaxAnnotationBytes)}, "b.yaml", 1, []string{"larger than 256 KiB", "split it up"}},
		{"relations without a document", []string{"b.yaml", "\nrelations:\n  - {subject: ada, type: advised, object: ben, status: OCCURRED, certainty: STATED, evidence: [x]}\n"}, "b.yaml", 2, []string{"no document", "add document:"}},
		{"an entity in two files", []string{"b.yaml", "entities:\n  - {id: ada, kind: PERSON, name: Ada}\n"}, "b.yaml", 2, []string{"defined already at a.yaml:3"}},
		{"a document in two files", []string{"b.yaml", "document:\n  text: t.txt\n  id: doc:small\n"}, "b.yaml", 3, []string{`document "doc:small" is defined already at a.yaml:1`}},
	} {
		t.Run(d.name, func(t *testing.T) {
			b, err := Load(directory(append(d.files, "a.yaml", good, "t.txt", "Ada met Ben.")...), ".")
			wantProblem(t, b, err, d.file, d.line, d.says)
		})
	}
}

func TestEveryProblemIsReportedInOrder(t *testing.T) {
	annotations := strings.NewReplacer("kind: COUNTRY, name: France", "kind: LAND, name: France", "time: tuesday", "time: wednesday", "Donald Trump recently", "Donald Trump always").Replace(seedFile(t, "annotations.yaml"))
	_, err := Load(directory("annotations.yaml", annotations, "article.txt", seedFile(t, "article.txt")), ".")
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 6 {
		t.Fatalf("want one kind, two quotes and three times to be reported, got\n%v", err)
	}
	if !slices.IsSortedFunc(problems, func(a, b Problem) int { return a.Line - b.Line }) {
		t.Errorf("not by line:\n%v", err)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != len(problems) || !strings.HasPrefix(lines[0], "annotations.yaml:") {
		t.Errorf("want a line for each problem, got\n%v", err)
	}
}

func TestProblemsHaveAnEnd(t *testing.T) {
	relation := "  - {subject: a, type: b, object: c}\n"
	_, err := Load(directory("a.yaml", "relations:\n"+strings.Repeat(relation, 7_000)), ".")
	var problems Problems
	if !errors.As(err, &problems) || len(problems) < MaxProblems || len(problems) > MaxProblems+10 {
		t.Errorf("got %d problems, want about %d", len(problems), MaxProblems)
	}
}
