package article

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/itlightning/dateparse"

	"conflictgraph/internal/kg"
)

var isoDay = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:$|[T ])`)

// tooManyDigits are no day: they count seconds or the like.
var tooManyDigits = regexp.MustCompile(`^\d{9,}(?:\.\d+)?$`)

// publishedAt returns the day that a date is of, as it is written there, whatever the time
// zone. found says where it stands: "article:published_time of the page".
func publishedAt(date, found string) (*kg.Time, error) {
	date = oneLine(date)
	reasoning := fmt.Sprintf("%s says %q", found, date)
	if m := isoDay.FindStringSubmatch(date); m != nil {
		date = m[1]
	} else if t, err := kg.ParseEDTF(date); err == nil && !strings.Contains(date, "T") {
		t.Reasoning = reasoning
		return &t, nil
	} else if parsed, err := dateparse.ParseStrict(date); err == nil && !tooManyDigits.MatchString(date) {
		date = parsed.Format(time.DateOnly)
	} else {
		return nil, fmt.Errorf("%s says %q, which is no date that is read one way; write it as 2025-12-01", found, kg.Shorten(date))
	}
	t, err := kg.ParseEDTF(date)
	if err != nil {
		return nil, fmt.Errorf("%s says %q: %w", found, kg.Shorten(date), err)
	}
	t.Reasoning = reasoning
	return &t, nil
}

// setPublished takes the day of publication from a date, where none is known yet. Another
// one than what is known is noted.
func (d *draft) setPublished(date, found string) {
	if strings.TrimSpace(date) == "" {
		return
	}
	t, err := publishedAt(date, found)
	moment, _ := dateparse.ParseStrict(oneLine(date))
	switch {
	case err != nil:
		d.note("%v", err)
	case d.Published == nil:
		d.Published, d.moment = t, moment
	case d.Published.EDTF != t.EDTF && !(d.moment.Equal(moment) && !moment.IsZero()):
		d.note("its day of publication is doubtful: %s, and %s", d.Published.Reasoning, t.Reasoning)
	}
}
