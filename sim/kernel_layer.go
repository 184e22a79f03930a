package sim

import "math"

// layerKernel is the kernel of a single layer, or nil. With u = U and
// v = mU + sW a step is
//
//	G = 2(g(u) − f(v) − ε) g'(u),  A = G W,  B = G² Q,
//
// written out for each kind of f and g: a call in the inner loop costs more than
// the step.
func layerKernel(layer singleLayer) kernel {
	switch fit := layer.fit.(type) {
	case Polynomial:
		if data, ok := layer.data.(Polynomial); ok {
			if len(data.value) <= 4 && len(fit.value) <= 4 {
				return newCubic(data, fit, layer.deviation).steps
			}
			return (&polynomial{data, fit, layer.deviation}).steps
		}
	case HermiteSeries:
		if data, ok := layer.data.(HermiteSeries); ok {
			return newHermite(data, fit, layer.deviation).steps
		}
	case ReLU:
		if layer.data == (ReLU{}) {
			return (&relu{layer.deviation}).steps
		}
	case Abs:
		if layer.data == (Abs{}) {
			return (&abs{layer.deviation}).steps
		}
	}
	return nil
}

// cubic is for two polynomials of degree at most 3: x, x², x³, x³ − 3x. Missing
// leading coefficients are 0, which leaves Horner's rule the same sums.
type cubic struct {
	data, fit [4]float64
	slope     [3]float64
	deviation float64
}

func newCubic(data, fit Polynomial, deviation float64) *cubic {
	c := &cubic{deviation: deviation}
	copy(c.data[:], data.value)
	copy(c.fit[:], fit.value)
	copy(c.slope[:], fit.slope)
	return c
}

func (c *cubic) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			v := float64(m*u) + float64(s*w)
			fit := float64((float64((float64(c.fit[3]*u)+c.fit[2])*u)+c.fit[1])*u) + c.fit[0]
			label := float64((float64((float64(c.data[3]*v)+c.data[2])*v)+c.data[1])*v) + c.data[0] + float64(c.deviation*l.noise[k])
			slope := float64((float64(c.slope[2]*u)+c.slope[1])*u) + c.slope[0]
			g := 2 * (fit - label) * slope
			m = moved(m, s, l.rate, g*w, g*g*l.q[k])
			l.put(k, m)
		}
	}
}

// polynomial is for two polynomials of any degree.
type polynomial struct {
	data, fit Polynomial
	deviation float64
}

func (p *polynomial) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			v := float64(m*u) + float64(s*w)
			label := horner(p.data.value, v) + float64(p.deviation*l.noise[k])
			g := 2 * (horner(p.fit.value, u) - label) * horner(p.fit.slope, u)
			m = moved(m, s, l.rate, g*w, g*g*l.q[k])
			l.put(k, m)
		}
	}
}

// hermite is for two Hermite series.
type hermite struct {
	data, fit, slope []clenshaw
	deviation        float64
}

// clenshaw is a term of Clenshaw's rule, as in [HermiteSeries]: c_j, 1/√(j+1) and
// √((j+1)/(j+2)).
type clenshaw struct{ c, first, second float64 }

func newHermite(data, fit HermiteSeries, deviation float64) *hermite {
	terms := func(c []float64, f HermiteSeries) []clenshaw {
		var list []clenshaw
		for j := len(c) - 1; j >= 0; j-- {
			list = append(list, clenshaw{c[j], f.first[j], f.second[j]})
		}
		return list
	}
	return &hermite{terms(data.value, data), terms(fit.value, fit), terms(fit.slope, fit), deviation}
}

// sum is the series at z, of the highest degree first.
func sum(terms []clenshaw, z float64) float64 {
	var b1, b2 float64
	for _, t := range terms {
		b1, b2 = t.c+float64(z*b1*t.first)-float64(t.second*b2), b1
	}
	return b1
}

func (h *hermite) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			v := float64(m*u) + float64(s*w)
			label := sum(h.data, v) + float64(h.deviation*l.noise[k])
			g := 2 * (sum(h.fit, u) - label) * sum(h.slope, u)
			m = moved(m, s, l.rate, g*w, g*g*l.q[k])
			l.put(k, m)
		}
	}
}

// relu is for ReLU learnt from ReLU, dealt U > 0 only: g(u) = u, g'(u) = 1.
type relu struct{ deviation float64 }

func (r *relu) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			label := max(float64(m*u)+float64(s*w), 0) + float64(r.deviation*l.noise[k])
			g := 2 * (u - label)
			m = moved(m, s, l.rate, g*w, g*g*l.q[k])
			l.put(k, m)
		}
	}
}

// abs is for abs learnt from abs. The draw U is never 0.
type abs struct{ deviation float64 }

func (a *abs) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			label := math.Abs(float64(m*u)+float64(s*w)) + float64(a.deviation*l.noise[k])
			g := 2 * (math.Abs(u) - label) * math.Copysign(1, u)
			m = moved(m, s, l.rate, g*w, g*g*l.q[k])
			l.put(k, m)
		}
	}
}
