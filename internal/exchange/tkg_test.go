package exchange

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

func TestRowsBecomeRelations(t *testing.T) {
	const rows = "0\t0\t1\t47\t0\n\n 2 \t1  3\t 48 9 9\n1 2 1 0\n2\t3\t0\t23\n0 0 1 24"
	batch, rejects := readAll(t, open(t, rows))
	if len(rejects) > 0 {
		t.Fatalf("%v", rejects)
	}
	var got []string
	for _, r := range batch.Relations {
		got = append(got, fmt.Sprint(r.Subject, " ", r.Type, " ", r.Object, " ", r.Time.EDTF, " ", r.Status, " ", r.Certainty, " ", r.Evidence[0].Source.Record))
	}
	of := shortDigestOf(rows + "\n")
	want := []string{
		"rows:0 cameo:040 rows:1 2018-01-02 OCCURRED STATED 1@" + of,
		"rows:2 cameo:042 rows:3 2018-01-03 OCCURRED STATED 3@" + of,
		"rows:1 rows:2 rows:1 2018-01-01 OCCURRED STATED 4@" + of,
		"rows:2 rows:3 rows:0 2018-01-01 OCCURRED DENIED 5@" + of,
		"rows:0 cameo:040 rows:1 2018-01-02 OCCURRED STATED 6@" + of,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	must(t, batch.Check(t.Context(), newChecker()))
	same(t, "the same on one day", batch.Relations[4].ID, batch.Relations[0].ID)

	var entities, types []string
	for _, e := range batch.Entities {
		entities = append(entities, fmt.Sprint(e.ID, " ", e.Kind, " ", e.Name))
	}
	for _, k := range batch.Types {
		types = append(types, fmt.Sprintf("%s %s %t %s", k.ID, k.Label, k.Symmetric, k.PLOVER))
	}
	same(t, "entities", strings.Join(entities, ", "), "rows:0 OTHER_ACTOR Northland, rows:1 GROUP Citizen (India), rows:2 COUNTRY India, rows:3 OTHER_ACTOR A. Person")
	same(t, "types", strings.Join(types, ", "), "cameo:040 Consult true CONSULT, cameo:042 Make a visit false CONSULT, rows:2 Make statement false , rows:3 Deny responsibility false ")
}

func TestOnlyWhatRowsNameIsRecorded(t *testing.T) {
	batch, _ := readAll(t, open(t, "0 0 1 0\n0 0 99 0\n2 1 2 x\n"))
	same(t, "entities", len(batch.Entities), 2)
	same(t, "types", len(batch.Types), 1)
}

func TestRowsOfSeveralFilesSayWhichFile(t *testing.T) {
	const a, b = "0 0 1 0\n0 0 1\n", "\ufeff1 0 2 0\r\n\r\n2 0 3 0\r\n"
	batch, rejects := readAll(t, open(t, a, b))
	var records []string
	for _, r := range batch.Relations {
		records = append(records, r.Evidence[0].Source.Record)
	}
	same(t, "records", fmt.Sprint(records), fmt.Sprintf("[1@%s 1@%s 3@%[2]s]", shortDigestOf(a), shortDigestOf(b)))
	same(t, "rejects", fmt.Sprint(rejects), "[a.txt:2: a row needs four columns: subject, relation, object and time]")
}

func TestNamesThatAreCodes(t *testing.T) {
	opts := options(t)
	opts.Relations = file(t, "codes.txt", "020\t0\n036\t1\n016\t2\n")
	batch, _ := readAll(t, openWith(t, opts, "0 0 1 0\n0 1 1 0\n0 2 1 0\n"))
	same(t, "types", fmt.Sprint(batch.Types[0].ID, batch.Types[0].CAMEO, batch.Types[0].Label, " ", batch.Types[1].ID, " ", batch.Types[1].Label),
		"rows:0020020 cameo:036 Express intent to meet or negotiate")
	same(t, "status", fmt.Sprint(batch.Relations[0].Status, batch.Relations[1].Status, batch.Relations[2].Certainty), "PROPOSEDPLANNEDDENIED")

	opts.Relations = file(t, "numbers.txt", "0\t0\n100\t1\n")
	batch, _ = readAll(t, openWith(t, opts, "0 1 1 0\n"))
	same(t, "a number that is no code", batch.Types[0].ID, "rows:1")
}

func TestBadRowsAreSetAside(t *testing.T) {
	const columns, number, text = "four columns", "not a whole number", "UTF-8"
	for _, c := range []struct{ name, row, reason string }{
		{"three columns", "0 0 1", columns},
		{"three columns and a tab", "0 0 1 \t", columns},
		{"one column", "x", number},
		{"words", "Northland Consult India 0", number},
		{"a time that is a word", "0 0 1 noon", number},
		{"a time with a fraction", "0 0 1 1.5", number},
		{"a time before the start", "0 0 1 -24", number},
		{"a time of too many digits", "0 0 1 99999999999999999999999", number},
		{"a time of the greatest number", "0 0 1 999999999999999999", "is after 9999-12-31"},
		{"a time after the last date", "0 0 1 70000000", "check the start and the unit"},
		{"an unknown subject", "4 0 1 0", "no subject 4"},
		{"an unknown relation", "0 4 1 0", "no relation 4"},
		{"an unknown object", "0 0 4 0", "no object 4"},
		{"digits of another script", "0 0 ١ 0", number},
		{"columns between no-break spaces", "0\u00a00\u00a01\u00a00", number},
		{"columns between carriage returns", "0 0 1\r0 0", number},
		{"a NUL byte", "0 0 1 0 \x00", "NUL"},
		{"bytes that are not UTF-8", "0 0 1 0 \xff", text},
		{"half a code point", "0 0 1 0 \xe2\x82", text},
		{"a byte order mark in the middle", "\ufeff0 0 1 0", number},
		{"a line that is too long", "0 0 1 0 " + strings.Repeat(" ", maxLine), "longer than"},
		{"a line that is one byte too long", "0 0 1 0" + strings.Repeat(" ", maxLine-6), "longer than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			batch, rejects := readAll(t, open(t, "0 0 1 0\n"+c.row+"\n1 0 2 0\n"))
			same(t, "relations", len(batch.Relations), 2)
			if len(rejects) != 1 || rejects[0].File != "a.txt" || rejects[0].Line != 2 || !strings.Contains(rejects[0].Reason, c.reason) {
				t.Fatalf("%v, not %q", rejects, c.reason)
			}
			same(t, "text", rejects[0].Text, c.row[:min(len(c.row), maxRejectText)])
		})
	}
}

func TestLineOfTheGreatestLengthIsRead(t *testing.T) {
	batch, rejects := readAll(t, open(t, "0 0 1 0"+strings.Repeat(" ", maxLine-7)+"\n1 0 2 0\n"))
	same(t, "relations", len(batch.Relations), 2)
	same(t, "rejects", len(rejects), 0)
}

func TestFileInUTF16IsSetAsideRowByRow(t *testing.T) {
	batch, rejects := readAll(t, open(t, "\xff\xfe0\x00 \x000\x00 \x001\x00 \x000\x00\n\x00"))
	same(t, "relations", len(batch.Relations), 0)
	same(t, "rejects", len(rejects), 2)
}

func TestProgressCountsTheBytesOfAllFiles(t *testing.T) {
	r := open(t, "0 0 1 0\n", "\n0 0 1", "")
	if read, total := r.Progress(); read != 0 || total != 14 {
		t.Errorf("%d of %d", read, total)
	}
	readAll(t, r)
	if read, total := r.Progress(); read != 14 || total != 14 {
		t.Errorf("%d of %d", read, total)
	}
	same(t, "after the end", r.Next(&kg.Batch{}), io.EOF)
}

func TestTablesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, table, message string }{
		{"no tab", "A\t0\nB 1\n", "table.txt:2: there is no tab"},
		{"how many there are on the first line", "2\nA\t0\nB\t1\n", "table.txt:1: there is no tab"},
		{"no name", " \t0\n", "table.txt:1: the name is empty"},
		{"no id", "A\t\n", "table.txt:1: \"\" is not an id"},
		{"columns the other way round", "0\tA\n", "table.txt:1: \"A\" is not an id"},
		{"negative id", "A\t-1\n", "is not an id"},
		{"id of too many digits", "A\t99999999999999999999\n", "is not an id"},
		{"an id twice", "A\t0\nB\t1\n\nC\t0\n", `table.txt:4: id 0 is that of "A" on line 1 already`},
		{"an id twice, written otherwise", "A\t7\nB\t007\n", `table.txt:2: id 7 is that of "A" on line 1 already`},
		{"a row twice", "A\t0\nA\t0\n", "table.txt:2: id 0"},
		{"bytes that are not UTF-8", "A\t0\n\xe9\t1\n", "table.txt:2: the line is not in UTF-8"},
		{"a NUL byte", "A\x00\t0\n", "table.txt:1: the line holds a NUL byte"},
		{"a line that is too long", strings.Repeat("A", maxLine) + "\t0\n", "table.txt:1: the line is longer"},
		{"nothing", "", "table.txt has no rows"},
		{"empty lines", "\n \t \n", "table.txt has no rows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if table, err := readIDTable(file(t, "table.txt", c.table)); err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, %v", table, err)
			}
		})
	}
}

func TestTable(t *testing.T) {
	table, err := readIDTable(file(t, "table.txt", "\ufeffA \t0\r\nSão Tomé\u00a0\t 7\tfurther\tcolumns\n\nA\t1"))
	must(t, err)
	same(t, "rows", len(table), 3)
	same(t, "names", table[0].name+table[7].name+table[1].name, "ASão ToméA")
}

func TestOptionsThatCannotBeUsed(t *testing.T) {
	for _, c := range []struct {
		name, message string
		change        func(*TKGOptions)
	}{
		{"no name", "name: ", func(o *TKGOptions) { o.Name = "" }},
		{"a name that is not a slug", "name: ", func(o *TKGOptions) { o.Name = "ICEWS 18" }},
		{"the name of the vocabulary", "name: ", func(o *TKGOptions) { o.Name = "cameo" }},
		{"what ids of relations begin with", "name: ", func(o *TKGOptions) { o.Name = "rel" }},
		{"a name that leaves no room for ids", "name: ", func(o *TKGOptions) { o.Name = strings.Repeat("a", 190) }},
		{"a start that is no day", "start: ", func(o *TKGOptions) { o.Start = "2018-13-40" }},
		{"no start", "start: ", func(o *TKGOptions) { o.Start = "" }},
		{"an unknown unit", "unit: ", func(o *TKGOptions) { o.Unit = "fortnight" }},
		{"no unit", "unit: ", func(o *TKGOptions) { o.Unit = "" }},
		{"no table of entities", "entities: ", func(o *TKGOptions) { o.Entities = "" }},
		{"no table of relations", "relations: ", func(o *TKGOptions) { o.Relations = "" }},
		{"a table that is not there", "none.txt: no such file", func(o *TKGOptions) { o.Relations = filepath.Join(os.TempDir(), "none.txt") }},
		{"a table that is a folder", "is a folder", func(o *TKGOptions) { o.Entities = os.TempDir() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			c.change(&o)
			if _, err := OpenTKG(o, []string{file(t, "rows.txt", "")}); err == nil || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v", err)
			}
		})
	}
	for _, files := range [][]string{nil, {filepath.Join(os.TempDir(), "none.txt")}, {os.TempDir()}} {
		if _, err := OpenTKG(options(t), files); err == nil {
			t.Errorf("%q are opened", files)
		}
	}
}

func FuzzQuadruples(f *testing.F) {
	for _, rows := range []string{"0 0 1 0\n", "\ufeff0\t0\t1\t0\t0\r\n\r\n", "0 0 1", "\x00", "\xff\xfe0\x00", "0 0 1 999999999999999999", "9 9 9 9\n\n0 0 0 0 "} {
		f.Add([]byte(rows))
	}
	opts := options(f)
	opts.Unit = Week
	f.Fuzz(func(t *testing.T, rows []byte) {
		r, err := OpenTKG(opts, []string{file(t, "rows.txt", string(rows))})
		must(t, err)
		defer r.Close()
		batch, rejects := readAll(t, r)
		if read, total := r.Progress(); read != total || total != int64(len(rows)) {
			t.Errorf("%d of %d bytes are read", read, total)
		}
		lines := strings.Count(string(rows), "\n") + 1
		if len(batch.Relations)+len(rejects) > lines {
			t.Errorf("%d lines are %d relations and %d rejects", lines, len(batch.Relations), len(rejects))
		}
		must(t, batch.Check(t.Context(), newChecker()))
	})
}

func FuzzIDTable(f *testing.F) {
	for _, table := range []string{entityTable, "\ufeffA\t0\r\n", "0\tA\n", "A\t0\nA\t0", "\xe9\t0", "A\t99999999999999999999"} {
		f.Add([]byte(table))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := readIDTable(file(t, "table.txt", string(content)))
		if (err == nil) != (len(table) > 0) {
			t.Fatalf("%d rows and %v", len(table), err)
		}
		for id, n := range table {
			entity := kg.Batch{Entities: []kg.Entity{{ID: fmt.Sprint("rows:", id), Kind: kindOf(n.name), Name: n.name}}}
			must(t, entity.Check(t.Context(), newChecker()))
		}
	})
}

func TestALineOfAHundredMegabytesIsSetAside(t *testing.T) {
	const length = 100 << 20
	path := filepath.Join(t.TempDir(), "long.txt")
	f, err := os.Create(path)
	must(t, err)
	_, err = f.WriteString("0 0 1 0\n0 0 1 ")
	must(t, err)
	piece := bytes.Repeat([]byte("9"), 1<<20)
	for range length / len(piece) {
		_, err = f.Write(piece)
		must(t, err)
	}
	_, err = f.WriteString("\n1 0 2 24\n")
	must(t, err)
	must(t, f.Close())
	r, err := OpenTKG(options(t), []string{path})
	must(t, err)
	defer r.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	batch, rejects := readAll(t, r)
	runtime.ReadMemStats(&after)
	same(t, "relations", len(batch.Relations), 2)
	if len(rejects) != 1 || rejects[0].Line != 2 || !strings.Contains(rejects[0].Reason, "longer than") {
		t.Errorf("%v", rejects)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > length/10 {
		t.Errorf("%d bytes were allocated for a line that is passed over", grown)
	}
}

// A file of text that was cut short ends with a row that lacks columns, or with
// one that is as it should be.
func TestATextThatIsCutShortIsReadUpToThere(t *testing.T) {
	const whole = "0 0 1 0\n1 0 2 24\n"
	for end := range len(whole) {
		batch, rejects := readAll(t, open(t, whole[:end]))
		rows := strings.Count(strings.TrimSuffix(whole[:end], "\n"), "\n") + 1
		if end == 0 {
			rows = 0
		}
		same(t, "rows", len(batch.Relations)+len(rejects), rows)
		if len(rejects) > 1 || len(rejects) == 1 && rejects[0].Line != rows {
			t.Errorf("of %q are set aside %v", whole[:end], rejects)
		}
	}
}
