package sim

import (
	"context"
	"errors"
	"testing"
)

// A run stops when it diverges, when its context ends and when the observer says so.
func TestDescendStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := gaussianStudents(t, 1, 3, 3, .5)
	if _, err := s.Clone().Losses(ctx, 50, []int{10_000}); !errors.Is(err, ErrDiverged) {
		t.Errorf("η = 50: error %v, want ErrDiverged", err)
	}
	enough := errors.New("enough")
	if err := s.Descend(ctx, .1, []int{0, 1, 2}, func(step int) error {
		if step == 1 {
			return enough
		}
		return nil
	}); err != enough {
		t.Errorf("error %v, want the observer's", err)
	}
	cancel()
	if err := s.Descend(ctx, .1, []int{5}, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
