package main

import (
	"fmt"
	"regexp"
)

// resolvedLeaf is what gqlgen generates for a field whose value, of a scalar or an
// enum, is a field or a method of its object: a context for errors, a place for
// middleware and three closures.
var resolvedLeaf = regexp.MustCompile(`(?s)(func \(ec \*executionContext\) _\w+\(ctx context\.Context, field graphql\.CollectedField, obj \S+\)) \(ret graphql\.Marshaler\) \{
	return graphql\.ResolveField\(
		ctx,
		ec\.OperationContext,
		field,
		func\(ctx context\.Context, field graphql\.CollectedField\) \(\*graphql\.FieldContext, error\) \{
			return ec\.fieldContext_\w+\(ctx, field\)
		\},
		func\(ctx context\.Context\) \(any, error\) \{
			return (obj\.\w+(?:\(\))?), nil
		\},
		nil,
		func\(ctx context\.Context, selections ast\.SelectionSet, v (\S+)\) graphql\.Marshaler \{
			return (ec\.marshal[^(]+)\(ctx, selections, v\)
		\},
		true,
		(?:true|false),
	\)
\}
(func \(ec \*executionContext\) fieldContext_\w+\([\w ]+context\.Context, field graphql\.CollectedField\) \(fc \*graphql\.FieldContext, err error\) \{
	return graphql\.NewScalarFieldContext\()`)

// marshalLeaves has the values of leaves written down as they are, which nothing can
// go wrong with: most fields of an answer are leaves. Numbers that may not be
// finite are left as they were.
func marshalLeaves(code []byte) ([]byte, error) {
	changed := 0
	code = resolvedLeaf.ReplaceAllFunc(code, func(leaf []byte) []byte {
		if m := resolvedLeaf.FindSubmatch(leaf); string(m[3]) == "float64" {
			return leaf
		}
		changed++
		return resolvedLeaf.ReplaceAll(leaf, []byte("$1 graphql.Marshaler {\n\treturn $4(ctx, field.Selections, $2)\n}\n$5"))
	})
	if changed == 0 {
		return nil, fmt.Errorf("no leaf is resolved as %s any more; see what is there now", resolvedLeaf)
	}
	return code, nil
}
