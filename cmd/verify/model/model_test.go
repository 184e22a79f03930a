package model

import (
	"math"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"assay/sim"
)

// read is the description of a command line.
func read(t *testing.T, model string, args ...string) Description {
	t.Helper()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	says := Flags(set)
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	return says(model)
}

// TestSimulated compares the population loss with its value by hand.
func TestSimulated(t *testing.T) {
	for _, test := range []struct {
		model string
		args  []string
		loss  func(m float64) float64 // up to a constant
	}{
		{"x", nil, func(m float64) float64 { return -2 * m }},
		{"x^3 - 3*x", []string{"--noise", "0.5"}, func(m float64) float64 { return -12 * m * m * m }},
		{"he(2, x)", nil, func(m float64) float64 { return -4 * m * m }},
		{"h(2, x)", nil, func(m float64) float64 { return -2 * m * m }},
		{"max(x, 0) + min(x, 0)", nil, func(m float64) float64 { return -2 * m }},
		{"x^2", []string{"--fit", "x^2 + x"}, func(m float64) float64 { return -4 * m * m }},
		{"tensor-pca", []string{"--p", "2", "--lambda", "3"}, func(m float64) float64 { return -3 * m * m }},
	} {
		model, err := read(t, test.model, test.args...).Simulated()
		if err != nil {
			t.Errorf("%s %q: %v", test.model, test.args, err)
			continue
		}
		for _, m := range []float64{0.3, 0.8} {
			at, err := sim.PopulationLoss(model, m)
			if err != nil {
				t.Fatal(err)
			}
			zero, err := sim.PopulationLoss(model, 0)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := at.Value-zero.Value, test.loss(m)-test.loss(0); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s %q: loss %.12g at m = %v, want %.12g", test.model, test.args, got, m, want)
			}
		}
	}
	for _, name := range Names() {
		if d := read(t, name); !d.Named() {
			t.Errorf("%s has no name", name)
		} else if _, err := d.Simulated(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, test := range []struct {
		model, want string
		args        []string
	}{
		{"", "--model \"\": want an activation", nil},
		{"tensor-pcb", "or one of tensor-pca", nil},
		{"x +", "--model: x +‸", nil},
		{"sign(x)", "jumps at x = 0", nil},
		{"x", "--fit \"step(x)\": jumps at x = 0", []string{"--fit", "step(x)"}},
		{"x", "--noise -1: want a finite number ≥ 0", []string{"--noise", "-1"}},
		{"online-pca", "--lambda NaN: want a finite number", []string{"--lambda", "NaN"}},
		{"x", "--lambda: the model x has no such parameter, want --fit, --noise", []string{"--lambda", "2"}},
		{"poisson", "--noise: the model poisson has no such parameter, want none", []string{"--noise", "2"}},
		{"tensor-pca", "order p = 0", []string{"--p", "0"}},
	} {
		_, err := read(t, test.model, test.args...).Simulated()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q %q: error %v, want one with %q", test.model, test.args, err, test.want)
		}
	}
}

func TestRenormalised(t *testing.T) {
	r, has := read(t, "he(3, x) + h(2,x)", "--fit", "sigmoid(x)").Renormalised()
	if !has || r.Text != "h(3, x) + he(2,x)" || r.Fit != "sigmoid(x)" {
		t.Errorf("got %q, %q, %v", r.Text, r.Fit, has)
	}
	if _, has := read(t, "tanh(x)").Renormalised(); has {
		t.Error("tanh(x) has no Hermite polynomial, and is renormalised")
	}
}
