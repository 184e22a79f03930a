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

	mu            sync.Mutex
	claims, cases int // to do
	began         time.Time
	measured      int // cases done
	cost          map[string]*cost
	decided       map[string]bool
	bar           *progressbar.ProgressBar
	shown         time.Time
	ended         bool
}

// cost is what a claim has taken so far.
type cost struct {
	cases     int           // measured, within the hypotheses or not
	processor time.Duration // held, over all processors
}

func newProgress(name string, w io.Writer, terminal bool) *progress {
	return &progress{name: name, w: w, terminal: terminal, began: time.Now(),
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
func (p *progress) Begin(claims, cases int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.claims, p.cases = claims, cases
	if p.terminal {
		p.bar = progressbar.NewOptions(max(cases, 1),
			progressbar.OptionSetWriter(p.w),
			progressbar.OptionShowCount(),
			progressbar.OptionSetItsString("cases"),
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

// show writes the state: the bar always, a line if it is due or must be.
func (p *progress) show(must bool) {
	if p.ended {
		return
	}
	state := fmt.Sprintf("%d/%d claims", len(p.decided), p.claims)
	if p.bar != nil {
		p.bar.Describe(state)
		_ = p.bar.Set(min(p.measured, max(p.cases, 1))) // as in end
		return
	}
	if now := time.Now(); must || now.Sub(p.shown) >= linePause {
		p.shown = now
		fmt.Fprintf(p.w, "%s: %s, %d/%d cases\n", p.name, state, p.measured, p.cases)
	}
}
