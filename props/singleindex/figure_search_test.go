package singleindex

import (
	"context"
	"math"
	"slices"
	"testing"

	"assay/props"
	"assay/theory"
)

// TestFigureShowsWhatTheCheckMeasures: the runs drawn are the first replicates of the check.
func TestFigureShowsWhatTheCheckMeasures(t *testing.T) {
	const seed = 3
	f, _ := props.Suite{Figures: Figures()}.Figure(theory.Figure21b.ID)
	plot, err := f.Run(context.Background(), props.Options{Seed: seed, Tier: props.Quick})
	if err != nil {
		t.Fatal(err)
	}
	s := searchCubic.scene(props.Quick)
	m, err := searchCubic.measure(func(*props.Lab, scene) (int, int, error) { return props.DrawnRuns, 0, nil })(props.NewLab(context.Background(), props.Options{Seed: seed, Tier: props.Quick}, f.Claim.ID, 1e-9), s)
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
	if len(plot.Curves) != props.DrawnRuns+1 || !plot.Curves[props.DrawnRuns].Reference {
		t.Errorf("%d curves, want %d runs and the population curve", len(plot.Curves), props.DrawnRuns)
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
