package props

import (
	"encoding/json"
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"assay/theory/claim"
)

// Check is an attempt to refute one claim. The two kinds are made by
// [Property.Check] and [Experiment.Check].
type Check interface {
	Claim() *claim.Claim
	Statistical() bool      // whether it spends a [Share] of the error budget
	Size(Tier) (cases int)  // cases it will measure
	Tests() int             // statistical assertions planned for each case
	RivalNames() []string   // in the order judged
	PlantNames() []string   // in the order judged, of all tiers
	plantsOf(Tier) []string // the same, with "" for those of a later tier
	Limit() string          // the second link in words; empty without one
	Validate() error        // whether it is complete: rivals, minimum, control
	Cheap() bool            // a property, not an experiment
	gather(*bench) Evidence // draws, measures and judges every case
	fit(json.RawMessage) (json.RawMessage, error)
}

// Law is a law judged on a case c and what was measured on it: it hands its residuals
// to the judge. An error says that the law could not be had on this case, which leaves
// the case undecided.
type Law[C, M any] func(c C, m M, j *Judge) error

// All is the conjunction of laws, judged in order up to the first that returns an error.
func All[C, M any](laws ...Law[C, M]) Law[C, M] {
	return func(c C, m M, j *Judge) error {
		for _, law := range laws {
			if err := law(c, m, j); err != nil {
				return err
			}
		}
		return nil
	}
}

// Property is a cheap deterministic check: an identity, an invariant, an
// inequality, a recurrence. C is a case, M what sim measures on it.
type Property[C, M any] struct {
	Of      *claim.Claim
	Cases   ByTier[int] // cases drawn; at least 100 where a case is cheap
	Grid    []C         // boundary cases, measured before the drawn ones
	Draw    func(*rapid.T) C
	Measure func(C) (M, error)
	Law     Law[C, M] // the claim as printed
	Control Law[C, M] // of an erratum: the corrected law, which must withstand
	Rivals  []Rival[C, M]
	Plants  []Plant[C, M]
	Limit   string // of a claim about a limit: the ladder of the second link, in words
}

// Experiment is a check whose cases are costly or random. The replicates of a
// case are independent units of work with seeds of their own; the law is judged
// once, when all are in. A counterexample is not shrunk.
type Experiment[C, M any] struct {
	Of      *claim.Claim
	Cases   ByTier[int]      // cases drawn beyond the grid
	Grid    func(Tier) []C   // the explicit configurations
	Draw    func(*rapid.T) C // may be nil where the grid is all
	Tests   int              // statistical assertions of the law per case; 0 for a deterministic experiment
	Measure func(*Lab, C) (M, error)
	Law     Law[C, M]
	Control Law[C, M]
	Rivals  []Rival[C, M]
	Plants  []Plant[C, M]
	Limit   string // of a claim about a limit: the ladder of the second link, in words
}

// Rival is a wrong law judged on the evidence of the right one or, where
// Measure is set, a wrong simulator judged by the right law. It counts as
// refuted if one case refutes it.
type Rival[C, M any] struct {
	Name    string
	Law     Law[C, M]
	Measure func(*Lab, C) (M, error)
}

// WrongLaw is a rival law.
func WrongLaw[C, M any](name string, law Law[C, M]) Rival[C, M] {
	return Rival[C, M]{Name: name, Law: law}
}

// WrongSimulator is a rival simulator without chance.
func WrongSimulator[C, M any](name string, measure func(C) (M, error)) Rival[C, M] {
	return Rival[C, M]{Name: name, Measure: func(_ *Lab, c C) (M, error) { return measure(c) }}
}

// Plant is the claim with an error put into it: a limit times 1.2, an exponent plus .3, a
// probability capped at .9. Its law is made by the function that makes the claim's own, with
// the error as its argument, so that it is judged as the claim would be with that error in
// its source. Or it is a simulator with an error in it, where the claim is about the
// dynamics. A planted claim must be refuted: a check that lets it pass does not judge this
// claim, whatever rivals it refutes. In an erratum, which is refuted as printed, the plants
// stand in the corrected law.
type Plant[C, M any] struct {
	Name    string
	Law     Law[C, M]
	Measure func(*Lab, C) (M, error)
	From    Tier // the first tier that must refute it
}

// Planted is a law with an error in it.
func Planted[C, M any](name string, law Law[C, M]) Plant[C, M] {
	return Plant[C, M]{Name: name, Law: law}
}

// PlantedSimulator is a simulator, without chance, with an error in it.
func PlantedSimulator[C, M any](name string, measure func(C) (M, error)) Plant[C, M] {
	return Plant[C, M]{Name: name, Measure: func(_ *Lab, c C) (M, error) { return measure(c) }}
}

func (p Plant[C, M]) rival() Rival[C, M] {
	return Rival[C, M]{Name: p.Name, Law: p.Law, Measure: p.Measure}
}

// ErrInvalid marks a case that does not meet the claim's hypotheses. It is
// counted apart; a check with too few valid cases is undecided.
var ErrInvalid = errors.New("case outside the hypotheses")

// Invalid is an [ErrInvalid] with its reason.
func Invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
}

// Check makes the property ready to run.
func (p Property[C, M]) Check() Check {
	return &runnable[C, M]{
		claim: p.Of, cases: p.Cases, draw: p.Draw, law: p.Law, control: p.Control, rivals: p.Rivals, plants: p.Plants, limit: p.Limit,
		grid:    func(Tier) []C { return p.Grid },
		measure: func(_ *Lab, c C) (M, error) { return p.Measure(c) },
		shrink:  true,
	}
}

// Check makes the experiment ready to run.
func (e Experiment[C, M]) Check() Check {
	grid := e.Grid
	if grid == nil {
		grid = func(Tier) []C { return nil }
	}
	return &runnable[C, M]{
		claim: e.Of, cases: e.Cases, draw: e.Draw, law: e.Law, control: e.Control, rivals: e.Rivals, plants: e.Plants, limit: e.Limit,
		grid: grid, measure: e.Measure, tests: e.Tests,
	}
}
