package neuron

import (
	"math"

	"assay/props"
)

// exponentLadder is the second link of the claims on a power of the time.
const exponentLadder = "theory's solution on the direction of the run, at ten to 10⁹ times the run's end; its local exponent is off by powers of 1/t"

// exponentViolation is the error of an exponent that the second link must see.
const exponentViolation = 0.01

// inverse is the rate at which the start of a run is forgotten: with the start's lag t₀ a power of t + t₀ has local
// exponents, constants and their like in powers of t₀/t.
func inverse(t float64) float64 { return 1 / t }

// tendsToExponent asserts that a law of the time after a sight has the power claimed.
func tendsToExponent(j *props.Judge, what string, o snapshot, power float64, law func(t float64) (float64, error)) error {
	order := func(t float64) (float64, error) { return math.Pow(t/o.Time, power), nil }
	rungs, err := props.Exponents(props.Geometric(10*o.Time, 1e9*o.Time, 9), law, order, 64*props.UnitRoundoff)
	if err != nil {
		return err
	}
	j.Tends(what, rungs, inverse, exponentViolation)
	return nil
}
