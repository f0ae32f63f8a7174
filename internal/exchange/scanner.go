package exchange

// scanner finds the end of a record of comma-separated values.
type scanner struct {
	at        int // what is before has been looked at
	state     scanState
	quoted    bool // within quotation marks
	ended     bool
	malformed bool // a quotation mark stands where none may
	end       int  // after the record's last line
	firstLine int  // after its first
}

type scanState byte

const (
	columnStart scanState = iota
	inPlain
	inQuotes
	afterQuote // after a quotation mark within quotation marks: the second of two, or the last
)

// scan looks at the rest of text, the beginning of which it has seen, and reports
// whether the record ends in it. A malformed one ends with its first line.
func (s *scanner) scan(text []byte, delimiter byte) bool {
	for ; s.at < len(text); s.at++ {
		c := text[s.at]
		if c == '\n' {
			if s.firstLine == 0 {
				s.firstLine = s.at + 1
			}
			if s.state != inQuotes || s.malformed {
				s.ended, s.end = true, s.at+1
				return true
			}
			continue
		}
		switch {
		case s.state == inQuotes:
			if c == '"' {
				s.state = afterQuote
			}
		case c == '"' && s.state == columnStart, c == '"' && s.state == afterQuote:
			s.state = inQuotes
		case c == delimiter:
			s.state = columnStart
		default:
			s.malformed = s.malformed || s.state == afterQuote && c != '\r' || s.state == inPlain && c == '"'
			s.state = inPlain
		}
		s.quoted = s.state == inQuotes
		if s.malformed && s.firstLine > 0 {
			s.ended, s.end = true, s.firstLine
			return true
		}
	}
	return false
}
