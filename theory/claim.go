package theory

import (
	"errors"
	"fmt"
	"regexp"
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

// Work is the work that states a claim. The zero Work is invalid.
type Work uint8

const (
	BenArous2021 Work = 1 + iota
	XuDu2023
	Notes   // the recitation notes, where they alone make the statement
	Derived // in none of them
)

var workNames = []string{"Ben Arous, Gheissari, Jagannath 2021", "Xu & Du 2023", "recitation notes", "derived"}

// String is the short title of w: "Xu & Du 2023".
func (w Work) String() string {
	if !w.valid() {
		return fmt.Sprintf("Work(%d)", uint8(w))
	}
	return workNames[w-1]
}

func (w Work) valid() bool { return w != 0 && int(w) <= len(workNames) }

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
}

// idForm is the form of an ID: two parts, each of lower-case words and digits
// joined by single '-' or '.', separated by one '/'.
var idForm = regexp.MustCompile(`^[a-z0-9]+([-.][a-z0-9]+)*/[a-z0-9]+([-.][a-z0-9]+)*$`)

// Validate returns an error that names the claim and each defective field, or
// nil. It refuses a malformed ID; a missing statement, hypothesis, kind, source
// or locator; an expectation other than Holds and Erratum; an erratum with
// neither or both of CorrectedBy and Uncorrected, or that corrects itself; and
// either of the two on a claim that holds. Whether CorrectedBy names a row is a
// question to [ValidateRegistry].
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
	refuse(!c.Source.Work.valid(), "Source.Work", "%v is no work", c.Source.Work)
	refuse(blank(c.Source.Locator), "Source.Locator", "no place in the source")
	refuse(!c.Expect.valid(), "Expect", "%v is neither holds nor erratum", c.Expect)

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

func blank(s string) bool { return strings.TrimSpace(s) == "" }
