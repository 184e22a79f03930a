package golden

import (
	"fmt"

	"assay/sim"
	"assay/theory"
)

// slowQuantities is the pair on λ₁ = ½ after up to 10⁵ steps, by jumps and by steps, and
// the best constant of Lemma 20.
func slowQuantities() []quantity {
	at := func(r *record) string {
		return fmt.Sprintf("η = %s, λ₂ = %s after %s steps", r.text("eta"), r.text("start"), r.text("steps"))
	}
	const jump = "the error that sim.Fatou.Jump states, 1e-13"
	return []quantity{
		{name: "pair on λ₁ = ½: λ₂", computation: "sim.Fatou.Jump", file: "slow", floor: 13, reason: jump,
			compare: func(r *record, c *comparison) {
				f, err := sim.NewFatou(r.input("eta"))
				x := 0.0
				if err == nil {
					x, err = f.Jump(r.input("start"), int64(r.count("steps")))
				}
				c.number(at(r), x, r.value("lambda2"), err)
			}},
		{name: "pair on λ₁ = ½: λ₂", computation: "sim.Pair.Descend", file: "slow", floor: 12,
			reason: "10⁵ steps whose relative errors of some 2⁻⁵² add up like a random walk, or at worst to 1e-11",
			compare: func(r *record, c *comparison) {
				p, err := sim.NewPairFromExcess(0, r.input("start"))
				if err == nil {
					p, err = pairAfter(p, r.input("eta"), r.count("steps"))
				}
				c.number(at(r), p.Lambda2(), r.value("lambda2"), err)
			}},
		{name: "pair on λ₁ = ½: λ₂ ≤ 1/64", computation: "theory.PairSlow.Lambda2", file: "slow", floor: 12,
			reason: "its Abel coordinate is known to 1e-14/η for each of some hundred steps, and exceeds 100",
			compare: func(r *record, c *comparison) {
				if want, _ := r.value("lambda2").Float64(); want > 1.0/64 {
					return
				}
				p, err := theory.NewPairSlow(r.input("eta"))
				x := 0.0
				if err == nil {
					var time float64
					if time, err = p.Time(r.input("start")); err == nil {
						x, err = p.Lambda2(time + float64(r.count("steps")))
					}
				}
				c.number(at(r), x, r.value("lambda2"), err)
			}},
		{name: "best constant of Lemma 20", computation: "theory.AngleInfimum", file: "angle", floor: 14, reason: "the relative error that it states, 1e-14",
			compare: only(func(r *record) bool { return r.text("theta") != "crossing" }, func(r *record, c *comparison) {
				constant, err := theory.AngleInfimum(r.input("theta"))
				c.number("θ = "+r.text("theta"), constant, r.value("inf"), err)
			})},
		{name: "angle up to which Lemma 20 holds as printed", computation: "theory.AngleCrossing", file: "angle", floor: 14,
			reason: "bisection to the last digits",
			compare: only(func(r *record) bool { return r.text("theta") == "crossing" }, func(r *record, c *comparison) {
				c.number("inf(θ) = 1/(30π)", theory.AngleCrossing(), r.value("inf"), nil)
			})},
	}
}
