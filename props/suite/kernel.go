package suite

import "assay/sim"

// Kernel is the kernel of the fast chain that the checks run: the portable one in every build, as no check asks for
// another, so that verdicts do not depend on the build.
func Kernel() string { return sim.ChainRun{}.Kernel() }

// FastestKernel is the fastest kernel of the fast chain in this build on this processor.
func FastestKernel() string { return sim.Kernel() }
