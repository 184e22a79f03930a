package expression

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// values is every function and operator at a point, known another way.
var values = []struct {
	text string
	x    float64
	at   float64
}{
	{"-x^2", 3, -9}, {"2^3^2 + x", 0, 512}, {"2^-x", 2, 0.25}, {"-x^-2*(1+0*x)^2 + 0/(x^2+1)", 0, math.NaN()},
	{"1 - 2 - x", 3, -4}, {"8/4/2*x", 1, 1}, {"(1+x)*(1-x)", 3, -8}, {"+x - -x", 2, 4}, {".5*x + 1e-3", 2, 1.001}, {"x**3", -2, -8},
	{"exp(x)", 1, math.E}, {"e^x", 2, math.E * math.E}, {"log(x^2+1)", 2, math.Log(5)}, {"sqrt(x^2+1)", 2, math.Sqrt(5)},
	{"abs(x)", -2, 2}, {"sin(pi/2 + 0*x) + x", 0, 1}, {"cos(π*x)", 1, -1}, {"tan(atan(x)/2)", 1, math.Sqrt2 - 1},
	{"tanh(x)", 1, 0.7615941559557649}, {"erf(x)", 0.5, 0.5204998778130465}, {"max(x, 0, 1 - x)", -1, 2}, {"min(x, 0, 1 - x)", 3, -2},
	{"step(x)", 0, 0}, {"step(x)", 1e-9, 1}, {"sign(x)", -3, -1}, {"relu(x)", -3, 0}, {"leaky(x)", -3, -0.03}, {"leaky(x, 1/5)", -3, -0.6},
	{"elu(x)", -1, 1/math.E - 1}, {"gelu(x)", 1, 0.8413447460685429}, {"silu(x)", 1, 0.7310585786300049}, {"softplus(x)", 0, math.Ln2},
	{"softplus(x)", 13, 13.000002260326852}, {"sigmoid(x)", -1, 0.2689414213699951},
	{"he(3, x)", 2, 2}, {"he(4, x) + 0*h(3, x)", 2, -5}, {"h(2, x)", 3, 8 / math.Sqrt2}, {"he(0, x) + x", 1, 2}, {"he(2, x/2)", 4, 3},
}

func TestValues(t *testing.T) {
	for _, test := range values {
		f, err := Parse(test.text)
		if math.IsNaN(test.at) {
			if err == nil {
				t.Errorf("%s: read, want an error", test.text)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		// At most eight operations, each to a unit in the last place or two.
		if got := f.At(test.x); math.Abs(got-test.at) > 0x1p-48*math.Abs(test.at) {
			t.Errorf("%s at %v is %v, want %v", test.text, test.x, got, test.at)
		}
	}
}

// TestSlopes: the slope is the limit of differences. With ε = 1e-3, Richardson's rule is off by
// 4ε⁴f⁽⁵⁾/5! and rounding 2⁻⁵²|f|/ε, both below 1e-10 of the size of f here.
func TestSlopes(t *testing.T) {
	const ε = 1e-3
	for _, test := range append(values, struct {
		text  string
		x, at float64
	}{text: "(x^2+1)^(sin(x)/2)"}, struct {
		text  string
		x, at float64
	}{text: "2^x*atan(x)/(2+cos(x))"}) {
		f, err := Parse(test.text)
		if err != nil {
			continue // TestValues
		}
		for _, x := range []float64{-1.7, -0.6, 0.4, 1.3} {
			if slices.ContainsFunc(f.Breaks, func(b float64) bool { return math.Abs(x-b) < 0.01 }) {
				t.Fatalf("%s breaks near %v", test.text, x)
			}
			half, whole := (f.At(x+ε)-f.At(x-ε))/(2*ε), (f.At(x+2*ε)-f.At(x-2*ε))/(4*ε)
			want := (4*half - whole) / 3
			if got := f.Slope(x); math.Abs(got-want) > 1e-9*(1+math.Abs(want)+math.Abs(f.At(x))) {
				t.Errorf("%s: slope %v at %v, differences say %v", test.text, got, x, want)
			}
		}
	}
}

func TestPlaces(t *testing.T) {
	turns := func(shift float64) (places []float64) { // nπ + shift
		for n := -5.0; n <= 4; n++ {
			if x := n*math.Pi + shift; math.Abs(x) < Reach {
				places = append(places, x)
			}
		}
		return places
	}
	var pairs []float64
	for n := -2.0; n <= 2; n++ {
		near := math.Acos(0.99999999)
		pairs = append(pairs, 2*math.Pi*n-near, 2*math.Pi*n+near)
	}
	for _, test := range []struct {
		text          string
		breaks, jumps []float64
	}{
		{"x^3 - 3*x", nil, nil},
		{"relu(x)", []float64{0}, nil},
		{"abs(x)^3", []float64{0}, nil},
		{"elu(x - 1)", []float64{1}, nil},
		{"x*step(x)", []float64{0}, nil},
		{"step(x)", []float64{0}, []float64{0}},
		{"x + 1e-9*step(x)", []float64{0}, []float64{0}}, // however small
		{"sign(x)*sqrt(abs(x))", []float64{0}, nil},      // steep, no jump
		{"step(x - 0.3) + abs(x + 2)", []float64{-2, 0.3}, []float64{0.3}},
		{"min(1, max(-1, x))", []float64{-1, 1}, nil},
		{"max(x, 0, x - 3, 2 - x)", []float64{0, 1}, nil}, // x − 3 never wins
		{"abs((x-1)^2)", nil, nil},                        // no change of sign
		{"sqrt((x-1)^2)", []float64{1}, nil},              // a corner without one
		{"abs(x^2 - 2)", []float64{-math.Sqrt2, math.Sqrt2}, nil},
		{"abs(x^3*(x-1)^2)", []float64{0}, nil},
		{"abs(cos(x) - 0.99999999)", pairs, nil}, // closer than the grid
		{"abs(cos(x + 1))", turns(math.Pi/2 - 1), nil},
		{"abs(step(x - 0.5) - 0.25)", []float64{0.5}, []float64{0.5}},
		{"max(exp(x) - 2, 0)", []float64{math.Ln2}, nil},
	} {
		f, err := Parse(test.text)
		if err != nil {
			t.Error(err)
			continue
		}
		// The condition of arccos near 1 is 1/sin = 7000.
		same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-11 }
		if !slices.EqualFunc(f.Breaks, test.breaks, same) || !slices.EqualFunc(f.Jumps, test.jumps, same) {
			t.Errorf("%s: breaks %v, jumps %v, want %v and %v", test.text, f.Breaks, f.Jumps, test.breaks, test.jumps)
		}
	}
}

func TestPolynomials(t *testing.T) {
	for text, want := range map[string][]float64{
		"x^3 - 2*x + 0.25*(x^2-1)": {-0.25, -2, 0.25, 1},
		"he(4, x)":                 {3, 0, -6, 0, 1},
		"he(2, 2*x)/2":             {-0.5, 0, 2},
		"(x+1)^3":                  {1, 3, 3, 1},
		"x^2 - x*x + x":            {0, 1},
		"sin(x)":                   nil,
		"x^61":                     nil,
	} {
		f, err := Parse(text)
		if err != nil {
			t.Error(err)
		} else if !slices.Equal(f.Polynomial, want) {
			t.Errorf("%s: coefficients %v, want %v", text, f.Polynomial, want)
		}
	}
}

// refused is what is no activation, with the place and a part of what is said.
var refused = []struct {
	text string
	at   int
	says string
}{
	{"", 0, "nothing to read"},
	{"2x", 1, "2*x"}, {"2 x", 2, "2*x"}, {"x(x+1)", 1, "2*x"}, {"(x)(x)", 3, "2*x"}, {"2(x+1)", 1, "2*x"}, {"2sin(x)", 1, "2*x"}, {"x sin(x)", 2, "2*x"},
	{"x + rellu(x)", 4, "did you mean relu?"}, {"sigmod(x)", 0, "did you mean sigmoid?"}, {"X", 0, "did you mean x?"}, {"x + foo(x)", 4, "want one of abs,"},
	{"reduce(1..1e9, # + 1)", 0, "unknown name reduce"}, {"x + (1..9)", 6, ".. is not read"}, {"x[0]", 1, "[ is not read"}, {"x.y", 1, ". is not read"},
	{"x ? 1 : 2", 2, "? is not read"}, {"let y = 1; y", 0, "let is not read"}, {"'x'", 0, "quotes"}, {"x // 2", 2, "one operator"}, {"not x", 0, "not is not read"},
	{"x | abs()", 2, "| is not read"}, {"x; x", 1, "; is not read"}, {"true", 0, "unknown name true"},
	{"x²", 1, "write ^2"}, {"−x", 0, "write -"}, {"x\x1b[2J", 1, "U+001B"}, {"x + \xff", 0, "UTF-8"},
	{"sin x", 0, "sin needs its arguments"}, {"sin(x, 2)", 0, "sin has 2 arguments, want sin(x)"}, {"max(x)", 0, "max has 1 argument, want max(x, 0)"},
	{"x +", 3, "too soon"}, {"(x", 2, "too soon"}, {"x)", 1, "no parenthesis"}, {"x, x", 1, "not expected"}, {"x * / 2", 4, "not expected"}, {"()", 1, "not expected"},
	{"1e999*x", 0, "1e999"}, {"99999999999*x", 0, "99999999999.0"},
	{"1/x", 1, "division by zero at x = 0"}, {"x + 1/(x-0.1)^2", 5, "division by zero at x = 0.1"}, {"(x-3.3)^-1", 7, "division by zero at x = 3.3"}, {"x/0", 1, "division by zero"},
	{"1/(cos(x)+1)", 1, "division by zero at x = "}, {"sin(x)/x", 6, "at x = 0"},
	{"log(x)", 0, "log of 0 at x = 0"}, {"log(x + 2.3)", 0, "the argument of log is 0 at x = -2.3"}, {"log(abs(x))", 0, "at x = 0"}, {"sqrt(x)", 0, "sqrt of -1 at x = -1"},
	{"x^0.5", 1, "at x = -1, is complex"}, {"(-2)^x", 4, "want a base > 0"}, {"x^x", 1, "at x = "}, {"tan(x)", 0, "tan has a pole at x = "},
	{"exp(exp(x))", 0, "too large for a float64 at x = 6.5"}, {"1/(1+exp(-100*x))", 5, "too large"}, {"exp(1000)*x", 0, "too large"},
	{"1", 0, "constant"}, {"x - x", 0, "constant"}, {"sin(x)^2 + cos(x)^2", 0, "constant"}, {"x^0", 0, "constant"},
	{"he(2.5, x)", 3, "whole number"}, {"he(x, x)", 3, "must be a number"}, {"h(101, x)", 2, "from 0 to 100"}, {"leaky(x, x)", 9, "must be a number"},
	{strings.Repeat("(", 41) + "x" + strings.Repeat(")", 41), 40, "deeper than 40"}, {strings.Repeat("x", 1<<20), 60, "1048576 bytes, want at most 1000"},
	{strings.Repeat("x^", 499) + "x", 1, "nested too deeply"}, {"sign(sin(300*x))", 5, "more than 64"},
}

func TestRefused(t *testing.T) {
	for _, test := range refused {
		name := test.text[:min(40, len(test.text))]
		_, err := Parse(test.text)
		var at *Error
		switch {
		case err == nil:
			t.Errorf("%s: read, want an error", name)
		case !errors.As(err, &at) || at.At != test.at || !strings.Contains(at.Message, test.says):
			t.Errorf("%s: %v, at %d, want %q at %d", name, err, at.At, test.says, test.at)
		default:
			examineError(t, at)
		}
	}
}

// examineError: an error is one line that prints, of bounded length, with its caret.
func examineError(t *testing.T, err *Error) {
	t.Helper()
	s := err.Error()
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 || len([]rune(s)) > 1400 || !strings.Contains(s, "‸") {
		t.Errorf("error %q, want one line that prints, with a caret", s)
	}
}

// FuzzParse: every text is an activation, finite with its slope, its places in order, or one line
// that says why not.
func FuzzParse(f *testing.F) {
	for _, test := range values {
		f.Add(test.text)
	}
	for _, test := range refused {
		if len(test.text) < 100 {
			f.Add(test.text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := Parse(text)
		if err != nil {
			var at *Error
			if !errors.As(err, &at) {
				t.Fatalf("%T", err)
			}
			examineError(t, at)
			return
		}
		for _, x := range []float64{-14, -13, -1.5, -0.5, 0, 0.5, 1, 2, 13} { // on the grid
			if !finite(g.At(x)) || !finite(g.Slope(x)) {
				t.Errorf("%q: f(%v) = %v, f′ = %v", text, x, g.At(x), g.Slope(x))
			}
		}
		if !slices.IsSorted(g.Breaks) || len(g.Breaks) > maxBreaks {
			t.Errorf("%q: breaks %v", text, g.Breaks)
		}
		for _, j := range g.Jumps {
			if !slices.Contains(g.Breaks, j) {
				t.Errorf("%q: jump at %v, which is no break", text, j)
			}
		}
	})
}
