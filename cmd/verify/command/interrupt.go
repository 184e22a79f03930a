package command

import "context"

// unlessInterrupted is what f returns, or the context's error as soon as it ends: an f that does
// not heed it is left behind.
func unlessInterrupted[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	if ctx.Err() == nil {
		go func() {
			value, err := f(ctx)
			done <- result{value, err}
		}()
	}
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
