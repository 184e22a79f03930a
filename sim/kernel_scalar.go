//go:build !(goexperiment.simd && amd64)

package sim

import "context"

// Kernel is the fastest kernel of the fast chain in this build on this processor:
// "portable", or "simd" with its number of lanes (see [Lanes]) in a build with GOEXPERIMENT=simd for
// amd64 on a processor with AVX-512. A run takes it only if it asks; see [ChainRun].
func Kernel() string { return portable }

// vectors is never more than nil in this build.
type vectors struct{}

func (run ChainRun) vectors() *vectors { return nil }

func (*vectors) work(context.Context, *chainRun, int) error { panic("sim: a build without SIMD") }
