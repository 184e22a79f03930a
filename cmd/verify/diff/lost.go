package diff

import (
	"fmt"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// lost is what the new run looks at less closely. A tier has the rows of its own.
func lost(before, after *report.Result, sameTier bool) (what []string) {
	switch {
	case after == nil:
		return []string{"the claim is gone"}
	case after.Verdict == props.Open && before.Verdict != props.Open:
		return []string{"the check is gone"}
	case after.Cases-after.Kept < before.Cases-before.Kept:
		what = append(what, fmt.Sprintf("%s, were %d", form.Plural(after.Cases-after.Kept, "case"), before.Cases-before.Kept))
	}
	if after.Kept < before.Kept {
		what = append(what, fmt.Sprintf("%s, were %d", form.Plural(after.Kept, "kept case"), before.Kept))
	}
	if gone := gone(before.Rows, after.Rows); sameTier && len(gone) > 0 {
		what = append(what, fmt.Sprintf("%s of the grid gone, the first number %d at %s", form.Plural(len(gone), "row"), gone[0].Number, form.Label(gone[0].Case)))
	}
	what = append(what, standing("rival", before.Rivals, after.Rivals)...)
	if sameTier { // a plant may be left to a later tier
		what = append(what, standing("plant", before.Plants, after.Plants)...)
	}
	if before.Limit != nil && after.Limit == nil {
		what = append(what, "the second link, from the law to the limit, is gone")
	}
	switch was, is := before.Design, after.Design; {
	case was == nil:
	case is == nil:
		what = append(what, "no statistical assertion is left")
	case coarser(was, is):
		what = append(what, fmt.Sprintf("resolution %s with %s, was %s with %d",
			short(is.Detectable), form.Plural(is.Samples, "sample"), short(was.Detectable), was.Samples))
	}
	return what
}

// standing is what became of wrong laws that were refuted before.
func standing(kind string, before, after []report.Rival) (what []string) {
	fate := map[string]*report.Rival{}
	for i := range after {
		fate[after[i].Name] = &after[i]
	}
	for _, was := range before {
		switch is := fate[was.Name]; {
		case is == nil:
			what = append(what, fmt.Sprintf("the %s %q is gone", kind, was.Name))
		case was.Refuted && !is.Refuted:
			what = append(what, fmt.Sprintf("the %s %q is not refuted: margin %s, was %s", kind, was.Name, short(is.Margin), short(was.Margin)))
		}
	}
	return what
}

// gone is the old rows that have no counterpart.
func gone(before, after []report.Row) (rows []report.Row) {
	for _, row := range before {
		if counterpart(row, after) == nil {
			rows = append(rows, row)
		}
	}
	return rows
}

// coarser reports whether the new design sees less. The resolution is a function
// of samples, α and β: where these are the same, a difference is rounding.
func coarser(was, is *report.Design) bool {
	same := was.Samples == is.Samples && was.Alpha == is.Alpha && was.Beta == is.Beta
	return !same && finite(was.Detectable) && !(is.Detectable <= was.Detectable)
}

// short is a number in two digits. Of what a design cannot see the resolution is
// infinite, which JSON lacks.
func short(x form.Number) string {
	if !finite(x) {
		return "∞"
	}
	return form.Short(float64(x))
}
