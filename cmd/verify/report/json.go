package report

import (
	"encoding/json"
	"io"
	"math"

	"assay/props"
)

// Number is a float64 in JSON: a number, or where JSON has none one of the
// strings "Infinity", "-Infinity" and "NaN".
type Number float64

// MarshalJSON implements [json.Marshaler].
func (x Number) MarshalJSON() ([]byte, error) {
	switch f := float64(x); {
	case math.IsNaN(f):
		return []byte(`"NaN"`), nil
	case math.IsInf(f, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(f, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return json.Marshal(f)
	}
}

// Document is a run in JSON. Texts that do not apply are empty, numbers and
// objects that do not apply are null, arrays are never null.
type Document struct {
	Seed        uint64   `json:"seed"`
	Tier        string   `json:"tier"`
	Budget      Number   `json:"budget"` // probability of a false alarm in a complete run
	Interrupted bool     `json:"interrupted"`
	Summary     Count    `json:"summary"`
	Claims      []Result `json:"claims"`
}

// Result is one claim and its verdict in JSON.
type Result struct {
	ID          string        `json:"id"`
	Statement   string        `json:"statement"`
	Hypotheses  string        `json:"hypotheses"`
	Kind        string        `json:"kind"`
	Source      string        `json:"source"`
	Expected    string        `json:"expected"`
	CorrectedBy string        `json:"corrected_by"`
	Uncorrected string        `json:"uncorrected"` // why an erratum has no correction
	Remark      string        `json:"remark"`
	Verdict     props.Outcome `json:"verdict"`
	AsExpected  bool          `json:"as_expected"`

	Cases    int     `json:"cases"`    // valid cases
	Refuting int     `json:"refuting"` // of these, the ones that refute
	Skipped  int     `json:"skipped"`  // cases outside the hypotheses
	Worst    *Number `json:"worst"`    // largest residual; 1 is what is allowed

	Quantity  string  `json:"quantity"` // what the worst residual, or the counterexample's, compares
	Relation  string  `json:"relation"` // how it must stand to the prediction: =, ≤ or ≥
	Measured  *Number `json:"measured"`
	Predicted *Number `json:"predicted"`
	Tolerance *Number `json:"tolerance"`
	Why       string  `json:"why"` // the tolerance's reason; of UNDECIDED and OPEN, theirs

	Rivals         []Rival `json:"rivals"`
	Counterexample string  `json:"counterexample"`
	Design         *Design `json:"design"` // of a statistical check
	Reproduce      string  `json:"reproduce"`
}

// Rival is a wrong law and how it fared; a margin above 1 refutes it.
type Rival struct {
	Name    string `json:"name"`
	Refuted bool   `json:"refuted"`
	Margin  Number `json:"margin"`
}

// Design is the least powerful assertion of a statistical check.
type Design struct {
	Alpha     Number `json:"alpha"`
	Beta      Number `json:"beta"`
	Violation Number `json:"violation"` // the size declared
	Sees      Number `json:"sees"`      // the least size seen with probability 1 − beta
	Samples   int    `json:"samples"`
	Needs     int    `json:"needs"` // samples for the size declared
	Looks     int    `json:"looks"` // statistical assertions of the check
}

// JSON writes the run as a [Document].
func (r *Run) JSON(w io.Writer) error {
	d := Document{
		Seed: r.Seed, Tier: r.Tier.String(), Budget: props.Budget,
		Interrupted: r.Interrupted, Summary: r.Count(), Claims: make([]Result, len(r.Verdicts)),
	}
	for i := range r.Verdicts {
		d.Claims[i] = result(&r.Verdicts[i])
	}
	return encode(w, d)
}

func result(v *props.Verdict) Result {
	c := v.Claim
	one := Result{
		ID: c.ID, Statement: c.Says, Hypotheses: c.When, Kind: c.Kind.String(), Source: c.Source.String(),
		Expected: c.Expect.String(), CorrectedBy: c.CorrectedBy, Uncorrected: c.Uncorrected, Remark: c.Remark,
		Verdict: v.Outcome, AsExpected: v.AsExpected(),
		Cases: v.Cases, Refuting: v.Refuting, Skipped: v.Skipped,
		Why: v.Why, Rivals: make([]Rival, len(v.Rivals)), Counterexample: v.Counterexample, Reproduce: v.Reproduce,
	}
	if s := v.Residual; s != nil {
		one.Worst, one.Measured, one.Predicted, one.Tolerance = number(v.Worst), number(s.Got), number(s.Law), number(s.Tolerance.Size)
		one.Quantity, one.Relation = s.What, s.Relation.String()
		if one.Why == "" {
			one.Why = s.Tolerance.Why
		}
	}
	for k, rival := range v.Rivals {
		one.Rivals[k] = Rival{rival.Name, rival.Refuted, Number(rival.Margin)}
	}
	if d := v.Design; d != nil {
		one.Design = &Design{Number(d.Alpha), Number(d.Beta), Number(d.Violation), Number(d.Sees), d.Samples, d.Needs, v.Looks}
	}
	return one
}

func number(x float64) *Number { n := Number(x); return &n }

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
