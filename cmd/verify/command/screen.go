package command

import (
	"fmt"

	"assay/cmd/verify/form"
)

// screen is standard output, which is written in one piece, as a terminal or a pipe shows it.
func (p *program) screen() form.Screen {
	return form.Screen{Writer: &p.out, Width: p.width(), Colour: p.colour}
}

// Widths of running text.
const (
	pageWidth = 80  // where there is room, and in a pipe
	lineWidth = 100 // beyond which the eye loses the next line
)

// page is the width of running text: that of the terminal, as far as lines can be read.
func (p *program) page() int {
	if width := p.width(); width > 0 {
		return min(width, lineWidth)
	}
	return pageWidth
}

// coloured reports whether a terminal is to show colours: see no-color.org.
func coloured(environment func(string) string) bool {
	return environment("NO_COLOR") == "" && environment("TERM") != "dumb"
}

// says tells on standard error, unless that is to be quiet, what takes a while from here or has been done.
func (p *program) says(what string) {
	if !p.quiet {
		fmt.Fprintf(p.stderr, "%s: %s\n", p.name, what)
	}
}
