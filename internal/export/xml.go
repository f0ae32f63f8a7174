package export

import (
	"bufio"
	"encoding/xml"
	"io"
)

// xmlOut writes XML 1.0. Characters that XML 1.0 has no way to write, which are
// the control characters but tab and line break, U+FFFE and U+FFFF, become U+FFFD.
type xmlOut struct{ *xml.Encoder }

func newXML(out *bufio.Writer) xmlOut {
	// What it fails to write is reported when it is flushed.
	_, _ = out.WriteString(xml.Header)
	// Not out itself, which an encoder would flush after each element.
	return xmlOut{xml.NewEncoder(struct{ io.Writer }{out})}
}

// open writes the start of an element, and close its end.
func (x xmlOut) open(name string, attributes ...string) error {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i < len(attributes); i += 2 {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: attributes[i]}, Value: attributes[i+1]})
	}
	return x.EncodeToken(start)
}

func (x xmlOut) close(name string) error {
	return x.EncodeToken(xml.EndElement{Name: xml.Name{Local: name}})
}
