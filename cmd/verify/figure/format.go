package figure

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"assay/props"
)

// Format is a form of drawing.
type Format string

// The formats.
const (
	FormatSVG Format = "svg"
	FormatPNG Format = "png"
)

// FormatOf is the format that the extension of a path asks for, in either case of letters.
func FormatOf(path string) (Format, error) {
	switch ext := filepath.Ext(path); strings.ToLower(ext) {
	case ".svg":
		return FormatSVG, nil
	case ".png":
		return FormatPNG, nil
	default:
		return "", fmt.Errorf("%q: extension %q, want .svg or .png", path, ext)
	}
}

// Draw writes the plot in the format.
func Draw(w io.Writer, p props.Plot, format Format) error {
	if err := check(p); err != nil {
		return err
	}
	switch format {
	case FormatSVG:
		drawing, err := SVG(p)
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+string(drawing))
		return err
	case FormatPNG:
		c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dotsPerInch))
		if err := paint(p, draw.New(c)); err != nil {
			return err
		}
		_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
		return err
	}
	return fmt.Errorf("figure format %q, want %s or %s", format, FormatSVG, FormatPNG)
}

// dotsPerInch of a PNG: two dots to a point.
const dotsPerInch = 144

// family is a font that readers have where they lack the one the text was measured with;
// their letters are equally wide.
const family = "font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif"

// opening is the tag of the drawing, with its size in points.
var opening = regexp.MustCompile(`(?s)^.*?<svg [^>]*>`)

// SVG is the plot as an svg element that can stand in an HTML page: it scales with the
// width it is given, and says its title and caption to those who do not see it.
func SVG(p props.Plot) ([]byte, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	c := vgsvg.New(width, height)
	if err := paint(p, draw.New(c)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, err
	}
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="100%%" style="max-width:%.0fpt" role="img" aria-label="%s">`+"\n<title>%s</title>",
		width.Points(), height.Points(), width.Points(), html.EscapeString(p.Title+". "+p.Caption), html.EscapeString(p.Title))
	s := opening.ReplaceAllLiteralString(b.String(), head)
	s = strings.ReplaceAll(s, "font-family:Liberation Sans", family)
	return []byte(s), nil
}
