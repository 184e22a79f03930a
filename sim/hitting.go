package sim

import (
	"context"
	"fmt"
	"math"
)

// Walk is anything with an overlap that steps: [Chain], [SGD], [Population].
type Walk interface {
	// Step moves by one step of size δ and returns the new overlap.
	Step(r *Random, delta float64) float64
	Overlap() float64
}

// Never is the time of a passage that has not happened; as a number it is +Inf, see [Passages.SearchTime].
const Never = -1

// Until says when a watch ends, its last step at the latest.
type Until int

const (
	UntilEnd     Until = iota // after Steps steps
	UntilSearch               // at τ_Low
	UntilDescent              // as soon as τ_Low and τ_High both have happened
)

// Watch is what to look for in a walk, and for how long. Time t counts steps; t = 0
// is the start, before any.
type Watch struct {
	// Low and High are the levels of search and descent, each in (0, 1): the
	// passage times are
	//
	//	τ_Low = min{t ≥ 0 : m_t > Low},  τ_High = min{t ≥ 0 : m_t > High}.
	//
	// The paper has Low = η and High = 1 − η; see NewWatch.
	Low, High float64
	// Unsigned watches |m| in place of m, here and in the schedule, as befits an even
	// population loss, which cannot tell θ from −θ.
	Unsigned bool
	Steps    int // ≥ 0
	Until    Until
	// Grid is an increasing list of times ≥ 0 at which to note m; it may be empty.
	Grid []int
}

// Passages is what a watch has seen of m_0, …, m_Steps.
type Passages struct {
	Search  int       // τ_Low, or Never
	Descent int       // τ_High, or Never
	Largest float64   // max |m_t|
	Stays   float64   // min m_t (|m_t| if unsigned) over t ≥ τ_High; +Inf if τ_High never was
	Steps   int       // steps done
	Last    float64   // m_Steps
	Trace   []float64 // m at the grid times up to Steps
}

// SearchTime is τ_Low, +Inf if it never was.
func (h Passages) SearchTime() float64 { return timeOf(h.Search) }

// DescentTime is τ_High, +Inf if it never was.
func (h Passages) DescentTime() float64 { return timeOf(h.Descent) }

func timeOf(steps int) float64 {
	if steps == Never {
		return math.Inf(1)
	}
	return float64(steps)
}

// NewWatch is the watch of the paper, for search to η and descent to 1 − η, 0 < η < 1,
// over so many steps.
func NewWatch(eta float64, steps int) (Watch, error) {
	w := Watch{Low: eta, High: 1 - eta, Steps: steps}
	return w, w.check()
}

func (w Watch) check() error {
	if err := checkLevel(w.Low); err != nil {
		return err
	}
	if err := checkLevel(w.High); err != nil {
		return err
	}
	if w.Steps < 0 {
		return fmt.Errorf("sim: a watch of %d steps, want at least 0", w.Steps)
	}
	if w.Until < UntilEnd || w.Until > UntilDescent {
		return fmt.Errorf("sim: a watch until %d, want UntilEnd, UntilSearch or UntilDescent", w.Until)
	}
	return checkGrid(w.Grid)
}

// Follow steps the walk and reports what it did. It allocates for the trace, not in a
// step. When the context ends, it returns what it has seen with the context's
// error. The walk is left where the watch ended.
func (w Watch) Follow(ctx context.Context, walk Walk, r *Random, schedule Schedule) (Passages, error) {
	if err := w.check(); err != nil {
		return Passages{}, err
	}
	if walk == nil || schedule == nil {
		return Passages{}, fmt.Errorf("sim: nothing to follow, want a walk and a schedule")
	}
	h, m, largest := w.nothing(), walk.Overlap(), math.Inf(-1)
	for t := 0; ; t++ {
		if over := w.note(&h, m, t); over || t == w.Steps {
			return h, nil
		}
		largest = math.Max(largest, w.watched(m))
		if t%contextPeriod == contextPeriod-1 && ctx.Err() != nil {
			return h, context.Cause(ctx)
		}
		m = walk.Step(r, schedule.Size(m, largest))
	}
}

// contextPeriod is the number of steps between two looks at the context: seldom
// enough to cost nothing, often enough for the slowest walk to end within seconds.
const contextPeriod = 1 << 12

// watched is the overlap as the watch and the schedule see it.
func (w Watch) watched(m float64) float64 {
	if w.Unsigned {
		return math.Abs(m)
	}
	return m
}

// nothing is what has been seen before the start.
func (w Watch) nothing() Passages {
	h := Passages{Search: Never, Descent: Never, Stays: math.Inf(1)}
	if len(w.Grid) > 0 {
		h.Trace = make([]float64, 0, len(w.Grid))
	}
	return h
}

// note adds m, t steps from the start, to what has been seen; it reports whether the watch
// ends with it.
func (w Watch) note(h *Passages, m float64, t int) (over bool) {
	watched := w.watched(m)
	h.Largest = max(h.Largest, math.Abs(m))
	if h.Search == Never && watched > w.Low {
		h.Search = t
	}
	if h.Descent == Never && watched > w.High {
		h.Descent = t
	}
	if h.Descent != Never {
		h.Stays = min(h.Stays, watched)
	}
	w.trace(h, m, t+1)
	h.Steps, h.Last = t, m
	return w.done(h)
}

// trace notes m at the grid times before t that are not noted yet.
func (w Watch) trace(h *Passages, m float64, t int) {
	for k := len(h.Trace); k < len(w.Grid) && w.Grid[k] < t; k++ {
		h.Trace = append(h.Trace, m)
	}
}

func (w Watch) done(h *Passages) bool {
	switch w.Until {
	case UntilSearch:
		return h.Search != Never
	case UntilDescent:
		return h.Search != Never && h.Descent != Never
	}
	return false
}
