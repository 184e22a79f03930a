package figure

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"assay/props"
)

// The page and its parts, in points.
const (
	width  = vg.Length(640)
	height = vg.Length(440)
	margin = vg.Length(14)
	gap    = vg.Length(8)

	titleSize   = vg.Length(12.5)
	labelSize   = vg.Length(11)
	captionSize = vg.Length(10)
	leading     = 1.35 // of the caption, line to line

	sample = vg.Length(24) // of a line in the legend
)

// palette is for curves that are told apart without hue too: Okabe and Ito's colours that
// are dark enough on white.
var palette = []color.Color{
	color.RGBA{0x00, 0x72, 0xB2, 0xFF},
	color.RGBA{0xD5, 0x5E, 0x00, 0xFF},
	color.RGBA{0x00, 0x9E, 0x73, 0xFF},
	color.RGBA{0xAA, 0x44, 0x99, 0xFF},
}

var (
	ink   = color.Gray{0x22}
	faint = color.Gray{0xDD}
)

// sans is a style of the one typeface.
func sans(size vg.Length, bold bool) text.Style {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if bold {
		f.Weight = 3 // bold, in the scale of golang.org/x/image/font
	}
	return text.Style{Color: ink, Font: f, XAlign: draw.XLeft, YAlign: draw.YTop, Handler: plot.DefaultTextHandler}
}

// check refuses what cannot be drawn.
func check(p props.Plot) error {
	if len(p.Curves) == 0 {
		return fmt.Errorf("figure %q: no curves", p.Title)
	}
	for _, s := range p.Shades {
		if !drawable(p.X, s.From) || !drawable(p.X, s.To) || s.From >= s.To {
			return fmt.Errorf("figure %q, shade %q: from %v to %v, want an increase, of finite numbers, positive on a logarithmic axis", p.Title, s.Name, s.From, s.To)
		}
	}
	for _, c := range p.Curves {
		least := 2
		if c.Dots {
			least = 1
		}
		if len(c.X) != len(c.Y) || len(c.X) < least {
			return fmt.Errorf("figure %q, curve %q: %d abscissas and %d ordinates, want the same number, at least %d", p.Title, c.Name, len(c.X), len(c.Y), least)
		}
		if len(c.Low) != len(c.High) || len(c.Low) > 0 && (len(c.Low) != len(c.X) || !c.Dots) {
			return fmt.Errorf("figure %q, curve %q: intervals from %d numbers to %d, want both or none for each of %d points", p.Title, c.Name, len(c.Low), len(c.High), len(c.X))
		}
		for i := range c.Low {
			if !drawable(p.Y, c.Low[i]) || !drawable(p.Y, c.High[i]) {
				return fmt.Errorf("figure %q, curve %q: interval from %v to %v, want finite numbers, positive on a logarithmic axis", p.Title, c.Name, c.Low[i], c.High[i])
			}
		}
		for i := range c.X {
			if drawable(p.X, c.X[i]) && drawable(p.Y, c.Y[i]) {
				continue
			}
			return fmt.Errorf("figure %q, curve %q: point (%v, %v), want finite numbers, positive on a logarithmic axis", p.Title, c.Name, c.X[i], c.Y[i])
		}
		for _, at := range c.Published {
			if !drawable(p.X, at.X) || !drawable(p.Y, at.Y) {
				return fmt.Errorf("figure %q, curve %q: published point (%v, %v), want finite numbers, positive on a logarithmic axis", p.Title, c.Name, at.X, at.Y)
			}
		}
	}
	return nil
}

func drawable(a props.Axis, x float64) bool {
	return !math.IsNaN(x) && !math.IsInf(x, 0) && (!a.Log || x > 0)
}

// paint draws the plot on the canvas: title, legend, axes with curves, caption.
func paint(p props.Plot, c draw.Canvas) error {
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)

	title := sans(titleSize, true)
	for _, line := range wrap(p.Title, title, c.Size().X) {
		c.FillText(title, vg.Point{X: c.Min.X, Y: c.Max.Y}, line)
		c.Max.Y -= titleSize * leading
	}
	c.Max.Y -= gap / 2

	caption := sans(captionSize, false)
	lines := wrap(p.Caption, caption, c.Size().X)
	below := vg.Length(len(lines)) * captionSize * leading
	for i, line := range lines {
		c.FillText(caption, vg.Point{X: c.Min.X, Y: c.Min.Y + below - vg.Length(i)*captionSize*leading}, line)
	}
	c.Min.Y += below + gap
	return curves(p, c)
}

// curves draws the legend, and below it the axes with the curves. The ordinate is named above its axis, where a long name
// takes nothing from the height of the axes and need not be turned.
func curves(p props.Plot, c draw.Canvas) error {
	c.Max.Y -= legend(p, c) + gap/2
	c.FillText(sans(labelSize, false), vg.Point{X: c.Min.X, Y: c.Max.Y}, p.Y.Label)
	c.Max.Y -= labelSize*leading + gap/2
	body, err := axes(p)
	if err != nil {
		return err
	}
	body.Draw(c)
	return nil
}

// legend draws the names of the curves in rows below the top of the canvas, and returns
// the height taken.
func legend(p props.Plot, c draw.Canvas) vg.Length {
	style := sans(labelSize, false)
	row := labelSize * leading
	at := vg.Point{X: c.Min.X, Y: c.Max.Y}
	entry := func(name string, show func(x, y vg.Length)) {
		wide := sample + gap/2 + style.Width(name)
		if at.X > c.Min.X && at.X+wide > c.Max.X {
			at = vg.Point{X: c.Min.X, Y: at.Y - row}
		}
		show(at.X, at.Y-labelSize*0.55)
		c.FillText(style, vg.Point{X: at.X + sample + gap/2, Y: at.Y}, name)
		at.X += wide + 2*gap
	}
	read := false
	for i, curve := range p.Curves {
		read = read || len(curve.Published) > 0
		if curve.Unlisted {
			continue
		}
		entry(curve.Name, func(x, y vg.Length) {
			if curve.Dots {
				c.DrawGlyph(dot(stroke(p, i).Color), vg.Point{X: x + sample/2, Y: y})
				return
			}
			c.StrokeLine2(stroke(p, i), x, y, x+sample, y)
		})
	}
	for _, s := range p.Shades {
		if s.Name != "" {
			entry(s.Name, func(x, y vg.Length) { shading{s}.fill(c, x, x+sample, y-labelSize*0.45, y+labelSize*0.45) })
		}
	}
	if read {
		entry("as published", func(x, y vg.Length) { c.DrawGlyph(circle(ink), vg.Point{X: x + sample/2, Y: y}) })
	}
	return c.Max.Y - at.Y + row
}

// axes is the axes, the grid and the curves; references lie on top.
func axes(p props.Plot) (*plot.Plot, error) {
	body := plot.New()
	body.BackgroundColor = color.Transparent
	rules := plotter.NewGrid()
	rules.Vertical = draw.LineStyle{Color: faint, Width: 0.5}
	rules.Horizontal = rules.Vertical
	body.Add(rules)
	for _, s := range p.Shades {
		body.Add(shading{s})
	}
	for _, reference := range []bool{false, true} {
		for i, curve := range p.Curves {
			if curve.Reference != reference {
				continue
			}
			points := make(plotter.XYs, len(curve.X))
			for k := range points {
				points[k] = plotter.XY{X: curve.X[k], Y: curve.Y[k]}
			}
			if curve.Dots {
				if err := dotted(body, curve, points, stroke(p, i).Color); err != nil {
					return nil, err
				}
				continue
			}
			line, err := plotter.NewLine(points)
			if err != nil {
				return nil, fmt.Errorf("curve %q: %w", curve.Name, err)
			}
			line.LineStyle = stroke(p, i)
			body.Add(line)
			if len(curve.Published) > 0 {
				marks, err := published(curve, stroke(p, i).Color)
				if err != nil {
					return nil, err
				}
				body.Add(marks)
			}
		}
	}
	axis(&body.X, p.X)
	axis(&body.Y, props.Axis{Log: p.Y.Log}) // its name is above
	return body, nil
}

func axis(a *plot.Axis, like props.Axis) {
	a.Label.Text = like.Label
	a.Label.TextStyle.Font = sans(labelSize, false).Font
	a.Label.TextStyle.Color = ink
	a.Tick.Label.Font = sans(captionSize, false).Font
	a.Tick.Label.Color = ink
	a.Color, a.Tick.Color = ink, ink
	a.Padding = 0
	if like.Log {
		if a.Max/a.Min > 1e4 {
			a.Min, a.Max = math.Pow(10, math.Floor(math.Log10(a.Min))), math.Pow(10, math.Ceil(math.Log10(a.Max)))
		}
		a.Scale = plot.LogScale{}
		a.Tick.Marker = plot.TickerFunc(decades)
		return
	}
	step := roundStep(a.Max - a.Min)
	a.Min, a.Max = step*math.Floor(a.Min/step+slack), step*math.Ceil(a.Max/step-slack)
	a.Tick.Marker = plot.TickerFunc(func(low, high float64) []plot.Tick { return multiples(step, low, high) })
}

// slack is how far beyond a tick, in steps, the data may reach without another tick.
const slack = 1e-6

// roundStep is the step 1, 2 or 5 times a power of ten that cuts the range into 4 to 10 parts.
func roundStep(span float64) float64 {
	if !(span > 0) {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(span/4)))
	for _, digit := range []float64{5, 2} {
		if span/(digit*unit) >= 4 {
			return digit * unit
		}
	}
	return unit
}

// multiples marks the multiples of the step.
func multiples(step, low, high float64) (ticks []plot.Tick) {
	decimals := max(0, -int(math.Floor(math.Log10(step)+slack)))
	for i := math.Ceil(low/step - slack); i*step <= high+slack*step; i++ {
		label := strconv.FormatFloat(i*step+0, 'f', decimals, 64)
		ticks = append(ticks, plot.Tick{Value: i * step, Label: strings.Replace(grouped(label), "-", "−", 1)})
	}
	return ticks
}

// grouped sets the thousands of a whole number of five digits or more apart.
func grouped(s string) string {
	if len(s) < 5 || strings.ContainsAny(s, ".-") {
		return s
	}
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + " " + s[at:]
	}
	return s
}

// decades marks the powers of ten, with at most eight labels, and between them 2 and 5
// where there is room.
func decades(low, high float64) (ticks []plot.Tick) {
	first, last := int(math.Floor(math.Log10(low))), int(math.Ceil(math.Log10(high)))
	every := (last - first + 7) / 8
	for e := first; e <= last; e++ {
		for _, digit := range []float64{1, 2, 5} {
			x := digit * math.Pow10(e)
			few := last-first <= 3
			if x < low*(1-1e-9) || x > high*(1+1e-9) || digit != 1 && !few {
				continue
			}
			t := plot.Tick{Value: x}
			if few || e%max(every, 1) == 0 {
				t.Label = decade(x)
			}
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// decade is a number as a tick says it: 200, 50 000, 1e−7.
func decade(x float64) string {
	if x >= 1e-3 && x < 1e7 {
		return grouped(strconv.FormatFloat(x, 'f', -1, 64))
	}
	return strings.NewReplacer("e-0", "e-", "e+0", "e", "e+", "e").Replace(strconv.FormatFloat(x, 'e', 0, 64))
}

// wrap breaks the text into lines of at most the given width.
func wrap(s string, style text.Style, most vg.Length) (lines []string) {
	var line string
	for _, word := range strings.Fields(s) {
		switch longer := strings.TrimSpace(line + " " + word); {
		case line == "" || style.Width(longer) <= most:
			line = longer
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
