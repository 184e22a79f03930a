package theory

import (
	"errors"
	"math"
	"testing"
)

// √2 is between neighbours, or within the width that is asked; an error is handed on, and the ends are never asked.
func TestTurning(t *testing.T) {
	asked := 0
	below := func(x float64) (bool, error) {
		if asked++; x == 1 || x == 2 {
			t.Errorf("asked at the end %v", x)
		}
		return x*x < 2, nil
	}
	low, high, err := turning(1, 2, 0, below)
	if err != nil || high != math.Nextafter(low, 2) || low*low >= 2 || high*high < 2 {
		t.Errorf("√2 is in [%v, %v], %v; want neighbours about it", low, high, err)
	}
	asked = 0
	low, high, err = turning(1, 2, 0x1p-10, below)
	if err != nil || high-low != 0x1p-10 || asked != 10 || low > math.Sqrt2 || high < math.Sqrt2 {
		t.Errorf("√2 is in [%v, %v] after %d halvings, %v; want ten", low, high, asked, err)
	}
	if low, high, err := turning(3, 3, 0, below); low != 3 || high != 3 || err != nil {
		t.Errorf("an empty interval became [%v, %v], %v", low, high, err)
	}
	lost := errors.New("lost")
	if _, _, err := turning(1, 2, 0, func(float64) (bool, error) { return false, lost }); !errors.Is(err, lost) {
		t.Errorf("error %v, want that of the condition", err)
	}
}
