package props

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Sight is a row of the grid of a check with what was measured on it.
type Sight[C, M any] struct {
	Case C
	Seen M
}

// Drawn is the figure of what a check of cases C and measurements M measures on the rows of its grid that keep
// chooses: as the check measures it, with its seeds, level and runs.
func Drawn[C, M any](check Check, shows string, keep func(C) bool, draw func(Tier, []Sight[C, M]) (Plot, error)) Figure {
	return Figure{Claim: check.Claim(), Shows: shows, evidence: func(ctx context.Context, o Options) (Plot, error) {
		t, ok := check.(*runnable[C, M])
		if !ok {
			return Plot{}, fmt.Errorf("the check is a %T, want one of the cases and measurements that are drawn, %T", check, t)
		}
		sights, err := t.sights(ctx, o, keep)
		if err != nil {
			return Plot{}, err
		}
		return draw(o.Tier, sights)
	}}
}

// sights is the rows with their measurements, those of the cache or else new ones.
func (t *runnable[C, M]) sights(ctx context.Context, o Options, keep func(C) bool) (sights []Sight[C, M], err error) {
	o.Jobs = o.jobs()
	b := &bench{ctx: ctx, options: o, claim: t.claim.ID, alpha: Share, cores: newProcessors(o.Jobs), began: time.Now()}
	if err := b.take(ctx); err != nil {
		return nil, err
	}
	var numbers []int
	for i, c := range t.grid(o.Tier) {
		if keep(c) {
			numbers, sights = append(numbers, i), append(sights, Sight[C, M]{Case: c})
		}
	}
	if len(sights) == 0 {
		return nil, fmt.Errorf("no row of the grid to draw in tier %v", o.Tier)
	}
	err = b.spread(ctx, len(sights), func(k int) (err error) {
		if s, ok := recalled[M](o.Cache, t.claim.ID, numbers[k]); ok {
			sights[k].Seen = s.measured
			if !s.evidence.valid() {
				err = errors.New(s.evidence.Failure + s.evidence.Invalid)
			}
			return err
		}
		sights[k].Seen, err = t.measured(t.lab(b, numbers[k], t.Size(o.Tier)), t.measure, sights[k].Case)
		return err
	})
	return sights, err
}
