package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// mapping says which column of a table is what, as OpenCSV describes it.
type mapping struct {
	Delimiter oneValue             `yaml:"delimiter"`
	Header    *bool                `yaml:"header"`
	Subject   cell                 `yaml:"subject"`
	Type      cell                 `yaml:"type"`
	Object    cell                 `yaml:"object"`
	Date      cell                 `yaml:"date"`
	Year      cell                 `yaml:"year"`
	Place     cell                 `yaml:"place"`
	Latitude  cell                 `yaml:"latitude"`
	Longitude cell                 `yaml:"longitude"`
	Precision cell                 `yaml:"precision"`
	Status    cell                 `yaml:"status"`
	Certainty cell                 `yaml:"certainty"`
	Coding    cell                 `yaml:"coding"`
	Source    cell                 `yaml:"source"`
	Quote     cell                 `yaml:"quote"`
	Text      cell                 `yaml:"text"`
	Title     cell                 `yaml:"title"`
	URL       cell                 `yaml:"url"`
	Publisher cell                 `yaml:"publisher"`
	Note      cell                 `yaml:"note"`
	Language  cell                 `yaml:"language"`
	Licence   cell                 `yaml:"licence"`
	Captured  cell                 `yaml:"captured-at"`
	Archived  cell                 `yaml:"archived-url"`
	SHA256    cell                 `yaml:"sha256"`
	Reliable  cell                 `yaml:"reliability"`
	Nothing   []string             `yaml:"nothing"`
	Types     map[string]typeWords `yaml:"types"`

	Quantities map[string]counted `yaml:"quantities"` // by their kind

	name string // of the file
}

// counted says which columns have a quantity.
type counted struct {
	Low  string `yaml:"low"`
	Best string `yaml:"best"`
	High string `yaml:"high"`
	Unit string `yaml:"unit"` // that all rows have

	line int
}

// UnmarshalYAML reads the name of the column that has the best number, or those of all.
func (c *counted) UnmarshalYAML(node ast.Node) error {
	c.line = lineOf(node)
	if _, ok := node.(ast.ScalarNode); ok {
		return yaml.NodeToValue(node, &c.Best)
	}
	type plain counted
	return yaml.NodeToValue(node, (*plain)(c), yaml.Strict())
}

// cell says where a row has a value: in a column, or for all rows in the mapping.
type cell struct {
	Column     string `yaml:"column"`
	Value      string `yaml:"value"`
	Kind       string `yaml:"kind"`        // of an entity
	KindColumn string `yaml:"kind-column"` // the column that has it
	Format     string `yaml:"format"`      // of a date
	Until      string `yaml:"until"`       // the column that has the last day

	line int
}

// UnmarshalYAML reads a cell: the name of a column, or what there is to say.
func (c *cell) UnmarshalYAML(node ast.Node) error {
	if _, ok := node.(ast.ScalarNode); ok {
		c.line = lineOf(node)
		return yaml.NodeToValue(node, &c.Column)
	}
	type plain cell
	if err := yaml.NodeToValue(node, (*plain)(c), yaml.Strict()); err != nil {
		return err
	}
	c.line = lineOf(node)
	return nil
}

// given reports whether the mapping has the cell.
func (c cell) given() bool { return c.line > 0 }

// oneValue is a value and where it is written.
type oneValue struct {
	text string
	line int
}

// UnmarshalYAML reads a scalar.
func (v *oneValue) UnmarshalYAML(node ast.Node) error {
	v.line = lineOf(node)
	return yaml.NodeToValue(node, &v.text)
}

// typeWords says what the relations are that a table calls by a word.
type typeWords struct {
	As        string `yaml:"as"` // a type there is: "met-with", "cameo:190"
	Label     string `yaml:"label"`
	Inverse   string `yaml:"inverse"`
	Symmetric bool   `yaml:"symmetric"`
	PLOVER    string `yaml:"plover"`

	line int
}

// UnmarshalYAML reads the words of a type.
func (w *typeWords) UnmarshalYAML(node ast.Node) error {
	type plain typeWords
	if err := yaml.NodeToValue(node, (*plain)(w), yaml.Strict()); err != nil {
		return err
	}
	w.line = lineOf(node)
	return nil
}

// lineOf returns the line that a node begins on.
func lineOf(node ast.Node) int {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	if t := node.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// maxMapping is the length in bytes up to which a mapping is read.
const maxMapping = 64 << 10

// readMapping reads a mapping. Its errors name the file and the line.
func readMapping(path string) (m *mapping, err error) {
	if path == "" {
		return nil, errors.New("this format needs a mapping, which says what the columns are; name the file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, errors.Unwrap(err))
	}
	defer file.Close()
	m = &mapping{name: filepath.Base(path)}
	content, err := io.ReadAll(io.LimitReader(file, maxMapping+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	case len(content) > maxMapping:
		return nil, fmt.Errorf("%s is longer than %d bytes; is it a mapping?", m.name, maxMapping)
	}
	if err := checkText(content); err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if line, err := m.decode(bytes.TrimPrefix(content, byteOrderMark)); err != nil {
		return nil, m.errorAt(line, "%v", err)
	}
	return m, nil
}

func (m *mapping) errorAt(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", m.name, max(line, 1), fmt.Errorf(format, args...))
}

// decode reads YAML, or returns what is wrong with it and its line.
func (m *mapping) decode(content []byte) (line int, err error) {
	// The scanner and the parser have panicked on malformed input in the past.
	defer func() {
		if recover() != nil {
			line, err = 1, errors.New("this is not valid YAML")
		}
	}()
	tokens := lexer.Tokenize(string(content))
	if line, err := refuseTokens(tokens); err != nil {
		return line, err
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		return explainYAML(err)
	}
	if len(parsed.Docs) != 1 || parsed.Docs[0].Body == nil {
		return 1, errors.New("a mapping is one YAML document that names at least subject, type and object")
	}
	if err := yaml.NodeToValue(parsed.Docs[0].Body, m, yaml.Strict()); err != nil {
		return explainYAML(err)
	}
	return 0, nil
}

// kindWords says what a mapping has where its fields are of some kinds of Go.
var kindWords = map[reflect.Kind]string{reflect.Bool: "true or false", reflect.String: "a text"}

func explainYAML(err error) (line int, _ error) {
	var at yaml.Error
	if !errors.As(err, &at) {
		return 1, err
	}
	if t := at.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		return line, fmt.Errorf("this should be %s", cmp.Or(kindWords[wrong.DstType.Kind()], "something else"))
	}
	return line, errors.New(at.GetMessage())
}

// refuseTokens refuses what a mapping has no use for: references, which can blow a
// small file up, tags and deep nesting.
func refuseTokens(tokens token.Tokens) (line int, err error) {
	const deepest = 10
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.DirectiveType:
			return t.Position.Line, fmt.Errorf("%s cannot be used here; quote text that begins with this character", quote(strings.TrimSpace(t.Value)))
		case token.SequenceStartType, token.MappingStartType, token.SequenceEntryType, token.MappingKeyType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		if depth > deepest {
			return t.Position.Line, errors.New("this is nested too deeply; a mapping has two levels and no lists")
		}
	}
	return 0, nil
}
