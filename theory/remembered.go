package theory

import "sync"

// remembered is a function that is computed once for each argument, among the latest so many.
type remembered[K comparable, V any] struct {
	compute func(K) V

	mu    sync.Mutex
	known map[K]func() V
}

// mostRemembered is how many values are kept before all of them are dropped.
const mostRemembered = 256

func newRemembered[K comparable, V any](compute func(K) V) *remembered[K, V] {
	return &remembered[K, V]{compute: compute, known: map[K]func() V{}}
}

// of is the value at an argument. One that is being computed is waited for, not computed again.
func (r *remembered[K, V]) of(k K) V {
	return r.once(k)()
}

func (r *remembered[K, V]) once(k K) func() V {
	r.mu.Lock()
	defer r.mu.Unlock()
	once, ok := r.known[k]
	if !ok {
		if len(r.known) == mostRemembered {
			clear(r.known)
		}
		once = sync.OnceValue(func() V { return r.compute(k) })
		r.known[k] = once
	}
	return once
}
