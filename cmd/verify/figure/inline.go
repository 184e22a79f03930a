package figure

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"assay/props"
)

// A drawing within a page, in points: small, so that its letters can be read on the screen of a phone.
const (
	inlineWidth  = vg.Length(440)
	inlineHeight = vg.Length(300)
)

// paints are the colours of a drawing and the names under which a page may change them, for
// readers who have chosen dark pages.
var paints = strings.NewReplacer(
	hex(color.Black), "var(--ink,#000000)",
	hex(ink), "var(--ink,#222222)",
	hex(faint), "var(--line,#DDDDDD)",
	hex(palette[0]), "var(--curve-1,#0072B2)",
	hex(palette[1]), "var(--curve-2,#D55E00)",
	hex(palette[2]), "var(--curve-3,#009E73)",
	hex(palette[3]), "var(--curve-4,#AA4499)",
	hex(shaded(0)), "var(--curve-1,#0072B2)",
	hex(shaded(1)), "var(--curve-2,#D55E00)",
	hex(shaded(2)), "var(--curve-3,#009E73)",
	hex(shaded(3)), "var(--curve-4,#AA4499)",
)

// hex is a colour as the drawing writes it, which loses some of one that can be seen through.
func hex(c color.Color) string {
	r, g, b, alpha := c.RGBA()
	scale := 255 / float64(alpha)
	return fmt.Sprintf("#%02X%02X%02X", int(float64(r)*scale), int(float64(g)*scale), int(float64(b)*scale))
}

// Inline is the plot as an svg element of a page that has its title and caption in words: legend,
// axes and curves on the ground of the page, in colours that the page may change by the
// custom properties --ink, --line and --curve-1 to --curve-4.
func Inline(p props.Plot) ([]byte, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	c := vgsvg.New(inlineWidth, inlineHeight)
	if err := curves(p, draw.Crop(draw.New(c), 4, -8, 2, -4)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, err
	}
	head := fmt.Sprintf(`<svg viewBox="0 0 %.0f %.0f" width="100%%" role="img" aria-label="%s">`,
		inlineWidth.Points(), inlineHeight.Points(), html.EscapeString(p.Title+". "+p.Caption))
	s := opening.ReplaceAllLiteralString(b.String(), head)
	s = strings.ReplaceAll(s, "font-family:Liberation Sans", family)
	return []byte(strings.TrimSpace(paints.Replace(s))), nil
}
