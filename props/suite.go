package props

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"assay/theory/claim"
)

// Suite is claims and the checks that try to refute them. A claim without a check is open.
type Suite struct {
	Claims  []*claim.Claim // in the order in which they are read
	Checks  []Check        // each of one of the claims
	Figures []Figure       // published figures; each of one of the claims
	Story   claim.Story    // what the claims come to; may be empty
	Corpus  Corpus         // cases that refuted a claim once, tried first
}

// Select is the claims whose id the expression matches, in order; nil matches all.
func (s Suite) Select(run *regexp.Regexp) []*claim.Claim {
	var chosen []*claim.Claim
	for _, c := range s.Claims {
		if run == nil || run.MatchString(c.ID) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// Find is the claim with that id, and whether there is one.
func (s Suite) Find(id string) (*claim.Claim, bool) {
	i := slices.IndexFunc(s.Claims, func(c *claim.Claim) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return s.Claims[i], true
}

// Check is the check of the claim with that id, or nil.
func (s Suite) Check(id string) Check {
	for _, c := range s.Checks {
		if c.Claim().ID == id {
			return c
		}
	}
	return nil
}

// Figure is the figure of the claim with that id, and whether there is one.
func (s Suite) Figure(id string) (Figure, bool) {
	i := slices.IndexFunc(s.Figures, func(f Figure) bool { return f.Claim.ID == id })
	if i < 0 {
		return Figure{}, false
	}
	return s.Figures[i], true
}

// Statistical is the number of checks that spend a [Share] of the error budget.
func (s Suite) Statistical() (n int) {
	for _, c := range s.Checks {
		if c.Statistical() {
			n++
		}
	}
	return n
}

// Validate refuses what [claim.ValidateAll] refuses, an incomplete check, a second check of
// the same claim, a check or a figure of a claim that the suite does not hold, a story of what it does not
// hold, more than [MostStatistical] statistical checks, and a kept case that fits no check.
func (s Suite) Validate() error {
	errs := []error{claim.ValidateAll(s.Claims)}
	if errs[0] != nil {
		return errs[0]
	}
	holds := func(c *claim.Claim) bool {
		found, ok := s.Find(c.ID)
		return ok && found == c
	}
	seen := map[string]bool{}
	for _, c := range s.Checks {
		if err := c.Validate(); err != nil {
			errs = append(errs, err)
			continue
		}
		id := c.Claim().ID
		if !holds(c.Claim()) {
			errs = append(errs, fmt.Errorf("check of %s: the suite does not hold this claim", id))
		}
		if seen[id] {
			errs = append(errs, fmt.Errorf("check of %s: a second one", id))
		}
		seen[id] = true
	}
	for _, f := range s.Figures {
		if f.Claim == nil || !holds(f.Claim) {
			errs = append(errs, fmt.Errorf("figure %q: the suite does not hold its claim", f.Shows))
		}
	}
	errs = append(errs, s.Story.Validate(s.Claims))
	for _, id := range s.Story.Figures {
		if _, ok := s.Figure(id); !ok {
			errs = append(errs, fmt.Errorf("story: figure: %q has none", id))
		}
	}
	if n := s.Statistical(); n > MostStatistical {
		errs = append(errs, fmt.Errorf("%d statistical checks: the error budget of %v has room for %d of level %v", n, Budget, MostStatistical, Share))
	}
	errs = append(errs, s.Corpus.validate(s))
	return errors.Join(errs...)
}

// Run attempts to refute every chosen claim and returns the verdicts in the order of the
// claims. A claim without a check is OPEN. The verdicts are a function of the suite, seed,
// tier and choice alone.
//
// If the context is cancelled Run returns what is known, with the checks that
// did not finish UNDECIDED, and the context's error.
func (s Suite) Run(ctx context.Context, o Options) ([]Verdict, error) { return run(ctx, s, o) }
