package golden

import "golang.org/x/sys/cpu"

// bitsHold reports whether pins that promise bits are compared by bits here: on the kind of
// machine on which they were made, an amd64 whose compiler does not fuse a product with a
// sum, GOAMD64 below v3, and whose exponential does, as that of package math does where the
// processor can. The promise is stated in package sim, under Bits.
func bitsHold() bool { return unfused && cpu.X86.HasFMA }

// promisingBits is the pins with the promise of bits.
func promisingBits(pins []Pin) []Pin {
	for i := range pins {
		pins[i].Bits = true
	}
	return pins
}
