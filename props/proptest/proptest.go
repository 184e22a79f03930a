// Package proptest runs a suite of package props under go test, each claim in a subtest of its
// id:
//
//	func TestSuite(t *testing.T) { proptest.Expected(t, suite) }
//
// A subtest measures when it runs, so that
//
//	go test -run TestSuite/topic/name
//
// runs that claim alone, each has a time of its own, and a timeout names the claims that ran.
// The subtests are parallel: they run when the calling test returns. A claim without a check is skipped; with -short so are the experiments.
//
// The package must not know the checks.
package proptest

import (
	"regexp"
	"strings"
	"testing"

	"assay/props"
)

// Option is a setting of a trial. By default it runs the quick tier with seed 1.
type Option func(*props.Options)

// Seed sets the master seed.
func Seed(seed uint64) Option { return func(o *props.Options) { o.Seed = seed } }

// Tier sets the tier.
func Tier(tier props.Tier) Option { return func(o *props.Options) { o.Tier = tier } }

// Keep keeps what is measured, and takes from there what another trial of the same seed and
// tier has measured.
func Keep(c *props.Cache) Option { return func(o *props.Options) { o.Cache = c } }

// Expected attempts to refute each claim of the suite. It fails where a verdict is not
// the expected one, a rival stands, or a case is described by an address.
func Expected(t *testing.T, s props.Suite, options ...Option) {
	t.Helper()
	o := settings(options)
	each(t, s, func(props.Check) bool { return true }, func(t *testing.T, c props.Check) {
		v := verdict(t, s, c, o)
		if !v.AsExpected() {
			t.Errorf("%s is %s, expected: %s\n%s", v.Claim.ID, v.Outcome, v.Claim.Expect, v.Why)
			if v.Residual != nil {
				t.Errorf("at %s: %v", v.Counterexample, *v.Residual)
			}
		}
		if strings.Contains(v.At+v.Counterexample, "0x") {
			t.Errorf("%s: a case is described by an address: %s%s", v.Claim.ID, v.At, v.Counterexample)
		}
		for _, r := range v.Rivals {
			if !r.Refuted {
				t.Errorf("%s: the rival law %q stands (margin %.3g)", v.Claim.ID, r.Name, r.Margin)
			}
		}
	})
}

// NoFalseAlarm is a suite's own trial: each statistical check is judged runs times on evidence
// drawn from the laws that its assertions assert, in the place and of the size of what is
// measured once. In each of the runs a check may raise an alarm with probability at most
// [props.Share].
func NoFalseAlarm(t *testing.T, s props.Suite, runs int, options ...Option) {
	t.Helper()
	calibrate(t, s, runs, false, "on its own law", options)
}

// NoMiss is the other side of it: the evidence is drawn from laws that are off by the violation which
// each assertion declares, and each must refute. An assertion may miss with probability at most
// [props.Miss]; one whose bound is too lenient misses more often.
func NoMiss(t *testing.T, s props.Suite, runs int, options ...Option) {
	t.Helper()
	calibrate(t, s, runs, true, "on violated laws", options)
}

func calibrate(t *testing.T, s props.Suite, runs int, violated bool, on string, options []Option) {
	t.Helper()
	o := settings(append([]Option{Keep(&props.Cache{})}, options...))
	each(t, s, props.Check.Statistical, func(t *testing.T, c props.Check) {
		o := o // of this claim
		for seed := range runs {
			o.Calibration = &props.Calibration{Seed: uint64(seed), Level: props.Share, Violated: violated}
			if v := verdict(t, s, c, o); !v.AsExpected() {
				t.Errorf("seed %d: %s is %s %s: %s", seed, v.Claim.ID, v.Outcome, on, v.Why)
				if v.Residual != nil {
					t.Logf("at %s: %v", v.Counterexample, *v.Residual)
				}
			}
		}
	})
}

func settings(options []Option) props.Options {
	o := props.Options{Seed: 1, Tier: props.Quick}
	for _, set := range options {
		set(&o)
	}
	return o
}

// each runs f in a subtest for each claim: with its check, if it has one that is chosen.
func each(t *testing.T, s props.Suite, chosen func(props.Check) bool, f func(*testing.T, props.Check)) {
	t.Helper()
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, claim := range s.Claims {
		c := s.Check(claim.ID)
		if c != nil && !chosen(c) {
			continue
		}
		t.Run(claim.ID, func(t *testing.T) {
			switch {
			case c == nil:
				t.Skip("open: no check yet")
			case testing.Short() && !c.Cheap():
				t.Skip("an experiment: left out with -short")
			default:
				t.Parallel() // one alone leaves processors idle at its end
				f(t, c)
			}
		})
	}
}

// verdict attempts to refute one claim of the suite, which stays whole: claims name one another.
func verdict(t *testing.T, s props.Suite, c props.Check, o props.Options) props.Verdict {
	t.Helper()
	o.Run = regexp.MustCompile("^" + regexp.QuoteMeta(c.Claim().ID) + "$")
	verdicts, err := s.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return verdicts[0]
}
