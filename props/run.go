package props

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"time"

	"assay/theory/claim"
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

// Progress is told what is under way, by one goroutine at a time and until the run returns.
type Progress interface {
	Begin(checks, cases int)
	Measured(claim string, cases int)           // 0 cases when the claim begins
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
	total, started := 0, 0
	for _, c := range claims {
		if check, ok := checks[c.ID]; ok {
			total += check.Size(o.Tier)
			started++
		}
	}
	o.Progress.Begin(started, total)
	r := &running{ctx: ctx, options: o, checks: checks, corpus: s.Corpus, decided: make([]*Verdict, len(claims))}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		r.attempt(claims)
	}()
	select {
	case <-finished:
	case <-ctx.Done():
		select {
		case <-finished:
		case <-time.After(grace): // the measurements that do not heed the context are left behind
		}
	}
	return r.verdicts(claims), ctx.Err()
}

// grace is how long an interrupted run waits for the checks to notice.
const grace = 500 * time.Millisecond

// running is a run under way.
type running struct {
	ctx     context.Context
	options Options
	checks  map[string]Check
	corpus  Corpus

	mu      sync.Mutex
	decided []*Verdict // in the order of the claims; nil if not yet
	over    bool       // the run has returned: what is decided now comes too late
}

// attempt starts the checks in the order of the claims, each when a processor is free that no
// earlier one wants, and returns when all have ended.
func (r *running) attempt(claims []*claim.Claim) {
	cores := newProcessors(r.options.Jobs)
	alpha := Share
	if c := r.options.Calibration; c != nil {
		alpha = c.Level
	}
	var all sync.WaitGroup
	defer all.Wait()
	for i, c := range claims {
		check, ok := r.checks[c.ID]
		if !ok {
			continue
		}
		b := &bench{ctx: r.ctx, options: r.options, claim: c.ID, kept: r.corpus.Of(c.ID), alpha: alpha, place: i, cores: cores,
			began: time.Now(), done: func(n int) { r.measured(c.ID, n) }}
		if b.take(r.ctx) != nil {
			return
		}
		r.measured(c.ID, 0)
		all.Go(func() {
			e, err := guarded(func() (Evidence, error) { return check.gather(b), nil })
			if err != nil {
				e = Evidence{Failure: err.Error()}
			}
			r.decide(i, decide(check, e, r.options), b.held())
			b.give()
		})
	}
}

// measured tells of measured cases.
func (r *running) measured(id string, cases int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.over {
		r.options.Progress.Measured(id, cases)
	}
}

// decide keeps a verdict. One that is undecided because the run was interrupted is none.
func (r *running) decide(i int, v Verdict, processor time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over || r.ctx.Err() != nil && v.Outcome == Undecided {
		return
	}
	r.decided[i] = &v
	r.options.Progress.Decided(v, processor)
}

// verdicts ends the run: it is what was decided, with the claims that were not.
func (r *running) verdicts(claims []*claim.Claim) []Verdict {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	verdicts := make([]Verdict, len(claims))
	for i, c := range claims {
		switch {
		case r.decided[i] != nil:
			verdicts[i] = *r.decided[i]
		case r.checks[c.ID] == nil:
			verdicts[i] = Verdict{Claim: c, Outcome: Open, Why: "no check yet"}
		default:
			verdicts[i] = Verdict{Claim: c, Outcome: Undecided, Why: "interrupted"}
		}
	}
	return verdicts
}

// guarded runs f and turns a panic into an error.
func guarded[T any](f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	return f()
}
