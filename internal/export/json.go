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
	err := appendJSON(&text, o)
	return text.Bytes(), err
}

// appendJSON appends a value to a text. That objects and lists are not left to
// json.Marshal keeps it from reading again, level by level, what each returns.
func appendJSON(text *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case object:
		text.WriteByte('{')
		for i, m := range v {
			if i > 0 {
				text.WriteByte(',')
			}
			if err := appendJSON(text, m.name); err != nil {
				return err
			}
			text.WriteByte(':')
			if err := appendJSON(text, m.value); err != nil {
				return err
			}
		}
		text.WriteByte('}')
		return nil
	case []any:
		return appendList(text, v)
	case []object:
		return appendList(text, v)
	}
	raw, err := json.Marshal(v)
	text.Write(raw)
	return err
}

func appendList[T any](text *bytes.Buffer, list []T) error {
	text.WriteByte('[')
	for i, v := range list {
		if i > 0 {
			text.WriteByte(',')
		}
		if err := appendJSON(text, v); err != nil {
			return err
		}
	}
	text.WriteByte(']')
	return nil
}

// jsonList writes the elements of a JSON array, each on a line of its own.
type jsonList struct {
	out   *bufio.Writer
	begun bool
	text  bytes.Buffer
}

// add writes one more. What it fails to write is reported when out is flushed.
func (l *jsonList) add(element any) error {
	l.text.Reset()
	if l.begun {
		l.text.WriteByte(',')
	}
	l.begun = true
	l.text.WriteByte('\n')
	err := appendJSON(&l.text, element)
	_, _ = l.out.Write(l.text.Bytes())
	return err
}

// between writes what is between two arrays, or around them.
func (l *jsonList) between(text string) error {
	l.begun = false
	_, err := l.out.WriteString(text)
	return err
}
