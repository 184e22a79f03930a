package command

import (
	"context"
	"html/template"

	"assay/cmd/verify/figure"
	"assay/cmd/verify/report"
	"assay/props"
)

// longestDrawn is the tier of the figures on the page of a longer run: the
// published sizes are drawn by verify figure ID --tier deep.
const longestDrawn = props.Standard

// drawings are the published figures, with their numbers, among the claims of the run
// that were checked, with the replicates of their checks.
func drawings(ctx context.Context, r *report.Run) (map[string]report.Drawing, error) {
	drawn := map[string]report.Drawing{}
	for _, f := range r.Suite.Figures {
		if !r.Checked(f.Claim.ID) {
			continue
		}
		plot, err := f.Run(ctx, min(r.Tier, longestDrawn), r.Seed)
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
