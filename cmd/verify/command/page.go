package command

import (
	"fmt"
	"strings"

	"assay/cmd/verify/form"
	"assay/cmd/verify/mathml"
	"assay/theory/claim"
)

// Measures of a page.
const (
	indent       = 4
	besides      = 120 // columns from which two texts stand side by side
	widestPage   = 180 // of the two together
	betweenSides = 4
)

// page is running text under headings on a terminal.
type page struct {
	screen form.Screen
	width  int
	begun  bool // a section has: the next stands apart
}

// title is the name of the page and what stands under it.
func (g *page) title(name, under string) {
	fmt.Fprintln(g.screen, g.screen.Paint(form.Heading, name))
	for _, line := range form.Wrap(form.Line(under), g.width) {
		fmt.Fprintln(g.screen, line)
	}
	fmt.Fprintln(g.screen)
}

// section is a heading and its text, of which the empty parts are left out; without any text that was
// given there is no section.
func (g *page) section(heading string, text ...string) {
	if len(text) > 0 && strings.Join(text, "") == "" {
		return
	}
	if g.begun {
		fmt.Fprintln(g.screen)
	}
	g.begun = true
	fmt.Fprintln(g.screen, g.screen.Paint(form.Heading, heading))
	for _, s := range text {
		g.paragraph(s)
	}
}

func (g *page) put(line string) {
	fmt.Fprintln(g.screen, strings.TrimRight(strings.Repeat(" ", indent)+line, " "))
}

func (g *page) paragraph(text string) {
	for _, line := range form.Wrap(form.Line(text), g.width-indent) {
		g.put(line)
	}
}

// items is a list.
func (g *page) items(all []string) {
	for _, one := range all {
		for i, line := range form.Wrap(form.Line(one), g.width-indent-2) {
			g.put([]string{"· ", "  "}[min(i, 1)] + line)
		}
	}
}

// verbatim is lines that are there to be copied.
func (g *page) verbatim(lines ...string) {
	for _, line := range lines {
		g.put(line)
	}
}

// relation is a claim that has to do with that of the page, and the first line of what it says.
func (g *page) relation(how, id, says string) {
	const columns = 14 // "sharpened by" is the longest
	line := fmt.Sprintf("%-*s%s", columns, how, id)
	if room := g.width - indent - form.Columns(line) - 2; room > len("the loss …") {
		if lines := form.Wrap(form.Line(says), room); len(lines) > 1 {
			says = form.Wrap(form.Line(says), room-2)[0] + " …"
		}
		line += "  " + says
	} else if says != "" {
		defer g.put(strings.Repeat(" ", columns) + form.Wrap(form.Line(says), g.width-indent-columns-2)[0] + " …")
	}
	g.put(line)
}

// formulas is what the claim says in formulas, each apart.
func (g *page) formulas(c *claim.Claim) {
	for _, line := range set(c, g.width-2*indent) {
		g.put(line)
	}
}

// set is the formulas of a claim, each below an empty line and set in.
func set(c *claim.Claim, width int) (lines []string) {
	for _, latex := range c.Formulas {
		lines = append(lines, "")
		formula, ok := mathml.Text(latex, width-indent)
		if !ok {
			formula = []string{latex}
		}
		for _, line := range formula {
			lines = append(lines, strings.Repeat(" ", indent)+line)
		}
	}
	return lines
}

// stated is what a claim says, in words and in formulas.
func stated(c *claim.Claim, width int) []string {
	return append(form.Wrap(form.Line(c.Says), width), set(c, width)...)
}

// sides is two texts side by side under their headings.
func (g *page) sides(width int, left string, lines []string, right string, others []string) {
	g.begun = true
	pad := func(s string) string { return s + strings.Repeat(" ", max(0, width-form.Columns(s))) }
	apart := strings.Repeat(" ", betweenSides)
	fmt.Fprintln(g.screen, g.screen.Paint(form.Heading, pad(left))+strings.Repeat(" ", indent)+apart+g.screen.Paint(form.Heading, right))
	for i := range max(len(lines), len(others)) {
		var a, b string
		if i < len(lines) {
			a = lines[i]
		}
		if i < len(others) {
			b = others[i]
		}
		g.put(pad(a) + apart + b)
	}
}
