package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// attempt runs the chosen checks and renders the verdicts. Whatever can be
// refused is refused before the run.
func (p *program) attempt(ctx context.Context, f *flags) error {
	if _, err := f.chosen(p.suite); err != nil {
		return err
	}
	if err := p.writable(slices.Concat(f.report.all, []destination{f.timings.value})...); err != nil {
		return err
	}
	if f.seed.text == "random" {
		p.says(fmt.Sprintf("seed %d", f.seed.value))
	}
	r, watch, err := p.verdicts(ctx, f)
	switch {
	case err == nil:
		p.code = exitCode(r.Count(), f.allowOpen)
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		r.Interrupted = true
		p.interrupted("what follows is incomplete")
	default:
		return err
	}
	took := watch.timings(r, f.jobs.value)
	r.Seconds = took.Seconds
	err = p.render(f.format.value, r)
	if f.timings.value.path != "" {
		err = errors.Join(err, f.timings.value.write(func(w io.Writer) error { return form.JSON(w, took) }))
	}
	err = errors.Join(err, p.reports(ctx, f.report.all, r))
	p.actions(r)
	return err
}

// verdicts runs the chosen checks while it shows the progress.
func (p *program) verdicts(ctx context.Context, f *flags) (*report.Run, *progress, error) {
	claims := p.suite.Select(f.run.value)
	watch := newProgress(p.name, p.stderr, p.terminal && !p.quiet, p.plan(claims, f.tier.value))
	if !watch.terminal {
		p.says(fmt.Sprintf("attempting %s, tier %v", form.Plural(len(claims), "claim"), f.tier.value))
	}
	if p.watched && f.format.value == "text" && !p.quiet {
		watch.fallen = form.Screen{Writer: p.stdout, Width: p.width(), Colour: p.colour}
		defer fmt.Fprintln(&p.out) // the table stands apart
	}
	defer watch.end()
	o := props.Options{Seed: f.seed.value, Tier: f.tier.value, Jobs: f.jobs.value, Run: f.run.value, Progress: watch}
	if slices.ContainsFunc(f.report.all, destination.isPage) {
		o.Cache = evidence(p.suite)
	}
	verdicts, err := p.run(ctx, o)
	return &report.Run{
		Suite: p.suite, Command: p.self, Seed: f.seed.value, Tier: f.tier.value, Verdicts: verdicts,
		Kernel: p.kernel, Facts: report.ThisProgram(), Statistical: p.suite.Statistical(), Evidence: o.Cache,
	}, watch, err
}

// reports writes the reports. The page has the correct digits and the figures unless
// the run is interrupted. What cannot be shown or written does not hold up the rest.
func (p *program) reports(ctx context.Context, all []destination, r *report.Run) (err error) {
	if slices.ContainsFunc(all, destination.isPage) {
		err = p.illustrate(ctx, r)
	}
	for _, d := range all {
		one := d.write(func(w io.Writer) error { return reportForm(d.path)(r, w) })
		if one == nil {
			p.says("report written to " + form.Line(d.path))
		}
		err = errors.Join(err, one)
	}
	return err
}

// illustrate gives the run what only the page shows.
func (p *program) illustrate(ctx context.Context, r *report.Run) error {
	var digits, drawn error
	if ctx.Err() == nil {
		p.says("drawing the report")
	}
	if p.accuracy != nil {
		r.Digits, digits = unlessInterrupted(ctx, p.accuracy)
	}
	r.Drawings, drawn = unlessInterrupted(ctx, func(ctx context.Context) (map[string]report.Drawing, error) { return p.drawings(ctx, r) })
	if ctx.Err() != nil {
		r.Bare = true
		return nil
	}
	return errors.Join(digits, drawn)
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
