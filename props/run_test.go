package props

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"assay/theory/claim"
)

// blocked is a check of the coin whose measurement heeds no context: it tells that it has begun
// and waits for the end of the test.
func blocked(t *testing.T, c *claim.Claim, begun func()) Check {
	end := make(chan struct{})
	t.Cleanup(func() { close(end) })
	e := coin(c, 10_000, 0.1)
	e.Measure = func(*Lab, doubling) ([]float64, error) {
		begun()
		<-end
		return nil, errors.New("too late")
	}
	return e.Check()
}

// TestAbandoned: an interrupted run returns at once, though a measurement does not, with what
// was decided before.
func TestAbandoned(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	suite := madeUpSuite(doublingProperty(claimed(t, holding)).Check(), blocked(t, claimed(t, flipping), cancel))
	whole := judgeOne(t, suite.Checks[0], Options{Seed: 1})
	watch := &watcher{}
	began := time.Now()
	verdicts, err := suite.Run(ctx, Options{Seed: 1, Jobs: 1, Progress: watch})
	if took := time.Since(began); took > time.Second {
		t.Errorf("returned after %v, want at most a second", took)
	}
	if !errors.Is(err, context.Canceled) || len(verdicts) != len(madeUp) {
		t.Fatalf("%d verdicts, error %v", len(verdicts), err)
	}
	if !reflect.DeepEqual(verdicts[0], whole) {
		t.Errorf("%+v, want what a complete run comes to: %+v", verdicts[0], whole)
	}
	if v := verdicts[1]; v.Outcome != Undecided || v.Why != "interrupted" || v.Cases > 0 {
		t.Errorf("%+v, want UNDECIDED (interrupted)", v)
	}
	if v := verdicts[2]; v.Outcome != Open {
		t.Errorf("%+v, want OPEN", v)
	}
	if want := []string{holding}; !reflect.DeepEqual(watch.decided, want) {
		t.Errorf("told of verdicts on %v, want %v", watch.decided, want)
	}
}

// watcher notes the claims decided, and their cases.
type watcher struct {
	mu      sync.Mutex
	cases   int
	decided []string
}

func (w *watcher) Begin(int, int) {}

func (w *watcher) Measured(_ string, cases int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cases += cases
}

func (w *watcher) Decided(v Verdict, _ time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.decided = append(w.decided, v.Claim.ID)
}

// TestInOrder: on one processor the claims end in their order, whatever they cost, so that an
// interruption finds the first of them decided.
func TestInOrder(t *testing.T) {
	var s Suite
	var want []string
	for i, flips := range []int{100_000, 10_000, 50_000, 10_000, 10_000} {
		c := *claimed(t, flipping)
		c.ID += string(rune('a' + i))
		want = append(want, c.ID)
		s.Claims = append(s.Claims, &c)
		s.Checks = append(s.Checks, coin(&c, flips, 0.1).Check())
	}
	watch := &watcher{}
	if _, err := s.Run(t.Context(), Options{Seed: 1, Jobs: 1, Progress: watch}); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(watch.decided, want) || watch.cases != len(want) {
		t.Errorf("%d cases, decided in the order %v, want %v", watch.cases, watch.decided, want)
	}
}

// TestProcessors: the first in the order gets what is given back, one who gives up takes none
// with him, and no processor is lost.
func TestProcessors(t *testing.T) {
	p := newProcessors(1)
	ctx := t.Context()
	if err := p.acquire(ctx, 5); err != nil {
		t.Fatal(err)
	}
	got := make(chan int)
	wait := func(ctx context.Context, place int) {
		before := p.queued()
		go func() {
			if p.acquire(ctx, place) == nil {
				got <- place
			} else {
				got <- -place
			}
		}()
		for p.queued() == before {
			time.Sleep(time.Millisecond)
		}
	}
	leaving, leave := context.WithCancel(ctx)
	wait(ctx, 3)
	wait(ctx, 2)
	wait(leaving, 1)
	wait(ctx, 2)
	leave()
	if place := <-got; place != -1 {
		t.Errorf("%d got the processor, want that 1 gives up", place)
	}
	for _, want := range []int{2, 2, 3} {
		p.release()
		if place := <-got; place != want {
			t.Errorf("%d got the processor, want %d", place, want)
		}
	}
	p.release()
	if p.free != 1 || p.queued() != 0 {
		t.Errorf("%d free, %d waiting; want 1 and none", p.free, p.queued())
	}
	if err := p.acquire(leaving, 0); err == nil || p.free != 1 {
		t.Errorf("after the end: error %v, %d free; want an error and 1", err, p.free)
	}
}

func (p *processors) queued() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting)
}
