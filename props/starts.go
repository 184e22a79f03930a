package props

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Starts is the starts that a case drew, in a measurement that draws one after another until one
// meets the hypotheses: a run that is still turning when its time is over says nothing.
type Starts struct {
	Rejected []error // why each start before the last was passed over, all [ErrInvalid]
}

// StartsDrawn is the starts themselves. A measurement that embeds them, or has the method, has
// its rejected starts counted.
func (d Starts) StartsDrawn() Starts { return d }

// startsOf is the starts of a measurement, or of the error of one that found none. Of others, ok is false.
func startsOf(m any) (d Starts, ok bool) {
	s, ok := m.(interface{ StartsDrawn() Starts })
	if !ok {
		return d, false
	}
	return s.StartsDrawn(), true
}

// noStart is the error of a case none of whose starts met the hypotheses.
type noStart struct{ Starts }

func (e noStart) Error() string {
	return Invalid("none of %d starts meets them", len(e.Rejected)).Error()
}

func (e noStart) Unwrap() error { return ErrInvalid }

// MaxStarts is how many starts a case may draw where each takes a long run to judge.
const MaxStarts = 4

// FirstValid measures from one start after another until one meets the hypotheses. If none of the most starts
// does, the case is outside the hypotheses itself.
func FirstValid[M any](most int, measure func(draw int) (M, error)) (m M, d Starts, err error) {
	for draw := range most {
		if m, err = measure(draw); !errors.Is(err, ErrInvalid) {
			return m, d, err
		}
		d.Rejected = append(d.Rejected, err)
	}
	return m, d, noStart{d}
}

// Outside is a reason for which cases or starts lie outside the hypotheses, or a run of theirs decides nothing.
type Outside struct {
	Why   string // the first of them: numbers differ
	Case  string // its draws
	Times int
}

// outside adds a reason of a case.
func (v *Verdict) outside(draws, why string) {
	for i := range v.Outside {
		if sameReason(v.Outside[i].Why, why) {
			v.Outside[i].Times++
			return
		}
	}
	v.Outside = append(v.Outside, Outside{why, draws, 1})
}

var number = regexp.MustCompile(`[-+]?\d+(\.\d+)?(e[-+]?\d+)?`)

// reason is what an [ErrInvalid] says.
func reason(err string) string { return strings.TrimPrefix(err, ErrInvalid.Error()+": ") }

// sameReason reports whether two reasons differ in numbers only.
func sameReason(a, b string) bool {
	return number.ReplaceAllString(a, "#") == number.ReplaceAllString(b, "#")
}

// Rejections says how many cases were skipped and starts passed over, or nothing.
func (v *Verdict) Rejections() string {
	var parts []string
	if v.Skipped > 0 {
		parts = append(parts, outOf(v.Skipped, v.Skipped+v.Cases, "cases")+" skipped")
	}
	if v.Rejected > 0 {
		parts = append(parts, outOf(v.Rejected, v.Starts, "starts")+" passed over and others drawn")
	}
	return strings.Join(parts, ", ")
}

func outOf(part, all int, what string) string {
	return fmt.Sprintf("%d of %d %s (%.0f %%)", part, all, what, 100*float64(part)/float64(all))
}
