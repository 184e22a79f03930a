package command

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"assay/props"
)

// linePause is the least time between two lines of progress.
const linePause = 2 * time.Second

// progress shows how far a run is, as a bar on a terminal and as lines
// elsewhere, and keeps what each claim took. It implements [props.Progress].
type progress struct {
	name     string // of the command
	w        io.Writer
	terminal bool
	fallen   io.Writer       // a terminal that sees the verdicts as they fall; nil if there is none
	plan     map[string]work // by claim

	mu       sync.Mutex
	claims   int // to do
	began    time.Time
	measured int // cases done
	cost     map[string]*cost
	decided  map[string]bool
	bar      *progressbar.ProgressBar
	shown    time.Time
	ended    bool
}

// cost is what a claim has taken so far.
type cost struct {
	cases     int           // measured, within the hypotheses or not
	processor time.Duration // held, over all processors
}

func newProgress(name string, w io.Writer, terminal bool, plan map[string]work) *progress {
	return &progress{name: name, w: w, terminal: terminal, plan: plan, began: time.Now(),
		cost: map[string]*cost{}, decided: map[string]bool{}}
}

// of is the cost of a claim.
func (p *progress) of(claim string) *cost {
	if p.cost[claim] == nil {
		p.cost[claim] = &cost{}
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
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish())
	}
	p.show(true)
}

// Measured implements [props.Progress].
func (p *progress) Measured(claim string, cases int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.measured += cases
	p.of(claim).cases += cases
	p.show(false)
}

// Decided implements [props.Progress].
func (p *progress) Decided(v props.Verdict, processor time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.decided[v.Claim.ID] = true
	p.of(v.Claim.ID).processor = processor
	p.fall(v)
	p.show(len(p.decided) == p.claims)
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
	if p.fallen == nil || p.ended {
		return
	}
	if p.bar != nil {
		_ = p.bar.Clear() // as in end
	}
	says := ""
	if !v.AsExpected() {
		says = ", not as expected"
	}
	fmt.Fprintf(p.fallen, "%-9s %s%s\n", v.Outcome, v.Claim.ID, says)
}

// whole is all of the work, in the units of the bar.
const whole = 1000

// done is the part of the work that is done: of a claim under way as many parts as of its cases.
func (p *progress) done() float64 {
	done, all := 0., 0.
	for id, w := range p.plan {
		all += w.cost
		switch {
		case p.decided[id]:
			done += w.cost
		case p.cost[id] != nil:
			done += w.cost * min(1, float64(p.cost[id].cases)/float64(max(1, w.cases)))
		}
	}
	if all == 0 {
		return 1
	}
	return done / all
}

// show writes the state: the bar always, a line if it is due or must be.
func (p *progress) show(must bool) {
	if p.ended {
		return
	}
	state := fmt.Sprintf("%d/%d claims", len(p.decided), p.claims)
	if p.bar != nil {
		p.bar.Describe(state)
		_ = p.bar.Set(int(whole * p.done())) // as in end
		return
	}
	if now := time.Now(); must || now.Sub(p.shown) >= linePause {
		p.shown = now
		fmt.Fprintf(p.w, "%s: %s, %.0f %% of the work\n", p.name, state, 100*p.done())
	}
}

// begins says on standard error what takes a while from here.
func (p *program) begins(what string) { fmt.Fprintf(p.stderr, "%s: %s\n", p.name, what) }
