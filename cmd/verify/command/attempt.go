package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
	"assay/theory/claim"
)

// attempt runs the chosen checks and renders the verdicts. Whatever can be
// refused is refused before the run.
func (p *program) attempt(ctx context.Context, f *flags) error {
	claims, err := f.chosen(p.suite)
	if err != nil {
		return err
	}
	if err := f.checkFiles(); err != nil {
		return err
	}
	if f.seed.text == "random" {
		fmt.Fprintf(p.stderr, "%s: seed %d\n", p.name, f.seed.value)
	}
	r := &report.Run{Suite: p.suite, Command: p.self, Seed: f.seed.value, Tier: f.tier.value, Kernel: p.kernel, Facts: report.ThisProgram(), Statistical: p.suite.Statistical()}
	watch := newProgress(ctx, p.name, p.stderr, p.terminal)
	r.Verdicts, err = p.verdicts(watch, claims, props.Options{
		Seed: f.seed.value, Tier: f.tier.value, Jobs: f.jobs.value, Run: f.run.value, Progress: watch,
	})
	switch {
	case err == nil:
		p.code = exitCode(r.Count(), f.allowOpen)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		r.Interrupted, p.code = true, exitInterrupted
		fmt.Fprintln(p.stderr, p.name+": interrupted; what follows is incomplete")
	default:
		return err
	}
	took := watch.timings(r, f.jobs.value)
	err = p.render(f.format.value, r)
	if f.timings.value.path != "" {
		err = errors.Join(err, f.timings.value.write(func(w io.Writer) error { return form.JSON(w, took) }))
	}
	if f.report.value.path != "" {
		err = errors.Join(err, p.page(ctx, f.report.value, r))
	}
	return err
}

// page writes the report, with the correct digits and the published figures unless
// the run was interrupted. What cannot be shown does not hold up the rest.
func (p *program) page(ctx context.Context, d destination, r *report.Run) error {
	var digits, drawn error
	if !r.Interrupted {
		if p.accuracy != nil {
			r.Digits, digits = p.accuracy(ctx)
		}
		r.Drawings, drawn = p.drawings(ctx, r)
	}
	err := errors.Join(digits, drawn, d.write(r.HTML))
	if err == nil {
		fmt.Fprintf(p.stderr, "%s: report written to %s\n", p.name, d.path)
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
func (p *program) verdicts(watch *progress, claims []*claim.Claim, o props.Options) ([]props.Verdict, error) {
	ctx := watch.ctx
	defer watch.end()
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
func (p *program) known(claims []*claim.Claim, watch *progress) []props.Verdict {
	verdicts := make([]props.Verdict, len(claims))
	for i, c := range claims {
		switch v, ok := watch.verdict(c.ID); {
		case ok:
			verdicts[i] = v
		case p.suite.Check(c.ID) == nil:
			verdicts[i] = props.Verdict{Claim: c, Outcome: props.Open, Why: "no check yet"}
		default:
			verdicts[i] = props.Verdict{Claim: c, Outcome: props.Undecided, Why: "interrupted"}
		}
	}
	return verdicts
}
