package singleindex

import (
	"assay/sim"
	"assay/theory"
)

// Model is a single-index model as both witnesses know it: one deals data and steps, the other states the laws.
type Model struct {
	Sim sim.Model
	Law *theory.SingleIndex
}

// Layer is the single layer y = f(a·θ) + ε with the squared loss, for any f: [theory.LayerOf] beside
// [sim.NewSingleLayer]. It is an error where either is.
func Layer(f theory.Function, variance float64) (Model, error) { return Misspecified(f, f, variance) }

// Misspecified is data from one function fitted by another; a function fitted by one of the same name is fitted by
// itself. It is an error where [theory.MisspecifiedOf] or [sim.NewMisspecified] is.
func Misspecified(data, fit theory.Function, variance float64) (m Model, err error) {
	if data.Name == fit.Name {
		m.Law, err = theory.LayerOf(fit, variance)
	} else {
		m.Law, err = theory.MisspecifiedOf(data, fit, variance)
	}
	if err != nil {
		return m, err
	}
	m.Sim, err = sim.NewMisspecified(activationOf{data}, activationOf{fit}, variance)
	return m, err
}

// activationOf is a function as package sim takes it.
type activationOf struct{ f theory.Function }

func (a activationOf) String() string          { return a.f.String() }
func (a activationOf) At(z float64) float64    { return a.f.At(z) }
func (a activationOf) Slope(z float64) float64 { return a.f.Slope(z) }
func (a activationOf) Corner() bool            { return len(a.f.Breaks) > 0 }
