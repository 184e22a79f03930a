package props

import (
	"context"
	"math"
	"slices"
	"testing"

	"golang.org/x/sync/semaphore"

	"assay/theory"
	"assay/theory/claim"
)

// TestFiguresAreTheRegistrys: every claim of a figure can be drawn, in the registry's order.
func TestFiguresAreTheRegistrys(t *testing.T) {
	var want, got []string
	for _, c := range theory.Claims() {
		if c.Kind == claim.Figure {
			want = append(want, c.ID)
		}
	}
	for _, f := range Figures() {
		got = append(got, f.Claim.ID)
		if found, ok := FindFigure(f.Claim.ID); !ok || found.Claim != f.Claim || f.Shows == "" {
			t.Errorf("%s: not found, or without a word", f.Claim.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("figures %v, the registry has %v", got, want)
	}
	if _, ok := FindFigure("pair/lambda1"); ok {
		t.Error("pair/lambda1 is no figure")
	}
}

// figureLab is where a check measures its first case.
func figureLab(claim *claim.Claim, seed uint64) *Lab {
	const cores = 2
	b := &bench{ctx: context.Background(), options: Options{Seed: seed, Tier: Quick, Jobs: cores}, claim: claim.ID, cores: semaphore.NewWeighted(cores)}
	l := b.lab(0, 1e-9)
	if err := l.acquire(l.Context()); err != nil {
		panic(err)
	}
	return l
}

// TestFigureShowsWhatTheCheckMeasures: the runs drawn are the first replicates of the check.
func TestFigureShowsWhatTheCheckMeasures(t *testing.T) {
	const seed = 3
	f, _ := FindFigure(theory.Figure21b.ID)
	plot, err := f.Run(context.Background(), Quick, seed)
	if err != nil {
		t.Fatal(err)
	}
	s := searchCubic.scene(Quick)
	m, err := searchCubic.measure(func(*Lab) (int, error) { return drawnRuns, nil })(figureLab(f.Claim, seed), s)
	if err != nil {
		t.Fatal(err)
	}
	for i, run := range m.runs {
		// the curve has a point every M/gridPoints steps: it shows the passage of .9 by then
		for k, x := range plot.Curves[i].X {
			if step := int(math.Round(x * float64(s.N))); run.Descent >= 0 && step == run.Steps && plot.Curves[i].Y[k] != run.Last {
				t.Errorf("run %d: %v at step %d of the drawing, %v in the check", i, plot.Curves[i].Y[k], step, run.Last)
			}
		}
		if above := slices.Max(plot.Curves[i].Y) > searchCubic.high; above && run.Descent < 0 {
			t.Errorf("run %d passes %v in the drawing, never in the check", i, searchCubic.high)
		}
		if run.Descent < 0 && run.Last != plot.Curves[i].Y[len(plot.Curves[i].Y)-1] {
			t.Errorf("run %d ends at %v in the check, in the drawing at %v", i, run.Last, plot.Curves[i].Y[len(plot.Curves[i].Y)-1])
		}
	}
	if len(plot.Curves) != drawnRuns+1 || !plot.Curves[drawnRuns].Reference {
		t.Errorf("%d curves, want %d runs and the population curve", len(plot.Curves), drawnRuns)
	}
}

// TestFigureRefuses: a tier that does not exist, a figure that is none, an interruption.
func TestFigureRefuses(t *testing.T) {
	f, _ := FindFigure(theory.Figure23.ID)
	if _, err := f.Run(context.Background(), Deep+1, 1); err == nil {
		t.Error("tier 3: no error")
	}
	if _, err := (Figure{}).Run(context.Background(), Quick, 1); err == nil {
		t.Error("no figure: no error")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, f := range Figures() {
		if _, err := f.Run(ctx, Deep, 1); err == nil {
			t.Errorf("%s: interrupted, and no error", f.Claim.ID)
		}
	}
}

// TestReadingIsJudgedFromBothSides: a reading below or above all runs refutes, one in the
// middle does not, and half a unit of its last digit is allowed for.
func TestReadingIsJudgedFromBothSides(t *testing.T) {
	sample := make([]float64, 1000)
	for i := range sample {
		sample[i] = float64(i)
	}
	for _, c := range []struct {
		reading, half float64
		refuted       bool
	}{{500, 0, false}, {-2, 1, true}, {1001, 1, true}, {-2, 502, false}, {2, 0, true}, {998, 0, true}} {
		j := &Judge{alpha: 1e-9}
		lies(j, "x", sample, c.reading, c.half, 0.1)
		if j.reading.Refuted() != c.refuted || j.reading.Looks != 2 || j.reading.Undecided != "" {
			t.Errorf("reading %v ± %v: refuted %t, %d looks, %q", c.reading, c.half, j.reading.Refuted(), j.reading.Looks, j.reading.Undecided)
		}
	}
}

// TestCompanion: the rescaled constants of the critical law stay.
func TestCompanion(t *testing.T) {
	s := scene{publishedN, 30_000, 1.12e-4, 0.0267}
	c := s.companion(120) // 25 times smaller
	for _, q := range []struct{ got, want float64 }{
		{float64(c.N), 120}, {c.Alpha, 1200}, {c.Delta, 5 * 1.12e-4}, {c.From, 5 * 0.0267},
	} {
		if math.Abs(q.got/q.want-1) > 1e-12 { // a square root and three operations
			t.Errorf("%+v: %v, want %v", c, q.got, q.want)
		}
	}
	if same := s.companion(publishedN); same != s {
		t.Errorf("its own companion is %+v, want %+v", same, s)
	}
}
