package exchange

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress is how far a Run has come.
type Progress struct {
	Rows, Rejected    int
	Bytes, TotalBytes int64 // read, and to be read; TotalBytes is 0 where that is not known
	Elapsed           time.Duration
	Steps, TotalSteps int // of the end of a load, once all is read; TotalSteps is 0 before
}

// Rate returns how many rows were read in a second, on average.
func (p Progress) Rate() float64 {
	if p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Rows) / p.Elapsed.Seconds()
}

// Left returns how long the rest will take at the rate so far, and whether that
// can be said.
func (p Progress) Left() (time.Duration, bool) {
	if p.TotalSteps > 0 {
		return 0, false
	}
	if p.Bytes <= 0 || p.TotalBytes <= 0 {
		return 0, false
	}
	rest := float64(max(0, p.TotalBytes-p.Bytes)) / float64(p.Bytes)
	return time.Duration(rest * float64(p.Elapsed)), true
}

// String returns p for people to read: "20,000 rows, 41,200 rows/s, 3 set aside".
func (p Progress) String() string {
	text := fmt.Sprintf("%s rows, %s rows/s", thousands(p.Rows), thousands(int(p.Rate())))
	if p.Rejected > 0 {
		text += fmt.Sprintf(", %s set aside", thousands(p.Rejected))
	}
	if p.TotalSteps > 0 {
		text += fmt.Sprintf(", indexing: %d of %d done", p.Steps, p.TotalSteps)
	}
	return text
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// timeBetweenLines is how far apart plain lines of progress are.
const timeBetweenLines = 5 * time.Second

// Display shows progress to people: as a bar that is redrawn on a terminal, and
// as a line every five seconds elsewhere.
type Display struct {
	out      io.Writer
	terminal bool
	bar      *progressbar.ProgressBar
	lastLine time.Duration
}

// NewDisplay returns a Display that writes to out.
func NewDisplay(out io.Writer, terminal bool) *Display {
	return &Display{out: out, terminal: terminal}
}

// Show shows p. It can be Options.Progress.
func (d *Display) Show(p Progress) {
	if d.terminal {
		d.draw(p)
		return
	}
	if p.Elapsed-d.lastLine < timeBetweenLines {
		return
	}
	d.lastLine = p.Elapsed
	line := p.String()
	if left, known := p.Left(); known {
		line += fmt.Sprintf(", %d %%, %s left", 100*p.Bytes/max(1, p.TotalBytes), left.Round(time.Second))
	}
	fmt.Fprintln(d.out, line)
}

func (d *Display) draw(p Progress) {
	if d.bar == nil {
		size := p.TotalBytes
		if size == 0 {
			size = -1
		}
		d.bar = progressbar.NewOptions64(size,
			progressbar.OptionSetWriter(d.out),
			progressbar.OptionSetWidth(24),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionThrottle(100*time.Millisecond),
			// The bar would draw itself from a goroutine that does not end with it.
			progressbar.OptionSetSpinnerChangeInterval(0),
			progressbar.OptionClearOnFinish(),
		)
	}
	d.bar.Describe(p.String())
	// A display that cannot be written to is no reason to end an import.
	_ = d.bar.Set64(p.Bytes)
}

// Close takes the bar away, so that other text can follow.
func (d *Display) Close() {
	if d.bar != nil {
		_ = d.bar.Clear()
	}
}
