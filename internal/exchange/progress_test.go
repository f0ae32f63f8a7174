package exchange

import (
	"strings"
	"testing"
	"time"
)

func TestProgressInWords(t *testing.T) {
	p := Progress{Rows: 1_234_567, Rejected: 1000, Bytes: 25, TotalBytes: 100, Elapsed: 10 * time.Second}
	same(t, "words", p.String(), "1,234,567 rows, 123,456 rows/s, 1,000 set aside")
	left, known := p.Left()
	same(t, "left", left, 30*time.Second)
	same(t, "known", known, true)
	same(t, "words at the start", Progress{}.String(), "0 rows, 0 rows/s")
	for _, unknown := range []Progress{{}, {Bytes: 5}, {TotalBytes: 5}} {
		if left, known := unknown.Left(); known {
			t.Errorf("%+v has %s left", unknown, left)
		}
	}
	over := Progress{Bytes: 7, TotalBytes: 5, Elapsed: time.Second}
	if left, known := over.Left(); !known || left != 0 {
		t.Errorf("a file that grew has %s left, %t", left, known)
	}
}

func TestPlainProgressIsALineEveryFewSeconds(t *testing.T) {
	var b strings.Builder
	d := NewDisplay(&b, false)
	for _, seconds := range []int64{1, 4, 5, 6, 9, 11, 12} {
		d.Show(Progress{Rows: int(1000 * seconds), Bytes: 5 * seconds, TotalBytes: 100, Elapsed: time.Duration(seconds) * time.Second})
	}
	d.Close()
	same(t, "lines", b.String(), "5,000 rows, 1,000 rows/s, 25 %, 15s left\n11,000 rows, 1,000 rows/s, 55 %, 9s left\n")
}

func TestPlainProgressOfUnknownSize(t *testing.T) {
	var b strings.Builder
	NewDisplay(&b, false).Show(Progress{Rows: 10, Bytes: 5, Elapsed: 10 * time.Second})
	same(t, "line", b.String(), "10 rows, 1 rows/s\n")
}

func TestBarOnATerminal(t *testing.T) {
	for _, total := range []int64{0, 100} {
		var b strings.Builder
		d := NewDisplay(&b, true)
		d.Show(Progress{Rows: 1000, Bytes: 10, TotalBytes: total, Elapsed: time.Second})
		d.Show(Progress{Rows: 9000, Bytes: 90, TotalBytes: total, Elapsed: 9 * time.Second})
		d.Close()
		if !strings.Contains(b.String(), "1,000 rows, 1,000 rows/s") || !strings.Contains(b.String(), "\r") || strings.Contains(b.String(), "\n") {
			t.Errorf("of %d bytes: %q", total, b.String())
		}
		shown := b.String()
		time.Sleep(300 * time.Millisecond)
		same(t, "what is shown after the end", b.String(), shown)
	}
}
