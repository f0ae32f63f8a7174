// Command generate writes holders.tsv: who was of the government of which state, and from
// when to when, of the actor dictionaries of PETRARCH
// (https://github.com/openeventdata/Dictionaries), which are under the MIT licence.
//
//	go run ./internal/extract/link/generate Phoenix.Countries.actors.txt > internal/extract/link/holders.tsv
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strings"
)

const notice = `# Persons of governments, with the codes of their states in ISO 3166-1 and the days from and
# to which they were, from the actor dictionaries of PETRARCH
# (https://github.com/openeventdata/Dictionaries), copyright 2014 Open Event Data Alliance,
# used under the MIT licence:
# Permission is hereby granted, free of charge, to any person obtaining a copy of this
# software and associated documentation files (the "Software"), to deal in the Software
# without restriction, including without limitation the rights to use, copy, modify, merge,
# publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons
# to whom the Software is furnished to do so, subject to the following conditions: The above
# copyright notice and this permission notice shall be included in all copies or substantial
# portions of the Software. The Software is provided "as is", without warranty of any kind,
# express or implied, including but not limited to the warranties of merchantability, fitness
# for a particular purpose and noninfringement. In no event shall the authors or copyright
# holders be liable for any claim, damages or other liability, whether in an action of
# contract, tort or otherwise, arising from, out of or in connection with the Software or the
# use or other dealings in the Software.
`

var term = regexp.MustCompile(`^\s*\[([A-Z]{3})GOV[A-Z]*\s+([<>]?)(\d{6,8})(?:-(\d{6,8}))?\]`)

// titles are words of names that say an office, without which they stand as well.
var titles = strings.Fields(`president president-elect former ex gov. governor govenor prime minister premier chancellor secretary senator general gen. colonel king queen prince leader
mr mr. dr dr. american u.s. us chief ambassador foreign defense defence vice administration government congressman speaker judge justice sir lord emir sheikh sultan candidate the of and for ''`)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("name the file of actors")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	var names, terms, rows []string
	flush := func() {
		if len(terms) > 0 {
			for _, name := range names {
				if words := strings.Fields(name); len(words) > 1 && len(words) < 5 && !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(titles, w) }) {
					rows = append(rows, name+"\t"+strings.Join(terms, ";"))
				}
			}
		}
		names, terms = nil, nil
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
		case line[0] == '\t' || line[0] == ' ':
			if m := term.FindStringSubmatch(line); m != nil {
				from, to := whole(m[3]), whole(m[4])
				switch m[2] {
				case ">":
					to = ""
				case "<":
					from, to = "", from
				}
				if m[2] == "" && m[4] == "" {
					to = from
				}
				if to != "" && to < "1945" {
					continue
				}
				terms = append(terms, m[1]+" "+from+"-"+to)
			}
		default:
			name := strings.TrimPrefix(line, "+")
			if line[0] != '+' {
				flush()
			}
			name, _, _ = strings.Cut(name, ";")
			name, _, _ = strings.Cut(name, "[")
			name = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(name, "_", " ")))
			if name != "" && !strings.ContainsAny(name, "{}()") {
				names = append(names, strings.Join(strings.Fields(name), " "))
			}
		}
	}
	flush()
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	slices.Sort(rows)
	fmt.Print(notice)
	for _, row := range slices.Compact(rows) {
		fmt.Println(row)
	}
}

// whole returns a day with the year in four digits.
func whole(day string) string {
	if len(day) != 6 {
		return day
	}
	if day < "30" {
		return "20" + day
	}
	return "19" + day
}
