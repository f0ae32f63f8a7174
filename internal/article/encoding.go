package article

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

var errBinary = errors.New("it is not text; give text, Markdown, HTML, JSON lines, a feed or a web archive")

// decode returns bytes of text in UTF-8, and the name of the encoding where it had to be
// guessed. What they are said to be in, such as "text/html; charset=koi8-r", counts where
// they do not begin with a byte order mark.
func decode(raw []byte, contentType string) (text, guessed string, err error) {
	if isBinary(raw) {
		return "", "", errBinary
	}
	if rest, found := bytes.CutPrefix(raw, []byte("\xef\xbb\xbf")); found {
		return string(rest), "", nil
	}
	declared := strings.Contains(strings.ToLower(contentType), "charset")
	if !declared && utf8.Valid(raw) && !hasUTF16Mark(raw) {
		return string(raw), "", nil
	}
	enc, name, certain := charset.DetermineEncoding(raw, contentType)
	if hasUTF16Mark(raw) {
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	decoded, _, err := transform.Bytes(enc.NewDecoder(), raw)
	if err != nil {
		return "", "", err
	}
	if !certain {
		guessed = name
	}
	return string(decoded), guessed, nil
}

// decodePage is decode for a page, which may say itself how it is encoded.
func decodePage(raw []byte, contentType string) (text, guessed string, err error) {
	enc, name, certain := charset.DetermineEncoding(raw, contentType)
	if !certain || name == "utf-8" || hasUTF16Mark(raw) || isBinary(raw) {
		return decode(raw, "")
	}
	decoded, _, err := transform.Bytes(enc.NewDecoder(), raw)
	return string(decoded), "", err
}

func hasUTF16Mark(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff"))
}

// lookedAt is how many bytes of a source tell what it is.
const lookedAt = 8 << 10

// isBinary reports whether bytes are no text: they have a NUL, or many other controls.
func isBinary(raw []byte) bool {
	if hasUTF16Mark(raw) {
		return false
	}
	head := raw[:min(len(raw), lookedAt)]
	controls := 0
	for _, c := range head {
		switch {
		case c == 0:
			return true
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b:
			controls++
		}
	}
	return controls*20 > len(head)
}
