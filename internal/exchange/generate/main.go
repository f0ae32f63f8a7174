// Command generate writes given_names.txt from the dictionary of holders of office that
// the Open Event Data Alliance publishes with PETRARCH
// (https://github.com/openeventdata/Dictionaries, Phoenix.Countries.actors.txt,
// copyright 2014 Open Event Data Alliance, MIT licence): the words with which the names
// of at least two of them begin; and the given names that are usual in the United States by
// its census of 1990 (dist.female.first and dist.male.first, in the public domain).
//
//	go run ./internal/exchange/generate internal/exchange/given_names.txt Phoenix.Countries.actors.txt dist.female.first dist.male.first
package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const header = `# Given names: those that are usual by the census of the United States of 1990, and the
# words with which the names of at least two holders of office begin, from the actor
# dictionaries of PETRARCH (https://github.com/openeventdata/Dictionaries), copyright 2014
# Open Event Data Alliance, used under the MIT licence:
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
# contract, tort or otherwise, arising from, out of or in connection with the software or the
# use or other dealings in the software.
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// A holder of office stands as VLADIMIR_PUTIN_ with the list that it is from behind.
var holder = regexp.MustCompile(`(?m)^([A-Z]{3,})_[A-Z_]*[A-Z]_? +; CountryInfo`)

// rarest is what part of a hundred people have a name at least that is usual.
const rarest = 0.005

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("give the file to write, the dictionary and the lists of the census")
	}
	dictionary, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	holders := map[string]map[string]bool{} // by the first word of their names
	for _, found := range holder.FindAllStringSubmatch(string(dictionary), -1) {
		first := strings.ToLower(found[1])
		if holders[first] == nil {
			holders[first] = map[string]bool{}
		}
		holders[first][found[0]] = true
	}
	given := map[string]bool{}
	for first, names := range holders {
		if len(names) > 1 {
			given[first] = true
		}
	}
	for _, path := range args[2:] {
		if err := readCensus(path, given); err != nil {
			return err
		}
	}
	return os.WriteFile(args[0], []byte(header+strings.Join(slices.Sorted(maps.Keys(given)), "\n")+"\n"), 0o644)
}

// readCensus adds the names of a list that has after each how many of a hundred have it.
func readCensus(path string, given map[string]bool) error {
	list, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		percent, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if percent >= rarest && len(fields[0]) > 2 {
			given[strings.ToLower(fields[0])] = true
		}
	}
	return nil
}
