package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory"
)

// attempt runs the chosen checks and renders the verdicts. Whatever can be
// refused is refused before the run.
func (p *program) attempt(ctx context.Context, f *flags) error {
	claims, err := f.chosen()
	if err != nil {
		return err
	}
	page := f.report.value
	if page != "" {
		if err := page.check(); err != nil {
			return err
		}
	}
	if f.seed.text == "random" {
		fmt.Fprintf(p.stderr, "verify: seed %d\n", f.seed.value)
	}
	r := &report.Run{Seed: f.seed.value, Tier: f.tier.value}
	r.Verdicts, err = p.verdicts(ctx, claims, props.Options{
		Seed: f.seed.value, Tier: f.tier.value, Jobs: f.jobs.value, Run: f.run.value,
	})
	switch {
	case err == nil:
		p.code = exitCode(r.Count(), f.allowOpen)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		r.Interrupted, p.code = true, exitInterrupted
		fmt.Fprintln(p.stderr, "verify: interrupted; what follows is incomplete")
	default:
		return err
	}
	err = p.render(f.format.value, r)
	if page != "" {
		err = errors.Join(err, page.write(r.HTML))
		if err == nil {
			fmt.Fprintf(p.stderr, "verify: report written to %s\n", page)
		}
	}
	return err
}

func exitCode(n report.Count, allowOpen bool) int {
	switch {
	case n.Unexpected > 0:
		return exitUnexpected
	case n.Undecided > 0 || n.Open > 0 && !allowOpen:
		return exitIncomplete
	}
	return exitExpected
}

// verdicts runs the checks while it shows the progress. An interrupted run
// that does not return within the grace is left behind: the verdicts are then
// those that were decided, and the error is the context's.
func (p *program) verdicts(ctx context.Context, claims []*theory.Claim, o props.Options) ([]props.Verdict, error) {
	watch := newProgress(p.stderr, p.terminal)
	defer watch.end()
	defer context.AfterFunc(ctx, watch.end)() // checks cut short are no progress
	o.Progress = watch
	type result struct {
		verdicts []props.Verdict
		err      error
	}
	done := make(chan result, 1)
	go func() {
		verdicts, err := p.run(ctx, o)
		done <- result{verdicts, err}
	}()
	select {
	case r := <-done:
		return r.verdicts, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-done:
		return r.verdicts, r.err
	case <-time.After(p.grace):
		return p.known(claims, watch), ctx.Err()
	}
}

// known is what has been decided so far.
func (p *program) known(claims []*theory.Claim, watch *progress) []props.Verdict {
	checked := p.checks()
	verdicts := make([]props.Verdict, len(claims))
	for i, c := range claims {
		switch v, ok := watch.verdict(c.ID); {
		case ok:
			verdicts[i] = v
		case checked[c.ID] == nil:
			verdicts[i] = props.Verdict{Claim: c, Outcome: props.Open, Why: "no check yet"}
		default:
			verdicts[i] = props.Verdict{Claim: c, Outcome: props.Undecided, Why: "interrupted"}
		}
	}
	return verdicts
}

// checks is the suite by claim.
func (p *program) checks() map[string]props.Check {
	checks := map[string]props.Check{}
	for _, c := range p.suite() {
		checks[c.Claim().ID] = c
	}
	return checks
}
