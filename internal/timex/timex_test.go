package timex

import (
	"strings"
	"testing"

	"conflictgraph/internal/kg"
)

// The days follow from the calendar of 2025: 1 December was a Monday, 3 May a Saturday.
func TestExpressionsMeanDays(t *testing.T) {
	for _, c := range []struct{ on, text, words, edtf string }{
		{"2025-12-01", "They met in Paris on Monday.", "Monday", "2025-12-01"},
		{"2025-12-01", "They met in Paris on Tuesday.", "Tuesday", "2025-11-25"},
		{"2025-12-01", "Putin would meet Tuesday with the envoy.", "Tuesday", "2025-12-02"},
		{"2025-12-01", "He said on Friday that talks will begin on Wednesday.", "Friday", "2025-11-28"},
		{"2025-12-01", "He said on Friday that talks will begin on Wednesday.", "Wednesday", "2025-12-03"},
		{"2025-12-01", "They agreed to meet on Sunday.", "Sunday", "2025-12-07"},
		{"2025-12-01", "Both are due to sign on Thursday.", "Thursday", "2025-12-04"},
		{"2025-12-01", "It was signed last Monday.", "last Monday", "2025-11-24"},
		{"2025-12-01", "It was signed next Friday.", "next Friday", "2025-12-05"},
		{"2025-12-01", "Shelling began late on Sunday.", "late on Sunday", "2025-11-30"},
		{"2025-12-01", "Shelling began on Sunday evening.", "Sunday evening", "2025-11-30"},
		{"2025-12-01", "talks in Florida over the weekend", "the weekend", "2025-11-29/2025-11-30"},
		{"2025-12-01", "They will talk at the weekend.", "the weekend", "2025-12-06/2025-12-07"},
		{"2025-12-01", "Last week, he called on allies.", "Last week", "2025-11-24/2025-11-30"},
		{"2025-12-01", "this week", "this week", "2025-12-01/2025-12-07"},
		{"2025-12-01", "It ended last month.", "last month", "2025-11"},
		{"2025-12-01", "It ends next month.", "next month", "2026-01"},
		{"2025-12-01", "It ended last year.", "last year", "2024"},
		{"2025-12-01", "It began three days ago.", "three days ago", "2025-11-28"},
		{"2025-12-01", "It began two weeks ago.", "two weeks ago", "2025-11-17"},
		{"2025-12-01", "It began nearly four years ago.", "nearly four years ago", "2021~"},
		{"2025-12-01", "He died yesterday.", "yesterday", "2025-11-30"},
		{"2025-12-01", "He leaves tomorrow.", "tomorrow", "2025-12-02"},
		{"2025-12-01", "Drones struck overnight.", "overnight", "2025-11-30/2025-12-01"},
		{"2025-12-01", "He spoke this morning.", "this morning", "2025-12-01"},
		{"2025-12-01", "He spoke last night.", "last night", "2025-11-30"},
		{"2025-12-01", "He fled on 3 May.", "3 May", "2025-05-03"},
		{"2025-03-01", "He fled on 3 May.", "3 May", "2024-05-03"},
		{"2025-12-01", "A summit will be held on January 5.", "January 5", "2026-01-05"},
		{"2025-12-01", "He fled on May 3, 2024, by boat.", "May 3, 2024", "2024-05-03"},
		{"2025-12-01", "He fled on the 3rd of May 2024.", "the 3rd of May 2024", "2024-05-03"},
		{"2025-12-01", "He fled at dawn on 3 May 2024.", "dawn on 3 May 2024", "2024-05-03"},
		{"2025-12-01", "He fled on Saturday, 3 May.", "Saturday, 3 May", "2025-05-03"},
		{"2025-12-01", "dated 2024-05-03", "2024-05-03", "2024-05-03"},
		{"2025-12-01", "He fled in May 2024.", "May 2024", "2024-05"},
		{"2025-12-01", "He fled in early May.", "early May", "2025-05-01/2025-05-10"},
		{"2025-12-01", "He fled in mid-May 2024.", "mid-May 2024", "2024-05-11/2024-05-20"},
		{"2025-12-01", "He fled in late 2024.", "in late 2024", "2024-09/2024-12"},
		{"2025-12-01", "He fled in 2014.", "in 2014", "2014"},
		{"2025-12-01", "It has been at war since 2014.", "since 2014", "2014/.."},
		{"2025-12-01", "It has been closed since Tuesday.", "since Tuesday", "2025-11-25/.."},
		{"2025-12-01", "The truce will hold until 10 December.", "until 10 December", "../2025-12-10"},
		{"2025-12-01", "They must leave by January 5, 2026.", "by January 5, 2026", "../2026-01-05"},
		{"2025-12-01", "He ruled from 2010 to 2014.", "from 2010 to 2014", "2010/2014"},
		{"2025-12-01", "He ruled between March 2010 and June 2014.", "between March 2010 and June 2014", "2010-03/2014-06"},
		{"2025-12-01", "Shelling between 3 and 5 May 2024.", "between 3 and 5 May 2024", "2024-05-03/2024-05-05"},
		{"2025-12-01", "A visit of 3-5 May 2024.", "3-5 May 2024", "2024-05-03/2024-05-05"},
		{"2025-12-01", "A visit on May 3-5, 2024.", "May 3-5, 2024", "2024-05-03/2024-05-05"},
		{"2025-12-01", "From 3 May to 5 June 2024 it held.", "From 3 May to 5 June 2024", "2024-05-03/2024-06-05"},
		{"2025-12-01", "the offensive of summer 2024", "summer 2024", "2024-22"},
		{"2025-12-01", "the offensive of last summer", "last summer", "2025-22"},
		{"2025-12-01", "In the past three days it grew.", "the past three days", "2025-11-28/2025-12-01"},
		{"2025-12-01", "in the 1990s", "in the 1990s", "199X"},
		{"2025-12-01", "They will meet in three days.", "in three days", "2025-12-04"},
		{"2025-12-01", "He recently spoke.", "recently", "../2025-12-01"},
		{"2025-12-06", "They will talk this weekend.", "this weekend", "2025-12-06/2025-12-07"},
	} {
		on, err := kg.ParseDate(c.on)
		if err != nil {
			t.Fatal(err)
		}
		found := Find(c.text, kg.Day(on))
		var right bool
		for _, e := range found {
			if got := string([]rune(c.text)[e.Start:e.End]); got != e.Words {
				t.Errorf("%q: offsets say %q, not %q", c.text, got, e.Words)
			}
			if strings.TrimPrefix(strings.TrimPrefix(e.Words, "on "), "at ") == c.words && e.EDTF == c.edtf {
				right = true
			}
			if _, err := kg.ParseEDTF(e.EDTF); err != nil {
				t.Errorf("%q: %v", c.text, err)
			}
			if e.Inferred && e.Reasoning == "" {
				t.Errorf("%q of %q is inferred without a reasoning", e.Words, c.text)
			}
		}
		if !right {
			t.Errorf("%q on %s is %+v, not %q: %s", c.text, c.on, found, c.words, c.edtf)
		}
	}
}

func TestWhatSaysItsDateIsNotInferred(t *testing.T) {
	on := kg.Day(kg.NewDate(2025, 12, 1))
	for text, inferred := range map[string]bool{"on 3 May 2024": false, "in 2014": false, "in May 2024": false, "on 3 May": true, "on Monday": true} {
		found := Find(text, on)
		if len(found) != 1 || found[0].Inferred != inferred {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func TestWithoutADayOfPublicationRelativeTimesHaveNoDate(t *testing.T) {
	for _, text := range []string{"on Monday", "last week", "three days ago", "yesterday", "on 3 May", "over the weekend", "since Tuesday", "next summer", "overnight"} {
		found := Find(text, nil)
		if len(found) != 1 || found[0].EDTF != "" || !strings.Contains(found[0].Reasoning, "publication") {
			t.Errorf("%q: %+v", text, found)
		}
	}
	if found := Find("on 3 May 2024", nil); len(found) != 1 || found[0].EDTF != "2024-05-03" {
		t.Errorf("%+v", found)
	}
}

func TestWordsThatAreNoTime(t *testing.T) {
	on := kg.Day(kg.NewDate(2025, 12, 1))
	for _, text := range []string{"He may go.", "March on the capital!", "300 people", "the next president", "She will fall.", "a second attack", "the last village", "31 February 2024"} {
		if found := Find(text, on); len(found) != 0 && !strings.HasPrefix(text, "31") {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("from 3 May to 5 June 2024, on Monday or since last week. May 3-")
	f.Add("between 3 and the weekend of early May")
	on := kg.Day(kg.NewDate(2025, 12, 1))
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		runes := []rune(text)
		for _, e := range Find(text, on) {
			if e.Start < last || e.End <= e.Start || e.End > len(runes) {
				t.Fatalf("%+v after %d of %d", e, last, len(runes))
			}
			last = e.End
			if e.EDTF != "" {
				if _, err := kg.ParseEDTF(e.EDTF); err != nil {
					t.Fatal(err)
				}
			}
		}
		Find(text, nil)
	})
}
