package mathml

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// box is a part of a formula on a terminal: lines of equal width, of which one stands on the line
// of its neighbours.
type box struct {
	lines []string
	base  int
}

func word(s string) box { return box{lines: []string{s}} }

func columns(s string) int { return text.StringWidthWithoutEscSequences(s) }

func (b box) width() int {
	if len(b.lines) == 0 {
		return 0
	}
	return columns(b.lines[0])
}

func (b box) below() int { return len(b.lines) - 1 - b.base }

// one is the line of a box that has one only.
func (b box) one() (string, bool) {
	if len(b.lines) != 1 {
		return "", false
	}
	return b.lines[0], true
}

// padded is a line in so many columns, in their middle.
func padded(s string, width int) string {
	free := width - columns(s)
	return strings.Repeat(" ", free/2) + s + strings.Repeat(" ", free-free/2)
}

// beside is boxes in a row.
func beside(all []box) box {
	up, down := 0, 0
	for _, b := range all {
		up, down = max(up, b.base), max(down, b.below())
	}
	out := box{lines: make([]string, up+1+down), base: up}
	for _, b := range all {
		width := b.width()
		for i := range out.lines {
			if j := i - up + b.base; j >= 0 && j < len(b.lines) {
				out.lines[i] += b.lines[j]
			} else {
				out.lines[i] += strings.Repeat(" ", width)
			}
		}
	}
	return out
}

// fraction is a over b, or the sign of it.
func fraction(a, b box) box {
	over, ok1 := a.one()
	under, ok2 := b.one()
	if sign, ok := vulgar[over+"/"+under]; ok && ok1 && ok2 {
		return word(sign)
	}
	width := max(a.width(), b.width())
	out := box{base: len(a.lines)}
	for _, line := range a.lines {
		out.lines = append(out.lines, padded(line, width+2))
	}
	out.lines = append(out.lines, padded(strings.Repeat("─", width), width+2))
	for _, line := range b.lines {
		out.lines = append(out.lines, padded(line, width+2))
	}
	return out
}

// root is the square root.
func root(of box) box {
	if s, ok := of.one(); ok && len([]rune(s)) == 1 {
		return word("√" + s)
	}
	return beside([]box{word("√"), tall("(", of), of, tall(")", of)})
}

// fenceParts is the upper, middle and lower part of a fence that is several lines tall, and its own
// middle where it has one.
var fenceParts = map[string][4]string{
	"(": {"⎛", "⎜", "⎝", "⎜"}, ")": {"⎞", "⎟", "⎠", "⎟"}, "[": {"⎡", "⎢", "⎣", "⎢"}, "]": {"⎤", "⎥", "⎦", "⎥"},
	"{": {"⎧", "⎪", "⎩", "⎨"}, "}": {"⎫", "⎪", "⎭", "⎬"}, "|": {"│", "│", "│", "│"}, "∣": {"│", "│", "│", "│"}, "‖": {"║", "║", "║", "║"}, "∥": {"║", "║", "║", "║"},
	"⟨": {"╱", "│", "╲", "⟨"}, "⟩": {"╲", "│", "╱", "⟩"},
}

// tall is a fence as tall as what it holds.
func tall(sign string, held box) box {
	parts, ok := fenceParts[sign]
	n := len(held.lines)
	if !ok || n == 1 {
		return word(sign)
	}
	out := box{base: held.base}
	for i := range n {
		part := parts[1]
		switch {
		case i == 0:
			part = parts[0]
		case i == n-1:
			part = parts[2]
		case i == n/2:
			part = parts[3]
		}
		out.lines = append(out.lines, part)
	}
	return out
}

// Signs that are raised or lowered.
const (
	plainSigns   = "0123456789+-−=()aehijklmnoprstuvxβγρφχ"
	loweredSigns = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
	exponents    = "0123456789+-−=()abcdefghijklmnoprstuvwxyzTN′"
	raisedSigns  = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴺ′"
)

// script is s in raised or lowered signs, or behind a sign where one of it has none.
func script(s, sign, plain, moved string) string {
	from, to := []rune(plain), []rune(moved)
	var out strings.Builder
	for _, r := range strings.ReplaceAll(s, " ", "") {
		i := slices.Index(from, r)
		if i < 0 {
			if len([]rune(s)) == 1 {
				return sign + s
			}
			return sign + "{" + s + "}"
		}
		out.WriteRune(to[i])
	}
	return out.String()
}

// scripts is a base with what is lowered and raised beside it.
func scripts(base box, sub, sup string) box {
	low, high := "", ""
	if sub != "" {
		low = script(sub, "_", plainSigns, loweredSigns)
	}
	if sup != "" {
		high = script(sup, "^", exponents, raisedSigns)
	}
	if len(base.lines) == 1 {
		return word(base.lines[0] + low + high)
	}
	width := max(columns(low), columns(high))
	side := box{lines: make([]string, len(base.lines)), base: base.base}
	for i := range side.lines {
		s := ""
		switch i {
		case 0:
			s = high
		case len(side.lines) - 1:
			s = low
		}
		side.lines[i] = s + strings.Repeat(" ", width-columns(s))
	}
	return beside([]box{base, side})
}

// stacked is an operator with what stands above and below it.
func stacked(op, over, under box) box {
	width := max(op.width(), over.width(), under.width())
	out := box{}
	add := func(b box) {
		for _, line := range b.lines {
			out.lines = append(out.lines, padded(line, width))
		}
	}
	if over.width() > 0 {
		add(over)
	}
	out.base = len(out.lines) + op.base
	add(op)
	if under.width() > 0 {
		add(under)
	}
	return out
}

// grid is a table whose cells are flush left.
func grid(rows [][]box) box {
	widths := map[int]int{}
	for _, row := range rows {
		for j, b := range row {
			widths[j] = max(widths[j], b.width())
		}
	}
	var out box
	for _, row := range rows {
		var cells []box
		for j, b := range row {
			if j > 0 {
				cells = append(cells, word("  "))
			}
			cells = append(cells, b, word(strings.Repeat(" ", widths[j]-b.width())))
		}
		out.lines = append(out.lines, beside(cells).lines...)
	}
	out.base = (len(out.lines) - 1) / 2
	return out
}
