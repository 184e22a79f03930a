package props

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"assay/theory"
	"assay/theory/claim"
)

// Budget is the probability with which a complete run may raise a false alarm,
// whatever the number of its statistical checks.
const Budget = 1e-6

// Options say what to run and how far to look.
type Options struct {
	Seed     uint64 // the master seed
	Tier     Tier
	Jobs     int            // processors used; 0 means all
	Run      *regexp.Regexp // which claims, by id; nil means all
	Progress Progress       // may be nil

	kept  *sightings // where to keep what is measured, and to look first; may be nil
	trial *trialRun  // one run of the suite's own trial, on what is kept; nil in earnest
}

// Progress is told what is under way. Its methods are called from several
// goroutines at once.
type Progress interface {
	Begin(checks, cases int)
	Measured(claim string, cases int)
	Decided(v Verdict, processor time.Duration) // and for how long it held a processor, over all of them
}

type silent struct{}

func (silent) Begin(int, int)                 {}
func (silent) Measured(string, int)           {}
func (silent) Decided(Verdict, time.Duration) {}

// Select is the claims of the registry that the expression matches, in order.
func Select(run *regexp.Regexp) []*claim.Claim {
	var chosen []*claim.Claim
	for _, c := range theory.Claims() {
		if run == nil || run.MatchString(c.ID) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// Run attempts to refute every chosen claim of the registry and returns the
// verdicts in the registry's order. A claim without a check is OPEN. The
// verdicts are a function of seed, tier and choice alone.
//
// If the context is cancelled Run returns what is known, with the checks that
// did not finish UNDECIDED, and the context's error.
func Run(ctx context.Context, o Options) ([]Verdict, error) {
	return run(ctx, Suite(), o)
}

func run(ctx context.Context, suite []Check, o Options) ([]Verdict, error) {
	if o.Tier > Deep {
		return nil, fmt.Errorf("tier %d: want quick, standard or deep", o.Tier)
	}
	if o.Jobs < 0 {
		return nil, fmt.Errorf("jobs %d: want at least 1, or 0 for all processors", o.Jobs)
	}
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = silent{}
	}
	if err := ValidateSuite(suite); err != nil {
		return nil, err
	}
	claims := Select(o.Run)
	if len(claims) == 0 {
		return nil, errors.New("no claim chosen")
	}
	checks := make(map[string]Check, len(suite))
	for _, c := range suite {
		checks[c.Claim().ID] = c
	}
	total, running := 0, 0
	for _, c := range claims {
		if check, ok := checks[c.ID]; ok {
			total += check.Size(o.Tier)
			running++
		}
	}
	o.Progress.Begin(running, total)
	cores := semaphore.NewWeighted(int64(o.Jobs))
	alpha := share(suite, Budget)
	if o.trial != nil {
		alpha = share(suite, o.trial.budget)
	}
	verdicts := make([]Verdict, len(claims))
	var all sync.WaitGroup
	for i, claim := range claims {
		check, ok := checks[claim.ID]
		if !ok {
			verdicts[i] = Verdict{Claim: claim, Outcome: Open, Why: "no check yet"}
			continue
		}
		all.Go(func() {
			b := &bench{ctx: ctx, options: o, claim: claim.ID, alpha: alpha, cores: cores,
				done: func(n int) { o.Progress.Measured(claim.ID, n) }}
			e, err := guarded(func() (Evidence, error) { return check.gather(b), nil })
			if err != nil {
				e = Evidence{Failure: err.Error()}
			}
			verdicts[i] = decide(check, e, o)
			if ctx.Err() != nil && verdicts[i].Outcome == Undecided {
				verdicts[i].Why = "interrupted"
			}
			o.Progress.Decided(verdicts[i], time.Duration(b.busy.Load()))
		})
	}
	all.Wait()
	return verdicts, ctx.Err()
}

// share is the part of a budget that one statistical check of the suite may
// spend. It is the whole suite's, not the chosen subset's.
func share(suite []Check, budget float64) float64 {
	n := 0
	for _, c := range suite {
		if c.Statistical() {
			n++
		}
	}
	return budget / float64(max(n, 1))
}

// guarded runs f and turns a panic into an error.
func guarded[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}

// ValidateSuite refuses an incomplete check, a second check of the same claim
// and a check of a claim that the registry does not hold.
func ValidateSuite(suite []Check) error {
	var errs []error
	seen := map[string]bool{}
	for _, c := range suite {
		if err := c.Validate(); err != nil {
			errs = append(errs, err)
			continue
		}
		id := c.Claim().ID
		if registered, ok := theory.Find(id); !ok || registered != c.Claim() {
			errs = append(errs, fmt.Errorf("check of %s: the registry does not hold this claim", id))
		}
		if seen[id] {
			errs = append(errs, fmt.Errorf("check of %s: a second one", id))
		}
		seen[id] = true
	}
	return errors.Join(errs...)
}
