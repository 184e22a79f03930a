package figure

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"assay/props"
)

// dashes are those of the references, which are told apart by them.
var dashes = [][]vg.Length{{5, 3}, {1.5, 2.5}, {9, 3, 1.5, 3}}

// stroke is the line of the i-th curve: coloured for a run, broken for a reference, and that black unless it has a hue.
func stroke(p props.Plot, i int) draw.LineStyle {
	curve := p.Curves[i]
	style := draw.LineStyle{Color: palette[i%len(palette)], Width: 1.3}
	if curve.Hue > 0 {
		style.Color = palette[(curve.Hue-1)%len(palette)]
	}
	if !curve.Reference {
		return style
	}
	style.Width, style.Dashes = 1.4, dashes[0]
	if curve.Hue > 0 {
		return style
	}
	style.Color = color.Black
	before := 0
	for _, other := range p.Curves[:i] {
		if other.Reference && other.Hue == 0 {
			before++
		}
	}
	style.Dashes = dashes[before%len(dashes)]
	return style
}

// shading is a shade as it is drawn.
type shading struct{ props.Shade }

// shaded is a colour of the palette that can be seen through.
func shaded(i int) color.Color {
	r, g, b, _ := palette[i%len(palette)].RGBA()
	return color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 0x24}
}

func (s shading) fill(c draw.Canvas, left, right, bottom, top vg.Length) {
	c.FillPolygon(shaded(max(0, s.Hue-1)), []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
}

// Plot fills the range from the bottom to the top of the axes.
func (s shading) Plot(c draw.Canvas, body *plot.Plot) {
	x, _ := body.Transforms(&c)
	s.fill(c, max(c.Min.X, x(s.From)), min(c.Max.X, x(s.To)), c.Min.Y, c.Max.Y)
}

// interval is points with their intervals, in the form of [plotter.NewYErrorBars].
type interval struct {
	plotter.XYs
	low, high []float64
}

func (v interval) YError(i int) (float64, float64) {
	return v.XYs[i].Y - v.low[i], v.high[i] - v.XYs[i].Y
}

// dotted draws points, over their intervals.
func dotted(body *plot.Plot, curve props.Curve, points plotter.XYs, c color.Color) error {
	if len(curve.Low) > 0 {
		bars, err := plotter.NewYErrorBars(interval{points, curve.Low, curve.High})
		if err != nil {
			return fmt.Errorf("curve %q: %w", curve.Name, err)
		}
		bars.LineStyle, bars.CapWidth = draw.LineStyle{Color: c, Width: 1}, 5
		body.Add(bars)
	}
	marks, err := plotter.NewScatter(points)
	if err != nil {
		return fmt.Errorf("curve %q: %w", curve.Name, err)
	}
	marks.GlyphStyle = dot(c)
	body.Add(marks)
	return nil
}

func dot(c color.Color) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: 2.4, Shape: draw.CircleGlyph{}}
}

// published is the points read off the published curve, as circles of its colour.
func published(curve props.Curve, c color.Color) (*plotter.Scatter, error) {
	points := make(plotter.XYs, len(curve.Published))
	for i, at := range curve.Published {
		points[i] = plotter.XY{X: at.X, Y: at.Y}
	}
	marks, err := plotter.NewScatter(points)
	if err != nil {
		return nil, fmt.Errorf("curve %q: %w", curve.Name, err)
	}
	marks.GlyphStyle = circle(c)
	return marks, nil
}

func circle(c color.Color) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: 4, Shape: draw.RingGlyph{}}
}
