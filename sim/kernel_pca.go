package sim

// pca is online PCA: with the shift b = κ(mU + sW),
//
//	G = −2(U + bm),  A = G(W + bs),  B = G² Q.
type pca struct{ stretch float64 }

func (p *pca) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m, u, w := l.overlap, l.u[k], l.w[k]
			s := sined(m)
			shift := p.stretch * (float64(m*u) + float64(s*w))
			g := -2 * (u + float64(m*shift))
			m = moved(m, s, l.rate, g*(w+float64(s*shift)), g*g*l.q[k])
			l.put(k, m)
		}
	}
}

// tensor is tensor PCA of one term:
//
//	A = −(λ p m^{p−1} s + √p W),  B = p Q.
type tensor struct {
	signal         float64 // λp
	power          int     // p − 1
	orders, weight float64 // p and √p
}

func (t *tensor) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m := l.overlap
			s := sined(m)
			y := 1.0
			for range t.power {
				y *= m
			}
			along := -(float64(t.signal*y*s) + float64(t.weight*l.w[k]))
			m = moved(m, s, l.rate, along, t.orders*l.q[k])
			l.put(k, m)
		}
	}
}

// tensors is tensor PCA of any number of terms.
type tensors struct{ *tensorPCA }

func (t tensors) steps(live []*lane) {
	for k := range block {
		for _, l := range live {
			m := l.overlap
			s := sined(m)
			along := -(float64(t.drift(m)*s) + float64(t.weight*l.w[k]))
			m = moved(m, s, l.rate, along, t.orders*l.q[k])
			l.put(k, m)
		}
	}
}

func tensorKernel(t *tensorPCA) kernel {
	if len(t.terms) > 1 {
		return tensors{t}.steps
	}
	term := t.terms[0]
	return (&tensor{term.Signal * float64(term.Order), term.Order - 1, t.orders, t.weight}).steps
}
