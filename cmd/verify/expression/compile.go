package expression

import (
	"fmt"
	"math"

	"github.com/expr-lang/expr/ast"

	"assay/cmd/verify/form"
)

// term is a part of an expression as a function of x.
type term struct {
	name       string // the function or operator
	place      int
	arguments  []*term
	size       int                                 // nodes
	constant   bool                                // does not contain x
	at         func(x float64) float64             // value
	dual       func(x float64) (at, slope float64) // value and slope
	polynomial []float64                           // coefficients, if it is a polynomial of degree ≤ maxDegree as written
}

// compiler makes terms and keeps where they branch and what must not be 0.
type compiler struct {
	text     string
	branched []*branch
	guards   []*guard
	absorbed []*term // those whose infinity or NaN may not reach the value of the whole
	work     int     // the nodes that are evaluated to examine one place
}

// maxWork bounds the time that a text takes.
const maxWork = 6000

func (c *compiler) absorb(terms ...*term) {
	for _, t := range terms {
		if !t.constant {
			c.absorbed = append(c.absorbed, t)
			c.work += t.size
		}
	}
}

// branch is an argument where whose sign changes the function changes its form.
type branch struct {
	argument *term
	touches  bool // it also has a corner where the argument is 0 without a change of sign
}

// guard is an argument that must not be 0.
type guard struct {
	argument *term
	place    int
	message  string // what its zero is
}

func (c *compiler) fail(place int, message string) *Error { return &Error{c.text, place, message} }

func (c *compiler) branch(argument *term, touches bool) {
	if !argument.constant {
		c.work += argument.size
		c.branched = append(c.branched, &branch{argument, touches})
	}
}

func (c *compiler) guard(argument *term, place int, message string) {
	if !argument.constant {
		c.work += argument.size
		c.guards = append(c.guards, &guard{argument, place, message})
	}
}

// compile is the term of a syntax tree. Only the nodes of arithmetic and calls have one.
func (c *compiler) compile(n ast.Node) (*term, *Error) {
	place := n.Location().From
	switch n := n.(type) {
	case *ast.IntegerNode:
		return number(place, float64(n.Value)), nil
	case *ast.FloatNode:
		return number(place, n.Value), nil
	case *ast.IdentifierNode:
		if n.Value == "x" {
			return &term{name: "x", place: place, size: 1, polynomial: []float64{0, 1},
				at:   func(x float64) float64 { return x },
				dual: func(x float64) (float64, float64) { return x, 1 },
			}, nil
		}
		if v, found := constants[n.Value]; found {
			return number(place, v), nil
		}
	case *ast.UnaryNode:
		a, err := c.compile(n.Node)
		if err != nil {
			return nil, err
		}
		switch n.Operator {
		case "+":
			return a, nil
		case "-":
			return c.product(place, "-", number(place, -1), a), nil
		}
	case *ast.BinaryNode:
		a, err := c.compile(n.Left)
		if err != nil {
			return nil, err
		}
		b, err := c.compile(n.Right)
		if err != nil {
			return nil, err
		}
		switch n.Operator {
		case "+":
			return c.sum(place, a, b, 1), nil
		case "-":
			return c.sum(place, a, b, -1), nil
		case "*":
			return c.product(place, "*", a, b), nil
		case "/":
			return c.quotient(place, a, b)
		case "^", "**":
			return c.power(place, a, b)
		}
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(callee.Value, place, n.Arguments)
		}
	case *ast.BuiltinNode:
		return c.call(n.Name, place, n.Arguments)
	}
	return nil, c.fail(place, "not read, want numbers, x, + - * / ^, parentheses and functions")
}

func (c *compiler) call(name string, place int, nodes []ast.Node) (*term, *Error) {
	f := functions[name]
	if f == nil {
		return nil, c.fail(place, "unknown name "+name+suggestion(name))
	}
	if n := len(nodes); n < f.arguments[0] || n > f.arguments[1] {
		return nil, c.fail(place, fmt.Sprintf("%s has %s, want %s", name, form.Plural(n, "argument"), f.usage(name)))
	}
	call := &call{name: name, place: place}
	for _, n := range nodes {
		a, err := c.compile(n)
		if err != nil {
			return nil, err
		}
		call.arguments = append(call.arguments, a)
	}
	if f.build != nil {
		return f.build(c, call)
	}
	return c.unary(name, place, call.arguments[0], f), nil
}

func number(place int, v float64) *term {
	return &term{place: place, size: 1, constant: true, polynomial: []float64{v},
		at:   func(float64) float64 { return v },
		dual: func(float64) (float64, float64) { return v, 0 },
	}
}

// unary is a function of one argument, by the chain rule.
func (c *compiler) unary(name string, place int, a *term, f *function) *term {
	at, slope := f.at, f.slope
	c.absorb(a)
	switch {
	case f.positive:
		c.guard(a, place, "the argument of "+name+" is 0")
	case f.root:
		c.branch(a, true)
	case f.poles:
		c.guard(c.unary("cos", place, a, functions["cos"]), place, name+" has a pole")
	case f.branches:
		c.branch(a, false)
	}
	return &term{name: name, place: place, arguments: []*term{a}, size: 1 + a.size, constant: a.constant,
		at: func(x float64) float64 { return at(a.at(x)) },
		dual: func(x float64) (float64, float64) {
			v, d := a.dual(x)
			if d == 0 {
				return at(v), 0
			}
			return at(v), slope(v) * d
		},
	}
}

// sum is a + sign·b.
func (c *compiler) sum(place int, a, b *term, sign float64) *term {
	return &term{name: "+", place: place, arguments: []*term{a, b}, size: 1 + a.size + b.size, constant: a.constant && b.constant,
		polynomial: plus(a.polynomial, b.polynomial, sign),
		at:         func(x float64) float64 { return a.at(x) + sign*b.at(x) },
		dual: func(x float64) (float64, float64) {
			v, dv := a.dual(x)
			w, dw := b.dual(x)
			return v + sign*w, dv + sign*dw
		},
	}
}

func (c *compiler) product(place int, name string, a, b *term) *term {
	return &term{name: name, place: place, arguments: []*term{a, b}, size: 1 + a.size + b.size, constant: a.constant && b.constant,
		polynomial: times(a.polynomial, b.polynomial),
		at:         func(x float64) float64 { return a.at(x) * b.at(x) },
		dual: func(x float64) (float64, float64) {
			v, dv := a.dual(x)
			w, dw := b.dual(x)
			return v * w, dv*w + v*dw
		},
	}
}

func (c *compiler) quotient(place int, a, b *term) (*term, *Error) {
	if b.constant && b.at(0) == 0 {
		return nil, c.fail(place, "division by zero")
	}
	c.guard(b, place, "division by zero")
	c.absorb(b)
	t := &term{name: "/", place: place, arguments: []*term{a, b}, size: 1 + a.size + b.size, constant: a.constant && b.constant,
		at: func(x float64) float64 { return a.at(x) / b.at(x) },
		dual: func(x float64) (float64, float64) {
			v, dv := a.dual(x)
			w, dw := b.dual(x)
			return v / w, (dv - v/w*dw) / w
		},
	}
	if b.constant {
		t.polynomial = times(a.polynomial, []float64{1 / b.at(0)})
	}
	return t, nil
}

// power is a^b: for whole b of any a, for other numbers of a ≥ 0, else of a > 0.
func (c *compiler) power(place int, a, b *term) (*term, *Error) {
	c.absorb(a, b)
	t := &term{name: "^", place: place, arguments: []*term{a, b}, size: 1 + a.size + b.size, constant: a.constant && b.constant,
		at: func(x float64) float64 { return math.Pow(a.at(x), b.at(x)) }}
	if b.constant {
		n := b.at(0)
		t.at = func(x float64) float64 { return math.Pow(a.at(x), n) }
		switch n {
		case 2:
			t.at = func(x float64) float64 { v := a.at(x); return v * v }
		case 3:
			t.at = func(x float64) float64 { v := a.at(x); return v * v * v }
		}
		t.dual = func(x float64) (float64, float64) {
			v, dv := a.dual(x)
			if dv == 0 || n == 0 {
				return math.Pow(v, n), 0
			}
			return math.Pow(v, n), n * math.Pow(v, n-1) * dv
		}
		whole := n == math.Trunc(n)
		switch {
		case n < 0:
			c.guard(a, place, "division by zero")
		case !whole:
			c.branch(a, true)
		case n <= maxDegree && a.polynomial != nil:
			t.polynomial = []float64{1}
			for range int(n) {
				t.polynomial = times(t.polynomial, a.polynomial)
			}
		}
		return t, nil
	}
	if a.constant && !(a.at(0) > 0) {
		return nil, c.fail(place, fmt.Sprintf("%v to a power that is no number, want a base > 0", a.at(0)))
	}
	c.guard(a, place, "a base is 0 and its power is no number")
	t.dual = func(x float64) (float64, float64) {
		v, dv := a.dual(x)
		w, dw := b.dual(x)
		p := math.Pow(v, w)
		return p, p * (dw*math.Log(v) + w*dv/v)
	}
	return t, nil
}

// maxDegree is the largest degree of a polynomial that is kept as coefficients.
const maxDegree = 60

// plus is p + sign·q, nil if one is.
func plus(p, q []float64, sign float64) []float64 {
	if p == nil || q == nil {
		return nil
	}
	sum := make([]float64, max(len(p), len(q)))
	copy(sum, p)
	for i, c := range q {
		sum[i] += sign * c
	}
	return usable(sum)
}

// times is p·q, nil if one is or the degree is too high.
func times(p, q []float64) []float64 {
	if p == nil || q == nil || len(p)+len(q)-2 > maxDegree {
		return nil
	}
	product := make([]float64, len(p)+len(q)-1)
	for i, a := range p {
		for j, b := range q {
			product[i+j] += a * b
		}
	}
	return usable(product)
}

// usable is p without the zeros at its end, nil if a coefficient is not finite.
func usable(p []float64) []float64 {
	n := 1
	for i, c := range p {
		if !finite(c) {
			return nil
		}
		if c != 0 {
			n = i + 1
		}
	}
	return p[:n]
}
