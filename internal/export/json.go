package export

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var text bytes.Buffer
	for i, m := range o {
		if text.WriteByte(','); i == 0 {
			text.Reset()
			text.WriteByte('{')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		text.Write(name)
		text.WriteByte(':')
		text.Write(value)
	}
	if len(o) == 0 {
		return []byte("{}"), nil
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

// jsonList writes the elements of a JSON array, each on a line of its own.
type jsonList struct {
	out   *bufio.Writer
	begun bool
}

// add writes one more. What it fails to write is reported when out is flushed.
func (l *jsonList) add(element any) error {
	text, err := json.Marshal(element)
	if err != nil {
		return err
	}
	if l.begun {
		_ = l.out.WriteByte(',')
	}
	l.begun = true
	_ = l.out.WriteByte('\n')
	_, _ = l.out.Write(text)
	return nil
}

// between writes what is between two arrays, or around them.
func (l *jsonList) between(text string) error {
	l.begun = false
	_, err := l.out.WriteString(text)
	return err
}
