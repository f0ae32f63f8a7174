package main

import (
	"bytes"
	"fmt"
	"regexp"
)

// marshalObjects has objects written down by the package's own type: graphql.FieldSet
// has places for fields that are resolved later or put off, which none but the root
// fields are.
func marshalObjects(code []byte) ([]byte, error) {
	const begin = "\nfunc (ec *executionContext) _"
	functions, changed := bytes.Split(code, []byte(begin)), 0
	for i, f := range functions {
		if fieldSet.Match(f) && !bytes.Contains(f, []byte("WithRootFieldContext(")) {
			f = fieldSet.ReplaceAll(f, []byte("\tout := newObject(fields)\n"))
			functions[i] = dispatched.ReplaceAll(f, nil)
			changed++
		}
	}
	if changed == 0 {
		return nil, fmt.Errorf("no object has %s and %s any more; see what is there now", fieldSet, dispatched)
	}
	return bytes.Join(functions, []byte(begin)), nil
}

var (
	fieldSet   = regexp.MustCompile(`\tout := graphql\.NewFieldSet\(fields\)\n\tdeferred := graphql\.NewDeferredGroup\(ctx\)\n`)
	dispatched = regexp.MustCompile(`(?s)\tout\.Dispatch\(ctx\)\n|\n\tif n := len\(deferred\.Defers\); n > 0 \{.*?\n\t\}\n`)
)
