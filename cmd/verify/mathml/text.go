package mathml

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// Text is a formula in LaTeX as lines for a terminal, fractions and cases set in two dimensions; and
// whether it was set. Where it is wider than the width it is broken at its wide spaces, then before its
// relations; a line that still is wider stays.
func Text(latex string, width int) ([]string, bool) {
	set, ok := Formulas().Formulas[latex]
	if !ok {
		return nil, false
	}
	var math node
	if err := xml.Unmarshal([]byte(set), &math); err != nil {
		panic("mathml: formulas.json: " + err.Error()) // as in Formulas
	}
	var lines []string
	for _, part := range broken(math.row(), width) {
		for _, line := range part.lines {
			lines = append(lines, strings.TrimRight(line, " "))
		}
	}
	return lines, true
}

// node is an element of MathML.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []node     `xml:",any"`
	Chars   string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// row is the elements that are set one beside the other.
func (n node) row() []node {
	switch n.XMLName.Local {
	case "math", "mrow", "mstyle", "mtd", "mpadded":
		var all []node
		for _, k := range n.Kids {
			if k.XMLName.Local == "mrow" && len(k.Kids) > 0 && !k.fenced() || k.XMLName.Local == "semantics" || k.XMLName.Local == "mstyle" {
				all = append(all, k.row()...)
			} else if k.XMLName.Local != "mspace" || k.em() > 0 {
				all = append(all, k)
			}
		}
		return all
	case "semantics": // what follows the first is for other readers
		return n.Kids[0].row()
	}
	return []node{n}
}

// fenced reports whether a row has a fence at one of its ends, which is as tall as the row.
func (n node) fenced() bool { return n.Kids[0].fence() || n.Kids[len(n.Kids)-1].fence() }

func (n node) fence() bool { return n.XMLName.Local == "mo" && n.attr("fence") == "true" }

func (n node) text() string { return strings.Trim(n.Chars, "\u2061\u2062\u2063\u200b") }

// Fences whose side is told by their sign; of the others the form tells it or, without one, the order.
const opening, closing = "([{⟨", ")]}⟩"

// ends is the fence that may close what is before the element: the element itself, or what its scripts
// stand at.
func (n node) ends() (node, bool) {
	switch n.XMLName.Local {
	case "msub", "msup", "msubsup":
		base := n.Kids[0].row()
		if len(base) == 0 || !base[0].fence() {
			return node{}, false
		}
		n = base[0]
	}
	return n, n.fence() && n.attr("form") != "prefix" && !strings.Contains(opening, n.text())
}

// scripted is a base with the scripts of the element, if it has any.
func (n node) scripted(base box) box {
	switch n.XMLName.Local {
	case "msub":
		return scripts(base, n.Kids[1].inline(), "")
	case "msup":
		return scripts(base, "", n.Kids[1].inline())
	case "msubsup":
		return scripts(base, n.Kids[1].inline(), n.Kids[2].inline())
	}
	return base
}

// em is the width of a space.
func (n node) em() float64 {
	em, err := strconv.ParseFloat(strings.TrimSuffix(n.attr("width"), "em"), 64)
	if err != nil {
		return 0
	}
	return em
}

const relations = "=≠<>≤≥≪≫≲≳≈≡∼≃≍∝∈→↦⇒⇔⟹⟺"

func (n node) relation() bool {
	return n.XMLName.Local == "mo" && n.text() != "" && strings.Contains(relations, n.text())
}

func (n node) wide() bool { return n.XMLName.Local == "mspace" && n.em() >= 1 }

// broken is a row as boxes, one below the other, that fit the width where that can be.
func broken(row []node, width int) (all []box) {
	var now []node
	flush := func() {
		if len(now) > 0 {
			all = append(all, inRelations(now, width)...)
			now = nil
		}
	}
	for _, part := range split(row, node.wide) {
		if laid(slices.Concat(now, part)).width() > width {
			flush()
			for len(part) > 0 && part[0].XMLName.Local == "mspace" {
				part = part[1:]
			}
		}
		now = append(now, part...)
	}
	flush()
	return all
}

// inRelations is a row broken before its relations where it is too wide.
func inRelations(row []node, width int) (all []box) {
	const indent = 2
	if laid(row).width() <= width {
		return []box{laid(row)}
	}
	var now []node
	put := func() {
		b := laid(now)
		if len(all) > 0 {
			b = beside([]box{word(strings.Repeat(" ", indent)), b})
		}
		all = append(all, b)
	}
	for _, part := range split(row, node.relation) {
		if len(now) > 0 && laid(slices.Concat(now, part)).width() > width-indent {
			put()
			now = nil
		}
		now = append(now, part...)
	}
	put()
	return all
}

// split is the row in parts that begin with an element at which it may be broken.
func split(row []node, at func(node) bool) (parts [][]node) {
	from := 0
	for i := range row {
		if i > from && at(row[i]) {
			parts = append(parts, row[from:i])
			from = i
		}
	}
	return append(parts, row[from:])
}

// vulgar is the fractions that have a sign.
var vulgar = map[string]string{"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾"}

// accents is the signs above a letter, as what combines with it.
var accents = map[string]string{"¯": "\u0304", "‾": "\u0304", "―": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "∼": "\u0303", "˙": "\u0307", "→": "\u20d7"}

// box is the element, set.
func (n node) box() box {
	switch n.XMLName.Local {
	case "mi", "mn", "mo", "mtext":
		return word(n.text())
	case "mspace":
		switch em := n.em(); {
		case em >= 1:
			return word("   ")
		case em > 0:
			return word(" ")
		}
		return word("")
	case "mfrac":
		return fraction(n.Kids[0].set(), n.Kids[1].set())
	case "msqrt":
		return root(n.enclosed())
	case "msub", "msup", "msubsup":
		return n.scripted(n.Kids[0].set())
	case "munder":
		return stacked(n.Kids[0].set(), word(""), word(n.Kids[1].inline()))
	case "munderover":
		return stacked(n.Kids[0].set(), word(n.Kids[2].inline()), word(n.Kids[1].inline()))
	case "mover":
		base := n.Kids[0].set()
		if mark, ok := accents[n.Kids[1].text()]; ok && len(base.lines) == 1 {
			return word(base.lines[0] + mark)
		}
		return stacked(base, word(n.Kids[1].inline()), word(""))
	case "menclose": // an overline is all that is used
		of := n.enclosed()
		if s, ok := of.one(); ok {
			return word(strings.Join(strings.Split(s, ""), accents["¯"]) + accents["¯"])
		}
		return of
	case "mtable":
		var rows [][]box
		for _, r := range n.Kids {
			var cells []box
			for _, c := range r.Kids {
				cells = append(cells, c.set())
			}
			rows = append(rows, cells)
		}
		return grid(rows)
	}
	return n.set()
}

// set is the element with all that is in it.
func (n node) set() box { return laid(n.row()) }

// enclosed is what an element has within it, in a row.
func (n node) enclosed() box {
	return node{XMLName: xml.Name{Local: "mrow"}, Kids: n.Kids}.set()
}

// inline is the element on one line.
func (n node) inline() string {
	row := n.row()
	switch {
	case len(row) == 1 && row[0].XMLName.Local == "mfrac":
		return bracketed(row[0].Kids[0].inline()) + "/" + bracketed(row[0].Kids[1].inline())
	case len(row) == 1 && len(row[0].Kids) == 0 || n.XMLName.Local == "mtext":
		return strings.TrimSpace(row[0].text())
	}
	var s strings.Builder
	for i, k := range row {
		switch k.XMLName.Local {
		case "mfrac", "mrow":
			s.WriteString(k.inline())
		case "mo":
			if k.relation() && i > 0 && len(k.text()) > 1 {
				s.WriteString(" " + k.text() + " ")
			} else {
				s.WriteString(k.text())
			}
		default:
			s.WriteString(strings.Join(k.box().lines, " "))
		}
	}
	return strings.TrimSpace(s.String())
}

// bracketed is an operand of a slash.
func bracketed(s string) string {
	if strings.ContainsAny(s, " +−/") {
		return "(" + s + ")"
	}
	return s
}

// laid sets a row: relations and operators between two operands stand apart, fences are as tall as
// what they hold.
func laid(row []node) box {
	boxes := make([]box, len(row))
	for i, n := range row {
		if n.XMLName.Local == "mrow" && len(n.Kids) > 0 { // fenced
			boxes[i] = laid(n.row())
		} else {
			boxes[i] = n.box()
		}
	}
	var open []int
	for i, n := range row {
		end, closes := n.ends()
		switch {
		case !closes && !n.fence():
		case !closes, n.attr("form") == "" && !strings.Contains(closing, end.text()) && (len(open) == 0 || row[open[len(open)-1]].text() != end.text()):
			open = append(open, i)
		default:
			from := -1
			if len(open) > 0 {
				from = open[len(open)-1]
				open = open[:len(open)-1]
			}
			held := beside(boxes[from+1 : i])
			boxes[i] = n.scripted(tall(end.text(), held))
			if from >= 0 {
				boxes[from] = tall(row[from].text(), held)
			}
		}
	}
	for _, i := range open {
		boxes[i] = tall(row[i].text(), beside(boxes[i+1:]))
	}
	var all []box
	for i := range row {
		all = append(all, word(strings.Repeat(" ", spaces(row, i))), boxes[i])
	}
	return beside(all)
}

// spaces is the columns between an element of a row and the one before it.
func spaces(row []node, i int) int {
	if i == 0 || row[i].XMLName.Local == "mspace" || row[i-1].XMLName.Local == "mspace" {
		return 0
	}
	switch {
	case row[i].relation(), row[i-1].relation(), row[i].binary(row, i), row[i-1].binary(row, i-1):
		return 1
	case row[i-1].attr("separator") == "true":
		return 1
	case row[i-1].XMLName.Local == "mi" && len([]rune(row[i-1].text())) > 1 && !row[i].fence() && row[i].XMLName.Local != "mo":
		return 1 // sin x
	case row[i].XMLName.Local == "mi" && len([]rune(row[i].text())) > 1 && row[i-1].XMLName.Local != "mo":
		return 1 // x sin
	}
	return 0
}

// binary reports whether an element is an operator between two operands.
func (n node) binary(row []node, i int) bool {
	if n.XMLName.Local != "mo" || n.text() == "" || !strings.Contains("+−±·×∧:", n.text()) || i == 0 {
		return false
	}
	last := row[i-1]
	return !(last.XMLName.Local == "mo" && (last.attr("form") == "prefix" || last.relation() || last.attr("separator") == "true")) && !last.wide()
}
