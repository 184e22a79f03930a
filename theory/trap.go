package theory

import (
	"fmt"
	"math"
)

// TrapEdge is the overlap below which the projection beats the signal, for k ≥ 3
// and a fixed step size δ,
//
//	m* = (δV(0)/2a)^{1/(k−2)},
//
// the positive zero of the leading drift a m^{k−1} − ½δV(0)m. It holds for
// m* ≪ 1. It is an error when k < 3 or δ is not positive. Derived.
func (s *SingleIndex) TrapEdge(delta float64) (float64, error) {
	if err := s.needHard(); err != nil {
		return 0, err
	}
	if err := needStep(delta); err != nil {
		return 0, err
	}
	return math.Pow(delta*s.power(0)/(2*s.Leading()), 1/float64(s.Exponent-2)), nil
}

// TrapExponent is the logarithm of the time to leave the trap, up to a power of N,
//
//	N V(0) m*² (1 − 2/k) / (2σ²(0)):
//
// twice the height δV(0)m*²(1 − 2/k)/4 of the barrier at m*, over the noise
// δσ²(0)/N. It is an error as for [SingleIndex.TrapEdge] and when n < 2. Derived.
func (s *SingleIndex) TrapExponent(n int, delta float64) (float64, error) {
	edge, err := s.TrapEdge(delta)
	if err != nil {
		return 0, err
	}
	if err := needDimension(n); err != nil {
		return 0, err
	}
	return float64(n) * s.power(0) * edge * edge * (1 - 2/float64(s.Exponent)) / (2 * s.noise(0)), nil
}

// TrapExitTime is the mean number of steps to leave the trap, by Kramers' formula,
//
//	4πN/(δ²V(0)√(k−2)) exp(exponent),  half of it for even k,
//
// with the exponent of [SingleIndex.TrapExponent]; for even k there are two ways
// out. It is the leading term of [SingleIndex.ExitTime], with a relative error of the order
// of 1/exponent, so an exponent below 1 is an error, as are those of TrapExponent. Derived.
func (s *SingleIndex) TrapExitTime(n int, delta float64) (float64, error) {
	exponent, err := s.TrapExponent(n, delta)
	if err != nil {
		return 0, err
	}
	if exponent < 1 {
		return 0, fmt.Errorf("theory: barrier exponent = %v, want at least 1: there is no trap at N = %d, δ = %v", exponent, n, delta)
	}
	time := 4 * math.Pi * float64(n) / (delta * delta * s.power(0) * math.Sqrt(float64(s.Exponent-2))) * math.Exp(exponent)
	if s.Exponent%2 == 0 {
		time /= 2
	}
	return time, nil
}

// needHard is k ≥ 3.
func (s *SingleIndex) needHard() error {
	if s.Exponent < 3 {
		return fmt.Errorf("theory: %s has information exponent k = %d, want k ≥ 3", s.Name, s.Exponent)
	}
	return nil
}
