package figure

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"

	"assay/props"
	"assay/props/suite"
)

// example has a logarithmic axis, a reference, a published point, and text that must be
// escaped and wrapped.
func example() props.Plot {
	return props.Plot{
		Title: "A & B: loss < 1", X: props.Axis{Label: "iteration"}, Y: props.Axis{Label: "loss", Log: true},
		Shades: []props.Shade{{Name: "the end", From: 400, To: 500, Hue: 2}},
		Curves: []props.Curve{
			{Name: "run", X: []float64{0, 250, 500}, Y: []float64{0.25, 1e-3, 1e-9}, Published: []props.Point{{X: 500, Y: 2e-9}}},
			{Name: "reference", X: []float64{0, 500}, Y: []float64{1, 1e-8}, Reference: true},
			{Name: "another", X: []float64{0, 500}, Y: []float64{1, 1e-7}, Reference: true},
			{Name: "points", X: []float64{100}, Y: []float64{0.1}, Low: []float64{0.05}, High: []float64{0.2}, Dots: true, Hue: 3},
			{Name: "unlisted", X: []float64{0, 500}, Y: []float64{1, 1e-6}, Hue: 3, Unlisted: true},
		},
		Caption: strings.Repeat("What is to be seen, in some words. ", 8),
	}
}

// TestDrawIsAFunctionOfThePlot: no clock, no map order, no random names in either form.
func TestDrawIsAFunctionOfThePlot(t *testing.T) {
	for _, format := range []Format{FormatSVG, FormatPNG} {
		var a, b bytes.Buffer
		if err := errors.Join(Draw(&a, example(), format), Draw(&b, example(), format)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two drawings of one plot differ", format)
		}
	}
}

// TestPNG: a reader of PNG finds the page, two dots to a point.
func TestPNG(t *testing.T) {
	var b bytes.Buffer
	if err := Draw(&b, example(), FormatPNG); err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Bounds().Size(); got.X != int(2*width) || got.Y != int(2*height) {
		t.Errorf("%v dots, want %v × %v", got, 2*width, 2*height)
	}
	if r, g, bl, _ := m.At(1, 1).RGBA(); r+g+bl != 3*0xFFFF {
		t.Error("the ground is not white")
	}
}

// TestSVG: the element is well-formed XML on its own, and in a file; it can stand in a page
// (no declaration, no fixed size) and says what it shows.
func TestSVG(t *testing.T) {
	element, err := SVG(example())
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := Draw(&file, example(), FormatSVG); err != nil {
		t.Fatal(err)
	}
	for _, s := range [][]byte{element, file.Bytes()} {
		d := xml.NewDecoder(bytes.NewReader(s))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("not well-formed: %v\n%.300s", err, s)
			}
		}
	}
	if bytes.Contains(element, []byte(">unlisted</text>")) {
		t.Error("a curve that is not to be listed is")
	}
	if !bytes.HasPrefix(element, []byte("<svg ")) || bytes.Count(element, []byte("<svg ")) != 1 {
		t.Errorf("the element begins with %.40q", element)
	}
	for _, part := range []string{`role="img"`, `aria-label="A &amp; B: loss &lt; 1. What is`, "<title>A &amp; B", ">run</text>", ">reference</text>", ">as published</text>", ">iteration</text>", "1e-8", "stroke-dasharray:5,3", "stroke-dasharray:1.5,2.5", "fill-opacity", "Arial"} {
		if !bytes.Contains(element, []byte(part)) {
			t.Errorf("the drawing lacks %q", part)
		}
	}
}

// TestDrawRefuses: what has no place on the page is an error, not a broken picture.
func TestDrawRefuses(t *testing.T) {
	spoil := func(change func(*props.Plot)) props.Plot {
		p := example()
		change(&p)
		return p
	}
	for name, p := range map[string]props.Plot{
		"no curves":           {},
		"one point":           spoil(func(p *props.Plot) { p.Curves[0].X, p.Curves[0].Y = []float64{1}, []float64{1} }),
		"lengths that differ": spoil(func(p *props.Plot) { p.Curves[0].X = []float64{0, 1} }),
		"NaN":                 spoil(func(p *props.Plot) { p.Curves[0].Y[1] = math.NaN() }),
		"infinite":            spoil(func(p *props.Plot) { p.Curves[0].X[2] = math.Inf(1) }),
		"0 on a log axis":     spoil(func(p *props.Plot) { p.Curves[0].Y[2] = 0 }),
		"a shade backwards":   spoil(func(p *props.Plot) { p.Shades[0].To = 300 }),
		"an interval at 0":    spoil(func(p *props.Plot) { p.Curves[3].Low[0] = 0 }),
		"half an interval":    spoil(func(p *props.Plot) { p.Curves[3].High = nil }),
		"a line's intervals":  spoil(func(p *props.Plot) { p.Curves[3].Dots = false }),
		"published at 0":      spoil(func(p *props.Plot) { p.Curves[0].Published[0].Y = 0 }),
	} {
		for _, format := range []Format{FormatSVG, FormatPNG} {
			var b bytes.Buffer
			if err := Draw(&b, p, format); err == nil || b.Len() > 0 {
				t.Errorf("%s, %s: error %v, %d bytes written", name, format, err, b.Len())
			}
		}
	}
	if err := Draw(io.Discard, example(), "pdf"); err == nil {
		t.Error("format pdf: no error")
	}
}

// TestFormatOf: the extension decides, in either case of letters.
func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{"a.svg": FormatSVG, "b/a.b.PNG": FormatPNG, "a.pdf": "", "svg": "", "": "", "a.svg/": ""} {
		got, err := FormatOf(path)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", path, got, err, want)
		}
	}
}

// TestTicks: round numbers, few of them, and none that repeats.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      string
	}{{0, 100, "0 20 40 60 80 100"}, {0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"}, {-0.2, 1, "−0.2 0.0 0.2 0.4 0.6 0.8 1.0"}, {0, 30_000, "0 5000 10 000 15 000 20 000 25 000 30 000"}, {-4.4, -2.8, "−4.4 −4.2 −4.0 −3.8 −3.6 −3.4 −3.2 −3.0 −2.8"}} {
		var got []string
		for _, tick := range multiples(roundStep(c.high-c.low), c.low, c.high) {
			got = append(got, tick.Label)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("[%v, %v]: %s, want %s", c.low, c.high, s, c.want)
		}
	}
	for _, c := range []struct {
		low, high float64
		want      string
	}{{200, 50_000, "200 500 1000 2000 5000 10 000 20 000 50 000"}, {1e-12, 1, "1e-12 1e-10 1e-8 1e-6 1e-4 0.01 1"}, {1e4, 1e10, "10 000 100 000 1 000 000 1e7 1e8 1e9 1e10"}} {
		var got []string
		for _, tick := range decades(c.low, c.high) {
			if tick.Label != "" {
				got = append(got, tick.Label)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("logarithmic [%v, %v]: %s, want %s", c.low, c.high, s, c.want)
		}
	}
}

// TestWrap: no line is longer than the page unless a word is, and no word is lost.
func TestWrap(t *testing.T) {
	style, text := sans(captionSize, false), example().Caption
	lines := wrap(text, style, 200)
	for _, line := range lines {
		if w := style.Width(line); w > 200 {
			t.Errorf("%q is %v wide", line, w)
		}
	}
	if strings.Join(lines, " ") != strings.TrimSpace(text) {
		t.Errorf("%q", lines)
	}
	if got := wrap("incompressible", style, vg.Length(1)); len(got) != 1 {
		t.Errorf("a long word became %q", got)
	}
}

// TestPublishedFigures: every figure can be drawn, and the typeface has every letter of it.
func TestPublishedFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the figures")
	}
	var letters sfnt.Buffer
	for _, f := range suite.All().Figures {
		p, err := f.Run(context.Background(), props.Options{Seed: 1, Tier: props.Quick})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := SVG(p); err != nil {
			t.Error(err)
		}
		words := p.Title + p.Caption + p.X.Label + p.Y.Label
		for _, c := range p.Curves {
			words += c.Name
		}
		for _, face := range liberation.Collection() {
			if face.Font.Variant != "Sans" {
				continue
			}
			for _, r := range words {
				if i, err := face.Face.GlyphIndex(&letters, r); i == 0 || err != nil {
					t.Errorf("%s: no letter %q", f.Claim.ID, r)
				}
			}
		}
	}
}

// TestInline: on a page the drawing has no ground of its own, and every colour can be changed.
func TestInline(t *testing.T) {
	s, err := Inline(example())
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`#[0-9A-Fa-f]{6}`).Match(regexp.MustCompile(`var\(--[a-z0-9-]+,#[0-9A-F]{6}\)`).ReplaceAll(s, nil)) {
		t.Errorf("a colour that the page cannot change: %s", s)
	}
	for _, part := range []string{"<svg", `role="img"`, "var(--ink,", "var(--line,", "var(--curve-1,"} {
		if !strings.Contains(string(s), part) {
			t.Errorf("the drawing lacks %s", part)
		}
	}
	if _, err := Inline(props.Plot{}); err == nil {
		t.Error("a figure without curves: accepted")
	}
}
