package suite

import (
	"context"
	"slices"
	"testing"

	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// TestFiguresAreTheRegistrys: every published figure can be drawn, and other claims have one, in the registry's order.
func TestFiguresAreTheRegistrys(t *testing.T) {
	var want, got []string
	for _, c := range theory.Claims() {
		if c.Kind == claim.Figure {
			want = append(want, c.ID)
		}
	}
	for _, f := range All().Figures {
		got = append(got, f.Claim.ID)
		if found, ok := All().Figure(f.Claim.ID); !ok || found.Claim != f.Claim || f.Shows == "" {
			t.Errorf("%s: not found, or without a word", f.Claim.ID)
		}
	}
	order := slices.IndexFunc(got, func(id string) bool {
		return !slices.ContainsFunc(theory.Claims(), func(c *claim.Claim) bool { return c.ID == id })
	})
	published := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return !slices.Contains(want, id) })
	if !slices.Equal(published, want) || order >= 0 || len(got) < len(want)+11 {
		t.Errorf("figures %v, the registry has %v", got, want)
	}
	if _, ok := All().Figure("pair/lambda1"); ok {
		t.Error("pair/lambda1 is no figure")
	}
}

// TestFigureRefuses: a tier that does not exist, a figure that is none, an interruption.
func TestFigureRefuses(t *testing.T) {
	f, _ := All().Figure(theory.Figure23.ID)
	if _, err := f.Run(context.Background(), props.Options{Tier: props.Deep + 1}); err == nil {
		t.Error("tier 3: no error")
	}
	if _, err := (props.Figure{}).Run(context.Background(), props.Options{Seed: 1}); err == nil {
		t.Error("no figure: no error")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	for _, f := range All().Figures {
		if _, err := f.Run(ctx, props.Options{Tier: props.Deep}); err == nil {
			t.Errorf("%s: interrupted, and no error", f.Claim.ID)
		}
	}
}
