package sim

// pcaKernel is online PCA: with the shift b = κ(mU + sW),
//
//	G = −2(U + bm),  A = G(W + bs),  B = G² Q.
func pcaKernel(stretch float64) kernel {
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m, u, w := l.overlap, l.u[k], l.w[k]
				s := sined(m)
				shift := stretch * (float64(m*u) + float64(s*w))
				g := -2 * (u + float64(m*shift))
				m = moved(m, s, l.rate, g*(w+float64(s*shift)), g*g*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}

// tensorKernel is tensor PCA, of one term or more:
//
//	A = −(Σ λ p m^{p−1} s + √P W),  B = P Q.
func tensorKernel(t *tensorPCA) kernel {
	type term struct {
		signal float64 // λp
		power  int     // p − 1
	}
	terms := make([]term, len(t.terms))
	for i, t := range t.terms {
		terms[i] = term{t.Signal * float64(t.Order), t.Order - 1}
	}
	orders, weight := t.orders, t.weight
	if len(terms) == 1 {
		signal, power := terms[0].signal, terms[0].power
		return func(live []*lane) {
			for k := range block {
				for _, l := range live {
					m := l.overlap
					s := sined(m)
					y := 1.0
					for range power {
						y *= m
					}
					along := -(float64(signal*y*s) + float64(weight*l.w[k]))
					m = moved(m, s, l.rate, along, orders*l.q[k])
					l.overlap, l.path[k] = m, m
				}
			}
		}
	}
	return func(live []*lane) {
		for k := range block {
			for _, l := range live {
				m := l.overlap
				s := sined(m)
				drift := 0.0
				for _, t := range terms {
					drift += float64(t.signal * power(m, t.power))
				}
				along := -(float64(drift*s) + float64(weight*l.w[k]))
				m = moved(m, s, l.rate, along, orders*l.q[k])
				l.overlap, l.path[k] = m, m
			}
		}
	}
}
