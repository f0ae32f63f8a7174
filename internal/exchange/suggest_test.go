package exchange

import (
	"fmt"
	"strings"
	"testing"

	"conflictgraph/internal/packed"
)

// suggested returns the mapping that is suggested for a table, without comments on
// lines of their own.
func suggested(t testing.TB, table string) (mapping, plain string) {
	t.Helper()
	mapping, err := SuggestMapping(packed.Limit{}, file(t, "a.csv", table))
	must(t, err)
	var lines []string
	for line := range strings.Lines(mapping) {
		if line, _, _ = strings.Cut(line, " # "); !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return mapping, strings.Join(lines, "\n")
}

func TestAMappingIsSuggestedAndWorks(t *testing.T) {
	for _, c := range []struct{ name, table, mapping, first string }{
		{"an interval", "Id,Attacker,Action,Target,Start date,End date,Town\n1,Northern Front,raided,India,2014-03-02,2014-03-05,Porto\n2,Northern Front,met with,Home Guard,2014-03-06,2014-03-06,\n",
			"subject: Attacker\ntype: Action\nobject: Target\ndate: {column: Start date, until: End date}\nplace: Town\nsource: Id\ntypes:\n  raided: {label: raided}\n  met with: {label: met with}",
			"rows:northern-front rows:raided rows:india OCCURRED STATED 2014-03-02/2014-03-05 in rows:place.porto by {rows 1}"},
		{"an end before the beginning", "Attacker,Action,Target,Start,End\na,hit,b,2014-03-02,2014-03-01\n",
			"subject: Attacker\ntype: Action\nobject: Target\ndate: Start\ntypes:\n  hit: {label: hit}", "rows:a rows:hit rows:b OCCURRED STATED 2014-03-02 by {rows 2}"},
		{"an order that the column tells", "who;what;whom;when\nAda Example;Consult;Ben Sample;13/02/2020\nAda Example;190;Ben Sample;1/2/2020\n",
			"subject: who\ntype: what\nobject: whom\ndate: when", "rows:ada-example cameo:040 rows:ben-sample OCCURRED STATED 2020-02-13 by {rows 2}"},
		{"articles", "actor1\taction\tactor2\tarticle\tquote\theadline\tlink\nA\tmet\tB\tA met B.\tA met\tNews\thttps://a.example\n",
			"subject: actor1\ntype: action\nobject: actor2\nquote: quote\ntext: article\ntitle: headline\nurl: link\ntypes:\n  met: {label: met}", "rows:a rows:met rows:b OCCURRED STATED by \"A met\" of doc:rows-"},
		{"other words than the text has", "actor1,action,actor2,article,quote\nA,met,B,A met B.,A saw B\n",
			"subject: actor1\ntype: action\nobject: actor2\nquote: article\ntext: article\ntypes:\n  met: {label: met}", "rows:a rows:met rows:b OCCURRED STATED by \"A met B.\" of doc:rows-"},
		{"no names of columns", "2020-01-05,Ada,met,Ben\n2020-01-06,Ada,saw,Cy\n",
			"header: false\nsubject: \"2\"\ntype: \"3\"\nobject: \"4\"\ndate: \"1\"\ntypes:\n  met: {label: met}\n  saw: {label: saw}", "rows:ada rows:met rows:ben OCCURRED STATED 2020-01-05 by {rows 1}"},
		{"columns of other names", "Nom,\"Acte: \"\"dit\"\"\",Autre\nÉva,a dit à,Noé\n",
			"subject: Nom\ntype: \"Acte: \\\"dit\\\"\"\nobject: Autre\ntypes:\n  \"a dit à\": {label: \"a dit à\"}", "rows:eva rows:a-dit-a rows:noe OCCURRED STATED by {rows 2}"},
		{"a status and a certainty", "source,relation,target,status,certainty\nA,ally,B,ongoing,alleged\nA,ally,C,,\n",
			"subject: source\ntype: relation\nobject: target\nstatus: status\ncertainty: certainty\ntypes:\n  ally: {label: ally}", "rows:a rows:ally rows:b ONGOING ALLEGED by {rows 2}"},
		{"days that are called from and to, and actors without names of columns", "A,did,B,From,To\nx,hit,y,2014-03-02,2014-03-03\n",
			"subject: A\ntype: did\nobject: B\ndate: {column: From, until: To}\ntypes:\n  hit: {label: hit}", "rows:x rows:hit rows:y OCCURRED STATED 2014-03-02/2014-03-03 by {rows 2}"},
		{"years without names", "1998,Ada,met,https://a.example,Ben\n", "header: false\nsubject: \"2\"\ntype: \"3\"\nobject: \"5\"\ndate: \"1\"\ntypes:\n  met: {label: met}", "rows:ada rows:met rows:ben OCCURRED STATED 1998 by {rows 1}"},
		{"a column that is no type", "from,to,amount\nA,B,12\n", "subject: from\ntype: {value: related to}\nobject: to", "rows:a rows:related-to rows:b OCCURRED STATED by {rows 2}"},
		{"names that YAML would take for something else", "No,Yes,null,x\nA,met,B,1\nC,met,D,2\n",
			"subject: \"No\"\ntype: \"Yes\"\nobject: \"null\"\ntypes:\n  met: {label: met}", "rows:a rows:met rows:b OCCURRED STATED by {rows 2}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			mapping, plain := suggested(t, c.table)
			same(t, "mapping", plain, c.mapping)
			batch, rejects := readAll(t, opened(t, mapped(t, mapping), ".csv", c.table))
			same(t, "rejects", fmt.Sprint(rejects), "[]")
			if got := inWords(batch)[0]; !strings.HasPrefix(got, c.first) {
				t.Errorf("%s, not %s", got, c.first)
			}
		})
	}
}

func TestASuggestionSaysWhatToFillIn(t *testing.T) {
	mapping, _ := suggested(t, "Who,When,Amount\nAda,1/2/2020,7\n")
	for _, says := range []string{
		"# FILL IN the column of the object: Amount\nobject:\n",
		"# FILL IN what the rows say of subject and object, or name the column that has it:\ntype: {value: related to}\n",
		"# FILL IN the format, such as D/M/YYYY: 1/2/2020 can be read in two ways:\ndate: {column: When, format: }\n",
	} {
		if !strings.Contains(mapping, says) {
			t.Errorf("%q is not in\n%s", says, mapping)
		}
	}
	_, err := mapped(t, mapping)(file(t, "a.csv", "A\n"))
	if err == nil || !strings.Contains(err.Error(), "object is missing") {
		t.Errorf("%v", err)
	}
	mapping, _ = suggested(t, acledHeader+acledRow)
	if !strings.Contains(mapping, "--format acled") {
		t.Errorf("it is not said that the columns are those of ACLED:\n%s", mapping)
	}
	for name, table := range map[string]string{"no rows": "", "UTF-16": "\xff\xfeA\x00"} {
		if mapping, err := SuggestMapping(packed.Limit{}, file(t, "a.csv", table)); err == nil {
			t.Errorf("%s is suggested %q", name, mapping)
		}
	}
}

// A suggestion can be read, or lacks what it says is to be filled in.
func FuzzSuggestion(f *testing.F) {
	for _, table := range []string{attacksHeader + attacksRow, "A,B,Q,T,H,U\nA,B,a,bab,,\n", "a;b\n1;2\n", "\"x\ny\",#,\": \"\n,,\n", "null,&a,*a\nx,y,z\n", "2020-01-01,x,y\n"} {
		f.Add(table)
	}
	f.Fuzz(func(t *testing.T, table string) {
		path := file(t, "a.csv", table)
		text, err := SuggestMapping(packed.Limit{}, path)
		if err != nil {
			return
		}
		m := &mapping{}
		if line, err := m.decode([]byte(text)); err != nil {
			t.Fatalf("line %d: %v\n%s", line, err, text)
		}
		if strings.Contains(text, "# FILL IN") {
			return
		}
		r, err := mapped(t, text)(path)
		must(t, err)
		defer r.Close()
		if err := lastError(r); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
