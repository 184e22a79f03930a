package expression

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/cmd/verify/form"
)

// Reach is how far from 0 a function is examined.
const Reach = 14.0

const (
	MaxBytes = 1000 // of a text
	MaxDepth = 40   // of its parentheses
)

// Function is an activation that was typed.
type Function struct {
	Text       string                  // as it was typed, without space around
	At, Slope  func(x float64) float64 // f and f′; Slope is 0 where f has none
	Breaks     []float64               // where f or a derivative of it may jump, ascending, in (−Reach, Reach)
	Jumps      []float64               // those of them where f itself jumps
	Polynomial []float64               // coefficients, constant first, if f is written as a polynomial of degree ≤ 60; else nil
}

// Error is a text that is no activation, with the place.
type Error struct {
	Text    string
	At      int // characters before the place
	Message string
}

// Error is the text with a caret at the place, cut around it if it is long, and what is wrong.
func (e *Error) Error() string {
	const before, after = 40, 30
	runes := []rune(strings.ToValidUTF8(e.Text, "\uFFFD"))
	at := min(max(e.At, 0), len(runes))
	left, right := runes[:at], runes[at:]
	var head, tail string
	if len(left) > before {
		head, left = "…", left[len(left)-before:]
	}
	if len(right) > after {
		tail, right = "…", right[:after]
	}
	return form.Line(fmt.Sprintf("%s%s‸%s%s: %s", head, string(left), string(right), tail, e.Message))
}

// Parse reads an activation. An error is an [*Error].
func Parse(text string) (*Function, error) {
	f, err := parse(strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	return f, nil
}

func parse(text string) (*Function, *Error) {
	if len(text) > MaxBytes {
		return nil, &Error{text[:60], 60, fmt.Sprintf("%d bytes, want at most %d", len(text), MaxBytes)}
	}
	tree, err := read(text)
	if err != nil {
		return nil, err
	}
	c := &compiler{text: text}
	t, err := c.compile(tree)
	if err != nil {
		return nil, err
	}
	if err := c.examine(t); err != nil {
		return nil, err
	}
	breaks, err := c.breaks()
	if err != nil {
		return nil, err
	}
	f := &Function{Text: text, At: t.at, Breaks: breaks, Jumps: c.jumps(t, breaks), Polynomial: t.polynomial}
	f.Slope = func(x float64) float64 {
		if _, d := t.dual(x); finite(d) {
			return d
		}
		return 0
	}
	if err := c.smooth(t, breaks); err != nil {
		return nil, err
	}
	return f, nil
}

// jumps is those of the breaks where f jumps. With s the slope, the trapezoid's remainder
//
//	f(b+ε) − f(b−ε) − ε (s(b+ε) + s(b−ε))
//
// is the jump but for O(ε³), so that it is the same for two ε; at a steep but continuous place,
// such as that of sign(x)*sqrt(abs(x)), it is not.
func (c *compiler) jumps(t *term, breaks []float64) (jumps []float64) {
	for i, b := range breaks {
		gap := math.Inf(1)
		if i > 0 {
			gap = b - breaks[i-1]
		}
		if i+1 < len(breaks) {
			gap = min(gap, breaks[i+1]-b)
		}
		remainder := func(ε float64) (jump, rounding float64) {
			above, up := t.dual(b + ε)
			below, down := t.dual(b - ε)
			// The place is known to rounding, and so is f.
			return above - below - ε*(up+down), 0x1p-44*(math.Abs(above)+math.Abs(below)) + 0x1p-44*max(1, math.Abs(b))*(math.Abs(up)+math.Abs(down))
		}
		ε := min(1e-5, gap/4)
		one, rounding := remainder(ε)
		other, _ := remainder(ε / 16)
		if math.Abs(one) > rounding && math.Abs(one-other) < 0.1*math.Abs(one) {
			jumps = append(jumps, b)
		}
	}
	return jumps
}

// sorted is the places in order, those closer than rounding taken once, in (−Reach, Reach).
func sorted(places []float64) []float64 {
	slices.Sort(places)
	places = slices.CompactFunc(places, func(a, b float64) bool { return math.Abs(a-b) <= 1e-12*max(1, math.Abs(a)) })
	return slices.DeleteFunc(places, func(x float64) bool { return !(x > -Reach && x < Reach) })
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
