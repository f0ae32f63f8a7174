// Command generate writes states.tsv from the table of country codes of the
// datasets project (ODC-PDDL 1.0, https://github.com/datasets/country-codes,
// data/country-codes.csv), the names of regions that CLDR has (through
// golang.org/x/text) and other_names.tsv:
//
//	go run ./internal/kg/states/generate country-codes.csv internal/kg/states
package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// languages are those whose names of states are written down.
var languages = strings.Fields(`en uk ru be fr de es it pt pl tr ar fa he zh zh-Hant ja ko cs sk hu ro bg sr sr-Latn hr sl el nl sv da nb fi et lv lt
	ka hy az kk uz ky sq mk hi ur ps bn ta id vi th sw am so ha ca eu ga is mt`)

// columns of names, and of the codes that people write.
var (
	nameColumns = []string{
		"CLDR display name", "UNTERM English Short", "UNTERM English Formal", "official_name_en", "UNTERM French Short", "UNTERM French Formal", "official_name_fr",
		"UNTERM Spanish Short", "UNTERM Spanish Formal", "official_name_es", "UNTERM Russian Short", "UNTERM Russian Formal", "official_name_ru",
		"UNTERM Arabic Short", "UNTERM Arabic Formal", "official_name_ar", "UNTERM Chinese Short", "UNTERM Chinese Formal", "official_name_cn",
	}
	codeColumns = []string{"IOC", "FIFA"}
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("give country-codes.csv and the folder of the table")
	}
	rows, err := readCodes(args[0])
	if err != nil {
		return err
	}
	others, err := readOthers(filepath.Join(args[1], "other_names.tsv"))
	if err != nil {
		return err
	}
	taken := wholeNames(rows)
	lines := []string{strings.Join([]string{"alpha2", "alpha3", "numeric", "fips", "wikidata", "geonames", "independent", "name", "codes", "names"}, "\t")}
	for _, row := range rows {
		lines = append(lines, line(row, others[row["ISO3166-1-Alpha-2"]], taken))
	}
	slices.Sort(lines[1:])
	return os.WriteFile(filepath.Join(args[1], "states.tsv"), []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}

func readCodes(path string) (rows []map[string]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, values := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = strings.TrimSpace(strings.ReplaceAll(values[i], "\u00a0", " "))
		}
		rows = append(rows, row)
	}
	// Kosovo has a code that ISO 3166-1 leaves to its users, and is not among them.
	if !slices.ContainsFunc(rows, func(r map[string]string) bool { return r["ISO3166-1-Alpha-2"] == "XK" }) {
		rows = append(rows, map[string]string{
			"ISO3166-1-Alpha-2": "XK", "ISO3166-1-Alpha-3": "XKX", "FIPS": "KV", "IOC": "KOS", "FIFA": "KVX", "is_independent": "In contention", "Geoname ID": "831053",
			"wikidata_id": "Q1246", "CLDR display name": "Kosovo",
		})
	}
	return rows, nil
}

// readOthers returns names by the code that stands before them.
func readOthers(path string) (map[string][]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	names := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); !strings.HasPrefix(line, "#") && len(fields) > 1 {
			names[fields[0]] = append(names[fields[0]], fields[1:]...)
		}
	}
	return names, nil
}

var (
	isCode  = regexp.MustCompile(`^[A-Z]{2,5}$`)
	dotted  = regexp.MustCompile(`^([A-Z]\.)+$`)
	article = regexp.MustCompile(`(?i)^(the|la|le|les|el|los|las|l['’]) ?`)
	remark  = regexp.MustCompile(` *(\([^)]*\)|\*)$`)
)

// wholeNames returns which states have each name of CLDR, or what stands in parentheses
// in one: "China" is a state's name, and what the names of two others have there.
func wholeNames(rows []map[string]string) map[string][]string {
	of := map[string][]string{}
	for _, row := range rows {
		alpha2 := row["ISO3166-1-Alpha-2"]
		for _, name := range cldrNames(alpha2) {
			_, second, _ := inParentheses(name)
			for _, one := range []string{name, second} {
				if !slices.Contains(of[one], alpha2) {
					of[one] = append(of[one], alpha2)
				}
			}
		}
	}
	return of
}

// cldrNames returns the names of a state by language, those of English first.
func cldrNames(alpha2 string) (names []string) {
	region, err := language.ParseRegion(alpha2)
	if err != nil {
		return nil
	}
	for _, l := range languages {
		if namer := display.Regions(language.MustParse(l)); namer != nil {
			names = append(names, namer.Name(region))
		}
	}
	return names
}

func line(row map[string]string, others []string, taken map[string][]string) string {
	alpha2, alpha3 := row["ISO3166-1-Alpha-2"], row["ISO3166-1-Alpha-3"]
	var codes, names []string
	for _, column := range codeColumns {
		if code := row[column]; isCode.MatchString(code) {
			codes = append(codes, code)
		}
	}
	english := ""
	for i, name := range cldrNames(alpha2) {
		if i == 0 {
			english = name
		}
		names = append(names, spellings(name, taken)...)
	}
	for _, column := range nameColumns {
		name := strings.Trim(remark.ReplaceAllString(remark.ReplaceAllString(row[column], ""), ""), " ")
		others = append(others, name, article.ReplaceAllString(name, ""))
	}
	for _, name := range others {
		if plain := strings.ReplaceAll(name, ".", ""); isCode.MatchString(name) || dotted.MatchString(name) {
			codes = append(codes, plain)
		} else {
			names = append(names, name)
		}
	}
	if english == "" || english == "Unknown Region" {
		english = row["CLDR display name"]
	}
	codes = distinct(codes, alpha2, alpha3, "")
	names = distinct(names, english, alpha2, alpha3, "")
	wikidata := row["wikidata_id"][strings.LastIndex(row["wikidata_id"], "/")+1:]
	if alpha2 == "NA" { // which the table lacks
		wikidata = "Q1030"
	}
	return strings.Join([]string{
		alpha2, alpha3, row["ISO3166-1-numeric"], row["FIPS"], wikidata, row["Geoname ID"], row["is_independent"], english, strings.Join(codes, "|"), strings.Join(names, "|"),
	}, "\t")
}

// spellings returns a name of CLDR, and both names where one is in parentheses, unless
// that is of other states, too.
func spellings(name string, taken map[string][]string) []string {
	first, second, both := inParentheses(name)
	switch {
	case !both:
		return []string{name}
	case len(taken[second]) > 1:
		return []string{name, first}
	}
	return []string{name, first, second}
}

// inParentheses parts "Myanmar (Burma)".
func inParentheses(name string) (first, second string, both bool) {
	if first, second, both = strings.Cut(strings.TrimSuffix(name, ")"), " ("); !both {
		return "", "", false
	}
	return first, second, true
}

// distinct returns list without what is there twice, or among others.
func distinct(list []string, others ...string) (all []string) {
	for _, one := range list {
		one = norm.NFC.String(strings.ReplaceAll(one, "|", ""))
		if !slices.Contains(all, one) && !slices.Contains(others, one) && len(one) > 1 {
			all = append(all, one)
		}
	}
	return all
}
