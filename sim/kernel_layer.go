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
				return cubicKernel(data, fit, layer.deviation)
			}
			return polynomialKernel(data, fit, layer.deviation)
		}
	case HermiteSeries:
		if data, ok := layer.data.(HermiteSeries); ok {
			return hermiteKernel(data, fit, layer.deviation)
		}
	case ReLU:
		if layer.data == (ReLU{}) {
			return reluKernel(layer.deviation)
		}
	case Abs:
		if layer.data == (Abs{}) {
			return absKernel(layer.deviation)
		}
	}
	return nil
}

// cubicKernel is for two polynomials of degree at most 3: x, x², x³, x³ − 3x.
// Missing leading coefficients are 0, which leaves Horner's rule the same sums.
func cubicKernel(data, fit Polynomial, deviation float64) kernel {
	var f, g [4]float64
	var d [3]float64
	copy(f[:], data.value)
	copy(g[:], fit.value)
	copy(d[:], fit.slope)
	return func(live []*lane) {
		f0, f1, f2, f3 := f[0], f[1], f[2], f[3]
		g0, g1, g2, g3 := g[0], g[1], g[2], g[3]
		d0, d1, d2 := d[0], d[1], d[2]
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				v := float64(m*u) + float64(s*w)
				fit := float64((float64((float64(g3*u)+g2)*u)+g1)*u) + g0
				label := float64((float64((float64(f3*v)+f2)*v)+f1)*v) + f0 + float64(deviation*l.noise[k])
				slope := float64((float64(d2*u)+d1)*u) + d0
				g := 2 * (fit - label) * slope
				m = moved(m, s, l.rate, g*w, g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}

// polynomialKernel is for two polynomials of any degree.
func polynomialKernel(data, fit Polynomial, deviation float64) kernel {
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				v := float64(m*u) + float64(s*w)
				label := horner(data.value, v) + float64(deviation*l.noise[k])
				g := 2 * (horner(fit.value, u) - label) * horner(fit.slope, u)
				m = moved(m, s, l.rate, g*w, g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}

// hermiteKernel is for two Hermite series.
func hermiteKernel(data, fit HermiteSeries, deviation float64) kernel {
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				v := float64(m*u) + float64(s*w)
				label := data.At(v) + float64(deviation*l.noise[k])
				g := 2 * (fit.At(u) - label) * fit.Slope(u)
				m = moved(m, s, l.rate, g*w, g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}

// reluKernel is for ReLU learnt from ReLU, dealt U > 0 only: g(u) = u, g'(u) = 1.
func reluKernel(deviation float64) kernel {
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				label := max(float64(m*u)+float64(s*w), 0) + float64(deviation*l.noise[k])
				g := 2 * (u - label)
				m = moved(m, s, l.rate, g*w, g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}

// absKernel is for abs learnt from abs. The draw U is never 0.
func absKernel(deviation float64) kernel {
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				label := math.Abs(float64(m*u)+float64(s*w)) + float64(deviation*l.noise[k])
				g := 2 * (math.Abs(u) - label) * math.Copysign(1, u)
				m = moved(m, s, l.rate, g*w, g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}
