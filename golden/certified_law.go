package golden

import (
	"fmt"

	"assay/theory"
)

// lawQuantities is the law of the start and the escape law.
func lawQuantities() []quantity {
	escaped := func(r *record) (*theory.EscapeLaw, string, error) {
		at := fmt.Sprintf("%s, δ = %s, η = %s", r.text("model"), r.text("delta"), r.text("eta"))
		z, ok := zooLaws()[r.text("model")]
		if !ok {
			r.fail("model %q is not known", r.text("model"))
			return nil, at, r.err
		}
		law, err := z.law()
		if err != nil {
			return nil, at, err
		}
		escape, err := law.Escape(1000, r.input("delta"), r.input("eta"))
		return escape, at, err
	}
	escape := func(key string, floor float64, reason string, compute func(*theory.EscapeLaw) (float64, error)) quantity {
		return quantity{
			name: "escape law, exponent 2: " + key, computation: "theory.SingleIndex.Escape", file: "escape", floor: floor, reason: reason,
			compare: func(r *record, c *comparison) {
				if !r.has(key) {
					return
				}
				law, at, err := escaped(r)
				x := 0.0
				if err == nil {
					x, err = compute(law)
				}
				c.number(at, x, r.value(key), err)
			},
		}
	}
	const closed = "rounding of a sum of some 200 terms in V(0), twice as large as κ"
	quantile := func(p float64) func(*theory.EscapeLaw) (float64, error) {
		return func(l *theory.EscapeLaw) (float64, error) { return l.Quantile(p) }
	}
	return []quantity{
		{
			name: "law of the start, P(m₀ ≤ m) on the half-sphere", computation: "theory.StartLaw.HalfCDF", file: "start", floor: 14,
			reason: "up to 17 quotients and a series of some 20 positive terms: 60 roundings, 7e-15",
			compare: func(r *record, c *comparison) {
				law, err := theory.Start(r.count("N"))
				c.number(fmt.Sprintf("N = %s, m = %s", r.text("N"), r.text("m")), law.HalfCDF(r.input("m")), r.value("cdf"), err)
			},
		},
		{
			name: "law of the start, P(m₀ > m) on the half-sphere", computation: "theory.StartLaw.Tail", file: "start", floor: 13,
			reason: "60 roundings, and those of the logarithm of the tail, up to 45: 170 × 2⁻⁵³ = 2e-14",
			compare: func(r *record, c *comparison) {
				law, err := theory.Start(r.count("N"))
				c.number(fmt.Sprintf("N = %s, m = %s", r.text("N"), r.text("m")), law.Tail(r.input("m")), r.value("tail"), err)
			},
		},
		escape("kappa", 13, closed, func(l *theory.EscapeLaw) (float64, error) { return l.Kappa, nil }),
		escape("offset", 12, "quadrature to rounding", func(l *theory.EscapeLaw) (float64, error) { return l.Offset, nil }),
		escape("variance", 13, closed, func(l *theory.EscapeLaw) (float64, error) { return l.Variance, nil }),
		escape("signloss", 12, closed, func(l *theory.EscapeLaw) (float64, error) { return l.SignLoss(), nil }),
		escape("tau0.1", 12, "normal quantiles of gonum", quantile(0.1)),
		escape("tau0.5", 12, "normal quantiles of gonum", quantile(0.5)),
		escape("tau0.9", 12, "normal quantiles of gonum", quantile(0.9)),
	}
}
