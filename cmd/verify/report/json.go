package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"assay/cmd/verify/form"
	"assay/props"
)

// Schema is the first field of a run in JSON. It changes whenever a reader of
// the old form would misread the new one.
const Schema = "assay report 2"

// Document is a run in JSON. Texts that do not apply are empty, numbers and
// objects that do not apply are null, as are numbers that JSON lacks; arrays are
// never null.
type Document struct {
	Schema      string      `json:"schema"`
	Seed        uint64      `json:"seed"`
	Tier        string      `json:"tier"`
	Kernel      string      `json:"kernel"` // of the fast chain
	Facts       Facts       `json:"facts"`
	Budget      form.Number `json:"budget"` // probability of a false alarm in a complete run
	Interrupted bool        `json:"interrupted"`
	Summary     Count       `json:"summary"`
	Statistical int         `json:"statistical_checks"` // of the complete suite
	Share       form.Number `json:"check_budget"`       // probability of a false alarm in one of them
	Power       Power       `json:"power"`
	Claims      []Result    `json:"claims"`
}

// Power is how many rivals and planted claims fell, over all claims.
type Power struct {
	Rivals        int `json:"rivals"`
	Refuted       int `json:"refuted"`
	Plants        int `json:"plants"`
	PlantsRefuted int `json:"plants_refuted"`
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
	Edition     string        `json:"edition"`    // of the source: the one that was read
	Proof       string        `json:"proof"`      // how the claim, or of an erratum its falsity, is known
	Derivation  string        `json:"derivation"` // of what is derived here
	Unseen      string        `json:"unseen"`     // the part of the statement that no attempt can see fail
	Heuristic   string        `json:"heuristic"`  // why one believes it
	Formulas    []string      `json:"formulas"`   // what the statement says, in LaTeX
	Uses        []string      `json:"uses"`       // the ids of the claims that it rests on
	Sharpens    []string      `json:"sharpens"`   // the ids of the claims that it says more than
	Verdict     props.Outcome `json:"verdict"`
	AsExpected  bool          `json:"as_expected"`

	Cases    int          `json:"cases"`    // valid cases
	Kept     int          `json:"kept"`     // of these, the ones of the corpus
	Refuting int          `json:"refuting"` // of these, the ones that refute
	Skipped  int          `json:"skipped"`  // cases outside the hypotheses
	Starts   int          `json:"starts"`   // drawn, by cases that draw until one meets the hypotheses
	Rejected int          `json:"rejected"` // of these, the ones passed over
	Outside  []Outside    `json:"outside"`  // why cases were skipped and starts passed over
	Worst    *form.Number `json:"worst"`    // largest residual; 1 is what is allowed

	Quantity  string       `json:"quantity"` // what the worst residual, or the counterexample's, compares
	Relation  string       `json:"relation"` // how it must stand to the prediction: =, ≤ or ≥
	Measured  *form.Number `json:"measured"`
	Predicted *form.Number `json:"predicted"`
	Tolerance *form.Number `json:"tolerance"`
	At        string       `json:"at"`  // the case that the four belong to
	Why       string       `json:"why"` // the tolerance's reason; of UNDECIDED and OPEN, theirs

	Rows []Row `json:"rows"` // of a fixed grid

	Limit *Limit `json:"limit"` // of a claim about a limit: the law against what is claimed of it

	Rivals         []Rival         `json:"rivals"`
	Plants         []Rival         `json:"plants"` // errors put into the claim
	Counterexample string          `json:"counterexample"`
	Draws          json.RawMessage `json:"counterexample_draws"` // of a property: as the corpus keeps them, or null
	Design         *Design         `json:"design"`               // of a statistical check
	Reproduce      string          `json:"reproduce"`
}

// Outside is a reason why cases were skipped or starts passed over. Reasons that differ in
// numbers only are one, told as the first of them.
type Outside struct {
	Why   string `json:"why"`
	Case  string `json:"case"` // the draws of the first
	Times int    `json:"times"`
}

// Row is a case of a fixed grid and the worst residual of the law in it, see [props.GridRow].
type Row struct {
	Number    int         `json:"number"` // in the grid, from 1
	Case      string      `json:"case"`   // its draws in words
	Draws     Draws       `json:"draws"`  // those that are numbers, by name
	Quantity  string      `json:"quantity"`
	Relation  string      `json:"relation"`
	Measured  form.Number `json:"measured"`
	Predicted form.Number `json:"predicted"`
	Tolerance form.Number `json:"tolerance"`
}

// Limit is the worst residual of the second link: the limit that a law tends to, by
// extrapolation, beside the one that is claimed.
type Limit struct {
	Ladder    string      `json:"ladder"` // in words
	Quantity  string      `json:"quantity"`
	Law       form.Number `json:"law"`
	Claimed   form.Number `json:"claimed"`
	Tolerance form.Number `json:"tolerance"`
	Why       string      `json:"why"`
}

// Rival is a wrong law and how it fared; a margin above 1 refutes it.
type Rival struct {
	Name    string      `json:"name"`
	Refuted bool        `json:"refuted"`
	Margin  form.Number `json:"margin"`
}

// Design is the least powerful assertion of a statistical check.
type Design struct {
	Alpha      form.Number `json:"alpha"` // of one assertion: the check's budget, split over those planned
	Beta       form.Number `json:"beta"`
	Violation  form.Number `json:"violation"`  // the size declared
	Detectable form.Number `json:"detectable"` // the least size seen with probability 1 − beta
	Samples    int         `json:"samples"`
	Needs      int         `json:"needs"` // samples for the size declared
	Tests      int         `json:"tests"` // statistical assertions made
}

// JSON writes the run as a [Document].
func (r *Run) JSON(w io.Writer) error {
	d := Document{
		Schema: Schema, Seed: r.Seed, Tier: r.Tier.String(), Kernel: r.Kernel, Facts: r.Facts, Budget: props.Budget,
		Interrupted: r.Interrupted, Summary: r.Count(), Statistical: r.Statistical, Share: props.Share, Power: r.power(),
		Claims: make([]Result, len(r.Verdicts)),
	}
	for i := range r.Verdicts {
		d.Claims[i] = r.result(&r.Verdicts[i])
	}
	return form.JSON(w, d)
}

func (r *Run) result(v *props.Verdict) Result {
	c := v.Claim
	one := Result{
		ID: c.ID, Statement: c.Says, Hypotheses: c.When, Kind: c.Kind.String(), Source: c.Source.String(),
		Expected: c.Expect.String(), CorrectedBy: c.CorrectedBy, Uncorrected: c.Uncorrected, Remark: c.Remark,
		Edition: c.Source.Work.Edition, Proof: proof(c), Derivation: c.Derivation, Unseen: c.Unseen, Heuristic: c.Heuristic,
		Formulas: append([]string{}, c.Formulas...), Uses: append([]string{}, c.Uses...), Sharpens: append([]string{}, c.Sharpens...),
		Verdict: v.Outcome, AsExpected: v.AsExpected(),
		Cases: v.Cases, Kept: v.Kept, Refuting: v.Refuting, Skipped: v.Skipped,
		Starts: v.Starts, Rejected: v.Rejected, Outside: make([]Outside, len(v.Outside)), Rows: make([]Row, len(v.Rows)),
		Why: v.Why, Rivals: make([]Rival, len(v.Rivals)), Plants: make([]Rival, len(v.Plants)), Counterexample: v.Counterexample, Draws: v.Draws, Reproduce: r.again(v),
	}
	if s := v.Limit; s != nil {
		one.Limit = &Limit{r.Ladder(c.ID), s.What, form.Number(s.Got), form.Number(s.Law), form.Number(s.Tolerance.Size), s.Tolerance.Why}
	}
	for k, p := range v.Plants {
		one.Plants[k] = Rival{p.Name, p.Refuted, form.Number(p.Margin)}
	}
	if s := v.Residual; s != nil {
		one.Worst, one.Measured, one.Predicted, one.Tolerance = number(v.Worst), number(s.Got), number(s.Law), number(s.Tolerance.Size)
		one.Quantity, one.Relation, one.At = s.What, s.Relation.String(), v.At
		if one.Why == "" {
			one.Why = s.Tolerance.Why
		}
	}
	for k, o := range v.Outside {
		one.Outside[k] = Outside(o)
	}
	for k, row := range v.Rows {
		s := row.Residual
		one.Rows[k] = Row{row.Number, row.Case, drawn(row.Case), s.What, s.Relation.String(), form.Number(s.Got), form.Number(s.Law), form.Number(s.Tolerance.Size)}
	}
	for k, rival := range v.Rivals {
		one.Rivals[k] = Rival{rival.Name, rival.Refuted, form.Number(rival.Margin)}
	}
	if d := v.Design; d != nil {
		one.Design = &Design{form.Number(d.Alpha), form.Number(d.Beta), form.Number(d.Violation), form.Number(d.Detectable), d.Samples, d.Needs, v.Tests}
	}
	return one
}

// Refutation is the worst residual against what the law allows, and why the verdict is not REFUTED if it is not.
func (r *Result) Refutation() string {
	size := func(x *form.Number) string {
		if x == nil {
			return "not a finite number"
		}
		return props.Decimal(float64(*x))
	}
	says := strings.TrimPrefix(r.Relation+" ", props.Equal.String()+" ") + size(r.Predicted)
	s := fmt.Sprintf("%s = %s, law says %s, allowed %s", r.Quantity, size(r.Measured), says, size(r.Tolerance))
	if r.Verdict != props.Refuted {
		s += fmt.Sprintf("; %s: %s", r.Verdict, r.Why)
	}
	return s
}

// Ladder is the second link of a claim's check in words.
func (r *Run) Ladder(id string) string {
	if c := r.Suite.Check(id); c != nil {
		return c.Limit()
	}
	return ""
}

func number(x float64) *form.Number { n := form.Number(x); return &n }
