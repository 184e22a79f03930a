package claim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Kind is the set of kinds a claim has; a claim that is an identity and a law
// at once is Identity|Law.
type Kind uint8

const (
	Identity    Kind = 1 << iota // two expressions are equal
	Inequality                   // one expression bounds another
	Invariant                    // a property that the dynamics preserve
	Rate                         // an exponent, and its constant where known
	Law                          // a law in distribution
	Probability                  // a probability that goes to 0 or 1
	Figure                       // a published figure, run again
)

var kindNames = []string{"identity", "inequality", "invariant", "rate", "law", "probability", "figure"}

// String is the names of the kinds in k, separated by commas: "identity, law".
// It is "Kind(0x…)" for the empty set and for unknown bits.
func (k Kind) String() string {
	if !k.valid() {
		return fmt.Sprintf("Kind(%#x)", uint8(k))
	}
	var names []string
	for i, name := range kindNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (k Kind) valid() bool { return k != 0 && k < 1<<len(kindNames) }

// Work is a work that states claims: a paper, a book, lecture notes. Whoever states a
// claim cites one, or [Derived].
type Work struct {
	Title   string // short: authors and year, "Xu & Du 2023"
	Edition string // the edition that was read, "JMLR 22(106)"; empty where there is one only
}

// Derived is the work of a claim that no other work states.
var Derived = Work{Title: "derived"}

// String is the short title of w.
func (w Work) String() string { return w.Title }

// At is a place in w: BenArous2021.At("Theorem 1.3").
func (w Work) At(locator string) Source { return Source{Work: w, Locator: locator} }

// Source is where a claim is stated: the work and the place in it.
type Source struct {
	Work    Work
	Locator string // "Theorem 1.3", "(21), App. A"
}

// String is the work and the locator: "Xu & Du 2023, (21), App. A".
func (s Source) String() string { return s.Work.String() + ", " + s.Locator }

// Expectation is the verdict that a claim must get. The zero Expectation is
// invalid, so that no claim is expected to hold by omission.
type Expectation uint8

const (
	Holds   Expectation = 1 + iota // withstands the attempt to refute it
	Erratum                        // is refuted as printed
)

var expectationNames = []string{"holds", "erratum"}

// String is "holds" or "erratum".
func (e Expectation) String() string {
	if !e.valid() {
		return fmt.Sprintf("Expectation(%d)", uint8(e))
	}
	return expectationNames[e-1]
}

func (e Expectation) valid() bool { return e != 0 && int(e) <= len(expectationNames) }

// Proof is how a claim is known to be true or, of an erratum, false.
type Proof uint8

const (
	InSource    Proof = 1 + iota // proved in the work that states it
	DerivedHere                  // derived; the claim's Derivation says where
	Numerical                    // seen in computations, without a proof
	Conjecture                   // expected, and not refuted by any computation so far
)

var proofNames = []string{"proved in the source", "derived here", "numerical", "conjecture"}

// String is "proved in the source", "derived here", "numerical" or "conjecture".
func (p Proof) String() string {
	if !p.valid() {
		return fmt.Sprintf("Proof(%d)", uint8(p))
	}
	return proofNames[p-1]
}

func (p Proof) valid() bool { return p != 0 && int(p) <= len(proofNames) }

// Claim is one published or derived statement, with all that is needed to try
// to refute it.
type Claim struct {
	ID     string // topic and name, "pair/lambda1-printed"
	Says   string // the statement in full, plain words and Unicode mathematics
	When   string // its hypotheses, in full
	Kind   Kind
	Source Source
	Expect Expectation

	CorrectedBy string // of an erratum: the ID of the row that states the corrected law
	Uncorrected string // of an erratum without such a row: the reason
	Remark      string // what a reader must know to read the verdict; may be empty

	Proof      Proof  // how it is known
	Derivation string // where the derivation is, or its steps; of DerivedHere not empty
	Unseen     string // the part of the statement that no attempt of this project can see fail; may be empty

	Formulas []string // what the statement says in formulas, in LaTeX, each on a line of its own; may be empty
	Uses     []string // the IDs of the rows that the statement or its derivation rests on
	Sharpens []string // the IDs of the rows that the statement says more than

	Heuristic string // why one believes it, in two or three lines; of an erratum, how it comes about and why it fails; may be empty
}

// idForm is the form of an ID: two parts, each of lower-case words and digits
// joined by single '-' or '.', separated by one '/'.
var idForm = regexp.MustCompile(`^[a-z0-9]+([-.][a-z0-9]+)*/[a-z0-9]+([-.][a-z0-9]+)*$`)

// Validate returns an error that names the claim and each defective field, or
// nil. It refuses a malformed ID; a missing statement, hypothesis, kind, source
// or locator; an expectation other than Holds and Erratum; an erratum with
// neither or both of CorrectedBy and Uncorrected, or that corrects itself;
// either of the two on a claim that holds; a Proof that is none, or of what is derived
// here no Derivation; a blank formula; and Uses or Sharpens that name the claim itself or a row
// twice. Whether the rows named exist is a question to [ValidateAll].
func (c *Claim) Validate() error {
	if c == nil {
		return errors.New("claim: is nil")
	}
	var errs []error
	refuse := func(defective bool, field, format string, args ...any) {
		if defective {
			errs = append(errs, fmt.Errorf("claim %q: %s: %s", c.ID, field, fmt.Sprintf(format, args...)))
		}
	}
	refuse(!idForm.MatchString(c.ID), "ID", `want topic/name in lower-case letters, digits, "-" and "."`)
	refuse(blank(c.Says), "Says", "no statement")
	refuse(blank(c.When), "When", "no hypotheses")
	refuse(!c.Kind.valid(), "Kind", "%v is no kind", c.Kind)
	refuse(blank(c.Source.Work.Title), "Source.Work", "no title of a work")
	refuse(blank(c.Source.Locator), "Source.Locator", "no place in the source")
	refuse(!c.Expect.valid(), "Expect", "%v is neither holds nor erratum", c.Expect)
	refuse(!c.Proof.valid(), "Proof", "%v is no way in which a claim is known", c.Proof)
	refuse(c.Proof == DerivedHere && blank(c.Derivation), "Derivation", "derived here, and it does not say where")

	for _, f := range c.Formulas {
		refuse(blank(f), "Formulas", "a blank formula")
	}
	refuse(slices.Contains(c.Uses, c.ID), "Uses", "names the claim itself")
	refuse(slices.Contains(c.Sharpens, c.ID), "Sharpens", "names the claim itself")
	if id := twice(slices.Concat(c.Uses, c.Sharpens)); id != "" {
		refuse(true, "Uses", "%q twice, here or in Sharpens", id)
	}

	corrected, excused := c.CorrectedBy != "", !blank(c.Uncorrected)
	if c.Expect == Erratum {
		refuse(!corrected && !excused, "CorrectedBy", "an erratum needs a correction, or in Uncorrected the reason for having none")
		refuse(corrected && excused, "Uncorrected", "a reason for having no correction, beside the correction %q", c.CorrectedBy)
		refuse(corrected && c.CorrectedBy == c.ID, "CorrectedBy", "names the claim itself")
	} else {
		refuse(corrected, "CorrectedBy", "%q corrects a claim that is no erratum", c.CorrectedBy)
		refuse(excused, "Uncorrected", "a reason on a claim that is no erratum")
	}
	return errors.Join(errs...)
}

// twice is the first of the texts that stands before already, or "".
func twice(all []string) string {
	for i, one := range all {
		if slices.Contains(all[:i], one) {
			return one
		}
	}
	return ""
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// ValidateAll returns an error that names every defect of the claims, or
// nil: what [Claim.Validate] refuses, an ID that occurs twice, a
// CorrectedBy that names no row or a row not expected to hold, a Uses or Sharpens that names no
// row, a claim that holds and uses an erratum, and a claim that uses itself by way of others.
func ValidateAll(claims []*Claim) error {
	var errs []error
	rows := make(map[string]*Claim, len(claims))
	for i, c := range claims {
		if c == nil {
			errs = append(errs, fmt.Errorf("claim in row %d: is nil", i))
			continue
		}
		errs = append(errs, c.Validate())
		if rows[c.ID] != nil {
			errs = append(errs, fmt.Errorf("claim %q: ID: occurs twice", c.ID))
		}
		rows[c.ID] = c
	}
	for _, c := range claims {
		if c != nil {
			errs = append(errs, c.related(rows)...)
		}
	}
	for _, c := range claims {
		if c != nil && len(c.Uses) > 0 && reaches(rows, c.ID) {
			errs = append(errs, fmt.Errorf("claim %q: Uses: leads back to the claim itself", c.ID))
		}
	}
	return errors.Join(errs...)
}

// related is the defects of the rows that c names.
func (c *Claim) related(rows map[string]*Claim) (errs []error) {
	if c.CorrectedBy != "" && c.CorrectedBy != c.ID {
		switch by := rows[c.CorrectedBy]; {
		case by == nil:
			errs = append(errs, fmt.Errorf("claim %q: CorrectedBy: no row has the ID %q", c.ID, c.CorrectedBy))
		case by.Expect != Holds:
			errs = append(errs, fmt.Errorf("claim %q: CorrectedBy: %q is not expected to hold", c.ID, c.CorrectedBy))
		}
	}
	for _, id := range c.Uses {
		switch used := rows[id]; {
		case used == nil:
			errs = append(errs, fmt.Errorf("claim %q: Uses: no row has the ID %q", c.ID, id))
		case used.Expect == Erratum && c.Expect == Holds:
			errs = append(errs, fmt.Errorf("claim %q: Uses: %q is an erratum, which a claim that holds cannot rest on", c.ID, id))
		}
	}
	for _, id := range c.Sharpens {
		if rows[id] == nil {
			errs = append(errs, fmt.Errorf("claim %q: Sharpens: no row has the ID %q", c.ID, id))
		}
	}
	return errs
}

// reaches reports whether Uses leads from the row, by way of at least one other, back to it.
func reaches(rows map[string]*Claim, id string) bool {
	seen := map[string]bool{id: true}
	for todo := []string{id}; len(todo) > 0; todo = todo[1:] {
		c := rows[todo[0]]
		if c == nil {
			continue
		}
		for _, next := range c.Uses {
			switch {
			case next == id && c.ID != id:
				return true
			case !seen[next]:
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}
