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
func drawings(ctx context.Context, r *report.Run) (map[string]template.HTML, error) {
	drawn := map[string]template.HTML{}
	for _, f := range r.Suite.Figures {
		if !r.Checked(f.Claim.ID) {
			continue
		}
		plot, err := f.Run(ctx, min(r.Tier, longestDrawn), r.Seed)
		if err != nil {
			return nil, err
		}
		svg, err := figure.SVG(plot)
		if err != nil {
			return nil, err
		}
		page := string(svg) // its texts are escaped
		for _, t := range figureTables(plot) {
			page += "<pre>" + template.HTMLEscapeString(t.Text()) + "</pre>\n"
		}
		drawn[f.Claim.ID] = template.HTML(page)
	}
	return drawn, nil
}
