package sim

import (
	"math"
	"testing"
)

// gaussian is the law that SGD itself draws from.
type gaussian struct{}

func (gaussian) Fill(dst []float64, r *Random) { r.Normals(dst) }

// TestFeatureSGDIsSGD: with Gaussian features it is SGD on the same stream, label, shift and all.
func TestFeatureSGDIsSGD(t *testing.T) {
	logistic := NewLogistic() // has a label and a hidden variable
	pca, err := NewOnlinePCA(1.5)
	if err != nil {
		t.Fatal(err) // has a shift
	}
	for _, model := range []Model{logistic, pca} {
		target, start := []float64{0, 0, 0.6, 0.8}, []float64{0.6, 0, 0, 0.8}
		plain, err1 := NewSGD(model, target, start)
		featured, err2 := NewFeatureSGD(model, gaussian{}, target, start)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		r, q := NewRandom(1), NewRandom(1)
		for step := range 100 {
			if a, b := plain.Step(r, 0.1), featured.Step(q, 0.1); a != b {
				t.Fatalf("%v, step %d: overlaps %v and %v", model, step, a, b)
			}
		}
	}
}

// TestTwoPointMoments: the mean, the variance and the fourth moment are those stated, from the two values
// exactly and from draws by their probability.
func TestTwoPointMoments(t *testing.T) {
	for _, p := range []float64{0.5, 0.1, 0.9} {
		law, err := NewTwoPoint(p)
		if err != nil {
			t.Fatal(err)
		}
		moment := func(k float64) float64 { return p*math.Pow(law.up, k) + (1-p)*math.Pow(law.down, k) }
		for _, m := range []struct{ got, want float64 }{{moment(1), 0}, {moment(2), 1}, {moment(4), 3 + law.ExcessKurtosis()}} {
			if math.Abs(m.got-m.want) > 1e-14*moment(4) { // a few roundings
				t.Errorf("p = %v: moment %v, want %v", p, m.got, m.want)
			}
		}
		const n = 100_000
		a := make([]float64, n)
		law.Fill(a, NewRandom(1))
		upper := 0
		for _, x := range a {
			if x == law.up {
				upper++
			} else if x != law.down {
				t.Fatalf("p = %v: value %v, want %v or %v", p, x, law.up, law.down)
			}
		}
		if d := math.Abs(float64(upper)/n - p); d > dkw(n, 1e-9) { // Hoeffding's bound is the same
			t.Errorf("p = %v: a share of %v", p, float64(upper)/n)
		}
	}
}

func TestFeaturesRefuse(t *testing.T) {
	for _, p := range []float64{0, 1, math.NaN()} {
		if _, err := NewTwoPoint(p); err == nil {
			t.Errorf("p = %v is no error", p)
		}
	}
	x := []float64{1, 0}
	tensor, err := NewTensorPCA(TensorTerm{Order: 2, Signal: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewFeatureSGD(tensor, gaussian{}, x, x); err == nil {
		t.Error("a tensor has features")
	}
	if _, err := NewFeatureSGD(NewLogistic(), nil, x, x); err == nil {
		t.Error("no law of the features is no error")
	}
	if _, err := NewFeatureSGD(NewLogistic(), gaussian{}, x, []float64{1}); err == nil {
		t.Error("a start in one dimension is no error")
	}
}
