package sim

import "math"

// watcher reads the paths of blocks for what a [Watch] wants to know. It sees
// what [Watch.Follow] sees, but looks at single steps only in blocks where
// something happens.
type watcher struct {
	Watch
	skips bool // the entries of a block stand for gap steps each
}

// begin notes the start, t = 0; it reports whether the run is already over.
func (w *watcher) begin(l *lane) (over bool) {
	l.time = 0
	l.seen = w.nothing()
	l.largest = w.watched(l.overlap)
	return w.note(&l.seen, l.overlap, 0) || w.Steps == 0
}

// read looks at a block's path; it reports whether the run is over. Entry k is m
// from the gap_k-th step after entry k−1 on, and m keeps still in between.
func (w *watcher) read(l *lane) (over bool) {
	length := block
	if w.skips {
		length = 0
		for _, g := range l.gap {
			length += g
		}
	}
	if w.pass(l, length, float(l.least), float(l.most), l.path[block-1]) {
		return false
	}
	return w.replay(l)
}

// pass looks at a block of so many steps by its least, largest and last overlap. It
// reports whether that is enough; if not, the block must be replayed.
func (w *watcher) pass(l *lane, length int, low, high, last float64) bool {
	h := &l.seen
	watched, least := high, low
	if w.Unsigned {
		watched = max(high, -low)
		least = max(low, -high) // min |m|, unless the block has both signs
	}
	l.largest = max(l.largest, watched)
	end := l.time + length
	if end >= w.Steps ||
		h.Search == Never && watched > w.Low || h.Descent == Never && watched > w.High ||
		h.Descent != Never && w.Unsigned && least < 0 ||
		len(h.Trace) < len(w.Grid) && w.Grid[len(h.Trace)] <= end {
		return false
	}
	h.Largest = max(h.Largest, high, -low)
	if h.Descent != Never {
		h.Stays = min(h.Stays, least)
	}
	l.time, h.Steps, h.Last = end, end, last
	return true
}

// seek sets the lane's extremes to those of its path.
func (l *lane) seek() {
	l.least, l.most = math.MaxInt64, math.MinInt64
	for _, m := range l.path {
		o := ordered(int64(math.Float64bits(m)))
		l.least, l.most = min(l.least, o), max(l.most, o)
	}
}

// ordered maps the bits of a float to a whole number in the same order, and back:
// below zero it inverts all bits but the sign. Among whole numbers extremes are sought without
// branches: a random path sets records at times that no processor can predict.
func ordered(bits int64) int64 { return bits ^ int64(uint64(bits>>63)>>1) }

// float is the float that [ordered] maps to o.
func float(o int64) float64 { return math.Float64frombits(uint64(ordered(o))) }

// replay is read one step at a time.
func (w *watcher) replay(l *lane) (over bool) {
	h := &l.seen
	for k, m := range l.path {
		t := l.time + 1
		if w.skips {
			t = l.time + l.gap[k]
			w.trace(h, h.Last, min(t, w.Steps+1))
		}
		if t > w.Steps {
			h.Steps = w.Steps
			return true
		}
		l.time = t
		if w.note(h, m, t) {
			return true
		}
	}
	return l.time == w.Steps
}
