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
)

// Budget is the probability with which a complete run may raise a false alarm,
// whatever the number of its statistical checks.
const Budget = 1e-6

// MostStatistical is the number of statistical checks that a suite may have.
const MostStatistical = 100

// Share is the probability with which one statistical check may raise a false alarm,
//
//	Budget/MostStatistical = 10⁻⁸.
//
// It does not depend on the suite, so that a check added to it changes the evidence of no other.
const Share = Budget / MostStatistical

// Options say what to run and how far to look.
type Options struct {
	Seed     uint64 // the master seed
	Tier     Tier
	Jobs     int            // processors used; 0 means all
	Run      *regexp.Regexp // which claims, by id; nil means all
	Progress Progress       // may be nil

	Cache       *Cache       // where to keep what is measured, and to look first; may be nil
	Calibration *Calibration // one run of a calibration; nil otherwise
}

// jobs is the number of processors.
func (o Options) jobs() int {
	if o.Jobs == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return o.Jobs
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

func run(ctx context.Context, s Suite, o Options) ([]Verdict, error) {
	if o.Tier > Deep {
		return nil, fmt.Errorf("tier %d: want quick, standard or deep", o.Tier)
	}
	if o.Jobs < 0 {
		return nil, fmt.Errorf("jobs %d: want at least 1, or 0 for all processors", o.Jobs)
	}
	o.Jobs = o.jobs()
	if o.Progress == nil {
		o.Progress = silent{}
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	claims := s.Select(o.Run)
	if len(claims) == 0 {
		return nil, errors.New("no claim chosen")
	}
	checks := make(map[string]Check, len(s.Checks))
	for _, c := range s.Checks {
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
	alpha := Share
	if o.Calibration != nil {
		alpha = o.Calibration.Level
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

// guarded runs f and turns a panic into an error.
func guarded[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}
