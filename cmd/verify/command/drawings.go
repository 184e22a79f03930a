package command

import (
	"context"
	"html/template"

	"assay/cmd/verify/figure"
	"assay/cmd/verify/report"
	"assay/props"
)

// longestDrawn is the tier of the figures on the page of a longer run that have runs of their own: the
// published sizes are drawn by verify figure ID --tier deep.
const longestDrawn = props.Standard

// evidence is where a run keeps what its figures show.
func evidence(s props.Suite) *props.Cache {
	kept := &props.Cache{Claims: []string{}}
	for _, f := range s.Figures {
		if f.OfEvidence() {
			kept.Claims = append(kept.Claims, f.Claim.ID)
		}
	}
	return kept
}

// drawings are the figures, with their numbers, of the claims of the run that were checked: of what the run
// measured, or with the replicates of their checks.
func drawings(ctx context.Context, r *report.Run) (map[string]report.Drawing, error) {
	drawn := map[string]report.Drawing{}
	for _, f := range r.Suite.Figures {
		if !r.Checked(f.Claim.ID) {
			continue
		}
		o := props.Options{Seed: r.Seed, Tier: r.Tier, Cache: r.Evidence}
		if !f.OfEvidence() {
			o.Tier = min(r.Tier, longestDrawn)
		}
		plot, err := f.Run(ctx, o)
		if err != nil {
			return nil, err
		}
		svg, err := figure.Inline(plot)
		if err != nil {
			return nil, err
		}
		drawn[f.Claim.ID] = report.Drawing{
			Title: plot.Title, Caption: plot.Caption, Tables: figureTables(plot),
			SVG: template.HTML(svg), // its texts are escaped
		}
	}
	return drawn, nil
}
