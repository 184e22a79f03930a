package props

import (
	"container/heap"
	"context"
	"sync"
)

// processors is a number of processors for which claims wait. One that gets free goes to the
// claim that is first in the order of the run, within a claim to who asked first, so that the
// claims before it are done with while none is idle.
type processors struct {
	mu      sync.Mutex
	free    int
	asked   int // so far: the order within a claim
	waiting queue
}

func newProcessors(n int) *processors { return &processors{free: n} }

// acquire takes a processor for the claim at that place of the order.
func (p *processors) acquire(ctx context.Context, place int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	if p.free > 0 {
		p.free--
		p.mu.Unlock()
		return nil
	}
	p.asked++
	w := &waiter{place: place, asked: p.asked, given: make(chan struct{})}
	heap.Push(&p.waiting, w)
	p.mu.Unlock()
	select {
	case <-w.given:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if w.index < 0 { // given in the same moment
		p.pass()
	} else {
		heap.Remove(&p.waiting, w.index)
	}
	return ctx.Err()
}

// release gives a processor back.
func (p *processors) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pass()
}

// wanted reports whether an earlier claim waits.
func (p *processors) wanted(place int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting) > 0 && p.waiting[0].place < place
}

// pass gives a processor to the first who waits, or keeps it free.
func (p *processors) pass() {
	if len(p.waiting) == 0 {
		p.free++
		return
	}
	close(heap.Pop(&p.waiting).(*waiter).given)
}

// waiter is one who waits for a processor.
type waiter struct {
	place, asked int
	index        int // in the queue; −1 once it has left it
	given        chan struct{}
}

// queue is those who wait, as a heap. It implements [heap.Interface].
type queue []*waiter

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].place != q[j].place {
		return q[i].place < q[j].place
	}
	return q[i].asked < q[j].asked
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

func (q *queue) Push(x any) {
	w := x.(*waiter)
	w.index = len(*q)
	*q = append(*q, w)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	w := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	w.index = -1
	return w
}
