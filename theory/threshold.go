package theory

import (
	"fmt"
	"math"
)

// Size is the type of a dimension N: an integer, or a float64 on the ladders of laws, which climb beyond
// all integers.
type Size interface{ ~int | ~float64 }

// CriticalRatio is α_c(N, k), the critical value of the ratio α = M/N of samples
// to dimension,
//
//	α_c = 1 (k = 1),  log N (k = 2),  N^{k−2} (k ≥ 3);
//
// N α_c counts samples. It is an error when N < 2 or k < 1.
// Ben Arous, Gheissari, Jagannath 2021, (1.6).
func CriticalRatio[N Size](n N, k int) (float64, error) {
	if err := needLadder(n, k); err != nil {
		return 0, err
	}
	switch k {
	case 1:
		return 1, nil
	case 2:
		return math.Log(float64(n)), nil
	}
	return math.Pow(float64(n), float64(k-2)), nil
}

// SampleOrder is the order of the samples that recovery takes,
//
//	N α_c = N (k = 1),  N log N (k = 2),  N^{k−1} (k ≥ 3).
//
// It is an error when N < 2 or k < 1. Ben Arous, Gheissari, Jagannath 2021, Theorems 1.3 and 1.4;
// they leave logarithms open, which the laws of the search time do not.
func SampleOrder(n float64, k int) (float64, error) {
	alpha, err := CriticalRatio(n, k)
	return n * alpha, err
}

// CubicSamplesPrinted is the lower bound printed for the samples of f = x³ − 3x, without its constant,
//
//	Ω(N^{3/2} log N).
//
// It is an error when N < 2. Ben Arous, Gheissari, Jagannath 2021, p. 13.
func CubicSamplesPrinted(n float64) (float64, error) {
	if err := needLadder(n, 3); err != nil {
		return 0, err
	}
	return math.Pow(n, 1.5) * math.Log(n), nil
}

// RecoveryRatio is the ratio that α must exceed by a factor tending to infinity
// for strong recovery by Theorem 1.3,
//
//	1 (k = 1),  (log N)² (k = 2),  N^{k−2}(log N)² (k ≥ 3):
//
// α_c times 1, log N, (log N)². It is an error when N < 2 or k < 1.
// Ben Arous, Gheissari, Jagannath 2021, Theorem 1.3.
func RecoveryRatio[N Size](n N, k int) (float64, error) {
	alpha, err := CriticalRatio(n, k)
	if err != nil {
		return 0, err
	}
	return alpha * math.Pow(math.Log(float64(n)), float64(min(k-1, 2))), nil
}

// StepWindow is the open range of step sizes, Low ≪ δ ≪ High. It is empty as
// soon as Low ≥ High.
type StepWindow struct{ Low, High float64 }

// PrintedWindow is the window of step sizes as printed,
//
//	1/α ≪ δ ≪ α^{−1/2},
//
// the same for every k. It is too wide below for k ≥ 2: see [CorrectedWindow].
// It is an error when α is not positive and finite.
// Ben Arous, Gheissari, Jagannath 2021, Theorem 1.3.
func PrintedWindow(alpha float64) (StepWindow, error) {
	if err := needPositive("ratio α", alpha); err != nil {
		return StepWindow{}, err
	}
	return StepWindow{1 / alpha, 1 / math.Sqrt(alpha)}, nil
}

// CorrectedWindow is the window of step sizes that the proof of Theorem 1.3 uses,
//
//	1/α        ≪ δ ≪ α^{−1/2}  (k = 1)
//	(log N)/α  ≪ δ ≪ α^{−1/2}  (k = 2)
//	N^{(k−2)/2}/α ≪ δ ≪ α^{−1/2}  (k ≥ 3).
//
// Below the lower end the M = αN steps are fewer than population gradient
// descent takes from m₀ ~ N^{−1/2}. The window opens at α = 1, (log N)², N^{k−2}.
// It is an error when N < 2, k < 1 or α is not positive and finite. Derived.
func CorrectedWindow[N Size](n N, k int, alpha float64) (StepWindow, error) {
	if err := needLadder(n, k); err != nil {
		return StepWindow{}, err
	}
	w, err := PrintedWindow(alpha)
	if err != nil {
		return StepWindow{}, err
	}
	switch {
	case k == 2:
		w.Low *= math.Log(float64(n))
	case k >= 3:
		w.Low *= math.Pow(float64(n), float64(k-2)/2)
	}
	return w, nil
}

// PhaseRetrievalStepPrinted is the step size printed for phase retrieval,
//
//	δ ~ (log N)/α²,
//
// which is below 1/α, hence outside the window of Theorem 1.3, for α ≫ log N.
// It is an error when N < 2 or α is not positive and finite.
// Ben Arous, Gheissari, Jagannath 2021, p. 15.
func PhaseRetrievalStepPrinted[N Size](n N, alpha float64) (float64, error) {
	if err := needLadder(n, 2); err != nil {
		return 0, err
	}
	if err := needPositive("ratio α", alpha); err != nil {
		return 0, err
	}
	return math.Log(float64(n)) / alpha / alpha, nil
}

// RefutationStep is the order that the step size may have when α ≪ α_c refutes
// recovery,
//
//	δ = O(1) (k = 1, 2),  δ = O(α^{−1/2}) (k ≥ 3).
//
// It is an error when k < 1 or α is not positive and finite.
// Ben Arous, Gheissari, Jagannath 2021, Theorem 1.4.
func RefutationStep(k int, alpha float64) (float64, error) {
	if err := needExponent(k); err != nil {
		return 0, err
	}
	if err := needPositive("ratio α", alpha); err != nil {
		return 0, err
	}
	if k <= 2 {
		return 1, nil
	}
	return 1 / math.Sqrt(alpha), nil
}

// RefutationRatio is the ratio up to which no step size δ = O(1) recovers weakly,
//
//	α ≪ α_c(N, k) (k = 1, 2),  α ≤ N^{(k−2)/2} (k ≥ 3).
//
// With δ = O(α^{−1/2}) the ratio for k ≥ 3 is N^{k−2}, its square. It is an error
// when N < 2 or k < 1. Ben Arous, Gheissari, Jagannath 2021, Theorem 1.4 and p. 10.
func RefutationRatio[N Size](n N, k int) (float64, error) {
	alpha, err := CriticalRatio(n, k)
	if err != nil {
		return 0, err
	}
	if k >= 3 {
		alpha = math.Sqrt(alpha)
	}
	return alpha, nil
}

func needLadder[N Size](n N, k int) error {
	if !(n >= 2) || math.IsInf(float64(n), 1) {
		return fmt.Errorf("theory: dimension N = %v, want a finite number ≥ 2", n)
	}
	return needExponent(k)
}
