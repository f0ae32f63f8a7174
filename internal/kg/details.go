package kg

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// Details say where a document is from and what it is worth. What is not known is
// empty.
type Details struct {
	Publisher   string    `json:"publisher,omitempty"`
	Language    string    `json:"language,omitempty"` // a BCP 47 tag in its canonical form, "pt-BR"
	Licence     string    `json:"licence,omitempty"`  // an SPDX identifier, an address, or words
	CapturedAt  time.Time `json:"capturedAt,omitzero"`
	ArchivedURL string    `json:"archivedUrl,omitempty"`
	SHA256      string    `json:"sha256,omitempty"`      // of the file that the text was taken from, in lower-case hexadecimal
	Reliability string    `json:"reliability,omitempty"` // by the Admiralty system: of the source, A to F, and of what it says, 1 to 6: "B2"
}

// DetailsRecord is what was recorded of a document's details at once.
type DetailsRecord struct {
	Details
	RecordedAt time.Time `json:"recordedAt"`
}

// DetailsAsOf returns what was known at a moment, or is now where that is nil, of what was
// recorded of a document in the order of recording: of each field what was recorded of it
// first.
func DetailsAsOf(recorded []DetailsRecord, asOf *time.Time) (known Details, then []DetailsRecord) {
	for _, r := range recorded {
		if KnownAsOf(r.RecordedAt, asOf) {
			known.fillIn(r.Details)
			then = append(then, r)
		}
	}
	return known, then
}

// NewIn returns what more has where d is empty.
func (d Details) NewIn(more Details) (added Details) {
	for i, field := range d.fields() {
		if field.isEmpty() {
			added.fields()[i].set(more.fields()[i])
		}
	}
	return added
}

func (d *Details) fillIn(more Details) {
	added := d.NewIn(more)
	for i, field := range d.fields() {
		if of := added.fields()[i]; !of.isEmpty() {
			field.set(of)
		}
	}
}

// A detail is a field of Details.
type detail struct {
	name string
	text *string
	at   *time.Time // of a field that is no text
}

func (d *Details) fields() []detail {
	return []detail{
		{"publisher", &d.Publisher, nil}, {"language", &d.Language, nil}, {"licence", &d.Licence, nil}, {"capturedAt", nil, &d.CapturedAt},
		{"archivedUrl", &d.ArchivedURL, nil}, {"sha256", &d.SHA256, nil}, {"reliability", &d.Reliability, nil},
	}
}

func (d detail) isEmpty() bool {
	if d.at != nil {
		return d.at.IsZero()
	}
	return *d.text == ""
}

func (d detail) set(to detail) {
	if d.at != nil {
		*d.at = *to.at
	} else {
		*d.text = *to.text
	}
}

func (d detail) String() string {
	if d.at != nil {
		return d.at.Format(time.RFC3339Nano)
	}
	return *d.text
}

// Each calls fn with the name, as the API has it, and the value of each field that is not
// empty, in their order.
func (d Details) Each(fn func(name, value string)) {
	for _, field := range d.fields() {
		if !field.isEmpty() {
			fn(field.name, field.String())
		}
	}
}

// maxDetail is how many bytes each text of Details may have.
const maxDetail = 2048

var (
	sha256Digits = regexp.MustCompile(`^[0-9a-f]{64}$`)
	admiralty    = regexp.MustCompile(`^[A-F][1-6]$`)
)

// Check brings d into the form in which it is kept. Its errors have CodeBadInput and name
// the field beneath at: one that is not as Details has it.
func (d *Details) Check(at string) error {
	for _, field := range d.fields() {
		if field.text == nil || *field.text == "" {
			continue
		}
		if err := checkDetail(at+"."+field.name, "the "+field.name, *field.text); err != nil {
			return err
		}
	}
	if d.Language != "" {
		tag, err := language.Parse(d.Language)
		if err != nil || tag == language.Und {
			return BadInput(at+".language", "%q is no language tag of BCP 47; write one such as en, uk or pt-BR", Shorten(d.Language))
		}
		d.Language = tag.String()
	}
	if d.ArchivedURL != "" {
		if err := CheckWebAddress(at+".archivedUrl", d.ArchivedURL); err != nil {
			return err
		}
	}
	if d.SHA256 = strings.ToLower(d.SHA256); d.SHA256 != "" && !sha256Digits.MatchString(d.SHA256) {
		return BadInput(at+".sha256", "%q is no SHA-256 digest; write its 64 hexadecimal digits", Shorten(d.SHA256))
	}
	if d.Reliability != "" && !admiralty.MatchString(d.Reliability) {
		return BadInput(at+".reliability", "%q is no rating of the Admiralty system; write a letter from A to F for the source and a digit from 1 to 6 for what it says, such as B2", Shorten(d.Reliability))
	}
	if !d.CapturedAt.IsZero() {
		if d.CapturedAt = moment(d.CapturedAt); d.CapturedAt.Year() < 1 || d.CapturedAt.Year() > 9999 {
			return BadInput(at+".capturedAt", "the year %d cannot be written; give a time in the years 1 to 9999", d.CapturedAt.Year())
		}
	}
	return nil
}

func checkDetail(field, what, text string) error {
	if err := checkName(field, what, text); err != nil {
		return err
	}
	if len(text) > maxDetail {
		return BadInput(field, "%d bytes are too many; write at most %d", len(text), maxDetail)
	}
	return nil
}

// CheckWebAddress returns an error, with CodeBadInput, unless address is one that a page
// can link to.
func CheckWebAddress(field, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return BadInput(field, "%q is no address on the web; write it whole, such as https://example.org/article, or leave it out", Shorten(address))
	}
	return nil
}

// checkDetails checks the details of a document of the batch, and makes what is recorded
// of them. An error, with CodeConflict, says where a curator contradicts what is there.
func (c *checker) checkDetails(at string, d *Document) error {
	if c.batch.restored {
		d.Details = Details{}
		for i := range d.DetailsRecords {
			r := &d.DetailsRecords[i]
			if r.RecordedAt.IsZero() {
				return BadInput(at+".details", "what is known of %q does not say when it was recorded", d.ID)
			}
			r.RecordedAt = moment(r.RecordedAt)
			if err := r.Check(at); err != nil {
				return err
			}
		}
		d.Details, d.DetailsRecords = DetailsAsOf(d.DetailsRecords, nil)
		return nil
	}
	if err := d.Details.Check(at); err != nil {
		return err
	}
	if old := c.found.Documents[d.ID]; old != nil && !c.batch.Provenance.IsImport() {
		given := d.Details.fields()
		for i, field := range old.Details.fields() {
			if !field.isEmpty() && !given[i].isEmpty() && field.String() != given[i].String() {
				return ConflictIn(at+"."+field.name, "document %q is recorded with %q; leave it out, or give what differs an id of its own", d.ID, Shorten(field.String()))
			}
		}
	}
	d.DetailsRecords = nil
	if d.Details != (Details{}) {
		d.DetailsRecords = []DetailsRecord{{d.Details, c.batch.RecordedAt}}
	}
	return nil
}
