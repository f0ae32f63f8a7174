package exchange

import (
	"fmt"
	"strings"

	"conflictgraph/internal/packed"
)

// Format is a form of data sets that can be imported.
type Format struct {
	Name        string   // as import has it
	Extensions  []string // that files of it tend to have, without .gz and .zip
	Description string   // what the files are
	Open        func(options ReadOptions, files []string) (Reader, error)
}

// ReadOptions say how files are to be read. Those that a format has no use for are
// passed over.
type ReadOptions struct {
	RowOptions
	Mapping   string // path of the mapping (csv)
	Entities  string // path of the id table of subjects and objects (tkg)
	Relations string // path of the id table of relations (tkg)
	Start     string // the day that times are counted from (tkg)
	Unit      Unit   // what they count (tkg)
}

// Formats lists the formats that there are readers of.
func Formats() []Format { return formats }

var formats = []Format{
	{
		Name: "icews", Extensions: []string{".tab", ".txt"}, Description: "events of ICEWS, as the yearly files have them",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenICEWS(o.RowOptions, files) },
	},
	{
		Name: "polecat", Extensions: []string{".txt"}, Description: "events of POLECAT, the successor of ICEWS",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenPOLECAT(o.RowOptions, files) },
	},
	{
		Name: "gdelt", Extensions: []string{".csv"}, Description: "event exports of GDELT 2.0, of 61 columns",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenGDELT(o.RowOptions, files) },
	},
	{
		Name: "gdelt1", Extensions: []string{".csv"}, Description: "event exports of GDELT 1.0, of 58 or 57 columns",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenGDELT1(o.RowOptions, files) },
	},
	{
		Name: "acled", Extensions: []string{".csv"}, Description: "exports of ACLED, with event_id_cnty among the columns",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenACLED(o.RowOptions, files) },
	},
	{
		Name: "ucdp", Extensions: []string{".csv"}, Description: "events of UCDP GED, yearly and candidate releases, of 49 columns or less",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenUCDP(o.RowOptions, files) },
	},
	{
		Name: "csv", Extensions: []string{".csv", ".tsv"}, Description: "any table, with a mapping",
		Open: func(o ReadOptions, files []string) (Reader, error) {
			return OpenCSV(CSVOptions{RowOptions: o.RowOptions, Mapping: o.Mapping}, files)
		},
	},
	{
		Name: "tkg", Extensions: []string{".txt"}, Description: "rows of subject, relation, object and time, with tables of their ids",
		Open: func(o ReadOptions, files []string) (Reader, error) {
			return OpenTKG(TKGOptions{Name: o.Name, Entities: o.Entities, Relations: o.Relations, Start: o.Start, Unit: o.Unit, Limit: o.Limit}, files)
		},
	},
	{
		Name: "reference", Extensions: []string{".csv", ".txt"}, Description: "tables of states, and dictionaries of actors with their offices by date",
		Open: func(o ReadOptions, files []string) (Reader, error) { return OpenReference(o.RowOptions, files) },
	},
	{
		Name: "jsonld", Extensions: []string{".jsonld", ".json"}, Description: "what export writes as JSON-LD",
		Open: func(_ ReadOptions, files []string) (Reader, error) { return OpenJSONLD(packed.Limit{}, files) },
	},
}

// FormatNamed returns a format by its name.
func FormatNamed(name string) (Format, error) {
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%q is not a format; those there are: %s", name, strings.Join(FormatNames(), ", "))
}

// FormatNames returns the names of the formats.
func FormatNames() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// recognised says of which format a table with some columns is, as an addition to
// what is missing for another, and nothing where none is known.
func recognised(names []string) string {
	c, _ := newColumns(names)
	for _, f := range signatures {
		if _, err := newColumns(names, f.columns...); err == nil && c.n > 0 {
			return "; " + f.says
		}
	}
	if n := len(names); n > 1 && strings.Trim(names[0], "0123456789") == "" {
		for _, layout := range []gdeltLayout{gdelt1, gdelt2} {
			if layout.widths[0] == n {
				return fmt.Sprintf("; a first line of %d columns is an event of %s, which --format %s reads", n, layout.version, layout.format)
			}
		}
	}
	return ""
}

type signature struct {
	columns []string
	says    string
}

// signatures are the columns by which tables are known: those of the formats, and
// of others that are published.
var signatures = []signature{
	{[]string{"Source Name", "Target Name", "Event Date"}, "the columns are those of ICEWS, which --format icews reads"},
	{[]string{"Actor Name", "Recipient Name", "Event Type", "Event Mode"}, "the columns are those of POLECAT, which --format polecat reads"},
	{[]string{"event_id_cnty", "actor1"}, "the columns are those of ACLED, which --format acled reads"},
	{[]string{"side_a", "side_b", "type_of_violence"}, "the columns are those of UCDP, which --format ucdp reads"},
}
