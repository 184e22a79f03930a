package sim

import (
	"context"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The conventions at the kinks, each with a value known by hand for ‖v‖ = 1.
func TestKinks(t *testing.T) {
	v := []float64{1, 0}
	for _, c := range []struct {
		name  string
		w     [][]float64
		loss  float64
		angle float64 // θ_0
	}{
		{"zero student: L = ¼ ‖v‖²", [][]float64{{0, 0}}, .25, 0},
		{"the teacher: L = 0", [][]float64{{1, 0}}, 0, 0},
		{"the opposite: E½(x²) = ½", [][]float64{{-1, 0}}, .5, math.Pi},
		{"right angle: ¼ + ¼ − 1/2π", [][]float64{{0, 1}}, .5 - 1/(2*math.Pi), math.Pi / 2},
		{"opposite students and the teacher: two halves of x²", [][]float64{{-1, 0}, {1, 0}}, .25, math.Pi},
		{"negative zero", [][]float64{{math.Copysign(0, -1), 0}, {1, 0}}, 0, 0},
	} {
		s := mustStudents(t, v, c.w)
		if got := s.Loss(); math.Abs(got-c.loss) > 4*0x1p-52 {
			t.Errorf("%s: loss %v, want %v", c.name, got, c.loss)
		}
		if got := s.Angle(0); got != c.angle {
			t.Errorf("%s: angle %v, want %v", c.name, got, c.angle)
		}
		for _, g := range s.Gradient(nil) {
			if math.IsNaN(g) {
				t.Errorf("%s: gradient %v", c.name, s.Gradient(nil))
			}
		}
	}
	s := mustStudents(t, v, [][]float64{{0, 0}, {.3, .4}})
	for range 10 {
		s.Step(.1)
	}
	if s.Norm(0) != 0 {
		t.Errorf("a zero student moved to %v", s.State()[0])
	}
	if s.Between(0, 1) != 0 {
		t.Errorf("angle with a zero student %v, want 0", s.Between(0, 1))
	}
	same := mustStudents(t, v, [][]float64{{.3, .1}, {.3, .1}})
	if same.Between(0, 1) != 0 {
		t.Errorf("angle of equal students %v, want exactly 0", same.Between(0, 1))
	}
}

// Each refusal is one line that names the value and what is allowed.
func TestStudentsRefuseBadInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	one := [][]float64{{1, 0}}
	for name, f := range map[string]func() error{
		"d = 0":            func() error { _, err := NewStudents(nil, one); return err },
		"n = 0":            func() error { _, err := NewStudents([]float64{1, 0}, nil); return err },
		"teacher 0":        func() error { _, err := NewStudents([]float64{0, 0}, one); return err },
		"teacher NaN":      func() error { _, err := NewStudents([]float64{nan, 0}, one); return err },
		"teacher ∞":        func() error { _, err := NewStudents([]float64{1, inf}, one); return err },
		"teacher overflow": func() error { _, err := NewStudents([]float64{1e200, 0}, one); return err },
		"lengths":          func() error { _, err := NewStudents([]float64{1, 0}, [][]float64{{1}}); return err },
		"student NaN":      func() error { _, err := NewStudents([]float64{1, 0}, [][]float64{{1, nan}}); return err },
		"student tiny":     func() error { _, err := NewStudents([]float64{1, 0}, [][]float64{{1e-300, 0}}); return err },
		"turn tiny":        func() error { _, err := NewStudents([]float64{1, 0}, [][]float64{{1, 1e-200}}); return err },
		"norm ≤ 0":         func() error { _, err := NewStudentsInFrame(-1, []float64{1}, [][]float64{{}}); return err },
		"frame n = 0":      func() error { _, err := NewStudentsInFrame(1, nil, nil); return err },
		"frame c, u":       func() error { _, err := NewStudentsInFrame(1, []float64{1}, nil); return err },
		"frame lengths":    func() error { _, err := NewStudentsInFrame(1, []float64{1, 1}, [][]float64{{1}, {1, 2}}); return err },
		"start n":          func() error { _, err := GaussianStart(NewRandom(1), 0, 1, 1); return err },
		"start σ":          func() error { _, err := GaussianStart(NewRandom(1), 1, 1, nan); return err },
		"identical n":      func() error { _, err := IdenticalStart([]float64{1}, 0); return err },
		"mirror lengths":   func() error { _, err := MirrorStart([]float64{1, 0}, []float64{1}); return err },
		"near-degenerate ε": func() error {
			_, err := NearDegenerateStart(NewRandom(1), []float64{1, 0}, 2, 1, -1)
			return err
		},
		"near −v in d = 1": func() error { _, err := NearOppositeStart(NewRandom(1), []float64{1}, 2, 1, .1); return err },
		"η": func() error {
			_, err := gaussianStudents(t, 1, 2, 2, 1).Losses(context.Background(), -1, []int{1})
			return err
		},
		"grid": func() error {
			_, err := gaussianStudents(t, 1, 2, 2, 1).Losses(context.Background(), .1, []int{2, 1})
			return err
		},
		"log grid":         func() error { _, err := LogGrid(0, 10, 3); return err },
		"log grid density": func() error { _, err := LogGrid(1, 10, 0); return err },
		"log grid order":   func() error { _, err := LogGrid(10, 1, 3); return err },
		"warm-up limit": func() error {
			_, _, err := gaussianStudents(t, 1, 2, 2, 1).WarmUp(context.Background(), .1, -1)
			return err
		},
	} {
		err := f()
		if err == nil {
			t.Errorf("%s accepted", name)
			continue
		}
		if s := err.Error(); !strings.HasPrefix(s, "sim: ") || !strings.Contains(s, "want") || strings.Contains(s, "\n") {
			t.Errorf("%s: error %q, want one line with the range", name, s)
		}
	}
	for _, eta := range []float64{0, -1, nan, inf} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("step with η = %v did not panic", eta)
				}
			}()
			gaussianStudents(t, 1, 2, 2, 1).Step(eta)
		}()
	}
}

// The ends of what is admitted are admitted: norms, a turn, a step. A student that is the teacher has no gradient, so
// that not even the largest step moves it.
func TestStudentsAtTheEdges(t *testing.T) {
	for _, norm := range []float64{smallestNorm, largestNorm} {
		if err := checkNorm("student", norm); err != nil {
			t.Error(err)
		}
	}
	if _, err := NewStudentsInFrame(1, []float64{1}, [][]float64{{smallestTurn}}); err != nil {
		t.Error(err)
	}
	if err := checkStep(math.MaxFloat64); err != nil {
		t.Error(err)
	}
	s := mustStudents(t, []float64{2, 0}, [][]float64{{2, 0}})
	before := s.State()
	s.Step(math.MaxFloat64)
	if after := s.State(); !floats.Equal(before[0], after[0]) {
		t.Errorf("the teacher moved from %v to %v", before, after)
	}
}

// A transverse part that has all but vanished is set to 0, so that no denormals arise; one that has not is kept.
func TestVanishingTurn(t *testing.T) {
	for _, c := range []struct{ turn, want float64 }{{1e-146, 0}, {1e-144, 1e-144}} {
		s := mustStudents(t, []float64{1, 0}, [][]float64{{0.5, 0.1}})
		s.w[1] = c.turn
		s.measure()
		if s.w[1] != c.want || s.squareU[0] != c.want*c.want {
			t.Errorf("u = %v became %v with square %v, want %v", c.turn, s.w[1], s.squareU[0], c.want)
		}
	}
}

// Vectors with no more components than there are vectors are their own coordinates.
func TestCompressLeavesShortVectors(t *testing.T) {
	square := [][]float64{{3, 4}, {1, 2}}
	got := compress(square)
	for i := range square {
		if !floats.Equal(got[i], square[i]) {
			t.Errorf("vector %v became %v", square[i], got[i])
		}
	}
}

// A slice of the wrong length is named with the right one.
func TestGradientNamesTheLength(t *testing.T) {
	s := mustStudents(t, []float64{1, 0}, [][]float64{{1, 1}, {0, 1}, {1, 2}})
	defer func() {
		if says, _ := recover().(string); !strings.Contains(says, "length 5, want 6") {
			t.Errorf("panic %q, want one with the length 6 of 3 students on 2 axes", says)
		}
	}()
	s.Gradient(make([]float64, 5))
}
