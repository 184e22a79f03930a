package expression

import (
	"fmt"
	"math"
)

var constants = map[string]float64{"pi": math.Pi, "π": math.Pi, "e": math.E}

// function is a named function of the language.
type function struct {
	arguments [2]int // least and most
	form      string // of its arguments, where that is not x

	// of one argument
	at, slope func(v float64) float64
	branches  bool                                   // changes its form where the argument changes sign
	poles     bool                                   // has poles where the cosine of the argument is 0
	positive  bool                                   // the argument must be > 0
	root      bool                                   // the argument must be ≥ 0, with a corner at 0
	build     func(*compiler, *call) (*term, *Error) // of others
}

func (f *function) usage(name string) string {
	if f.form == "" {
		return name + "(x)"
	}
	return name + "(" + f.form + ")"
}

var one = [2]int{1, 1}

// functions is every function by name. It is filled below: builders call it again.
var functions map[string]*function

func init() {
	functions = map[string]*function{
		"exp":  {arguments: one, at: math.Exp, slope: math.Exp},
		"log":  {arguments: one, at: math.Log, slope: func(v float64) float64 { return 1 / v }, positive: true},
		"sqrt": {arguments: one, at: math.Sqrt, slope: func(v float64) float64 { return 0.5 / math.Sqrt(v) }, root: true},
		"sin":  {arguments: one, at: math.Sin, slope: math.Cos},
		"cos":  {arguments: one, at: math.Cos, slope: func(v float64) float64 { return -math.Sin(v) }},
		"tan":  {arguments: one, at: math.Tan, slope: func(v float64) float64 { t := math.Tan(v); return 1 + t*t }, poles: true},
		"tanh": {arguments: one, at: math.Tanh, slope: func(v float64) float64 { c := 1 / math.Cosh(v); return c * c }},
		"atan": {arguments: one, at: math.Atan, slope: func(v float64) float64 { return 1 / (1 + v*v) }},
		"erf":  {arguments: one, at: math.Erf, slope: func(v float64) float64 { return 2 / math.SqrtPi * math.Exp(-v*v) }},
		"abs":  {arguments: one, at: math.Abs, slope: sign, branches: true},
		"sign": {arguments: one, at: sign, slope: zero, branches: true},
		"step": {arguments: one, at: step, slope: zero, branches: true},
		"relu": {arguments: one, at: func(v float64) float64 { return max(v, 0) }, slope: step, branches: true},
		"elu": {arguments: one, branches: true,
			at: func(v float64) float64 {
				if v > 0 {
					return v
				}
				return math.Expm1(v)
			},
			slope: func(v float64) float64 { return math.Exp(min(v, 0)) },
		},
		"sigmoid":  {arguments: one, at: sigmoid, slope: sigmoidSlope},
		"softplus": {arguments: one, at: func(v float64) float64 { return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) }, slope: sigmoid},
		"silu":     {arguments: one, at: func(v float64) float64 { return v * sigmoid(v) }, slope: func(v float64) float64 { return sigmoid(v) + v*sigmoidSlope(v) }},
		"gelu":     {arguments: one, at: func(v float64) float64 { return v * normal(v) }, slope: func(v float64) float64 { return normal(v) + v*math.Exp(-v*v/2)/math.Sqrt(2*math.Pi) }},
		"leaky":    {arguments: [2]int{1, 2}, form: "x, slope", build: leaky},
		"max":      {arguments: [2]int{2, MaxBytes}, form: "x, 0", build: extreme(1)},
		"min":      {arguments: [2]int{2, MaxBytes}, form: "x, 0", build: extreme(-1)},
		"he":       {arguments: [2]int{2, 2}, form: "k, x", build: hermite(false)},
		"h":        {arguments: [2]int{2, 2}, form: "k, x", build: hermite(true)},
	}
}

func zero(float64) float64 { return 0 }

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return v // 0, or NaN
}

func step(v float64) float64 {
	if v > 0 {
		return 1
	}
	return 0
}

func sigmoid(v float64) float64 {
	e := math.Exp(-math.Abs(v))
	if v < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}

func sigmoidSlope(v float64) float64 {
	e := math.Exp(-math.Abs(v))
	return e / ((1 + e) * (1 + e))
}

// normal is Φ(v), with its digits in the lower tail.
func normal(v float64) float64 { return math.Erfc(-v/math.Sqrt2) / 2 }

// call is a call of a function, its arguments compiled.
type call struct {
	name      string
	place     int
	arguments []*term
}

// leaky is v above 0 and its slope times v below.
func leaky(c *compiler, call *call) (*term, *Error) {
	low := 0.01
	if len(call.arguments) == 2 {
		if !call.arguments[1].constant {
			return nil, c.fail(call.arguments[1].place, "the slope of leaky must be a number")
		}
		low = call.arguments[1].at(0)
	}
	return c.unary(call.name, call.place, call.arguments[0], &function{
		branches: true,
		at: func(v float64) float64 {
			if v > 0 {
				return v
			}
			return low * v
		},
		slope: func(v float64) float64 {
			if v > 0 {
				return 1
			}
			return low
		},
	}), nil
}

// extreme is max, with direction 1, or min, with −1, of two or more, taken two at a time.
func extreme(direction float64) func(*compiler, *call) (*term, *Error) {
	return func(c *compiler, call *call) (*term, *Error) {
		t := call.arguments[0]
		for _, b := range call.arguments[1:] {
			a := t
			c.branch(c.sum(call.place, a, b, -1), false)
			c.absorb(a, b)
			t = &term{
				name: call.name, place: call.place, arguments: []*term{a, b}, size: 1 + a.size + b.size, constant: a.constant && b.constant,
				at: func(x float64) float64 {
					v, w := a.at(x), b.at(x)
					if direction*(v-w) >= 0 {
						return v
					}
					return w
				},
				dual: func(x float64) (float64, float64) {
					v, dv := a.dual(x)
					w, dw := b.dual(x)
					if direction*(v-w) >= 0 {
						return v, dv
					}
					return w, dw
				},
			}
		}
		return t, nil
	}
}

// maxHermite is the largest degree of he and h.
const maxHermite = 100

// hermite is He_k, or h_k = He_k/√k!, by He_{j+1} = z He_j − j He_{j−1} and He_j′ = j He_{j−1}.
func hermite(orthonormal bool) func(*compiler, *call) (*term, *Error) {
	return func(c *compiler, call *call) (*term, *Error) {
		degree, argument := call.arguments[0], call.arguments[1]
		if !degree.constant {
			return nil, c.fail(degree.place, fmt.Sprintf("the degree of %s must be a number", call.name))
		}
		k := degree.at(0)
		if !(k >= 0 && k <= maxHermite && k == math.Trunc(k)) {
			return nil, c.fail(degree.place, fmt.Sprintf("degree k = %v, want a whole number from 0 to %d", k, maxHermite))
		}
		n, scale := int(k), 1.0
		if orthonormal {
			scale = 1 / math.Sqrt(math.Gamma(k+1))
		}
		pair := func(z float64) (now, before float64) { // He_n and He_{n−1}
			now = 1
			for j := range n {
				now, before = z*now-float64(j)*before, now
			}
			return now, before
		}
		t := c.unary(call.name, call.place, argument, &function{
			at:    func(z float64) float64 { now, _ := pair(z); return scale * now },
			slope: func(z float64) float64 { _, before := pair(z); return scale * k * before },
		})
		now, before := []float64{1}, []float64{0}
		for j := range n {
			now, before = plus(times(now, argument.polynomial), before, -float64(j)), now
		}
		t.polynomial = times(now, []float64{scale})
		return t, nil
	}
}
