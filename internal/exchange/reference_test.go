package exchange

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

const dictionaryOfTwo = `# made up
UKRAINE_  [UKR]
+KYIV_
ANNA_KELLER_  ; CountryInfo.txt
+PRESIDENT_KELLER_
	[UKRGOV 991231-080507]
	[UKRGOVMIL >20120507]
	[UKRELI <990101]
	[UKRELI]
BORIS_NOVAK_  ; CountryInfo.txt
	[UKRGOV 080507-070507]
	[UKRGOV 080231-090101]
	[UKRGOV 20121204]
	[UKRG0V]
`

func TestDictionariesTellWhoHeldAnOfficeByDate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "actors.txt")
	if err := os.WriteFile(path, []byte(dictionaryOfTwo), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReference(RowOptions{Name: "reference"}, []string{path})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	var batch kg.Batch
	var reasons []string
	for {
		err := r.Next(&batch)
		var reject *Reject
		if errors.Is(err, io.EOF) {
			break
		} else if errors.As(err, &reject) {
			reasons = append(reasons, reject.Reason)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var stated []string
	for _, r := range batch.Relations {
		when := "none"
		if r.Time != nil {
			when = r.Time.EDTF
		}
		stated = append(stated, strings.Join([]string{r.Subject, r.Type, r.Object, when, string(r.Status)}, " "))
	}
	want := []string{
		"reference:anna-keller-ukr cameo:GOV reference:ukr 1999-12-31/2008-05-07 OCCURRED",
		"reference:anna-keller-ukr cameo:GOVMIL reference:ukr 2012-05-07/.. ONGOING",
		"reference:anna-keller-ukr cameo:ELI reference:ukr ../1999-01-01 OCCURRED",
		"reference:anna-keller-ukr cameo:ELI reference:ukr none OCCURRED",
	}
	if got := strings.Join(stated, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("it states\n%s\nnot\n%s", got, strings.Join(want, "\n"))
	}
	for i, say := range []string{"before it begins", "not a day of the calendar", "first day or the last", "not a code of CAMEO"} {
		if i >= len(reasons) || !strings.Contains(reasons[i], say) {
			t.Errorf("the reasons are %q; one has to say %q", reasons, say)
		}
	}
	for _, e := range batch.Entities {
		if e.ID == "reference:ukr" && (e.Kind != kg.KindCountry || len(e.Identifiers) != 4) || e.ID == "reference:anna-keller-ukr" && (e.Kind != kg.KindPerson || len(e.Aliases) != 1) {
			t.Errorf("it has %+v", e)
		}
	}
}
