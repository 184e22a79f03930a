package theory

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Reading is an information exponent as it can be read off a computed loss: a coefficient of φ that is smaller
// than its error is undetermined, not 0. See [SingleIndex.Reading].
type Reading struct {
	K    int        // order of the first coefficient after the constant that is not 0 for certain and negative; 0: none
	Open []OpenTerm // the coefficients before it, or all that were looked at, that are undetermined
	Err  error      // why there is no K: ErrFlat, with nothing open, or ErrUphill
}

// OpenTerm is a coefficient φ^{(l)}(0)/l! that is undetermined.
type OpenTerm struct {
	Order int     // l
	Bound float64 // of its size
}

// String says what is known: "k = 3, if terms 1 and 2 of φ, below 2.1e-30, vanish".
func (r Reading) String() string {
	terms, largest := "", 0.0
	for i, open := range r.Open {
		switch {
		case i == 0:
		case i == len(r.Open)-1:
			terms += " and "
		default:
			terms += ", "
		}
		terms += fmt.Sprint(open.Order)
		largest = max(largest, open.Bound)
	}
	if len(r.Open) > 1 {
		terms = "s " + terms
	} else {
		terms = " " + terms
	}
	verb := map[bool]string{true: "vanish", false: "vanishes"}[len(r.Open) > 1]
	var says strings.Builder
	switch {
	case r.K > 0:
		fmt.Fprintf(&says, "k = %d", r.K)
	case len(r.Open) == 0:
		return r.Err.Error()
	case errors.Is(r.Err, ErrUphill):
		fmt.Fprintf(&says, "none")
	default:
		return fmt.Sprintf("undetermined: term%s of φ are below their errors, %.2g at most", terms, largest)
	}
	if len(r.Open) > 0 {
		fmt.Fprintf(&says, ", if term%s of φ, below %.2g, %s", terms, largest, verb)
	}
	return says.String()
}

// Reading is the information exponent of the model with what is undetermined about it. The field Exponent is its K:
// that of the model in which the open terms vanish.
func (s *SingleIndex) Reading() (r Reading) {
	for l := 1; l < len(s.Taylor); l++ {
		switch c := s.Taylor[l]; {
		case c < 0:
			r.K = l
			return r
		case c > 0:
			r.Err = ErrUphill
			return r
		case l < len(s.open) && s.open[l] > 0:
			r.Open = append(r.Open, OpenTerm{l, s.open[l]})
		}
	}
	r.Err = ErrFlat
	return r
}

// Practical is the exponent by which the search goes in dimension n: the order of the term that dominates the drift
// where the search begins and spends most of its time, at m = N^{−1/2},
//
//	k(N) = argmax_l l |φ^{(l)}(0)/l!| N^{−(l−1)/2}.
//
// The search time at a fixed step size is (N/δ)∫ dm/(Σ_l a_l m^{l−1}) from N^{−1/2}, and the term that is largest there
// says how that grows with N at this N, as the k of α_c(N, k) does; with N it falls to the information
// exponent. A term of order l < k(N) takes over above N* = (a_k/a_l)^{2/(k−l)}. For x² + 10⁻⁹x it is 2
// until N = 1.6·10³⁷, for .3He₂ + He₃ it is 3 up to N = 2500.
//
// It is an error when n < 2, when the dominant term is positive, ErrUphill, when the loss is flat, ErrFlat, or when an
// undetermined term may be as large as the dominant one. Derived.
func (s *SingleIndex) Practical(n int) (int, error) {
	if err := needDimension(n); err != nil {
		return 0, err
	}
	size := func(l int, c float64) float64 {
		return float64(l) * math.Abs(c) * math.Pow(float64(n), -float64(l-1)/2)
	}
	k, largest := 0, 0.0
	for l := 1; l < len(s.Taylor); l++ {
		if a := size(l, s.Taylor[l]); a > largest {
			k, largest = l, a
		}
	}
	for l, bound := range s.open {
		if size(l, bound) >= largest && bound > 0 {
			return 0, fmt.Errorf("theory: %s: term %d of φ is undetermined, below %.2g, and may dominate in dimension %d", s.Name, l, bound, n)
		}
	}
	switch {
	case k == 0:
		return 0, ErrFlat
	case s.Taylor[k] > 0:
		return 0, ErrUphill
	}
	return k, nil
}
