package golden

import (
	"math"
	"testing"
)

// A pin of a variant admits a unit in the last place of the start, whose error grows as that of a step does, and sees
// a coefficient changed by 1e-8, another seed, and each term of the variant left out.
func TestVariantPinsAreSensitive(t *testing.T) {
	for _, v := range variantRuns() {
		t.Run(v.name, func(t *testing.T) {
			p := pinNamed(t, "variant/"+v.name)
			rows, err := v.replay(math.Nextafter(chainStart, 1), variantSeed)
			if d := departureOf(t, p, rows, err); d != nil {
				t.Errorf("a unit in the last place departs: %v", d)
			}
			const shift = 1e-10
			far, err1 := v.replay(chainStart+shift, variantSeed)
			near, err2 := v.replay(chainStart, variantSeed)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			for i := range far {
				if grown := math.Abs(far[i][1]-near[i][1]) / shift; grown > 4 {
					t.Errorf("step %d: an error grows by %v, allowed for are 4", i, grown)
				}
			}
			changed := map[string]variantRun{}
			change := func(what string, to func(*variantRun)) {
				other := v
				to(&other)
				if other.how != v.how {
					changed[what] = other
				}
			}
			change("rate", func(o *variantRun) { o.how.Rate = slight * max(1, o.how.Rate) })
			change("momentum", func(o *variantRun) { o.how.Momentum *= slight })
			change("batch", func(o *variantRun) { o.how.Batch = 0 })
			change("reuse", func(o *variantRun) { o.how.Reuse = 0 })
			change("normalisation", func(o *variantRun) { o.how.Normalise = 0 })
			change("projection", func(o *variantRun) { o.how.Euclidean = false })
			for what, other := range changed {
				rows, err := other.replay(chainStart, variantSeed)
				if d := departureOf(t, p, rows, err); d == nil || d.Column != "overlap" || d.Row == 0 {
					t.Errorf("changed %s: departure %v, want one in the overlap after the start", what, d)
				}
			}
			rows, err = v.replay(chainStart, variantSeed+1)
			if d := departureOf(t, p, rows, err); d == nil || d.Row == 0 || d.Row > 2 {
				t.Errorf("another seed: departure %v, want one at step 1 or 2", d)
			}
		})
	}
}
