package main

import (
	"errors"
	"image/color"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// plot draws throughput above medians, with the most clients of those up to
// fewClients, as dots on logarithmic axes.
func (a *arena) plot(clients []int, path string) error {
	shown := clients[0]
	for _, n := range clients {
		if n <= fewClients {
			shown = max(shown, n)
		}
	}
	above, err := a.dots("Requests/s, "+counted(shown), shown, outcome.perSecond)
	if err != nil {
		return err
	}
	beneath, err := a.dots("p50 in milliseconds, "+counted(shown), shown, func(o outcome) float64 { return o.times.p50().Seconds() * 1000 })
	if err != nil {
		return err
	}
	return writeSVG(path, 26*vg.Centimeter, 22*vg.Centimeter, above, beneath)
}

// dots draws one value of each contestant for each question.
func (a *arena) dots(title string, clients int, value func(outcome) float64) (*plot.Plot, error) {
	p := newPlot(title)
	p.X.Min, p.X.Max = -0.5, float64(len(a.questions))-0.5
	names := make([]string, len(a.questions))
	for number, one := range a.contestants {
		var points plotter.XYs
		for i, q := range a.questions {
			names[i] = q.name
			if y := value(a.at(q.name, one.name, clients)); y > 0 {
				points = append(points, plotter.XY{X: float64(i) + (float64(number)-1.5)*0.12, Y: y})
			}
		}
		scatter, err := plotter.NewScatter(points)
		if err != nil {
			return nil, err
		}
		scatter.GlyphStyle = glyph(number)
		p.Add(scatter)
		p.Legend.Add(one.name, scatter)
	}
	p.NominalX(names...)
	p.Y.Max *= 5 // room for the legend
	return p, nil
}

// glyph returns how the points of one of several things are drawn.
func glyph(number int) draw.GlyphStyle {
	shapes := []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}, draw.RingGlyph{}}
	return draw.GlyphStyle{Color: plotutil.DarkColors[number%len(plotutil.DarkColors)], Radius: vg.Points(4), Shape: shapes[number%len(shapes)]}
}

// newPlot returns a plot with a logarithmic y axis and light lines behind what
// is drawn.
func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = title
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Padding = true, vg.Points(3)
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = nil, color.Gray{Y: 220}
	p.Add(grid)
	return p
}

// writeSVG draws plots one above the other into a file.
func writeSVG(path string, width, height vg.Length, plots ...*plot.Plot) (err error) {
	canvas := vgsvg.New(width, height)
	tiles := draw.Tiles{Rows: len(plots), Cols: 1, PadTop: vg.Points(6), PadBottom: vg.Points(6), PadLeft: vg.Points(6), PadRight: vg.Points(12), PadY: vg.Points(14)}
	rows := make([][]*plot.Plot, len(plots))
	for i, p := range plots {
		rows[i] = []*plot.Plot{p}
	}
	for i, row := range plot.Align(rows, tiles, draw.New(canvas)) {
		plots[i].Draw(row[0])
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = canvas.WriteTo(f)
	return err
}
