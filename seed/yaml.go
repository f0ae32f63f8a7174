package seed

import (
	"errors"
	"fmt"
	"path"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// file is an annotation file: what is read from it and where its problems go.
type file struct {
	name     string // as shown in problems
	problems *Problems
	root     fields
}

func (f *file) problem(line int, format string, args ...any) {
	*f.problems = append(*f.problems, Problem{f.name, max(line, 1), fmt.Sprintf(format, args...)})
}

// parse reads an annotation file, or reports why not and returns nil.
func (l *loader) parse(name string) *file {
	f := &file{name: path.Join(l.shown, name), problems: &l.problems}
	content, err := l.from.read(name, MaxAnnotationBytes)
	if err != nil {
		f.problem(1, "%v", err)
		return nil
	}
	if line, message := checkEncoding(content); line > 0 {
		f.problem(line, "%s", message)
		return nil
	}
	body, line, err := parseYAML(content)
	if err != nil {
		f.problem(line, "%v", err)
		return nil
	}
	root, ok := f.mapping(body, "an annotation file", "document", "times", "types", "entities", "relations")
	if !ok {
		return nil
	}
	f.root = root
	return f
}

// maxNesting is how deep an annotation file's flow collections and lists on one
// line may go. The format needs five levels.
const maxNesting = 20

// parseYAML returns the root of the one YAML document that content holds, or an
// error and its line.
func parseYAML(content string) (root ast.Node, line int, err error) {
	// The scanner and the parser have panicked on malformed input in the past.
	defer func() {
		if recover() != nil {
			root, line, err = nil, 1, errors.New("this is not valid YAML; compare it with seed/README.md")
		}
	}()
	tokens := lexer.Tokenize(content)
	if line, err := refuseTokens(tokens); err != nil {
		return nil, line, err
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		line, message := 1, err.Error()
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			message = syntax.Message
			if syntax.Token != nil && syntax.Token.Position != nil {
				line = syntax.Token.Position.Line
			}
		}
		return nil, line, fmt.Errorf("this is not valid YAML: %s; mend it here or in the lines above", message)
	}
	switch {
	case len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil:
		return nil, 1, errors.New("the file is empty; seed/README.md shows what belongs into it")
	case len(parsed.Docs) > 1:
		line := 1
		if start := parsed.Docs[1].Start; start != nil {
			line = start.Position.Line
		}
		return nil, line, errors.New("a second YAML document begins here; put it into a file of its own")
	}
	return parsed.Docs[0].Body, 0, nil
}

// refuseTokens returns an error, and its line, for YAML that the format has no
// use for: references, which can blow a small file up, tags and deep nesting.
func refuseTokens(tokens token.Tokens) (line int, err error) {
	flow, entries, entryLine := 0, 0, 0
	for _, t := range tokens {
		line := t.Position.Line
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return line, errors.New("anchors, aliases and merge keys (&, *, <<) are not part of the format; write the value out, or quote the text that begins with this character")
		case token.TagType, token.DirectiveType:
			return line, errors.New("tags and directives (!, %) are not part of the format; remove it, or quote the text that begins with this character")
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			if line != entryLine {
				entries, entryLine = 0, line
			}
			entries++
		}
		if flow > maxNesting || entries > maxNesting {
			return line, errors.New("this is nested too deeply; seed/README.md shows the form of an annotation file")
		}
	}
	return 0, nil
}
