package stat

import (
	"errors"
	"fmt"
	"math"
)

// Decision is what a staged test has come to.
type Decision int

const (
	Undecided Decision = iota // never a pass
	Kept                      // the null hypothesis withstood
	Rejected                  // the null hypothesis is refuted
)

func (d Decision) String() string {
	switch d {
	case Undecided:
		return "undecided"
	case Kept:
		return "kept"
	case Rejected:
		return "rejected"
	}
	return fmt.Sprintf("Decision(%d)", int(d))
}

// Staged is the sequential test of Gandy and Scott: up to k stages with fresh samples, each judged by a p-value q,
//
//	β₁ = α/k,  γ = β₁^{1/k},  β_i = β₁/γ^{i−1}  (so β_k = γ),
//	stage i:  q ≤ β_i rejects,  q > γ + β_i keeps,  anything between goes to stage i+1 with Growth times the first sample.
//
// Under the null hypothesis, where P(q ≤ x) ≤ x, stage i is reached with probability at most γ^{i−1} whatever the
// split, so the total level is Σ_i γ^{i−1} β_i = k β₁ = α. Nearly every true law is kept after one stage, and the last
// stage rejects at the large level γ: the power is that of a test at γ, not at α.
// Gandy, Scott 2020, "Unit testing for MCMC and other Monte Carlo methods", the sequential procedure.
type Staged struct {
	Alpha  float64 // total false-alarm rate
	Stages int     // k, at least 1
	Growth float64 // Δ, at least 1: the sample of the later stages over that of the first
}

// Outcome is the result of a staged test.
type Outcome struct {
	Decision Decision  // Kept or Rejected
	PValues  []float64 // of the stages that ran
	Samples  int       // in all stages together
}

func (s Staged) check() error {
	if err := errors.Join(rateError("alpha", s.Alpha), countError("stages", s.Stages)); err != nil {
		return err
	}
	if !(s.Growth >= 1) || math.IsInf(s.Growth, 1) {
		return fmt.Errorf("stat: growth = %v, want a finite number ≥ 1", s.Growth)
	}
	return nil
}

// Levels is the pair of p-values of a stage, counted from 1: it rejects at or below reject, keeps above keep.
// In the last stage they are equal.
func (s Staged) Levels(stage int) (reject, keep float64, err error) {
	if err := s.check(); err != nil {
		return 0, 0, err
	}
	if stage < 1 || stage > s.Stages {
		return 0, 0, fmt.Errorf("stat: stage = %d, want a number in [1, %d]", stage, s.Stages)
	}
	reject, keep = s.levels(stage)
	return reject, keep, nil
}

func (s Staged) levels(stage int) (reject, keep float64) {
	reject = s.Alpha / float64(s.Stages)
	gamma := s.last()
	if stage == s.Stages {
		return gamma, gamma
	}
	reject /= math.Pow(gamma, float64(stage-1))
	return reject, gamma + reject
}

// last is γ = (α/k)^{1/k}, the level of the last stage.
func (s Staged) last() float64 {
	return math.Pow(s.Alpha/float64(s.Stages), 1/float64(s.Stages))
}

// Run is the outcome of the test that draws n fresh samples in the first stage, ⌈n·Growth⌉ in each later one, and asks
// pvalue for the p-value of each stage.
func (s Staged) Run(n int, pvalue func(stage, n int) (float64, error)) (Outcome, error) {
	if err := errors.Join(s.check(), countError("n", n)); err != nil {
		return Outcome{}, err
	}
	var out Outcome
	for stage := 1; ; stage++ {
		size := n
		if stage > 1 {
			var err error
			if size, err = samplesFor(float64(n) * s.Growth); err != nil {
				return out, err
			}
		}
		q, err := pvalue(stage, size)
		if err != nil {
			return out, fmt.Errorf("stat: stage %d: %w", stage, err)
		}
		if !(q >= 0 && q <= 1) {
			return out, fmt.Errorf("stat: stage %d: p-value %v, want a number in [0, 1]", stage, q)
		}
		out.PValues = append(out.PValues, q)
		out.Samples += size
		reject, keep := s.levels(stage)
		switch {
		case q <= reject:
			out.Decision = Rejected
			return out, nil
		case q > keep:
			out.Decision = Kept
			return out, nil
		}
	}
}

// Samples is the size of the first stage with which a violation is missed with probability at most β, where
// design(α, β) is the number of samples that one test needs to see it, such as [KolmogorovSamples] at the violation:
//
//	n = design(γ, β/k).
//
// A miss keeps the law in some stage, where q > keep ≥ γ; k stages of miss rate β/k add up to β.
func (s Staged) Samples(beta float64, design func(alpha, beta float64) (int, error)) (int, error) {
	if err := errors.Join(s.check(), ratesError(s.Alpha, beta)); err != nil {
		return 0, err
	}
	return design(s.last(), beta/float64(s.Stages))
}

// Resolution is the smallest violation seen at (α, β) with a first stage of n samples, where resolution(n, α, β) is
// that of one test, such as [KolmogorovResolution].
func (s Staged) Resolution(n int, beta float64, resolution func(n int, alpha, beta float64) (float64, error)) (float64, error) {
	if err := errors.Join(s.check(), countError("n", n), ratesError(s.Alpha, beta)); err != nil {
		return 0, err
	}
	return resolution(n, s.last(), beta/float64(s.Stages))
}

// KolmogorovBound is an upper bound for the p-value of a distance d, min(1, sides · exp(−2nd²)), that [Staged.Run] can be
// given. The one-sided bound is 1 where Massart's inequality does not reach, at exp(−2nd²) > ½.
func KolmogorovBound(n int, d float64, sides Sides) (float64, error) {
	if err := errors.Join(countError("n", n), sidesError(sides)); err != nil {
		return 0, err
	}
	if !(d >= 0 && d <= 1) {
		return 0, fmt.Errorf("stat: distance d = %v, want a number in [0, 1]", d)
	}
	tail := math.Exp(-2 * float64(n) * d * d)
	if tail > 0.5 {
		return 1, nil
	}
	return float64(sides) * tail, nil
}
