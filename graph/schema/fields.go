package main

import (
	"fmt"
	"regexp"
)

// resolvedField is the call that gqlgen generates for a field that no directive
// does anything to: without middleware, and to be recovered from a panic.
var resolvedField = regexp.MustCompile(`(?s)graphql\.ResolveField\((\n.*?)\n\t\tnil,(\n.*?)\n\t\ttrue,(\n\t\t(?:true|false),\n\t\))`)

// resolveFields has fields resolved by the package's own function.
func resolveFields(code []byte) ([]byte, error) {
	if !resolvedField.Match(code) {
		return nil, fmt.Errorf("no field is resolved by %s any more; see what is there now", resolvedField)
	}
	return resolvedField.ReplaceAll(code, []byte("resolveField($1$2$3")), nil
}
