package command

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/props"
)

// progress shows on a terminal how far a run is, and keeps what each claim took. It implements
// [props.Progress].
type progress struct {
	name     string // of the command
	w        io.Writer
	terminal bool            // w is one, and wants to be told
	fallen   form.Screen     // a terminal that sees the verdicts as they fall; without a writer there is none
	plan     map[string]work // by claim
	columns  func() int      // of the terminal; 0 where it does not say

	mu       sync.Mutex
	claims   int // to do
	began    time.Time
	measured int // cases done
	cost     map[string]*cost
	decided  map[string]bool
	underWay []string // claims that have begun and are not decided, in the order in which they began
	bar      *progressbar.ProgressBar
	ended    bool
}

// cost is what a claim has taken so far.
type cost struct {
	cases     int           // measured, within the hypotheses or not
	processor time.Duration // held, over all processors
}

func newProgress(name string, w io.Writer, terminal bool, plan map[string]work) *progress {
	columns := func() int { return 0 }
	if f, ok := w.(*os.File); ok && terminal {
		columns = func() int {
			width, _, _ := term.GetSize(int(f.Fd())) // 0 where it does not say
			return width
		}
	}
	return &progress{name: name, w: w, terminal: terminal, plan: plan, columns: columns, began: time.Now(),
		cost: map[string]*cost{}, decided: map[string]bool{}}
}

// of is the cost of a claim, which has begun.
func (p *progress) of(claim string) *cost {
	if p.cost[claim] == nil {
		p.cost[claim] = &cost{}
		p.underWay = append(p.underWay, claim)
	}
	return p.cost[claim]
}

// Begin implements [props.Progress].
func (p *progress) Begin(claims, _ int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.claims = claims
	if p.terminal {
		p.bar = progressbar.NewOptions(whole,
			progressbar.OptionSetWriter(p.w),
			progressbar.OptionFullWidth(),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionSetPredictTime(false), // state has it, by the plan
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish())
	}
	p.show()
}

// Measured implements [props.Progress].
func (p *progress) Measured(claim string, cases int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.measured += cases
	p.of(claim).cases += cases
	p.show()
}

// Decided implements [props.Progress].
func (p *progress) Decided(v props.Verdict, processor time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.decided[v.Claim.ID] = true
	p.of(v.Claim.ID).processor = processor
	p.underWay = slices.DeleteFunc(p.underWay, func(id string) bool { return id == v.Claim.ID })
	p.fall(v)
	p.show()
}

// end clears the bar: what follows is no progress.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	if p.bar != nil {
		_ = p.bar.Clear() // progress is a courtesy: a terminal that is gone needs none
	}
}

// fall shows a verdict to whoever watches. The table that follows the run has them in order.
func (p *progress) fall(v props.Verdict) {
	if p.fallen.Writer == nil || p.ended {
		return
	}
	if p.bar != nil {
		_ = p.bar.Clear() // as in end
	}
	says := ""
	if !v.AsExpected() {
		says = ", not as expected"
	}
	verdict := p.fallen.Paint(report.Tone(&v), string(v.Outcome))
	fmt.Fprintf(p.fallen, "%s%*s %s%s\n", verdict, max(0, 9-len(v.Outcome)), "", v.Claim.ID, says)
}

// whole is all of the work, in the units of the bar.
const whole = 1000

// part is how much of a claim is done: as many parts as of its cases, and all when it is decided.
func (p *progress) part(id string) float64 {
	switch {
	case p.decided[id]:
		return 1
	case p.cost[id] != nil:
		return min(1, float64(p.cost[id].cases)/float64(max(1, p.plan[id].cases)))
	}
	return 0
}

// done is the part of the work that is done.
func (p *progress) done() float64 {
	done, all := 0., 0.
	for id, w := range p.plan {
		all += w.cost
		done += w.cost * p.part(id)
	}
	if all == 0 {
		return 1
	}
	return done / all
}

// show brings the bar up to date.
func (p *progress) show() {
	if p.ended || p.bar == nil {
		return
	}
	p.bar.Describe(p.state(time.Since(p.began), stateColumns(p.columns())))
	done := int(whole * p.done())
	if len(p.decided) < p.claims {
		done = min(done, whole-1) // a bar that was full stays away
	}
	_ = p.bar.Set(done) // as in end
}

// Bounds of what is shown.
const (
	longestState = 64              // columns
	beside       = 11 + 8          // columns of what stands beside the state: percentage, frame and space, and of a bar
	soonest      = 2 * time.Second // before which nothing is foretold
	leastDone    = 0.02            // and part of the work
)

// stateColumns is how many columns a state may take on a terminal of a width, which is 0 if it is not known: what stands
// beside it is on the same line.
func stateColumns(width int) int {
	if width <= 0 {
		return longestState
	}
	return min(longestState, width-beside)
}

// state is how many claims are decided, how long the rest should take at the pace so far, and what
// is under way: "37/109 claims, 21 s left: sharp/drift 50 %, recovery/k3 12 %, 2 more". It takes so
// many columns at most, but for its first part, which always stands.
func (p *progress) state(since time.Duration, columns int) string {
	s := fmt.Sprintf("%d/%d claims", len(p.decided), p.claims)
	add := func(part string, spare int) bool {
		fits := len(s)+len(part)+spare <= columns
		if fits {
			s += part
		}
		return fits
	}
	if done := p.done(); since >= soonest && done >= leastDone && done < 1 {
		add(", "+span(time.Duration(float64(since)*(1-done)/done))+" left", 0)
	}
	for i, id := range p.underWay {
		before, spare := ", ", len(", 99 more")
		if i == 0 {
			before = ": "
		}
		if i == len(p.underWay)-1 {
			spare = 0
		}
		if !add(fmt.Sprintf("%s%s %.0f %%", before, id, 100*p.part(id)), spare) {
			add(fmt.Sprintf("%s%d more", before, len(p.underWay)-i), 0)
			break
		}
	}
	return s
}

// span is a duration to its leading unit or two: 21 s, 4 min, 2 h 10 min.
func span(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", max(1, d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	d = d.Round(10 * time.Minute)
	return strings.TrimSuffix(fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60), " 0 min")
}
