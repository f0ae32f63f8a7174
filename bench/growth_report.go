package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// report prints what was measured, and writes it to the folder that was asked
// for.
func (c *growthCommand) report(out io.Writer, all []*growth) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s; %s, %s/%s, %d cores; %d repetitions of each question\n", time.Now().Format(time.DateOnly),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), c.Repetitions)
	for _, g := range all {
		b.WriteString(g.markdown())
	}
	if _, err := io.WriteString(out, b.String()); err != nil || c.Out == "" {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, "growth.md"), []byte("# Growth\n\n"+b.String()), 0o644); err != nil {
		return err
	}
	var plots []*plot.Plot
	for _, g := range all {
		p, err := g.plot()
		if err != nil {
			return err
		}
		plots = append(plots, p)
	}
	return writeSVG(filepath.Join(c.Out, "growth.svg"), 22*vg.Centimeter, vg.Length(len(all))*11*vg.Centimeter, plots...)
}

// plot draws medians against the size of the graph, both on logarithmic axes.
func (g *growth) plot() (*plot.Plot, error) {
	p := newPlot(g.store + ": p50 in milliseconds, by how many relations there are")
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Legend.Left = true
	for number, name := range growingNames {
		var points plotter.XYs
		for i, s := range g.times[name] {
			points = append(points, plotter.XY{X: float64(g.sizes[i]), Y: s.p50().Seconds() * 1000})
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return nil, err
		}
		dots.GlyphStyle = glyph(number)
		line.Color = dots.Color
		p.Add(line, dots)
		p.Legend.Add(name, line, dots)
	}
	p.Y.Max *= 20 // room for the legend
	return p, nil
}
