package export

import (
	"bufio"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"conflictgraph/internal/kg"
)

// cypherRows is how many things one statement makes.
const cypherRows = 100

// cypher writes statements, one a line, that make the graph in an empty Neo4j:
// (:Entity:Actor:Person {id, name})-[:MET_WITH {id, status}]->(…) and (:Document
// {id, text}). Running them twice makes nothing twice. Labels and types are data
// to them ($(…), Neo4j 5.26), so that nothing but literals is made of what the
// graph holds.
type cypher struct {
	plain
	out       *bufio.Writer
	statement string
	rows      int
}

func openCypher(out *bufio.Writer) encoder { return &cypher{out: out} }

func (c *cypher) begin(s section) error {
	c.end()
	switch s {
	case documentSection:
		c.write("CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE;\n")
		c.write("CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;\n")
		c.statement = "MERGE (d:Document {id: row.id}) SET d += row.is"
	case entitySection:
		c.statement = "MERGE (e:Entity {id: row.id}) SET e += row.is, e:$(row.labels)"
	case relationSection:
		c.statement = "MATCH (s:Entity {id: row.s}), (o:Entity {id: row.o}) MERGE (s)-[r:$(row.type) {id: row.id}]->(o) SET r += row.is"
	}
	return nil
}

// write writes text. What fails is reported when out is flushed.
func (c *cypher) write(text string) { _, _ = c.out.WriteString(text) }

// row begins one more row of the statement.
func (c *cypher) row(id string) {
	switch c.rows {
	case 0:
		c.write("UNWIND [")
	case cypherRows:
		c.end()
		c.write("UNWIND [")
	default:
		c.write(", ")
	}
	c.rows++
	c.write("{id: " + cypherText(id))
}

// end ends the statement that was begun.
func (c *cypher) end() {
	if c.rows > 0 {
		c.write("] AS row " + c.statement + ";\n")
	}
	c.rows = 0
}

func (c *cypher) document(d *kg.Document) error {
	c.row(d.ID)
	return cypherProperties(c, documentColumns, d)
}

func (c *cypher) entity(e *kg.Entity) error {
	c.row(e.ID)
	labels := []string{}
	if e.Kind.IsActor() {
		labels = append(labels, "Actor")
	}
	c.write(", labels: " + cypherTexts(append(labels, cypherLabel(e.Kind))))
	return cypherProperties(c, nodeColumns, e)
}

func (c *cypher) relation(r edge) error {
	c.row(r.ID)
	c.write(", s: " + cypherText(r.Subject) + ", o: " + cypherText(r.Object) + ", type: " + cypherText(cypherType(r.of)))
	return cypherProperties(c, edgeColumns, r)
}

// cypherNames are the properties that are not named as the columns are, since
// Neo4j's tools look for other names.
var cypherNames = map[string]string{"label": "name"}

func cypherProperties[T any](c *cypher, columns []column[T], of T) error {
	c.write(", is: {")
	separator := ""
	for _, column := range columns {
		value := column.of(of)
		if value == nil {
			continue
		}
		literal, err := cypherLiteral(column.kind, value)
		if err != nil {
			return err
		}
		name := column.name
		if other := cypherNames[name]; other != "" {
			name = other
		}
		c.write(separator + name + ": " + literal)
		separator = ", "
	}
	c.write("}}")
	return nil
}

// cypherLiteral returns a value as Cypher writes it: days as dates, lists of texts
// as lists, and other lists as JSON, since no property can hold these.
func cypherLiteral(kind valueKind, value any) (string, error) {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0" // or it would be an integer
		}
		return text, nil
	case []string:
		return cypherTexts(v), nil
	case string:
		if kind == dayKind {
			return "date(" + cypherText(v) + ")", nil
		}
		return cypherText(v), nil
	}
	raw, err := json.Marshal(value)
	return cypherText(string(raw)), err
}

func cypherTexts(texts []string) string {
	literals := make([]string, len(texts))
	for i, s := range texts {
		literals[i] = cypherText(s)
	}
	return "[" + strings.Join(literals, ", ") + "]"
}

// cypherText returns s as a literal on one line. Neo4j reads \uXXXX before it
// looks for where literals end, so that a u after a backslash is written as one,
// too, and what looks like an escape in s is none.
func cypherText(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	var before rune
	for _, c := range s {
		switch {
		case c == '\'' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029' || c == 'u' && before == '\\':
			const digits = 4
			code := strconv.FormatInt(int64(c), 16)
			b.WriteString(`\u` + strings.Repeat("0", digits-len(code)) + code)
		default:
			b.WriteRune(c)
		}
		before = c
	}
	b.WriteByte('\'')
	return b.String()
}

// cypherLabel returns the label of a kind: OtherActor for OTHER_ACTOR.
func cypherLabel(kind kg.EntityKind) string {
	var label strings.Builder
	for word := range strings.SplitSeq(string(kind), "_") {
		label.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return label.String()
}

// cypherType returns what relationships of a type are called: MET_WITH for
// met-with, and for a code of some vocabulary the words of its label.
func cypherType(t kg.RelationType) string {
	words := t.ID
	if strings.Contains(words, ":") {
		words = t.Label
	}
	name := strings.Join(strings.FieldsFunc(strings.ToUpper(words), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), "_")
	if name == "" {
		return "RELATED_TO"
	}
	return name
}
