package theory

import (
	"fmt"
	"math"
	"slices"
)

// Function is an activation f with its derivative, as [LayerOf] takes it.
type Function struct {
	Name      string
	At, Slope func(z float64) float64 // f and f′
	// Breaks is where f or a derivative of it jumps: 0 for ReLU and abs. A place that is not named is looked for,
	// at the cost of time.
	Breaks []float64
}

func (f Function) String() string {
	if f.Name == "" {
		return "f"
	}
	return f.Name
}

// The means of a layer are Gauss–Legendre with 16 nodes on panels of width 2 at most, between the breaks; their
// errors are what 12 nodes would change.
const (
	panelNodes  = 16
	roughNodes  = 12
	panelWidth  = 2
	farthest    = 38  // e^{−z²/2} is 0 beyond
	mostPanels  = 128 // of a function, within its reach
	mostBreaks  = 32
	breakHalf   = 20 // a panel that is halved so often has a break
	deepestHalf = 48
)

// profile is a function cut into panels on which it is smooth.
type profile struct {
	Function
	reach   float64   // |z| beyond which nothing counts
	breaks  []float64 // in (−reach, reach), named or found
	jumps   []float64 // the breaks at which f itself jumps
	special []float64 // ends of panels that are not multiples of panelWidth, the breaks among them
}

// reachOf is the R beyond which z²f′²(1 + f² + y²) + f² + y² has less than 1e-19 of its Gaussian mean, y the data
// and f the fit. It is an error when a value is not finite within, or when the mean does not converge.
func reachOf(fit, data Function) (float64, error) {
	logOf := func(x float64) float64 { return math.Log(math.Abs(x)) }
	larger := func(a, b float64) float64 { // log(e^a + e^b)
		if math.IsInf(min(a, b), -1) {
			return max(a, b)
		}
		return max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
	}
	value := func(z float64) (float64, error) {
		out := [3]float64{fit.At(z), fit.Slope(z), data.At(z)}
		for i, y := range out {
			name := [3]string{fit.String() + "(", "the slope of " + fit.String() + " at (", data.String() + "("}[i]
			if math.IsNaN(y) || math.IsInf(y, 0) {
				if slices.ContainsFunc([]Function{fit, data}, func(f Function) bool { return slices.Contains(f.Breaks, z) }) {
					return math.Inf(-1), nil // the panels end there
				}
				return 0, fmt.Errorf("theory: %s%v) = %v, want a finite number", name, z, y)
			}
		}
		f, slope, y := 2*logOf(out[0]), 2*logOf(out[1]), 2*logOf(out[2])
		sizes := larger(f, y)
		return larger(sizes, 2*logOf(z)+slope+larger(0, sizes)) - z*z/2, nil
	}
	const step = 0.25
	total, before := math.Inf(-1), math.Inf(-1)
	var recent [8]float64 // of the last two units
	for i := 0; ; i++ {
		z := step * float64(i)
		if i == 0 {
			z = step / 3 // 0 is a likely break
		}
		here := math.Inf(-1)
		for _, at := range [2]float64{z, -z} {
			log, err := value(at)
			if err != nil && z > 8 && before > total-2 { // it grew until it was too large for a float64
				return 0, diverges(fit, data)
			}
			if err != nil {
				return 0, err
			}
			here = larger(here, log)
		}
		before, total = here, larger(total, here)
		recent[i%len(recent)] = here
		if z >= 8 && slices.Max(recent[:]) < total+math.Log(1e-20) {
			return math.Ceil(z), nil
		}
		if z >= farthest {
			if math.IsInf(total, -1) {
				return 8, nil // f is 0
			}
			return 0, diverges(fit, data)
		}
	}
}

func diverges(fit, data Function) error {
	name := fit.String()
	if d := data.String(); d != name {
		name += " and " + d
	}
	return fmt.Errorf("theory: V, a mean of f′²f² over a standard normal variable, does not converge for %s: want f of smaller growth than e^{z²/8}", name)
}

// profileOf cuts f into panels within its reach. It is an error when f oscillates too fast, does not settle
// at a place or has another derivative than it says.
func profileOf(f Function, reach float64) (profile, error) {
	p := profile{Function: f, reach: reach}
	for _, b := range f.Breaks {
		if !finite(b) {
			return p, fmt.Errorf("theory: %s: break = %v, want a finite number", f, b)
		}
		if math.Abs(b) < reach {
			p.breaks = append(p.breaks, b)
		}
	}
	slices.Sort(p.breaks)
	p.breaks = slices.Compact(p.breaks)
	for {
		found, err := p.refine()
		if err != nil {
			return p, err
		}
		if len(found) == 0 {
			break
		}
		p.breaks = append(p.breaks, found...)
		slices.Sort(p.breaks)
		p.breaks = slices.Compact(p.breaks)
		if len(p.breaks) > mostBreaks {
			return p, fmt.Errorf("theory: %s has more than %d breaks within |z| < %v, want fewer", f, mostBreaks, reach)
		}
	}
	for _, b := range p.breaks {
		h := 1e-8 * (1 + math.Abs(b))
		left, right := f.At(b-h), f.At(b+h)
		if math.Abs(right-left) > 1e-6*(math.Abs(left)+math.Abs(right))+8*h*(math.Abs(f.Slope(b-h))+math.Abs(f.Slope(b+h))) {
			p.jumps = append(p.jumps, b)
		}
	}
	return p, p.checkSlope()
}

// grid is the ends of panels of the largest width, and the breaks. No end is where a function is likely to break.
func (p *profile) grid() []float64 {
	ends := append([]float64{-p.reach, p.reach}, p.breaks...)
	for e := -p.reach + math.Sqrt2/2; e < p.reach; e += panelWidth {
		ends = append(ends, e)
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}

// refine halves the panels until the rougher rule agrees with itself on the halves, in f, f′, f², f′² and f²f′²
// times the normal density. It returns a place that must be a break and is not named.
func (p *profile) refine() (found []float64, err error) {
	type sums [5]float64
	unit := rough()
	over := func(a, b float64) (s, sizes sums) {
		for i, x := range unit.z {
			z := a + (b-a)*x
			w := unit.w[i] * (b - a) * normalDensity(z)
			f, slope := p.At(z), p.Slope(z)
			for q, y := range []float64{f, slope, f * f, slope * slope, f * f * slope * slope} {
				s[q] += w * y
				sizes[q] += w * math.Abs(y)
			}
		}
		return s, sizes
	}
	ends := p.grid()
	var scale sums
	for i := 1; i < len(ends); i++ {
		_, sizes := over(ends[i-1], ends[i])
		for q, s := range sizes {
			scale[q] += s
		}
	}
	p.special = slices.Clone(p.breaks)
	panels := len(ends)
	var halve func(a, b float64, whole sums, depth int) error
	halve = func(a, b float64, whole sums, depth int) error {
		middle := (a + b) / 2
		left, _ := over(a, middle)
		right, _ := over(middle, b)
		settled := true
		for q := range whole {
			miss := math.Abs(left[q] + right[q] - whole[q])
			if math.IsNaN(miss) || math.IsInf(miss, 0) {
				return fmt.Errorf("theory: %s is not finite between z = %v and %v, want a finite number", p.Function, a, b)
			}
			settled = settled && miss <= 2e-14*scale[q]
		}
		if settled {
			return nil
		}
		known := slices.ContainsFunc(p.breaks, func(e float64) bool { return e == a || e == b })
		if !known && depth == breakHalf {
			found = append(found, p.locate(a, b))
			return nil
		}
		if depth == deepestHalf || middle == a || middle == b {
			return fmt.Errorf("theory: V, a mean of f′²f² over a standard normal variable, does not converge, or too slowly, for %s next to z = %.6g: want f′ without such a pole", p.Function, middle)
		}
		if depth < 12 { // deeper, a break is more likely
			panels++
		}
		if panels > mostPanels {
			return fmt.Errorf("theory: %s is singular next to z = %.6g, or oscillates too fast: it needs more than %d panels for |z| < %v", p.Function, middle, mostPanels, p.reach)
		}
		p.special = append(p.special, a, middle, b)
		if err := halve(a, middle, left, depth+1); err != nil || len(found) > 0 {
			return err // begun anew with the break
		}
		return halve(middle, b, right, depth+1)
	}
	for i := 1; i < len(ends) && len(found) == 0; i++ {
		whole, _ := over(ends[i-1], ends[i])
		if err := halve(ends[i-1], ends[i], whole, 0); err != nil {
			return nil, err
		}
	}
	slices.Sort(p.special)
	p.special = slices.Compact(p.special)
	return found, nil
}

// locate is the break in a short panel: where f or f′ changes most.
func (p *profile) locate(a, b float64) float64 {
	change := func(a, b float64) float64 {
		f, g, slope, after := p.At(a), p.At(b), p.Slope(a), p.Slope(b)
		return math.Abs(g-f)/(math.Abs(f)+math.Abs(g)+1e-300) + math.Abs(after-slope)/(math.Abs(slope)+math.Abs(after)+1e-300)
	}
	for {
		middle := (a + b) / 2
		switch {
		case middle == a || middle == b || b-a < 1e-17:
			return b
		case change(a, middle) > change(middle, b):
			b = middle
		default:
			a = middle
		}
	}
}

// checkSlope is that f grows on the inner part of each panel by the integral of its slope.
func (p *profile) checkSlope() error {
	rule := panel()
	ends := p.ends(p.reach)
	largest := ruleOn(ends, panelNodes).mean(func(z float64) float64 { return math.Abs(p.Slope(z)) + math.Abs(p.At(z)) })
	for i := 1; i < len(ends); i++ {
		width := ends[i] - ends[i-1]
		if width < 1e-4 {
			continue // next to a break
		}
		a, b := ends[i-1]+width/8, ends[i]-width/8
		var grown, size float64
		for q, x := range rule.z {
			slope := p.Slope(a + (b-a)*x)
			grown += rule.w[q] * (b - a) * slope
			size += rule.w[q] * (b - a) * math.Abs(slope)
		}
		from, to := p.At(a), p.At(b)
		miss := math.Abs(to - from - grown)
		counts := max(normalDensity(a), normalDensity(b)) // a break in the tails is not looked for
		if miss > 1e-8*size+1e-10*(math.Abs(from)+math.Abs(to)) && miss*counts > 1e-9*largest {
			return fmt.Errorf("theory: %s: from z = %.6g to %.6g it grows by %v, its slope adds up to %v, want the same", p.Function, a, b, to-from, grown)
		}
	}
	return nil
}

// ends is the ends of the panels within |z| < reach.
func (p *profile) ends(reach float64) []float64 {
	ends := []float64{-reach, reach}
	for _, e := range p.special {
		if math.Abs(e) < reach {
			ends = append(ends, e)
		}
	}
	return filled(ends)
}

// filled is the ends sorted, with gaps of panelWidth at most.
func filled(ends []float64) []float64 {
	slices.Sort(ends)
	ends = slices.Compact(ends)
	var out []float64
	for i, e := range ends {
		if i > 0 {
			gap := e - ends[i-1]
			for parts, k := math.Ceil(gap/panelWidth), 1.0; k < parts; k++ {
				out = append(out, ends[i-1]+gap*k/parts)
			}
		}
		out = append(out, e)
	}
	return out
}

// ruleOn is the composite rule for N(0,1) with n nodes on each panel.
func ruleOn(ends []float64, n int) gaussRule {
	var r gaussRule
	unit := unitRule(n)
	for i := 1; i < len(ends); i++ {
		width := ends[i] - ends[i-1]
		for q, x := range unit.z {
			z := ends[i-1] + width*x
			r.z = append(r.z, z)
			r.w = append(r.w, width*unit.w[q]*normalDensity(z))
		}
	}
	return r
}

func unitRule(n int) gaussRule {
	if n == panelNodes {
		return panel()
	}
	return rough()
}

func normalDensity(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
