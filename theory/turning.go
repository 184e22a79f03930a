package theory

// turning halves [low, high], at whose low end a condition holds and at whose high end it does not, until it is no
// wider than width or its ends are neighbours. The condition is asked inside only. An error of it ends the search.
func turning(low, high, width float64, holds func(x float64) (bool, error)) (float64, float64, error) {
	for high-low > width {
		middle := low + (high-low)/2
		if middle == low || middle == high {
			break
		}
		below, err := holds(middle)
		if err != nil {
			return low, high, err
		}
		if below {
			low = middle
		} else {
			high = middle
		}
	}
	return low, high, nil
}
