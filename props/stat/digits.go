package stat

import "math"

// fullDigits is −log₁₀ 2^{−53}, the digits of a correctly rounded float64.
const fullDigits = 15.954589770191003

// CorrectDigits is the number of correct decimal digits of got, the log relative error of the NIST StRD,
//
//	LRE = −log₁₀(|got − want|/|want|),   and −log₁₀|got| when want = 0,
//
// cut to [0, 15.95]: a float64 has no more digits. It is 0 when either is NaN, or when they differ and one is infinite.
// McCullough 1998, "Assessing the reliability of statistical software: part I".
func CorrectDigits(got, want float64) float64 {
	switch {
	case got == want:
		return fullDigits
	case math.IsNaN(got) || math.IsNaN(want) || math.IsInf(got, 0) || math.IsInf(want, 0):
		return 0
	}
	off := math.Abs(got - want)
	if want != 0 {
		off /= math.Abs(want)
	}
	return math.Min(fullDigits, math.Max(0, -math.Log10(off)))
}
